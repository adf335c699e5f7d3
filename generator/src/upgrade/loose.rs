//! Objects that stand where the structure of OpenAPI does not lead, but a reference does.
//!
//! Takes references as they are met; afterwards raises what they lead to, in this file and in others, and what
//! these lead to in turn. Promises to raise each place once. Never tells a reference that leads nowhere: reading does.

use super::raising::Raising;
use super::{Version, swagger2};
use crate::document::structure::{Holds, ObjectKind, kind_at};
use crate::node::Node;
use crate::source::SourceId;
use crate::tree::pointer::percent_decode;
use crate::tree::{Pointer, Trees};

impl Raising<'_> {
    /// Remembers the reference that stands where `holds` is expected, if there is one and the structure does not lead to
    /// its target anyway.
    pub(super) fn note_reference(&mut self, node: &Node, holds: Holds) {
        let Some(reference) = node.get("$ref").and_then(Node::as_str) else { return };
        if let (Holds::One(kind), Some(pointer)) = (holds, reference.strip_prefix("#/")) {
            let own = self.loose.file == self.loose.root;
            if own && kind_at(ObjectKind::OpenApi, pointer.split('/')) == Some(kind) {
                return;
            }
        }
        self.loose.found.push((self.loose.file, reference.to_owned(), holds));
    }

    /// Raises everything that references lead to.
    pub(super) fn raise_loose(&mut self, trees: &mut Trees) {
        while let Some((from, reference, holds)) = self.loose.found.pop() {
            let (path, fragment) = reference.split_once('#').unwrap_or((&reference, ""));
            let path = percent_decode(path).unwrap_or_else(|_| path.to_owned());
            let file = if path.is_empty() { Some(from) } else { trees.find(from, &path) };
            let (Some(file), Ok(pointer)) = (file, Pointer::from_fragment(fragment)) else { continue };
            if !self.loose.seen.insert((file, pointer.clone())) {
                continue;
            }
            self.loose.file = file;
            let whole = self.document(file, trees);
            let leads_there = |kind| kind_at(ObjectKind::OpenApi, tokens(&pointer)) == Some(kind);
            if let (Holds::One(kind), true) = (holds, whole && file != self.loose.root)
                && leads_there(kind)
            {
                continue;
            }
            let Some(node) = trees.get_mut(file).and_then(|tree| pointer.resolve_mut(tree)) else { continue };
            if let (Some(context), Holds::One(kind), false) = (&self.swagger2, holds, whole) {
                swagger2::raise_part(node, kind, file, context, self.diagnostics);
            }
            self.held(node, holds);
        }
    }

    /// Whether a file is an OpenAPI document, which is then raised as a whole, in the words of the version it declares.
    fn document(&mut self, file: SourceId, trees: &mut Trees) -> bool {
        let Some(tree) = trees.get(file) else { return false };
        let declares = tree.get("openapi").is_some() || tree.get("swagger").is_some();
        if file == self.loose.root || !declares || !self.loose.seen.insert((file, Pointer::root())) {
            return declares;
        }
        let version = super::version::declared(tree, self.diagnostics).unwrap_or(self.version);
        if version == Version::V2_0 {
            let context = swagger2::raise(file, trees, self.diagnostics);
            trees.mark_moved(context.iter().flat_map(swagger2::Context::take_rewritten));
        }
        let of_root = std::mem::replace(&mut self.version, version);
        if let Some(tree) = trees.get_mut(file) {
            self.object(tree, ObjectKind::OpenApi);
        }
        self.version = of_root;
        declares
    }
}

fn tokens(pointer: &Pointer) -> impl Iterator<Item = &str> {
    pointer.tokens().iter().map(String::as_str)
}

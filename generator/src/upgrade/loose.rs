//! Objects that stand where the structure of OpenAPI does not lead, but a reference does.
//!
//! Takes references as they are met; afterwards raises what they lead to, in this file and in others, and what
//! these lead to in turn. Promises to raise each place once. Never tells a reference that leads nowhere: reading does.

use std::collections::HashSet;

use super::Raising;
use crate::document::structure::{Holds, ObjectKind, kind_at};
use crate::node::Node;
use crate::source::SourceId;
use crate::tree::pointer::percent_decode;
use crate::tree::{Pointer, Trees};

/// References still to be followed.
pub(super) struct Loose {
    root: SourceId,
    /// The file whose objects are being raised.
    file: SourceId,
    found: Vec<(SourceId, String, Holds)>,
    seen: HashSet<(SourceId, Pointer)>,
}

impl Loose {
    pub fn new(root: SourceId) -> Self {
        Self { root, file: root, found: Vec::new(), seen: HashSet::new() }
    }
}

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
            let Some(tree) = trees.get_mut(file) else { continue };
            self.loose.file = file;
            if file != self.loose.root
                && tree.get("openapi").is_some()
                && self.loose.seen.insert((file, Pointer::root()))
            {
                self.object(tree, ObjectKind::OpenApi);
            }
            if let Some(node) = pointer.resolve_mut(tree) {
                self.held(node, holds);
            }
        }
    }
}

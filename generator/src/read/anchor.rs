//! `$anchor`, `$dynamicAnchor` and `$id`: names that schemas give themselves.
//!
//! Takes the trees of a description; gives the schema of a name. Promises that a URI is resolved against the `$id`s and the `$self`
//! around it, and to walk the trees only if a reference asks, and then once. Never takes an example that looks like a schema for one.

use std::collections::HashMap;

use super::place::Place;
use super::uri;
use crate::document::structure::{Holds, ObjectKind, holds};
use crate::node::Node;
use crate::source::SourceId;
use crate::tree::Trees;

/// Every name of every schema, once walked.
#[derive(Default)]
pub(super) struct Anchors<'t> {
    names: Option<Names<'t>>,
}

#[derive(Default)]
struct Names<'t> {
    /// By schema resource and name.
    anchors: HashMap<(*const Node, &'t str), &'t Node>,
    /// By file and name, whatever the resource: not all writers know of resources.
    in_files: HashMap<(SourceId, &'t str), &'t Node>,
    resources: HashMap<String, Place<'t>>,
    /// The URI of each resource.
    bases: HashMap<*const Node, String>,
}

impl<'t> Anchors<'t> {
    /// The schema that has this anchor, in the resource of `base` or else in its file.
    pub fn anchor(&mut self, trees: &'t Trees, base: Place<'t>, name: &str) -> Option<&'t Node> {
        let names = self.names(trees);
        let own = names.anchors.get(&(std::ptr::from_ref(base.resource), name));
        own.or_else(|| names.in_files.get(&(base.file, name))).copied()
    }

    /// The schema, or the document, that `reference` (without its fragment) names where it stands in `at`.
    pub fn resource(&mut self, trees: &'t Trees, at: Place<'t>, reference: &str) -> Option<Place<'t>> {
        let names = self.names(trees);
        let base = names.bases.get(&std::ptr::from_ref(at.resource)).map(String::as_str).unwrap_or_default();
        let resolved = names.resources.get(&uri::resolve(base, reference));
        resolved.or_else(|| names.resources.get(reference)).copied()
    }

    fn names(&mut self, trees: &'t Trees) -> &Names<'t> {
        self.names.get_or_insert_with(|| {
            let mut names = Names::default();
            for (file, tree) in trees.iter() {
                let document = tree.get("openapi").is_some() || tree.get("swagger").is_some();
                let kind = if document { ObjectKind::OpenApi } else { ObjectKind::Schema };
                names.bases.insert(std::ptr::from_ref(tree), trees.path(file).unwrap_or_default().to_owned());
                names.walk(Place { node: tree, file, resource: tree }, kind);
            }
            names
        })
    }
}

impl<'t> Names<'t> {
    fn walk(&mut self, at: Place<'t>, kind: ObjectKind) {
        let Some(map) = at.node.as_map() else { return };
        let text = |key: &str| map.get(key).and_then(Node::as_str);
        let mut at = at;
        let named = [(ObjectKind::Schema, "$id"), (ObjectKind::OpenApi, "$self")];
        let key = named.iter().find(|(owner, _)| *owner == kind).map(|(_, key)| *key);
        if let Some(uri) = key.and_then(text) {
            let base = self.bases.get(&std::ptr::from_ref(at.resource)).map(String::as_str).unwrap_or_default();
            let uri = uri::resolve(base, uri.split('#').next().unwrap_or(uri));
            at = Place { resource: at.node, ..at };
            self.bases.insert(std::ptr::from_ref(at.node), uri.clone());
            self.resources.entry(uri).or_insert(at);
        }
        if kind == ObjectKind::Schema {
            for anchor in [text("$anchor"), text("$dynamicAnchor")].into_iter().flatten() {
                self.anchors.entry((std::ptr::from_ref(at.resource), anchor)).or_insert(at.node);
                self.in_files.entry((at.file, anchor)).or_insert(at.node);
            }
        }
        for entry in map.iter() {
            match holds(kind, &entry.key) {
                Holds::Value => {}
                Holds::One(child) => self.walk(at.with(&entry.value), child),
                Holds::List(child) => {
                    entry.value.as_list().into_iter().flatten().for_each(|item| self.walk(at.with(item), child));
                }
                Holds::Map(child) => {
                    let entries = entry.value.as_map().into_iter().flat_map(|map| map.iter());
                    entries.for_each(|entry| self.walk(at.with(&entry.value), child));
                }
            }
        }
    }
}

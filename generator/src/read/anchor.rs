//! `$anchor`, `$dynamicAnchor` and `$id`: names that schemas give themselves.
//!
//! Takes the trees of a description; gives the schema of a name. Promises to walk the trees only if a
//! reference asks, and then once. Never takes an example that looks like a schema for one.

use std::collections::HashMap;

use super::place::Place;
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
    anchors: HashMap<(SourceId, &'t str), &'t Node>,
    resources: HashMap<&'t str, Place<'t>>,
}

impl<'t> Anchors<'t> {
    /// The schema of a file that has this anchor.
    pub fn anchor(&mut self, trees: &'t Trees, file: SourceId, name: &str) -> Option<&'t Node> {
        self.names(trees).anchors.get(&(file, name)).copied()
    }

    /// The schema, or the file, that gives itself this URI.
    pub fn resource(&mut self, trees: &'t Trees, uri: &str) -> Option<Place<'t>> {
        self.names(trees).resources.get(uri).copied()
    }

    fn names(&mut self, trees: &'t Trees) -> &Names<'t> {
        self.names.get_or_insert_with(|| {
            let mut names = Names::default();
            for (file, tree) in trees.iter() {
                let document = tree.get("openapi").is_some() || tree.get("swagger").is_some();
                let kind = if document { ObjectKind::OpenApi } else { ObjectKind::Schema };
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
        if kind == ObjectKind::Schema {
            for anchor in [text("$anchor"), text("$dynamicAnchor")].into_iter().flatten() {
                self.anchors.entry((at.file, anchor)).or_insert(at.node);
            }
        }
        let named = [(ObjectKind::Schema, "$id"), (ObjectKind::OpenApi, "$self")];
        let key = named.iter().find(|(owner, _)| *owner == kind).map(|(_, key)| *key);
        if let Some(uri) = key.and_then(text) {
            let uri = uri.strip_suffix('#').unwrap_or(uri);
            self.resources.entry(uri).or_insert(Place { resource: at.node, ..at });
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

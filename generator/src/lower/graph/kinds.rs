//! Which JSON types the instances of a node can have.
//!
//! Takes a node; gives the types that its own keywords or its alternatives leave, null aside. Promises to end on unions within themselves, and to look
//! into each union once.

use super::Graph;
use super::alias::Resolved;
use super::nodes::{Key, NodeId};
use crate::document::{JsonType, JsonTypes};

/// A union whose alternatives are being looked into.
struct OpenUnion {
    node: NodeId,
    left: Vec<NodeId>,
    kinds: JsonTypes,
}

impl OpenUnion {
    fn add(&mut self, kinds: JsonTypes) {
        for kind in kinds.iter() {
            self.kinds.insert(kind);
        }
    }
}

impl Graph<'_, '_> {
    pub fn stands_for_node(&mut self, node: NodeId) -> (NodeId, bool) {
        match self.nodes.get(node).key {
            Key::Schema(id) => match self.aliases.resolve(id) {
                Resolved::Schema { id: target, nullable } => (self.node(target), nullable),
                Resolved::Circle => (node, false),
            },
            Key::All(_) | Key::Any(_) | Key::Bare(_) | Key::Kind(_, _) => (node, false),
        }
    }

    /// The JSON types that a node's instances can have, alternatives looked into; empty for any.
    pub fn kinds_of(&mut self, node: NodeId) -> JsonTypes {
        let (node, _) = self.stands_for_node(node);
        self.kinds_within(node)
    }

    /// Walked with a list: unions may be alternatives of one another in chains of any length.
    fn kinds_within(&mut self, root: NodeId) -> JsonTypes {
        let mut open: Vec<OpenUnion> = Vec::new();
        let mut asked = root;
        loop {
            match (self.kinds_of_own(asked), open.last_mut()) {
                (Some(kinds), None) => return kinds,
                (Some(kinds), Some(outer)) => outer.add(kinds),
                (None, _) => {
                    let flat = self.flat(asked);
                    let left = flat.groups.iter().flat_map(|group| &group.branches).rev().copied().collect();
                    // A union within itself adds nothing.
                    self.kinds.insert(asked, JsonTypes::default());
                    open.push(OpenUnion { node: asked, left, kinds: JsonTypes::default() });
                }
            }
            loop {
                let Some(union) = open.last_mut() else { return JsonTypes::default() };
                if let Some(branch) = union.left.pop() {
                    (asked, _) = self.stands_for_node(branch);
                    break;
                }
                let (node, mut kinds) = (union.node, union.kinds);
                open.pop();
                kinds.remove(JsonType::Null);
                self.kinds.insert(node, kinds);
                match open.last_mut() {
                    None => return kinds,
                    Some(outer) => outer.add(kinds),
                }
            }
        }
    }

    /// The JSON types of a node, if they are known or its alternatives need not be looked into.
    fn kinds_of_own(&mut self, node: NodeId) -> Option<JsonTypes> {
        if let Some(known) = self.kinds.get(&node) {
            return Some(*known);
        }
        let flat = self.flat(node);
        let kinds = flat.kinds().or(flat.discriminator.map(|_| JsonTypes::only(JsonType::Object)))?;
        self.kinds.insert(node, kinds);
        Some(kinds)
    }
}

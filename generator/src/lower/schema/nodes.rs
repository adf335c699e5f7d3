//! What lowering asks about: single schemas, and the combinations of them that a document implies.
//!
//! Takes combinations; gives each one id, so that the same combination is lowered once. Never clones a schema.

use std::collections::BTreeMap;

use crate::document::{JsonType, SchemaId};
use crate::lower::place::PlaceId;
use crate::source::Origin;

/// Names one node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

impl NodeId {
    /// Its position in the table.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a node stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// A schema as written.
    Schema(SchemaId),
    /// All hold.
    All(Vec<NodeId>),
    /// One of them holds, or several.
    Any(Vec<NodeId>),
    /// What a node says beside its alternatives.
    Bare(NodeId),
    /// A node's instances of one JSON type.
    Kind(NodeId, Kind),
}

/// A JSON type, in an order.
pub type Kind = JsonType;

/// A node.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What it stands for.
    pub key: Key,
    /// Where it stands.
    pub place: PlaceId,
    /// The bytes to point at.
    pub origin: Origin,
}

/// Every node asked about so far.
#[derive(Debug, Default)]
pub struct Nodes {
    entries: Vec<Entry>,
    ids: BTreeMap<Key, NodeId>,
}

impl Nodes {
    /// The node of a key; place and origin count only the first time.
    pub fn intern(&mut self, key: Key, place: PlaceId, origin: Origin) -> NodeId {
        if let Some(id) = self.ids.get(&key) {
            return *id;
        }
        let id = NodeId(u32::try_from(self.entries.len()).unwrap_or(u32::MAX));
        self.ids.insert(key.clone(), id);
        self.entries.push(Entry { key, place, origin });
        id
    }

    /// The node of a key asked about before.
    pub fn known(&self, key: &Key) -> Option<NodeId> {
        self.ids.get(key).copied()
    }

    /// What a node is; ids come only from this table, so it is always there.
    #[allow(clippy::indexing_slicing, reason = "an id is only made by `intern`, and nothing is removed")]
    pub fn get(&self, id: NodeId) -> &Entry {
        &self.entries[id.index()]
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }
}

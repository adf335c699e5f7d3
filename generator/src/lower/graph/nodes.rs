//! What lowering asks about: single schemas, and the combinations of them that a document implies.
//!
//! Takes combinations; gives each one id, so that the same combination is lowered once. Never clones a schema.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use crate::document::{JsonType, SchemaId};
use crate::lower::place::PlaceId;
use crate::source::Origin;

/// Names one node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(NonZeroU32);

impl NodeId {
    /// The one at that position; beyond 32 bits, which no budget allows, all are one.
    fn at(index: usize) -> Self {
        let counted = u32::try_from(index).ok().and_then(|index| NonZeroU32::MIN.checked_add(index));
        Self(counted.unwrap_or(NonZeroU32::MAX))
    }

    /// Its position in the table.
    pub fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// What a node stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// A schema as written.
    Schema(SchemaId),
    /// All hold.
    All(Box<[NodeId]>),
    /// One of them holds, or several.
    Any(Box<[NodeId]>),
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
    /// Those of single schemas, of which there are most, by the position of the schema.
    schemas: Vec<Option<NodeId>>,
    combinations: BTreeMap<Key, NodeId>,
}

impl Nodes {
    /// The node of a key; place and origin count only the first time.
    pub fn intern(&mut self, key: Key, place: PlaceId, origin: Origin) -> NodeId {
        if let Some(id) = self.known(&key) {
            return id;
        }
        let id = NodeId::at(self.entries.len());
        match &key {
            Key::Schema(schema) => {
                if self.schemas.len() <= schema.index() {
                    self.schemas.resize(schema.index() + 1, None);
                }
                if let Some(slot) = self.schemas.get_mut(schema.index()) {
                    *slot = Some(id);
                }
            }
            Key::All(_) | Key::Any(_) | Key::Bare(_) | Key::Kind(_, _) => {
                self.combinations.insert(key.clone(), id);
            }
        }
        self.entries.push(Entry { key, place, origin });
        id
    }

    /// The node of a key asked about before.
    pub fn known(&self, key: &Key) -> Option<NodeId> {
        match key {
            Key::Schema(schema) => self.schemas.get(schema.index()).copied().flatten(),
            Key::All(_) | Key::Any(_) | Key::Bare(_) | Key::Kind(_, _) => self.combinations.get(key).copied(),
        }
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

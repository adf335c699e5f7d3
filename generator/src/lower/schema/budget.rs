//! What a hostile document can make lowering do.
//!
//! Holds counts; promises that combinations of schemas, of which there can be exponentially many, end.

/// Combinations of schemas that any document may have, beside some for each of its schemas.
const COMBINATIONS: usize = 4_000;

/// Properties of all flat pictures together.
const PROPERTIES: usize = 300_000;

/// What is left.
#[derive(Debug)]
pub struct Budget {
    /// Nodes there may be.
    pub nodes: usize,
    /// Properties left to merge.
    pub properties: usize,
    /// Whether it was told that one of them is used up.
    pub told: Told,
}

/// Whether a message was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// Not yet.
    No,
    /// Once.
    Yes,
}

impl Budget {
    /// For a document with that many schemas.
    pub fn of(schemas: usize) -> Self {
        Self { nodes: COMBINATIONS + schemas * 4, properties: PROPERTIES, told: Told::No }
    }
}

//! What a hostile document can make lowering do.
//!
//! Holds counts; promises that combinations of schemas, of which there can be exponentially many, end.

use crate::budget;

/// What is left.
#[derive(Debug)]
pub struct Budget {
    /// Nodes there may be.
    pub nodes: usize,
    /// Properties left to merge.
    pub properties: usize,
    /// Schemas without a name within one another.
    pub depth: usize,
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
    pub fn of(schemas: usize, budgets: &budget::Budgets) -> Self {
        Self {
            nodes: budgets.size(budget::Budget::Combinations).saturating_add(schemas.saturating_mul(4)),
            properties: budgets.size(budget::Budget::Properties),
            depth: budgets.size(budget::Budget::SchemaDepth),
            told: Told::No,
        }
    }
}

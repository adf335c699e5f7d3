//! What a hostile document can make lowering do.
//!
//! Holds counts; promises that combinations of schemas, of which there can be exponentially many, end, and that what schemas take over
//! from one another stays in proportion to what is written.

use crate::budget::{Budget, Budgets};
use crate::document::SchemaTable;

/// Combinations for each schema.
const COMBINATIONS_OF_ONE: usize = 4;
/// What is taken over, for each schema and property that is written.
const INHERITED_OF_ONE: usize = 16;

/// What is left.
#[derive(Debug)]
pub struct Left {
    /// Nodes there may be.
    pub nodes: usize,
    /// Schemas and properties left to gather.
    pub inherited: usize,
    /// Schemas without a name within one another.
    pub depth: usize,
    /// Budgets whose end was told.
    pub told: Vec<Budget>,
}

impl Left {
    /// All there is for a document with these schemas.
    pub fn of(schemas: &SchemaTable, budgets: &Budgets) -> Self {
        let written: usize = schemas.iter().map(|(_, schema)| 1 + schema.object.properties.len()).sum();
        let with = |budget, count: usize, of_one| budgets.size(budget).saturating_add(count.saturating_mul(of_one));
        Self {
            nodes: with(Budget::Combinations, schemas.len(), COMBINATIONS_OF_ONE),
            inherited: with(Budget::Inherited, written, INHERITED_OF_ONE),
            depth: budgets.size(Budget::SchemaDepth),
            told: Vec::new(),
        }
    }

    /// Pays for what a schema takes over; false where too little is left.
    pub fn inherit(&mut self, count: usize) -> bool {
        let enough = count <= self.inherited;
        self.inherited = self.inherited.saturating_sub(count);
        enough
    }
}

//! What a hostile document can make lowering do.
//!
//! Holds counts; promises that combinations of schemas, of which there can be exponentially many, end, and that what schemas take over
//! from one another stays in proportion to what is written.

use std::collections::BTreeSet;

use super::alias::Aliases;
use super::inherited;
use super::nodes::NodeId;
use crate::budget::{Budget, Budgets};
use crate::document::{SchemaId, SchemaTable};

/// Combinations for each schema.
const COMBINATIONS_OF_ONE: usize = 4;
/// What is taken over, for each schema and property that is written.
const INHERITED_OF_ONE: usize = 16;

/// What is left.
#[derive(Debug)]
pub struct Left {
    /// Nodes there may be.
    pub nodes: usize,
    /// Schemas and properties that combinations of schemas may still gather.
    pub inherited: usize,
    /// Combinations that have paid for that.
    pub paid: BTreeSet<NodeId>,
    /// Schemas that may not take over what they ask for.
    pub beyond: BTreeSet<SchemaId>,
    /// Schemas without a name within one another.
    pub depth: usize,
    /// Budgets whose end was told.
    pub told: Vec<Budget>,
}

impl Left {
    /// All there is for a document with these schemas.
    pub fn of(schemas: &SchemaTable, aliases: &Aliases, budgets: &Budgets) -> Self {
        let written: usize = schemas.iter().map(|(_, schema)| 1 + schema.object.properties.len()).sum();
        let with = |budget, count: usize, of_one| budgets.size(budget).saturating_add(count.saturating_mul(of_one));
        let inherited = with(Budget::Inherited, written, INHERITED_OF_ONE);
        Self {
            nodes: with(Budget::Combinations, schemas.len(), COMBINATIONS_OF_ONE),
            inherited,
            paid: BTreeSet::new(),
            beyond: inherited::beyond(schemas, aliases, inherited),
            depth: budgets.size(Budget::SchemaDepth),
            told: Vec::new(),
        }
    }

    /// Pays for what a combination takes over; false where too little is left.
    pub fn inherit(&mut self, count: usize) -> bool {
        let enough = count <= self.inherited;
        self.inherited = self.inherited.saturating_sub(count);
        enough
    }
}

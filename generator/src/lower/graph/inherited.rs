//! How much schemas take over from one another, counted before any of it is gathered.
//!
//! Takes the schemas of a document; gives those that may not take over what they ask for. Promises to take no more steps than there are
//! schemas and than the budget allows, and that the answer does not depend on the order in which schemas are reached.

use std::collections::BTreeSet;

use super::alias::{Aliases, Resolved};
use crate::document::{Schema, SchemaId, SchemaTable};

/// The schemas that take over too much where all of them together exceed `most`: each whose part is more than an equal share.
pub fn beyond(schemas: &SchemaTable, aliases: &Aliases, most: usize) -> BTreeSet<SchemaId> {
    let takers: Vec<SchemaId> = schemas.iter().filter(|(_, schema)| takes_over(schema)).map(|(id, _)| id).collect();
    let mut counter = Counter { schemas, aliases, seen: vec![None; schemas.len()], open: Vec::new() };
    let mut left = most;
    let enough = takers.iter().all(|id| {
        let count = counter.count(*id, left);
        let enough = count <= left;
        left = left.saturating_sub(count);
        enough
    });
    if enough {
        return BTreeSet::new();
    }
    let share = most / takers.len().max(1);
    counter.seen.fill(None);
    takers.into_iter().filter(|id| counter.count(*id, share) > share).collect()
}

fn takes_over(schema: &Schema) -> bool {
    schema.reference.is_some() || !schema.all_of.is_empty()
}

/// What a schema names with `$ref`, then with `allOf`.
fn part(schema: &Schema, index: usize) -> Option<SchemaId> {
    match (schema.reference, index) {
        (Some(target), 0) => Some(target),
        (Some(_), _) => schema.all_of.get(index - 1).copied(),
        (None, _) => schema.all_of.get(index).copied(),
    }
}

struct Counter<'d> {
    schemas: &'d SchemaTable,
    aliases: &'d Aliases,
    /// For whom a schema was counted last.
    seen: Vec<Option<SchemaId>>,
    /// Schemas on the way, each with the part that is next: parts that are not counted are not even listed.
    open: Vec<(SchemaId, usize)>,
}

impl Counter<'_> {
    /// Schemas and properties that a schema takes over; any number above `most` where there are more. One that merely names another
    /// shares the properties of that one.
    fn count(&mut self, taker: SchemaId, most: usize) -> usize {
        let shares = match self.aliases.resolve(taker) {
            Resolved::Schema { id, .. } => id != taker,
            Resolved::Circle => true,
        };
        let mut count = 0;
        self.is_new(taker, taker);
        self.open.clear();
        self.open.push((taker, 0));
        while let Some((id, next)) = self.open.last_mut() {
            let Some(part) = part(self.schemas.get(*id), *next) else {
                self.open.pop();
                continue;
            };
            *next += 1;
            if !self.is_new(part, taker) {
                continue;
            }
            count += if shares { 1 } else { 1 + self.schemas.get(part).object.properties.len() };
            if count > most {
                break;
            }
            self.open.push((part, 0));
        }
        count
    }

    fn is_new(&mut self, id: SchemaId, taker: SchemaId) -> bool {
        self.seen.get_mut(id.index()).is_some_and(|seen| seen.replace(taker) != Some(taker))
    }
}

//! Who extends whom: the named schemas that name another in `allOf`.
//!
//! Takes a document; gives each parent its children, and a parent its descendants. Linear, and ends on circles.

use std::collections::{BTreeMap, BTreeSet};

use super::alias::{Aliases, Resolved};
use crate::document::{Document, SchemaId};

/// The named schemas that extend each schema.
#[derive(Debug)]
pub struct Children(BTreeMap<SchemaId, Vec<SchemaId>>);

impl Children {
    /// Named schemas by the schemas that they extend with `allOf`.
    pub fn of(document: &Document, aliases: &Aliases) -> Self {
        let mut children: BTreeMap<SchemaId, Vec<SchemaId>> = BTreeMap::new();
        for (id, schema) in document.schemas.iter() {
            if schema.component.is_none() {
                continue;
            }
            for part in &schema.all_of {
                if document.schemas.get(*part).reference.is_none() && document.schemas.get(*part).component.is_none() {
                    continue;
                }
                if let Resolved::Schema { id: parent, .. } = aliases.resolve(*part) {
                    let known = children.entry(parent).or_default();
                    // Schemas come in the order of their ids.
                    if parent != id && known.last() != Some(&id) {
                        known.push(id);
                    }
                }
            }
        }
        Self(children)
    }

    /// Everything that extends a schema, near or far, in the order of the source; children with a discriminator of
    /// their own stand for theirs.
    pub fn descendants(&self, document: &Document, parent: SchemaId) -> Vec<SchemaId> {
        let mut seen = BTreeSet::from([parent]);
        let mut found = Vec::new();
        let mut open: Vec<SchemaId> = self.0.get(&parent).cloned().unwrap_or_default();
        open.reverse();
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            found.push(id);
            if !has_discriminator(document, id) {
                open.extend(self.0.get(&id).into_iter().flatten().rev().copied());
            }
        }
        found
    }
}

/// Whether a schema, or a nameless part of it, has a discriminator.
fn has_discriminator(document: &Document, id: SchemaId) -> bool {
    let schema = document.schemas.get(id);
    let mut parts = schema.all_of.iter().map(|part| document.schemas.get(*part));
    let in_part =
        parts.any(|part| part.component.is_none() && part.reference.is_none() && part.discriminator.is_some());
    schema.discriminator.is_some() || in_part
}

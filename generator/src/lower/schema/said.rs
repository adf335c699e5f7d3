//! What became checks, as data.

use std::collections::BTreeSet;

use crate::document::SchemaId;

/// Keywords of a schema that became checks, and those that did not.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// Schemas that checks were made of.
    pub checked: BTreeSet<SchemaId>,
    /// Keywords that were left out.
    pub left_out: BTreeSet<(SchemaId, &'static str)>,
}

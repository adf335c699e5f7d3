//! The definitions of one file.

use crate::ir::{Definition, TypeId};

/// Definitions with their ids, in the order of the api.
pub(super) type Members<'a> = Vec<(TypeId, &'a Definition)>;

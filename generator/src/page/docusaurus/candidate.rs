//! Keys that lines without names can belong to, and what is found out about them.
//!
//! Holds data and no pass.

use crate::node::Node;
use crate::source::Provenance;

/// A key that details can belong to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate<'n> {
    /// Its name.
    pub key: &'n str,
    /// The values that the example shows.
    pub values: &'n [&'n Node],
}

/// What is known of one key. Indices are those of the details.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Facts {
    /// The detail that holds its qualifier.
    pub qualifier: Option<usize>,
    /// The detail that holds its default.
    pub default: Option<usize>,
    /// The details that hold its description, and how that is known.
    pub description: Option<(usize, usize, Provenance)>,
}

/// A group of details given to a candidate: from the first to behind the last line; `None` where it gets none.
pub(super) type Edge = Option<(usize, usize)>;

//! What is known of a page before its schemas are read, and what one schema is read from.
//!
//! Holds data and no pass.

use std::collections::BTreeSet;

use crate::node::Node;
use crate::source::Span;

use super::declaration::Titles;
use super::inference::Sampled;
use super::line::Line;

/// Whether the page kept the names of properties without parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    /// It did.
    Kept,
    /// Only those of properties with parts.
    Lost,
}

/// What is known before the lines are read.
pub(super) struct Reading<'k> {
    /// Whether names were kept.
    pub names: Names,
    /// The keys of the example, anywhere in it.
    pub keys: &'k BTreeSet<&'k str>,
    /// Which bare titles may be types.
    pub titles: Titles,
    /// In which order the lines about a property stand.
    pub order: Order,
    /// How the heads of properties with parts stand.
    pub heads: Heads,
}

/// How a page prints name and type of a property with parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heads {
    /// On lines of their own: an object whose type stands beside its name has no parts.
    Apart,
    /// On one line, as those of properties without parts.
    Inline,
}

/// What is the same for all schemas of a page.
pub(super) struct Context<'p> {
    /// Whether names were kept.
    pub names: Names,
    /// In which order a property's lines stand.
    pub order: Order,
    /// How the heads of properties with parts stand.
    pub heads: Heads,
    /// What the sampler wrote.
    pub sampled: &'p Sampled,
}

/// Where a property's description stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// Behind its qualifier and default.
    DescriptionLast,
    /// Before them, as newer themes have it.
    DescriptionFirst,
}

/// One schema of a page.
pub(super) struct Given<'x, 'a> {
    /// Its lines.
    pub lines: &'x [Line<'a>],
    /// Whether the page says that it is a list.
    pub array: bool,
    /// Its example.
    pub example: Option<&'x Node>,
    /// Who wrote the example.
    pub source: Source,
    /// Where it stands, if it has no lines.
    pub at: Span,
}

/// Whether an example was made from the schema, and so holds every property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// It was: it holds values that only a sampler writes.
    Sampler,
    /// It stands where the sampled one does, but an author may have written all of it.
    Schema,
    /// Somebody wrote it, or there is none.
    Author,
}

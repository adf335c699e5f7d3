//! What is known of definitions beside their contents, while they are lowered.

use std::collections::BTreeMap;

use crate::ir::{Literal, TypeId};
use crate::lower::place::PlaceId;
use crate::node::Node;

/// What is known of a definition beside its content.
#[derive(Debug, Clone)]
pub struct Draft<'d> {
    /// Which definition.
    pub id: TypeId,
    /// Where it stands: its name comes from there.
    pub place: PlaceId,
    /// `x-specwright: {name}`
    pub explicit: Option<String>,
    /// Whether it is the version of a type that only requests carry.
    pub of_requests: bool,
    /// Instances that the vendor shows.
    pub shown: Vec<&'d Node>,
    /// What the vendor shows of its fields, by key.
    pub shown_fields: BTreeMap<String, &'d Node>,
    /// The formats of its fields that are plain texts, by key.
    pub formats: BTreeMap<String, &'d str>,
    /// Fields that only one direction carries, by position.
    pub directions: BTreeMap<usize, Direction>,
    /// Keys that have one value so far.
    pub only: BTreeMap<String, Only>,
    /// Whether the definition is still needed.
    pub fate: Fate,
}

/// The only value that is known of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Only {
    /// The value.
    pub value: Literal,
    /// Whether the document promises that there never is another.
    pub promise: Promise,
}

/// What a document says of the values to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promise {
    /// `const`: there is no other.
    Const,
    /// An `enum` of one: another version may list more.
    EnumOfOne,
}

/// What becomes of a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is declared.
    Declared,
    /// Nothing needs it any more.
    Dropped,
}

/// `readOnly` and `writeOnly` of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Only responses carry it.
    Read,
    /// Only requests carry it.
    Write,
}

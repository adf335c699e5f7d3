//! Bounds, lengths, patterns and counts.

use super::Check;
use crate::sparse::Empty;

/// What instances must satisfy beyond their type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Constraints {
    /// `minimum` or `exclusiveMinimum`
    pub minimum: Option<Bound>,
    /// `maximum` or `exclusiveMaximum`
    pub maximum: Option<Bound>,
    /// `multipleOf`, as text.
    pub multiple_of: Option<String>,
    /// `minLength`, characters.
    pub min_length: Option<u64>,
    /// `maxLength`, characters.
    pub max_length: Option<u64>,
    /// `pattern`, ECMA-262.
    pub pattern: Option<String>,
    /// `minItems`
    pub min_items: Option<u64>,
    /// `maxItems`
    pub max_items: Option<u64>,
    /// `uniqueItems: true`
    pub unique_items: bool,
    /// `minProperties`
    pub min_properties: Option<u64>,
    /// `maxProperties`
    pub max_properties: Option<u64>,
    /// Constraints on items of a list or values of a map, where they have no type of their own.
    pub items: Option<Box<Constraints>>,
    /// What no type and no bound expresses.
    pub checks: Vec<Check>,
}

impl Constraints {
    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Empty for Constraints {
    const EMPTY: &Self = &Self {
        minimum: None,
        maximum: None,
        multiple_of: None,
        min_length: None,
        max_length: None,
        pattern: None,
        min_items: None,
        max_items: None,
        unique_items: false,
        min_properties: None,
        max_properties: None,
        items: None,
        checks: Vec::new(),
    };
}

/// A bound on numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// The number as text.
    pub value: String,
    /// Whether the bound itself is excluded.
    pub exclusive: bool,
}

//! What instances must satisfy beyond their type and beyond bounds: JSON Schema's own words, for the runtime to evaluate.
//!
//! Holds data and no pass. A keyword that is about another JSON type says nothing, as in JSON Schema.

use super::{Constraints, JsonType, Literal};

/// One keyword with what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// `false`
    Never,
    /// `type`
    Type(Vec<JsonType>),
    /// `enum` and `const`
    Enum(Vec<Literal>),
    /// Bounds, lengths, patterns and counts.
    Rules(Box<Constraints>),
    /// `required`
    Required(Vec<String>),
    /// An entry of `properties`.
    Property(String, Vec<Check>),
    /// An entry of `patternProperties`.
    PatternProperty(String, Vec<Check>),
    /// `additionalProperties`
    AdditionalProperties {
        /// Keys of `properties`.
        names: Vec<String>,
        /// Keys of `patternProperties`.
        patterns: Vec<String>,
        /// What holds for the values of other keys.
        checks: Vec<Check>,
    },
    /// `propertyNames`
    PropertyNames(Vec<Check>),
    /// An entry of `dependentRequired`.
    DependentRequired(String, Vec<String>),
    /// An entry of `dependentSchemas`.
    DependentSchemas(String, Vec<Check>),
    /// An entry of `prefixItems`.
    PrefixItem(usize, Vec<Check>),
    /// `items`, from a position on.
    Items(usize, Vec<Check>),
    /// `contains`, `minContains` and `maxContains`.
    Contains {
        /// `minContains`
        least: u64,
        /// `maxContains`
        most: Option<u64>,
        /// What holds for the items that count.
        checks: Vec<Check>,
    },
    /// A schema that must not see what stands beside it.
    AllOf(Vec<Check>),
    /// `anyOf`
    AnyOf(Vec<Vec<Check>>),
    /// `oneOf`
    OneOf(Vec<Vec<Check>>),
    /// `not`
    Not(Vec<Check>),
    /// `if`, `then` and `else`.
    If(Vec<Check>, Vec<Check>, Vec<Check>),
    /// `unevaluatedProperties`
    UnevaluatedProperties(Vec<Check>),
    /// `unevaluatedItems`
    UnevaluatedItems(Vec<Check>),
}

impl Check {
    /// The checks within, list by list.
    pub fn inner(&self) -> Vec<&[Check]> {
        match self {
            Self::Never
            | Self::Type(_)
            | Self::Enum(_)
            | Self::Rules(_)
            | Self::Required(_)
            | Self::DependentRequired(..) => Vec::new(),
            Self::Property(_, checks)
            | Self::PatternProperty(_, checks)
            | Self::AdditionalProperties { checks, .. }
            | Self::PropertyNames(checks)
            | Self::DependentSchemas(_, checks)
            | Self::PrefixItem(_, checks)
            | Self::Items(_, checks)
            | Self::Contains { checks, .. }
            | Self::AllOf(checks)
            | Self::Not(checks)
            | Self::UnevaluatedProperties(checks)
            | Self::UnevaluatedItems(checks) => vec![checks],
            Self::AnyOf(branches) | Self::OneOf(branches) => branches.iter().map(Vec::as_slice).collect(),
            Self::If(condition, then, otherwise) => vec![condition, then, otherwise],
        }
    }

    /// Calls for this check and all within it.
    pub fn each<'c>(&'c self, visit: &mut dyn FnMut(&'c Check)) {
        visit(self);
        for check in self.inner().into_iter().flatten() {
            check.each(visit);
        }
    }
}

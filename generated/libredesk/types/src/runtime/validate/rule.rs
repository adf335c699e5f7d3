//! The rules and checks of a schema, named as in JSON Schema.
//!
//! Tables of generated types hold them; what they mean is said beside.

#[cfg(feature = "check")]
use super::super::constant::Constant;
#[cfg(feature = "check")]
use super::super::looks::Kind;
use std::fmt;

/// A demand of a schema.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rule {
    /// `minimum`
    Minimum(Bound),
    /// `maximum`
    Maximum(Bound),
    /// `exclusiveMinimum`
    ExclusiveMinimum(Bound),
    /// `exclusiveMaximum`
    ExclusiveMaximum(Bound),
    /// `multipleOf`
    MultipleOf(Bound),
    /// `minLength`, in characters.
    MinLength(usize),
    /// `maxLength`, in characters.
    MaxLength(usize),
    /// `pattern`
    #[cfg(feature = "pattern")]
    Pattern(&'static str),
    /// `minItems`
    MinItems(usize),
    /// `maxItems`
    MaxItems(usize),
    /// `uniqueItems`
    UniqueItems,
    /// `minProperties`
    MinProperties(usize),
    /// `maxProperties`
    MaxProperties(usize),
    /// The rules of each item of a list, or of each value of a map.
    Each(&'static [Rule]),
    /// What no type expresses.
    #[cfg(feature = "check")]
    Holds(&'static [Check]),
}

/// A number that a rule compares with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bound {
    /// A whole number.
    Integer(i128),
    /// Any other number.
    Number(f64),
}

impl fmt::Display for Bound {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(number) => number.fmt(f),
            Self::Number(number) => number.fmt(f),
        }
    }
}

/// A keyword of JSON Schema with what it says. Like there, one that is about another kind of value says nothing.
#[cfg(feature = "check")]
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Check {
    /// `false`
    Never,
    /// `type`
    Type(&'static [Kind]),
    /// `enum` and `const`
    Enum(&'static [Constant]),
    /// Bounds, lengths, patterns and counts.
    Rules(&'static [Rule]),
    /// `required`
    Required(&'static [&'static str]),
    /// An entry of `properties`.
    Property(&'static str, &'static [Check]),
    /// An entry of `patternProperties`.
    PatternProperty(&'static str, &'static [Check]),
    /// `additionalProperties`: of keys that are none of these and match none of those patterns.
    AdditionalProperties(&'static [&'static str], &'static [&'static str], &'static [Check]),
    /// `propertyNames`
    PropertyNames(&'static [Check]),
    /// An entry of `dependentRequired`.
    DependentRequired(&'static str, &'static [&'static str]),
    /// An entry of `dependentSchemas`.
    DependentSchemas(&'static str, &'static [Check]),
    /// An entry of `prefixItems`.
    PrefixItem(usize, &'static [Check]),
    /// `items`: those from a position on.
    Items(usize, &'static [Check]),
    /// `contains`, `minContains` and `maxContains`.
    Contains(usize, usize, &'static [Check]),
    /// `allOf`, or a reference.
    AllOf(&'static [Check]),
    /// `anyOf`
    AnyOf(&'static [&'static [Check]]),
    /// `oneOf`
    OneOf(&'static [&'static [Check]]),
    /// `not`
    Not(&'static [Check]),
    /// `if`, `then` and `else`.
    If(&'static [Check], &'static [Check], &'static [Check]),
    /// `unevaluatedProperties`
    UnevaluatedProperties(&'static [Check]),
    /// `unevaluatedItems`
    UnevaluatedItems(&'static [Check]),
}

#[cfg(feature = "check")]
impl Check {
    /// The keyword, as violations name it.
    #[inline]
    pub(super) fn keyword(&self) -> &'static str {
        match self {
            Self::Never => "false",
            Self::Type(_) => "type",
            Self::Enum(_) => "enum",
            Self::Rules(_) => "rules",
            Self::Required(_) => "required",
            Self::Property(..) => "properties",
            Self::PatternProperty(..) => "patternProperties",
            Self::AdditionalProperties(..) => "additionalProperties",
            Self::PropertyNames(_) => "propertyNames",
            Self::DependentRequired(..) => "dependentRequired",
            Self::DependentSchemas(..) => "dependentSchemas",
            Self::PrefixItem(..) => "prefixItems",
            Self::Items(..) => "items",
            Self::Contains(..) => "contains",
            Self::AllOf(_) => "allOf",
            Self::AnyOf(_) => "anyOf",
            Self::OneOf(_) => "oneOf",
            Self::Not(_) => "not",
            Self::If(..) => "if",
            Self::UnevaluatedProperties(_) => "unevaluatedProperties",
            Self::UnevaluatedItems(_) => "unevaluatedItems",
        }
    }

    #[inline]
    pub(super) fn message(&self) -> String {
        match self {
            Self::Never => "must not be there".to_owned(),
            Self::Required(names) => format!("must have the keys `{}`", names.join("`, `")),
            Self::DependentRequired(key, names) => {
                format!("must have the keys `{}` because it has `{key}`", names.join("`, `"))
            }
            Self::Property(key, _) => format!("must satisfy what the schema says of `{key}`"),
            Self::AnyOf(_) => "must satisfy one of the schema's alternatives".to_owned(),
            Self::OneOf(_) => "must satisfy exactly one of the schema's alternatives".to_owned(),
            Self::Not(_) => "must not be what the schema excludes".to_owned(),
            _ => format!("must satisfy the schema's `{}`", self.keyword()),
        }
    }
}

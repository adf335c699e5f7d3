//! Unions: which alternatives there are, and how an instance finds its own.

use super::{Docs, Field, Literal, Name, Openness, Presence, Scalar, Shape, Type, TypeTable};
use crate::vocabulary::JsonType;

/// An enum of types.
#[derive(Debug, Clone)]
pub struct Union {
    /// Alternatives in the order of the source.
    pub variants: Vec<Variant>,
    /// How an instance finds its variant.
    pub tagging: Tagging,
    /// What becomes of an instance that fits none.
    pub openness: Openness,
}

/// One alternative.
#[derive(Debug, Clone)]
pub struct Variant {
    /// Rust name.
    pub name: Name,
    /// What the vendor says.
    pub docs: Docs,
    /// What it holds.
    pub ty: Type,
    /// Where the discriminator's value is written, if the union has one.
    pub tag: VariantTag,
    /// Whether `From` makes it of what it holds.
    pub conversion: Conversion,
}

/// Where the value of a discriminator is written for a variant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VariantTag {
    /// In what the variant holds.
    Held,
    /// In what the variant holds, where it is there; else the union writes this one.
    Completed(String),
    /// Beside what the variant holds, which knows nothing of it: the union reads it away, and writes this one.
    Apart(String),
}

/// How an instance of a union finds its variant.
#[derive(Debug, Clone)]
pub enum Tagging {
    /// By the value of a property, which stays in the variant's own structure.
    Discriminator {
        /// The property.
        property: String,
        /// Tag value and index of the variant; a variant may have several.
        mapping: Vec<(String, usize)>,
        /// The variant of an instance without the property (OpenAPI 3.2).
        default: Option<usize>,
    },
    /// By tests that exclude each other; the first that holds decides.
    Inferred {
        /// Tests in order.
        tests: Vec<VariantTest>,
    },
    /// Nothing tells them apart: tried in order.
    Ordered,
}

/// Whether a value becomes another by `From`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Conversion {
    /// Nobody needs it, or it could become more than one thing.
    #[default]
    None,
    /// By value.
    Value,
    /// By value, and as borrowed text.
    Text,
}

impl TypeTable {
    /// Whether an argument for a field takes whatever becomes its type by `Into`.
    pub fn takes_others(&self, field: &Field) -> bool {
        field.presence == Presence::Required
            && match &field.ty {
                Type::Scalar(Scalar::String | Scalar::BoxedString) => true,
                Type::Defined(id) | Type::Boxed(id) => match &self.get(*id).shape {
                    Shape::Union(union) => union.variants.iter().any(|it| it.conversion != Conversion::None),
                    Shape::Newtype(newtype) => newtype.conversion != Conversion::None,
                    Shape::Structure(_) | Shape::Enumeration(_) => false,
                },
                _ => false,
            }
    }
}

/// A test and the variant it finds.
#[derive(Debug, Clone)]
pub struct VariantTest {
    /// Index of the variant.
    pub variant: usize,
    /// What must hold.
    pub test: InstanceTest,
}

/// What can be seen of an instance without decoding it.
#[derive(Debug, Clone)]
pub enum InstanceTest {
    /// Its JSON type.
    Kind(JsonType),
    /// It is an object that has these keys, and these constants under keys.
    Object {
        /// Keys that must be there.
        keys: Vec<String>,
        /// Keys that must hold one of the values.
        constants: Vec<(String, Vec<Literal>)>,
    },
}

//! Plans, as data.

use crate::document::JsonType;
use crate::ir::{External, InstanceTest, Literal, Openness, Scalar, Tagging, VariantTest};
use crate::lower::graph::{Flat, FlatAdditional, NodeId};
use crate::source::Origin;

/// What a node becomes.
#[derive(Debug, Clone)]
pub enum Plan {
    /// Any JSON value, for that reason.
    Anything(&'static str),
    /// Null and nothing else.
    Null,
    /// A type of the user's own.
    External(External),
    /// What another node becomes.
    Same(NodeId),
    /// A scalar.
    Scalar(Scalar),
    /// A list of a node; of anything when nothing is said.
    List(Option<NodeId>),
    /// A list of exactly these.
    Tuple(Vec<NodeId>),
    /// A map to a node; to anything when nothing is said.
    Map(Option<NodeId>),
    /// Constants.
    Enumeration(EnumerationPlan),
    /// Known keys.
    Structure(StructurePlan),
    /// Alternatives.
    Union(UnionPlan),
}

/// A plan, and whether null may stand for it.
#[derive(Debug, Clone)]
pub struct Planned {
    /// What it becomes.
    pub plan: Plan,
    /// Whether null may stand for it.
    pub nullable: bool,
}

impl Planned {
    /// A plan of a node that says of null what its picture says.
    pub fn new(plan: Plan, nullable: bool) -> Self {
        Self { plan, nullable }
    }
}

/// Constants, before they have names.
#[derive(Debug, Clone)]
pub struct EnumerationPlan {
    /// The constants, each once, none of them null.
    pub values: Vec<PlannedValue>,
    /// Whether the document itself says that there may be others.
    pub openness: Openness,
}

/// One constant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedValue {
    /// The constant.
    pub value: Literal,
    /// `x-enum-varnames`
    pub name: Option<String>,
    /// `x-enum-descriptions`
    pub description: Option<String>,
    /// Where it stands.
    pub origin: Origin,
}

/// A structure, before its fields have types.
#[derive(Debug, Clone)]
pub struct StructurePlan {
    /// Its fields.
    pub fields: Vec<FieldPlan>,
    /// What becomes of other keys.
    pub additional: AdditionalPlan,
}

/// A field, before it has a type.
#[derive(Debug, Clone)]
pub struct FieldPlan {
    /// The key.
    pub key: String,
    /// What its value is.
    pub node: NodeId,
    /// Whether the key must be there.
    pub required: Required,
    /// Where the key stands.
    pub origin: Origin,
}

/// Whether a key must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Required {
    /// It must.
    Always,
    /// One alternative of several demands it, or another key or value does: absent is not the same as null.
    InSome,
    /// It may be absent.
    Sometimes,
}

/// What becomes of keys without a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AdditionalPlan {
    /// Ignored.
    Ignored,
    /// Refused.
    Refused,
    /// Kept, with values of any kind.
    Anything,
    /// Kept, with values of a node.
    Values(NodeId),
}

/// Whether an object's picture names keys, so that it becomes a structure and not a map.
pub fn names_keys(flat: &Flat<'_>) -> bool {
    !flat.object.properties.is_empty() || (flat.additional == FlatAdditional::Closed && flat.object.patterns.is_empty())
}

/// An enum of types, before its variants have types.
#[derive(Debug, Clone)]
pub struct UnionPlan {
    /// Its variants.
    pub variants: Vec<VariantPlan>,
    /// How an instance finds its variant.
    pub tagging: Tagging,
    /// Where it stands.
    pub origin: Origin,
}

/// A variant, before it has a type.
#[derive(Debug, Clone)]
pub struct VariantPlan {
    /// What it holds.
    pub node: NodeId,
    /// What names it.
    pub name: String,
}

impl UnionPlan {
    /// A union whose variants are of one JSON type each.
    pub fn by_kind(variants: Vec<NodeId>, kinds: &[JsonType], origin: Origin) -> Self {
        let kinds_in_order = kinds.iter().enumerate();
        let tests = kinds_in_order.map(|(variant, kind)| VariantTest { variant, test: InstanceTest::Kind(*kind) });
        let tagging = Tagging::Inferred { tests: tests.collect() };
        let named =
            variants.into_iter().zip(kinds).map(|(node, kind)| VariantPlan { node, name: word(*kind).to_owned() });
        Self { variants: named.collect(), tagging, origin }
    }
}

/// What a variant of that JSON type is called.
pub fn word(kind: JsonType) -> &'static str {
    match kind {
        JsonType::Null => "Null",
        JsonType::Boolean => "Boolean",
        JsonType::Integer => "Integer",
        JsonType::Number => "Number",
        JsonType::String => "String",
        JsonType::Array => "List",
        JsonType::Object => "Object",
    }
}

/// One alternative that is left when null and the impossible are gone.
#[derive(Debug, Clone)]
pub struct Branch {
    /// As written.
    pub written: NodeId,
    /// What it stands for.
    pub node: NodeId,
}

//! What a node says in all: `$ref` and `allOf` followed, and everything that holds at once in one flat picture.
//!
//! Holds data; `merge` makes it. Alternatives (`oneOf`, `anyOf`) are listed and not looked into.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::nodes::NodeId;
use crate::document::{Discriminator, JsonType, JsonTypes, Schema, SchemaId, Sparse};
use crate::ir::Constraints;
use crate::node::Node;
use crate::source::Origin;

/// Everything that holds for the instances of a node.
#[derive(Debug, Clone, Default)]
pub struct Flat<'d> {
    /// Whether gathering was given up: nothing of it is known.
    pub cut: bool,
    /// `type`, intersected; `None` when nothing says it.
    pub types: Option<JsonTypes>,
    /// Where a boolean schema `false` stands: no instance is valid.
    pub never: Option<Origin>,
    /// `format`
    pub format: Option<&'d str>,
    /// `contentEncoding`
    pub content_encoding: Option<&'d str>,
    /// `contentMediaType`
    pub content_media_type: Option<&'d str>,
    /// `enum` and `const`, intersected.
    pub values: Option<Vec<&'d Node>>,
    /// The schema whose `enum` that is: names and descriptions stand there.
    pub values_owner: Option<SchemaId>,
    /// What is said of keys one by one.
    pub object: Rc<FlatObject<'d>>,
    /// `additionalProperties` and `unevaluatedProperties`
    pub additional: FlatAdditional,
    /// `items`
    pub items: Vec<SchemaId>,
    /// `prefixItems` of the first that has them.
    pub prefix_items: Vec<SchemaId>,
    /// Whether more may follow the prefix.
    pub prefix_closed: bool,
    /// `oneOf` and `anyOf`
    pub groups: Vec<Alternatives<'d>>,
    /// A discriminator without alternatives of its own: children name their parent by `allOf`.
    pub discriminator: Option<(SchemaId, &'d Discriminator)>,
    /// Bounds, intersected.
    pub constraints: Sparse<Constraints>,
    /// Schemas that went in.
    pub schemas: BTreeSet<SchemaId>,
    /// The schema that annotations are taken from first.
    pub lead: Option<&'d Schema>,
    /// `title`
    pub title: Option<&'d str>,
    /// `description`
    pub description: Option<&'d str>,
    /// `default`
    pub default: Option<&'d Node>,
    /// `examples`
    pub examples: Vec<&'d Node>,
    /// `deprecated` of the lead.
    pub deprecated: bool,
    /// `readOnly` of any.
    pub read_only: bool,
    /// `writeOnly` of any.
    pub write_only: bool,
    /// Where an `x-specwright` stands that speaks about the node itself.
    pub extension: Option<&'d Node>,
}

/// What is said of keys one by one; shared with all that merely name the one that says it.
#[derive(Debug, Clone, Default)]
pub struct FlatObject<'d> {
    /// `properties`
    pub properties: Vec<FlatProperty<'d>>,
    /// Positions in `properties` by key.
    pub property_index: BTreeMap<&'d str, usize>,
    /// `required`
    pub required: BTreeMap<&'d str, Origin>,
    /// `patternProperties`
    pub patterns: Vec<SchemaId>,
}

/// One property, said in one place or several.
#[derive(Debug, Clone)]
pub struct FlatProperty<'d> {
    /// The key.
    pub name: &'d str,
    /// Schemas that all hold for its value.
    pub parts: Vec<SchemaId>,
    /// Where it is said first.
    pub origin: Origin,
}

/// What is said of keys without a property.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum FlatAdditional {
    /// Nothing.
    #[default]
    Unsaid,
    /// They are welcome: `true` or a schema that says nothing.
    Open,
    /// There are none: `false`.
    Closed,
    /// They hold values of these schemas.
    Typed(Vec<SchemaId>),
}

/// One `oneOf` or `anyOf`.
#[derive(Debug, Clone)]
pub struct Alternatives<'d> {
    /// How many may hold.
    pub choice: Choice,
    /// The alternatives.
    pub branches: Box<[NodeId]>,
    /// The discriminator beside it.
    pub discriminator: Option<&'d Discriminator>,
    /// Where it stands.
    pub origin: Origin,
}

/// How many alternatives an instance matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// `oneOf`
    One,
    /// `anyOf`
    Any,
}

impl<'d> Flat<'d> {
    /// The property of that key.
    pub fn property(&self, name: &str) -> Option<&FlatProperty<'d>> {
        self.object.property_index.get(name).and_then(|index| self.object.properties.get(*index))
    }

    /// Types other than null that instances can have, as far as this node says without its alternatives.
    pub fn kinds(&self) -> Option<JsonTypes> {
        if let Some(mut types) = self.types {
            types.remove(JsonType::Null);
            return Some(types);
        }
        let mut implied = JsonTypes::default();
        if let Some(values) = &self.values {
            for value in values {
                if let Some(kind) = kind_of(value).filter(|kind| *kind != JsonType::Null) {
                    implied.insert(kind);
                }
            }
            return Some(implied);
        }
        if self.speaks_of_objects() {
            implied.insert(JsonType::Object);
        }
        if !self.items.is_empty() || !self.prefix_items.is_empty() || self.constraints.min_items.is_some() {
            implied.insert(JsonType::Array);
        }
        if self.constraints.pattern.is_some()
            || self.constraints.min_length.is_some()
            || self.constraints.max_length.is_some()
            || self.content_encoding.is_some()
            || self.content_media_type.is_some_and(is_binary)
        {
            implied.insert(JsonType::String);
        }
        if self.constraints.minimum.is_some() || self.constraints.maximum.is_some() {
            implied.insert(JsonType::Number);
        }
        if implied.is_empty() {
            match self.format {
                Some("int32" | "int64" | "uint32" | "uint64") => implied.insert(JsonType::Integer),
                Some("float" | "double") => implied.insert(JsonType::Number),
                Some("date-time" | "date" | "time" | "uuid" | "byte" | "binary" | "email" | "uri" | "password") => {
                    implied.insert(JsonType::String);
                }
                Some(_) | None => {}
            }
        }
        (!implied.is_empty()).then_some(implied)
    }

    /// Whether a keyword of objects is there.
    pub fn speaks_of_objects(&self) -> bool {
        !self.object.properties.is_empty()
            || self.additional != FlatAdditional::Unsaid
            || !self.object.patterns.is_empty()
            || self.constraints.min_properties.is_some()
            || self.constraints.max_properties.is_some()
    }

    /// Whether null is a valid instance, or said to be one in whatever way.
    pub fn nullable(&self) -> bool {
        self.types.is_some_and(|types| types.contains(JsonType::Null))
            || self.values.as_ref().is_some_and(|values| values.iter().any(|v| kind_of(v) == Some(JsonType::Null)))
    }

    /// Whether nothing but null is valid.
    pub fn only_null(&self) -> bool {
        let null_type = self.types.is_some_and(|types| types == JsonTypes::only(JsonType::Null));
        let null_value = self
            .values
            .as_ref()
            .is_some_and(|values| !values.is_empty() && values.iter().all(|v| kind_of(v) == Some(JsonType::Null)));
        null_type || null_value
    }

    /// Whether it says what instances look like; `required` alone, bounds alone and annotations do not.
    pub fn gives_shape(&self) -> bool {
        self.kinds().is_some() || !self.groups.is_empty() || self.discriminator.is_some() || self.extension.is_some()
    }
}

/// Whether what is of that media type is bytes, which a string cannot hold: not text, JSON or XML.
pub fn is_binary(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let (ty, subtype) = essence.split_once('/').unwrap_or_default();
    let format = subtype.rsplit('+').next().unwrap_or_default();
    !ty.is_empty() && ty != "text" && !matches!(format, "json" | "xml" | "yaml" | "javascript")
}

/// The JSON type of an instance.
pub fn kind_of(node: &Node) -> Option<JsonType> {
    use crate::node::Value;
    Some(match &node.value {
        Value::Null => JsonType::Null,
        Value::Bool(_) => JsonType::Boolean,
        // However large it is, digits alone are a whole number.
        Value::Number(number) if number.as_i128().is_some() || !number.text().contains(['.', 'e', 'E']) => {
            JsonType::Integer
        }
        Value::Number(_) => JsonType::Number,
        Value::String(_) => JsonType::String,
        Value::List(_) => JsonType::Array,
        Value::Map(_) => JsonType::Object,
    })
}

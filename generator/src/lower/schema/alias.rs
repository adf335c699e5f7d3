//! Schemas that merely name another: a `$ref` or a lone `allOf` with nothing but annotations beside it.
//!
//! Takes a schema; gives the one it stands for. Promises to end on every circle, and to look at keywords only.

use std::collections::BTreeSet;

use crate::document::{JsonType, JsonTypes, Schema, SchemaId, SchemaTable};

/// What a schema stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolved {
    /// Itself, or the schema it names in the end.
    Schema {
        /// That schema.
        id: SchemaId,
        /// Whether null was allowed on the way.
        nullable: bool,
    },
    /// It names itself in the end, and says nothing.
    Circle,
}

/// Follows names to the schema that says something.
pub fn resolve(schemas: &SchemaTable, id: SchemaId) -> Resolved {
    let mut seen = BTreeSet::new();
    let (mut at, mut nullable) = (id, false);
    loop {
        if !seen.insert(at) {
            return Resolved::Circle;
        }
        let schema = schemas.get(at);
        // A component that extends one other is a type of its own; a `$ref` is not.
        let Some(next) = named(schema).filter(|_| schema.reference.is_some() || schema.component.is_none()) else {
            return Resolved::Schema { id: at, nullable };
        };
        nullable |= schema.types.contains(JsonType::Null);
        at = next;
    }
}

/// The one schema that this one names, if it says nothing else.
pub fn named(schema: &Schema) -> Option<SchemaId> {
    if !only_annotates(schema) {
        return None;
    }
    let one = match (schema.reference, schema.all_of.as_slice()) {
        (Some(target), []) => target,
        (None, [part]) => *part,
        (Some(_), _) | (None, _) => return None,
    };
    let harmless = schema.types.is_empty() || schema.types != JsonTypes::only(JsonType::Null);
    harmless.then_some(one)
}

/// Whether nothing beside `$ref`, `allOf` and `type` says anything about instances.
pub fn only_annotates(schema: &Schema) -> bool {
    let object = &schema.object;
    let array = &schema.array;
    let string = &schema.string;
    let number = &schema.number;
    let renames_only =
        schema.extension.as_ref().is_none_or(|node| node.get("type").is_none() && node.get("secret").is_none());
    schema.boolean.is_none()
        && schema.format.is_none()
        && schema.enumeration.is_none()
        && schema.constant.is_none()
        && schema.any_of.is_empty()
        && schema.one_of.is_empty()
        && schema.discriminator.is_none()
        && renames_only
        && object.properties.is_empty()
        && object.required.is_empty()
        && object.additional_properties.is_none()
        && object.unevaluated_properties.is_none()
        && object.pattern_properties.is_empty()
        && object.min_properties.is_none()
        && object.max_properties.is_none()
        && array.items.is_none()
        && array.prefix_items.is_empty()
        && array.min_items.is_none()
        && array.max_items.is_none()
        && !array.unique_items
        && string.min_length.is_none()
        && string.max_length.is_none()
        && string.pattern.is_none()
        && string.content_encoding.is_none()
        && number.minimum.is_none()
        && number.maximum.is_none()
        && number.exclusive_minimum.is_none()
        && number.exclusive_maximum.is_none()
        && number.multiple_of.is_none()
}

/// Whether a schema says nothing at all about instances.
pub fn says_nothing(schema: &Schema) -> bool {
    (schema.boolean == Some(true) || only_annotates(schema))
        && schema.types.is_empty()
        && schema.reference.is_none()
        && schema.all_of.is_empty()
        && schema.extension.is_none()
}

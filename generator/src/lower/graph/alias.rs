//! Schemas that merely name another: a `$ref` or a lone `allOf` with nothing but annotations beside it.
//!
//! Takes a table of schemas; gives for each the one it stands for. Promises to end on every circle, to look at keywords only,
//! and to follow each name once.

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

/// What each schema of a table stands for.
#[derive(Debug)]
pub struct Aliases {
    all: Vec<Resolved>,
}

impl Aliases {
    /// Follows the names of all schemas, each once.
    pub fn of(schemas: &SchemaTable) -> Self {
        let mut known: Vec<Option<Resolved>> = vec![None; schemas.len()];
        for (id, _) in schemas.iter() {
            let mut way: Vec<(SchemaId, bool)> = Vec::new();
            let mut at = id;
            let mut end = loop {
                if let Some(Some(resolved)) = known.get(at.index()) {
                    break *resolved;
                }
                let schema = schemas.get(at);
                // A component that extends one other is a type of its own; a `$ref` is not.
                let next = named(schema).filter(|_| schema.reference.is_some() || schema.component.is_none());
                let Some(next) = next else { break Resolved::Schema { id: at, nullable: false } };
                // Until its end is known, a schema on the way stands for a circle.
                if let Some(slot) = known.get_mut(at.index()) {
                    *slot = Some(Resolved::Circle);
                }
                way.push((at, schema.types.contains(JsonType::Null)));
                at = next;
            };
            if way.is_empty() {
                way.push((at, false));
            }
            for (on_the_way, allows_null) in way.into_iter().rev() {
                end = match end {
                    Resolved::Schema { id, nullable } => Resolved::Schema { id, nullable: nullable || allows_null },
                    Resolved::Circle => Resolved::Circle,
                };
                if let Some(slot) = known.get_mut(on_the_way.index()) {
                    *slot = Some(end);
                }
            }
        }
        Self { all: known.into_iter().map(|resolved| resolved.unwrap_or(Resolved::Circle)).collect() }
    }

    /// What a schema stands for.
    pub fn resolve(&self, id: SchemaId) -> Resolved {
        self.all.get(id.index()).copied().unwrap_or(Resolved::Circle)
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
        && string.content_media_type.is_none()
        && number.minimum.is_none()
        && number.maximum.is_none()
        && number.exclusive_minimum.is_none()
        && number.exclusive_maximum.is_none()
        && number.multiple_of.is_none()
}

/// Whether a schema says nothing at all about instances.
pub fn says_nothing(schema: &Schema) -> bool {
    (schema.boolean == Some(true) || only_annotates(schema))
        && super::keywords::unexpressed(schema).is_empty()
        && schema.types.is_empty()
        && schema.reference.is_none()
        && schema.all_of.is_empty()
        && schema.extension.is_none()
}

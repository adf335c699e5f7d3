//! Schemas in the words of OpenAPI 3.0.
//!
//! Takes schemas of JSON Schema 2020-12; gives schemas of `openapiv3`: null as `nullable`, several types as `anyOf`, `const`
//! as `enum`, exclusive bounds as flags. Keywords that 3.0 does not have are told. Never widens or narrows in silence.

use crate::node::Node;
use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, AnySchema, ArrayType, BooleanType, Discriminator, IntegerType, NumberType, ObjectType,
    ReferenceOr, Schema, SchemaData, SchemaKind, StringType, Type,
};
use serde_json::Value as Json;

use super::super::exporter::{Exporter, Fields};
use super::super::info;
use super::{has_typed_keywords, known_extensions, says_of_others, xml};
use crate::document::{self, JsonType, JsonTypes, SchemaId};
use crate::node::{Number, Value};
use crate::source::Provenance;

/// What a schema says beside its types.
struct Combined {
    all_of: Vec<ReferenceOr<Schema>>,
    any_of: Vec<ReferenceOr<Schema>>,
    one_of: Vec<ReferenceOr<Schema>>,
    not: Option<Box<ReferenceOr<Schema>>>,
}

impl Combined {
    fn is_empty(&self) -> bool {
        self.all_of.is_empty() && self.any_of.is_empty() && self.one_of.is_empty() && self.not.is_none()
    }
}

impl Exporter<'_> {
    pub(super) fn schema_3_0(&mut self, schema: &document::Schema, around: Provenance) -> Schema {
        if let Some(value) = schema.boolean {
            return of_boolean(value);
        }
        if let Some(alternative) = self.alternative_to_null(schema) {
            return self.nullable(schema, alternative, around);
        }
        self.lose_newer_keywords(schema);
        let mut data = self.data(schema, around);
        let mut types = schema.types;
        types.remove(JsonType::Null);
        data.nullable = schema.types.contains(JsonType::Null);
        let mut values: Vec<Json> = match (&schema.enumeration, &schema.constant) {
            (_, Some(constant)) => vec![constant.to_json()],
            (Some(values), None) => values.iter().map(Node::to_json).collect(),
            (None, None) => Vec::new(),
        };
        if data.nullable && types.is_empty() {
            values = vec![Json::Null];
        }
        // Beside a type that excludes it, null among the values allows nothing, and `nullable` would.
        data.nullable |= schema.types.is_empty() && values.contains(&Json::Null);
        let mut combined = self.combined(schema, &mut data);
        let several = types.iter().count() > 1;
        if several {
            let alternatives = types.iter().map(|ty| ReferenceOr::Item(self.only_type(schema, ty))).collect();
            if combined.any_of.is_empty() {
                combined.any_of = alternatives;
            } else {
                combined
                    .all_of
                    .push(ReferenceOr::Item(schema_of(AnySchema { any_of: alternatives, ..AnySchema::default() })));
            }
            types = JsonTypes::default();
        }
        // A kind of `openapiv3` has no place for keywords about values of another type.
        let plain = |ty: &JsonType| combined.is_empty() && !says_of_others(schema, *ty);
        let typed = types.iter().next().filter(plain).and_then(|ty| self.typed(schema, ty, &values));
        let schema_kind = match typed {
            Some(ty) => SchemaKind::Type(ty),
            None => SchemaKind::Any(self.any(schema, types, values, combined, &mut data, several)),
        };
        Schema { schema_data: data, schema_kind }
    }

    /// The schema beside null where a schema says nothing but that it is one of the two.
    fn alternative_to_null(&self, schema: &document::Schema) -> Option<SchemaId> {
        let alternatives = match (schema.any_of.as_slice(), schema.one_of.as_slice()) {
            (some, []) | ([], some) => some,
            (_, _) => return None,
        };
        let (null, others): (Vec<SchemaId>, Vec<SchemaId>) =
            alternatives.iter().partition(|id| is_null(self.schemas.get(**id)));
        let values = schema.enumeration.is_some() || schema.constant.is_some() || schema.format.is_some();
        let combines = !schema.all_of.is_empty() || schema.not.is_some() || schema.conditional.is_some();
        let types = !schema.types.is_empty() || schema.reference.is_some() || has_typed_keywords(schema);
        match others.as_slice() {
            [alternative] if !null.is_empty() && !values && !combines && !types => {
                self.names.reference(*alternative).is_none().then_some(*alternative)
            }
            _ => None,
        }
    }

    /// The alternative itself, nullable, with what stands around it.
    fn nullable(&mut self, schema: &document::Schema, alternative: SchemaId, around: Provenance) -> Schema {
        let outer = self.data(schema, around);
        let Schema { schema_data: inner, schema_kind } =
            self.schema_3_0(self.schemas.get(alternative), schema.origin.provenance);
        let mut extensions = inner.extensions;
        extensions.extend(outer.extensions);
        let schema_data = SchemaData {
            nullable: true,
            read_only: outer.read_only || inner.read_only,
            write_only: outer.write_only || inner.write_only,
            deprecated: outer.deprecated || inner.deprecated,
            external_docs: outer.external_docs.or(inner.external_docs),
            example: outer.example.or(inner.example),
            title: outer.title.or(inner.title),
            description: outer.description.or(inner.description),
            discriminator: outer.discriminator.or(inner.discriminator),
            default: outer.default.or(inner.default),
            extensions,
        };
        Schema { schema_data, schema_kind }
    }

    fn data(&mut self, schema: &document::Schema, around: Provenance) -> SchemaData {
        let mut extensions = Fields::new();
        known_extensions(schema, &mut extensions);
        extensions.extend(schema.xml.as_deref().map(|one| ("xml".to_owned(), xml(one))));
        extensions.extend(self.schema_extension(schema, around));
        let discriminator = schema.discriminator.as_deref().map(|discriminator| Discriminator {
            property_name: discriminator.property.clone(),
            mapping: self.mapping(discriminator),
            extensions: Fields::new(),
        });
        SchemaData {
            nullable: false,
            read_only: schema.read_only,
            write_only: schema.write_only,
            deprecated: schema.deprecated,
            external_docs: schema.external_docs.as_deref().map(info::external_docs),
            example: schema.examples.first().map(Node::to_json),
            title: schema.title.as_deref().map(str::to_owned),
            description: schema.description.as_deref().map(str::to_owned),
            discriminator,
            default: schema.default.as_deref().map(Node::to_json),
            extensions,
        }
    }

    /// `allOf` and its like. An alternative that is only null becomes `nullable`, and one that is left alone an `allOf`.
    fn combined(&mut self, schema: &document::Schema, data: &mut SchemaData) -> Combined {
        let around = schema.origin.provenance;
        let mut all_of = self.list(&schema.all_of, around);
        if let Some(reference) = schema.reference {
            all_of.insert(0, self.schema(reference, around));
        }
        let mut without_null = |ids: &[SchemaId], exporter: &mut Self| {
            let (null, others): (Vec<SchemaId>, Vec<SchemaId>) =
                ids.iter().partition(|id| is_null(exporter.schemas.get(**id)));
            data.nullable |= !null.is_empty();
            let alone = !null.is_empty() && others.len() == 1;
            (exporter.list(&others, around), alone)
        };
        let (mut any_of, alone) = without_null(&schema.any_of, self);
        if alone {
            all_of.append(&mut any_of);
        }
        let (mut one_of, alone) = without_null(&schema.one_of, self);
        if alone {
            all_of.append(&mut one_of);
        }
        let not = schema.not.map(|id| Box::new(self.schema(id, around)));
        Combined { all_of, any_of, one_of, not }
    }

    fn list(&mut self, ids: &[SchemaId], around: Provenance) -> Vec<ReferenceOr<Schema>> {
        ids.iter().map(|id| self.schema(*id, around)).collect()
    }

    /// One of several types, with the keywords that are about it.
    fn only_type(&mut self, schema: &document::Schema, ty: JsonType) -> Schema {
        let schema_kind = match self.typed(schema, ty, &[]) {
            Some(ty) => SchemaKind::Type(ty),
            None => SchemaKind::Any(AnySchema { typ: Some(ty.word().to_owned()), ..AnySchema::default() }),
        };
        Schema { schema_data: SchemaData::default(), schema_kind }
    }

    /// A schema of one type that combines nothing; `None` where its values are not all of the type.
    fn typed(&mut self, schema: &document::Schema, ty: JsonType, values: &[Json]) -> Option<Type> {
        Some(match ty {
            JsonType::String => Type::String(StringType {
                format: format_of(schema).into(),
                pattern: schema.string.pattern.clone(),
                enumeration: all(values, |value| value.as_str().map(str::to_owned))?,
                min_length: size(schema.string.min_length),
                max_length: size(schema.string.max_length),
            }),
            JsonType::Integer => Type::Integer(self.integer(schema, values)?),
            JsonType::Number => Type::Number(number(schema, values)?),
            JsonType::Boolean => Type::Boolean(BooleanType { enumeration: all(values, Json::as_bool)? }),
            JsonType::Array if values.is_empty() => Type::Array(ArrayType {
                items: Some(self.items(schema)),
                min_items: size(schema.array.min_items),
                max_items: size(schema.array.max_items),
                unique_items: schema.array.unique_items,
            }),
            JsonType::Object if values.is_empty() => Type::Object(ObjectType {
                properties: self.properties(schema),
                required: required(schema),
                additional_properties: self.additional_properties(schema),
                min_properties: size(schema.object.min_properties),
                max_properties: size(schema.object.max_properties),
            }),
            JsonType::Array | JsonType::Object | JsonType::Null => return None,
        })
    }

    fn integer(&mut self, schema: &document::Schema, values: &[Json]) -> Option<IntegerType> {
        let (minimum, exclusive_minimum) = tighter(&schema.number.minimum, &schema.number.exclusive_minimum, f64::gt);
        let (maximum, exclusive_maximum) = tighter(&schema.number.maximum, &schema.number.exclusive_maximum, f64::lt);
        let whole = |number: Option<&Number>| match number {
            Some(number) => number.as_i128().and_then(|whole| i64::try_from(whole).ok()).map(Some),
            None => Some(None),
        };
        Some(IntegerType {
            format: schema.format.as_deref().map(str::to_owned).into(),
            multiple_of: whole(schema.number.multiple_of.as_ref())?,
            exclusive_minimum,
            exclusive_maximum,
            minimum: whole(minimum)?,
            maximum: whole(maximum)?,
            enumeration: all(values, Json::as_i64)?,
        })
    }

    /// A schema that `openapiv3` has no kind for. Its bounds are written as they are, not as doubles.
    fn any(
        &mut self,
        schema: &document::Schema,
        types: JsonTypes,
        values: Vec<Json>,
        combined: Combined,
        data: &mut SchemaData,
        several: bool,
    ) -> AnySchema {
        let typ = types.iter().next().map(|ty| ty.word().to_owned());
        let Combined { all_of, any_of, one_of, not } = combined;
        let any = AnySchema { typ, enumeration: values, all_of, any_of, one_of, not, ..AnySchema::default() };
        // The alternatives of several types hold these already.
        if several || !has_typed_keywords(schema) {
            return AnySchema { format: schema.format.as_deref().map(str::to_owned).filter(|_| !several), ..any };
        }
        let bounds = [
            ("minimum", "exclusiveMinimum", tighter(&schema.number.minimum, &schema.number.exclusive_minimum, f64::gt)),
            ("maximum", "exclusiveMaximum", tighter(&schema.number.maximum, &schema.number.exclusive_maximum, f64::lt)),
        ];
        for (key, flag, (bound, exclusive)) in bounds {
            data.extensions.extend(bound.map(|bound| (key.to_owned(), bound.to_json())));
            data.extensions.extend(exclusive.then(|| (flag.to_owned(), true.into())));
        }
        let multiple_of = schema.number.multiple_of.as_ref();
        data.extensions.extend(multiple_of.map(|bound| ("multipleOf".to_owned(), bound.to_json())));
        let is_array = types.contains(JsonType::Array);
        AnySchema {
            format: format_of(schema),
            pattern: schema.string.pattern.clone(),
            min_length: size(schema.string.min_length),
            max_length: size(schema.string.max_length),
            properties: self.properties(schema),
            required: required(schema),
            additional_properties: self.additional_properties(schema),
            min_properties: size(schema.object.min_properties),
            max_properties: size(schema.object.max_properties),
            items: (is_array || schema.array.items.is_some()).then(|| self.items(schema)),
            min_items: size(schema.array.min_items),
            max_items: size(schema.array.max_items),
            unique_items: schema.array.unique_items.then_some(true),
            ..any
        }
    }

    fn properties(&mut self, schema: &document::Schema) -> IndexMap<String, ReferenceOr<Box<Schema>>> {
        let around = schema.origin.provenance;
        let properties = schema.object.properties.iter();
        properties.map(|property| (property.name.to_string(), boxed(self.schema(property.schema, around)))).collect()
    }

    fn additional_properties(&mut self, schema: &document::Schema) -> Option<AdditionalProperties> {
        let id = schema.object.additional_properties?;
        Some(match self.schemas.get(id).boolean {
            Some(value) => AdditionalProperties::Any(value),
            None => AdditionalProperties::Schema(Box::new(self.schema(id, schema.origin.provenance))),
        })
    }

    /// 3.0 wants `items` in every array.
    fn items(&mut self, schema: &document::Schema) -> ReferenceOr<Box<Schema>> {
        match schema.array.items {
            Some(items) => boxed(self.schema(items, schema.origin.provenance)),
            None => boxed(ReferenceOr::Item(of_boolean(true))),
        }
    }

    fn lose_newer_keywords(&mut self, schema: &document::Schema) {
        let (object, array, string) = (&schema.object, &schema.array, &schema.string);
        let content = string.content_media_type.is_some() && schema.format.is_none() && format_of(schema).is_none();
        let default_mapping = schema.discriminator.as_deref().and_then(|discriminator| discriminator.default_mapping);
        let lost = [
            ("`patternProperties`", !object.pattern_properties.is_empty()),
            ("`propertyNames`", object.property_names.is_some()),
            ("`dependentRequired`", !object.dependent_required.is_empty()),
            ("`dependentSchemas`", !object.dependent_schemas.is_empty()),
            ("`unevaluatedProperties`", object.unevaluated_properties.is_some()),
            ("`unevaluatedItems`", array.unevaluated_items.is_some()),
            ("`prefixItems`", !array.prefix_items.is_empty()),
            ("`contains`", array.contains.is_some()),
            ("`if`", schema.conditional.is_some()),
            ("`contentMediaType`", content),
            ("`contentSchema`", string.content_schema.is_some()),
            ("`defaultMapping`", default_mapping.is_some()),
            ("more than one of `examples`", schema.examples.len() > 1),
        ];
        for (what, _) in lost.iter().filter(|(_, is_lost)| *is_lost) {
            self.lose(what, schema.origin.span);
        }
    }
}

fn schema_of(any: AnySchema) -> Schema {
    Schema { schema_data: SchemaData::default(), schema_kind: SchemaKind::Any(any) }
}

/// A schema that allows everything, or nothing.
fn of_boolean(value: bool) -> Schema {
    let everything = schema_of(AnySchema::default());
    match value {
        true => everything,
        false => schema_of(AnySchema { not: Some(Box::new(ReferenceOr::Item(everything))), ..AnySchema::default() }),
    }
}

/// Whether a schema allows null and nothing else.
fn is_null(schema: &document::Schema) -> bool {
    let by_type = schema.types == JsonTypes::only(JsonType::Null);
    let null = |node: &crate::node::Node| node.value == Value::Null;
    let by_value = match (&schema.constant, schema.enumeration.as_deref()) {
        (Some(constant), _) => null(constant),
        (None, Some([only])) => null(only),
        (None, Some(_) | None) => false,
    };
    by_type || by_value && (schema.types.is_empty() || schema.types.contains(JsonType::Null))
}

fn number(schema: &document::Schema, values: &[Json]) -> Option<NumberType> {
    let (minimum, exclusive_minimum) = tighter(&schema.number.minimum, &schema.number.exclusive_minimum, f64::gt);
    let (maximum, exclusive_maximum) = tighter(&schema.number.maximum, &schema.number.exclusive_maximum, f64::lt);
    Some(NumberType {
        format: schema.format.as_deref().map(str::to_owned).into(),
        multiple_of: schema.number.multiple_of.as_ref().and_then(Number::as_f64),
        exclusive_minimum,
        exclusive_maximum,
        minimum: minimum.and_then(Number::as_f64),
        maximum: maximum.and_then(Number::as_f64),
        enumeration: all(values, Json::as_f64)?,
    })
}

/// The bound that allows less, and whether it is the exclusive one.
fn tighter<'n>(
    inclusive: &'n Option<Number>,
    exclusive: &'n Option<Number>,
    is_tighter: fn(&f64, &f64) -> bool,
) -> (Option<&'n Number>, bool) {
    match (inclusive, exclusive) {
        (None, None) => (None, false),
        (Some(bound), None) => (Some(bound), false),
        (None, Some(bound)) => (Some(bound), true),
        (Some(inclusive), Some(exclusive)) => {
            let (own, other) = (inclusive.as_f64().unwrap_or(0.0), exclusive.as_f64().unwrap_or(0.0));
            if is_tighter(&own, &other) { (Some(inclusive), false) } else { (Some(exclusive), true) }
        }
    }
}

/// Every value by `read`, null as none; `None` where one is of another type.
fn all<T>(values: &[Json], read: impl Fn(&Json) -> Option<T>) -> Option<Vec<Option<T>>> {
    values.iter().map(|value| if value.is_null() { Some(None) } else { read(value).map(Some) }).collect()
}

/// `format`, or the one that says what 3.1 says with the `content` keywords.
fn format_of(schema: &document::Schema) -> Option<String> {
    let content = match (schema.string.content_encoding.as_deref(), schema.string.content_media_type.as_deref()) {
        (Some("base64"), _) => Some("byte"),
        (Some("base64url"), _) => Some("base64url"),
        (None, Some("application/octet-stream")) => Some("binary"),
        (Some(_) | None, Some(_) | None) => None,
    };
    schema.format.as_deref().or(content).map(str::to_owned)
}

fn required(schema: &document::Schema) -> Vec<String> {
    schema.object.required.iter().map(|required| required.name.to_string()).collect()
}

fn size(count: Option<u64>) -> Option<usize> {
    count.and_then(|count| usize::try_from(count).ok())
}

fn boxed(schema: ReferenceOr<Schema>) -> ReferenceOr<Box<Schema>> {
    match schema {
        ReferenceOr::Reference { reference } => ReferenceOr::Reference { reference },
        ReferenceOr::Item(schema) => ReferenceOr::Item(Box::new(schema)),
    }
}

//! Schemas in JSON Schema 2020-12.
//!
//! Takes schemas; gives their keywords in a fixed order. Nothing is lost but the newest version's own words. Never repeats
//! a schema that has a name.

use crate::node::Node;
use serde_json::Value as Json;

use super::super::exporter::{Exporter, Fields};
use super::{known_extensions, xml};
use crate::document::{JsonType, Schema, SchemaId};
use crate::node::Number;
use crate::source::Provenance;

/// Keywords being written.
struct Keywords(Fields);

impl Keywords {
    fn set(&mut self, key: &str, value: impl Into<Json>) {
        self.0.insert(key.to_owned(), value.into());
    }

    fn set_some(&mut self, key: &str, value: Option<impl Into<Json>>) {
        if let Some(value) = value {
            self.set(key, value);
        }
    }

    fn set_list(&mut self, key: &str, list: Vec<Json>) {
        if !list.is_empty() {
            self.set(key, list);
        }
    }

    fn set_map(&mut self, key: &str, map: serde_json::Map<String, Json>) {
        if !map.is_empty() {
            self.set(key, map);
        }
    }

    fn set_flag(&mut self, key: &str, flag: bool) {
        if flag {
            self.set(key, true);
        }
    }

    fn set_number(&mut self, key: &str, number: Option<&Number>) {
        self.set_some(key, number.map(Number::to_json));
    }
}

impl Exporter<'_> {
    /// The keywords of a schema.
    pub(super) fn schema_3_1(&mut self, schema: &Schema, around: Provenance) -> Fields {
        let mut keywords = Keywords(Fields::new());
        if schema.boolean == Some(false) {
            keywords.set("not", serde_json::Map::new());
        }
        keywords.set_some("$ref", schema.reference.and_then(|id| self.names.reference(id)));
        keywords.set_some("title", schema.title.as_deref());
        keywords.set_some("description", schema.description.as_deref());
        let types: Vec<Json> = schema.types.iter().map(|ty| ty.word().into()).collect();
        match types.as_slice() {
            [] => {}
            [one] => keywords.set("type", one.clone()),
            // Null last, as it is mostly written.
            _ => {
                let (null, others): (Vec<_>, Vec<_>) =
                    types.into_iter().partition(|ty| ty.as_str() == Some(JsonType::Null.word()));
                keywords.set("type", others.into_iter().chain(null).collect::<Vec<_>>());
            }
        }
        keywords.set_some("format", schema.format.as_deref());
        if let Some(values) = &schema.enumeration {
            keywords.set("enum", values.iter().map(Node::to_json).collect::<Vec<_>>());
        }
        known_extensions(schema, &mut keywords.0);
        keywords.set_some("const", schema.constant.as_deref().map(Node::to_json));
        let around_children = schema.origin.provenance;
        self.combinations(schema, &mut keywords, around_children);
        self.object_keywords(schema, &mut keywords, around_children);
        self.array_keywords(schema, &mut keywords, around_children);
        self.scalar_keywords(schema, &mut keywords, around_children);
        keywords.set_some("default", schema.default.as_deref().map(Node::to_json));
        keywords.set_list("examples", schema.examples.iter().map(Node::to_json).collect());
        keywords.set_flag("deprecated", schema.deprecated);
        keywords.set_flag("readOnly", schema.read_only);
        keywords.set_flag("writeOnly", schema.write_only);
        keywords.set_some("xml", schema.xml.as_deref().map(xml));
        if let Some(docs) = &schema.external_docs {
            keywords
                .set("externalDocs", serde_json::to_value(super::super::info::external_docs(docs)).unwrap_or_default());
        }
        keywords.0.extend(self.schema_extension(schema, around));
        keywords.0
    }

    fn schema_json(&mut self, id: SchemaId, around: Provenance) -> Json {
        if let Some(reference) = self.names.reference(id) {
            return serde_json::json!({ "$ref": reference });
        }
        let schema = self.schemas.get(id);
        match schema.boolean {
            Some(value) => Json::Bool(value),
            None => Json::Object(self.schema_3_1(schema, around).into_iter().collect()),
        }
    }

    fn schema_list(&mut self, ids: &[SchemaId], around: Provenance) -> Vec<Json> {
        ids.iter().map(|id| self.schema_json(*id, around)).collect()
    }

    fn schema_map<'s>(
        &mut self,
        entries: impl Iterator<Item = (&'s str, SchemaId)>,
        around: Provenance,
    ) -> serde_json::Map<String, Json> {
        entries.map(|(key, id)| (key.to_owned(), self.schema_json(id, around))).collect()
    }

    fn set_schema(&mut self, keywords: &mut Keywords, key: &str, id: Option<SchemaId>, around: Provenance) {
        keywords.set_some(key, id.map(|id| self.schema_json(id, around)));
    }

    fn combinations(&mut self, schema: &Schema, keywords: &mut Keywords, around: Provenance) {
        keywords.set_list("allOf", self.schema_list(&schema.all_of, around));
        keywords.set_list("anyOf", self.schema_list(&schema.any_of, around));
        keywords.set_list("oneOf", self.schema_list(&schema.one_of, around));
        self.set_schema(keywords, "not", schema.not, around);
        if let Some(conditional) = &schema.conditional {
            self.set_schema(keywords, "if", Some(conditional.condition), around);
            self.set_schema(keywords, "then", conditional.then, around);
            self.set_schema(keywords, "else", conditional.otherwise, around);
        }
        if let Some(discriminator) = &schema.discriminator {
            if discriminator.default_mapping.is_some() {
                self.lose("`defaultMapping`", discriminator.origin.span);
            }
            let mut written = serde_json::Map::new();
            written.insert("propertyName".to_owned(), discriminator.property.as_str().into());
            let mapping = self.mapping(discriminator);
            if !mapping.is_empty() {
                let mapping = mapping.into_iter().map(|(tag, reference)| (tag, reference.into()));
                written.insert("mapping".to_owned(), Json::Object(mapping.collect()));
            }
            keywords.set("discriminator", written);
        }
    }

    fn object_keywords(&mut self, schema: &Schema, keywords: &mut Keywords, around: Provenance) {
        let object = &schema.object;
        let properties = object.properties.iter().map(|property| (&*property.name, property.schema));
        keywords.set_map("properties", self.schema_map(properties, around));
        keywords.set_list("required", object.required.iter().map(|required| (*required.name).into()).collect());
        self.set_schema(keywords, "additionalProperties", object.additional_properties, around);
        self.set_schema(keywords, "unevaluatedProperties", object.unevaluated_properties, around);
        let patterns = object.pattern_properties.iter().map(|(pattern, id)| (pattern.as_str(), *id));
        keywords.set_map("patternProperties", self.schema_map(patterns, around));
        self.set_schema(keywords, "propertyNames", object.property_names, around);
        let dependent = object.dependent_required.iter();
        keywords.set_map(
            "dependentRequired",
            dependent.map(|(key, names)| (key.clone(), names.as_slice().into())).collect(),
        );
        let dependent = object.dependent_schemas.iter().map(|(key, id)| (key.as_str(), *id));
        keywords.set_map("dependentSchemas", self.schema_map(dependent, around));
        keywords.set_some("minProperties", object.min_properties);
        keywords.set_some("maxProperties", object.max_properties);
    }

    fn array_keywords(&mut self, schema: &Schema, keywords: &mut Keywords, around: Provenance) {
        let array = &schema.array;
        keywords.set_list("prefixItems", self.schema_list(&array.prefix_items, around));
        self.set_schema(keywords, "items", array.items, around);
        self.set_schema(keywords, "contains", array.contains, around);
        self.set_schema(keywords, "unevaluatedItems", array.unevaluated_items, around);
        keywords.set_some("minContains", array.min_contains);
        keywords.set_some("maxContains", array.max_contains);
        keywords.set_some("minItems", array.min_items);
        keywords.set_some("maxItems", array.max_items);
        keywords.set_flag("uniqueItems", array.unique_items);
    }

    fn scalar_keywords(&mut self, schema: &Schema, keywords: &mut Keywords, around: Provenance) {
        let string = &schema.string;
        keywords.set_some("minLength", string.min_length);
        keywords.set_some("maxLength", string.max_length);
        keywords.set_some("pattern", string.pattern.as_deref());
        keywords.set_some("contentEncoding", string.content_encoding.as_deref());
        keywords.set_some("contentMediaType", string.content_media_type.as_deref());
        self.set_schema(keywords, "contentSchema", string.content_schema, around);
        let number = &schema.number;
        keywords.set_number("minimum", number.minimum.as_ref());
        keywords.set_number("maximum", number.maximum.as_ref());
        keywords.set_number("exclusiveMinimum", number.exclusive_minimum.as_ref());
        keywords.set_number("exclusiveMaximum", number.exclusive_maximum.as_ref());
        keywords.set_number("multipleOf", number.multiple_of.as_ref());
    }
}

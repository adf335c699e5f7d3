//! Keywords of JSON Schema.
//!
//! Takes one keyword of a schema; puts its value where the schema keeps it. A keyword that is not known is an
//! annotation and says nothing here. Never looks at the other keywords, but where one completes another.

use super::super::Reader;
use super::super::place::Place;
use crate::diagnostic::code::read as code;
use crate::document::{Conditional, JsonType, JsonTypes, Property, Required, Schema, SchemaId};
use crate::node::{Number, Value};
use crate::source::Origin;

/// Words of programming languages, with what they are in JSON Schema.
const SYNONYMS: [(&str, &str); 12] = [
    ("int", "type: integer"),
    ("int32", "type: integer, format: int32"),
    ("int64", "type: integer, format: int64"),
    ("long", "type: integer, format: int64"),
    ("float", "type: number, format: float"),
    ("double", "type: number, format: double"),
    ("decimal", "type: number"),
    ("bool", "type: boolean"),
    ("date", "type: string, format: date"),
    ("datetime", "type: string, format: date-time"),
    ("uuid", "type: string, format: uuid"),
    ("file", "type: string, format: binary"),
];

impl<'t> Reader<'t, '_> {
    /// Reads `value`, which stands under `key` of the schema at `at`.
    pub(super) fn keyword(&mut self, schema: &mut Schema, at: Place<'t>, key: &str, value: Place<'t>) {
        match key {
            "$ref" | "$dynamicRef" => {
                let target = self.schema_reference(value, key);
                schema.reference_unsure |= target.is_none() || key == "$dynamicRef" || schema.reference.is_some();
                schema.reference = target.or(schema.reference);
            }
            "type" => schema.types = self.types(value),
            "format" => schema.format = self.as_text(value, key).map(String::into_boxed_str),
            "enum" | "const" | "default" | "examples" | "example" => self.value_keyword(schema, key, value),
            "title" => schema.title = self.as_text(value, key).map(String::into_boxed_str),
            "description" => schema.description = self.as_text(value, key).map(String::into_boxed_str),
            "deprecated" => schema.deprecated = self.flag(at, key),
            "readOnly" => schema.read_only = self.flag(at, key),
            "writeOnly" => schema.write_only = self.flag(at, key),
            "allOf" => schema.all_of = self.schema_list(value, key).into(),
            "anyOf" => schema.any_of = self.schema_list(value, key).into(),
            "oneOf" => schema.one_of = self.schema_list(value, key).into(),
            "not" => schema.not = Some(self.schema(value)),
            "if" => {
                let branch = |key: &str| at.get(key);
                let (then, otherwise) = (branch("then"), branch("else"));
                schema.conditional = Some(Box::new(Conditional {
                    condition: self.schema(value),
                    then: then.map(|then| self.schema(then)),
                    otherwise: otherwise.map(|otherwise| self.schema(otherwise)),
                }));
            }
            "discriminator" => schema.discriminator = self.discriminator(value).map(Box::new),
            "xml" => schema.xml = self.xml(value).map(Box::new),
            _ => {
                self.object_keyword(schema, key, value);
                self.array_keyword(schema, at, key, value);
                self.string_keyword(schema, key, value);
                self.number_keyword(schema, key, value);
            }
        }
    }

    fn value_keyword(&mut self, schema: &mut Schema, key: &str, value: Place<'t>) {
        match key {
            "const" => schema.constant = Some(Box::new(value.node.clone())),
            "default" => schema.default = Some(Box::new(value.node.clone())),
            // `examples` wins over the `example` it replaced.
            "example" if schema.examples.is_empty() => schema.examples = vec![value.node.clone()].into(),
            "enum" | "examples" => {
                let Some(list) = value.node.as_list() else {
                    self.wrong_type(value.node, key, "a list");
                    return;
                };
                if key == "enum" {
                    schema.enumeration = Some(list.into());
                } else {
                    schema.examples = list.to_vec().into();
                }
            }
            _ => {}
        }
    }

    fn object_keyword(&mut self, schema: &mut Schema, key: &str, value: Place<'t>) {
        let object = &mut schema.object;
        match key {
            "properties" => object.fill().properties = self.properties(value),
            "required" => object.fill().required = self.required(value),
            "additionalProperties" => object.fill().additional_properties = Some(self.schema(value)),
            "unevaluatedProperties" => object.fill().unevaluated_properties = Some(self.schema(value)),
            "patternProperties" => object.fill().pattern_properties = self.schema_map(value, key),
            "propertyNames" => object.fill().property_names = Some(self.schema(value)),
            "dependentRequired" => object.fill().dependent_required = self.dependent_required(value),
            "dependentSchemas" => object.fill().dependent_schemas = self.schema_map(value, key),
            "minProperties" => object.fill().min_properties = self.count(value.node, key),
            "maxProperties" => object.fill().max_properties = self.count(value.node, key),
            _ => {}
        }
    }

    fn dependent_required(&mut self, at: Place<'t>) -> Vec<(String, Vec<String>)> {
        const KEYWORD: &str = "dependentRequired";
        if self.map(at, "`dependentRequired`").is_none() {
            return Vec::new();
        }
        at.entries().map(|(entry, names)| (entry.key.to_string(), self.as_texts(names, KEYWORD))).collect()
    }

    fn array_keyword(&mut self, schema: &mut Schema, at: Place<'t>, key: &str, value: Place<'t>) {
        let array = &mut schema.array;
        match key {
            "items" => array.fill().items = Some(self.schema(value)),
            "prefixItems" => array.fill().prefix_items = self.schema_list(value, key),
            "contains" => array.fill().contains = Some(self.schema(value)),
            "unevaluatedItems" => array.fill().unevaluated_items = Some(self.schema(value)),
            "minContains" => array.fill().min_contains = self.count(value.node, key),
            "maxContains" => array.fill().max_contains = self.count(value.node, key),
            "minItems" => array.fill().min_items = self.count(value.node, key),
            "maxItems" => array.fill().max_items = self.count(value.node, key),
            "uniqueItems" => array.fill().unique_items = self.flag(at, key),
            _ => {}
        }
    }

    fn string_keyword(&mut self, schema: &mut Schema, key: &str, value: Place<'t>) {
        let string = &mut schema.string;
        match key {
            "minLength" => string.fill().min_length = self.count(value.node, key),
            "maxLength" => string.fill().max_length = self.count(value.node, key),
            "pattern" => string.fill().pattern = self.as_text(value, key),
            "contentEncoding" => string.fill().content_encoding = self.as_text(value, key),
            "contentMediaType" => string.fill().content_media_type = self.as_text(value, key),
            "contentSchema" => string.fill().content_schema = Some(self.schema(value)),
            _ => {}
        }
    }

    fn number_keyword(&mut self, schema: &mut Schema, key: &str, value: Place<'t>) {
        let number = &mut schema.number;
        match key {
            "minimum" => number.fill().minimum = self.number(value, key),
            "maximum" => number.fill().maximum = self.number(value, key),
            "exclusiveMinimum" => number.fill().exclusive_minimum = self.number(value, key),
            "exclusiveMaximum" => number.fill().exclusive_maximum = self.number(value, key),
            "multipleOf" => number.fill().multiple_of = self.number(value, key),
            _ => {}
        }
    }

    fn number(&mut self, at: Place<'t>, key: &str) -> Option<Number> {
        let number = at.node.as_number();
        if number.is_none() {
            self.wrong_type(at.node, key, "a number");
        }
        number.cloned()
    }

    /// `type`: one word or several.
    fn types(&mut self, at: Place<'t>) -> JsonTypes {
        let words = match &at.node.value {
            Value::List(list) => list.as_slice(),
            _ => std::slice::from_ref(at.node),
        };
        let mut types = JsonTypes::default();
        for word in words {
            let place = at.with(word);
            // A YAML `null` without its quotes can only mean the type.
            if word.value == Value::Null {
                types.insert(JsonType::Null);
                continue;
            }
            let Some(text) = self.as_text(place, "type") else { continue };
            match JsonType::from_word(&text) {
                Some(ty) => types.insert(ty),
                None => self.unknown_type(place, &text),
            }
        }
        types
    }

    fn unknown_type(&mut self, at: Place<'t>, given: &str) {
        match SYNONYMS.iter().find(|(word, _)| given.eq_ignore_ascii_case(word)) {
            Some((_, meant)) => {
                let message = format!("`{given}` is not a value of `type`");
                self.tell_with_help(&code::INVALID_VALUE, at.span(), message, format!("write `{meant}`"));
            }
            None => self.invalid_value(at, "type", given, &JsonType::ALL.map(JsonType::word)),
        }
    }

    fn properties(&mut self, at: Place<'t>) -> Vec<Property> {
        let Some(at) = self.follow_misplaced(at, "`properties`") else { return Vec::new() };
        if self.map(at, "`properties`").is_none() {
            return Vec::new();
        }
        let mut properties = Vec::new();
        for (entry, value) in at.entries() {
            let origin = Origin { span: entry.key_span, provenance: value.origin().provenance };
            properties.push(Property { name: entry.key.clone(), schema: self.schema(value), origin });
        }
        properties
    }

    fn required(&mut self, at: Place<'t>) -> Vec<Required> {
        let Some(list) = at.node.as_list() else {
            let message =
                format!("`required` in a schema must be a list of the names of properties, not {}", at.node.kind());
            let help = "list the property's name in the `required` of the object that has the property";
            self.tell_with_help(&code::WRONG_TYPE, at.span(), message, help);
            return Vec::new();
        };
        let items = list.iter().map(|item| at.with(item));
        items
            .filter_map(|item| Some(Required { name: self.as_text(item, "required")?.into(), origin: item.origin() }))
            .collect()
    }

    fn schema_list(&mut self, at: Place<'t>, key: &str) -> Vec<SchemaId> {
        let Some(list) = at.node.as_list() else {
            self.wrong_type(at.node, key, "a list of schemas");
            return Vec::new();
        };
        list.iter().map(|item| self.schema(at.with(item))).collect()
    }

    fn schema_map(&mut self, at: Place<'t>, key: &str) -> Vec<(String, SchemaId)> {
        if self.map(at, &format!("`{key}`")).is_none() {
            return Vec::new();
        }
        at.entries().map(|(entry, value)| (entry.key.to_string(), self.schema(value))).collect()
    }

    /// `$ref`, and `$dynamicRef` as what its anchor names in the same file.
    fn schema_reference(&mut self, at: Place<'t>, key: &str) -> Option<SchemaId> {
        let reference = self.as_text(at, key)?;
        let target = self.target(at, &reference, at.span())?;
        Some(self.named_schema(target.at, target.name))
    }
}

//! Keywords of JSON Schema.
//!
//! Takes one keyword of a schema; puts its value where the schema keeps it. A keyword that is not known is an
//! annotation and says nothing here. Never looks at the other keywords, but where one completes another.

use super::super::field::given;
use super::super::place::Place;
use super::super::reader::Reader;
use crate::diagnostic::code::read as code;
use crate::document::{Conditional, JsonType, JsonTypes, Property, Required, Schema, SchemaId, Unread};
use crate::node::{Node, Number, Value};
use crate::source::Origin;

/// Words of programming languages that can mean one type only, with how JSON Schema says the same.
const SYNONYMS: [(&str, JsonType, &str); 13] = [
    ("int", JsonType::Integer, "type: integer"),
    ("int32", JsonType::Integer, "type: integer, format: int32"),
    ("int64", JsonType::Integer, "type: integer, format: int64"),
    ("long", JsonType::Integer, "type: integer, format: int64"),
    ("float", JsonType::Number, "type: number, format: float"),
    ("double", JsonType::Number, "type: number, format: double"),
    ("decimal", JsonType::Number, "type: number"),
    ("bool", JsonType::Boolean, "type: boolean"),
    ("str", JsonType::String, "type: string"),
    ("date", JsonType::String, "type: string, format: date"),
    ("datetime", JsonType::String, "type: string, format: date-time"),
    ("uuid", JsonType::String, "type: string, format: uuid"),
    ("list", JsonType::Array, "type: array"),
];

impl<'t> Reader<'t, '_> {
    /// Reads `value`, which stands under `key` of the schema at `at`.
    pub(super) fn keyword(&mut self, schema: &mut Schema, at: Place<'t>, key: &str, value: Place<'t>) {
        match key {
            "$ref" | "$dynamicRef" => {
                let target = self.schema_reference(value, key);
                schema.reference_unsure |= target.is_none() || key == "$dynamicRef" || schema.reference.is_some();
                if target.is_none() {
                    schema.unread = Some(Unread::Reference);
                }
                schema.reference = target.or(schema.reference);
            }
            "type" => {
                let faults = self.diagnostics.len();
                schema.types = self.types(value);
                if schema.types == JsonTypes::default() && self.diagnostics.len() > faults {
                    schema.unread = schema.unread.or(Some(Unread::Type));
                }
            }
            "enum" if !holds_parts(value.node, key) => self.constraint_left_out(value.node, key, "a list of values"),
            "allOf" | "anyOf" | "oneOf" | "properties" if !holds_parts(value.node, key) => {
                schema.unread = schema.unread.or(Some(Unread::Keyword));
                self.wrong_type(value.node, key, if key == "properties" { "a map of schemas" } else { "a list" });
            }
            "format" => schema.format = self.constraint_text(value, key).map(String::into_boxed_str),
            "enum" | "const" | "default" | "examples" | "example" => self.value_keyword(schema, key, value),
            "title" => schema.title = self.as_prose(value, key).map(String::into_boxed_str),
            "description" => schema.description = self.as_prose(value, key).map(String::into_boxed_str),
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
            "enum" => schema.enumeration = value.node.as_list().map(Into::into),
            "examples" => schema.examples = self.listed_examples(value).into(),
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
            "minProperties" => object.fill().min_properties = self.count(value, key),
            "maxProperties" => object.fill().max_properties = self.count(value, key),
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
            "minContains" => array.fill().min_contains = self.count(value, key),
            "maxContains" => array.fill().max_contains = self.count(value, key),
            "minItems" => array.fill().min_items = self.count(value, key),
            "maxItems" => array.fill().max_items = self.count(value, key),
            "uniqueItems" => array.fill().unique_items = self.flag(at, key),
            _ => {}
        }
    }

    fn string_keyword(&mut self, schema: &mut Schema, key: &str, value: Place<'t>) {
        let string = &mut schema.string;
        match key {
            "minLength" => string.fill().min_length = self.count(value, key),
            "maxLength" => string.fill().max_length = self.count(value, key),
            "pattern" => string.fill().pattern = self.constraint_text(value, key),
            "contentEncoding" => string.fill().content_encoding = self.constraint_text(value, key),
            "contentMediaType" => string.fill().content_media_type = self.constraint_text(value, key),
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
        self.number_within(at, key, "a number", |_| true)
    }

    /// A count: a whole number from 0.
    fn count(&mut self, at: Place<'t>, key: &str) -> Option<u64> {
        let count = |number: &Number| u64::try_from(number.as_i128()?).ok();
        count(&self.number_within(at, key, "a whole number from 0", |number| count(number).is_some())?)
    }

    /// A number that fits, also in quotes, which is told.
    fn number_within(
        &mut self,
        at: Place<'t>,
        key: &str,
        expected: &str,
        fits: impl Fn(&Number) -> bool,
    ) -> Option<Number> {
        let quoted = || Number::of_text(at.node.as_str()?.trim());
        let number = at.node.as_number().cloned().or_else(quoted).filter(fits);
        match &number {
            None => self.constraint_left_out(at.node, key, expected),
            Some(number) if at.node.as_number().is_none() => {
                let message = format!("`{key}` must be {expected}, not a string");
                self.read_as_meant(at.node, message, format!("write `{}`, without quotes", number.text()));
            }
            Some(_) => {}
        }
        number
    }

    /// A text that only restricts or annotates values.
    fn constraint_text(&mut self, at: Place<'t>, key: &str) -> Option<String> {
        match &at.node.value {
            Value::List(_) | Value::Map(_) => {
                self.constraint_left_out(at.node, key, "a string");
                None
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => self.as_text(at, key),
        }
    }

    /// Tells that a keyword which only restricts or annotates values cannot be read.
    fn constraint_left_out(&mut self, node: &Node, key: &str, expected: &str) {
        if node.value == Value::Null {
            return self.wrong_type(node, key, expected);
        }
        let message = format!("`{key}` must be {expected}, not {}", given(node));
        self.tell_with_help(&code::CONSTRAINT_LEFT_OUT, node.span(), message, "it is left out; correct its value");
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
                None => self.unknown_type(place, &text).into_iter().for_each(|ty| types.insert(ty)),
            }
        }
        types
    }

    /// What a word that is no type is meant to be.
    fn unknown_type(&mut self, at: Place<'t>, given: &str) -> Option<JsonType> {
        let synonym = SYNONYMS.iter().find(|(word, ..)| given.eq_ignore_ascii_case(word));
        let meant = synonym.map(|(_, ty, written)| (*ty, (*written).to_owned()));
        let own = JsonType::ALL.into_iter().find(|ty| given.eq_ignore_ascii_case(ty.word()));
        let Some((ty, written)) = meant.or_else(|| own.map(|ty| (ty, format!("type: {}", ty.word())))) else {
            self.invalid_value(at, "type", given, &JsonType::ALL.map(JsonType::word));
            return None;
        };
        let message = format!("`{given}` is not a value of `type`, and is read as `{}`", ty.word());
        self.read_as_meant(at.node, message, format!("write `{written}`"));
        Some(ty)
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
            let help = "it is left out; list the property's name in the `required` of the object that has the property";
            self.tell_with_help(&code::CONSTRAINT_LEFT_OUT, at.span(), message, help);
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

/// Whether a keyword that shapes the type holds what it is made of.
fn holds_parts(value: &Node, key: &str) -> bool {
    match key {
        "properties" => value.as_map().is_some() || value.as_list().is_some_and(<[Node]>::is_empty),
        _ => value.as_list().is_some(),
    }
}

//! Schemas of either version.
//!
//! Takes schemas by id; gives a reference for one that has a name, its contents for any other. Promises that what is
//! recursive has a name, so that writing ends. Never writes the same schema twice.

mod v3_0;
mod v3_1;

use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaData, SchemaKind};
use serde_json::Value as Json;

use super::exporter::{ExportVersion, Exporter, Fields};
use crate::document::{self, Discriminator, JsonType, SchemaId, XmlNodeType};
use crate::source::Provenance;

/// Keywords whose schemas say themselves how they came to be known.
const HOLDERS: [&str; 8] =
    ["properties", "items", "allOf", "anyOf", "oneOf", "additionalProperties", "patternProperties", "required"];

impl Exporter<'_> {
    /// The schema where it is used.
    pub(super) fn schema(&mut self, id: SchemaId, around: Provenance) -> ReferenceOr<Schema> {
        match self.names.reference(id) {
            Some(reference) => ReferenceOr::Reference { reference },
            None => self.written(id, around),
        }
    }

    /// The schema where it is declared.
    pub(super) fn schema_contents(&mut self, id: SchemaId) -> ReferenceOr<Schema> {
        self.written(id, Provenance::Document)
    }

    fn written(&mut self, id: SchemaId, around: Provenance) -> ReferenceOr<Schema> {
        let schema = self.schemas.get(id);
        if let Some(reference) = schema.reference.filter(|_| is_bare_reference(schema))
            && let Some(reference) = self.names.reference(reference)
        {
            return ReferenceOr::Reference { reference };
        }
        ReferenceOr::Item(match self.version {
            ExportVersion::V3_0 => self.schema_3_0(schema, around),
            ExportVersion::V3_1 => of_fields(self.schema_3_1(schema, around)),
        })
    }

    /// `x-specwright` of a schema, with the keywords that are known in another way than the schema.
    fn schema_extension(&self, schema: &document::Schema, around: Provenance) -> Fields {
        let mut fields = self.extension(&schema.extension, schema.origin, around);
        let others = schema.keyword_provenance.iter().filter(|(keyword, _)| !HOLDERS.contains(&&**keyword));
        let keywords: serde_json::Map<_, _> =
            others.map(|(keyword, provenance)| (keyword.to_string(), provenance.word().into())).collect();
        if !keywords.is_empty() {
            let own = fields.entry("x-specwright".to_owned()).or_insert_with(|| Json::Object(serde_json::Map::new()));
            if let Json::Object(own) = own {
                own.insert("keywords".to_owned(), Json::Object(keywords));
            }
        }
        fields
    }

    fn mapping(&self, discriminator: &Discriminator) -> indexmap::IndexMap<String, String> {
        let mapping = discriminator.mapping.iter();
        mapping.filter_map(|(tag, id)| Some((tag.clone(), self.names.reference(*id)?))).collect()
    }
}

/// A schema of `openapiv3` that writes these fields and no other.
fn of_fields(fields: Fields) -> Schema {
    let schema_data = SchemaData { extensions: fields, ..SchemaData::default() };
    Schema { schema_data, schema_kind: SchemaKind::Any(AnySchema::default()) }
}

/// Whether a schema is `$ref` and says nothing beside it.
fn is_bare_reference(schema: &document::Schema) -> bool {
    let document::Schema {
        origin: _,
        component: _,
        reference_unsure: _,
        unread: _,
        reference: _,
        boolean,
        types,
        format,
        enumeration,
        enumeration_names: _,
        enumeration_descriptions: _,
        constant,
        default,
        examples,
        title,
        description,
        deprecated,
        sunset,
        read_only,
        write_only,
        object: _,
        array: _,
        string: _,
        number: _,
        all_of,
        any_of,
        one_of,
        not,
        conditional,
        discriminator,
        xml,
        external_docs,
        extension,
        keyword_provenance: _,
    } = schema;
    let says = boolean.is_some() || enumeration.is_some() || constant.is_some() || format.is_some();
    let documents = title.is_some() || description.is_some() || default.is_some() || external_docs.is_some();
    let flags = *deprecated || *read_only || *write_only || !sunset.is_empty();
    let combines = [all_of, any_of, one_of].iter().any(|list| !list.is_empty()) || not.is_some();
    let rest = conditional.is_some() || discriminator.is_some() || xml.is_some() || extension.is_some();
    let keywords = !types.is_empty() || !examples.is_empty() || has_typed_keywords(schema);
    !(says || documents || flags || combines || rest || keywords)
}

/// Whether a schema has a keyword that says something about objects, arrays, strings or numbers.
fn has_typed_keywords(schema: &document::Schema) -> bool {
    [JsonType::Object, JsonType::Array, JsonType::String, JsonType::Number].iter().any(|ty| says_of(schema, *ty))
}

/// Whether a schema has a keyword about values of another type than this.
fn says_of_others(schema: &document::Schema, ty: JsonType) -> bool {
    let ty = if ty == JsonType::Integer { JsonType::Number } else { ty };
    let all = [JsonType::Object, JsonType::Array, JsonType::String, JsonType::Number];
    all.into_iter().filter(|it| *it != ty).any(|it| says_of(schema, it))
}

/// Whether a schema has a keyword about values of a type.
fn says_of(schema: &document::Schema, ty: JsonType) -> bool {
    let document::Schema { object, array, string, number, .. } = schema;
    match ty {
        JsonType::Object => {
            !object.properties.is_empty()
                || !object.required.is_empty()
                || !object.pattern_properties.is_empty()
                || !object.dependent_required.is_empty()
                || !object.dependent_schemas.is_empty()
                || [object.additional_properties, object.unevaluated_properties, object.property_names]
                    .iter()
                    .any(Option::is_some)
                || object.min_properties.or(object.max_properties).is_some()
        }
        JsonType::Array => {
            [array.items, array.contains, array.unevaluated_items].iter().any(Option::is_some)
                || !array.prefix_items.is_empty()
                || array.unique_items
                || [array.min_contains, array.max_contains, array.min_items, array.max_items]
                    .iter()
                    .any(Option::is_some)
        }
        JsonType::String => {
            string.min_length.or(string.max_length).is_some()
                || [&string.pattern, &string.content_encoding, &string.content_media_type]
                    .iter()
                    .any(|text| text.is_some())
                || string.content_schema.is_some()
        }
        JsonType::Number | JsonType::Integer => {
            let bounds = [&number.minimum, &number.maximum, &number.exclusive_minimum, &number.exclusive_maximum];
            bounds.iter().any(|bound| bound.is_some()) || number.multiple_of.is_some()
        }
        JsonType::Boolean | JsonType::Null => false,
    }
}

/// `x-enum-varnames`, `x-enum-descriptions` and `x-sunset`.
fn known_extensions(schema: &document::Schema, fields: &mut Fields) {
    for (key, texts) in
        [("x-enum-varnames", &schema.enumeration_names), ("x-enum-descriptions", &schema.enumeration_descriptions)]
    {
        if !texts.is_empty() {
            fields.insert(key.to_owned(), texts.as_slice().into());
        }
    }
    if !schema.sunset.is_empty() {
        fields.insert("x-sunset".to_owned(), schema.sunset.as_str().into());
    }
}

/// XML Object, in the fields that both versions have.
fn xml(xml: &document::Xml) -> Json {
    let mut written = serde_json::Map::new();
    for (key, text) in [("name", &xml.name), ("namespace", &xml.namespace), ("prefix", &xml.prefix)] {
        written.extend(text.iter().map(|text| (key.to_owned(), text.as_str().into())));
    }
    for (key, node_type) in [("attribute", XmlNodeType::Attribute), ("wrapped", XmlNodeType::Element)] {
        let flag = xml.node_type == Some(node_type);
        written.extend(flag.then(|| (key.to_owned(), true.into())));
    }
    Json::Object(written)
}

//! Schema Object (JSON Schema draft 2020-12 with OpenAPI's vocabulary), in a table.
//!
//! Holds data and no pass. Absent keywords are `None` or empty; nothing is merged or simplified here.

use super::{Extension, ExternalDocs, JsonTypes};
use crate::node::{Node, Number};
use crate::source::{Origin, Provenance};
use crate::sparse::{Empty, Sparse};
use crate::vocabulary::XmlNodeType;
use std::num::NonZeroU32;

/// Names one schema of a [`SchemaTable`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaId(NonZeroU32);

impl SchemaId {
    /// The one at that position; beyond 32 bits, which no budget allows, all are one.
    fn at(index: usize) -> Self {
        let counted = u32::try_from(index).ok().and_then(|index| NonZeroU32::MIN.checked_add(index));
        Self(counted.unwrap_or(NonZeroU32::MAX))
    }

    /// Its position in the table.
    pub fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// Every schema of a document. Ids stay valid: nothing is ever removed.
#[derive(Debug, Clone, Default)]
pub struct SchemaTable {
    /// Runs of [`RUN`] schemas: a table in one piece would be copied, and be there twice, whenever it grows.
    runs: Vec<Vec<Schema>>,
}

const RUN: usize = 1024;

impl SchemaTable {
    /// Adds a schema (a placeholder first, its contents later by [`SchemaTable::set`]).
    pub fn add(&mut self, schema: Schema) -> SchemaId {
        let id = SchemaId::at(self.len());
        match self.runs.last_mut() {
            Some(run) if run.len() < RUN => run.push(schema),
            Some(_) => {
                let mut run = Vec::with_capacity(RUN);
                run.push(schema);
                self.runs.push(run);
            }
            // Most documents have fewer than one run.
            None => self.runs.push(vec![schema]),
        }
        id
    }

    /// Replaces a schema.
    pub fn set(&mut self, id: SchemaId, schema: Schema) {
        if let Some(slot) = self.get_mut(id) {
            *slot = schema;
        }
    }

    /// The schema of that id; ids come only from this table, so it is always there.
    #[allow(clippy::indexing_slicing, reason = "an id is only made by `add`, and nothing is removed")]
    pub fn get(&self, id: SchemaId) -> &Schema {
        &self.runs[id.index() / RUN][id.index() % RUN]
    }

    /// The schema of that id, to change.
    pub fn get_mut(&mut self, id: SchemaId) -> Option<&mut Schema> {
        self.runs.get_mut(id.index() / RUN)?.get_mut(id.index() % RUN)
    }

    /// All schemas with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (SchemaId, &Schema)> {
        self.runs.iter().flatten().enumerate().map(|(index, schema)| (SchemaId::at(index), schema))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.runs.last().map_or(0, |last| (self.runs.len() - 1) * RUN + last.len())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }
}

/// One schema as written. A document may have a million of them, most of which say little: what is rare is behind a pointer.
#[derive(Debug, Clone)]
pub struct Schema {
    /// Where it stands.
    pub origin: Origin,
    /// Its key under `components/schemas`, `definitions` or `$defs`; `None` for inline schemas.
    pub component: Option<Box<str>>,
    /// `$ref` or `$dynamicRef`, resolved. Siblings stand beside it.
    pub reference: Option<SchemaId>,
    /// Whether a `$ref` leads nowhere, or where it leads depends on who refers to the schema (`$dynamicRef`).
    pub reference_unsure: bool,
    /// Why what the schema says is not all known, where it is not.
    pub unread: Option<Unread>,
    /// A boolean schema.
    pub boolean: Option<bool>,
    /// `type`; empty set for none.
    pub types: JsonTypes,
    /// `format`
    pub format: Option<Box<str>>,
    /// `enum`; `Some` of nothing for an empty one.
    pub enumeration: Option<Box<[Node]>>,
    /// `x-enum-varnames`, `x-enumNames` and the like, in step with `enum`; empty if absent.
    pub enumeration_names: Sparse<Vec<String>>,
    /// `x-enum-descriptions`, in step with `enum`; empty if absent.
    pub enumeration_descriptions: Sparse<Vec<String>>,
    /// `const`
    pub constant: Option<Box<Node>>,
    /// `default`
    pub default: Option<Box<Node>>,
    /// `examples`, and `example` as its only one.
    pub examples: Sparse<Vec<Node>>,
    /// `title`
    pub title: Option<Box<str>>,
    /// `description`
    pub description: Option<Box<str>>,
    /// `deprecated`
    pub deprecated: bool,
    /// `x-sunset`: the date on which it ends, as in `2027-01-31`; empty if absent.
    pub sunset: Sparse<String>,
    /// `readOnly`
    pub read_only: bool,
    /// `writeOnly`
    pub write_only: bool,
    /// Keywords of objects.
    pub object: Sparse<ObjectKeywords>,
    /// Keywords of arrays.
    pub array: Sparse<ArrayKeywords>,
    /// Keywords of strings.
    pub string: Sparse<StringKeywords>,
    /// Keywords of numbers.
    pub number: Sparse<NumberKeywords>,
    /// `allOf`
    pub all_of: Sparse<Vec<SchemaId>>,
    /// `anyOf`
    pub any_of: Sparse<Vec<SchemaId>>,
    /// `oneOf`
    pub one_of: Sparse<Vec<SchemaId>>,
    /// `not`
    pub not: Option<SchemaId>,
    /// `if`, `then`, `else`
    pub conditional: Option<Box<Conditional>>,
    /// `discriminator`
    pub discriminator: Option<Box<Discriminator>>,
    /// `xml`
    pub xml: Option<Box<Xml>>,
    /// `externalDocs`
    pub external_docs: Option<Box<ExternalDocs>>,
    /// `x-specwright`: `name`, `type`, `secret`, `notes`.
    pub extension: Extension,
    /// Keywords whose provenance differs from that of the schema itself: (`type`, Example).
    pub keyword_provenance: Sparse<Vec<(Box<str>, Provenance)>>,
}

/// Why a schema says more than is known of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// A `$ref` leads nowhere.
    Reference,
    /// Its `type` is no word of JSON Schema.
    Type,
    /// A keyword that shapes the type holds what it cannot hold.
    Keyword,
    /// It is neither a map nor a boolean.
    Shape,
    /// It lies beyond the budget of schemas.
    Beyond,
}

impl Schema {
    /// A schema that says nothing.
    pub fn empty(origin: Origin) -> Self {
        Self {
            origin,
            component: None,
            reference: None,
            reference_unsure: false,
            unread: None,
            boolean: None,
            types: JsonTypes::default(),
            format: None,
            enumeration: None,
            enumeration_names: Sparse::default(),
            enumeration_descriptions: Sparse::default(),
            constant: None,
            default: None,
            examples: Sparse::default(),
            title: None,
            description: None,
            deprecated: false,
            sunset: Sparse::default(),
            read_only: false,
            write_only: false,
            object: Sparse::default(),
            array: Sparse::default(),
            string: Sparse::default(),
            number: Sparse::default(),
            all_of: Sparse::default(),
            any_of: Sparse::default(),
            one_of: Sparse::default(),
            not: None,
            conditional: None,
            discriminator: None,
            xml: None,
            external_docs: None,
            extension: None,
            keyword_provenance: Sparse::default(),
        }
    }

    /// How a keyword came to be known.
    pub fn provenance_of(&self, keyword: &str) -> Provenance {
        let own = self.keyword_provenance.iter().find(|(name, _)| &**name == keyword);
        own.map_or(self.origin.provenance, |(_, provenance)| *provenance)
    }
}

/// Keywords that say something about objects.
#[derive(Debug, Clone)]
pub struct ObjectKeywords {
    /// `properties`, in the order of the source.
    pub properties: Vec<Property>,
    /// `required`
    pub required: Vec<Required>,
    /// `additionalProperties`
    pub additional_properties: Option<SchemaId>,
    /// `unevaluatedProperties`
    pub unevaluated_properties: Option<SchemaId>,
    /// `patternProperties`
    pub pattern_properties: Vec<(String, SchemaId)>,
    /// `propertyNames`
    pub property_names: Option<SchemaId>,
    /// `dependentRequired`
    pub dependent_required: Vec<(String, Vec<String>)>,
    /// `dependentSchemas`
    pub dependent_schemas: Vec<(String, SchemaId)>,
    /// `minProperties`
    pub min_properties: Option<u64>,
    /// `maxProperties`
    pub max_properties: Option<u64>,
}

impl Empty for ObjectKeywords {
    const EMPTY: &Self = &Self {
        properties: Vec::new(),
        required: Vec::new(),
        additional_properties: None,
        unevaluated_properties: None,
        pattern_properties: Vec::new(),
        property_names: None,
        dependent_required: Vec::new(),
        dependent_schemas: Vec::new(),
        min_properties: None,
        max_properties: None,
    };
}

/// One entry of `properties`.
#[derive(Debug, Clone)]
pub struct Property {
    /// The key.
    pub name: Box<str>,
    /// Its schema.
    pub schema: SchemaId,
    /// Where the key stands, and how it is known that the property exists.
    pub origin: Origin,
}

/// One entry of `required`.
#[derive(Debug, Clone)]
pub struct Required {
    /// The property's key.
    pub name: Box<str>,
    /// Where it is said.
    pub origin: Origin,
}

/// Keywords that say something about arrays.
#[derive(Debug, Clone)]
pub struct ArrayKeywords {
    /// `items`
    pub items: Option<SchemaId>,
    /// `prefixItems`
    pub prefix_items: Vec<SchemaId>,
    /// `contains`
    pub contains: Option<SchemaId>,
    /// `unevaluatedItems`
    pub unevaluated_items: Option<SchemaId>,
    /// `minContains`
    pub min_contains: Option<u64>,
    /// `maxContains`
    pub max_contains: Option<u64>,
    /// `minItems`
    pub min_items: Option<u64>,
    /// `maxItems`
    pub max_items: Option<u64>,
    /// `uniqueItems`
    pub unique_items: bool,
}

impl Empty for ArrayKeywords {
    const EMPTY: &Self = &Self {
        items: None,
        prefix_items: Vec::new(),
        contains: None,
        unevaluated_items: None,
        min_contains: None,
        max_contains: None,
        min_items: None,
        max_items: None,
        unique_items: false,
    };
}

/// Keywords that say something about strings.
#[derive(Debug, Clone)]
pub struct StringKeywords {
    /// `minLength`
    pub min_length: Option<u64>,
    /// `maxLength`
    pub max_length: Option<u64>,
    /// `pattern`, ECMA-262.
    pub pattern: Option<String>,
    /// `contentEncoding`
    pub content_encoding: Option<String>,
    /// `contentMediaType`
    pub content_media_type: Option<String>,
    /// `contentSchema`
    pub content_schema: Option<SchemaId>,
}

impl Empty for StringKeywords {
    const EMPTY: &Self = &Self {
        min_length: None,
        max_length: None,
        pattern: None,
        content_encoding: None,
        content_media_type: None,
        content_schema: None,
    };
}

/// Keywords that say something about numbers.
#[derive(Debug, Clone)]
pub struct NumberKeywords {
    /// `minimum`
    pub minimum: Option<Number>,
    /// `maximum`
    pub maximum: Option<Number>,
    /// `exclusiveMinimum`
    pub exclusive_minimum: Option<Number>,
    /// `exclusiveMaximum`
    pub exclusive_maximum: Option<Number>,
    /// `multipleOf`
    pub multiple_of: Option<Number>,
}

impl Empty for NumberKeywords {
    const EMPTY: &Self =
        &Self { minimum: None, maximum: None, exclusive_minimum: None, exclusive_maximum: None, multiple_of: None };
}

/// `if`, `then`, `else`.
#[derive(Debug, Clone)]
pub struct Conditional {
    /// `if`
    pub condition: SchemaId,
    /// `then`
    pub then: Option<SchemaId>,
    /// `else`
    pub otherwise: Option<SchemaId>,
}

/// Discriminator Object.
#[derive(Debug, Clone)]
pub struct Discriminator {
    /// `propertyName`
    pub property: String,
    /// `mapping`: tag value to schema.
    pub mapping: Vec<(String, SchemaId)>,
    /// `defaultMapping` (3.2)
    pub default_mapping: Option<SchemaId>,
    /// Where it stands.
    pub origin: Origin,
}

/// XML Object.
#[derive(Debug, Clone, Default)]
pub struct Xml {
    /// `name`
    pub name: Option<String>,
    /// `namespace`
    pub namespace: Option<String>,
    /// `prefix`
    pub prefix: Option<String>,
    /// `nodeType`; of older versions `attribute: true` and `wrapped: true`, which is an element
    pub node_type: Option<XmlNodeType>,
}

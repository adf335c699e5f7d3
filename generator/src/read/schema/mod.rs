//! Schema Objects.
//!
//! Takes places where schemas stand; gives each its id at once and its contents later, in the order of the ids, so that
//! circles need no special case and no depth of nesting costs stack. Promises one id for one place, whatever refers to
//! it. Never merges, simplifies or judges what a schema says.

mod discriminator;
mod enumeration;
mod keyword;
mod xml;

use super::place::Place;
use super::reader::Reader;
use crate::budget::Budget;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::code::read as code;
use crate::diagnostic::code::read::TOO_MANY_SCHEMAS;
use crate::document::{Schema, SchemaId, Unread};
use crate::node::Value;
use crate::read::field::sunset;

impl<'t> Reader<'t, '_> {
    /// The id of the schema at `at`.
    pub(super) fn schema(&mut self, at: Place<'t>) -> SchemaId {
        self.named_schema(at, None)
    }

    /// The id of the schema at `at`, which is known by a name.
    pub(super) fn named_schema(&mut self, at: Place<'t>, name: Option<String>) -> SchemaId {
        if let Some(id) = self.schema_ids.get(&at.identity()) {
            return *id;
        }
        if let Some(beyond) = self.schema_beyond(at) {
            return beyond;
        }
        let id = self.schemas.add(Schema { component: name.map(String::into_boxed_str), ..Schema::empty(at.origin()) });
        self.schema_ids.insert(at.identity(), id);
        self.unread_schemas.push_back((id, at));
        id
    }

    /// What stands for every schema beyond as many as there may be: one that allows everything.
    fn schema_beyond(&mut self, at: Place<'t>) -> Option<SchemaId> {
        let most = self.budget(Budget::Definitions);
        if self.schemas.len() < most {
            return None;
        }
        if self.beyond.is_none() {
            let message = format!("there are more than {most} schemas");
            self.diagnostics.report(
                Diagnostic::new(&TOO_MANY_SCHEMAS, at.span(), message)
                    .exhausted(Budget::Definitions, self.diagnostics.budgets()),
            );
            self.beyond = Some(self.schemas.add(Schema { unread: Some(Unread::Beyond), ..Schema::empty(at.origin()) }));
        }
        self.beyond
    }

    /// Gives every schema met so far, and every one met thereby, its contents.
    pub(super) fn read_schemas(&mut self) {
        while let Some((id, at)) = self.unread_schemas.pop_front() {
            let component = self.schemas.get(id).component.clone();
            let schema = self.schema_contents(at, component);
            self.schemas.set(id, schema);
        }
    }

    fn schema_contents(&mut self, at: Place<'t>, component: Option<Box<str>>) -> Schema {
        let mut schema = Schema { component, ..Schema::empty(at.origin()) };
        if at.node.as_list().is_some_and(<[_]>::is_empty) {
            self.map(at, "a schema");
            return schema;
        }
        let Value::Map(map) = &at.node.value else {
            match at.node.as_bool() {
                Some(value) => schema.boolean = Some(value),
                None => {
                    schema.unread = Some(Unread::Shape);
                    self.no_schema(at);
                }
            }
            return schema;
        };
        // A schema with an `$id` is what `#` means below it.
        let at = if map.get("$id").is_some() { Place { resource: at.node, ..at } } else { at };
        for entry in map.iter() {
            let value = at.with(&entry.value);
            if value.origin().provenance != schema.origin.provenance {
                schema.keyword_provenance.fill().push((entry.key.clone(), value.origin().provenance));
            }
            self.keyword(&mut schema, at, &entry.key, value);
        }
        self.enumeration_extensions(&mut schema, at);
        schema.sunset = sunset(at).unwrap_or_default().into();
        schema.external_docs = self.external_docs(at).map(Box::new);
        schema.extension = self.extension(at);
        schema
    }

    /// `jsonSchemaDialect`: schemas are read as JSON Schema 2020-12 with OpenAPI's keywords, whatever it names.
    pub(super) fn check_dialect(&mut self, at: Place<'t>) {
        const KNOWN: [&str; 2] = ["https://spec.openapis.org/oas/3.", "https://json-schema.org/draft/2020-12/schema"];
        let Some(dialect) = self.text(at, "jsonSchemaDialect") else { return };
        if !KNOWN.iter().any(|known| dialect.starts_with(known)) {
            let message = format!("schemas are not read in the dialect `{dialect}`");
            let help = "see whether they mean the same in JSON Schema 2020-12";
            let span = at.get("jsonSchemaDialect").map_or(at.span(), Place::span);
            self.tell_with_help(&code::UNKNOWN_DIALECT, span, message, help);
        }
    }

    fn no_schema(&mut self, at: Place<'t>) {
        let (code, help) = match &at.node.value {
            Value::Null => (&code::NULL_READ_AS_ABSENT, "write `{}` for a schema that allows everything"),
            Value::List(_) => {
                (&code::WRONG_TYPE, "lists of schemas stand under `prefixItems`, `allOf`, `anyOf` and `oneOf`")
            }
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Map(_) => {
                (&code::WRONG_TYPE, "write `{type: …}`, or `$ref` to name another schema")
            }
        };
        let message = format!("a schema must be a map or a boolean, not {}", at.node.kind());
        self.tell_with_help(code, at.span(), message, help);
    }
}

//! A document as OpenAPI text, written through `openapiv3`.
//!
//! Takes a [`Document`]; gives YAML of OpenAPI 3.0 or 3.1. Promises the same text for the same document, components by
//! their names, and to tell everything that the version has no words for. Never changes what a schema says in silence.
//!
//! `openapiv3` models 3.0. What 3.1 adds goes where it puts extensions, which it writes as any other field; so both
//! versions share all objects but schemas.

mod content;
mod info;
mod name;
mod parameter;
mod path;
mod schema;
mod security;
mod written;

use crate::node::Node;
use std::cell::RefCell;
use std::collections::BTreeMap;

use indexmap::IndexMap;
use openapiv3::{Components, OpenAPI};

use crate::diagnostic::{Diagnostic, Diagnostics, code::export as code};
use crate::document::{Document, Extension, SchemaId, SchemaTable};
use crate::source::{Origin, Provenance, Span};

/// The versions that can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExportVersion {
    /// OpenAPI 3.0
    V3_0,
    /// OpenAPI 3.1
    V3_1,
}

impl ExportVersion {
    /// The patch version written.
    fn number(self) -> &'static str {
        match self {
            Self::V3_0 => "3.0.4",
            Self::V3_1 => "3.1.1",
        }
    }
}

/// The OpenAPI document as YAML.
pub fn export(document: &Document, version: ExportVersion, diagnostics: &mut Diagnostics) -> String {
    let exporter = RefCell::new(Exporter::new(document, version));
    // Writing to a string fails only for values that have no YAML form, and all of these have one.
    let text = serde_yaml::to_string(&written::Whole(&exporter)).unwrap_or_default();
    exporter.into_inner().report(diagnostics);
    text
}

/// What writing one document keeps in hand.
struct Exporter<'d> {
    document: &'d Document,
    schemas: &'d SchemaTable,
    version: ExportVersion,
    names: name::Names,
    /// What was lost, with its first place and how often.
    losses: BTreeMap<&'static str, (Span, usize)>,
}

/// Fields beyond those that `openapiv3` knows.
type Fields = IndexMap<String, serde_json::Value>;

impl<'d> Exporter<'d> {
    fn new(document: &'d Document, version: ExportVersion) -> Self {
        let names = name::Names::of(&document.schemas);
        Self { document, schemas: &document.schemas, version, names, losses: BTreeMap::new() }
    }

    /// The document without its paths and components.
    fn top(&mut self) -> OpenAPI {
        let document = self.document;
        let security = self.shared_security();
        let mut extensions = Fields::new();
        self.webhooks(&mut extensions);
        extensions.extend(self.extension(&document.extension, document.info.origin, document.info.origin.provenance));
        OpenAPI {
            openapi: self.version.number().to_owned(),
            info: self.info(),
            servers: document.servers.iter().map(|server| self.server(server)).collect(),
            security,
            tags: document.tags.iter().map(|tag| self.tag(tag)).collect(),
            external_docs: document.external_docs.as_ref().map(info::external_docs),
            extensions,
            ..OpenAPI::default()
        }
    }

    /// The schemas that have names, and the components beside them.
    fn components(&mut self) -> (Vec<(SchemaId, String)>, Components) {
        let mut components = Components::default();
        self.security_schemes(&mut components);
        (self.names.in_order(), components)
    }

    /// Remembers that something has no words in this version.
    fn lose(&mut self, what: &'static str, span: Span) {
        self.losses.entry(what).or_insert((span, 0)).1 += 1;
    }

    fn report(self, diagnostics: &mut Diagnostics) {
        let version = match self.version {
            ExportVersion::V3_0 => "3.0",
            ExportVersion::V3_1 => "3.1",
        };
        for (what, (span, places)) in self.losses {
            let more = if places > 1 { format!(" ({places} places, this is the first)") } else { String::new() };
            let message = format!("{what} cannot be written in OpenAPI {version}{more}");
            let diagnostic = Diagnostic::new(&code::EXPORT_LOSS, span, message);
            diagnostics.report(match self.version {
                ExportVersion::V3_0 => diagnostic.help("see whether `--version 3.1` keeps it"),
                ExportVersion::V3_1 => diagnostic,
            });
        }
    }

    /// `x-specwright` of an object: what it had, and how the object came to be known if not as what holds it did.
    fn extension(&self, extension: &Extension, origin: Origin, around: Provenance) -> Fields {
        let mut own = match extension.as_deref().map(Node::to_json) {
            Some(serde_json::Value::Object(map)) => map,
            _ => serde_json::Map::new(),
        };
        if origin.provenance != around {
            own.insert("provenance".to_owned(), origin.provenance.word().into());
        }
        let mut fields = Fields::new();
        if !own.is_empty() {
            fields.insert("x-specwright".to_owned(), serde_json::Value::Object(own));
        }
        fields
    }

    fn is_3_0(&self) -> bool {
        self.version == ExportVersion::V3_0
    }
}

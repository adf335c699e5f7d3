//! A document as OpenAPI text, written through `openapiv3`.
//!
//! Takes a [`Document`]; gives YAML of OpenAPI 3.0 or 3.1. Promises the same text for the same document, components by
//! their names, and to tell everything that the version has no words for. Never changes what a schema says in silence.
//!
//! `openapiv3` models 3.0. What 3.1 adds goes where it puts extensions, which it writes as any other field; so both
//! versions share all objects but schemas.

mod content;
mod exporter;
mod info;
mod name;
mod parameter;
mod path;
mod schema;
mod security;
mod written;

pub use exporter::ExportVersion;

use exporter::{Exporter, Fields};
use std::cell::RefCell;

use openapiv3::{Components, OpenAPI};

use crate::diagnostic::Diagnostics;
use crate::document::{Document, SchemaId};

/// The OpenAPI document as YAML.
pub fn export(document: &Document, version: ExportVersion, diagnostics: &mut Diagnostics) -> String {
    let exporter = RefCell::new(Exporter::new(document, version));
    // Writing to a string fails only for values that have no YAML form, and all of these have one.
    let text = serde_yaml::to_string(&written::Whole(&exporter)).unwrap_or_default();
    exporter.into_inner().report(diagnostics);
    text
}

impl Exporter<'_> {
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
}

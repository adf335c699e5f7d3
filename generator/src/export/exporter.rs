//! What writing one document keeps in hand.
//!
//! Takes a document; gives its schemas, their names, and a list of what the version has no words for. Never writes.

use super::name::Names;
use crate::diagnostic::{Diagnostic, Diagnostics, code::export as code};
use crate::document::{Document, Extension, SchemaTable};
use crate::node::Node;
use crate::source::{Origin, Provenance, Span};
use indexmap::IndexMap;
use std::collections::BTreeMap;

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
    pub(super) fn number(self) -> &'static str {
        match self {
            Self::V3_0 => "3.0.4",
            Self::V3_1 => "3.1.1",
        }
    }
}

/// What writing one document keeps in hand.
pub(super) struct Exporter<'d> {
    pub(super) document: &'d Document,
    pub(super) schemas: &'d SchemaTable,
    pub(super) version: ExportVersion,
    pub(super) names: Names,
    /// What was lost, with its first place and how often.
    pub(super) losses: BTreeMap<&'static str, (Span, usize)>,
}

/// Fields beyond those that `openapiv3` knows.
pub(super) type Fields = IndexMap<String, serde_json::Value>;

impl<'d> Exporter<'d> {
    pub(super) fn new(document: &'d Document, version: ExportVersion) -> Self {
        let names = Names::of(&document.schemas);
        Self { document, schemas: &document.schemas, version, names, losses: BTreeMap::new() }
    }

    /// Remembers that something has no words in this version.
    pub(super) fn lose(&mut self, what: &'static str, span: Span) {
        self.losses.entry(what).or_insert((span, 0)).1 += 1;
    }

    pub(super) fn report(self, diagnostics: &mut Diagnostics) {
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
    pub(super) fn extension(&self, extension: &Extension, origin: Origin, around: Provenance) -> Fields {
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

    pub(super) fn is_3_0(&self) -> bool {
        self.version == ExportVersion::V3_0
    }
}

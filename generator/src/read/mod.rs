//! A raised tree to a [`Document`].
//!
//! Takes the trees of a description in the newest shape (see [`crate::upgrade`]); gives the document with every
//! `$ref` resolved and every schema once in its table. Promises to read what is sound around every fault, to tell each
//! fault at its byte, and to take time linear in the input. Never loads a file and never merges or simplifies a schema.

mod anchor;
mod components;
mod content;
mod cycle;
mod example;
mod field;
mod info;
mod key;
mod link;
mod operation;
mod parameter;
mod path;
mod place;
mod reference;
mod response;
mod schema;
mod security;
mod server;
mod suggest;
mod tag;
mod template;
#[cfg(test)]
mod tests;
mod uri;

use std::collections::{HashMap, HashSet};

use crate::budget::Budget;
use crate::diagnostic::code::read::SECURITY_UNDECLARED;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::structure::ObjectKind;
use crate::document::{Document, PathItem, SchemaId, SchemaTable, Security, SecurityScheme};
use crate::node::Node;
use crate::source::{SourceId, Span};
use crate::tree::Trees;

use place::Place;

/// Reads the description whose entry document is the file `root`.
///
/// `None`, and told, where that file is not there or is not a map.
pub fn read(root: SourceId, trees: &Trees, diagnostics: &mut Diagnostics) -> Option<Document> {
    let at = Place::root(root, trees)?;
    let mut reader = Reader::new(at, trees, diagnostics);
    reader.document(at)
}

/// What reading one description keeps in hand.
struct Reader<'t, 'd> {
    trees: &'t Trees,
    root: Place<'t>,
    /// The version declared.
    version: (u32, u32),
    diagnostics: &'d mut Diagnostics,
    schemas: SchemaTable,
    /// The id of each schema met, by the node it stands at. Only looked up, never walked.
    schema_ids: HashMap<*const Node, SchemaId>,
    /// What stands for schemas beyond their budget.
    beyond: Option<SchemaId>,
    /// Schemas that have an id and no contents yet, in the order of their ids.
    unread_schemas: std::collections::VecDeque<(SchemaId, Place<'t>)>,
    references: reference::References<'t>,
    anchors: anchor::Anchors<'t>,
    security_schemes: Vec<SecurityScheme>,
    security: security::SecurityState,
    operation_ids: HashMap<String, Span>,
    /// Objects of other files whose keys are already checked.
    checked: HashSet<*const Node>,
    /// Suggestions still to be looked for: each costs a walk over a map.
    suggestions: usize,
}

impl<'t, 'd> Reader<'t, 'd> {
    fn new(root: Place<'t>, trees: &'t Trees, diagnostics: &'d mut Diagnostics) -> Self {
        Self {
            trees,
            root,
            version: (0, 0),
            diagnostics,
            schemas: SchemaTable::default(),
            schema_ids: HashMap::new(),
            beyond: None,
            unread_schemas: std::collections::VecDeque::new(),
            references: reference::References::default(),
            anchors: anchor::Anchors::default(),
            security_schemes: Vec::new(),
            security: security::SecurityState::default(),
            operation_ids: HashMap::new(),
            checked: HashSet::new(),
            suggestions: 200,
        }
    }

    /// OpenAPI Object (§4.1).
    fn document(&mut self, at: Place<'t>) -> Option<Document> {
        self.map(at, "an OpenAPI document")?;
        self.check_keys(at, ObjectKind::OpenApi);
        self.check_dialect(at);
        let version = ["openapi", "swagger"].into_iter().find_map(|key| self.text(at, key)).unwrap_or_default();
        self.version = version_numbers(&version);
        let info = self.info(at);
        let servers = self.servers(at);
        let tags = self.tags(at);
        let external_docs = self.external_docs(at);
        self.component_schemas(at);
        self.component_security_schemes(at);
        let declared = self.security(at);
        let declares_security = declared.is_some();
        let security = match declared {
            Some(Security::AnyOf(alternatives)) => Security::AnyOf(alternatives),
            Some(Security::None | Security::Undeclared) | None => Security::Undeclared,
        };
        let inherited = operation::Inherited { security, servers: servers.clone() };
        let paths = self.paths(at, &inherited);
        let webhooks = self.webhooks(at);
        if webhooks.iter().all(|item| item.operations.is_empty()) {
            self.tell_empty(at, &paths);
        }
        if !declares_security {
            self.tell_undeclared_security(&paths);
        }
        self.read_schemas();
        cycle::cut(&mut self.schemas, self.diagnostics);
        Some(Document {
            version,
            info,
            servers,
            paths,
            webhooks,
            schemas: std::mem::take(&mut self.schemas),
            security_schemes: std::mem::take(&mut self.security_schemes),
            tags,
            external_docs,
            extension: self.extension(at),
        })
    }

    /// Schemes that are there and that nothing requires: some exporters drop `security`.
    fn tell_undeclared_security(&mut self, paths: &[PathItem]) {
        let mut operations = paths.iter().flat_map(|path| &path.operations);
        let Some(first) = self.security_schemes.first() else { return };
        if operations.any(|operation| operation.security != Security::Undeclared) {
            return;
        }
        let names: Vec<_> = self.security_schemes.iter().map(|scheme| format!("`{}`", scheme.name)).collect();
        let message = format!("the document has the security schemes {} but requires none of them", names.join(", "));
        self.diagnostics.report(
            Diagnostic::new(&SECURITY_UNDECLARED, first.origin.span, message)
                .help("declare `security` by an overlay, as an empty list if none is needed"),
        );
    }

    /// Whether the document declares this version or a later one.
    fn version_at_least(&self, major: u32, minor: u32) -> bool {
        self.version >= (major, minor)
    }

    /// How much of something there may be.
    fn budget(&self, budget: Budget) -> usize {
        self.diagnostics.budgets().size(budget)
    }

    fn tell(&mut self, code: &'static Code, span: Span, message: impl Into<String>) {
        self.diagnostics.report(Diagnostic::new(code, span, message));
    }

    fn tell_with_help(&mut self, code: &'static Code, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.diagnostics.report(Diagnostic::new(code, span, message).help(help));
    }
}

/// The first two numbers of a version.
fn version_numbers(version: &str) -> (u32, u32) {
    let mut numbers = version.split('.').map(|part| part.parse().unwrap_or(0));
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0))
}

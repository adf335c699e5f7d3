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
mod reader;
mod reference;
mod references;
mod response;
mod schema;
mod schemes;
mod security;
mod server;
mod suggest;
mod tag;
mod template;
#[cfg(test)]
mod tests;
mod uri;

use crate::diagnostic::code::read::SECURITY_UNDECLARED;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::structure::ObjectKind;
use crate::document::{Document, PathItem, Security};
use crate::source::SourceId;
use crate::tree::Trees;

use place::Place;
use reader::Reader;

/// Reads the description whose entry document is the file `root`.
///
/// `None`, and told, where that file is not there or is not a map.
pub fn read(root: SourceId, trees: &Trees, diagnostics: &mut Diagnostics) -> Option<Document> {
    let at = Place::root(root, trees)?;
    let mut reader = Reader::new(at, trees, diagnostics);
    reader.document(at)
}

impl<'t> Reader<'t, '_> {
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
}

/// The first two numbers of a version.
fn version_numbers(version: &str) -> (u32, u32) {
    let mut numbers = version.split('.').map(|part| part.parse().unwrap_or(0));
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0))
}

//! What the document says about itself: info, servers, tags.
//!
//! Takes those objects; gives them as `openapiv3` has them. Never writes a field that is empty.

use openapiv3::{Contact, ExternalDocumentation, Info, License, Server, Tag};

use super::exporter::{Exporter, Fields};
use crate::document::{self, ExternalDocs};
use crate::node::Node;

impl Exporter<'_> {
    pub(super) fn info(&mut self) -> Info {
        let info = &self.document.info;
        let mut extensions = Fields::new();
        if let Some(summary) = &info.summary {
            if self.is_3_0() {
                self.lose("`summary` of the Info Object", info.origin.span);
            } else {
                extensions.insert("summary".to_owned(), summary.as_str().into());
            }
        }
        Info {
            title: info.title.clone(),
            description: info.description.clone(),
            terms_of_service: info.terms_of_service.clone(),
            contact: info.contact.as_ref().map(contact),
            license: info.license.as_ref().and_then(|license| self.license(license)),
            version: info.version.clone(),
            extensions,
        }
    }

    fn license(&mut self, license: &Node) -> Option<License> {
        let text = |key: &str| license.get(key).and_then(Node::as_str).map(str::to_owned);
        let mut extensions = extensions(license);
        if let Some(identifier) = text("identifier") {
            if self.is_3_0() {
                self.lose("`identifier` of the License Object", license.span());
            } else {
                extensions.insert("identifier".to_owned(), identifier.into());
            }
        }
        Some(License { name: text("name")?, url: text("url"), extensions })
    }

    pub(super) fn server(&mut self, server: &document::Server) -> Server {
        if server.name.is_some() {
            self.lose("`name` of a server", server.origin.span);
        }
        // The `ServerVariable` of `openapiv3` writes an absent description as null.
        let variables: serde_json::Map<_, _> =
            server.variables.iter().map(|variable| (variable.name.clone(), server_variable(variable))).collect();
        let mut extensions = Fields::new();
        if !variables.is_empty() {
            extensions.insert("variables".to_owned(), variables.into());
        }
        Server { url: server.url.clone(), description: server.description.clone(), variables: None, extensions }
    }

    pub(super) fn tag(&mut self, tag: &document::Tag) -> Tag {
        if tag.summary.is_some() || tag.parent.is_some() || tag.kind.is_some() {
            self.lose("`summary`, `parent` or `kind` of a tag", tag.origin.span);
        }
        Tag {
            name: tag.name.clone(),
            description: tag.description.clone(),
            external_docs: tag.external_docs.as_ref().map(external_docs),
            extensions: Fields::new(),
        }
    }
}

fn contact(contact: &Node) -> Contact {
    let text = |key: &str| contact.get(key).and_then(Node::as_str).map(str::to_owned);
    Contact { name: text("name"), url: text("url"), email: text("email"), extensions: extensions(contact) }
}

fn server_variable(variable: &document::ServerVariable) -> serde_json::Value {
    let mut written = serde_json::Map::new();
    if !variable.values.is_empty() {
        written.insert("enum".to_owned(), variable.values.as_slice().into());
    }
    written.insert("default".to_owned(), variable.default.as_str().into());
    written.extend(variable.description.iter().map(|text| ("description".to_owned(), text.as_str().into())));
    written.into()
}

/// The extensions of an object that is kept as it was written.
fn extensions(node: &Node) -> Fields {
    let entries = node.as_map().into_iter().flat_map(|map| map.iter());
    let extensions = entries.filter(|entry| entry.key.starts_with("x-"));
    extensions.map(|entry| (entry.key.to_string(), entry.value.to_json())).collect()
}

pub(super) fn external_docs(docs: &ExternalDocs) -> ExternalDocumentation {
    ExternalDocumentation { url: docs.url.clone(), description: docs.description.clone(), extensions: Fields::new() }
}

//! Paths, webhooks and their operations.
//!
//! Takes those of the document; gives path items in the order of the source. What all operations inherit is left to the top
//! of the document. Never writes a method that the version does not know.

use openapiv3::{Operation, PathItem};

use super::exporter::{Exporter, Fields};
use super::info;
use crate::document;
use crate::source::Provenance;

/// What the top of the document already says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Security {
    /// Every operation asks for the same.
    Shared,
    /// Each operation says what it asks for.
    Own,
}

impl Exporter<'_> {
    pub(super) fn webhooks(&mut self, fields: &mut Fields) {
        let webhooks = &self.document.webhooks;
        let Some(first) = webhooks.first() else { return };
        if self.is_3_0() {
            self.lose("`webhooks`", first.origin.span);
            return;
        }
        let mut written = serde_json::Map::new();
        for webhook in webhooks {
            let item = self.path_item(webhook, Security::Own);
            written.insert(webhook.path.clone(), serde_json::to_value(item).unwrap_or_default());
        }
        fields.insert("webhooks".to_owned(), serde_json::Value::Object(written));
    }

    pub(super) fn path_item(&mut self, path: &document::PathItem, security: Security) -> PathItem {
        let mut item = PathItem::default();
        for operation in &path.operations {
            let slot = match operation.method.as_str() {
                "GET" => &mut item.get,
                "PUT" => &mut item.put,
                "POST" => &mut item.post,
                "DELETE" => &mut item.delete,
                "OPTIONS" => &mut item.options,
                "HEAD" => &mut item.head,
                "PATCH" => &mut item.patch,
                "TRACE" => &mut item.trace,
                _ => {
                    self.lose("an operation whose method is not a field of a path item", operation.origin.span);
                    continue;
                }
            };
            *slot = Some(self.operation(operation, security));
        }
        item
    }

    fn operation(&mut self, operation: &document::Operation, security: Security) -> Operation {
        let own_servers = !same_servers(&operation.servers, &self.document.servers);
        let servers = if own_servers { operation.servers.as_slice() } else { &[] };
        let provenance = operation.origin.provenance;
        Operation {
            tags: operation.tags.clone(),
            summary: operation.summary.clone(),
            description: operation.description.clone(),
            external_docs: operation.external_docs.as_ref().map(info::external_docs),
            operation_id: operation.operation_id.clone(),
            parameters: operation.parameters.iter().filter_map(|one| self.parameter(one, provenance)).collect(),
            request_body: operation.request_body.as_ref().map(|body| self.request_body(body, provenance)),
            responses: self.responses(&operation.responses, provenance),
            callbacks: operation.callbacks.iter().map(|(name, items)| (name.clone(), self.callback(items))).collect(),
            deprecated: operation.deprecated,
            security: match security {
                Security::Shared => None,
                Security::Own => self.security(&operation.security),
            },
            servers: servers.iter().map(|server| self.server(server)).collect(),
            extensions: {
                let mut fields = self.extension(&operation.extension, operation.origin, Provenance::Document);
                fields.extend(operation.sunset.iter().map(|date| ("x-sunset".to_owned(), date.as_str().into())));
                fields
            },
        }
    }

    fn callback(&mut self, items: &[document::PathItem]) -> openapiv3::Callback {
        items.iter().map(|item| (item.path.clone(), self.path_item(item, Security::Own))).collect()
    }
}

/// Inherited servers are the same objects, so their origins tell.
fn same_servers(own: &[document::Server], shared: &[document::Server]) -> bool {
    let origins = |servers: &[document::Server]| servers.iter().map(|server| server.origin).collect::<Vec<_>>();
    origins(own) == origins(shared)
}

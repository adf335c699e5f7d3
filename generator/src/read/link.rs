//! Link Objects.
//!
//! Takes `links` of a response; gives what documentation says of them. Never looks for the operation a link names.

use super::place::Place;
use super::reader::Reader;
use crate::diagnostic::code::read as code;
use crate::document::Link;
use crate::document::structure::ObjectKind;
use crate::node::{Node, Value};
use crate::tree::write;

impl<'t> Reader<'t, '_> {
    pub(super) fn links(&mut self, at: Place<'t>) -> Vec<Link> {
        let Some(map) = self.map_under(at, "links") else { return Vec::new() };
        let mut links = Vec::new();
        for (entry, place) in map.entries() {
            let Some(resolved) = self.follow(place, ObjectKind::Link) else { continue };
            let description = self.described(&resolved);
            links.extend(self.link(&entry.key, resolved.at, description));
        }
        links
    }

    /// Link Object (§4.20).
    fn link(&mut self, name: &str, at: Place<'t>, description: Option<String>) -> Option<Link> {
        self.map(at, "a Link Object")?;
        let Some(operation) = self.text(at, "operationId").or_else(|| self.text(at, "operationRef")) else {
            let message = "a Link Object names its operation by `operationId` or `operationRef`";
            self.tell_with_help(&code::MISSING_FIELD, at.span(), message, "add `operationId`");
            return None;
        };
        let parameters = self.map_under(at, "parameters");
        let entries = parameters.into_iter().flat_map(Place::entries);
        let parameters = entries.map(|(entry, value)| (entry.key.to_string(), text_of(value.node))).collect();
        let request_body = at.get("requestBody").map(|body| text_of(body.node));
        Some(Link { name: name.to_owned(), operation, description, parameters, request_body, origin: at.origin() })
    }
}

fn text_of(node: &Node) -> String {
    match &node.value {
        Value::String(text) => text.to_string(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::List(_) | Value::Map(_) => write::json_compact(node),
    }
}

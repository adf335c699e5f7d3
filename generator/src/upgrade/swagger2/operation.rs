//! Path items and operations of 2.0.
//!
//! Takes a path item; changes it and its operations in place. Body and form parameters of the path item go into each of
//! its operations. Never touches what is the same in both versions.

use super::super::build;
use super::body::is_part;
use super::context::Raising;
use super::parts::media_types;
use crate::node::{Map, Node, Value};

/// The fixed fields of a path item of 2.0 that hold operations.
const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

impl Raising<'_, '_> {
    pub(super) fn path_item(&mut self, node: &mut Node) {
        let Some(map) = node.as_map_mut() else { return };
        let shared = self.parameters(map);
        for entry in map.iter_mut().filter(|entry| METHODS.contains(&&*entry.key)) {
            self.operation(&mut entry.value, &shared);
        }
    }

    /// Raises an operation; `shared` are the path item's parameters that are sent in the body.
    pub(super) fn operation(&mut self, node: &mut Node, shared: &[Node]) {
        let origin = node.origin;
        let Some(map) = node.as_map_mut() else { return };
        let own = |map: &mut Map, key: &str, document: &[Node]| match map.get(key).is_some() {
            true => media_types(map, key),
            false => document.to_vec(),
        };
        let consumes = own(map, "consumes", &self.context.consumes);
        let produces = own(map, "produces", &self.context.produces);
        if let Some(schemes) = map.remove("schemes")
            && let Some(servers) = self.context.host.servers(Some(&schemes), origin)
        {
            build::set(map, "servers", servers);
        }
        let mut parts = self.parameters(map);
        let is_body = |part: &Node| part.get("in").and_then(Node::as_str) == Some("body");
        let names = |part: &Node| part.get("name").and_then(Node::as_str).map(str::to_owned);
        let own_body = parts.iter().any(is_body);
        let own_names: std::collections::HashSet<_> = parts.iter().filter_map(names).collect();
        let is_new = |part: &&Node| match is_body(part) {
            true => !own_body,
            false => names(part).is_none_or(|name| !own_names.contains(&name)),
        };
        let inherited: Vec<_> = shared.iter().filter(is_new).cloned().collect();
        parts.splice(0..0, inherited);
        if let Some(body) = self.request_body(parts, &consumes) {
            build::set(map, "requestBody", body);
        }
        if let Some(Value::Map(responses)) = map.get_mut("responses").map(|responses| &mut responses.value) {
            for entry in responses.iter_mut().filter(|entry| !entry.key.starts_with("x-")) {
                self.response(&mut entry.value, &produces);
            }
        }
    }

    /// Raises `parameters` and takes out those that are sent in the body, looked up where they are references.
    fn parameters(&mut self, map: &mut Map) -> Vec<Node> {
        let Some(Value::List(list)) = map.get_mut("parameters").map(|parameters| &mut parameters.value) else {
            return Vec::new();
        };
        let mut parts = Vec::new();
        let mut kept = Vec::new();
        for mut parameter in std::mem::take(list) {
            let written = match parameter.get("$ref") {
                Some(_) => self.context.written.parameter(self.file, &parameter),
                None => None,
            };
            if is_part(written.as_ref().unwrap_or(&parameter)) {
                parts.push(written.unwrap_or(parameter));
            } else {
                self.parameter(&mut parameter);
                kept.push(parameter);
            }
        }
        *list = kept;
        parts
    }
}

//! Responses of 2.0.
//!
//! Takes a response with what its operation produces; changes it in place: `schema` and `examples` into `content`,
//! headers into headers with a schema. A response without a schema has no content.

use super::super::build;
use super::context::Raising;
use super::parts::{build_once, content, rename};
use crate::node::{Map, Node, Value};

impl Raising<'_, '_> {
    pub(super) fn response(&mut self, node: &mut Node, produces: &[Node]) {
        let origin = node.origin;
        let Some(map) = node.as_map_mut() else { return };
        if map.get("$ref").is_some() {
            return;
        }
        if let Some(Value::Map(headers)) = map.get_mut("headers").map(|headers| &mut headers.value) {
            for entry in headers.iter_mut() {
                self.header(&mut entry.value);
            }
        }
        let is_file = map.get("schema").and_then(|schema| schema.get("type")).and_then(Node::as_str) == Some("file");
        let examples = map.remove("examples").map(|entry| entry.value);
        let mut contents = Map::new();
        rename(map, "schema", &mut contents, "schema");
        if contents.is_empty() && examples.is_none() {
            return;
        }
        let default = [build::text(origin, if is_file { "application/octet-stream" } else { "application/json" })];
        let exemplified = examples.as_ref().and_then(Node::as_map).is_some_and(|map| !map.is_empty());
        let media_types = match (produces, contents.is_empty() && exemplified) {
            (_, true) => &[],
            ([], false) => default.as_slice(),
            (produces, false) => produces,
        };
        let mut content = content(media_types, origin, &contents);
        if let (Some(content), Some(Value::Map(examples))) = (content.as_map_mut(), examples.map(|node| node.value)) {
            for example in examples.into_entries().filter(|example| !example.key.starts_with("x-")) {
                let plain = build::node(origin, Value::Map(contents.clone()));
                build_once(content, &example.key, example.key_span, plain);
                if let Some(media_type) = content.get_mut(&example.key).and_then(Node::as_map_mut) {
                    build::set(media_type, "example", example.value);
                }
            }
        }
        map.push(build::entry("content", content));
    }

    pub(super) fn header(&mut self, node: &mut Node) {
        let origin = node.origin;
        let Some(map) = node.as_map_mut() else { return };
        self.collection(map, false);
        self.schema_of(map, origin);
    }
}

//! Schemas of OpenAPI 3.0 and 2.0 in the words of JSON Schema 2020-12.
//!
//! Takes a schema whose inner schemas are raised; changes it in place: `nullable`, boolean exclusive bounds, `example`,
//! binary formats, siblings of `$ref`. Where a newer document uses these words they keep their old meaning, and that
//! is told. Never touches a keyword that means the same in every version.

use super::raising::Raising;
use super::{Version, build};
use crate::diagnostic::{Diagnostic, code::read as code};
use crate::node::{Map, Node, Value};

/// What may stand beside `$ref` in 3.0 without being lost: it documents, or is read from the reference.
const ANNOTATIONS: [&str; 12] = [
    "$ref",
    "title",
    "description",
    "deprecated",
    "default",
    "example",
    "examples",
    "readOnly",
    "writeOnly",
    "externalDocs",
    "xml",
    "nullable",
];

/// Formats of 3.0 that say how bytes are written, with the keyword that says it from 3.1 on.
const ENCODINGS: [(&str, &str, &str); 4] = [
    ("byte", "contentEncoding", "base64"),
    ("base64", "contentEncoding", "base64"),
    ("base64url", "contentEncoding", "base64url"),
    ("binary", "contentMediaType", "application/octet-stream"),
];

impl Raising<'_> {
    pub(super) fn schema(&mut self, node: &mut Node) {
        let Some(map) = node.as_map_mut() else { return };
        if self.version < Version::V3_1 {
            self.reference_siblings(map);
            content_keywords(map);
            if let Some(example) = map.remove("example")
                && map.get("examples").is_none()
            {
                let examples = build::list(example.value.origin, vec![example.value]);
                build::set(map, "examples", examples);
            }
        }
        self.exclusive_bound(map, "exclusiveMinimum", "minimum");
        self.exclusive_bound(map, "exclusiveMaximum", "maximum");
        self.nullable(node);
    }

    /// 3.0: what stands beside `$ref` is ignored.
    fn reference_siblings(&mut self, map: &mut Map) {
        if map.get("$ref").and_then(Node::as_str).is_none() {
            return;
        }
        let is_kept = |key: &str| ANNOTATIONS.contains(&key) || key.starts_with("x-");
        for entry in map.iter().filter(|entry| !is_kept(&entry.key)) {
            let message = format!("`{}` beside `$ref` is ignored in OpenAPI {}", entry.key, self.version);
            let help = "put the reference and this into an `allOf`";
            self.diagnostics.report(Diagnostic::new(&code::REFERENCE_SIBLING, entry.key_span, message).help(help));
        }
        map.retain(|entry| is_kept(&entry.key));
    }

    /// 3.0: `exclusiveMinimum: true` makes `minimum` exclusive.
    fn exclusive_bound(&mut self, map: &mut Map, exclusive: &'static str, bound: &str) {
        let Some(is_exclusive) = map.get(exclusive).and_then(Node::as_bool) else { return };
        let Some(flag) = map.remove(exclusive) else { return };
        if self.version >= Version::V3_1 {
            self.repeat(&code::KEYWORD_OF_OLDER_VERSION, exclusive, flag.key_span);
        }
        if is_exclusive && let Some(mut bound) = map.remove(bound) {
            bound.key = exclusive.into();
            map.push(bound);
        }
    }
}

/// The format stays beside the keyword that newer versions use: it is an annotation there.
fn content_keywords(map: &mut Map) {
    let Some(format) = map.get("format") else { return };
    let known = |text: &str| ENCODINGS.iter().find(|(format, _, _)| *format == text);
    let Some((_, keyword, value)) = format.as_str().and_then(known) else { return };
    let value = build::text(format.origin, value);
    let is_string = match map.get("type").map(|ty| &ty.value) {
        Some(Value::String(ty)) => &**ty == "string",
        Some(Value::List(types)) => types.iter().any(|ty| ty.as_str() == Some("string")),
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Map(_)) | None => false,
    };
    if is_string && map.get(keyword).is_none() {
        build::set(map, keyword, value);
    }
}

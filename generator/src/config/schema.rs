//! The JSON Schema of `vendor.yaml`.
//!
//! Takes the table of keys; gives a schema of draft 2020-12, which editors use to complete and to check. Promises that it accepts what the reader
//! accepts without a word. Never checks that files exist.

use super::keys::{self, Key, Kind};
use serde_json::{Map, Value, json};

/// The schema as text.
pub fn text() -> String {
    let mut schema = object(keys::VENDOR);
    let head = [
        ("$schema", json!("https://json-schema.org/draft/2020-12/schema")),
        ("title", json!("vendor.yaml")),
        ("description", json!("What Specwright makes crates of, and how.")),
    ];
    let mut whole: Map<String, Value> = head.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    if let Value::Object(map) = &mut schema {
        whole.append(map);
    }
    // A map of texts, numbers and lists always has a text.
    serde_json::to_string_pretty(&Value::Object(whole)).unwrap_or_default() + "\n"
}

fn object(keys: &[Key]) -> Value {
    let property = |key: &Key| {
        let mut schema = value(key.kind);
        if let Value::Object(map) = &mut schema {
            map.insert("description".to_owned(), json!(key.about));
        }
        (key.name.to_owned(), schema)
    };
    let properties: Map<String, Value> = keys.iter().map(property).collect();
    let required: Vec<&str> = keys.iter().filter(|key| key.is_required).map(|key| key.name).collect();
    let mut schema = json!({"type": "object", "properties": properties, "additionalProperties": false});
    if let (Value::Object(map), false) = (&mut schema, required.is_empty()) {
        map.insert("required".to_owned(), json!(required));
    }
    schema
}

fn value(kind: Kind) -> Value {
    match kind {
        Kind::Text => json!({"type": "string", "minLength": 1}),
        Kind::Name => json!({"type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$", "maxLength": 40}),
        Kind::OneOf(words) => json!({"enum": words}),
        Kind::SomeOf(words) => json!({"type": "array", "items": {"enum": words}}),
        Kind::Texts => json!({"type": "array", "items": {"type": "string", "minLength": 1}}),
        Kind::Files => {
            json!({"type": "array", "items": {"anyOf": [{"type": "string", "minLength": 1}, object(keys::FILE)]}})
        }
        Kind::Maps(keys) => json!({"type": "array", "items": object(keys)}),
        Kind::Flag => json!({"type": "boolean"}),
        Kind::Paths { text } => {
            let path = "[A-Za-z_][A-Za-z0-9_]*(::[A-Za-z_][A-Za-z0-9_]*)+";
            let pattern = if text { format!("^(String|{path})$") } else { format!("^{path}$") };
            json!({"type": "object", "additionalProperties": {"type": "string", "pattern": pattern}})
        }
        Kind::TextsByKey => json!({"type": "object", "additionalProperties": value(Kind::Texts)}),
        Kind::TextsOrMaps(keys) => {
            json!({"type": "object", "additionalProperties": {"anyOf": [value(Kind::Text), object(keys)]}})
        }
        Kind::Map(keys) => object(keys),
        Kind::Choice(keys) => {
            let mut schema = object(keys);
            if let Value::Object(map) = &mut schema {
                map.insert("minProperties".to_owned(), json!(1));
            }
            schema
        }
    }
}

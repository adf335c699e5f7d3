//! Every place of a document that holds a text of its writer: values that are strings, and keys that are names.
//!
//! Takes a document; gives its places and documents with one of them changed. What is a keyword of OpenAPI or JSON Schema is
//! no place; neither is what a `$ref` needs to arrive.

use super::payloads::SURROGATE;
use serde_json::{Map, Value};

/// A place: the keys and indices that lead to it, and whether the last one is itself the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// Keys and indices from the root.
    pub path: Vec<String>,
    /// The key is the text, not what stands under it.
    pub is_key: bool,
}

impl std::fmt::Display for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let escaped: Vec<_> = self.path.iter().map(|part| part.replace('~', "~0").replace('/', "~1")).collect();
        write!(f, "{}/{}", if self.is_key { "key " } else { "" }, escaped.join("/"))
    }
}

/// Members whose keys are the writer's.
const NAMING: [&str; 21] = [
    "paths",
    "webhooks",
    "callbacks",
    "schemas",
    "responses",
    "parameters",
    "examples",
    "requestBodies",
    "headers",
    "securitySchemes",
    "links",
    "pathItems",
    "properties",
    "patternProperties",
    "mapping",
    "scopes",
    "variables",
    "content",
    "encoding",
    "$defs",
    "dependentRequired",
];

/// All places, in the order of the document.
pub fn all(document: &Value) -> Vec<Position> {
    let mut found = Vec::new();
    walk(document, &mut Vec::new(), false, &mut found);
    found
}

fn walk(value: &Value, path: &mut Vec<String>, keys_are_names: bool, found: &mut Vec<Position>) {
    match value {
        Value::String(_) => found.push(Position { path: path.clone(), is_key: false }),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push(index.to_string());
                walk(item, path, false, found);
                path.pop();
            }
        }
        Value::Object(map) => {
            for (key, item) in map {
                path.push(key.clone());
                if keys_are_names {
                    found.push(Position { path: path.clone(), is_key: true });
                }
                // A callback's expressions, and the names within an example, are the writer's too.
                let names = !keys_are_names && NAMING.contains(&key.as_str()) && item.is_object();
                let within = path.iter().rev().nth(1).is_some_and(|parent| parent == "callbacks");
                walk(item, path, names || within, found);
                path.pop();
            }
        }
        _ => {}
    }
}

/// The document with another text at a place.
pub fn with(document: &Value, position: &Position, text: &str) -> Value {
    let mut changed = document.clone();
    let (last, parents) = match position.path.split_last() {
        Some(split) if position.is_key => split,
        _ => (&String::new(), position.path.as_slice()),
    };
    let mut node = &mut changed;
    for part in parents {
        let next = match node {
            Value::Array(items) => part.parse::<usize>().ok().and_then(|index| items.get_mut(index)),
            Value::Object(map) => map.get_mut(part),
            _ => None,
        };
        match next {
            Some(next) => node = next,
            None => return document.clone(),
        }
    }
    match node {
        Value::Object(map) if position.is_key => {
            let renamed = std::mem::take(map)
                .into_iter()
                .map(|(key, value)| if key == *last { (text.to_owned(), value) } else { (key, value) });
            *map = renamed.collect::<Map<_, _>>();
        }
        Value::String(old) => *old = text.to_owned(),
        _ => {}
    }
    changed
}

/// The document as text, with the escapes that no value can hold.
pub fn text(document: &Value) -> String {
    document.to_string().replace(SURROGATE, "\\ud800")
}

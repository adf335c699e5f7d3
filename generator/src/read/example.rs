//! `example` and `examples` of parameters, headers and media types.
//!
//! Takes an object that may hold them; gives Example Objects, `example` first. Never compares an example with its schema.

use super::place::Place;
use super::reader::Reader;
use crate::document::Example;
use crate::document::structure::ObjectKind;
use crate::node::{Node, Value};

impl<'t> Reader<'t, '_> {
    pub(super) fn examples(&mut self, at: Place<'t>) -> Vec<Example> {
        let mut examples = Vec::new();
        if let Some(value) = at.get("example") {
            examples.push(unnamed(value.node));
        }
        let Some(given) = at.get("examples") else { return examples };
        match &given.node.value {
            Value::Map(_) | Value::Null => {}
            Value::List(list) => {
                let message = "`examples` must be a map of Example Objects here, not a list".to_owned();
                self.read_as_meant(given.node, message, "write `examples: {name: {value: …}}`");
                examples.extend(list.iter().map(|item| unnamed(value_of(item).unwrap_or(item))));
                return examples;
            }
            Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                let help = "it is left out; write `examples: {name: {value: …}}`";
                self.documentation_left_out(given.node, "examples", "a map of Example Objects", help);
                return examples;
            }
        }
        let Some(map) = self.map_under(at, "examples") else { return examples };
        for (entry, place) in map.entries() {
            let Some(resolved) = self.follow(place, ObjectKind::Example) else { continue };
            examples.extend(self.example(&entry.key, resolved.at, resolved.summary));
        }
        examples
    }

    /// `examples` of a schema: a list of values. A map of Example Objects, and one scalar, can only mean theirs.
    pub(super) fn listed_examples(&mut self, at: Place<'t>) -> Vec<Node> {
        const KEY: &str = "examples";
        match &at.node.value {
            Value::List(list) => list.clone(),
            Value::Null => {
                self.wrong_type(at.node, KEY, "a list");
                Vec::new()
            }
            Value::Map(map) if !map.is_empty() && map.iter().all(|entry| value_of(&entry.value).is_some()) => {
                let message =
                    "`examples` of a schema must be a list of values, not a map of Example Objects".to_owned();
                self.read_as_meant(at.node, message, "write the values as a list: `examples: [ … ]`");
                map.iter().filter_map(|entry| value_of(&entry.value)).cloned().collect()
            }
            Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                let message = format!("`examples` of a schema must be a list of values, not {}", at.node.kind());
                self.read_as_meant(at.node, message, "write the value as a list: `examples: [ … ]`");
                vec![at.node.clone()]
            }
            Value::Map(_) => {
                let help = "it is left out; write the values as a list: `examples: [ … ]`";
                self.documentation_left_out(at.node, KEY, "a list of values", help);
                Vec::new()
            }
        }
    }

    /// Example Object (§4.19).
    fn example(&mut self, name: &str, at: Place<'t>, summary: Option<String>) -> Option<Example> {
        if at.node.as_map().is_none() && at.node.value != Value::Null {
            let message = format!("an Example Object must be a map, not {}", at.node.kind());
            self.read_as_meant(at.node, message, "write `{value: …}`");
            return Some(Example { name: Some(name.to_owned()), ..unnamed(at.node) });
        }
        self.map(at, "an Example Object")?;
        let value = at.get("dataValue").or_else(|| at.get("value"));
        Some(Example {
            name: Some(name.to_owned()),
            summary: summary.or_else(|| self.prose(at, "summary")),
            value: value.map(|value| value.node.clone()),
            serialized: self.text(at, "serializedValue"),
            external_value: self.text(at, "externalValue"),
            origin: at.origin(),
        })
    }
}

/// A value without more.
fn unnamed(value: &Node) -> Example {
    Example {
        name: None,
        summary: None,
        value: Some(value.clone()),
        serialized: None,
        external_value: None,
        origin: value.origin,
    }
}

/// The value of what is plainly an Example Object.
fn value_of(node: &Node) -> Option<&Node> {
    let map = node.as_map()?;
    let known = ["summary", "description", "value", "dataValue", "externalValue", "serializedValue"];
    let value = map.get("dataValue").or_else(|| map.get("value"))?;
    map.iter().all(|entry| known.contains(&&*entry.key) || entry.key.starts_with("x-")).then_some(value)
}

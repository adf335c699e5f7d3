//! Types out of samples.
//!
//! Takes values that stood in one place; gives a Schema Object that all of them fit. Promises that no property is required, for nothing says that it is
//! always there. Never takes a number for an integer where one sample has a fraction.

use std::collections::BTreeMap;

use crate::node::{Entry, Node, Value};
use crate::page::nodes;
use crate::source::{Provenance, Span};
use crate::traffic::path::is_id;

/// How deep samples are looked at.
const MOST_DEPTH: usize = 48;

/// The schema of some values.
pub(super) fn schema(values: &[&Node], span: Span) -> Node {
    made(values, span, 0)
}

fn made(values: &[&Node], span: Span, depth: usize) -> Node {
    let at = values.first().map_or(span, |value| value.span());
    let inferred = |key: &str, text: &str| nodes::string(key, at, Provenance::Inferred, text);
    let null = values.iter().any(|value| matches!(value.value, Value::Null));
    let others: Vec<&Node> = values.iter().copied().filter(|value| !matches!(value.value, Value::Null)).collect();
    let mut names: Vec<&str> = others.iter().map(|value| type_name(value)).collect();
    names.sort_unstable();
    names.dedup();
    if names == ["integer", "number"] {
        names = vec!["number"];
    }
    let mut entries: Vec<Entry> = Vec::new();
    // Of values of several types nothing is said: there may be more.
    if let [name] = names.as_slice() {
        if null {
            let list = [*name, "null"].map(|name| Node::string(at, Provenance::Inferred, name)).to_vec();
            entries.push(nodes::entry("type", nodes::list(at, Provenance::Inferred, list)));
        } else {
            entries.push(inferred("type", name));
        }
        match *name {
            "object" if depth < MOST_DEPTH => entries.extend(properties(&others, at, depth)),
            "array" if depth < MOST_DEPTH => {
                let items: Vec<&Node> = others.iter().flat_map(|value| value.as_list().unwrap_or(&[])).collect();
                let items = if items.is_empty() {
                    nodes::map(at, Provenance::Inferred, [])
                } else {
                    made(&items, at, depth + 1)
                };
                entries.push(nodes::entry("items", items));
            }
            _ => {}
        }
    }
    nodes::map(at, Provenance::Example, entries)
}

fn type_name(value: &Node) -> &'static str {
    match &value.value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.text().contains(['.', 'e', 'E']) => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::List(_) => "array",
        Value::Map(_) => "object",
    }
}

/// The properties that objects have, in the order in which they first occur. Many keys that look like ids are those of a map.
fn properties(objects: &[&Node], span: Span, depth: usize) -> Option<Entry> {
    let mut order: Vec<&Entry> = Vec::new();
    let mut values: BTreeMap<&str, Vec<&Node>> = BTreeMap::new();
    for entry in objects.iter().filter_map(|value| value.as_map()).flat_map(|map| map.iter()) {
        let known = values.entry(&entry.key).or_default();
        if known.is_empty() {
            order.push(entry);
        }
        known.push(&entry.value);
    }
    let ids = order.iter().filter(|entry| is_id(&entry.key)).count();
    if order.len() > 1 && ids == order.len() {
        let all: Vec<&Node> = values.into_values().flatten().collect();
        return Some(nodes::entry("additionalProperties", made(&all, span, depth + 1)));
    }
    let entries = order.into_iter().map(|entry| {
        let own = values.get(&*entry.key).map_or(&[][..], Vec::as_slice);
        Entry { key: entry.key.clone(), key_span: entry.key_span, value: made(own, entry.key_span, depth + 1) }
    });
    let entries: Vec<Entry> = entries.collect();
    (!entries.is_empty()).then(|| nodes::entry("properties", nodes::map(span, Provenance::Example, entries)))
}

/// The schema of values that stand in a URL or a header.
pub(super) fn of_texts(texts: &[&str], span: Span) -> Node {
    let all = |fits: &dyn Fn(&str) -> bool| !texts.is_empty() && texts.iter().all(|text| fits(text));
    let whole = |text: &str| text.len() < 16 && nodes::number(text).is_some() && !text.contains(['.', 'e', 'E']);
    let name = if all(&whole) {
        "integer"
    } else if all(&|text| matches!(text, "true" | "false")) {
        "boolean"
    } else {
        "string"
    };
    nodes::map(span, Provenance::Example, [nodes::string("type", span, Provenance::Inferred, name)])
}

//! Trees as lines, for people who look for where a value comes from.
//!
//! Takes trees; gives a line for each scalar and each empty map or list: its JSON pointer, its value as JSON, and the place that says it, with how it
//! came to be known where no document states it. Files stand one after the other, that of the first document first. Never shortens a value.

use super::{Node, Pointer, Trees, Value};
use crate::source::{Provenance, SourceId, Sources};
use std::fmt::Write;

/// All trees of a description.
pub fn listing(root: SourceId, trees: &Trees, sources: &Sources) -> String {
    let mut text = String::new();
    let others = trees.ids().filter(|id| *id != root);
    for id in std::iter::once(root).chain(others) {
        let (Some(path), Some(tree)) = (trees.path(id), trees.get(id)) else { continue };
        let _infallible = writeln!(text, "//// {path}");
        list(tree, &mut Pointer::root(), sources, &mut text);
    }
    text
}

fn list(node: &Node, at: &mut Pointer, sources: &Sources, text: &mut String) {
    match &node.value {
        Value::Map(map) if map.iter().len() > 0 => {
            for entry in map.iter() {
                at.push(&*entry.key);
                list(&entry.value, at, sources, text);
                at.pop();
            }
        }
        Value::List(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                at.push(index.to_string());
                list(item, at, sources, text);
                at.pop();
            }
        }
        Value::Map(_) => line(node, at, "{}", sources, text),
        Value::List(_) => line(node, at, "[]", sources, text),
        Value::Null => line(node, at, "null", sources, text),
        Value::Bool(value) => line(node, at, if *value { "true" } else { "false" }, sources, text),
        Value::Number(number) => line(node, at, number.text(), sources, text),
        Value::String(value) => line(node, at, &serde_json::Value::from(&**value).to_string(), sources, text),
    }
}

fn line(node: &Node, at: &Pointer, value: &str, sources: &Sources, text: &mut String) {
    let _infallible = write!(text, "{at}: {value}");
    if let Some(place) = sources.locate(node.span()) {
        let _infallible = write!(text, "  {}:{}:{}", place.path, place.line, place.column);
    }
    match node.origin.provenance {
        Provenance::Document => {}
        provenance => drop(write!(text, " ({})", provenance.word())),
    }
    text.push('\n');
}

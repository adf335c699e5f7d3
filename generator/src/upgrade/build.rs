//! Nodes that stand in for what an older version says in other words.
//!
//! Takes the origin of what is replaced; gives nodes that point there. Never invents an origin.

use crate::node::{Entry, Map, Node, Value};
use crate::source::Origin;

pub(super) fn node(origin: Origin, value: Value) -> Node {
    Node { origin, value }
}

pub(super) fn text(origin: Origin, text: &str) -> Node {
    node(origin, Value::String(text.into()))
}

pub(super) fn boolean(origin: Origin, value: bool) -> Node {
    node(origin, Value::Bool(value))
}

pub(super) fn list(origin: Origin, items: Vec<Node>) -> Node {
    node(origin, Value::List(items))
}

pub(super) fn map(origin: Origin, entries: impl IntoIterator<Item = Entry>) -> Node {
    node(origin, Value::Map(entries.into_iter().collect()))
}

/// An entry whose key stands where its value does.
pub(super) fn entry(key: &str, value: Node) -> Entry {
    Entry { key: key.into(), key_span: value.span(), value }
}

/// Appends to a map, in the place of an entry of that key.
pub(super) fn set(map: &mut Map, key: &str, value: Node) {
    map.insert(key, value.span(), value);
}

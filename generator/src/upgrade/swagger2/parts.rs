//! Pieces of 3.x that several objects of 2.0 become.

use super::super::build;
use crate::node::{Entry, Map, Node, Value};
use crate::source::{Origin, Span};

/// Takes an entry out and puts it into another map under another key.
pub(super) fn rename(from: &mut Map, key: &str, to: &mut Map, new: &str) {
    if let Some(entry) = from.remove(key) {
        to.push(Entry { key: new.into(), ..entry });
    }
}

/// One media type for each node that names one, each with the same contents.
pub(super) fn content(media_types: &[Node], origin: Origin, contents: &Map) -> Node {
    let mut content = Map::new();
    for media_type in media_types {
        let name = media_type.as_str().unwrap_or_default();
        build_once(&mut content, name, media_type.span(), build::node(media_type.origin, Value::Map(contents.clone())));
    }
    build::node(origin, Value::Map(content))
}

pub(super) fn build_once(map: &mut Map, key: &str, span: Span, value: Node) {
    if map.get(key).is_none() {
        map.insert(key, span, value);
    }
}

/// `consumes` or `produces`, taken out.
pub(super) fn media_types(map: &mut Map, key: &str) -> Vec<Node> {
    match map.remove(key).map(|entry| entry.value.value) {
        Some(Value::List(list)) => list.into_iter().filter(|item| item.as_str().is_some()).collect(),
        _ => Vec::new(),
    }
}

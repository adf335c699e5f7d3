//! Nodes for what a page says.
//!
//! Takes values with their places; gives entries and maps. Promises that everything made has a span into the page and a
//! provenance. Never invents a value.

use std::collections::BTreeSet;

use crate::node::{Entry, Map, Node, Number, Value};
use crate::source::{Provenance, Span};

/// A map of entries.
pub fn map(span: Span, provenance: Provenance, entries: impl IntoIterator<Item = Entry>) -> Node {
    let mut map = Map::new();
    let mut keys = BTreeSet::new();
    for entry in entries {
        if keys.insert(entry.key.clone()) {
            map.push(entry);
        }
    }
    Node::new(span, provenance, Value::Map(map))
}

/// A list.
pub fn list(span: Span, provenance: Provenance, items: Vec<Node>) -> Node {
    Node::new(span, provenance, Value::List(items))
}

/// An entry whose key stands where its value does.
pub fn entry(key: &str, value: Node) -> Entry {
    Entry { key: key.into(), key_span: value.span(), value }
}

/// An entry that holds a string.
pub fn string(key: &str, span: Span, provenance: Provenance, text: &str) -> Entry {
    entry(key, Node::string(span, provenance, text))
}

/// An entry that holds `true`.
pub fn yes(key: &str, span: Span, provenance: Provenance) -> Entry {
    entry(key, Node::new(span, provenance, Value::Bool(true)))
}

/// Gives a node and all in it one provenance: everything in an example is known by example.
pub fn known(node: &mut Node, provenance: Provenance) {
    node.origin.provenance = provenance;
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|item| known(item, provenance)),
        Value::Map(map) => map.iter_mut().for_each(|entry| known(&mut entry.value, provenance)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A number of JSON's grammar, if `text` is one.
pub fn number(text: &str) -> Option<Number> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (digits, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let whole_fits = all_digits(whole) && (whole == "0" || !whole.starts_with('0'));
    let exponent_fits = exponent.is_none_or(|part| all_digits(part.strip_prefix(['+', '-']).unwrap_or(part)));
    (whole_fits && fraction.is_none_or(all_digits) && exponent_fits).then(|| Number::new(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_of_json_are_numbers() {
        for text in ["0", "-1", "1.50", "1e+21", "0.01"] {
            assert!(number(text).is_some(), "{text}");
        }
        for text in ["", "-", "01", "1.", ".5", "0x1", "1e", "NaN", "1 "] {
            assert!(number(text).is_none(), "{text}");
        }
    }
}

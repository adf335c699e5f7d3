//! Texts that stand in a source in other words: escaped, or in a string.
//!
//! Takes such a text as it is meant; gives its tree, of which every node stands where the whole text does. Promises that what is wrong with the
//! text is not told at places that do not exist. Never gives a part of a tree.

use crate::diagnostic::Diagnostics;
use crate::node::{Node, Value};
use crate::source::{Provenance, Sources, Span};
use crate::tree;

/// The tree of a text that stands at `span`; `None` where it has none.
pub fn parse(text: &str, span: Span, provenance: Provenance) -> Option<Node> {
    let mut sources = Sources::default();
    let source = sources.add("", text);
    let mut told = Diagnostics::default();
    let mut node = tree::parse(&sources, source, &mut told)?;
    place(&mut node, span, provenance);
    told.is_empty().then_some(node)
}

/// Gives every node one place.
fn place(node: &mut Node, span: Span, provenance: Provenance) {
    node.origin.span = span;
    node.origin.provenance = provenance;
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|item| place(item, span, provenance)),
        Value::Map(map) => map.iter_mut().for_each(|entry| {
            entry.key_span = span;
            place(&mut entry.value, span, provenance);
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

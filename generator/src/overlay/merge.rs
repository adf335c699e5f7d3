//! The merge of the Overlay specification.
//!
//! Takes a node and a value; puts the value into the node. Promises that what is incompatible stays as it was and is told. Never changes the
//! order of what was there.

use std::collections::HashMap;

use super::doubts::Doubts;
use crate::diagnostic::{Diagnostic, Diagnostics, code::overlay as code};
use crate::node::{Entry, Map, Node, Value};

/// What nodes can be merged with: objects with objects, anything into arrays, primitives with primitives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Object,
    Array,
    Primitive,
}

impl Kind {
    /// The kind of a node.
    pub fn of(node: &Node) -> Self {
        match node.value {
            Value::Map(_) => Self::Object,
            Value::List(_) => Self::Array,
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Self::Primitive,
        }
    }

    /// The specification's word.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Object => "objects",
            Self::Array => "arrays",
            Self::Primitive => "primitive values",
        }
    }
}

/// What a merge did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Merged {
    /// Nothing: the node already held the value.
    Same,
    /// Nothing, which was told.
    Incompatible,
    /// The node holds something new.
    Changed,
}

/// Merges a value into a selected node. Into an array, a value that is no array is appended.
pub(super) fn merge(node: &mut Node, value: &Node, doubts: &mut Doubts, diagnostics: &mut Diagnostics) -> Merged {
    // An action that is about an object itself says what it is, whatever else it holds.
    let settles = Kind::of(node) == Kind::Object && Kind::of(value) == Kind::Object && doubts.settle(node.span());
    let merged = match (&mut node.value, &value.value) {
        (Value::List(items), Value::Map(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => {
            items.push(value.clone());
            Merged::Changed
        }
        _ => merge_property(node, value, doubts, diagnostics),
    };
    if settles && merged == Merged::Same { Merged::Changed } else { merged }
}

/// Merges a property into the property of the same name.
fn merge_property(node: &mut Node, value: &Node, doubts: &mut Doubts, diagnostics: &mut Diagnostics) -> Merged {
    match (Kind::of(node), Kind::of(value)) {
        (Kind::Object, Kind::Object) => match (&mut node.value, &value.value) {
            (Value::Map(into), Value::Map(from)) => merge_maps(into, from, doubts, diagnostics),
            _ => Merged::Same,
        },
        (Kind::Array, Kind::Array) => match (&mut node.value, &value.value) {
            (Value::List(into), Value::List(from)) if !from.is_empty() => {
                into.extend(from.iter().cloned());
                Merged::Changed
            }
            _ => Merged::Same,
        },
        (Kind::Primitive, Kind::Primitive) if node.same_value(value) && !doubts.settle(node.span()) => Merged::Same,
        (Kind::Primitive, Kind::Primitive) => {
            doubts.settle(node.span());
            *node = value.clone();
            Merged::Changed
        }
        (Kind::Object | Kind::Array | Kind::Primitive, _) => {
            let message = format!("{} cannot be merged into {}", value.kind(), node.kind());
            let diagnostic = Diagnostic::new(&code::OVERLAY_INCOMPATIBLE, value.span(), message);
            let help = "to put another kind of value there, remove the old one in an action before";
            diagnostics.report(diagnostic.relate(node.span(), "into this").help(help));
            Merged::Incompatible
        }
    }
}

fn merge_maps(into: &mut Map, from: &Map, doubts: &mut Doubts, diagnostics: &mut Diagnostics) -> Merged {
    let mut new: Vec<&Entry> = Vec::new();
    let mut worst = Merged::Same;
    let mut olds: HashMap<&str, &Entry> = from.iter().map(|entry| (&*entry.key, entry)).collect();
    for old in into.iter_mut() {
        if let Some(entry) = olds.remove(&*old.key) {
            worst = worst.max(merge_property(&mut old.value, &entry.value, doubts, diagnostics));
        }
    }
    new.extend(from.iter().filter(|entry| olds.contains_key(&*entry.key)));
    if !new.is_empty() {
        worst = Merged::Changed;
    }
    new.into_iter().cloned().for_each(|entry| into.push(entry));
    worst
}

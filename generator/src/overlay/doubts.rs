//! What the reader of a text told and an overlay settles.
//!
//! Takes a tree with what was told while it was read; afterwards takes back what an overlay has settled: a repeated key that it set or
//! removed, a value that it replaced. Promises that what still stands in the tree stays told. Never changes the tree.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::code::tree;
use crate::diagnostic::{Code, Diagnostics};
use crate::node::{Node, Value};
use crate::source::Span;

/// Places of a tree that something was told about.
pub(super) struct Doubts {
    /// Where a value stands that is in doubt, with where that was told.
    values: HashMap<Span, Span>,
    /// Where something was told that an action has settled since.
    settled: HashSet<Span>,
}

impl Doubts {
    /// The places of `tree` that what was told so far is about.
    pub fn of(tree: &Node, diagnostics: &Diagnostics) -> Self {
        let told = diagnostics.iter().filter(|told| is_of_texts(told.code)).filter_map(|told| told.span).collect();
        Self { values: standing(tree, &told), settled: HashSet::new() }
    }

    /// An action speaks about the value that stands there. Whether it settles something.
    pub fn settle(&mut self, value: Span) -> bool {
        self.values.get(&value).is_some_and(|told| self.settled.insert(*told))
    }

    /// Takes back what was told of places that are settled, or that are no longer there.
    pub fn lift(self, tree: &Node, diagnostics: &mut Diagnostics) {
        if self.values.is_empty() {
            return;
        }
        let told: HashSet<Span> = self.values.values().copied().collect();
        let standing: HashSet<Span> = standing(tree, &told).into_values().collect();
        let lifted = |span: Span| told.contains(&span) && (self.settled.contains(&span) || !standing.contains(&span));
        diagnostics.retain(|told| !(is_of_texts(told.code) && told.span.is_some_and(lifted)));
    }
}

fn is_of_texts(code: &'static Code) -> bool {
    tree::ALL.iter().any(|known| std::ptr::eq(*known, code))
}

/// The values whose place, or whose key's place, is one of `told`.
fn standing(tree: &Node, told: &HashSet<Span>) -> HashMap<Span, Span> {
    let mut found = HashMap::new();
    let mut waiting = if told.is_empty() { Vec::new() } else { vec![tree] };
    while let Some(node) = waiting.pop() {
        if told.contains(&node.span()) {
            found.insert(node.span(), node.span());
        }
        match &node.value {
            Value::Map(map) => {
                for entry in map.iter() {
                    if told.contains(&entry.key_span) {
                        found.insert(entry.value.span(), entry.key_span);
                    }
                    waiting.push(&entry.value);
                }
            }
            Value::List(items) => waiting.extend(items),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    found
}

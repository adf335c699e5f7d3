//! The keys of one map of a configuration file.
//!
//! Takes a node; gives the values of its keys by kind. Promises that a key nobody asked for is told. Never stops at a fault.

use crate::diagnostic::{Diagnostic, Diagnostics, closest, code::config as code};
use crate::node::{Entry, Map, Node};

/// The map that a node is, with the keys it may have; `None`, and told, where it is no map.
pub(super) fn map<'n>(
    node: &'n Node,
    what: &str,
    known: &[&'static str],
    diagnostics: &mut Diagnostics,
) -> Option<&'n Map> {
    let Some(map) = node.as_map() else {
        shape(node, what, "a map", diagnostics);
        return None;
    };
    for entry in map.iter().filter(|entry| !known.contains(&&*entry.key)) {
        let message = format!("{what} has no key `{}`", entry.key);
        let diagnostic = Diagnostic::new(&code::CONFIG_UNKNOWN_KEY, entry.key_span, message);
        diagnostics.report(diagnostic.help(match closest(&entry.key, known.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("its keys are `{}`", known.join("`, `")),
        }));
    }
    Some(map)
}

/// The text of a string node that is not empty; `None`, and told, where it is something else.
pub(super) fn text<'n>(node: &'n Node, what: &str, diagnostics: &mut Diagnostics) -> Option<&'n str> {
    let text = node.as_str().filter(|text| !text.is_empty());
    if text.is_none() {
        shape(node, what, "a string that is not empty", diagnostics);
    }
    text
}

/// One of a few words; `None`, and told, where it is something else.
pub(super) fn word(
    node: &Node,
    what: &str,
    words: &[&'static str],
    diagnostics: &mut Diagnostics,
) -> Option<&'static str> {
    let given = text(node, what, diagnostics)?;
    let found = words.iter().find(|word| **word == given);
    if found.is_none() {
        let message = format!("{what} is one of `{}`, and `{given}` is given", words.join("`, `"));
        let diagnostic = Diagnostic::new(&code::CONFIG_VALUE, node.span(), message);
        diagnostics.report(match closest(given, words.iter().copied()) {
            Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
            None => diagnostic,
        });
    }
    found.copied()
}

/// The items of a list node; none, and told, where it is something else.
pub(super) fn list<'n>(node: &'n Node, what: &str, diagnostics: &mut Diagnostics) -> &'n [Node] {
    node.as_list().unwrap_or_else(|| {
        shape(node, what, "a list", diagnostics);
        &[]
    })
}

/// The entry of a key; `None`, and told, where it is missing.
pub(super) fn required<'n>(map: &'n Map, node: &Node, key: &str, diagnostics: &mut Diagnostics) -> Option<&'n Entry> {
    let entry = map.entry(key);
    if entry.is_none() {
        let message = format!("the key `{key}` is missing");
        diagnostics.report(Diagnostic::new(&code::CONFIG_MISSING_KEY, node.span(), message));
    }
    entry
}

/// Tells that a node is of the wrong kind.
pub(super) fn shape(node: &Node, what: &str, expected: &str, diagnostics: &mut Diagnostics) {
    let message = format!("{what} is {expected}, and {} is given", node.kind());
    diagnostics.report(Diagnostic::new(&code::CONFIG_SHAPE, node.span(), message));
}

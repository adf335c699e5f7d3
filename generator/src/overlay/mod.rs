//! OpenAPI Overlay 1.0 and 1.1, applied to a tree.
//!
//! Takes the tree of a description and that of an overlay; changes the first. Promises that every changed node is of
//! [`Provenance::Overlay`] and points into the overlay, that an action which selects nothing is told, and that what was told of
//! a text is taken back where an action settles it. Never follows `extends`, and never changes a tree in a way the specification calls incompatible.

mod cost;
mod document;
mod doubts;
mod merge;
mod target;

use crate::diagnostic::{Diagnostic, Diagnostics, code::overlay as code};
use crate::node::{Node, Value};
use crate::source::{Provenance, Span};
use document::{Action, Modifier};
use doubts::Doubts;
use merge::Merged;
use target::{Image, Step};

/// Applies the actions of an overlay in their order, each to the result of those before.
pub fn apply(tree: &mut Node, overlay: &Node, diagnostics: &mut Diagnostics) {
    let mut image = Image::default();
    let mut doubts = Doubts::of(tree, diagnostics);
    for action in document::read(overlay, diagnostics) {
        let locations = image.select(tree, &action.target, diagnostics);
        if locations.is_empty() {
            continue;
        }
        let changed = match &action.modifier {
            Modifier::Remove => remove(tree, &locations, &action, diagnostics),
            Modifier::Update(value) => {
                let mut value = (*value).clone();
                set_provenance(&mut value, None);
                update(tree, &locations, &value, &action, &mut doubts, diagnostics)
            }
            Modifier::Copy(query) => {
                let from = image.select(tree, query, diagnostics);
                match (from.as_slice(), from.first().and_then(|location| target::node(tree, location))) {
                    ([], _) | (_, None) => continue,
                    ([_], Some(node)) => {
                        let mut value = node.clone();
                        set_provenance(&mut value, Some(query.span()));
                        update(tree, &locations, &value, &action, &mut doubts, diagnostics)
                    }
                    ([_, ..], Some(_)) => {
                        let message = format!("`copy` selects {} nodes; it is to select one", from.len());
                        diagnostics.report(Diagnostic::new(&code::OVERLAY_INCOMPATIBLE, query.span(), message));
                        continue;
                    }
                }
            }
        };
        if changed == Changed::Yes {
            image.forget();
        }
    }
    doubts.lift(tree, diagnostics);
}

/// Tells every action that gives no reason. For the overlays of vendors: they correct what someone else wrote.
pub fn require_reasons(overlay: &Node, diagnostics: &mut Diagnostics) {
    let actions = overlay.get("actions").and_then(Node::as_list).unwrap_or_default();
    for action in actions {
        let reason = action.get("description").and_then(Node::as_str).unwrap_or_default();
        if reason.trim().is_empty() {
            let span = action.get("target").unwrap_or(action).span();
            let help = "add a `description` with the reason and its source";
            let message = "this action gives no reason";
            diagnostics.report(Diagnostic::new(&code::OVERLAY_NO_REASON, span, message).help(help));
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Changed {
    Yes,
    No,
}

fn remove(tree: &mut Node, locations: &[Vec<Step>], action: &Action<'_>, diagnostics: &mut Diagnostics) -> Changed {
    if locations.iter().any(Vec::is_empty) {
        let message = "the whole document cannot be removed";
        diagnostics.report(Diagnostic::new(&code::OVERLAY_INCOMPATIBLE, action.target.span(), message));
        return Changed::No;
    }
    target::remove(tree, locations);
    Changed::Yes
}

/// Merges the value into each selected node.
fn update(
    tree: &mut Node,
    locations: &[Vec<Step>],
    value: &Node,
    action: &Action<'_>,
    doubts: &mut Doubts,
    diagnostics: &mut Diagnostics,
) -> Changed {
    let kinds: Vec<_> =
        locations.iter().filter_map(|location| target::node(tree, location)).map(merge::Kind::of).collect();
    if let Some((first, other)) = kinds.first().zip(kinds.iter().find(|kind| Some(*kind) != kinds.first())) {
        let message = format!("the target selects {} as well as {}", first.plural(), other.plural());
        diagnostics.report(Diagnostic::new(&code::OVERLAY_INCOMPATIBLE, action.target.span(), message));
        return Changed::No;
    }
    if kinds.first() == Some(&merge::Kind::Primitive) {
        action.tell_newer("a target that is neither an object nor an array", diagnostics);
    }
    let mut worst = Merged::Same;
    for location in locations {
        if let Some(node) = target::node_mut(tree, location) {
            worst = worst.max(merge::merge(node, value, doubts, diagnostics));
        }
    }
    match worst {
        Merged::Same => {
            let message = "the document already says so";
            diagnostics.report(Diagnostic::new(&code::OVERLAY_NO_CHANGE, action.target.span(), message));
            Changed::No
        }
        Merged::Changed | Merged::Incompatible => Changed::Yes,
    }
}

/// Marks a value, and all in it, as the overlay's; `span` replaces the spans where it is given.
fn set_provenance(node: &mut Node, span: Option<Span>) {
    node.origin.provenance = Provenance::Overlay;
    if let Some(span) = span {
        node.origin.span = span;
    }
    match &mut node.value {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        Value::List(items) => items.iter_mut().for_each(|item| set_provenance(item, span)),
        Value::Map(map) => map.iter_mut().for_each(|entry| {
            entry.key_span = span.unwrap_or(entry.key_span);
            set_provenance(&mut entry.value, span);
        }),
    }
}

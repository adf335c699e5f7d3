//! Several one-operation descriptions of one API, as one description.
//!
//! Takes the trees that a vendor's pages hold, in order; gives one tree. Promises that nothing is silently dropped: where
//! two pages disagree, the first holds and the other is told. What a page says for its whole document (servers, security)
//! and the first page does not say is kept on that page's own operations. Never merges two different components.

use crate::diagnostic::code::page::{CONFLICTING_PAGES, DIFFERENT_VERSIONS};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::node::{Entry, Map, Node, Value};

/// The fixed fields of a Path Item Object that hold operations.
const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// Joins descriptions, in order; `None` when there is none.
pub fn join(trees: Vec<Node>, diagnostics: &mut Diagnostics) -> Option<Node> {
    let mut trees = trees.into_iter();
    let mut joined = trees.next()?;
    for tree in trees {
        if version(&joined) == version(&tree) {
            join_into(&mut joined, tree, diagnostics);
        } else {
            let message = "this description is of another OpenAPI version than the ones before it";
            diagnostics.report(
                Diagnostic::new(&DIFFERENT_VERSIONS, tree.span(), message)
                    .relate(joined.span(), "the first description")
                    .help("give descriptions of one version together, or generate from each by itself"),
            );
        }
    }
    Some(joined)
}

/// Major and minor version as declared.
fn version(tree: &Node) -> Option<&str> {
    let text = tree.get("openapi").or_else(|| tree.get("swagger"))?.as_str()?;
    text.match_indices('.').nth(1).map_or(Some(text), |(end, _)| text.get(..end))
}

fn join_into(joined: &mut Node, tree: Node, diagnostics: &mut Diagnostics) {
    let Value::Map(mut tree) = tree.value else { return };
    let Some(joined) = joined.as_map_mut() else { return };
    for key in ["servers", "security"] {
        let Some(theirs) = tree.remove(key) else { continue };
        if !joined.get(key).is_some_and(|ours| ours.same_value(&theirs.value)) {
            keep_on_operations(&mut tree, &theirs);
        }
    }
    for entry in tree.into_entries() {
        match (&*entry.key, joined.get_mut(&entry.key)) {
            (_, None) => joined.push(entry),
            ("paths" | "webhooks", Some(ours)) => {
                join_maps(
                    ours,
                    entry.value,
                    &mut |ours, theirs, diagnostics| join_path_items(ours, theirs, diagnostics),
                    diagnostics,
                );
            }
            ("components", Some(ours)) => {
                join_maps(
                    ours,
                    entry.value,
                    &mut |ours, theirs, diagnostics| join_maps(ours, theirs.value, &mut tell_difference, diagnostics),
                    diagnostics,
                );
            }
            ("definitions" | "parameters" | "responses" | "securityDefinitions", Some(ours)) => {
                join_maps(ours, entry.value, &mut tell_difference, diagnostics);
            }
            ("tags", Some(ours)) => join_tags(ours, entry.value),
            // Of `info`, extensions and the like the first page's hold for all.
            (_, Some(_)) => {}
        }
    }
}

/// Servers and security of a whole page, moved to its operations, where they say nothing of their own.
fn keep_on_operations(tree: &mut Map, root: &Entry) {
    let Some(paths) = tree.get_mut("paths").and_then(Node::as_map_mut) else { return };
    for path_item in paths.iter_mut().filter_map(|entry| entry.value.as_map_mut()) {
        for entry in path_item.iter_mut().filter(|entry| METHODS.contains(&&*entry.key)) {
            if let Some(operation) = entry.value.as_map_mut().filter(|operation| operation.get(&root.key).is_none()) {
                operation.push(root.clone());
            }
        }
    }
}

type OnBoth<'a> = &'a mut dyn FnMut(&mut Node, Entry, &mut Diagnostics);

fn join_maps(ours: &mut Node, theirs: Node, on_both: OnBoth<'_>, diagnostics: &mut Diagnostics) {
    let (Some(ours), Value::Map(theirs)) = (ours.as_map_mut(), theirs.value) else { return };
    for entry in theirs.into_entries() {
        match ours.get_mut(&entry.key) {
            Some(value) => on_both(value, entry, diagnostics),
            None => ours.push(entry),
        }
    }
}

fn join_path_items(ours: &mut Node, theirs: Entry, diagnostics: &mut Diagnostics) {
    join_maps(ours, theirs.value, &mut tell_difference, diagnostics);
}

fn join_tags(ours: &mut Node, theirs: Node) {
    let (Value::List(ours), Value::List(theirs)) = (&mut ours.value, theirs.value) else { return };
    let name = |tag: &Node| tag.get("name").and_then(Node::as_str).map(str::to_owned);
    let known: std::collections::BTreeSet<_> = ours.iter().map(name).collect();
    ours.extend(theirs.into_iter().filter(|tag| !known.contains(&name(tag))));
}

fn tell_difference(ours: &mut Node, theirs: Entry, diagnostics: &mut Diagnostics) {
    if ours.same_value(&theirs.value) {
        return;
    }
    let message = format!("`{}` is described differently by two pages; the first description holds", theirs.key);
    diagnostics.report(
        Diagnostic::new(&CONFLICTING_PAGES, theirs.value.span(), message)
            .relate(ours.span(), "the first description")
            .help("correct one of them by an overlay, or name the one that is right first"),
    );
}

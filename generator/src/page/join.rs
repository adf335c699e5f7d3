//! Several one-operation descriptions of one API, as one description.
//!
//! Takes the trees that a vendor's pages hold, in order; gives one tree. Promises that nothing is silently dropped: where
//! two pages disagree, the first holds and the other is told. What a page says for its whole document (servers, security)
//! and the first page does not say is kept on that page's own operations. Never merges two different components.

use std::collections::{BTreeMap, BTreeSet};

use super::nodes::{self, string};
use super::shapes;
use crate::diagnostic::code::page::CONFLICTING_PAGES;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::node::{Entry, Map, Node, Value};
use crate::source::Provenance;
use crate::upgrade::upgrade;

/// The fixed fields of a Path Item Object that hold operations.
const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// Joins descriptions, in order; `None` when there is none. Those of an older version than others are raised first. `title` names the API where the
/// descriptions do not agree on a name.
pub fn join(mut trees: Vec<Node>, title: Option<&str>, diagnostics: &mut Diagnostics) -> Option<Node> {
    if trees.len() < 2 {
        // A single page repeats shapes, too.
        let mut tree = trees.pop()?;
        shapes::share(&mut tree);
        return Some(tree);
    }
    raise(&mut trees, diagnostics);
    let title = title.filter(|_| !agree_on_title(&trees));
    let mut trees = trees.into_iter();
    let mut joined = trees.next()?;
    for tree in trees {
        join_into(&mut joined, tree, diagnostics);
    }
    if let Some(title) = title {
        name(&mut joined, title);
    }
    identify(&mut joined);
    shapes::share(&mut joined);
    Some(joined)
}

/// Raises the trees of older versions, and has all declare the newest.
fn raise(trees: &mut Vec<Node>, diagnostics: &mut Diagnostics) {
    let key = |tree: &Node| version(tree).map(str::to_owned);
    let first = trees.first().and_then(key);
    if trees.iter().all(|tree| key(tree) == first) {
        return;
    }
    let newest = trees.iter().filter(|tree| tree.get("openapi").is_some()).max_by_key(|tree| key(tree));
    let Some(newest) = newest.and_then(|tree| tree.get("openapi")).cloned() else { return };
    let wanted = short(newest.as_str().unwrap_or(""));
    trees.retain_mut(|tree| {
        if key(tree).as_deref() == Some(wanted) {
            return true;
        }
        if upgrade(tree, diagnostics).is_none() {
            return false;
        }
        if let Some(map) = tree.as_map_mut() {
            map.remove("swagger");
            map.insert("openapi", newest.span(), newest.clone());
        }
        true
    });
}

/// Major and minor version as declared.
fn version(tree: &Node) -> Option<&str> {
    tree.get("openapi").or_else(|| tree.get("swagger"))?.as_str().map(short)
}

fn short(version: &str) -> &str {
    version.match_indices('.').nth(1).map_or(version, |(end, _)| version.get(..end).unwrap_or(version))
}

fn agree_on_title(trees: &[Node]) -> bool {
    let title =
        |tree: &Node| tree.get("info").and_then(|info| info.get("title")).and_then(Node::as_str).map(str::to_owned);
    let first = trees.first().and_then(title);
    first.is_some() && trees.iter().all(|tree| title(tree) == first)
}

/// Names the whole: what pages of one operation call it is the name of the operation.
fn name(joined: &mut Node, title: &str) {
    let span = joined.span();
    let Some(root) = joined.as_map_mut() else { return };
    let named = Node::string(span, Provenance::Inferred, title);
    match root.get_mut("info").and_then(Node::as_map_mut) {
        Some(info) => info.insert("title", span, named),
        None => {
            let version = string("version", span, Provenance::Inferred, "0");
            let entries = [nodes::entry("title", named), version];
            root.insert("info", span, nodes::map(span, Provenance::Inferred, entries));
        }
    }
}

/// Gives operations whose ids are those of others on other pages the words of their first tag before the id.
fn identify(joined: &mut Node) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    operations(joined, &mut |operation| {
        if let Some(id) = operation.get("operationId").and_then(Node::as_str) {
            *counts.entry(id.to_owned()).or_default() += 1;
        }
    });
    let mut taken: BTreeSet<String> = counts.keys().cloned().collect();
    operations(joined, &mut |operation| {
        let text = |node: &Node| node.as_str().map(str::to_owned);
        let Some(id) = operation.get("operationId").and_then(text).filter(|id| counts.get(id).is_some_and(|n| *n > 1))
        else {
            return;
        };
        let tag = operation.get("tags").and_then(Node::as_list).and_then(<[Node]>::first).and_then(text);
        let words = tag.map(|tag| tag.rsplit('/').next().unwrap_or("").trim_start_matches("subpackage_").to_owned());
        let wanted = words.map(|words| format!("{words}_{id}")).filter(|id| taken.insert(id.clone()));
        match wanted {
            Some(id) => {
                if let Some(old) = operation.get_mut("operationId") {
                    *old = Node::string(old.span(), Provenance::Inferred, &id);
                }
            }
            // Method and path identify it as well.
            None => drop(operation.remove("operationId")),
        }
    });
}

/// Visits every operation of the paths.
fn operations(tree: &mut Node, visit: &mut dyn FnMut(&mut Map)) {
    let paths = tree.as_map_mut().and_then(|root| root.get_mut("paths")).and_then(Node::as_map_mut);
    for item in paths.into_iter().flat_map(Map::iter_mut).filter_map(|entry| entry.value.as_map_mut()) {
        for entry in item.iter_mut().filter(|entry| METHODS.contains(&&*entry.key)) {
            entry.value.as_map_mut().into_iter().for_each(&mut *visit);
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;
    use crate::tree::{self, write};

    fn joined(texts: &[&str], title: Option<&str>) -> (Node, Diagnostics) {
        let mut sources = Sources::default();
        let mut diagnostics = Diagnostics::default();
        let trees = texts.iter().map(|text| {
            let source = sources.add("page.md", *text);
            tree::parse(&sources, source, &mut diagnostics).expect("a tree")
        });
        let trees = trees.collect();
        let joined = join(trees, title, &mut diagnostics).expect("a document");
        (joined, diagnostics)
    }

    fn page(version: &str, title: &str, path: &str, tag: &str, schema: &str) -> String {
        format!(
            "{{openapi: {version}, info: {{title: {title}, version: '1'}}, paths: {{{path}: {{get: {{operationId: list, tags: [{tag}], \
             responses: {{'200': {{description: ok, content: {{application/json: {{schema: {schema}}}}}}}}}}}}}}}}}"
        )
    }

    #[test]
    fn older_documents_are_raised_and_the_whole_is_named() {
        let (old, new) = (
            page("3.0.3", "A", "/a", "subpackage_boats", "{type: string, nullable: true}"),
            page("3.1.0", "B", "/b", "berths", "{type: [string, 'null']}"),
        );
        let (joined, diagnostics) = joined(&[&old, &new], Some("Harbour"));
        let text: String = write::json(&joined).split_whitespace().collect();
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        assert!(text.contains(r#""title":"Harbour""#) && text.contains(r#""openapi":"3.1.0""#), "{text}");
        assert!(!text.contains("nullable"), "{text}");
        assert!(
            text.contains(r#""operationId":"boats_list""#) && text.contains(r#""operationId":"berths_list""#),
            "{text}"
        );
    }

    #[test]
    fn pages_that_agree_keep_their_title() {
        let pages = [page("3.0.3", "A", "/a", "x", "{}"), page("3.0.3", "A", "/b", "y", "{}")];
        let (joined, _) = joined(&pages.each_ref().map(String::as_str), Some("Harbour"));
        assert_eq!(joined.get("info").and_then(|info| info.get("title")).and_then(Node::as_str), Some("A"));
    }
}

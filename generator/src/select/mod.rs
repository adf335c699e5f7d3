//! The operations that `only` and `except` choose, and what they reach.
//!
//! Takes the trees of a description, raised to the newest shape, and a [`Selection`]; takes operations that are not chosen out of the entry document,
//! and then every component that nothing left refers to. Promises to keep whatever might be referred to, and to tell of a word that chooses nothing.
//! Never changes another file, and never judges a document.

mod reach;

use crate::config::{Choice, Pattern, Selection};
use crate::diagnostic::code::config::SELECTION_NO_MATCH;
use crate::diagnostic::{Diagnostic, Diagnostics, closest};
use crate::node::{Map, Node};
use crate::source::SourceId;
use crate::tree::{Pointer, Trees};
use reach::Component;
use std::collections::{BTreeMap, BTreeSet};

/// Keys of a Path Item that hold an operation.
const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// Leaves what the selection chooses.
pub fn select(root: SourceId, trees: &mut Trees, selection: &Selection, diagnostics: &mut Diagnostics) {
    if selection.is_all() {
        return;
    }
    // What a path item refers to is read from a copy, as the tree is changed meanwhile.
    let items = trees.get(root).and_then(|tree| tree.get("components")?.get("pathItems")).cloned();
    let Some(tree) = trees.get_mut(root) else { return };
    let choices = [&selection.only, &selection.except].into_iter().flatten();
    let (reaching, types) = reach::reaching(tree, choices.flat_map(|choice| &choice.types).map(|word| &*word.text));
    let seen = Seen { types, ..Seen::default() };
    let mut choosing = Choosing { selection, items, reaching, used: BTreeSet::new(), seen, tags: BTreeSet::new() };
    for (key, is_path) in [("paths", true), ("webhooks", false)] {
        if let Some(map) = tree.as_map_mut().and_then(|map| map.get_mut(key)).and_then(Node::as_map_mut) {
            choosing.items(map, is_path);
        }
    }
    let Choosing { used, seen, tags, .. } = choosing;
    tell_unused(selection, &used, &seen, diagnostics);
    keep_tags(tree, tags);
    reach::prune(root, trees);
}

/// What a word of a selection is compared with.
#[derive(Default)]
struct Seen {
    tags: BTreeSet<String>,
    operations: BTreeSet<String>,
    paths: BTreeSet<String>,
    types: BTreeSet<String>,
}

struct Choosing<'s> {
    selection: &'s Selection,
    items: Option<Node>,
    /// The components that reach a schema, by its name.
    reaching: BTreeMap<&'s str, BTreeSet<Component>>,
    /// Words that chose something, by their addresses in the selection.
    used: BTreeSet<*const Pattern>,
    seen: Seen,
    /// Tags of what is kept.
    tags: BTreeSet<String>,
}

impl Choosing<'_> {
    /// Path items by path or, of webhooks, by name.
    fn items(&mut self, map: &mut Map, is_path: bool) {
        let mut kept = BTreeSet::new();
        for entry in map.iter_mut() {
            let path = is_path.then(|| entry.key.to_string());
            if self.item(&mut entry.value, path.as_deref()) {
                kept.insert(entry.key.clone());
            }
        }
        map.retain(|entry| kept.contains(&entry.key) || entry.key.starts_with("x-"));
    }

    /// Takes operations out of a path item. Whether any is left.
    fn item(&mut self, item: &mut Node, path: Option<&str>) -> bool {
        if let Some(target) = self.referred(item) {
            // Others may refer to the same item, so that it is kept whole.
            let operations: Vec<&Node> = operations(&target).collect();
            let around = self.around(&target);
            return operations.into_iter().fold(false, |any, operation| self.chooses(operation, path, &around) | any);
        }
        let around = self.around(item);
        let Some(map) = item.as_map_mut() else { return true };
        let mut any = false;
        let mut keep = |choosing: &mut Self, operation: &Node| {
            let chosen = choosing.chooses(operation, path, &around);
            any |= chosen;
            chosen
        };
        map.retain(|entry| !METHODS.contains(&&*entry.key) || keep(self, &entry.value));
        if let Some(others) = map.get_mut("additionalOperations").and_then(Node::as_map_mut) {
            others.retain(|entry| keep(self, &entry.value));
        }
        any
    }

    fn referred(&self, item: &Node) -> Option<Node> {
        let pointer = Pointer::from_fragment(item.get("$ref")?.as_str()?.strip_prefix('#')?).ok()?;
        match pointer.tokens() {
            [components, items, name] if components == "components" && items == "pathItems" => {
                self.items.as_ref()?.get(name).cloned()
            }
            _ => None,
        }
    }

    /// The components that the parameters of all operations of a path item name.
    fn around(&self, item: &Node) -> BTreeSet<Component> {
        let parameters = item.get("parameters").filter(|_| !self.reaching.is_empty());
        parameters.map(reach::named_in).unwrap_or_default()
    }

    fn chooses(&mut self, operation: &Node, path: Option<&str>, around: &BTreeSet<Component>) -> bool {
        let tags: Vec<&str> =
            operation.get("tags").and_then(Node::as_list).unwrap_or(&[]).iter().filter_map(Node::as_str).collect();
        let id = operation.get("operationId").and_then(Node::as_str);
        self.seen.tags.extend(tags.iter().map(|tag| (*tag).to_owned()));
        self.seen.operations.extend(id.map(str::to_owned));
        self.seen.paths.extend(path.map(str::to_owned));
        let named = if self.reaching.is_empty() { BTreeSet::new() } else { reach::named_in(operation) };
        let reaches = |word: &str| {
            let reaching = self.reaching.get(word);
            reaching.is_some_and(|reaching| named.iter().chain(around).any(|component| reaching.contains(component)))
        };
        let mut matches = |choice: &Choice| {
            let types = choice.types.iter().filter(|pattern| reaches(&pattern.text));
            let tags = choice.tags.iter().filter(|pattern| tags.contains(&&*pattern.text));
            let ids = choice.operations.iter().filter(|pattern| id == Some(&*pattern.text));
            let paths = choice.paths.iter().filter(|pattern| path.is_some_and(|path| pattern.matches_path(path)));
            let found: Vec<*const Pattern> =
                tags.chain(ids).chain(paths).chain(types).map(|pattern| pattern as *const _).collect();
            self.used.extend(&found);
            !found.is_empty()
        };
        let (only, except) =
            (self.selection.only.as_ref().map(&mut matches), self.selection.except.as_ref().map(&mut matches));
        let chosen = only.unwrap_or(true) && !except.unwrap_or(false);
        if chosen {
            self.tags.extend(tags.iter().map(|tag| (*tag).to_owned()));
        }
        chosen
    }
}

fn operations(item: &Node) -> impl Iterator<Item = &Node> {
    let own = METHODS.iter().filter_map(|method| item.get(method));
    let others = item.get("additionalOperations").and_then(Node::as_map);
    own.chain(others.into_iter().flat_map(Map::iter).map(|entry| &entry.value))
}

fn tell_unused(selection: &Selection, used: &BTreeSet<*const Pattern>, seen: &Seen, diagnostics: &mut Diagnostics) {
    for choice in [&selection.only, &selection.except].into_iter().flatten() {
        for (patterns, what, known) in [
            (&choice.tags, "has the tag", &seen.tags),
            (&choice.operations, "has the `operationId`", &seen.operations),
            (&choice.paths, "has the path", &seen.paths),
            (&choice.types, "reaches the schema", &seen.types),
        ] {
            for pattern in patterns.iter().filter(|pattern| !used.contains(&(*pattern as *const _))) {
                let message = format!("no operation {what} `{}`", pattern.text);
                let told = Diagnostic::new(&SELECTION_NO_MATCH, pattern.span, message);
                diagnostics.report(match closest(&pattern.text, known.iter().map(String::as_str)) {
                    Some(meant) => told.help(format!("did you mean `{meant}`?")),
                    None => told.help("correct it, or take it out of the list"),
                });
            }
        }
    }
}

/// Leaves of the document's tags those that are used, and those above them.
fn keep_tags(tree: &mut Node, mut used: BTreeSet<String>) {
    let Some(list) = tree.as_map_mut().and_then(|map| map.get_mut("tags")).and_then(Node::as_list_mut) else { return };
    let text = |tag: &Node, key: &str| tag.get(key).and_then(Node::as_str).map(str::to_owned);
    for _depth in 0..list.len() {
        let is_used = |tag: &&Node| text(tag, "name").is_some_and(|name| used.contains(&name));
        let parents: Vec<String> = list.iter().filter(is_used).filter_map(|tag| text(tag, "parent")).collect();
        let before = used.len();
        used.extend(parents);
        if used.len() == before {
            break;
        }
    }
    list.retain(|tag| text(tag, "name").is_none_or(|name| used.contains(&name)));
}

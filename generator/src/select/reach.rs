//! Components that something refers to.
//!
//! Takes the trees of a description; takes out of the entry document's `components` what nothing else reaches. Promises to keep what is reached by
//! `$ref`, by a discriminator (its mapping, and schemas that extend the one that has it) or by a security requirement. Where a reference cannot be
//! followed by name, all schemas stay.

use crate::node::{Map, Node, Value};
use crate::source::SourceId;
use crate::tree::{Pointer, Trees};
use std::collections::{BTreeMap, BTreeSet};

/// Kind and name: `("schemas", "Contact")`.
pub(super) type Component = (String, String);

/// Everything under `components`.
fn components(tree: &Node) -> BTreeMap<Component, &Node> {
    let kinds = tree.get("components").and_then(Node::as_map).into_iter().flat_map(Map::iter);
    kinds
        .filter_map(|kind| Some((kind, kind.value.as_map()?)))
        .flat_map(|(kind, map)| map.iter().map(|entry| ((kind.key.to_string(), entry.key.to_string()), &entry.value)))
        .collect()
}

/// The components that a node names itself.
pub(super) fn named_in(node: &Node) -> BTreeSet<Component> {
    let mut reach = Reach::default();
    reach.walk(node);
    reach.waiting.into_iter().collect()
}

/// For each of these schemas, the components that reach it, itself among them; and the names of all schemas.
pub(super) fn reaching<'w>(
    tree: &Node,
    wanted: impl Iterator<Item = &'w str>,
) -> (BTreeMap<&'w str, BTreeSet<Component>>, BTreeSet<String>) {
    let all = components(tree);
    let mut named_by: BTreeMap<Component, Vec<&Component>> = BTreeMap::new();
    for (component, node) in &all {
        named_in(node).into_iter().for_each(|named| named_by.entry(named).or_default().push(component));
    }
    // A schema with a discriminator stands for those that extend it.
    for (base, extenders) in extending(&all) {
        if let Some((base, _)) = all.get_key_value(&base).filter(|(_, node)| node.get("discriminator").is_some()) {
            extenders.into_iter().for_each(|extender| named_by.entry(extender).or_default().push(base));
        }
    }
    let of_word = |word: &'w str| {
        let mut waiting = vec![("schemas".to_owned(), word.to_owned())];
        let mut found = BTreeSet::new();
        while let Some(component) = waiting.pop() {
            if found.insert(component.clone()) {
                waiting.extend(named_by.get(&component).into_iter().flatten().map(|by| (*by).clone()));
            }
        }
        (word, found)
    };
    let names = all.keys().filter(|(kind, _)| kind == "schemas").map(|(_, name)| name.clone()).collect();
    (wanted.map(of_word).collect(), names)
}

/// Leaves what is reached.
pub(super) fn prune(root: SourceId, trees: &mut Trees) {
    let Some(tree) = trees.get(root) else { return };
    let all = components(tree);
    let mut reach = Reach::default();
    for entry in tree.as_map().into_iter().flat_map(Map::iter).filter(|entry| &*entry.key != "components") {
        reach.entry(&entry.key, &entry.value);
        reach.walk(&entry.value);
    }
    trees.iter().filter(|(id, _)| *id != root).for_each(|(_, other)| reach.walk(other));
    let extending = extending(&all);
    let mut kept: BTreeSet<Component> = BTreeSet::new();
    while let Some(component) = reach.waiting.pop() {
        let Some(node) = all.get(&component).filter(|_| kept.insert(component.clone())) else { continue };
        reach.walk(node);
        // A schema with a discriminator stands for those that extend it.
        if node.get("discriminator").is_some() {
            reach.waiting.extend(extending.get(&component).into_iter().flatten().cloned());
        }
    }
    let keeps_schemas = reach.is_uncertain;
    let Some(components) =
        trees.get_mut(root).and_then(|tree| tree.as_map_mut()?.get_mut("components")).and_then(Node::as_map_mut)
    else {
        return;
    };
    for kind in components.iter_mut() {
        let name = kind.key.to_string();
        if name.starts_with("x-") || keeps_schemas && name == "schemas" {
            continue;
        }
        if let Some(map) = kind.value.as_map_mut() {
            map.retain(|entry| kept.contains(&(name.clone(), entry.key.to_string())));
        }
    }
}

/// Schemas by the one that they extend through `allOf`.
fn extending(all: &BTreeMap<Component, &Node>) -> BTreeMap<Component, Vec<Component>> {
    let mut extending: BTreeMap<Component, Vec<Component>> = BTreeMap::new();
    for (component, node) in all {
        for part in node.get("allOf").and_then(Node::as_list).unwrap_or(&[]) {
            if let Some(base) = part.get("$ref").and_then(Node::as_str).and_then(named) {
                extending.entry(base).or_default().push(component.clone());
            }
        }
    }
    extending
}

/// What is reached and still to be looked into.
#[derive(Default)]
struct Reach {
    waiting: Vec<Component>,
    /// A reference names something by other means than a path to a component.
    is_uncertain: bool,
}

impl Reach {
    fn walk(&mut self, node: &Node) {
        let mut waiting = vec![node];
        while let Some(node) = waiting.pop() {
            match &node.value {
                Value::Map(map) => {
                    for entry in map.iter() {
                        self.entry(&entry.key, &entry.value);
                        waiting.push(&entry.value);
                    }
                }
                Value::List(list) => waiting.extend(list),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
    }

    fn entry(&mut self, key: &str, value: &Node) {
        match key {
            "$ref" | "$dynamicRef" | "operationRef" => {
                if let Some(reference) = value.as_str() {
                    match named(reference) {
                        Some(component) => self.waiting.push(component),
                        // An anchor, or the identifier of a schema.
                        None => self.is_uncertain |= !reference.contains("#/"),
                    }
                }
            }
            "mapping" => {
                for target in value.as_map().into_iter().flat_map(Map::iter).filter_map(|entry| entry.value.as_str()) {
                    self.waiting.push(named(target).unwrap_or_else(|| ("schemas".to_owned(), target.to_owned())));
                }
            }
            "security" => {
                for requirement in value.as_list().unwrap_or(&[]).iter().filter_map(Node::as_map) {
                    let names = requirement.iter().map(|entry| entry.key.to_string());
                    self.waiting.extend(names.map(|name| ("securitySchemes".to_owned(), name)));
                }
            }
            _ => {}
        }
    }
}

/// The component that a reference leads to or into.
fn named(reference: &str) -> Option<Component> {
    let pointer = Pointer::from_fragment(reference.split_once('#')?.1).ok()?;
    match pointer.tokens() {
        [components, kind, name, ..] if components == "components" => Some((kind.clone(), name.clone())),
        _ => None,
    }
}

//! Shapes that rendered pages print again and again, as types of their own.
//!
//! Takes the tree of a page, or the joined tree of several; gives it with one component for each object that is described more than once in the same role: 19 equal
//! objects of errors are one `Error`. Promises that only what pages printed is moved, that two schemas which differ in anything but their own description stay
//! two, and that a name hangs on what the shape is and not on what comes first. Never changes what a document states.

use std::collections::{BTreeMap, BTreeSet};

use super::nodes::{self, string};
use crate::node::{Entry, Map, Node, Value};
use crate::source::Provenance;
use crate::tree::write;

/// How deep schemas are looked at.
const MOST_DEPTH: usize = 48;

const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// What a whole body is called by what it is: these words follow the word of its group.
const ERROR: &str = "Error";
const RESPONSE: &str = "Response";
const REQUEST: &str = "Request";

/// One shape in one role: the role, and the shape as text.
type Key = (String, String);

/// Where a shape occurs.
#[derive(Debug, Default)]
struct Found {
    count: usize,
    /// The words of the groups whose operations have it.
    groups: BTreeSet<String>,
}

/// Moves what is printed more than once.
pub fn share(tree: &mut Node) {
    let mut found: BTreeMap<Key, Found> = BTreeMap::new();
    bodies(tree, &mut |node, role, group| count(node, role, group, 0, &mut found));
    found.retain(|_, shape| shape.count > 1);
    if found.is_empty() {
        return;
    }
    let schemas = tree.get("components").and_then(|node| node.get("schemas")).and_then(Node::as_map);
    let taken = schemas.into_iter().flat_map(Map::iter).map(|entry| entry.key.to_string()).collect();
    let names = names(&found, taken);
    let mut moved: BTreeMap<String, Node> = BTreeMap::new();
    bodies(tree, &mut |node, role, _| replace(node, role, 0, &names, &mut moved));
    put(tree, moved);
}

/// Visits the schemas of all bodies of requests and answers, each with its role and its group.
fn bodies(tree: &mut Node, visit: &mut dyn FnMut(&mut Node, &str, &str)) {
    let paths = tree.as_map_mut().and_then(|root| root.get_mut("paths")).and_then(Node::as_map_mut);
    for entry in paths.into_iter().flat_map(Map::iter_mut) {
        let path = entry.key.to_string();
        for operation in entry.value.as_map_mut().into_iter().flat_map(Map::iter_mut) {
            if !METHODS.contains(&&*operation.key) {
                continue;
            }
            let tag = operation.value.get("tags").and_then(Node::as_list).and_then(|tags| tags.first()?.as_str());
            let group = single(&camel(tag.map_or_else(|| word_of(&path), |tag| tag.trim_start_matches("subpackage_"))));
            let Some(operation) = operation.value.as_map_mut() else { continue };
            if let Some(body) = operation.get_mut("requestBody") {
                content(body, REQUEST, &group, visit);
            }
            for answer in operation.get_mut("responses").and_then(Node::as_map_mut).into_iter().flat_map(Map::iter_mut)
            {
                let role = if answer.key.starts_with(['4', '5', 'd']) { ERROR } else { RESPONSE };
                content(&mut answer.value, role, &group, visit);
            }
        }
    }
}

fn content(owner: &mut Node, role: &str, group: &str, visit: &mut dyn FnMut(&mut Node, &str, &str)) {
    let media = owner.as_map_mut().and_then(|map| map.get_mut("content")).and_then(Node::as_map_mut);
    for entry in media.into_iter().flat_map(Map::iter_mut) {
        if let Some(schema) = entry.value.as_map_mut().and_then(|map| map.get_mut("schema")) {
            visit(schema, role, group);
        }
    }
}

/// The schemas inside a schema, each with its role.
fn children<'n>(node: &'n mut Node, role: &str) -> Vec<(&'n mut Node, String)> {
    let mut found = Vec::new();
    for entry in node.as_map_mut().into_iter().flat_map(Map::iter_mut) {
        match &*entry.key {
            "properties" => found.extend(entry.value.as_map_mut().into_iter().flat_map(Map::iter_mut).map(|entry| {
                let role = single(&camel(&entry.key));
                (&mut entry.value, role)
            })),
            "items" | "additionalProperties" if entry.value.as_map().is_some() => {
                let role = match role {
                    ERROR | RESPONSE | REQUEST => "Item",
                    other => other,
                };
                found.push((&mut entry.value, role.to_owned()));
            }
            "allOf" | "oneOf" | "anyOf" => {
                if let Value::List(list) = &mut entry.value.value {
                    found.extend(list.iter_mut().map(|node| (node, format!("{role}Variant"))));
                }
            }
            _ => {}
        }
    }
    found
}

fn count(node: &mut Node, role: &str, group: &str, depth: usize, found: &mut BTreeMap<Key, Found>) {
    if depth > MOST_DEPTH {
        return;
    }
    if let Some(key) = key(node) {
        let shape = found.entry((role.to_owned(), key)).or_default();
        shape.count += 1;
        shape.groups.insert(group.to_owned());
    }
    for (child, role) in children(node, role) {
        count(child, &role, group, depth + 1, found);
    }
}

/// What tells a shape from others: all of it but its own description. Only objects with properties that a page printed have one.
fn key(node: &Node) -> Option<String> {
    let map = node.as_map()?;
    let printed = node.origin.provenance != Provenance::Document;
    let filled = map.get("properties").and_then(Node::as_map).is_some_and(|properties| !properties.is_empty());
    if !printed || !filled {
        return None;
    }
    let entries = map.iter().filter(|entry| &*entry.key != "description").cloned().collect();
    Some(write::json(&Node::new(node.span(), node.origin.provenance, Value::Map(entries))))
}

/// Names for shapes. Where several want one, the groups of their operations tell them apart, and then a number in the order of what they are.
fn names(found: &BTreeMap<Key, Found>, mut taken: BTreeSet<String>) -> BTreeMap<Key, String> {
    let mut of_role: BTreeMap<&str, usize> = BTreeMap::new();
    for (role, _) in found.keys() {
        *of_role.entry(role).or_default() += 1;
    }
    let mut names = BTreeMap::new();
    for (key, shape) in found {
        let role = key.0.as_str();
        let alone = of_role.get(role) == Some(&1);
        let group = shape.groups.first().map_or("", String::as_str);
        let whole = matches!(role, RESPONSE | REQUEST);
        let of_one_group = shape.groups.len() == 1;
        let base =
            if whole || (!alone && of_one_group && group != role) { format!("{group}{role}") } else { role.to_owned() };
        let base = if base.is_empty() { "Shape".to_owned() } else { base };
        let numbered = std::iter::once(base.clone()).chain((2..10_000).map(|number| format!("{base}{number}")));
        let name = numbered.into_iter().find(|name| taken.insert(name.clone())).unwrap_or(base);
        names.insert(key.clone(), name);
    }
    names
}

fn replace(
    node: &mut Node,
    role: &str,
    depth: usize,
    names: &BTreeMap<Key, String>,
    moved: &mut BTreeMap<String, Node>,
) {
    if depth > MOST_DEPTH {
        return;
    }
    // Before what is inside is moved, for the keys are those of whole shapes.
    let name = key(node).and_then(|key| names.get(&(role.to_owned(), key)));
    for (child, role) in children(node, role) {
        replace(child, &role, depth + 1, names, moved);
    }
    let Some(name) = name else { return };
    let span = node.span();
    let description = node.as_map_mut().and_then(|map| map.remove("description"));
    let mut entries = vec![string("$ref", span, Provenance::Inferred, &format!("#/components/schemas/{name}"))];
    entries.extend(description);
    let reference = nodes::map(span, Provenance::Page, entries);
    moved.entry(name.clone()).or_insert(std::mem::replace(node, reference));
}

/// Puts components into the tree, in the order of their names.
fn put(tree: &mut Node, moved: BTreeMap<String, Node>) {
    let span = tree.span();
    let Some(root) = tree.as_map_mut() else { return };
    let entries: Vec<Entry> =
        moved.into_iter().map(|(name, node)| Entry { key: name.into(), key_span: node.span(), value: node }).collect();
    if root.get("components").is_none() {
        root.insert("components", span, nodes::map(span, Provenance::Inferred, []));
    }
    let Some(components) = root.get_mut("components").and_then(Node::as_map_mut) else { return };
    if components.get("schemas").is_none() {
        components.insert("schemas", span, nodes::map(span, Provenance::Inferred, []));
    }
    let Some(schemas) = components.get_mut("schemas").and_then(Node::as_map_mut) else { return };
    entries.into_iter().for_each(|entry| schemas.push(entry));
}

/// The segment of a path that says what it is about.
fn word_of(path: &str) -> &str {
    let prefix = |part: &&str| {
        let version = part.strip_prefix('v').is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
        part.is_empty() || part.contains('{') || version || *part == "api"
    };
    path.split('/').find(|part| !prefix(part)).unwrap_or("")
}

/// The words of a text in camel case.
fn camel(text: &str) -> String {
    let mut out = String::new();
    let mut begins = true;
    for c in text.chars() {
        if !c.is_alphanumeric() {
            begins = true;
        } else if begins {
            out.extend(c.to_uppercase());
            begins = false;
        } else {
            out.push(c);
        }
    }
    out
}

/// A word for one of several: `Contacts` is `Contact`.
fn single(word: &str) -> String {
    match word {
        _ if word.ends_with("ies") && word.len() > 4 => format!("{}y", word.strip_suffix("ies").unwrap_or(word)),
        _ if word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") => word.to_owned(),
        _ if ["sses", "xes", "ches", "shes"].iter().any(|end| word.ends_with(end)) => {
            word.strip_suffix("es").unwrap_or(word).to_owned()
        }
        _ => word.strip_suffix('s').filter(|rest| rest.len() > 1).unwrap_or(word).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::nodes::known;
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::source::Sources;
    use crate::tree;

    fn shared(provenance: Provenance) -> String {
        let error = "{type: object, properties: {message: {type: string}}}";
        let answer = |status: &str, schema: &str| {
            format!("'{status}': {{description: x, content: {{application/json: {{schema: {schema}}}}}}}")
        };
        let operation = |path: &str| {
            format!("{path}: {{get: {{responses: {{{}, {}}}}}}}", answer("404", error), answer("500", error))
        };
        let text = format!("{{openapi: 3.1.0, paths: {{{}, {}}}}}", operation("/boats"), operation("/berths"));
        let mut sources = Sources::default();
        let source = sources.add("page.md", text);
        let mut tree = tree::parse(&sources, source, &mut Diagnostics::default()).expect("a tree");
        known(&mut tree, provenance);
        share(&mut tree);
        write::json(&tree).split_whitespace().collect()
    }

    #[test]
    fn equal_errors_are_one() {
        let text = shared(Provenance::Page);
        assert_eq!(text.matches(r##""$ref":"#/components/schemas/Error""##).count(), 4, "{text}");
        assert_eq!(text.matches("message").count(), 1, "{text}");
    }

    #[test]
    fn what_a_document_states_is_not_moved() {
        assert!(!shared(Provenance::Document).contains("$ref"));
    }
}

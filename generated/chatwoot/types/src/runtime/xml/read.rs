//! From a document to a JSON value, as a table says.
//!
//! Promises to fail only where the root is another or the work too much: what does not fit its place becomes a value that the
//! type's own codec refuses, which knows the path.

use super::names::is_space;
use super::node::{Absence, Content, Field, Name, Node, NodeType};
use super::tree::{Attribute, Element, Item};

use serde_json::{Map, Number, Value};
use std::cell::Cell;

/// Deepest nesting of values; more than a document's elements, because unions may stand in unions.
const DEPTH: usize = 256;

/// Most comparisons of names, so that no table makes a document of bounded size take unbounded time.
const WORK: usize = 1 << 26;

/// Deepest nesting of values that have no node of their own.
const WITHOUT_NODES: usize = 8;

/// Reads the root.
pub(super) fn root(node: &Node, element: &Element) -> Result<Value, String> {
    let (wanted, given) = (node.name, element.namespace.as_deref());
    let is_wanted = wanted.local.is_empty() || wanted.local == element.local;
    if !is_wanted || (!wanted.namespace.is_empty() && given.is_some_and(|given| given != wanted.namespace)) {
        return Err(format!("the root is `{}`, not `{}`", element.local, wanted.local));
    }
    let reader = Reader { work: Cell::new(0) };
    let value = reader.content(node.content, wanted.local, element, 0);
    if reader.work.get() > WORK { Err("the document takes too long to read".to_owned()) } else { Ok(value) }
}

/// How deep a value stands.
#[derive(Clone, Copy)]
struct At {
    depth: usize,
    /// In values that have no node of their own, one in the other.
    without: usize,
}

struct Reader {
    work: Cell<usize>,
}

impl Reader {
    /// Counts work; whether there may be more of it.
    fn may(&self, work: usize) -> bool {
        self.work.set(self.work.get().saturating_add(work));
        self.work.get() <= WORK
    }

    /// What an element holds. `name` is what items without a name of their own are called.
    fn content(&self, content: Content, name: &str, element: &Element, depth: usize) -> Value {
        if element.is_nil || depth > DEPTH || !self.may(1) {
            return Value::Null;
        }
        match content.resolved() {
            Content::List(item) => {
                let mut items = self.items(item, name, element, depth);
                if items.is_empty() && item.node_type == NodeType::Element {
                    // All that a list of its own holds is an item, whatever it is called.
                    let all =
                        element.children().map(|child| self.content(item.content, &child.local, child, depth + 1));
                    items = all.collect();
                }
                Value::Array(items)
            }
            Content::Tuple(nodes) => Value::Array(self.tuple(nodes, element, depth)),
            Content::Object(fields, rest) => {
                Value::Object(self.object(fields, rest, element, At { depth, without: 0 }))
            }
            Content::Union(nodes) => match self.choose(nodes, element) {
                Some(node) => self.content(node.content, name, element, depth + 1),
                None => any(element),
            },
            Content::Any => any(element),
            scalar if element.is_leaf() => self::scalar(scalar, &element.text(), 0),
            _ => any(element),
        }
    }

    fn object(
        &self,
        fields: &'static [Field],
        rest: Option<&'static Node>,
        element: &Element,
        at: At,
    ) -> Map<String, Value> {
        let mut object = Map::new();
        for field in fields {
            if !self.may(1 + element.items.len()) {
                return object;
            }
            let absent = || match field.absence {
                Absence::Allowed | Absence::Fault => None,
                Absence::Null => Some(Value::Null),
                Absence::EmptyList => Some(Value::Array(Vec::new())),
            };
            if let Some(value) = self.field(field, element, at).or_else(absent) {
                object.insert(field.key.to_owned(), value);
            }
        }
        if let Some(rest) = rest
            && self.may(fields.len().saturating_mul(element.items.len()))
        {
            self.others(fields, rest, element, &mut object, at.depth);
        }
        object
    }

    /// The elements that no field names.
    fn others(
        &self,
        fields: &'static [Field],
        rest: &'static Node,
        element: &Element,
        object: &mut Map<String, Value>,
        depth: usize,
    ) {
        let parent = element.namespace.as_deref();
        for child in element.children() {
            let is_known = fields.iter().any(|field| claimant(&field.node, field.key, child, parent, 0).is_some());
            if is_known || fields.iter().any(|field| field.key == child.local) {
                continue;
            }
            match (rest.node_type, rest.content.resolved()) {
                (NodeType::None, Content::List(item)) => {
                    let value = self.content(item.content, &child.local, child, depth + 1);
                    let slot = object.entry(child.local.clone()).or_insert_with(|| Value::Array(Vec::new()));
                    if let Value::Array(items) = slot {
                        items.push(value);
                    }
                }
                (_, Content::Any) => put(object, &child.local, any(child)),
                _ => {
                    object.insert(child.local.clone(), self.content(rest.content, &child.local, child, depth + 1));
                }
            }
        }
    }

    /// A property; `None` where the element does not have it.
    fn field(&self, field: &'static Field, element: &Element, at: At) -> Option<Value> {
        let depth = at.depth + 1;
        let within = At { without: at.without + 1, ..at };
        let (node, parent) = (&field.node, element.namespace.as_deref());
        let text = || match (element.items.iter().any(|item| matches!(item, Item::Text(_))), node.content.resolved()) {
            (true, content) => Some(scalar(content, &element.text(), 0)),
            (false, Content::Text) if field.absence == Absence::Fault => Some(Value::String(String::new())),
            (false, _) => None,
        };
        match node.node_type {
            NodeType::Attribute => {
                attribute(node, field.key, element).map(|found| scalar(node.content, &found.value, 0))
            }
            NodeType::Text | NodeType::Cdata => text(),
            NodeType::Element => {
                let found = element.children().filter(|child| is_named(node, field.key, child, parent)).last()?;
                Some(self.content(node.content, own_name(node, field.key), found, depth))
            }
            NodeType::None if within.without > WITHOUT_NODES => None,
            NodeType::None => match node.content.resolved() {
                Content::List(item) => {
                    let items = self.items(item, field.key, element, depth);
                    (!items.is_empty()).then_some(Value::Array(items))
                }
                Content::Tuple(nodes) => Some(Value::Array(self.tuple(nodes, element, depth))),
                Content::Object(fields, rest) => {
                    let object = self.object(fields, rest, element, within);
                    (!object.is_empty()).then_some(Value::Object(object))
                }
                Content::Union(nodes) => {
                    let claimed = |child| Some((claimant(node, field.key, child, parent, 0)?, child));
                    match element.children().find_map(claimed) {
                        Some((node, child)) => Some(self.content(node.content, field.key, child, depth)),
                        None => match self.choose(nodes, element)?.content.resolved() {
                            Content::Object(fields, rest) => {
                                Some(Value::Object(self.object(fields, rest, element, within)))
                            }
                            _ => None,
                        },
                    }
                }
                _ => text(),
            },
        }
    }

    fn items(&self, item: &'static Node, name: &str, element: &Element, depth: usize) -> Vec<Value> {
        let parent = element.namespace.as_deref();
        match item.node_type {
            NodeType::Text | NodeType::Cdata => element
                .items
                .iter()
                .filter_map(|found| match found {
                    Item::Text(text) => Some(scalar(item.content, text, 0)),
                    Item::Element(_) => None,
                })
                .collect(),
            NodeType::Element | NodeType::Attribute | NodeType::None => element
                .children()
                .filter_map(|child| {
                    let node = claimant(item, name, child, parent, 0)?;
                    Some(self.content(node.content, &child.local, child, depth + 1))
                })
                .collect(),
        }
    }

    fn tuple(&self, nodes: &'static [Node], element: &Element, depth: usize) -> Vec<Value> {
        let mut items = element.items.iter().peekable();
        let mut values = Vec::with_capacity(nodes.len());
        for node in nodes {
            let value = match (node.node_type, items.peek()) {
                (NodeType::Attribute, _) => {
                    attribute(node, "", element).map(|found| scalar(node.content, &found.value, 0))
                }
                (NodeType::Text | NodeType::Cdata, Some(Item::Text(text))) => {
                    items.next();
                    Some(scalar(node.content, text, 0))
                }
                (NodeType::Element | NodeType::None, Some(Item::Element(child))) => {
                    items.next();
                    Some(self.content(node.content, &child.local, child, depth + 1))
                }
                (_, None) => break,
                (_, Some(_)) => None,
            };
            values.push(value.unwrap_or(Value::Null));
        }
        values
    }

    /// The alternative of which an element has the most.
    fn choose(&self, nodes: &'static [Node], element: &Element) -> Option<&'static Node> {
        let mut best: Option<(usize, &'static Node)> = None;
        for node in nodes {
            if let Some(score) = self.score(node.content, element, 0)
                && best.is_none_or(|(known, _)| score > known)
            {
                best = Some((score, node));
            }
        }
        best.map(|(_, node)| node)
    }

    /// How much of an alternative an element has; `None` when it cannot be one.
    fn score(&self, content: Content, element: &Element, depth: usize) -> Option<usize> {
        let parent = element.namespace.as_deref();
        let leaf = || element.is_leaf().then(|| element.text());
        match content.resolved() {
            Content::Object(fields, _) => {
                let mut found = 0;
                for field in fields {
                    if !self.may(1 + element.items.len()) {
                        return None;
                    }
                    let is_there = match field.node.node_type {
                        NodeType::Attribute => attribute(&field.node, field.key, element).is_some(),
                        NodeType::Text | NodeType::Cdata => element.is_leaf(),
                        NodeType::Element | NodeType::None => {
                            element.children().any(|child| claimant(&field.node, field.key, child, parent, 0).is_some())
                        }
                    };
                    if !is_there && field.absence == Absence::Fault && field.node.node_type != NodeType::None {
                        return None;
                    }
                    found += usize::from(is_there);
                }
                (found > 0 || element.items.is_empty() || !element.is_leaf()).then_some(found)
            }
            Content::Union(nodes) if depth < 8 => {
                nodes.iter().filter_map(|node| self.score(node.content, element, depth + 1)).max()
            }
            Content::Boolean => boolean(leaf()?.trim_matches(is_space)).map(|_| 3),
            Content::Number => number(leaf()?.trim_matches(is_space)).map(|_| 3),
            Content::Null => (element.is_nil || element.items.is_empty()).then_some(1),
            Content::Token => leaf().map(|_| 2),
            Content::Text => leaf().map(|_| 1),
            Content::List(item) => {
                let count = element
                    .children()
                    .filter(|child| claimant(item, &element.local, child, parent, 0).is_some())
                    .count();
                (count > 0 || element.items.is_empty()).then_some(count)
            }
            Content::Tuple(_) => (!element.is_leaf()).then_some(1),
            Content::Any | Content::Of(_) | Content::Union(_) => Some(0),
        }
    }
}

/// What an element is called that a node stands for.
fn own_name<'a>(node: &'a Node, inherited: &'a str) -> &'a str {
    if node.name.local.is_empty() { inherited } else { node.name.local }
}

fn is_named(node: &Node, inherited: &str, element: &Element, parent: Option<&str>) -> bool {
    element.local == own_name(node, inherited) && is_in(node.name, element.namespace.as_deref(), parent)
}

/// Whether a namespace is the one that the table names. What says nothing of one is in that of its parent; documents that leave
/// all namespaces away are common.
fn is_in(name: Name, given: Option<&str>, parent: Option<&str>) -> bool {
    match (name.namespace, given) {
        (_, None) => true,
        ("", Some(_)) => !name.prefix.is_empty() || parent == given,
        (wanted, Some(given)) => wanted == given,
    }
}

/// The node that reads an element: the one that is asked, or one that it holds where it is no node itself.
fn claimant(
    node: &'static Node,
    inherited: &str,
    element: &Element,
    parent: Option<&str>,
    depth: usize,
) -> Option<&'static Node> {
    match (node.node_type, node.content.resolved()) {
        (NodeType::Element, _) => is_named(node, inherited, element, parent).then_some(node),
        (NodeType::None, Content::List(item)) if depth < 8 => claimant(item, inherited, element, parent, depth + 1),
        (NodeType::None, Content::Union(nodes)) if depth < 8 => {
            nodes.iter().find_map(|node| claimant(node, inherited, element, parent, depth + 1))
        }
        (NodeType::None, Content::Object(fields, _)) if depth < 2 => {
            fields.iter().find_map(|field| claimant(&field.node, field.key, element, parent, depth + 1))
        }
        (NodeType::None | NodeType::Attribute | NodeType::Text | NodeType::Cdata, _) => None,
    }
}

fn attribute<'e>(node: &Node, inherited: &str, element: &'e Element) -> Option<&'e Attribute> {
    let local = own_name(node, inherited);
    element.attributes.iter().find(|attribute| {
        let parent = element.namespace.as_deref();
        attribute.local == local && is_in(node.name, attribute.namespace.as_deref(), parent)
    })
}

/// A text as the value its table asks for; one that is none stays text.
fn scalar(content: Content, text: &str, depth: usize) -> Value {
    let token = text.trim_matches(is_space);
    let or_text = |value: Option<Value>| match value {
        Some(value) => value,
        None if token.is_empty() => Value::Null,
        None => Value::String(text.to_owned()),
    };
    match content.resolved() {
        Content::Boolean => or_text(boolean(token)),
        Content::Number => or_text(number(token)),
        Content::Null => or_text(None),
        Content::Token if token.is_empty() => Value::Null,
        Content::Token => Value::String(token.to_owned()),
        Content::List(item) if depth < 4 => {
            Value::Array(token.split_ascii_whitespace().map(|one| scalar(item.content, one, depth + 1)).collect())
        }
        Content::Union(nodes) if depth < 4 => {
            let read = |node: &Node| match node.content.resolved() {
                Content::Boolean => boolean(token),
                Content::Number => number(token),
                _ => None,
            };
            nodes.iter().find_map(read).unwrap_or_else(|| Value::String(text.to_owned()))
        }
        _ => Value::String(text.to_owned()),
    }
}

fn boolean(token: &str) -> Option<Value> {
    match token {
        "true" | "1" => Some(Value::Bool(true)),
        "false" | "0" => Some(Value::Bool(false)),
        _ => None,
    }
}

fn number(token: &str) -> Option<Value> {
    if let Ok(number) = token.parse::<i64>() {
        return Some(number.into());
    }
    if let Ok(number) = token.parse::<u64>() {
        return Some(number.into());
    }
    let is_plain = token.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    let number = token.parse::<f64>().ok().filter(|_| is_plain)?;
    Number::from_f64(number).map(Value::Number)
}

/// Anything: a text, or an object with attributes under `@name` and text under `#text`.
fn any(element: &Element) -> Value {
    if element.is_nil {
        return Value::Null;
    }
    if element.is_leaf() && element.attributes.is_empty() {
        return Value::String(element.text());
    }
    let mut object = Map::new();
    for attribute in &element.attributes {
        object.insert(format!("@{}", attribute.local), Value::String(attribute.value.clone()));
    }
    for child in element.children() {
        put(&mut object, &child.local, any(child));
    }
    let text = element.text();
    if !text.is_empty() {
        object.insert("#text".to_owned(), Value::String(text));
    }
    Value::Object(object)
}

/// Puts a value under a key; what is there already becomes a list.
fn put(object: &mut Map<String, Value>, key: &str, value: Value) {
    match object.get_mut(key) {
        Some(Value::Array(items)) => items.push(value),
        Some(first) => *first = Value::Array(vec![first.take(), value]),
        None => {
            object.insert(key.to_owned(), value);
        }
    }
}

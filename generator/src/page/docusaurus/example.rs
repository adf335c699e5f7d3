//! The example of a schema, as the list of its keys in the order in which a page would print their properties.
//!
//! Takes the tree of an example; gives its keys in pre-order. Promises that a list of objects counts as one object with
//! all their keys and all values under each. Never looks into lists of lists.

use std::collections::{BTreeMap, BTreeSet};

use crate::node::{Entry, Node, Value};
use crate::source::Span;

/// The most keys that are looked at.
const MOST_KEYS: usize = 5_000;

/// How deep objects may lie.
const MOST_DEPTH: usize = 64;

/// The keys of an example.
#[derive(Debug, Default)]
pub(super) struct Example<'n> {
    /// The keys in pre-order.
    pub slots: Vec<Slot<'n>>,
    /// Whether the order of the keys is that of one object each.
    pub order: Keys,
    /// Where each key stands, by the object it is in.
    index: BTreeMap<(Option<usize>, &'n str), usize>,
}

/// How the order of an example's keys came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Keys {
    /// Each object shows all keys of its kind.
    #[default]
    Shown,
    /// Items of a list show different keys, whose order among each other is not known.
    Merged,
}

/// One key.
#[derive(Debug)]
pub(super) struct Slot<'n> {
    /// The key.
    pub key: &'n str,
    /// Where the key stands.
    pub key_span: Span,
    /// The first value under it.
    pub value: &'n Node,
    /// All values under it: the items of a list may show several.
    pub values: Vec<&'n Node>,
    /// The slot of the object it is in; `None` at the root.
    pub parent: Option<usize>,
    /// The first slot behind the ones inside it.
    pub end: usize,
}

impl<'n> Example<'n> {
    /// The keys of an example.
    pub fn new(root: &'n Node) -> Self {
        let mut example = Self::default();
        example.add(&[root], None, 0);
        example
    }

    /// The slot of a key of an object.
    pub fn child(&self, parent: Option<usize>, key: &str) -> Option<usize> {
        self.index.get(&(parent, key)).copied()
    }

    /// The slots directly inside an object.
    pub fn children(&self, parent: Option<usize>) -> impl Iterator<Item = usize> + '_ {
        let first = parent.map_or(0, |parent| parent + 1);
        let end = parent.map_or(self.slots.len(), |parent| self.slots.get(parent).map_or(0, |slot| slot.end));
        std::iter::successors(Some(first), |at| self.slots.get(*at).map(|slot| slot.end))
            .take_while(move |at| *at < end)
    }

    /// All keys, anywhere.
    pub fn keys(&self) -> BTreeSet<&'n str> {
        self.slots.iter().map(|slot| slot.key).collect()
    }

    fn add(&mut self, nodes: &[&'n Node], parent: Option<usize>, depth: usize) {
        if depth > MOST_DEPTH {
            return;
        }
        for (entry, values) in merged(nodes, &mut self.order) {
            if self.slots.len() >= MOST_KEYS {
                return;
            }
            let at = self.slots.len();
            let (key, value) = (&*entry.key, &entry.value);
            self.slots.push(Slot { key, key_span: entry.key_span, value, values: values.clone(), parent, end: at + 1 });
            self.index.insert((parent, key), at);
            self.add(&values, Some(at), depth + 1);
            let end = self.slots.len();
            if let Some(slot) = self.slots.get_mut(at) {
                slot.end = end;
            }
        }
    }
}

/// The keys of several objects, each with the entry that names it first and with all values. A key that only a later
/// object has stands last.
fn merged<'n>(nodes: &[&'n Node], order: &mut Keys) -> Vec<(&'n Entry, Vec<&'n Node>)> {
    let mut found: Vec<(&'n Entry, Vec<&'n Node>)> = Vec::new();
    let mut places: BTreeMap<&'n str, usize> = BTreeMap::new();
    for (index, object) in nodes.iter().flat_map(|node| objects(node)).enumerate() {
        for entry in entries(object) {
            if let Some((_, values)) = places.get(&*entry.key).and_then(|at| found.get_mut(*at)) {
                values.push(&entry.value);
                continue;
            }
            if index > 0 {
                *order = Keys::Merged;
            }
            places.insert(&entry.key, found.len());
            found.push((entry, vec![&entry.value]));
        }
    }
    found
}

/// The objects that a value stands for: itself, or its items.
fn objects(node: &Node) -> impl Iterator<Item = &Node> {
    node.as_list().unwrap_or(std::slice::from_ref(node)).iter()
}

fn entries(node: &Node) -> impl Iterator<Item = &Entry> {
    node.as_map().into_iter().flat_map(|map| map.iter())
}

/// What kinds of value an example shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing is known.
    Unknown,
    /// `true`, `false`
    Boolean,
    /// A number with a fraction, or one whose type may be `integer` or `number`.
    Number,
    /// A string.
    String,
    /// A list.
    List,
    /// An object.
    Object,
}

/// The kind of an example's value.
pub(super) fn kind(node: &Node) -> Kind {
    match &node.value {
        Value::Null => Kind::Unknown,
        Value::Bool(_) => Kind::Boolean,
        Value::Number(_) => Kind::Number,
        Value::String(_) => Kind::String,
        Value::List(_) => Kind::List,
        Value::Map(_) => Kind::Object,
    }
}

/// The kind of all values, where it is one; a value that says nothing leaves all unknown.
pub(super) fn common_kind(values: &[&Node]) -> Kind {
    let Some((first, rest)) = values.split_first() else { return Kind::Unknown };
    let found = kind(first);
    if rest.iter().all(|value| kind(value) == found) { found } else { Kind::Unknown }
}

/// The items of all values that are lists.
pub(super) fn items<'n>(values: &[&'n Node]) -> Vec<&'n Node> {
    values.iter().flat_map(|value| value.as_list().unwrap_or(&[])).collect()
}

/// A scalar as a page would print it.
pub(super) fn scalar_text(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Bool(true) => Some("true"),
        Value::Bool(false) => Some("false"),
        Value::Number(number) => Some(number.text()),
        Value::String(text) => Some(text),
        Value::Null | Value::List(_) | Value::Map(_) => None,
    }
}

/// Authors write numbers and booleans in quotes, too.
fn looks_like_another_type(text: &str) -> bool {
    text.trim().parse::<f64>().is_ok() || matches!(text, "true" | "false" | "null")
}

/// The type that all values have.
pub(super) fn type_name(values: &[&Node]) -> Option<&'static str> {
    match common_kind(values) {
        Kind::Boolean => Some("boolean"),
        // Whether a whole number stands for an integer, the example does not say.
        Kind::Number => Some("number"),
        Kind::String => {
            let another = values.iter().filter_map(|value| value.as_str()).any(looks_like_another_type);
            (!another).then_some("string")
        }
        Kind::List => Some("array"),
        Kind::Object => Some("object"),
        Kind::Unknown => None,
    }
}

/// The type of a list's items; the properties of objects are not looked at.
pub(super) fn type_name_of_items(items: &[&Node]) -> Option<&'static str> {
    type_name(items).filter(|name| *name != "object")
}

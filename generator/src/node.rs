//! The JSON data model with origins: what every description is before it is read.
//!
//! Holds data and no pass; `tree` makes it from texts. Promises that maps keep the order of the source and hold a key once,
//! that numbers keep their text, and that every node, also an added one, has an [`Origin`].

use crate::source::{Origin, Provenance, Span};

/// A value with its origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Where it stands and how it is known.
    pub origin: Origin,
    /// What it is.
    pub value: Value,
}

/// The JSON data model. Numbers keep the text they were written with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// Any number of JSON.
    Number(Number),
    /// A string, unescaped.
    String(Box<str>),
    /// A list.
    List(Vec<Node>),
    /// A map with string keys.
    Map(Map),
}

/// A number as it was written, in JSON's grammar (YAML's other spellings are brought into it).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number(Box<str>);

impl Number {
    /// A number of that text; the caller has checked that it is a number of JSON's grammar.
    pub fn new(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    /// The number that a text spells in JSON's grammar.
    pub fn of_text(text: &str) -> Option<Self> {
        serde_json::from_str::<serde_json::Number>(text).ok().map(|_| Self::new(text))
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The same for `serde_json`: what is whole stays whole, `1.0` and `1e3` are `1` and `1000`. Numbers beyond 64 bits lose digits.
    pub fn to_json(&self) -> serde_json::Value {
        let whole = self.as_i128().and_then(|whole| {
            let signed = i64::try_from(whole).map(serde_json::Value::from);
            signed.or_else(|_| u64::try_from(whole).map(serde_json::Value::from)).ok()
        });
        let any = || self.as_f64().and_then(serde_json::Number::from_f64);
        whole.unwrap_or_else(|| any().map_or(serde_json::Value::Null, serde_json::Value::Number))
    }

    /// The value where it is whole (also `1.0` and `1e3`) and fits.
    pub fn as_i128(&self) -> Option<i128> {
        if let Ok(whole) = self.0.parse() {
            return Some(whole);
        }
        let value: f64 = self.0.parse().ok()?;
        (value.fract() == 0.0 && value.abs() < 9.0e15).then_some(value as i128)
    }

    /// The nearest double.
    pub fn as_f64(&self) -> Option<f64> {
        self.0.parse().ok()
    }
}

/// Entries in the order of the source, each key once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Map {
    entries: Vec<Entry>,
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: Box<str>,
    /// Where the key stands.
    pub key_span: Span,
    /// What stands under it.
    pub value: Node,
}

impl Map {
    /// An empty map.
    pub const fn new() -> Self {
        Self { entries: Vec::new() }
    }

    /// The value under a key. Linear: index large maps yourself.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The value under a key, to change.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.entries.iter_mut().find(|entry| &*entry.key == key).map(|entry| &mut entry.value)
    }

    /// The whole entry under a key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| &*entry.key == key)
    }

    /// Appends an entry; the caller has checked that the key is new.
    pub fn push(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// Sets the value under a key, in its place or at the end.
    pub fn insert(&mut self, key: &str, key_span: Span, value: Node) {
        match self.get_mut(key) {
            Some(old) => *old = value,
            None => self.entries.push(Entry { key: key.into(), key_span, value }),
        }
    }

    /// Takes an entry out.
    pub fn remove(&mut self, key: &str) -> Option<Entry> {
        let index = self.entries.iter().position(|entry| &*entry.key == key)?;
        Some(self.entries.remove(index))
    }

    /// The entries in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Entry> {
        self.entries.iter()
    }

    /// The entries in order, given away.
    pub fn into_entries(self) -> std::vec::IntoIter<Entry> {
        self.entries.into_iter()
    }

    /// The entries in order, to change.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, Entry> {
        self.entries.iter_mut()
    }

    /// Keeps the entries for which `keep` holds.
    pub fn retain(&mut self, keep: impl FnMut(&Entry) -> bool) {
        self.entries.retain(keep);
    }

    /// Whether both have the same keys with the same values, in whatever order.
    fn same_entries(&self, other: &Self) -> bool {
        self.len() == other.len()
            && self.sorted().iter().zip(other.sorted()).all(|(a, b)| a.key == b.key && a.value.same_value(&b.value))
    }

    /// The entries in the order of their keys.
    fn sorted(&self) -> Vec<&Entry> {
        let mut entries: Vec<_> = self.entries.iter().collect();
        entries.sort_unstable_by(|a, b| a.key.cmp(&b.key));
        entries
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl FromIterator<Entry> for Map {
    /// A map of entries; whoever makes them has checked that each key comes once.
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Self {
        Self { entries: entries.into_iter().collect() }
    }
}

impl Node {
    /// The same for `serde_json`, without origins.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => (*value).into(),
            Value::Number(number) => number.to_json(),
            Value::String(text) => text.as_ref().into(),
            Value::List(list) => list.iter().map(Self::to_json).collect(),
            Value::Map(map) => {
                let entries = map.iter().map(|entry| (entry.key.to_string(), entry.value.to_json()));
                serde_json::Value::Object(entries.collect())
            }
        }
    }

    /// A node.
    pub fn new(span: Span, provenance: Provenance, value: Value) -> Self {
        Self { origin: Origin { span, provenance }, value }
    }

    /// A string node.
    pub fn string(span: Span, provenance: Provenance, text: &str) -> Self {
        Self::new(span, provenance, Value::String(text.into()))
    }

    /// Where it stands.
    pub fn span(&self) -> Span {
        self.origin.span
    }

    /// The value under `key`, if this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_map()?.get(key)
    }

    /// The map, if it is one.
    pub fn as_map(&self) -> Option<&Map> {
        match &self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The map, if it is one, to change.
    pub fn as_map_mut(&mut self) -> Option<&mut Map> {
        match &mut self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The list, if it is one, to change.
    pub fn as_list_mut(&mut self) -> Option<&mut Vec<Node>> {
        match &mut self.value {
            Value::List(list) => Some(list),
            _ => None,
        }
    }

    /// The list, if it is one.
    pub fn as_list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(list) => Some(list),
            _ => None,
        }
    }

    /// The string, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The boolean, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self.value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub fn as_number(&self) -> Option<&Number> {
        match &self.value {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    /// Whether both say the same, wherever they stand and in whatever order their keys come.
    pub fn same_value(&self, other: &Node) -> bool {
        match (&self.value, &other.value) {
            (Value::Null, Value::Null) => true,
            (Value::Bool(one), Value::Bool(two)) => one == two,
            (Value::Number(one), Value::Number(two)) => one == two,
            (Value::String(one), Value::String(two)) => one == two,
            (Value::List(one), Value::List(two)) => {
                one.len() == two.len() && one.iter().zip(two).all(|(one, two)| one.same_value(two))
            }
            (Value::Map(one), Value::Map(two)) => one.same_entries(two),
            _ => false,
        }
    }

    /// What kind of value it is, in JSON's words, for messages: `a string`.
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
        }
    }
}

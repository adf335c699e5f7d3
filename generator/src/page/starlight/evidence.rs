//! What example values say about where keys belong.
//!
//! Takes the examples of a value; gives, for each object the page opens, the example objects that stand in its place.
//! Promises that a partial example never speaks against a key. Never says that a key is always there.

use std::collections::BTreeSet;

use crate::node::{Map, Node, Value};

use super::types::{Kind, Name};
use super::value::{Head, Shape};

/// How much of a value an example shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// Everything but what is read-only.
    Complete,
    /// Perhaps only a part.
    Partial,
}

/// Example values that stand in one place.
#[derive(Debug, Clone, Default)]
pub struct Evidence<'n> {
    values: Vec<(&'n Node, Extent)>,
}

impl<'n> Evidence<'n> {
    /// The examples of a whole value.
    pub fn root(samples: &'n [(Node, Extent)]) -> Self {
        Self { values: samples.iter().map(|(node, extent)| (node, *extent)).collect() }
    }

    /// What stands in the place of the innermost head: the items of lists.
    pub fn within(&self, head: &Head) -> Self {
        match &head.shape {
            Shape::Array(_, Some(item)) => {
                let mut items = Vec::new();
                for (node, extent) in &self.values {
                    items.extend(node.as_list().unwrap_or(&[]).iter().map(|item| (item, *extent)));
                }
                Self { values: items }.within(item)
            }
            Shape::Untyped
            | Shape::Any
            | Shape::Scalar(_)
            | Shape::Array(_, None)
            | Shape::Object
            | Shape::Union(_)
            | Shape::Recursive(_)
            | Shape::Negated(_) => self.clone(),
        }
    }

    /// The objects among the values.
    fn maps(&self) -> impl Iterator<Item = (&'n Map, Extent)> + '_ {
        self.values.iter().filter_map(|(node, extent)| Some((node.as_map()?, *extent)))
    }

    /// What stands under a key.
    pub fn property(&self, name: &str) -> Self {
        Self { values: self.maps().filter_map(|(map, extent)| Some((map.get(name)?, extent))).collect() }
    }

    /// What stands under keys that are none of `names`.
    pub fn additional(&self, names: &[&str]) -> Self {
        let mut values = Vec::new();
        for (map, extent) in self.maps() {
            let others = map.iter().filter(|entry| !names.contains(&&*entry.key));
            values.extend(others.map(|entry| (&entry.value, extent)));
        }
        Self { values }
    }

    /// The objects of which every key is one of `names`.
    pub fn limited_to(&self, names: &[&str]) -> Self {
        let fits = |node: &Node| {
            node.as_map().is_some_and(|map| !map.is_empty() && map.iter().all(|entry| names.contains(&&*entry.key)))
        };
        Self { values: self.values.iter().filter(|(node, _)| fits(node)).copied().collect() }
    }

    /// The objects without those that are ruled out.
    pub fn without(&self, ruled_out: impl Fn(&'n Map) -> bool) -> Self {
        let keeps = |node: &'n Node| node.as_map().is_none_or(|map| !ruled_out(map));
        Self { values: self.values.iter().filter(|(node, _)| keeps(node)).copied().collect() }
    }

    /// Whether the renderer filled an object in for additional properties.
    pub fn shows_additional(&self) -> bool {
        let mut complete = self.maps().filter(|(_, extent)| *extent == Extent::Complete);
        complete.any(|(map, _)| map.len() == 1 && map.get("additionalProperty").is_some())
    }

    /// Whether some object has the key.
    pub fn has(&self, name: &str) -> bool {
        self.maps().any(|(map, _)| map.get(name).is_some())
    }

    /// Whether complete objects stand there and none of them has the key.
    pub fn lacks(&self, name: &str) -> bool {
        let mut complete = self.maps().filter(|(_, extent)| *extent == Extent::Complete).peekable();
        complete.peek().is_some() && complete.all(|(map, _)| map.get(name).is_none())
    }

    /// The keys of the objects, each once.
    pub fn keys(&self) -> Vec<&'n str> {
        let mut keys: Vec<&str> = self.maps().flat_map(|(map, _)| map.iter().map(|entry| &*entry.key)).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// All keys of complete values, at any depth.
    pub fn all_keys(&self) -> BTreeSet<&'n str> {
        let mut keys = BTreeSet::new();
        let mut rest: Vec<&Node> =
            self.values.iter().filter(|(_, extent)| *extent == Extent::Complete).map(|(node, _)| *node).collect();
        while let Some(node) = rest.pop() {
            match &node.value {
                Value::List(items) => rest.extend(items),
                Value::Map(map) => {
                    for entry in map.iter() {
                        keys.insert(&*entry.key);
                        rest.push(&entry.value);
                    }
                }
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
        keys
    }

    /// Whether no value is of a type that the head allows. `null` fits everywhere, since the page does not always print it.
    pub fn contradicts(&self, head: &Head) -> bool {
        let mut values = self.values.iter().filter(|(node, _)| !matches!(node.value, Value::Null)).peekable();
        values.peek().is_some() && !values.any(|(node, _)| fits(node, head))
    }

    /// The values.
    pub fn values(&self) -> &[(&'n Node, Extent)] {
        &self.values
    }
}

/// Whether a value is of a type that the head prints and among the values that it allows.
pub fn is_allowed(node: &Node, head: &Head) -> bool {
    // Spaces stand between values and may stand in them.
    let listed = |text: &str, values: &str| format!(" {values} ").contains(&format!(" {text} "));
    let constant = |text: &str| head.constant.as_ref().is_none_or(|(value, _)| value == text);
    let text = node.as_str();
    let values = |text: &str| head.values.as_ref().is_none_or(|(values, _)| listed(text, values));
    matches!(node.value, Value::Null) || (fits(node, head) && text.is_none_or(|text| constant(text) && values(text)))
}

fn fits(node: &Node, head: &Head) -> bool {
    match &head.shape {
        Shape::Untyped | Shape::Any | Shape::Union(_) | Shape::Negated(_) => true,
        Shape::Object => node.as_map().is_some(),
        Shape::Array(line, _) | Shape::Scalar(line) | Shape::Recursive(line) => {
            line.kinds.iter().any(|kind| fits_kind(node, kind))
        }
    }
}

fn fits_kind(node: &Node, kind: &Kind) -> bool {
    match kind {
        Kind::Array(items) => node.as_list().is_some_and(|list| {
            items.is_empty() || list.iter().all(|item| items.iter().any(|kind| fits_kind(item, kind)))
        }),
        Kind::Named(name) => match name {
            Name::String | Name::File => node.as_str().is_some(),
            Name::Integer => node.as_number().is_some_and(|number| number.as_i128().is_some()),
            Name::Number => node.as_number().is_some(),
            Name::Boolean => node.as_bool().is_some(),
            Name::Object => node.as_map().is_some(),
            Name::Array => node.as_list().is_some(),
            Name::Null => matches!(node.value, Value::Null),
            Name::Unknown | Name::Recursive => true,
        },
    }
}

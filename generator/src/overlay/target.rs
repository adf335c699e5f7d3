//! JSONPath queries (RFC 9535) on trees.
//!
//! Takes queries; gives the places they select. Promises each place once, in document order of their steps, and that the tree is brought into the query
//! engine's form only after it has changed. Never changes a tree but to remove.

use std::collections::{BTreeMap, BTreeSet};

use serde_json_path::{JsonPath, PathElement};

use super::cost::{self, Size};
use crate::budget::Budget;
use crate::diagnostic::{Diagnostic, Diagnostics, code::overlay as code};
use crate::node::{Node, Number, Value};
use crate::source::Span;

/// The longest query; the parser of the engine recurses.
const LONGEST_QUERY: usize = 2000;

/// A JSONPath query with the node it is written in.
pub(super) struct Query<'n> {
    path: JsonPath,
    text: &'n str,
    node: &'n Node,
}

impl<'n> Query<'n> {
    /// Reads a query; `None`, and told, where it is none.
    pub fn read(node: &'n Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut fault = |message: String| {
            diagnostics.report(Diagnostic::new(&code::OVERLAY_QUERY, node.span(), message));
            None
        };
        let Some(text) = node.as_str() else {
            return fault(format!("a query is a string, and {} is given", node.kind()));
        };
        if text.len() > LONGEST_QUERY {
            return fault(format!("the query has {} bytes; up to {LONGEST_QUERY} are read", text.len()));
        }
        match JsonPath::parse(text) {
            Ok(path) => Some(Self { path, text, node }),
            Err(error) => {
                fault(format!("`{text}` is no JSONPath: character {}: {}", error.position() + 1, error.message()))
            }
        }
    }

    /// Where it stands.
    pub fn span(&self) -> Span {
        self.node.span()
    }
}

/// One step from a node to one of its children.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Key(String),
    Index(usize),
}

/// The tree in the form the query engine reads, as long as it has not changed.
#[derive(Default)]
pub(super) struct Image(Option<(serde_json::Value, Size)>);

impl Image {
    /// The places a query selects; none, and told, where there are none.
    pub fn select(&mut self, tree: &Node, query: &Query<'_>, diagnostics: &mut Diagnostics) -> Vec<Vec<Step>> {
        let (image, size) = self.0.get_or_insert_with(|| (to_json(tree), Size::of(tree)));
        let most = diagnostics.budgets().of(Budget::PathSteps);
        let steps = cost::steps(query.text, *size);
        if steps > most {
            let told =
                format!("`{}` may take {steps} steps on this document, and {most} are taken at most", query.text);
            let told = Diagnostic::new(&code::OVERLAY_QUERY_COST, query.span(), told)
                .help("name the way to the nodes that are meant, with fewer `..` and filters within one another")
                .exhausted(Budget::PathSteps, diagnostics.budgets());
            diagnostics.report(told);
            return Vec::new();
        }
        let found = query.path.query_located(image);
        let steps = |element: &PathElement<'_>| match element {
            PathElement::Name(name) => Step::Key((*name).to_owned()),
            PathElement::Index(index) => Step::Index(*index),
        };
        let locations: BTreeSet<Vec<Step>> =
            found.locations().map(|location| location.iter().map(steps).collect()).collect();
        if locations.is_empty() {
            let message = format!("`{}` selects nothing", query.text);
            diagnostics.report(Diagnostic::new(&code::OVERLAY_NO_MATCH, query.span(), message));
        }
        locations.into_iter().collect()
    }

    /// The tree has changed.
    pub fn forget(&mut self) {
        self.0 = None;
    }
}

/// The node at a place.
pub(super) fn node<'t>(tree: &'t Node, location: &[Step]) -> Option<&'t Node> {
    location.iter().try_fold(tree, |node, step| match (step, &node.value) {
        (Step::Key(key), Value::Map(map)) => map.get(key),
        (Step::Index(index), Value::List(items)) => items.get(*index),
        (Step::Key(_) | Step::Index(_), _) => None,
    })
}

/// The node at a place, to change.
pub(super) fn node_mut<'t>(tree: &'t mut Node, location: &[Step]) -> Option<&'t mut Node> {
    location.iter().try_fold(tree, |node, step| match (step, &mut node.value) {
        (Step::Key(key), Value::Map(map)) => map.get_mut(key),
        (Step::Index(index), Value::List(items)) => items.get_mut(*index),
        (Step::Key(_) | Step::Index(_), _) => None,
    })
}

/// Removes the nodes at these places from the maps and lists that hold them.
pub(super) fn remove(tree: &mut Node, locations: &[Vec<Step>]) {
    let mut by_parent: BTreeMap<&[Step], BTreeSet<&Step>> = BTreeMap::new();
    for (last, parent) in locations.iter().filter_map(|location| location.split_last()) {
        by_parent.entry(parent).or_default().insert(last);
    }
    // From the last to the first: what is removed comes after, or lies below, what is still to be found.
    for (parent, children) in by_parent.into_iter().rev() {
        match node_mut(tree, parent).map(|node| &mut node.value) {
            Some(Value::Map(map)) => {
                let keys: BTreeSet<&str> = children.into_iter().filter_map(Step::key).collect();
                map.retain(|entry| !keys.contains(&*entry.key));
            }
            Some(Value::List(items)) => {
                let mut index = 0..;
                items.retain(|_| index.next().is_none_or(|index| !children.contains(&Step::Index(index))));
            }
            Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) | None => {}
        }
    }
}

impl Step {
    fn key(&self) -> Option<&str> {
        match self {
            Self::Key(key) => Some(key),
            Self::Index(_) => None,
        }
    }
}

/// The tree for the query engine, which compares numbers as 64-bit integers or doubles.
fn to_json(node: &Node) -> serde_json::Value {
    match &node.value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(value) => (*value).into(),
        Value::Number(number) => number_to_json(number),
        Value::String(text) => (&**text).into(),
        Value::List(items) => items.iter().map(to_json).collect(),
        Value::Map(map) => map.iter().map(|entry| (entry.key.to_string(), to_json(&entry.value))).collect(),
    }
}

fn number_to_json(number: &Number) -> serde_json::Value {
    let text = number.text();
    let whole = text.parse::<i64>().map(serde_json::Value::from).or_else(|_| text.parse::<u64>().map(Into::into));
    whole.unwrap_or_else(|_| number.as_f64().into())
}

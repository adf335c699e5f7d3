//! References to other files.
//!
//! Takes a tree; gives the files that its `$ref`s name, in order, each once. Promises nothing of whether they exist. Never
//! gives a reference with a scheme (`https:`): nothing is fetched.

use super::pointer;
use super::{Node, Value};
use crate::source::Span;
use std::collections::BTreeSet;

/// Relative paths of other files as referred to, percent escapes undone, with the place that first names each.
pub fn to_files(tree: &Node) -> Vec<(String, Span)> {
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    let mut waiting = vec![tree];
    while let Some(node) = waiting.pop() {
        match &node.value {
            Value::Map(map) => {
                if let Some(reference) = map.get("$ref") {
                    let path = reference.as_str().and_then(|text| text.split('#').next()).unwrap_or("");
                    if !path.is_empty() && !path.contains("://") && seen.insert(path) {
                        found.extend(pointer::percent_decode(path).ok().map(|path| (path, reference.span())));
                    }
                }
                waiting.extend(map.iter().map(|entry| &entry.value).rev());
            }
            Value::List(list) => waiting.extend(list.iter().rev()),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    found
}

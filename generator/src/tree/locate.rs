//! From a place in a text to the pointer of the value that stands there.
//!
//! Takes a tree and a span; gives the pointer of the innermost value around it. Never reads a text.

use super::{Node, Pointer, Value};
use crate::source::Span;

/// The pointer of the innermost value that holds `span`, or whose key does; that of the root where none does.
pub fn pointer_at(tree: &Node, span: Span) -> Pointer {
    let holds = |outer: Span| outer.source == span.source && outer.start <= span.start && span.end <= outer.end;
    let mut pointer = Vec::new();
    let mut at = tree;
    loop {
        let next = match &at.value {
            Value::Map(map) => {
                if let Some(entry) = map.iter().find(|entry| holds(entry.key_span)) {
                    pointer.push(entry.key.to_string());
                    break;
                }
                map.iter().find(|entry| holds(entry.value.span())).map(|entry| (entry.key.to_string(), &entry.value))
            }
            Value::List(items) => {
                let mut places = items.iter().enumerate();
                places.find(|(_, item)| holds(item.span())).map(|(index, item)| (index.to_string(), item))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        };
        let Some((token, value)) = next else { break };
        pointer.push(token);
        at = value;
    }
    pointer.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::source::Sources;

    #[test]
    fn places_of_keys_and_values() {
        let text = "paths:\n  /a/{b}:\n    get:\n      - one\n      - two: [x]\n";
        let mut sources = Sources::default();
        let id = sources.add("a", text);
        let tree = super::super::parse(&sources, id, &mut Diagnostics::default());
        for (under, expected) in
            [("/a/{b}", "/paths/~1a~1{b}"), ("one", "/paths/~1a~1{b}/get/0"), ("x", "/paths/~1a~1{b}/get/1/two/0")]
        {
            let at = text.find(under).unwrap_or_default();
            let found = tree.as_ref().map(|tree| pointer_at(tree, Span::new(id, at, at + under.len())).to_string());
            assert_eq!(found.as_deref(), Some(expected));
        }
    }
}

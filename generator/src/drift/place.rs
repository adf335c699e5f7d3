//! Where something stands, for people and programs.
//!
//! Takes spots of one description; gives path, line, column and JSON Pointer. Promises the line of the keyword where the text has it. Parses a text again when it is first
//! asked about, as trees are not kept while apis are compared.

use super::change::Spot;
use crate::diagnostic::Diagnostics;
use crate::node::{Node, Value};
use crate::source::{SourceId, Sources, Span};
use crate::tree;
use crate::tree::pointer::Pointer;
use std::collections::HashMap;

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub path: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// JSON Pointer; `None` in a page.
    pub pointer: Option<String>,
    /// The bytes.
    pub span: Span,
}

/// Finds places in one description.
pub struct Places<'s> {
    sources: &'s Sources,
    trees: HashMap<SourceId, Option<Node>>,
}

impl<'s> Places<'s> {
    /// In these texts.
    pub fn new(sources: &'s Sources) -> Self {
        Self { sources, trees: HashMap::new() }
    }

    /// The texts.
    pub fn sources(&self) -> &'s Sources {
        self.sources
    }

    /// The place of a spot.
    pub fn of(&mut self, spot: Spot) -> Option<Place> {
        let sources = self.sources;
        let tree = self
            .trees
            .entry(spot.span.source)
            .or_insert_with(|| tree::parse(sources, spot.span.source, &mut Diagnostics::default()));
        let found = tree.as_ref().filter(|it| it.as_map().is_some()).map(|root| descend(root, spot));
        let span = found.as_ref().map_or(spot.span, |(_, span)| *span);
        let place = sources.locate(span)?;
        Some(Place {
            path: place.path.to_owned(),
            line: place.line,
            column: place.column,
            pointer: found.map(|(pointer, _)| pointer.to_string()),
            span,
        })
    }
}

/// The way from the root to what holds the spot, and the bytes to point at.
fn descend(root: &Node, spot: Spot) -> (Pointer, Span) {
    let wanted = spot.span;
    let mut pointer = Pointer::root();
    let mut node = root;
    loop {
        let begins = |span: Span| span.start <= wanted.start;
        let next = match &node.value {
            // A list of one item may stand where its item does, and what is meant is an object.
            Value::List(items) if items.iter().any(|it| it.span() == wanted) => {
                items.iter().enumerate().find(|(_, it)| it.span() == wanted).map(|(at, it)| (at.to_string(), it, false))
            }
            _ if node.span() == wanted => None,
            Value::Map(map) => {
                let inside = |it: &&crate::node::Entry| {
                    begins(it.key_span) && wanted.start < it.value.span().end.max(it.key_span.end)
                };
                map.iter().find(inside).map(|it| (it.key.to_string(), &it.value, it.key_span == wanted))
            }
            Value::List(items) => {
                let inside = |(_, it): &(usize, &Node)| begins(it.span()) && wanted.start < it.span().end;
                items.iter().enumerate().find(inside).map(|(at, it)| (at.to_string(), it, false))
            }
            _ => None,
        };
        let Some((token, below, is_key)) = next else { break };
        pointer.push(token);
        node = below;
        if is_key {
            break;
        }
    }
    if let Some(keyword) = spot.keyword
        && let Some(entry) = node.as_map().and_then(|it| it.entry(keyword))
    {
        pointer.push(keyword);
        return (pointer, entry.key_span);
    }
    (pointer, wanted)
}

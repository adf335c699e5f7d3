//! The page being read.
//!
//! Takes sources; gives slices, spans and prose of one page. Promises that every span lies in the page. Never decides anything.

use std::ops::Range;

use crate::node::Node;
use crate::page::part::Part;
use crate::source::{Provenance, SourceId, Span};

/// One page.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// Its source.
    pub source: SourceId,
    /// The text of the source up to its end.
    pub text: &'a str,
    /// Where it begins.
    pub start: usize,
}

impl<'a> From<&Part<'a>> for Page<'a> {
    fn from(part: &Part<'a>) -> Self {
        Self { source: part.source, text: part.text, start: part.start }
    }
}

impl<'a> Page<'a> {
    /// The text of a range.
    pub fn slice(&self, range: &Range<usize>) -> &'a str {
        self.text.get(range.clone()).unwrap_or("")
    }

    /// The span of a range.
    pub fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.source, range.start, range.end)
    }

    /// Markdown as it stands, with line feeds only.
    pub fn prose(&self, range: &Range<usize>) -> String {
        self.slice(range).trim().replace("\r\n", "\n")
    }

    /// A node that holds a string the page states.
    pub fn string(&self, range: &Range<usize>, text: &str) -> Node {
        Node::string(self.span(range), Provenance::Page, text)
    }
}

//! A page, or one of several that a text holds.
//!
//! Holds a text up to the end of the page, so that places in the page are places in its source. Promises that slices and spans lie in the source.
//! Never reads anything.

use std::ops::Range;

use crate::source::{SourceId, Span};

/// One page.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// Its source.
    pub source: SourceId,
    /// The text of the source up to the end of the page.
    pub text: &'a str,
    /// Where the page begins.
    pub start: usize,
}

impl<'a> Part<'a> {
    /// The page alone.
    pub fn own(&self) -> &'a str {
        self.text.get(self.start..).unwrap_or("")
    }

    /// The text of a range of the source.
    pub fn slice(&self, range: &Range<usize>) -> &'a str {
        self.text.get(range.clone()).unwrap_or("")
    }

    /// The span of a range of the source.
    pub fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.source, range.start, range.end)
    }

    /// All of it.
    pub fn whole(&self) -> Span {
        Span::new(self.source, self.start, self.text.len())
    }
}

//! One line of a page.
//!
//! Holds a text with its bytes, and the marks that a line can be. Promises that a line cut in two keeps its bytes. Never looks at
//! other lines.

use std::borrow::Cow;

use crate::source::Span;

/// The words before the bounds and the enumerated values of a schema.
pub(super) const QUALIFIER: &str = "Possible values:";
/// The words before a default.
pub(super) const DEFAULT: &str = "Default value:";

/// A line that holds something.
#[derive(Debug, Clone)]
pub(super) struct Line<'a> {
    /// The text without the white space around it.
    pub text: Cow<'a, str>,
    /// The bytes of the text.
    pub span: Span,
    /// Whether white space stood around it.
    pub gap: Gap,
}

/// The white space around a line, where something that has no text stood beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// None.
    Nowhere,
    /// One blank before it: a type whose name is empty.
    Before,
    /// Behind it: a name whose type is not printed.
    Behind,
}

/// A mark of a list of objects, which some extractions keep as a list item and others as a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bracket {
    /// `Array [`
    Opens,
    /// `]`
    Closes,
}

/// The mark that a line is.
pub(super) fn bracket(text: &str) -> Option<Bracket> {
    match text.strip_prefix("- ").unwrap_or(text).trim() {
        "Array [" => Some(Bracket::Opens),
        "]" => Some(Bracket::Closes),
        _ => None,
    }
}

/// A line in two, where it is one of the page's own.
pub(super) fn split<'a>(line: &Line<'a>, at: usize) -> Option<(Line<'a>, Line<'a>)> {
    let Cow::Borrowed(text) = line.text else { return None };
    let (head, tail) = text.split_at_checked(at)?;
    let border = line.span.start.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
    let first = Line { text: Cow::Borrowed(head), span: Span { end: border, ..line.span }, gap: Gap::Nowhere };
    let second = Line { text: Cow::Borrowed(tail), span: Span { start: border, ..line.span }, gap: line.gap };
    Some((first, second))
}

//! The text lines of a page.
//!
//! Takes a source; gives its lines, trimmed, each with its bytes. Promises that a qualifier that the extraction split
//! at its code spans is one line again, and that what follows the page's end is gone. Never interprets a line.

use std::borrow::Cow;

use crate::source::{SourceId, Span};

use super::json;

/// The words before the bounds and the enumerated values of a schema.
pub(super) const QUALIFIER: &str = "Possible values:";
/// The words before a default.
pub(super) const DEFAULT: &str = "Default value:";
/// What the live demonstration leaves at the end of a page; a repetition of parts of the page may follow.
pub(super) const PAGE_END: &str = "Loading...";

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

/// The lines up to the end of the page.
pub(super) fn lines(source: SourceId, text: &str) -> Vec<Line<'_>> {
    let mut found: Vec<Line<'_>> = Vec::new();
    let mut start = 0;
    for raw in text.split_inclusive('\n') {
        let offset = start;
        start += raw.len();
        let raw = raw.trim_end_matches(['\n', '\r']);
        let trimmed = raw.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if trimmed == PAGE_END {
            break;
        }
        if trimmed.is_empty() {
            continue;
        }
        let begin = offset + (trimmed.as_ptr() as usize).saturating_sub(raw.as_ptr() as usize);
        let gap = if raw.ends_with(char::is_whitespace) {
            Gap::Behind
        } else if begin == offset + 1 {
            Gap::Before
        } else {
            Gap::Nowhere
        };
        let line = Line { text: Cow::Borrowed(trimmed), span: Span::new(source, begin, begin + trimmed.len()), gap };
        match found.last_mut().filter(|last| continues(&last.text, trimmed)) {
            Some(last) => join(last, &line),
            None => found.extend(split_glued(line)),
        }
    }
    split_braces(found)
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

/// The most glued braces that are looked at.
const MOST_BRACES: usize = 256;

/// Some extractions leave no gap between what is said of the last property and the example behind it. A brace is that of
/// an example where a whole value begins with it.
fn split_braces(mut lines: Vec<Line<'_>>) -> Vec<Line<'_>> {
    let glued = lines.iter().enumerate().filter(|(_, line)| json::glued(&line.text).is_some());
    let glued: Vec<usize> = glued.map(|(at, _)| at).take(MOST_BRACES).collect();
    for at in glued.into_iter().rev() {
        let Some((head, brace)) = lines.get(at).and_then(|line| split(line, json::glued(&line.text)?)) else {
            continue;
        };
        let Some(slot) = lines.get_mut(at) else { continue };
        let whole = std::mem::replace(slot, brace);
        if lines.get(at..).and_then(json::length).is_some() {
            lines.insert(at, head);
        } else if let Some(slot) = lines.get_mut(at) {
            *slot = whole;
        }
    }
    lines
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

/// The longest qualifier that is put together again.
const LONGEST_QUALIFIER: usize = 64 << 10;

/// Whether a line is the rest of a qualifier or default that was split at its code spans.
fn continues(last: &str, next: &str) -> bool {
    let Some(rest) = last.strip_prefix(QUALIFIER) else {
        return last == DEFAULT && !next.contains(char::is_whitespace);
    };
    if rest.len() > LONGEST_QUALIFIER {
        return false;
    }
    let rest = rest.trim();
    rest.is_empty()
        || rest.ends_with(',')
        || rest.ends_with("regular expression")
        || next.starts_with(", ")
        || next.starts_with("and <")
        || next == "]"
        || (next.starts_with([',', ']']) && rest.rfind('[') > rest.rfind(']'))
}

fn join(last: &mut Line<'_>, next: &Line<'_>) {
    let text = last.text.to_mut();
    if !next.text.starts_with([',', ']']) {
        text.push(' ');
    }
    text.push_str(&next.text);
    last.span.end = next.span.end;
}

/// Some extractions leave no gap between a name's type and its qualifier.
fn split_glued(line: Line<'_>) -> Vec<Line<'_>> {
    let at = line.text.find(QUALIFIER).filter(|at| *at > 0);
    let apart = |at: &usize| line.text.get(..*at).is_some_and(|head| head.ends_with(char::is_whitespace));
    match at.filter(|at| !apart(at)).and_then(|at| split(&line, at)) {
        Some((head, tail)) => vec![head, tail],
        None => vec![line],
    }
}

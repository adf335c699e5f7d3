//! The text lines of a page.
//!
//! Takes a source; gives its lines, trimmed, each with its bytes. Promises that a qualifier that the extraction split
//! at its code spans is one line again, and that what follows the page's end is gone. Never interprets a line.

use std::borrow::Cow;

use crate::page::part::Part;
use crate::source::Span;

use super::json;
use super::line::{DEFAULT, Gap, Line, QUALIFIER, split};

/// What the live demonstration leaves at the end of a page; a repetition of parts of the page may follow.
pub(super) const PAGE_END: &str = "Loading...";

/// The lines up to the end of the page.
pub(super) fn lines<'a>(part: &Part<'a>) -> Vec<Line<'a>> {
    let mut found: Vec<Line<'a>> = Vec::new();
    let mut start = part.start;
    for raw in part.own().split_inclusive('\n') {
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
        let line =
            Line { text: Cow::Borrowed(trimmed), span: Span::new(part.source, begin, begin + trimmed.len()), gap };
        match found.last_mut().filter(|last| continues(&last.text, trimmed)) {
            Some(last) => join(last, &line),
            None => found.extend(split_glued(line)),
        }
    }
    split_braces(found)
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

//! Whether a page ends before its end.
//!
//! Takes the lines of a page; gives where it was cut and what is missing. Promises that a page which ends with the mark of
//! its renderer, or as one of its parts ends, is whole. Never says what was cut off.

use crate::source::Span;

use super::json::{self, begins_inside};
use super::line::Line;
use super::lines::PAGE_END;
use super::mark::media_type;

/// Where a page was cut, and before what.
pub(super) fn end(lines: &[Line<'_>], text: &str) -> Option<(Span, &'static str)> {
    if text.lines().any(|line| line.trim() == PAGE_END) {
        return last_tab_without_example(lines).map(|tab| (tab, EXAMPLE));
    }
    let last = lines.last()?;
    let heads = matches!(&*last.text, "Schema" | "- Schema" | "Body" | "Response Headers");
    if heads || media_type(&last.text).is_some() {
        return Some((last.span, "what stands below this line"));
    }
    last_tab_without_example(lines)
        .map(|tab| (tab, EXAMPLE))
        .or_else(|| open_example(lines).map(|at| (at, "the end of the example that begins here")))
}

const EXAMPLE: &str = "the example that this tab shows";

/// The last tab of an example, where none follows it: every panel with such a tab ends with its example.
fn last_tab_without_example(lines: &[Line<'_>]) -> Option<Span> {
    let tab = lines.iter().rposition(|line| matches!(&*line.text, "- Example (from schema)" | "- Example (auto)"))?;
    let media = lines.get(..tab)?.iter().rev().find_map(|line| media_type(&line.text));
    if media.is_some_and(|media| !media.contains("json")) {
        // Text of any other kind may be an example.
        return None;
    }
    let shown = lines.get(tab + 1..)?.iter().any(|line| begins_inside(&line.text));
    lines.get(tab).filter(|_| !shown).map(|line| line.span)
}

/// Where an example begins that does not end.
fn open_example(lines: &[Line<'_>]) -> Option<Span> {
    let schema = lines.iter().rposition(|line| line.text == "Schema")?;
    let mut at = schema + 1;
    while let Some(line) = lines.get(at) {
        match lines.get(at..).and_then(json::length) {
            Some(length) => at += length,
            None if json::opens(&line.text) && lines.get(at + 1).is_none_or(|next| begins_inside(&next.text)) => {
                return Some(line.span);
            }
            None => at += 1,
        }
    }
    None
}

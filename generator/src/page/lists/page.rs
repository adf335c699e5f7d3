//! The lines of a page with their headings.
//!
//! Takes a page; gives its sections. Promises that a line of a fenced block is neither a heading nor an item. Never looks past the next known section.

use std::ops::Range;

use super::item::{self, Item};
use crate::page::fence::{self, Fence};
use crate::page::part::Part;
use crate::page::{front, lines};

/// The sections of a page. Other headings of their level are prose.
const SECTIONS: [&str; 11] = [
    "Authentication",
    "Servers",
    "Server",
    "Request",
    "Requests",
    "Response",
    "Responses",
    "Errors",
    "Types",
    "Examples",
    "SDK Code Examples",
];

/// A page as lines.
pub(super) struct Page<'a> {
    /// The page.
    pub part: Part<'a>,
    /// Its lines.
    pub ranges: Vec<Range<usize>>,
    /// Its fenced blocks.
    pub fences: Vec<Fence>,
    /// The names of the types that it describes.
    pub types: Vec<&'a str>,
}

impl<'a> Page<'a> {
    /// Reads the lines of a page.
    pub(super) fn of(part: &Part<'a>) -> Self {
        let ranges = lines::lines(part.text, front::read(part.text, part.start).body);
        let fences = fence::all(part.text, &ranges);
        let mut page = Self { part: *part, ranges, fences, types: Vec::new() };
        let types = page.section(&["Types"]).unwrap_or(0..0);
        page.types = page.parts(types).into_iter().map(|(name, _, _)| name).filter(|name| is_component(name)).collect();
        page
    }

    /// A line.
    pub(super) fn line(&self, at: usize) -> &'a str {
        self.ranges.get(at).map_or("", |range| self.part.slice(range))
    }

    fn is_fenced(&self, at: usize) -> bool {
        self.fences.iter().any(|fence| (fence.first_line..=fence.last_line).contains(&at))
    }

    /// The item that a line is.
    pub(super) fn item(&self, at: usize) -> Option<Item> {
        let range = self.ranges.get(at).filter(|_| !self.is_fenced(at))?;
        item::read(self.line(at), range.start)
    }

    /// The level and the words of a heading.
    pub(super) fn heading(&self, at: usize) -> Option<(usize, &'a str)> {
        let line = self.line(at);
        let words = line.trim_start_matches('#');
        let level = line.len() - words.len();
        (level > 0 && words.starts_with(' ') && !self.is_fenced(at)).then(|| (level, words.trim()))
    }

    fn begins_section(&self, at: usize) -> bool {
        let known = |words: &str| SECTIONS.iter().any(|section| words.eq_ignore_ascii_case(section));
        self.heading(at).is_some_and(|(level, words)| level == 2 && known(words))
    }

    /// The line of the first section.
    pub(super) fn first_section(&self) -> usize {
        let all = 0..self.ranges.len();
        all.clone().find(|at| self.begins_section(*at)).unwrap_or(all.end)
    }

    /// The lines below one of these headings.
    pub(super) fn section(&self, words: &[&str]) -> Option<Range<usize>> {
        let all = 0..self.ranges.len();
        let is = |at: &usize| {
            self.heading(*at)
                .is_some_and(|(level, text)| level == 2 && words.iter().any(|word| text.eq_ignore_ascii_case(word)))
        };
        let start = all.clone().find(is)? + 1;
        let end = (start..all.end).find(|at| self.begins_section(*at)).unwrap_or(all.end);
        Some(start..end)
    }

    /// The parts of a section: the words of their headings, where these stand, and the lines below.
    pub(super) fn parts(&self, section: Range<usize>) -> Vec<(&'a str, Range<usize>, Range<usize>)> {
        let heads: Vec<usize> =
            section.clone().filter(|at| self.heading(*at).is_some_and(|(level, _)| level == 3)).collect();
        let ends = heads.iter().skip(1).copied().chain([section.end]);
        let parts = heads.iter().copied().zip(ends).filter_map(|(start, end)| {
            let (words, line) = (self.heading(start)?.1, self.ranges.get(start)?);
            Some((words, line.end - words.len().min(line.len())..line.end, start + 1..end))
        });
        parts.collect()
    }

    /// The text of lines in a row, without the blank ones at its ends.
    pub(super) fn prose(&self, lines: impl Iterator<Item = usize>) -> Option<Range<usize>> {
        let filled: Vec<usize> = lines.filter(|at| !self.line(*at).trim().is_empty()).collect();
        let (first, last) = (self.ranges.get(*filled.first()?)?, self.ranges.get(*filled.last()?)?);
        Some(lines::trim(self.part.text, first.start..last.end))
    }
}

/// Whether a name can be that of a component (OpenAPI 3.1.1 §4.8.7).
fn is_component(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
}

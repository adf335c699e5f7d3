//! The items of a list, nested as the list is.
//!
//! Takes the lines of a section; gives its entries. Promises that an entry lies in the one above it that is indented less. Never reads a line of a fenced
//! block as an item.

use std::ops::Range;

use super::item::{self, Says};
use super::kind::{self, Words};
use super::page::Page;
use crate::page::lines::trim;

/// What stands below a heading or below an item.
#[derive(Debug, Clone, Default)]
pub(super) struct Inside {
    /// Fields, in order.
    pub fields: Vec<Field>,
    /// Alternatives, in order.
    pub branches: Vec<Branch>,
    /// Where the allowed values stand.
    pub values: Vec<Range<usize>>,
    /// The type of all of it, where that is stated, and what stands below it.
    pub whole: Option<(Range<usize>, Box<Inside>)>,
}

impl Inside {
    /// Whether nothing is there.
    pub(super) fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.branches.is_empty() && self.values.is_empty() && self.whole.is_none()
    }
}

/// A field with what is inside of it.
#[derive(Debug, Clone)]
pub(super) struct Field {
    /// Where its name stands.
    pub name: Range<usize>,
    /// What is said of it.
    pub words: Words,
    /// Where that stands.
    pub at: Option<Range<usize>>,
    /// Its description.
    pub text: Option<Range<usize>>,
    /// What is below it.
    pub inside: Inside,
}

/// An alternative of a union.
#[derive(Debug, Clone)]
pub(super) struct Branch {
    /// Where its name stands.
    pub title: Option<Range<usize>>,
    /// Where the property stands that tells it apart, and the value.
    pub tag: Option<(Range<usize>, Range<usize>)>,
    /// What it has.
    pub inside: Inside,
}

impl Branch {
    /// Where it begins.
    pub(super) fn at(&self) -> Range<usize> {
        self.tag.as_ref().map(|(property, _)| property).or(self.title.as_ref()).cloned().unwrap_or_default()
    }
}

/// How deep items may lie.
const MOST_DEPTH: usize = 32;

/// An item that is open, with what is below it so far.
struct Open {
    indent: usize,
    says: Says,
    /// What a field's description goes on with.
    text: Option<Range<usize>>,
    inside: Inside,
}

/// The items of a section.
pub(super) fn read(page: &Page<'_>, section: Range<usize>) -> Inside {
    let mut open: Vec<Open> = Vec::new();
    let mut found = Inside::default();
    for at in section {
        let (Some(range), line) = (page.ranges.get(at), page.line(at)) else { continue };
        let Some(read) = page.item(at) else {
            // Text that is indented below a field goes on with its description.
            let indent = line.len() - line.trim_start().len();
            if let Some(last) = open.last_mut().filter(|last| !line.trim().is_empty() && indent > last.indent) {
                let text = trim(page.part.text, range.clone());
                last.text = Some(last.text.as_ref().map_or(text.start, |own| own.start)..text.end);
            }
            continue;
        };
        while open.last().is_some_and(|last| last.indent >= read.indent) || open.len() >= MOST_DEPTH {
            close(page, &mut open, &mut found);
        }
        let text = match &read.says {
            Says::Field { text, .. } => text.clone(),
            Says::Values(_) | Says::Tagged { .. } | Says::Named(_) | Says::Whole(_) => None,
        };
        open.push(Open { indent: read.indent, says: read.says, text, inside: Inside::default() });
    }
    while !open.is_empty() {
        close(page, &mut open, &mut found);
    }
    found
}

fn close(page: &Page<'_>, open: &mut Vec<Open>, found: &mut Inside) {
    let Some(Open { says, text, inside, .. }) = open.pop() else { return };
    let outer = open.last_mut().map_or(found, |outer| &mut outer.inside);
    match says {
        Says::Field { name, words, .. } => {
            let said = words.as_ref().map(|range| kind::words(page.part.slice(range), &page.types)).unwrap_or_default();
            outer.fields.push(Field { name, words: said, at: words, text, inside });
        }
        Says::Values(values) => outer.values = values,
        Says::Tagged { property, value, title } => {
            outer.branches.push(Branch { title, tag: Some((property, value)), inside });
        }
        // A word alone is an alternative only where something stands below it.
        Says::Named(title) if !inside.is_empty() => {
            outer.branches.push(Branch { title: Some(title), tag: None, inside })
        }
        Says::Named(_) => {}
        Says::Whole(range) => outer.whole = Some((range, Box::new(inside))),
    }
}

/// Whether a line is an item that describes something: a word alone is prose.
pub(super) fn describes(line: &str) -> bool {
    item::read(line, 0).is_some_and(|item| !matches!(item.says, Says::Named(_)))
}

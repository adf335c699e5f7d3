//! What the JSON and the YAML reader have in common.
//!
//! Takes entries as they were read; gives maps that hold a key once. Promises to tell every key that was
//! given twice, in n log n steps. Never reads text.

use super::{Entry, Map};
use crate::budget::{Budget, Budgets};
use crate::diagnostic::{Diagnostic, Diagnostics, code::tree as code};
use crate::source::{SourceId, Span};

/// How deep and how large a document may be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// Lists and maps within one another.
    pub depth: usize,
    /// Values.
    pub nodes: usize,
}

impl Bounds {
    /// Those of a run.
    pub fn of(budgets: &Budgets) -> Self {
        Self { depth: budgets.size(Budget::Depth), nodes: budgets.size(Budget::Nodes) }
    }

    /// That there are too many values, told where the first too many stands.
    pub fn too_many(self, span: Span, budgets: &Budgets) -> Box<Diagnostic> {
        let message = format!("there are more than {} values", self.nodes);
        Box::new(Diagnostic::new(&code::TOO_MANY_VALUES, span, message).exhausted(Budget::Nodes, budgets))
    }

    /// That a value is nested too deep.
    pub fn too_deep(self, span: Span, budgets: &Budgets) -> Box<Diagnostic> {
        let message = format!("this value is nested more than {} deep", self.depth);
        Box::new(Diagnostic::new(&code::NESTING_TOO_DEEP, span, message).exhausted(Budget::Depth, budgets))
    }
}

/// Where in a source the text being read begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub source: SourceId,
    pub base: usize,
}

impl Place {
    /// The span of a range of the text being read.
    pub fn span(self, start: usize, end: usize) -> Span {
        Span::new(self.source, self.base + start, self.base + end)
    }
}

/// A map of the entries. Of a key given several times the last value counts.
pub(super) fn map(mut entries: Vec<Entry>, diagnostics: &mut Diagnostics) -> Map {
    let doubles = doubles(&entries);
    if !doubles.is_empty() {
        let mut dropped = vec![false; entries.len()];
        for (earlier, later) in doubles {
            if let (Some(first), Some(second)) = (entries.get(earlier), entries.get(later)) {
                let message = format!("the key `{}` is given twice in this map", first.key);
                diagnostics.report(
                    Diagnostic::new(&code::DUPLICATE_KEY, second.key_span, message)
                        .relate(first.key_span, "given here before")
                        .help("the last value counts; remove or rename the other"),
                );
            }
            if let Some(mark) = dropped.get_mut(earlier) {
                *mark = true;
            }
        }
        let mut dropped = dropped.into_iter();
        entries.retain(|_| !dropped.next().unwrap_or(false));
    }
    entries.into_iter().collect()
}

/// Pairs of neighbouring places that hold the same key, by the later place.
fn doubles(entries: &[Entry]) -> Vec<(usize, usize)> {
    if let [] | [_] = entries {
        return Vec::new();
    }
    let mut order: Vec<(&str, usize)> = entries.iter().enumerate().map(|(index, entry)| (&*entry.key, index)).collect();
    order.sort_unstable();
    let pairs = order.iter().zip(order.iter().skip(1));
    let mut found: Vec<_> = pairs.filter(|(a, b)| a.0 == b.0).map(|(a, b)| (a.1, b.1)).collect();
    found.sort_unstable_by_key(|(_, later)| *later);
    found
}

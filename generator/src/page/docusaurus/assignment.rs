//! Whose lines are these: details without names, shared out over the keys of an example.
//!
//! Takes the details between two heads and the keys they can belong to, both in order; gives for each key the facts on
//! which all readings agree. A reading cuts the details into groups (a qualifier, a default, prose) and gives each group
//! to a later key than the group before, never against the kind of the key's value. Promises to weigh all readings (one
//! pass forward and one back over the lattice of lines and keys) and to claim nothing on which two differ.

use crate::source::Provenance;

use super::candidate::{Candidate, Edge, Facts};
use super::element::{Detail, DetailKind};
use super::example::{Kind, kind, scalar_text};
use super::prose::{Joint, ends_sentence, joint};
use super::qualifier::{Group, Limit, Qualifier};
use super::words::{by_words, trusted};
use crate::node::Node;
use crate::page::nodes;

/// The most cells of the lattice.
pub(super) const MOST_CELLS: usize = 50_000;

/// The most readings whose words are compared, over all lines.
const MOST_READINGS: usize = 5_000_000;

/// The most lines of one group.
const MOST_LINES: usize = 24;

/// Whether details can belong to keys that the example lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gaps {
    /// The example holds every key.
    None,
    /// Keys are known to be missing.
    Possible,
}

/// The facts of a stretch of details.
#[derive(Debug)]
pub(super) enum Outcome {
    /// For each candidate what is known of it.
    Shared(Vec<Facts>),
    /// No reading fits: the details are more than the keys can take.
    Misfit,
}

/// Shares the details out over the candidates.
pub(super) fn share_out(details: &[Detail], candidates: &[Candidate<'_>], gaps: Gaps) -> Outcome {
    let nothing = || Outcome::Shared(vec![Facts::default(); candidates.len()]);
    if details.is_empty() || (details.len() + 1).saturating_mul(candidates.len() + 1) > MOST_CELLS {
        return nothing();
    }
    let lattice = Lattice::new(details, candidates, gaps, Seams::Open);
    let Some(edges) = lattice.edges() else {
        return if gaps == Gaps::None { Outcome::Misfit } else { nothing() };
    };
    let mut facts: Vec<Facts> = edges.iter().map(|edges| agreed(details, edges)).collect();
    let trusted = trusted(details, candidates, &facts);
    for (facts, trusted) in facts.iter_mut().zip(trusted) {
        let seam =
            |(start, end, _): &(usize, usize, Provenance)| has_open_seam(details.get(*start..*end).unwrap_or(&[]));
        // Counting alone does not tell whose prose it is: keys may be missing that nobody knows of.
        facts.description = facts.description.filter(|text| trusted && gaps == Gaps::None && !seam(text));
    }
    if gaps == Gaps::None {
        saturate(details, candidates, &mut facts);
    }
    let readings: usize = edges.iter().map(Vec::len).sum();
    if gaps == Gaps::None && readings.saturating_mul(details.len()) <= MOST_READINGS {
        by_words(details, candidates, &edges, &mut facts);
    }
    Outcome::Shared(facts)
}

/// For each detail the candidates that it belongs to in some reading, where the example holds every key.
pub(super) fn owners(details: &[Detail], candidates: &[Candidate<'_>]) -> Vec<Vec<usize>> {
    let mut found = vec![Vec::new(); details.len()];
    if (details.len() + 1).saturating_mul(candidates.len() + 1) > MOST_CELLS {
        return found;
    }
    let edges = Lattice::new(details, candidates, Gaps::None, Seams::Open).edges().unwrap_or_default();
    for (candidate, edges) in edges.iter().enumerate() {
        let mut rows: Vec<usize> = edges.iter().flatten().flat_map(|(start, end)| *start..*end).collect();
        rows.sort_unstable();
        rows.dedup();
        for row in rows {
            found.get_mut(row).into_iter().for_each(|owners: &mut Vec<usize>| owners.push(candidate));
        }
    }
    found
}

/// Whether prose that may go on with the line before does so.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seams {
    /// It may.
    Open,
    /// Each line is a text of its own.
    Closed,
}

struct Lattice<'d, 'n> {
    details: &'d [Detail],
    candidates: &'d [Candidate<'n>],
    gaps: Gaps,
    seams: Seams,
}

impl<'d, 'n> Lattice<'d, 'n> {
    fn new(details: &'d [Detail], candidates: &'d [Candidate<'n>], gaps: Gaps, seams: Seams) -> Self {
        Self { details, candidates, gaps, seams }
    }

    /// Where the groups can end that begin at a line.
    fn ends(&self, start: usize) -> Vec<usize> {
        let kind = |at: usize| self.details.get(at).map(|detail| &detail.kind);
        let mut ends = Vec::new();
        let mut at = start;
        if let Some(DetailKind::Qualifier(_)) = kind(at) {
            at += 1;
            ends.push(at);
        }
        if let Some(DetailKind::Default(_)) = kind(at) {
            at += 1;
            ends.push(at);
        }
        while let Some(DetailKind::Text(text)) = kind(at) {
            let before = at.checked_sub(1).filter(|before| *before >= start).and_then(kind);
            if let Some(DetailKind::Text(last)) = before {
                match (joint(last, text), self.seams) {
                    (Joint::Apart, _) | (Joint::Open, Seams::Closed) => break,
                    // The group cannot end before a line that goes on.
                    (Joint::Same, _) => drop(ends.pop()),
                    (Joint::Open, Seams::Open) => {}
                }
            }
            at += 1;
            ends.push(at);
            if at - start > MOST_LINES {
                break;
            }
        }
        ends
    }

    /// For each candidate the groups it gets in some reading of all lines; `None` where there is no reading.
    fn edges(&self) -> Option<Vec<Vec<Edge>>> {
        let (rows, columns) = (self.details.len() + 1, self.candidates.len() + 1);
        let ends: Vec<Vec<usize>> = (0..self.details.len()).map(|start| self.ends(start)).collect();
        let at = |row: usize, column: usize| row * columns + column;
        let get = |table: &[bool], row: usize, column: usize| table.get(at(row, column)) == Some(&true);
        let fits = |start: usize, end: usize, column: usize| {
            let group = self.details.get(start..end).unwrap_or(&[]);
            self.candidates.get(column).is_some_and(|candidate| agrees(group, candidate))
        };
        let lost = |start: usize, end: usize| self.gaps == Gaps::Possible && !self.sticks(start, end);
        let set = |table: &mut [bool], row: usize, column: usize| {
            if let Some(cell) = table.get_mut(at(row, column)) {
                *cell = true;
            }
        };
        let mut forward = vec![false; rows * columns];
        set(&mut forward, 0, 0);
        for column in 0..columns {
            for row in 0..rows {
                if !get(&forward, row, column) {
                    continue;
                }
                if column + 1 < columns {
                    set(&mut forward, row, column + 1);
                }
                for end in ends.get(row).map_or(&[][..], Vec::as_slice) {
                    if column + 1 < columns && fits(row, *end, column) {
                        set(&mut forward, *end, column + 1);
                    }
                    if lost(row, *end) {
                        set(&mut forward, *end, column);
                    }
                }
            }
        }
        if !get(&forward, rows - 1, columns - 1) {
            return None;
        }
        let mut back = vec![false; rows * columns];
        set(&mut back, rows - 1, columns - 1);
        for column in (0..columns).rev() {
            for row in (0..rows).rev() {
                let groups = ends.get(row).map_or(&[][..], Vec::as_slice);
                let reached = (column + 1 < columns && get(&back, row, column + 1))
                    || groups.iter().any(|end| {
                        (column + 1 < columns && get(&back, *end, column + 1) && fits(row, *end, column))
                            || (lost(row, *end) && get(&back, *end, column))
                    });
                if reached {
                    set(&mut back, row, column);
                }
            }
        }
        let edges = (0..self.candidates.len()).map(|column| {
            let mut found = Vec::new();
            for row in (0..rows).filter(|row| get(&forward, *row, column)) {
                if get(&back, row, column + 1) && !found.contains(&None) {
                    found.push(None);
                }
                for end in ends.get(row).map_or(&[][..], Vec::as_slice) {
                    if get(&back, *end, column + 1) && fits(row, *end, column) {
                        found.push(Some((row, *end)));
                    }
                }
            }
            found
        });
        Some(edges.collect())
    }

    /// Whether a group must belong to a key that the example has: an enumeration that holds the value shown.
    fn sticks(&self, start: usize, end: usize) -> bool {
        let group = self.details.get(start..end).unwrap_or(&[]);
        self.candidates.iter().any(|candidate| shows_value(group, candidate))
    }
}

/// Whether the group's enumeration holds the candidate's string.
fn shows_value(group: &[Detail], candidate: &Candidate<'_>) -> bool {
    let shown = |known: &String| candidate.values.iter().any(|value| value.as_str() == Some(known));
    group.iter().any(|detail| match &detail.kind {
        DetailKind::Qualifier(qualifier) => qualifier.groups.iter().any(|group| match group {
            Group::Values(values) => values.iter().any(shown),
            Group::Length { .. } | Group::Range { .. } | Group::Pattern(_) => false,
        }),
        DetailKind::Default(_) | DetailKind::Text(_) | DetailKind::Union => false,
    })
}

/// Whether a group says nothing against a candidate's values.
fn agrees(group: &[Detail], candidate: &Candidate<'_>) -> bool {
    candidate.values.iter().all(|value| agrees_with(group, value))
}

fn agrees_with(group: &[Detail], value: &Node) -> bool {
    group.iter().all(|detail| match &detail.kind {
        DetailKind::Qualifier(qualifier) => qualifier_agrees(qualifier, value),
        DetailKind::Default(text) => match kind(value) {
            Kind::Number => nodes::number(text).is_some(),
            Kind::Boolean => matches!(&**text, "true" | "false"),
            Kind::Unknown | Kind::String | Kind::List | Kind::Object => true,
        },
        DetailKind::Text(_) | DetailKind::Union => true,
    })
}

fn qualifier_agrees(qualifier: &Qualifier, value: &Node) -> bool {
    let found = kind(value);
    if found == Kind::Unknown {
        return true;
    }
    // A list prints the bounds of its items where it has none of its own.
    if let Some(items) = value.as_list() {
        let own = qualifier.groups.iter().all(|group| matches!(group, Group::Range { .. } | Group::Values(_)));
        return own || items.iter().all(|item| qualifier_agrees(qualifier, item));
    }
    qualifier.groups.iter().all(|group| match group {
        Group::Values(values) => {
            let text = scalar_text(value);
            text.is_some_and(|text| values.iter().any(|known| known == text))
        }
        Group::Length { min, max } => value.as_str().is_some_and(|text| {
            let length = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
            is_placeholder(value) || (min.is_none_or(|min| length >= min) && max.is_none_or(|max| length <= max))
        }),
        Group::Pattern(_) => found == Kind::String,
        Group::Range { lower, upper } => value.as_number().is_some_and(|number| {
            let within = |limit: &Option<Limit>, ends: fn(f64, f64) -> bool| {
                let limit = limit.as_ref().and_then(|limit| limit.number.as_f64());
                limit.zip(number.as_f64()).is_none_or(|(limit, number)| ends(number, limit))
            };
            is_placeholder(value) || (within(lower, |n, limit| n >= limit) && within(upper, |n, limit| n <= limit))
        }),
    })
}

/// Whether a value is what the sampler writes for any schema of its type; such a value may break bounds.
fn is_placeholder(value: &Node) -> bool {
    match scalar_text(value) {
        Some(text) => matches!(text, "string" | "0") || super::inference::is_sampled_format(text),
        None => false,
    }
}

/// The facts that are the same in all of a candidate's readings.
fn agreed(details: &[Detail], edges: &[Edge]) -> Facts {
    let part = |edge: &Edge, wanted: fn(&DetailKind) -> bool| {
        let (start, end) = (*edge)?;
        (start..end).find(|at| details.get(*at).is_some_and(|detail| wanted(&detail.kind)))
    };
    let same = |wanted: fn(&DetailKind) -> bool| {
        let mut found = edges.iter().map(|edge| part(edge, wanted));
        let first = found.next()??;
        found.all(|other| other == Some(first)).then_some(first)
    };
    let text = |edge: &Edge| {
        let first = part(edge, |kind| matches!(kind, DetailKind::Text(_)))?;
        Some((first, (*edge)?.1))
    };
    let mut texts = edges.iter().map(text);
    let first = texts.next().flatten().filter(|first| texts.all(|other| other == Some(*first)));
    Facts {
        qualifier: same(|kind| matches!(kind, DetailKind::Qualifier(_))),
        default: same(|kind| matches!(kind, DetailKind::Default(_))),
        description: first.map(|(start, end)| (start, end, Provenance::Page)),
    }
}

/// Where each line of prose by itself gives exactly one group for each key, that is how it was meant.
fn saturate(details: &[Detail], candidates: &[Candidate<'_>], facts: &mut [Facts]) {
    let texts = |pair: &[Detail]| Some((pair.first()?.text()?.to_owned(), pair.get(1)?.text()?.to_owned()));
    let may_be_wrapped = |pair: &[Detail]| {
        texts(pair).is_some_and(|(last, next)| joint(&last, &next) == Joint::Open && !ends_sentence(&last))
    };
    if details.windows(2).any(may_be_wrapped) {
        return;
    }
    let lattice = Lattice::new(details, candidates, Gaps::None, Seams::Closed);
    let Some(edges) = lattice.edges() else { return };
    let full = edges.iter().all(|edges| matches!(edges.as_slice(), [Some(_)]));
    if !full {
        return;
    }
    let sure: Vec<Facts> = edges.iter().map(|edges| agreed(details, edges)).collect();
    let trusted = trusted(details, candidates, &sure);
    for ((facts, sure), _) in facts.iter_mut().zip(sure).zip(trusted).filter(|(_, trusted)| *trusted) {
        facts.qualifier = facts.qualifier.or(sure.qualifier);
        facts.default = facts.default.or(sure.default);
        let inferred = sure.description.map(|(start, end, _)| (start, end, Provenance::Inferred));
        facts.description = facts.description.or(inferred);
    }
}

/// Whether prose goes on where it may as well end.
fn has_open_seam(details: &[Detail]) -> bool {
    let texts: Vec<&str> = details.iter().filter_map(Detail::text).collect();
    texts.iter().zip(texts.iter().skip(1)).any(|(last, next)| joint(last, next) == Joint::Open)
}

//! The unnamed lines of a schema, given to the keys between the heads around them.
//!
//! Takes elements, their places and the example; gives the facts of each key. Promises that lines which find no owner are
//! told, and that where keys are known to be missing nothing is concluded from counting. Never looks beyond a head whose
//! place is uncertain.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::code::page_docusaurus as code;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Span;

use super::assignment::{Gaps, MOST_CELLS, Outcome, owners, share_out};
use super::candidate::{Candidate, Facts};
use super::constraints::{Target, keywords};
use super::declaration::{Null, Printed};
use super::element::{Detail, DetailKind, Element, Elements, Values};
use super::example::Example;
use super::placement::{Fit, Placement};
use super::qualifier::in_words;
use super::reading::{Context, Given, Order, Source};

/// What is known of the slots.
#[derive(Debug, Default)]
pub(super) struct Shared<'e> {
    /// The facts of the slots, and the details they are in.
    pub facts: BTreeMap<usize, (Facts, &'e [Detail])>,
    /// What holds of one of several slots, by the slot of the object they are in.
    pub notes: BTreeMap<Option<usize>, Vec<(String, Span)>>,
}

/// Shares out the details that have no names.
pub(super) fn share<'e>(
    elements: &'e Elements,
    example: &Example<'_>,
    placement: &Placement,
    context: &Context<'_>,
    given: &Given<'_, '_>,
    diagnostics: &mut Diagnostics,
) -> Shared<'e> {
    if placement.fit == Fit::Permuted {
        tell_order(elements, diagnostics);
        return Shared::default();
    }
    let mut windows = windows(elements, example, placement);
    let mut cells = 0_usize;
    windows.retain(|window| {
        cells = cells.saturating_add((window.details.len() + 1).saturating_mul(window.slots.len() + 1));
        cells <= MOST_CELLS * 8
    });
    // Where values are printed among the lines, texts stand first, whatever the tab says.
    let ordered = context.order == Order::DescriptionLast && elements.values == Values::Unprinted;
    let whole = placement.fit == Fit::Complete && given.source != Source::Author && ordered;
    let left_out = elements.list.iter().any(|element| {
        let hidden = matches!(&element.printed, Printed::Types { null: Null::Allowed, .. });
        hidden || element.flags.deprecated
    });
    let allows_null = windows
        .iter()
        .flat_map(|window| window.details)
        .any(|detail| matches!(keywords([detail], &Target::String).null, Null::Allowed));
    let mut gaps = if whole && !left_out && !allows_null { Gaps::None } else { Gaps::Possible };
    if gaps == Gaps::None {
        let misfit = |window: &Window<'_>| matches!(share_window(window, example, gaps), Outcome::Misfit);
        if windows.iter().any(misfit) {
            gaps = Gaps::Possible;
        }
    }
    let mut shared = Shared::default();
    for window in &windows {
        let gaps = if window.hides_keys { Gaps::Possible } else { gaps };
        let facts = match share_window(window, example, gaps) {
            Outcome::Shared(facts) => facts,
            Outcome::Misfit => vec![Facts::default(); window.slots.len()],
        };
        tell_rest(window, example, &facts, diagnostics);
        if gaps == Gaps::None
            && let Some((object, notes)) = notes(window, example, &facts)
        {
            shared.notes.entry(object).or_default().extend(notes);
        }
        for (slot, facts) in window.slots.iter().zip(facts) {
            shared.facts.insert(*slot, (facts, window.details));
        }
    }
    shared
}

/// Details in a row and the slots they can belong to.
struct Window<'e> {
    details: &'e [Detail],
    slots: Vec<usize>,
    /// Whether the head has properties, and the example shows none.
    hides_keys: bool,
}

fn share_window(window: &Window<'_>, example: &Example<'_>, gaps: Gaps) -> Outcome {
    share_out(window.details, &candidates(window, example), gaps)
}

fn candidates<'w>(window: &Window<'_>, example: &'w Example<'w>) -> Vec<Candidate<'w>> {
    let slots = window.slots.iter().filter_map(|slot| example.slots.get(*slot));
    slots.map(|slot| Candidate { key: slot.key, values: &slot.values }).collect()
}

/// The object that notes are of, and the notes, each with where it stands.
type Notes = (Option<usize>, Vec<(String, Span)>);

/// Bounds that fit several keys of one object, in words: which of them each holds for is not known, that it holds for one is.
fn notes(window: &Window<'_>, example: &Example<'_>, facts: &[Facts]) -> Option<Notes> {
    let mut objects = window.slots.iter().filter_map(|slot| example.slots.get(*slot)).map(|slot| slot.parent);
    let object = objects.next()?;
    if objects.any(|other| other != object) {
        return None;
    }
    let candidates = candidates(window, example);
    let owners = owners(window.details, &candidates);
    let owned: BTreeSet<usize> = facts.iter().filter_map(|facts| facts.qualifier).collect();
    let mut found = Vec::new();
    for (at, detail) in window.details.iter().enumerate().filter(|(at, _)| !owned.contains(at)) {
        let (DetailKind::Qualifier(qualifier), Some(owners)) = (&detail.kind, owners.get(at)) else { continue };
        let keys: Vec<String> =
            owners.iter().filter_map(|owner| Some(format!("`{}`", candidates.get(*owner)?.key))).collect();
        // Of a list a range may be that of its length.
        let lists = owners
            .iter()
            .filter_map(|owner| candidates.get(*owner))
            .any(|one| one.values.iter().any(|value| value.as_list().is_some()));
        let said = in_words(qualifier).filter(|_| !lists);
        if let ([first, .., last], Some(said)) = (keys.as_slice(), said) {
            let others = keys.get(1..keys.len() - 1).unwrap_or(&[]);
            let list = std::iter::once(first).chain(others).cloned().collect::<Vec<_>>().join(", ");
            found.push((format!("One of {list} and {last} {said}."), detail.span));
        }
    }
    Some((object, found))
}

/// The stretches of details between heads whose keys are certain.
fn windows<'e>(elements: &'e Elements, example: &Example<'_>, placement: &Placement) -> Vec<Window<'e>> {
    let slot_of = |index: usize| placement.places.get(index).copied().flatten();
    let mut windows = Vec::new();
    let starts = std::iter::once((None, elements.preface.as_slice()))
        .chain(elements.list.iter().enumerate().map(|(index, element)| (Some(index), element.details.as_slice())));
    for (head, details) in starts {
        let first = head.map_or(0, |index| index + 1);
        // Heads beside the example are passed over; one whose place is unknown makes the end unknown.
        let mut end = Some(example.slots.len());
        for index in first..elements.list.len() {
            match slot_of(index) {
                Some(place) if place.slot.is_none() => continue,
                Some(place) => end = place.slot,
                None => end = None,
            }
            break;
        }
        let start = match head {
            None => Some((0, None)),
            Some(index) => {
                let union = elements.list.get(index).is_none_or(Element::is_union);
                slot_of(index).and_then(|place| place.slot).filter(|_| !union).map(|slot| (slot + 1, Some(slot)))
            }
        };
        let (Some((mut at, own)), Some(end)) = (start, end) else { continue };
        let mut slots: Vec<usize> = own.into_iter().collect();
        while at < end {
            slots.push(at);
            at = example.slots.get(at).map_or(end, |slot| slot.end.max(at + 1));
        }
        if !details.is_empty() {
            let hides_keys =
                own.and_then(|own| example.slots.get(own).map(|slot| slot.end == own + 1)).unwrap_or(false);
            windows.push(Window { details, slots, hides_keys });
        }
    }
    windows
}

/// Tells that no line finds its owner by its place.
fn tell_order(elements: &Elements, diagnostics: &mut Diagnostics) {
    let mut details = elements.preface.iter().chain(elements.list.iter().flat_map(|element| &element.details));
    let Some(first) = details.next() else { return };
    let last = details.next_back().unwrap_or(first);
    let message =
        "these lines say nothing certain, for the names are lost, and the example has its keys in another order";
    let span = Span { end: last.span.end, ..first.span };
    diagnostics.report(
        Diagnostic::new(&code::PAGE_LINES_AMBIGUOUS, span, message).help("state what is missing in an overlay"),
    );
}

/// Tells which lines found no owner.
fn tell_rest(window: &Window<'_>, example: &Example<'_>, facts: &[Facts], diagnostics: &mut Diagnostics) {
    let mut owned: BTreeSet<usize> = BTreeSet::new();
    for facts in facts {
        owned.extend(facts.qualifier);
        owned.extend(facts.default);
        owned.extend(facts.description.into_iter().flat_map(|(start, end, _)| start..end));
    }
    let rest: Vec<&Detail> =
        window.details.iter().enumerate().filter(|(at, _)| !owned.contains(at)).map(|(_, detail)| detail).collect();
    let (Some(first), Some(last)) = (rest.first(), rest.last()) else { return };
    let name = |slot: Option<&usize>| slot.and_then(|slot| example.slots.get(*slot)).map_or("?", |slot| slot.key);
    let keys = match window.slots.as_slice() {
        [] => "no key of the example stands there".to_owned(),
        [one] => format!("`{}` is the only key there, and does not take it", name(Some(one))),
        [first, .., last] => {
            format!("any of the keys `{}` to `{}` may be meant", name(Some(first)), name(Some(last)))
        }
    };
    let lines = if let [_] = rest.as_slice() {
        "one line here says".to_owned()
    } else {
        format!("{} lines here say", rest.len())
    };
    let message = format!("{lines} nothing certain, for the names are lost: {keys}");
    let span = Span { end: last.span.end, ..first.span };
    diagnostics.report(
        Diagnostic::new(&code::PAGE_LINES_AMBIGUOUS, span, message).help("state what is missing in an overlay"),
    );
}

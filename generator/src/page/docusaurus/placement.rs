//! What lies inside what: the nesting that the extraction lost, found again from the example.
//!
//! Takes the elements of a schema in order and the keys of its example; gives for each element the element it lies in
//! and the key it stands for, where all readings agree. A reading is a sequence of open objects: each element either
//! stands for a key of an open object of the example, or for a property that the example leaves out.
//! Promises to weigh all readings without listing them (the states of each step are merged), and to give up rather
//! than to take long. Never prefers one reading to another.

use std::collections::{BTreeMap, BTreeSet};

use super::declaration::{Null, Printed};
use super::element::{Element, Head};
use super::example::{Example, Kind, common_kind, kind};
use super::inference::is_sampled;
use super::reading::{Names, Source};

/// The most states of one step.
const MOST_STATES: usize = 256;

/// The most elements that are placed.
const MOST_ELEMENTS: usize = 20_000;

/// How deep objects may lie.
const MOST_DEPTH: usize = 64;

/// Where an element belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// The element it lies in; `None` for the root.
    pub parent: Option<usize>,
    /// The key of the example it stands for.
    pub slot: Option<usize>,
}

/// Where the elements belong.
#[derive(Debug)]
pub(super) struct Placement {
    /// For each element its place, where all readings agree on it.
    pub places: Vec<Option<Place>>,
    /// Whether the example holds all that it should.
    pub fit: Fit,
}

/// How well the elements fit the example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// Every element has a key, or says why it has none.
    Complete,
    /// Elements stand beside the example.
    Partial,
    /// Each element has its key, but the example has the keys in another order.
    Permuted,
}

/// Places the elements.
pub(super) fn place(elements: &[Element], example: &Example<'_>, names: Names, source: Source) -> Placement {
    if elements.len() > MOST_ELEMENTS {
        return Placement { places: vec![None; elements.len()], fit: Fit::Partial };
    }
    if source != Source::Author
        && names == Names::Lost
        && let Some(places) = permuted(elements, example)
        && !places.iter().is_sorted_by_key(|place| place.and_then(|place| place.slot))
    {
        return Placement { places, fit: Fit::Permuted };
    }
    if source != Source::Author
        && let Some(places) = settle(elements, example, names, source, Fit::Complete)
    {
        return Placement { places, fit: Fit::Complete };
    }
    let places = settle(elements, example, names, source, Fit::Partial).unwrap_or_else(|| vec![None; elements.len()]);
    Placement { places, fit: Fit::Partial }
}

/// The places by names alone, where properties of one object come in another order than its keys: every name occurs once
/// on both sides, every object that the example shows has its element, and each element lies in one that is open.
fn permuted(elements: &[Element], example: &Example<'_>) -> Option<Vec<Option<Place>>> {
    let mut slots: BTreeMap<&str, Option<usize>> = BTreeMap::new();
    for (at, slot) in example.slots.iter().enumerate() {
        slots.entry(slot.key).and_modify(|known| *known = None).or_insert(Some(at));
    }
    let mut places = Vec::new();
    let mut used = BTreeSet::new();
    let mut open: Vec<(usize, usize)> = Vec::new();
    for (index, element) in elements.iter().enumerate() {
        let Head::Branch(name) = &element.head else { return None };
        let at = (*slots.get(name.as_str())?)?;
        let slot = example.slots.get(at)?;
        let list = matches!(element.printed, Printed::List(_));
        let found = common_kind(&slot.values);
        let fits = found == Kind::List || found == Kind::Object && !list;
        if element.is_union() || !fits || !used.insert(at) {
            return None;
        }
        while open.last().is_some_and(|(_, last)| Some(*last) != slot.parent) {
            open.pop();
        }
        let parent = open.last().map(|(index, _)| *index);
        if parent.is_some() != slot.parent.is_some() {
            return None;
        }
        open.push((index, at));
        places.push(Some(Place { parent, slot: Some(at) }));
    }
    let shown = example.slots.iter().enumerate().filter(|(at, slot)| slot.end > at + 1);
    shown.map(|(at, _)| at).all(|at| used.contains(&at)).then_some(places)
}

/// Repeats the search while certain places rule out others: an object holds a name once.
fn settle(
    elements: &[Element],
    example: &Example<'_>,
    names: Names,
    source: Source,
    fit: Fit,
) -> Option<Vec<Option<Place>>> {
    let mut search = Search { elements, example, names, source, fit, filled: filled(example), taken: BTreeMap::new() };
    let mut places = search.run()?;
    for _ in 0..4 {
        let taken: BTreeMap<_, _> = places
            .iter()
            .enumerate()
            .filter_map(|(index, place)| Some(((place.as_ref()?.parent, elements.get(index)?.head.name()?), index)))
            .collect();
        if taken.len() == search.taken.len() {
            break;
        }
        search.taken = taken;
        places = search.run()?;
    }
    Some(places)
}

fn filled(example: &Example<'_>) -> Vec<usize> {
    let objects = example.slots.iter().enumerate().map(|(at, slot)| slot.end > at + 1 && is_sampled(slot.value));
    let mut count = 0;
    let mut before = vec![0];
    before.extend(objects.map(|object| {
        count += usize::from(object);
        count
    }));
    before
}

/// The open objects, outermost first, and the next key of the example.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    next: usize,
    open: Vec<Open>,
}

/// An open object: its element and, where the example shows it, its slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Open {
    element: Option<usize>,
    shown: Shown,
}

/// What the example shows of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Shown {
    /// All of its keys, inside this slot; `None` for the root.
    Keys(Option<usize>),
    /// Nothing that can be relied on.
    Nothing,
}

struct Search<'s, 'n> {
    elements: &'s [Element],
    example: &'s Example<'n>,
    names: Names,
    source: Source,
    fit: Fit,
    /// How many slots before each one hold an object that a sampler filled.
    filled: Vec<usize>,
    /// Names whose place is certain.
    taken: BTreeMap<(Option<usize>, &'s str), usize>,
}

/// One way to go from a state of one step to a state of the next.
struct Step {
    from: usize,
    to: usize,
    place: Place,
}

impl Search<'_, '_> {
    fn run(&self) -> Option<Vec<Option<Place>>> {
        let root =
            if self.example.slots.is_empty() && self.fit == Fit::Partial { Shown::Nothing } else { Shown::Keys(None) };
        let mut states = vec![State { next: 0, open: vec![Open { element: None, shown: root }] }];
        let mut steps: Vec<Vec<Step>> = Vec::new();
        let mut counts = vec![1];
        for (index, element) in self.elements.iter().enumerate() {
            let mut next: BTreeMap<State, usize> = BTreeMap::new();
            let mut taken = Vec::new();
            for (from, state) in states.iter().enumerate() {
                for (state, place) in self.moves(state, index, element) {
                    let count = next.len();
                    let to = *next.entry(state).or_insert(count);
                    taken.push(Step { from, to, place });
                }
            }
            if next.is_empty() || next.len() > MOST_STATES {
                return None;
            }
            let mut ordered: Vec<(State, usize)> = next.into_iter().collect();
            ordered.sort_by_key(|(_, at)| *at);
            states = ordered.into_iter().map(|(state, _)| state).collect();
            counts.push(states.len());
            steps.push(taken);
        }
        let complete = |state: &State| {
            let end = self.example.slots.len();
            match self.names {
                _ if self.fit == Fit::Partial => true,
                Names::Lost => self.passable(state.next, end),
                Names::Kept => state.next >= end,
            }
        };
        let alive: Vec<bool> = states.iter().map(complete).collect();
        alive.contains(&true).then(|| agreed(&steps, &counts, alive))
    }

    fn moves(&self, state: &State, index: usize, element: &Element) -> Vec<(State, Place)> {
        let mut moves = Vec::new();
        // Where an author may have left a property out of the example, one that no open object shows may be anywhere.
        let stray = self.source != Source::Sampler
            && element
                .head
                .name()
                .is_some_and(|name| !state.open.iter().any(|open| self.shows(state, open, name, element)));
        for (depth, container) in state.open.iter().enumerate().rev() {
            let Some(open) = state.open.get(..=depth) else { continue };
            let name = element.head.name();
            if name.is_some_and(|name| self.taken.get(&(container.element, name)).is_some_and(|at| *at != index)) {
                continue;
            }
            let known = match (container.shown, name) {
                (Shown::Keys(slot), Some(name)) => self.example.child(slot, name),
                (Shown::Keys(_) | Shown::Nothing, _) => None,
            };
            match known {
                Some(slot) if self.reaches(state, slot) && self.agrees(element, slot) => {
                    let end = self.example.slots.get(slot).map_or(slot + 1, |slot| slot.end);
                    let inside = self.opens(element, slot);
                    let next = if inside == Shown::Keys(Some(slot)) { slot + 1 } else { end };
                    let place = Place { parent: container.element, slot: Some(slot) };
                    moves.push((enter(open, next, index, element, inside), place));
                }
                // The example shows the key at another place, so it is not left out here.
                Some(_) if self.fit == Fit::Complete => {}
                Some(_) | None => {
                    if (stray || self.may_leave_out(container.shown, element)) && self.may_close(state, depth) {
                        let place = Place { parent: container.element, slot: None };
                        moves.push((enter(open, state.next, index, element, Shown::Nothing), place));
                    }
                }
            }
        }
        moves
    }

    /// Whether an open object shows a key that the element can stand for.
    fn shows(&self, state: &State, open: &Open, name: &str, element: &Element) -> bool {
        let slot = match open.shown {
            Shown::Keys(slot) => self.example.child(slot, name),
            Shown::Nothing => None,
        };
        slot.is_some_and(|slot| self.reaches(state, slot) && self.agrees(element, slot))
    }

    /// Whether the keys before a slot may be passed over.
    fn reaches(&self, state: &State, slot: usize) -> bool {
        match (self.names, self.fit) {
            (Names::Kept, Fit::Complete) => slot == state.next,
            (Names::Lost, Fit::Complete) => slot >= state.next && self.passable(state.next, slot),
            (Names::Lost | Names::Kept, Fit::Partial | Fit::Permuted) => slot >= state.next,
        }
    }

    /// Whether no slot of a range needs a head: what a sampler filled has properties, and those have a head.
    fn passable(&self, from: usize, to: usize) -> bool {
        let before = |at: usize| self.filled.get(at).or(self.filled.last()).copied().unwrap_or(0);
        before(from) == before(to)
    }

    /// Whether the objects inside `open[depth]` may be closed: where names are kept, not before all their keys came.
    fn may_close(&self, state: &State, depth: usize) -> bool {
        if self.names == Names::Lost || self.fit == Fit::Partial {
            return true;
        }
        let Some(next) = self.example.slots.get(state.next) else { return true };
        let open = state.open.get(..=depth).unwrap_or(&[]);
        open.iter().any(|container| container.shown == Shown::Keys(next.parent))
    }

    /// Whether the example may lack this property of an object.
    fn may_leave_out(&self, shown: Shown, element: &Element) -> bool {
        if shown == Shown::Nothing || self.fit == Fit::Partial {
            return true;
        }
        let left_out = match &element.printed {
            Printed::Anything => true,
            Printed::Title(_) => matches!(element.head, Head::Leaf(_)),
            // Lists and formats hide that `null` is allowed as well, and then the sampler leaves the property out.
            Printed::List(_) => true,
            Printed::Types { names, null, format } => *null == Null::Allowed || names.len() > 1 || format.is_some(),
        };
        match element.head {
            Head::Entry | Head::EntryBranch | Head::Bare => true,
            Head::Leaf(_) | Head::Branch(_) => left_out || element.flags.deprecated || element.is_union(),
        }
    }

    /// Whether an element's type can have a slot's value.
    fn agrees(&self, element: &Element, slot: usize) -> bool {
        let Some(slot) = self.example.slots.get(slot) else { return false };
        let found = common_kind(&slot.values);
        if found == Kind::Unknown || element.is_union() || !element.head.has_parts() {
            return true;
        }
        match element.printed {
            Printed::List(_) => found == Kind::List,
            Printed::Anything | Printed::Types { .. } | Printed::Title(_) => matches!(found, Kind::Object | Kind::List),
        }
    }

    /// What the example shows inside an element.
    fn opens(&self, element: &Element, slot: usize) -> Shown {
        let Some(found) = self.example.slots.get(slot) else { return Shown::Nothing };
        let holds_keys = found.end > slot + 1 || kind(found.value) == Kind::Object;
        if element.head.has_parts() && !element.is_union() && holds_keys {
            Shown::Keys(Some(slot))
        } else {
            Shown::Nothing
        }
    }
}

fn enter(open: &[Open], next: usize, index: usize, element: &Element, shown: Shown) -> State {
    let mut open = open.to_vec();
    if element.head.has_parts() && open.len() < MOST_DEPTH {
        open.push(Open { element: Some(index), shown });
    }
    State { next, open }
}

/// The places on which all readings agree that reach one of the last states.
fn agreed(steps: &[Vec<Step>], counts: &[usize], mut alive: Vec<bool>) -> Vec<Option<Place>> {
    let mut places = Vec::new();
    for (step, count) in steps.iter().zip(counts).rev() {
        let mut before = vec![false; *count];
        let mut found = BTreeSet::new();
        for Step { from, to, place } in step {
            if alive.get(*to) == Some(&true) {
                found.insert(*place);
                if let Some(mark) = before.get_mut(*from) {
                    *mark = true;
                }
            }
        }
        let only = if found.len() == 1 { found.first().copied() } else { None };
        places.push(only);
        alive = before;
    }
    places.reverse();
    places
}

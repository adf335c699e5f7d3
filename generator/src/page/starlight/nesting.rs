//! Which object each key belongs to.
//!
//! Takes the flat items of a value and its examples; gives the owner of each item, where all readings that fit best agree on
//! it. The page prints keys in pre-order without depth, so a reading is a choice, for each key, among the objects still open.
//! Readings are weighed by what speaks against them: a name twice in one object, a key of an example that the page lists but
//! the reading puts elsewhere, an example of another type. That an example lacks a key says little: it may be read-only. Promises a bounded search: where there are too many readings, what comes after is
//! undecided. Never prefers one of several equal readings.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;

use super::evidence::{Evidence, Extent, is_allowed};
use super::value::{Item, Opens, Role, Shape};
use crate::node::Node;

/// The owners of the items of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nesting {
    /// For each item the item it belongs to; `None` where readings differ, and for the root.
    pub owners: Vec<Option<usize>>,
}

/// The most faults a reading may have.
const MAX_FAULTS: u32 = 12;

/// How many readings may be open at one item, and in all.
const MAX_OPEN: usize = 1500;
const MAX_STATES: usize = 60_000;

/// How many branches of unions are searched by themselves.
const MAX_SEARCHES: usize = 64;

/// An object or a union that is open.
#[derive(Debug, Clone)]
struct Frame<'n> {
    item: usize,
    opens: Opens,
    /// The items that were attached to it.
    members: Vec<usize>,
    /// Whether additional properties were printed, after which nothing follows.
    ended: bool,
    evidence: Rc<Evidence<'n>>,
}

/// A reading up to some item.
#[derive(Debug, Clone)]
struct State<'n> {
    frames: Vec<Frame<'n>>,
    faults: u32,
    /// The states before the last item that lead here, each with the owner it chose.
    before: Vec<(usize, Option<usize>)>,
}

/// What makes two states the same for all that follows.
type Identity = (u32, Vec<(usize, bool, Vec<usize>)>);

struct Search<'n, 'i> {
    items: &'i [Item],
    /// For each item that opens a union, the last branch of it.
    last_branch: Vec<usize>,
    /// For each item, the last item of the same name.
    last_of_name: Vec<usize>,
    /// The last item of each name.
    last: BTreeMap<&'i str, usize>,
    /// For each union the branches that are or may be objects.
    branches: BTreeMap<usize, Vec<usize>>,
    /// For each union where its branches begin.
    ends: BTreeMap<usize, Vec<usize>>,
    /// All keys of complete examples.
    shown: BTreeSet<&'n str>,
    /// The items that describe additional properties.
    additional: Vec<usize>,
    root: Evidence<'n>,
}

/// Decides the owners.
pub fn decide(items: &[Item], samples: &[(Node, Extent)]) -> Nesting {
    let search = Search::new(items, samples);
    let mut owners = match search.decide(0..items.len(), &search.root) {
        Outcome::Decided(owners) => owners,
        Outcome::TooMany(mut owners) => {
            search.decide_branches(&mut owners);
            owners
        }
        Outcome::TooManyFaults => vec![None; items.len()],
    };
    for (slot, item) in owners.iter_mut().zip(items) {
        if let Role::Branch { union, .. } = item.role {
            *slot = Some(union);
        }
    }
    Nesting { owners }
}

enum Outcome {
    /// All readings agree on this.
    Decided(Vec<Option<usize>>),
    /// There are too many readings; the ones so far agree on this.
    TooMany(Vec<Option<usize>>),
    /// No reading has so few faults.
    TooManyFaults,
}

fn name_of(item: &Item) -> Option<&str> {
    match &item.role {
        Role::Property(key) => Some(&key.name),
        Role::Root | Role::Additional | Role::Branch { .. } | Role::Part | Role::Example(_) => None,
    }
}

impl<'n, 'i> Search<'n, 'i> {
    fn new(items: &'i [Item], samples: &'n [(Node, Extent)]) -> Self {
        let mut last_branch = vec![0; items.len()];
        let mut branches: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut ends: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut last: BTreeMap<&'i str, usize> = BTreeMap::new();
        for (index, item) in items.iter().enumerate() {
            if let Role::Branch { union, .. } = item.role {
                ends.entry(union).or_default().push(index);
                if let Some(slot) = last_branch.get_mut(union) {
                    *slot = index;
                }
                if !matches!(item.head.shape, Shape::Scalar(_)) {
                    branches.entry(union).or_default().push(index);
                }
            }
            if let Some(name) = name_of(item) {
                last.insert(name, index);
            }
        }
        let last_of_name = items
            .iter()
            .enumerate()
            .map(|(index, item)| name_of(item).and_then(|name| last.get(name).copied()).unwrap_or(index))
            .collect();
        let additional = items.iter().enumerate().filter(|(_, item)| item.role == Role::Additional);
        let additional = additional.map(|(index, _)| index).collect();
        let root = Evidence::root(samples);
        let shown = root.all_keys();
        Self { items, additional, ends, shown, last_branch, last_of_name, branches, last, root }
    }

    /// The owners in a range that begins with what encloses the rest.
    fn decide(&self, range: Range<usize>, evidence: &Evidence<'n>) -> Outcome {
        for faults in 0..=MAX_FAULTS {
            match self.run(range.clone(), evidence, faults) {
                Outcome::TooManyFaults => {}
                Outcome::Decided(owners) if faults == 0 => return Outcome::Decided(owners),
                // An example that no reading fits may be wrong itself, and the right reading fit it less well than the best.
                // Where there are too many readings the right one may have more faults than those that were open.
                Outcome::Decided(owners) | Outcome::TooMany(owners) => {
                    return match self.run(range, evidence, 2 * faults + 2) {
                        Outcome::TooManyFaults => Outcome::Decided(owners),
                        wider => wider,
                    };
                }
            }
        }
        Outcome::TooManyFaults
    }

    /// A branch that another one follows ends before it, so its keys can be decided by themselves.
    fn decide_branches(&self, owners: &mut [Option<usize>]) {
        let mut searches = 0;
        for (union, branches) in &self.branches {
            let ends = self.ends.get(union).map_or(&[][..], Vec::as_slice);
            for branch in branches {
                let Some(end) = ends.iter().find(|end| *end > branch) else { continue };
                let decided = owners.get(branch + 1..*end).is_none_or(|inside| inside.iter().any(Option::is_some));
                if decided || searches >= MAX_SEARCHES {
                    continue;
                }
                searches += 1;
                let found = match self.decide(*branch..*end, &Evidence::default()) {
                    Outcome::Decided(found) | Outcome::TooMany(found) => found,
                    Outcome::TooManyFaults => continue,
                };
                for (slot, owner) in owners.iter_mut().zip(found).skip(branch + 1).take(end - branch - 1) {
                    *slot = owner;
                }
            }
        }
    }

    /// All readings of a range with at most that many faults.
    fn run(&self, range: Range<usize>, evidence: &Evidence<'n>, most: u32) -> Outcome {
        let Some(root) = self.items.get(range.start) else { return Outcome::Decided(Vec::new()) };
        let mut first = State { frames: Vec::new(), faults: 0, before: Vec::new() };
        self.open(&mut first, range.start, root, evidence);
        if evidence.contradicts(&root.head) {
            first.faults += 1;
        }
        let mut layers = vec![vec![first]];
        let mut total = 0;
        for index in range.start + 1..range.end {
            let Some(open) = layers.last() else { break };
            let mut next: Vec<State<'n>> = Vec::new();
            let mut known: BTreeMap<Identity, usize> = BTreeMap::new();
            for (from, state) in open.iter().enumerate() {
                for (owner, state) in self.advance(state, index, most) {
                    let identity = self.identity(&state, index);
                    let slot = *known.entry(identity).or_insert_with(|| {
                        next.push(State { before: Vec::new(), ..state });
                        next.len() - 1
                    });
                    if let Some(state) = next.get_mut(slot) {
                        state.before.push((from, owner));
                    }
                }
                if next.len() > MAX_OPEN {
                    break;
                }
            }
            if next.is_empty() {
                return Outcome::TooManyFaults;
            }
            total += next.len();
            if next.len() > MAX_OPEN || total > MAX_STATES {
                // What follows could only rule readings out; what all readings so far share holds.
                let alive = (0..layers.last().map_or(0, Vec::len)).collect();
                return Outcome::TooMany(self.agreement(&layers, range.start, alive));
            }
            layers.push(next);
        }
        let ends = layers.last().map_or(&[][..], Vec::as_slice);
        let end = range.end;
        let faults: Vec<u32> = ends.iter().map(|state| state.faults + self.leftover(&state.frames, end)).collect();
        let alive: Vec<usize> =
            faults.iter().enumerate().filter(|(_, count)| **count <= most).map(|(index, _)| index).collect();
        if alive.is_empty() {
            return Outcome::TooManyFaults;
        }
        Outcome::Decided(self.agreement(&layers, range.start, alive))
    }

    /// The owners on which all readings that end in `alive` agree.
    fn agreement(&self, layers: &[Vec<State<'n>>], start: usize, alive: Vec<usize>) -> Vec<Option<usize>> {
        let mut owners = vec![None; self.items.len()];
        let mut alive = alive;
        for (index, layer) in layers.iter().enumerate().rev() {
            let mut chosen: Option<Option<usize>> = None;
            let mut agreed = true;
            let mut before = Vec::new();
            for (from, owner) in alive.iter().filter_map(|state| layer.get(*state)).flat_map(|state| &state.before) {
                agreed &= chosen.is_none_or(|chosen| chosen == *owner);
                chosen = Some(*owner);
                before.push(*from);
            }
            if let Some(slot) = owners.get_mut(start + index).filter(|_| agreed) {
                *slot = chosen.flatten();
            }
            before.sort_unstable();
            before.dedup();
            alive = before;
        }
        owners
    }

    fn identity(&self, state: &State<'n>, index: usize) -> Identity {
        let frames = state.frames.iter().map(|frame| {
            let counts = |member: &&usize| {
                self.last_of_name.get(**member).is_some_and(|last| *last > index)
                    || self.items.get(**member).and_then(name_of).is_some_and(|name| frame.evidence.has(name))
            };
            (frame.item, frame.ended, frame.members.iter().filter(counts).copied().collect())
        });
        (state.faults, frames.collect())
    }

    /// The states that item `index` leads to, each with the owner chosen.
    fn advance(&self, state: &State<'n>, index: usize, most: u32) -> Vec<(Option<usize>, State<'n>)> {
        let Some(item) = self.items.get(index) else { return Vec::new() };
        let mut found = Vec::new();
        if let Role::Branch { union, .. } = item.role {
            let Some(depth) = state.frames.iter().rposition(|frame| frame.item == union && frame.opens == Opens::Union)
            else {
                return Vec::new();
            };
            let mut next = self.cut(state, depth + 1, index);
            let evidence = state.frames.get(depth).map(|frame| self.branch_evidence(frame, index)).unwrap_or_default();
            self.open(&mut next, index, item, &evidence);
            if next.faults <= most {
                found.push((Some(union), next));
            }
            return found;
        }
        for depth in (0..state.frames.len()).rev() {
            let Some(frame) = state.frames.get(depth) else { break };
            if frame.opens == Opens::Union {
                // A union with branches to come cannot be left.
                if self.last_branch.get(frame.item).is_some_and(|last| *last > index) {
                    break;
                }
                continue;
            }
            if frame.ended {
                continue;
            }
            if item.below.is_some() && !self.may_be_described_below(state, depth) {
                continue;
            }
            let mut next = self.cut(state, depth + 1, index);
            // A read-only key is in no example, so one that the example shows elsewhere is hardly missing here.
            if name_of(item).is_some_and(|name| frame.evidence.lacks(name) && self.shown.contains(name)) {
                next.faults += 1;
            }
            self.attach(&mut next, index, item);
            self.miss(&mut next, index);
            if item.below.is_some() {
                next = self.cut(&next, 1, index + 1);
            }
            if next.faults <= most {
                found.push((Some(frame.item), next));
            }
        }
        found
    }

    /// Prose below a type describes a parameter: the item itself, or the list or union it is a part of.
    fn may_be_described_below(&self, state: &State<'n>, depth: usize) -> bool {
        let outermost = state.frames.get(1).and_then(|frame| self.items.get(frame.item));
        depth == 0 || outermost.is_some_and(|item| !matches!(item.head.shape, Shape::Object))
    }

    /// The state with only `depth` frames open when item `index` comes.
    fn cut(&self, state: &State<'n>, depth: usize, index: usize) -> State<'n> {
        let (kept, closed) = state.frames.split_at_checked(depth).unwrap_or((&state.frames, &[]));
        State { frames: kept.to_vec(), faults: state.faults + self.leftover(closed, index), before: Vec::new() }
    }

    /// Whether the examples of an open object have the name and no member does.
    fn lacks(&self, frame: &Frame<'n>, name: &str) -> bool {
        let mut own = frame.members.iter().filter_map(|member| self.items.get(*member)).filter_map(name_of);
        frame.opens == Opens::Object && !frame.ended && frame.evidence.has(name) && !own.any(|own| own == name)
    }

    /// Keys of the examples that items from `index` on could have been, but for these objects' ending here.
    fn leftover(&self, closed: &[Frame<'n>], index: usize) -> u32 {
        let mut count = 0;
        for frame in closed.iter().filter(|frame| frame.opens == Opens::Object) {
            let to_come = |name: &&str| self.last.get(name).is_some_and(|last| *last >= index);
            let missing = frame.evidence.keys().into_iter().filter(to_come).filter(|name| self.lacks(frame, name));
            count += u32::try_from(missing.count()).unwrap_or(u32::MAX);
            let described = self.additional.last().is_some_and(|last| *last > frame.item);
            count += u32::from(described && !frame.ended && frame.evidence.shows_additional());
        }
        count
    }

    /// Keys of the examples of open objects that could have been item `index` and can be no later one.
    fn miss(&self, state: &mut State<'n>, index: usize) {
        let Some(name) = self.items.get(index).and_then(name_of) else { return };
        if self.last.get(name) == Some(&index) {
            let missed = state.frames.iter().filter(|frame| frame.item < index && self.lacks(frame, name)).count();
            state.faults += u32::try_from(missed).unwrap_or(u32::MAX);
        }
    }

    fn attach(&self, state: &mut State<'n>, index: usize, item: &Item) {
        let Some(frame) = state.frames.last_mut() else { return };
        let mut faults = 0;
        let evidence = match &item.role {
            Role::Property(key) => {
                let twice = frame.members.iter().filter_map(|member| self.items.get(*member)).filter_map(name_of);
                faults += u32::from(twice.into_iter().any(|name| name == key.name));
                frame.members.push(index);
                frame.evidence.property(&key.name)
            }
            Role::Additional => {
                frame.ended = true;
                let names: Vec<&str> =
                    frame.members.iter().filter_map(|member| self.items.get(*member)).filter_map(name_of).collect();
                frame.evidence.additional(&names)
            }
            Role::Example(_) => {
                frame.ended = true;
                Evidence::default()
            }
            // What an example shows of the object may be of either.
            Role::Part => std::mem::take(&mut frame.evidence).as_ref().clone(),
            Role::Root | Role::Branch { .. } => Evidence::default(),
        };
        faults += u32::from(evidence.contradicts(&item.head));
        state.faults += faults;
        self.open(state, index, item, &evidence);
    }

    /// Opens what the item opens.
    fn open(&self, state: &mut State<'n>, index: usize, item: &Item, evidence: &Evidence<'n>) {
        let opens = item.head.opens();
        if opens != Opens::Nothing {
            let evidence = Rc::new(match opens {
                Opens::Object | Opens::Union => evidence.within(&item.head),
                Opens::Negated | Opens::Nothing => Evidence::default(),
            });
            state.frames.push(Frame { item: index, opens, members: Vec::new(), ended: false, evidence });
        }
    }

    /// An example of a union shows one of its branches: the only one that can be an object, or the only one that lists all
    /// keys of the example and allows their values.
    fn branch_evidence(&self, frame: &Frame<'n>, branch: usize) -> Evidence<'n> {
        let Some(branches) = self.branches.get(&frame.item) else { return Evidence::default() };
        if let [_] = branches[..] {
            return (*frame.evidence).clone();
        }
        let shown = |evidence: &Evidence<'n>, branch: usize| {
            let next = branches.iter().copied().find(|other| *other > branch);
            let items = self.items.get(branch..next.unwrap_or(self.items.len())).unwrap_or(&[]);
            let names: Vec<&str> = items.iter().filter_map(name_of).collect();
            let allows = |key: &str, value: &Node| {
                let mut named = items.iter().filter(|item| name_of(item) == Some(key));
                named.any(|item| is_allowed(value, &item.head))
            };
            evidence.limited_to(&names).without(|map| map.iter().any(|entry| !allows(&entry.key, &entry.value)))
        };
        let own = shown(&frame.evidence, branch);
        let mut others = branches.iter().filter(|other| **other != branch);
        if own.values().is_empty() || others.any(|other| !shown(&own, *other).values().is_empty()) {
            return Evidence::default();
        }
        own
    }
}

#[cfg(test)]
mod tests {
    use super::super::element::{Certainty, Key};
    use super::super::value::Head;
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::source::Sources;
    use crate::tree;

    fn item(role: Role, shape: Shape) -> Item {
        Item { role, head: Head { shape, ..Head::default() }, below: None, range: 0..0 }
    }

    /// The owner of each key of an object, by its position; 0 is the object itself. A key with a brace after it is an object.
    fn owners(keys: &[&str], example: Option<&str>) -> Vec<Option<usize>> {
        let mut items = vec![item(Role::Root, Shape::Object)];
        items.extend(keys.iter().map(|key| {
            let (name, shape) = match key.strip_suffix('{') {
                Some(name) => (name, Shape::Object),
                None => (*key, Shape::Any),
            };
            let name = name.to_owned();
            let key = Key { name, additional: false, required: None, deprecated: false, certainty: Certainty::Key };
            item(Role::Property(key), shape)
        }));
        let samples = example.map(|text| {
            let mut sources = Sources::default();
            let source = sources.add("example.json", text);
            (tree::parse(&sources, source, &mut Diagnostics::default()).expect("JSON"), Extent::Complete)
        });
        let samples: Vec<_> = samples.into_iter().collect();
        let nesting = decide(&items, &samples);
        nesting.owners.into_iter().skip(1).collect()
    }

    #[test]
    fn what_speaks_against_a_reading_decides() {
        for (keys, example, expected) in [
            (&["a", "b"][..], None, vec![Some(0), Some(0)]),
            // Nothing says where the object ends.
            (&["a{", "b", "c"], None, vec![Some(0), None, None]),
            (&["a{", "b", "c"], Some(r#"{"a": {"b": 1}, "c": 2}"#), vec![Some(0), Some(1), Some(0)]),
            (&["a{", "b", "c"], Some(r#"{"a": {"b": 1, "c": 2}}"#), vec![Some(0), Some(1), Some(1)]),
            // No object has a name twice.
            (&["a{", "id", "id"], None, vec![Some(0), Some(1), Some(0)]),
            (
                &["a{", "b{", "c", "d"],
                Some(r#"{"a": {"b": {"c": 1}, "d": 2}}"#),
                vec![Some(0), Some(1), Some(2), Some(1)],
            ),
        ] {
            assert_eq!(owners(keys, example), expected, "{keys:?} {example:?}");
        }
    }

    #[test]
    fn too_many_readings_end_the_search() {
        let keys: Vec<String> = (0..40).map(|number| format!("k{number}{{")).collect();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let owners = owners(&keys, None);
        assert_eq!((owners.len(), owners[0], owners[39]), (40, Some(0), None));
    }
}

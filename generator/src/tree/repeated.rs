//! Keys that are given several times in one map.
//!
//! Takes entries as they were read; gives maps that hold a key once. Promises to tell each repeated key once, where it is given last, in
//! n log n steps, and to lose nothing but what contradicts the last value. Never reads text and never asks where in a document a map stands.

use std::collections::HashMap;

use super::{Entry, Map, Node, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, code::tree as code};

/// Keys whose texts only document.
const DOCUMENTATION: [&str; 6] = ["title", "summary", "description", "termsOfService", "example", "x-"];

/// How two values of one key go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Joined {
    /// They say the same.
    Same,
    /// Each says something that the other does not, and nothing that it denies.
    Both,
    /// They differ in texts that only document.
    Documentation,
    /// They cannot both hold.
    Contradiction,
}

/// A map of the entries, in which a key that is given several times has one value.
pub(super) fn map(entries: Vec<Entry>, diagnostics: &mut Diagnostics) -> Map {
    let groups = repeated(&entries);
    if groups.is_empty() {
        return entries.into_iter().collect();
    }
    let mut slots: Vec<Option<Entry>> = entries.into_iter().map(Some).collect();
    for group in groups {
        let given: Vec<Entry> = group.iter().filter_map(|index| slots.get_mut(*index)?.take()).collect();
        if let (Some(last), Some(slot)) = (join(given, diagnostics), group.last().and_then(|last| slots.get_mut(*last)))
        {
            *slot = Some(last);
        }
    }
    slots.into_iter().flatten().collect()
}

/// The places of each key that is given several times, by the last place.
fn repeated(entries: &[Entry]) -> Vec<Vec<usize>> {
    if let [] | [_] = entries {
        return Vec::new();
    }
    let mut order: Vec<(&str, usize)> = entries.iter().enumerate().map(|(index, entry)| (&*entry.key, index)).collect();
    order.sort_unstable();
    let groups = order.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1);
    let mut groups: Vec<Vec<usize>> = groups.map(|group| group.iter().map(|(_, index)| *index).collect()).collect();
    groups.sort_unstable_by_key(|group| group.last().copied());
    groups
}

/// One entry of those that have one key, in their order; told.
fn join(given: Vec<Entry>, diagnostics: &mut Diagnostics) -> Option<Entry> {
    let places: Vec<_> = given.iter().map(|entry| entry.key_span).collect();
    let mut rest = given.into_iter();
    let mut kept = rest.next()?;
    let mut worst = Joined::Same;
    for later in rest {
        let how = match places.len() <= FEW {
            true => compare(&kept.key, &kept.value, &later.value),
            false if kept.value.same_value(&later.value) => Joined::Same,
            false => Joined::Contradiction,
        };
        worst = worst.max(how);
        kept = match how {
            Joined::Both | Joined::Documentation => Entry { value: both(kept.value, later.value), ..later },
            Joined::Same | Joined::Contradiction => later,
        };
    }
    let key = &kept.key;
    let (code, what, help) = match worst {
        Joined::Same => (&code::DUPLICATE_KEY, "with one value", "remove one of them"),
        Joined::Both => (
            &code::DUPLICATE_KEY,
            "with values that do not contradict each other",
            "they are read as one; write them as one",
        ),
        Joined::Documentation => {
            (&code::DUPLICATE_KEY, "with different texts of documentation", "the last text counts; remove the others")
        }
        Joined::Contradiction => (
            &code::CONFLICTING_KEY,
            "with values that contradict each other",
            "the last value counts; remove or rename the others, in the document, by an overlay that sets the key, or by a patch",
        ),
    };
    let message = format!("the key `{key}` is given {} in this map, {what}", times(places.len()));
    let mut told = Diagnostic::new(code, kept.key_span, message).help(help);
    for place in places.iter().take((places.len() - 1).min(FEW)) {
        told = told.relate(*place, "given here before");
    }
    diagnostics.report(told);
    Some(kept)
}

/// How many values of one key are compared, and how many earlier places are shown: joining takes as many walks as there are values.
const FEW: usize = 8;

fn times(count: usize) -> String {
    if count == 2 { "twice".to_owned() } else { format!("{count} times") }
}

/// How two values of a key go together.
fn compare(key: &str, first: &Node, second: &Node) -> Joined {
    match (&first.value, &second.value) {
        (Value::Map(one), Value::Map(two)) => compare_maps(one, two),
        _ if first.same_value(second) => Joined::Same,
        (Value::Map(_) | Value::List(_), _) | (_, Value::Map(_) | Value::List(_)) => Joined::Contradiction,
        _ if is_documentation(key) => Joined::Documentation,
        _ => Joined::Contradiction,
    }
}

fn compare_maps(one: &Map, two: &Map) -> Joined {
    let mut other: Vec<&Entry> = two.iter().collect();
    other.sort_unstable_by(|a, b| a.key.cmp(&b.key));
    let mut worst = Joined::Same;
    let mut shared = 0;
    for entry in one.iter() {
        match other.binary_search_by(|found| found.key.cmp(&entry.key)).ok().and_then(|index| other.get(index)) {
            Some(found) => {
                shared += 1;
                worst = worst.max(compare(&entry.key, &entry.value, &found.value));
            }
            None => worst = worst.max(Joined::Both),
        }
    }
    if shared < two.len() { worst.max(Joined::Both) } else { worst }
}

fn is_documentation(key: &str) -> bool {
    DOCUMENTATION.iter().any(|known| if *known == "x-" { key.starts_with(known) } else { key == *known })
}

/// What both values say; of texts that differ, the second's. The place is the second's.
fn both(first: Node, second: Node) -> Node {
    match (first.value, second.value) {
        (Value::Map(one), Value::Map(two)) => {
            let mut two: Vec<Option<Entry>> = two.into_entries().map(Some).collect();
            let places: HashMap<Box<str>, usize> =
                two.iter().enumerate().filter_map(|(at, entry)| Some((entry.as_ref()?.key.clone(), at))).collect();
            let joined = one.into_entries().map(|entry| {
                match places.get(&entry.key).and_then(|at| two.get_mut(*at)).and_then(Option::take) {
                    Some(found) => Entry { value: both(entry.value, found.value), ..found },
                    None => entry,
                }
            });
            let joined: Vec<Entry> = joined.collect();
            Node {
                origin: second.origin,
                value: Value::Map(joined.into_iter().chain(two.into_iter().flatten()).collect()),
            }
        }
        (_, value) => Node { origin: second.origin, value },
    }
}

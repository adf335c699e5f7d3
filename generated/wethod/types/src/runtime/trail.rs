//! The JSON path of a fault and the keyword that it breaks, noted while the fault travels outwards.
//!
//! Nothing is written while all goes well. Each container that sees a fault pass adds its key or index; who asked
//! for the decoding takes the trail. Attempts that are given up (see `union`) take their notes back. Faults that do not end the reading are
//! noted with their paths, which grow in the same way.

use std::cell::{Cell, RefCell};
use std::fmt::Write;

thread_local! {
    static TRAIL: RefCell<Vec<Crumb>> = const { RefCell::new(Vec::new()) };
    static NOTES: RefCell<Vec<Note>> = const { RefCell::new(Vec::new()) };
    static RULE: Cell<Option<&'static str>> = const { Cell::new(None) };
}

/// Deeper than any input may be, so that faults nobody asks about cannot pile up.
const LIMIT: usize = 512;

/// More notes than this are not kept.
const MOST_NOTES: usize = 1000;

#[derive(Clone)]
enum Crumb {
    Key(String),
    Index(usize),
}

/// A fault that did not end the reading.
struct Note {
    /// From the inside out.
    crumbs: Vec<Crumb>,
    rule: Option<&'static str>,
    message: String,
}

/// A fault that did not end the reading, as it is told.
pub(super) struct Noted {
    /// Where it is.
    pub path: String,
    /// The keyword that it breaks.
    pub rule: Option<&'static str>,
    /// What it is.
    pub message: String,
}

/// Notes which keyword of JSON Schema a fault breaks.
#[cold]
pub(super) fn rule<E>(fault: E, keyword: &'static str) -> E {
    breaks(keyword);
    fault
}

/// Notes which keyword of JSON Schema the fault breaks that is made now.
pub(super) fn breaks(keyword: &'static str) {
    RULE.set(Some(keyword));
}

/// Takes the keyword that was noted; without a note, a value is of another type.
pub(super) fn take_rule() -> Option<&'static str> {
    RULE.take()
}

/// Notes that a fault passed an object's key.
#[cold]
pub(super) fn key<E>(fault: E, key: &str) -> E {
    note(Crumb::Key(key.to_owned()));
    fault
}

/// Notes that a fault passed an item of a list.
#[cold]
pub(super) fn index<E>(fault: E, index: usize) -> E {
    note(Crumb::Index(index));
    fault
}

fn note(crumb: Crumb) {
    TRAIL.with_borrow_mut(|trail| {
        if trail.len() < LIMIT {
            trail.push(crumb);
        }
    });
}

/// Where the trail stands now; notes after it can be taken back.
pub(super) fn mark() -> usize {
    TRAIL.with_borrow(Vec::len)
}

/// Takes back what was noted since the mark.
pub(super) fn rewind(mark: usize) {
    RULE.set(None);
    TRAIL.with_borrow_mut(|trail| trail.truncate(mark));
}

/// How many notes there are.
pub(super) fn notes() -> usize {
    NOTES.with_borrow(Vec::len)
}

/// Takes back the notes made since there were so many.
pub(super) fn forget(before: usize) {
    NOTES.with_borrow_mut(|notes| notes.truncate(before));
}

/// Notes a fault that passed here, so that reading goes on; what was noted within it since there were `before` notes is that fault.
#[cold]
pub(super) fn settle(before: usize, fault: &dyn std::fmt::Display) {
    let (crumbs, rule) = (TRAIL.with_borrow_mut(std::mem::take), take_rule());
    NOTES.with_borrow_mut(|notes| {
        if notes.len() > before {
            notes.iter_mut().skip(before).for_each(|note| note.crumbs.extend(crumbs.iter().cloned()));
        } else if notes.len() < MOST_NOTES {
            notes.push(Note { crumbs, rule, message: fault.to_string() });
        }
    });
}

/// Says under which key the notes made since there were `before` stand.
pub(super) fn notes_below_key(before: usize, key: &str) {
    if notes() > before {
        extend(before, &Crumb::Key(key.to_owned()));
    }
}

/// Says at which position the notes made since there were `before` stand.
pub(super) fn notes_below_index(before: usize, index: usize) {
    if notes() > before {
        extend(before, &Crumb::Index(index));
    }
}

#[cold]
fn extend(before: usize, crumb: &Crumb) {
    NOTES.with_borrow_mut(|notes| notes.iter_mut().skip(before).for_each(|note| note.crumbs.push(crumb.clone())));
}

/// Takes the notes made since there were `before`.
pub(super) fn noted(before: usize) -> Vec<Noted> {
    let notes = NOTES.with_borrow_mut(|notes| notes.split_off(before.min(notes.len())));
    notes.into_iter().map(|note| Noted { path: path(&note.crumbs), rule: note.rule, message: note.message }).collect()
}

/// Takes the path of the fault that just arrived.
pub(super) fn take() -> String {
    path(&TRAIL.with_borrow_mut(std::mem::take))
}

fn path(crumbs: &[Crumb]) -> String {
    let mut path = String::from("$");
    for crumb in crumbs.iter().rev() {
        // Writing to a string cannot fail.
        let _ = match crumb {
            Crumb::Key(key) if is_plain(key) => write!(path, ".{key}"),
            Crumb::Key(key) => write!(path, "[{key:?}]"),
            Crumb::Index(index) => write!(path, "[{index}]"),
        };
    }
    path
}

fn is_plain(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

//! The JSON path of a fault, noted while the fault travels outwards.
//!
//! Nothing is written while all goes well. Each container that sees a fault pass adds its key or index; who asked
//! for the decoding takes the trail. Attempts that are given up (see `union`) take their notes back.

use std::cell::RefCell;
use std::fmt::Write;

thread_local! {
    static TRAIL: RefCell<Vec<Crumb>> = const { RefCell::new(Vec::new()) };
}

/// Deeper than any input may be, so that faults nobody asks about cannot pile up.
const LIMIT: usize = 512;

enum Crumb {
    Key(String),
    Index(usize),
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
    TRAIL.with_borrow_mut(|trail| trail.truncate(mark));
}

/// Takes the path of the fault that just arrived.
pub(super) fn take() -> String {
    let crumbs = TRAIL.with_borrow_mut(std::mem::take);
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

//! How strictly values are read: the reader decides it, not the type.
//!
//! Takes a mode for the time of one call; types ask for it only where something deviates, so that what is as it should be costs nothing.
//! Faults that are gathered, and what is passed over, are kept with their paths until the call ends. The modes, from the mildest:
//!
//! | read | leniently | tolerantly | strictly |
//! |---|---|---|---|
//! | an optional field whose value does not fit | absent, and told | fault | fault |
//! | a value that an enumeration does not list, where answers carry it | kept | kept | fault, unless the document admits any other |
//! | a variant that a union does not have, where answers carry it | kept | kept | fault |
//! | a key that `additionalProperties: false` forbids | ignored | ignored | fault |
//! | `null` for an optional field that is not nullable | absent | absent | fault |
//! | a key given twice | the last counts | the last counts | fault |
//! | a date and time without `T`, offset or seconds, or a date alone | read | read | fault |
//! | a time of day without seconds, or with an offset as RFC 3339 does not write it | read | read | fault |
//! | a time of day without an offset | read | read | read |
//! | a date with a time of day after it | read | read | fault |
//! | a UUID without hyphens, in braces or as a URN | read | read | fault |
//! | more items than a list of fixed length has | ignored, and told | ignored | fault |
//! | a byte order mark before the text | ignored | ignored | fault |
//!
//! Clients read tolerantly, or leniently where their builder says so; servers read what is sent to them strictly; `serde`'s traits and
//! [`json::decode`](super::json::decode) read tolerantly.

use std::cell::Cell;

/// How strictly values are read; each allows what those after it do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// What deviates is read as well as it goes, and optional fields that do not fit are passed over.
    Lenient,
    /// What deviates is read as well as it goes.
    Tolerant,
    /// What the document forbids is a fault.
    Strict,
    /// So is what would be lost: a key that is not described. For attempts alone.
    Exact,
}

/// What becomes of a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Faults {
    /// The first ends the reading.
    First,
    /// All are gathered: the input can be read on after each.
    Gathered,
}

thread_local! {
    static STATE: Cell<(Mode, Faults)> = const { Cell::new((Mode::Tolerant, Faults::First)) };
}

/// Puts the state back that was there before.
struct Restore((Mode, Faults));

impl Drop for Restore {
    fn drop(&mut self) {
        STATE.set(self.0);
    }
}

/// Reads in a mode.
#[doc(hidden)]
pub fn within<T>(mode: Mode, read: impl FnOnce() -> T) -> T {
    with(mode, Faults::First, read)
}

/// Reads in a mode, gathering faults or not.
pub(super) fn with<T>(mode: Mode, faults: Faults, read: impl FnOnce() -> T) -> T {
    let _restore = Restore(STATE.replace((mode, faults)));
    read()
}

/// For as long as what it gives is held, the first fault ends the reading: of an input that cannot be read on.
pub(super) fn until_the_first() -> impl Drop {
    let state = STATE.get();
    STATE.set((state.0, Faults::First));
    Restore(state)
}

/// Whether an input is read on after a fault, where it can be.
pub(super) fn goes_on() -> bool {
    makes_notes()
}

/// How strictly values are read now.
pub(super) fn mode() -> Mode {
    STATE.get().0
}

/// Whether what the document forbids is a fault.
pub(super) fn is_strict() -> bool {
    mode() >= Mode::Strict
}

/// Whether notes may be made of parts, so that whoever holds them adds where they stand.
pub(super) fn makes_notes() -> bool {
    STATE.get().0 == Mode::Lenient || STATE.get().1 == Faults::Gathered
}

/// What becomes of faults now.
pub(super) fn faults() -> Faults {
    STATE.get().1
}

//! Finds the slot of a key while an object is read.
//!
//! Takes a structure's slots by their keys, and a key; gives the slot's index. Costs next to nothing while keys come in
//! the declared order, and little when they do not. Never takes one key for another.

use std::ops::RangeInclusive;

/// Which of the first slots were filled: those need not be asked.
#[derive(Clone, Copy)]
pub(super) struct Filled(u64);

impl Filled {
    pub(super) const fn none() -> Self {
        Self(0)
    }

    #[inline]
    pub(super) fn add(&mut self, index: usize) {
        if index < 64 {
            self.0 |= 1 << index;
        }
    }

    /// The first from a position on, of so many slots, that is not known to be filled and is missed.
    #[inline]
    pub(super) fn first_missing(
        self,
        from: usize,
        slots: usize,
        mut is_missing: impl FnMut(usize) -> bool,
    ) -> Option<usize> {
        let mut empty = if slots < 64 { !self.0 & ((1 << slots) - 1) } else { !self.0 };
        empty &= if from < 64 { !0 << from } else { 0 };
        while empty != 0 {
            let index = empty.trailing_zeros() as usize;
            if is_missing(index) {
                return Some(index);
            }
            empty &= empty - 1;
        }
        (from.max(64)..slots).find(|index| is_missing(*index))
    }
}

/// Finds the slot of a key. Keys mostly come in the declared order, with some left out, so each is looked for after the one
/// before; an object in which that fails gets a table.
pub(super) struct Finder {
    expected: usize,
    /// By the hash of a key, one more than its slot's index; on a collision in the next free place.
    table: Option<[u8; 256]>,
}

/// How many slots are looked at in the declared order.
const NEAR: usize = 4;

/// Fewer slots are looked through as quickly as a table is made; more would leave the table too few free places.
const IN_TABLE: RangeInclusive<usize> = 12..=160;

impl Finder {
    pub(super) const fn new() -> Self {
        Self { expected: 0, table: None }
    }

    #[inline]
    pub(super) fn position<S>(&mut self, slots: &[(&'static str, S)], key: &str) -> Option<usize> {
        let key = key.as_bytes();
        let next = slots.get(self.expected).is_some_and(|(name, _)| same(name.as_bytes(), key));
        let found = if next { Some(self.expected) } else { self.search(slots, key) };
        self.expected = found.map_or(self.expected, |index| index + 1);
        found
    }

    fn search<S>(&mut self, slots: &[(&'static str, S)], key: &[u8]) -> Option<usize> {
        let is_it = |(name, _): &(&'static str, S)| same(name.as_bytes(), key);
        let table = match &self.table {
            Some(table) => table,
            None => {
                let after = slots.get(self.expected + 1..).unwrap_or_default();
                if let Some(near) = after.iter().take(NEAR).position(is_it) {
                    return Some(self.expected + 1 + near);
                }
                if !IN_TABLE.contains(&slots.len()) {
                    return slots.iter().position(is_it);
                }
                self.table.insert(table(slots))
            }
        };
        let mut place = hash(key);
        loop {
            let index = usize::from(*table.get(usize::from(place))?).checked_sub(1)?;
            if slots.get(index).is_some_and(is_it) {
                return Some(index);
            }
            place = place.wrapping_add(1);
        }
    }
}

fn table<S>(slots: &[(&'static str, S)]) -> [u8; 256] {
    let mut table = [0; 256];
    for (number, (name, _)) in (1..).zip(slots) {
        let mut place = hash(name.as_bytes());
        while table.get(usize::from(place)).is_some_and(|taken| *taken != 0) {
            place = place.wrapping_add(1);
        }
        if let Some(free) = table.get_mut(usize::from(place)) {
            *free = number;
        }
    }
    table
}

#[inline]
fn hash(key: &[u8]) -> u8 {
    let at = |index: usize| u32::from(key.get(index).copied().unwrap_or(0));
    let mixed = at(0) | at(key.len() / 2) << 8 | at(key.len().wrapping_sub(1)) << 16 | (key.len() as u32) << 24;
    (mixed.wrapping_mul(0x9E37_79B1) >> 24) as u8
}

/// Whether two keys are the same, mostly without the call that comparing texts of any length takes.
#[inline]
fn same(name: &[u8], key: &[u8]) -> bool {
    if name.len() != key.len() {
        return false;
    }
    if let (Some(start), Some(end)) = (begin_alike::<8>(name, key), end_alike::<8>(name, key)) {
        return start && end && (name.len() <= 16 || name == key);
    }
    match (begin_alike::<4>(name, key), end_alike::<4>(name, key)) {
        (Some(start), Some(end)) => start && end,
        _ => name.iter().eq(key),
    }
}

/// Whether both begin with the same bytes, if they have so many.
#[inline]
fn begin_alike<const N: usize>(name: &[u8], key: &[u8]) -> Option<bool> {
    Some(name.first_chunk::<N>()? == key.first_chunk::<N>()?)
}

/// Whether both end with the same bytes, if they have so many.
#[inline]
fn end_alike<const N: usize>(name: &[u8], key: &[u8]) -> Option<bool> {
    Some(name.last_chunk::<N>()? == key.last_chunk::<N>()?)
}

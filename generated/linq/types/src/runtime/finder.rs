//! Finds the slot of a key while an object is read.
//!
//! Takes a structure's slots by their keys, and a key; gives the slot's index. Costs next to nothing while keys come in
//! the declared order, and little when they do not. Never takes one key for another.

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

    #[inline]
    pub(super) fn has(self, index: usize) -> bool {
        index < 64 && (self.0 >> index) & 1 == 1
    }
}

/// Finds the slot of a key. Keys mostly come in the declared order, so each is looked for after the one before; an
/// object in which that keeps failing gets a table.
pub(super) struct Finder {
    expected: usize,
    /// Slots that were looked at in vain.
    vain: usize,
    /// By the hash of a key, one more than its slot's index; on a collision in the next free place.
    table: Option<Box<[u8; 256]>>,
}

/// More slots would leave the table too few free places.
const MOST_IN_TABLE: usize = 160;

impl Finder {
    pub(super) const fn new() -> Self {
        Self { expected: 0, vain: 0, table: None }
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
        if self.table.is_none() && self.vain > 2 * slots.len() && slots.len() <= MOST_IN_TABLE {
            self.table = Some(table(slots));
        }
        if let Some(table) = &self.table {
            let mut place = hash(key);
            loop {
                let index = usize::from(*table.get(usize::from(place))?).checked_sub(1)?;
                if slots.get(index).is_some_and(|(name, _)| same(name.as_bytes(), key)) {
                    return Some(index);
                }
                place = place.wrapping_add(1);
            }
        }
        let (before, after) = slots.split_at_checked(self.expected).unwrap_or((slots, &[]));
        let found = after.iter().position(|(name, _)| same(name.as_bytes(), key));
        self.vain += found.unwrap_or(after.len());
        if let Some(index) = found {
            return Some(self.expected + index);
        }
        let found = before.iter().position(|(name, _)| same(name.as_bytes(), key));
        self.vain += found.unwrap_or(before.len());
        found
    }
}

fn table<S>(slots: &[(&'static str, S)]) -> Box<[u8; 256]> {
    let mut table = Box::new([0; 256]);
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
    let mixed = match (key.first_chunk(), key.last_chunk()) {
        (Some(start), Some(end)) => u64::from_le_bytes(*start).rotate_left(17) ^ u64::from_le_bytes(*end),
        _ => key.iter().fold(0, |sum, byte| (sum << 8) | u64::from(*byte)),
    };
    (mixed.wrapping_add(key.len() as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as u8
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

//! Numbers that nobody can foresee, from the random state of this process.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

/// Such a number, another one at each call.
#[inline]
pub(super) fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

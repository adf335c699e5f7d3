//! Data that few things have.
//!
//! Holds data and no pass. Takes no more room than a pointer where there is nothing.

use std::ops::Deref;

/// Reads as what it holds, and as empty where it holds nothing.
#[derive(Debug, Clone)]
pub struct Sparse<T>(Option<Box<T>>);

/// What can be empty.
pub trait Empty: Clone + 'static {
    /// The empty one.
    const EMPTY: &Self;
}

impl<T: Clone + 'static> Empty for Vec<T> {
    const EMPTY: &Self = &Self::new();
}

impl Empty for String {
    const EMPTY: &Self = &Self::new();
}

impl<T> Default for Sparse<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Empty + PartialEq> From<T> for Sparse<T> {
    fn from(value: T) -> Self {
        Self((value != *T::EMPTY).then(|| Box::new(value)))
    }
}

impl<T: Empty> Sparse<T> {
    /// What it holds, to fill: made where there is nothing yet.
    pub fn fill(&mut self) -> &mut T {
        self.0.get_or_insert_with(|| Box::new(T::EMPTY.clone()))
    }
}

impl<T: Empty> Deref for Sparse<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.as_deref().unwrap_or(T::EMPTY)
    }
}

impl<'a, T: Clone + 'static> IntoIterator for &'a Sparse<Vec<T>> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

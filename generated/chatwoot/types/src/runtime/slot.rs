//! What holds a field while its structure is being read.
//!
//! Takes the value of a key; keeps it, or that a constant was there. Of a key that comes twice the last value counts, where that is no fault, and
//! `null` stands for a field that may be left out, where that is none.

use super::buffer::Buffer;
use super::codec::{Decode, To};
use super::constant::Constant;
use super::{reading, trail};
use serde::de::{DeserializeSeed, Error, MapAccess};

/// Holds a field that may be left out while its structure is being read. A required field is held by an `Option`.
#[derive(Debug)]
pub struct Slot<T> {
    value: Option<T>,
    null: Null,
}

/// Whether the document allows `null`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Null {
    Allowed,
    Tolerated,
}

/// An empty slot of a field that is not nullable.
pub const fn slot<T>() -> Slot<T> {
    Slot { value: None, null: Null::Tolerated }
}

/// An empty slot of a field that may be `null`.
pub const fn nullable<T>() -> Slot<T> {
    Slot { value: None, null: Null::Allowed }
}

impl<T: Default> Slot<T> {
    /// What the object held, or the absent value.
    #[inline]
    pub fn optional(self) -> T {
        self.value.unwrap_or_default()
    }
}

impl<T: Decode> Slot<T> {
    fn allows_null<E: Error>(&self, key: &'static str) -> Result<(), E> {
        let is_null = self.null == Null::Tolerated && self.value.as_ref().is_some_and(T::is_null);
        if is_null && reading::is_strict() { Err(null_value(key)) } else { Ok(()) }
    }
}

#[cold]
fn null_value<E: Error>(key: &str) -> E {
    trail::key(trail::rule(E::custom("must not be null: leave the key out"), "type"), key)
}

/// A key that comes again is a fault where reading is strict.
fn once<E: Error>(is_filled: bool, key: &'static str) -> Result<(), E> {
    if is_filled && reading::is_strict() {
        Err(trail::rule(Error::duplicate_field(key), "duplicate-key"))
    } else {
        Ok(())
    }
}

/// Stands for a key that has one value only while its structure is being read: nothing is kept of it.
#[derive(Debug)]
pub struct Only {
    constant: Constant,
    is_filled: bool,
}

/// A key that has only this value, not read yet.
pub const fn only(constant: Constant) -> Only {
    Only { constant, is_filled: false }
}

impl<'de, M: MapAccess<'de>> Fill<'de, M> for Only {
    fn fill(&mut self, map: &mut M, key: &'static str) -> Result<(), M::Error> {
        once(self.is_filled, key)?;
        self.is_filled = true;
        map.next_value_seed(self.constant).map_err(|fault| trail::key(fault, key))
    }

    fn fill_from(&mut self, value: &Buffer<'_>, key: &'static str) -> Result<(), M::Error> {
        once(self.is_filled, key)?;
        self.is_filled = true;
        self.constant.deserialize(value).map_err(|fault| trail::key(Error::custom(fault), key))
    }

    fn is_missing(&self) -> bool {
        !self.is_filled
    }
}

/// What holds a field of any type while its structure is being read.
pub trait Fill<'de, M: MapAccess<'de>> {
    /// Fills the slot with the map's next value.
    ///
    /// # Errors
    /// When it is filled already, or the value does not have its type.
    fn fill(&mut self, map: &mut M, key: &'static str) -> Result<(), M::Error>;

    /// Fills the slot with a value read ahead.
    ///
    /// # Errors
    /// When it is filled already, or the value does not have its type.
    fn fill_from(&mut self, value: &Buffer<'_>, key: &'static str) -> Result<(), M::Error>;

    /// Whether it must be filled and is not.
    fn is_missing(&self) -> bool;

    /// Whether it need not be filled.
    fn may_be_absent(&self) -> bool {
        false
    }
}

impl<'de, M: MapAccess<'de>, T: Decode> Fill<'de, M> for Option<T> {
    fn fill(&mut self, map: &mut M, key: &'static str) -> Result<(), M::Error> {
        once(self.is_some(), key)?;
        map.next_value_seed(To(self)).map_err(|fault| trail::key(fault, key))
    }

    fn fill_from(&mut self, value: &Buffer<'_>, key: &'static str) -> Result<(), M::Error> {
        once(self.is_some(), key)?;
        T::decode_to(self, value).map_err(|fault| trail::key(Error::custom(fault), key))
    }

    fn is_missing(&self) -> bool {
        self.is_none()
    }
}

impl<'de, M: MapAccess<'de>, T: Decode> Fill<'de, M> for Slot<T> {
    fn fill(&mut self, map: &mut M, key: &'static str) -> Result<(), M::Error> {
        self.value.fill(map, key)?;
        self.allows_null(key)
    }

    fn fill_from(&mut self, value: &Buffer<'_>, key: &'static str) -> Result<(), M::Error> {
        Fill::<M>::fill_from(&mut self.value, value, key)?;
        self.allows_null(key)
    }

    fn is_missing(&self) -> bool {
        false
    }

    fn may_be_absent(&self) -> bool {
        true
    }
}

//! The two traits that everything which can stand in a JSON document implements.
//!
//! They are this crate's own, so that foreign types (dates, UUIDs) are read tolerantly and written strictly; the
//! generated types implement `serde`'s traits through them.

use super::structure::Entries;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess};
use serde::ser::{Serialize, Serializer};
use serde_json::{Map, Value};
use std::marker::PhantomData;

/// Can be read from a deserializer.
pub trait Decode: Sized {
    /// Reads a value.
    ///
    /// # Errors
    /// When the input does not have this type's shape.
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error>;

    /// Reads a value from an object of which some entries were read already, to find out what it is.
    ///
    /// # Errors
    /// When the entries do not have this type's shape.
    fn from_entries<'de, M: MapAccess<'de>>(entries: Entries<'de, M>) -> Result<Self, M::Error> {
        Self::decode(&entries.into_value()?).map_err(Error::custom)
    }

    /// What `null` is where it may also stand for nothing: a value only to a type that holds any JSON value.
    fn of_null() -> Option<Self> {
        None
    }
}

/// Can be written to a serializer.
pub trait Encode {
    /// Writes the value.
    ///
    /// # Errors
    /// When the serializer fails, or the value has no JSON (a number that is not finite).
    fn encode<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error>;
}

impl<T: Encode + ?Sized> Encode for &T {
    fn encode<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        (**self).encode(to)
    }
}

/// [`Decode::decode`] as a function, for short calls.
///
/// # Errors
/// When the input does not have the type's shape.
pub fn decode<'de, T: Decode, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    T::decode(from)
}

/// Reads a `T` where `serde` asks for a seed.
pub(super) struct Seed<T>(PhantomData<T>);

impl<T> Seed<T> {
    pub(super) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T: Decode> DeserializeSeed<'de> for Seed<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<T, D::Error> {
        T::decode(from)
    }
}

/// Shows an [`Encode`] to `serde`.
pub(super) struct Encoded<'a, T: ?Sized>(pub(super) &'a T);

impl<T: Encode + ?Sized> Serialize for Encoded<'_, T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.encode(to)
    }
}

impl Decode for Value {
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::deserialize(from)
    }

    fn from_entries<'de, M: MapAccess<'de>>(entries: Entries<'de, M>) -> Result<Self, M::Error> {
        entries.into_value()
    }

    fn of_null() -> Option<Self> {
        Some(Self::Null)
    }
}

impl Encode for Value {
    fn encode<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.serialize(to)
    }
}

impl Decode for Map<String, Value> {
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::deserialize(from)
    }
}

impl Encode for Map<String, Value> {
    fn encode<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.serialize(to)
    }
}

/// Gives tuple structs the codec of what they hold, and `serde`'s traits.
#[allow(unused_macros, reason = "not every API has newtypes")]
macro_rules! newtypes {
    ($($name:ident),* $(,)?) => {$(
        impl $crate::runtime::Decode for $name {
            fn decode<'de, D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::runtime::decode(from).map(Self)
            }
        }

        impl $crate::runtime::Encode for $name {
            fn encode<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                $crate::runtime::Encode::encode(&self.0, to)
            }
        }

        $crate::runtime::serde_traits!($name);
    )*};
}

/// Gives foreign types that have `serde`'s traits this crate's own, and a `Validate` that finds nothing.
#[allow(unused_macros, reason = "not every API names types of other crates")]
macro_rules! by_serde {
    ($($type:ty),* $(,)?) => {$(
        impl $crate::runtime::Decode for $type {
            fn decode<'de, D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                ::serde::Deserialize::deserialize(from)
            }
        }

        impl $crate::runtime::Encode for $type {
            fn encode<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                ::serde::Serialize::serialize(self, to)
            }
        }

        $crate::runtime::without_rules!($type);
    )*};
}

#[allow(unused_imports, reason = "not every API has newtypes")]
pub(crate) use {by_serde, newtypes};

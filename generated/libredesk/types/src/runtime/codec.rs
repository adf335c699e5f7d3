//! The two traits that everything which can stand in a JSON document implements.
//!
//! They are this crate's own, so that foreign types (dates, UUIDs) are read tolerantly and written strictly; the
//! generated types implement `serde`'s traits through them.

use super::buffer::Buffer;
use super::entries::Entries;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess};
use serde::ser::{Serialize, Serializer};
use serde_json::{Map, Value};

/// Can be read from a deserializer.
pub trait Decode: Sized {
    /// Reads a value.
    ///
    /// # Errors
    /// When the input is not a value of this type.
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error>;

    /// Reads a value to where it shall stand, which is filled if all goes well: large values are moved less often so.
    ///
    /// # Errors
    /// When the input is not a value of this type.
    fn decode_to<'de, D: Deserializer<'de>>(place: &mut Option<Self>, from: D) -> Result<(), D::Error> {
        *place = Some(Self::decode(from)?);
        Ok(())
    }

    /// Reads a value from an object of which some entries were read already, to find out what it is.
    ///
    /// # Errors
    /// When the entries do not have this type's shape.
    fn from_entries<'de, M: MapAccess<'de>>(entries: Entries<'de, M>) -> Result<Self, M::Error> {
        Self::decode(&entries.into_buffer()?).map_err(Error::custom)
    }

    /// What `null` is where it may also stand for nothing: a value only to a type that holds any JSON value.
    fn of_null() -> Option<Self> {
        None
    }

    /// Whether `null` was read.
    fn is_null(&self) -> bool {
        false
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

/// Has the codec of all types of its shape: a generated type names its shape and has nothing of its own to compile.
pub trait Shaped {
    /// The shape.
    type Shape;
}

/// How types of a shape are read.
pub trait DecodeShape<T> {
    /// [`Decode::decode`]
    ///
    /// # Errors
    /// When the input is not a value of the type.
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<T, D::Error>;

    /// [`Decode::decode_to`]
    ///
    /// # Errors
    /// When the input is not a value of the type.
    fn decode_to<'de, D: Deserializer<'de>>(place: &mut Option<T>, from: D) -> Result<(), D::Error> {
        *place = Some(Self::decode(from)?);
        Ok(())
    }

    /// [`Decode::from_entries`]
    ///
    /// # Errors
    /// When the entries do not have the type's shape.
    fn from_entries<'de, M: MapAccess<'de>>(entries: Entries<'de, M>) -> Result<T, M::Error>;
}

/// How types of a shape are written.
pub trait EncodeShape<T: ?Sized> {
    /// [`Encode::encode`]
    ///
    /// # Errors
    /// When the serializer fails, or the value has no JSON.
    fn encode<S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error>;
}

impl<T: Shaped> Decode for T
where
    T::Shape: DecodeShape<T>,
{
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::Shape::decode(from)
    }

    fn decode_to<'de, D: Deserializer<'de>>(place: &mut Option<Self>, from: D) -> Result<(), D::Error> {
        T::Shape::decode_to(place, from)
    }

    fn from_entries<'de, M: MapAccess<'de>>(entries: Entries<'de, M>) -> Result<Self, M::Error> {
        T::Shape::from_entries(entries)
    }
}

impl<T: Shaped + ?Sized> Encode for T
where
    T::Shape: EncodeShape<T>,
{
    fn encode<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        T::Shape::encode(self, to)
    }
}

/// The shape of what stands behind a pointer. Pointers have their codec by it, because they cannot have one beside that of all shapes.
#[derive(Debug)]
pub struct Behind;

impl<T: ?Sized> Shaped for &T {
    type Shape = Behind;
}

impl<T: Encode + ?Sized> EncodeShape<&T> for Behind {
    fn encode<S: Serializer>(value: &&T, to: S) -> Result<S::Ok, S::Error> {
        (**value).encode(to)
    }
}

impl<T: ?Sized> Shaped for Box<T> {
    type Shape = Behind;
}

impl<T: Decode> DecodeShape<Box<T>> for Behind {
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Box<T>, D::Error> {
        T::decode(from).map(Box::new)
    }

    fn decode_to<'de, D: Deserializer<'de>>(place: &mut Option<Box<T>>, from: D) -> Result<(), D::Error> {
        let mut value = None;
        T::decode_to(&mut value, from)?;
        *place = value.map(Box::new);
        Ok(())
    }

    fn from_entries<'de, M: MapAccess<'de>>(entries: Entries<'de, M>) -> Result<Box<T>, M::Error> {
        T::from_entries(entries).map(Box::new)
    }
}

impl DecodeShape<Box<str>> for Behind {
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Box<str>, D::Error> {
        String::decode(from).map(String::into_boxed_str)
    }

    fn from_entries<'de, M: MapAccess<'de>>(entries: Entries<'de, M>) -> Result<Box<str>, M::Error> {
        String::from_entries(entries).map(String::into_boxed_str)
    }
}

impl<T: Encode + ?Sized> EncodeShape<Box<T>> for Behind {
    fn encode<S: Serializer>(value: &Box<T>, to: S) -> Result<S::Ok, S::Error> {
        (**value).encode(to)
    }
}

/// [`Decode::decode`] as a function, for short calls.
///
/// # Errors
/// When the input is not a value of the type.
pub fn decode<'de, T: Decode, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    T::decode(from)
}

/// Reads a value to its place where `serde` asks for a seed.
pub(super) struct To<'a, T>(pub(super) &'a mut Option<T>);

impl<'de, T: Decode> DeserializeSeed<'de> for To<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        T::decode_to(self.0, from)
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
        entries.into_buffer().map(Buffer::into_value)
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

/// Implements `serde`'s traits by this crate's own.
#[allow(unused_macros, reason = "not every API has types")]
macro_rules! serde_traits {
    ($($name:ident),* $(,)?) => {$(
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::runtime::Decode::decode(from)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                $crate::runtime::Encode::encode(self, to)
            }
        }
    )*};
}

#[allow(unused_imports, reason = "not every API has newtypes")]
pub(crate) use {newtypes, serde_traits};

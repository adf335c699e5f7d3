//! Booleans, numbers and strings.
//!
//! A whole number may be written in any way JSON has (`1`, `1.0`, `1e3`); a number that does not fit is a fault.

use super::codec::{Decode, Encode};
use super::trail;
use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};
use serde::ser::Serializer;
use std::fmt;
use std::marker::PhantomData;

struct Integer<T>(PhantomData<T>);

impl<T: TryFrom<i128>> Integer<T> {
    fn fit<E: Error>(number: i128) -> Result<T, E> {
        let beyond = || E::custom(format_args!("the number is beyond the range of {} bits", 8 * size_of::<T>()));
        T::try_from(number).map_err(|_| trail::rule(beyond(), "format"))
    }
}

impl<T: TryFrom<i128>> Visitor<'_> for Integer<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer")
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        Self::fit(number.into())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        Self::fit(number.into())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<T, E> {
        if number.fract() == 0.0 && number.abs() < 1e30 {
            Self::fit(number as i128)
        } else {
            Err(E::invalid_value(Unexpected::Float(number), &self))
        }
    }
}

macro_rules! integers {
    ($($type:ident $deserialize:ident $serialize:ident,)*) => {$(
        impl Decode for $type {
            fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                from.$deserialize(Integer(PhantomData))
            }
        }

        impl Encode for $type {
            fn encode<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.$serialize(*self)
            }
        }
    )*};
}

integers! {
    i8 deserialize_i8 serialize_i8,
    i16 deserialize_i16 serialize_i16,
    i32 deserialize_i32 serialize_i32,
    i64 deserialize_i64 serialize_i64,
    u8 deserialize_u8 serialize_u8,
    u16 deserialize_u16 serialize_u16,
    u32 deserialize_u32 serialize_u32,
    u64 deserialize_u64 serialize_u64,
}

impl Decode for f64 {
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::deserialize(from)
    }
}

impl Encode for f64 {
    fn encode<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if self.is_finite() { to.serialize_f64(*self) } else { Err(not_finite()) }
    }
}

impl Decode for f32 {
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::deserialize(from)
    }
}

impl Encode for f32 {
    fn encode<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if self.is_finite() { to.serialize_f32(*self) } else { Err(not_finite()) }
    }
}

fn not_finite<E: serde::ser::Error>() -> E {
    E::custom("JSON has no number that is not finite")
}

impl Decode for bool {
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::deserialize(from)
    }
}

impl Encode for bool {
    fn encode<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bool(*self)
    }
}

impl Decode for String {
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::deserialize(from)
    }
}

impl Encode for String {
    fn encode<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self)
    }
}

impl Encode for str {
    fn encode<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self)
    }
}

/// `null`.
impl Decode for () {
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::deserialize(from)
    }
}

impl Encode for () {
    fn encode<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_unit()
    }
}

/// Reads a string that `parse` understands; what it says of others becomes the fault.
pub(super) fn parsed<'de, T, D: Deserializer<'de>>(
    from: D,
    expected: &'static str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<T, D::Error> {
    struct Text<T, F>(&'static str, F, PhantomData<T>);

    impl<T, F: FnOnce(&str) -> Option<T>> Visitor<'_> for Text<T, F> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
            (self.1)(text).ok_or_else(|| trail::rule(E::invalid_value(Unexpected::Str(text), &self.0), "format"))
        }
    }

    from.deserialize_str(Text(expected, parse, PhantomData))
}

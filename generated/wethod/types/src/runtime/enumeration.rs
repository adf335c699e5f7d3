//! Types of a few listed values: strings, integers, or constants of any JSON type.
//!
//! An open enumeration has a variant that keeps a value nobody listed; a closed one makes it a fault that names what
//! is allowed. The generated table `VALUES` is all a type adds.

use super::buffer::Buffer;
use super::codec::{Decode, DecodeShape, EncodeShape};
use super::constant::Constant;
use super::entries::Entries;
use super::reading;
use super::scalar::parsed;
use super::trail;
use serde::de::{Deserializer, Error, MapAccess};
use serde::ser::Serializer;
use serde_json::Value;
use std::fmt::{self, Write};
use std::mem::discriminant;

/// A value that a closed enumeration does not list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownValue {
    message: String,
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for UnknownValue {}

/// A value that an enumeration does not list. It comes about by reading or by the enumeration's `of`, neither of which takes a listed
/// value for one, so that it equals no value that a later version lists.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Unlisted<T>(T);

impl<T> Unlisted<T> {
    #[allow(dead_code, reason = "not every API has enumerations that may grow")]
    pub(crate) const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value.
    pub const fn get(&self) -> &T {
        &self.0
    }
}

impl<T: fmt::Debug> fmt::Debug for Unlisted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: fmt::Display> fmt::Display for Unlisted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A string enumeration. Its codec is that of its shape, [`Text`], as an API may have hundreds.
pub trait TextEnumeration: Clone + 'static {
    /// The listed values and their variants.
    fn listed() -> &'static [(&'static str, Self)];

    /// Whether the document admits values that it does not list, so that they are kept however strictly is read.
    const EXTENSIBLE: bool = false;

    /// The variant of a value that is not listed, where there is one.
    fn keep(_: &str) -> Option<Self> {
        None
    }

    /// The value that is not listed, if it is one.
    fn kept(&self) -> Option<&str> {
        None
    }
}

/// The shape of string enumerations.
#[derive(Debug)]
pub struct Text;

impl<T: TextEnumeration> DecodeShape<T> for Text {
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
        parsed(from, "a string", |text| Some(read_text(text)))?.map_err(Error::custom)
    }

    fn from_entries<'de, M: MapAccess<'de>>(entries: Entries<'de, M>) -> Result<T, M::Error> {
        Self::decode(&entries.into_buffer()?).map_err(Error::custom)
    }
}

impl<T: TextEnumeration> EncodeShape<T> for Text {
    fn encode<S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(text(value))
    }
}

/// The variant of a string that is read.
fn read_text<T: TextEnumeration>(text: &str) -> Result<T, UnknownValue> {
    let read = of_text::<T>(text)?;
    if !T::EXTENSIBLE && read.kept().is_some() && reading::is_strict() {
        return Err(unknown_value(T::listed()));
    }
    Ok(read)
}

/// The variant of a string.
///
/// # Errors
/// When it is not listed and cannot be kept.
pub fn of_text<T: TextEnumeration>(text: &str) -> Result<T, UnknownValue> {
    for (name, value) in T::listed() {
        if *name == text {
            return Ok(value.clone());
        }
    }
    T::keep(text).ok_or_else(|| unknown_value(T::listed()))
}

/// The string of a variant.
pub fn text<T: TextEnumeration>(value: &T) -> &str {
    value.kept().unwrap_or_else(|| name_of(T::listed(), value, ""))
}

/// What a listed variant stands for; the default for a variant that is not listed. Listed variants hold nothing, so that
/// which one it is says all.
pub fn name_of<K: Copy, T>(values: &[(K, T)], value: &T, other: K) -> K {
    for (name, listed) in values {
        if discriminant(listed) == discriminant(value) {
            return *name;
        }
    }
    other
}

/// Says that a value is not listed, and which ones are.
#[cold]
pub fn unknown_value<K: fmt::Display, T>(values: &[(K, T)]) -> UnknownValue {
    trail::breaks("enum");
    let mut message = String::from("must be one of ");
    for (index, (value, _)) in values.iter().take(20).enumerate() {
        add_listed(&mut message, index, value);
    }
    if values.len() > 20 {
        message.push_str(", …");
    }
    UnknownValue { message }
}

fn add_listed(message: &mut String, index: usize, value: &dyn fmt::Display) {
    let separator = if index == 0 { "" } else { ", " };
    // Writing to a string cannot fail.
    let _ = write!(message, "{separator}`{value}`");
}

/// Reads an integer enumeration.
///
/// # Errors
/// When it is no integer, or one that is not listed and cannot be kept.
pub fn decode_integer<'de, T: Clone, D: Deserializer<'de>>(
    values: &[(i64, T)],
    keep: Option<fn(i64) -> T>,
    from: D,
) -> Result<T, D::Error> {
    let number = i64::decode(from)?;
    let keep = keep.filter(|_| !reading::is_strict());
    match (values.iter().find(|(value, _)| *value == number), keep) {
        (Some((_, value)), _) => Ok(value.clone()),
        (None, Some(keep)) => Ok(keep(number)),
        (None, None) => Err(Error::custom(unknown_value(values))),
    }
}

/// Reads an enumeration of constants of several types.
///
/// # Errors
/// When the value is not listed and cannot be kept.
pub fn decode_constant<'de, T: Clone, D: Deserializer<'de>>(
    values: &[(Constant, T)],
    keep: Option<fn(Value) -> T>,
    from: D,
) -> Result<T, D::Error> {
    let given = Buffer::read(from)?;
    let keep = keep.filter(|_| !reading::is_strict());
    match (values.iter().find(|(value, _)| value.is_buffered(&given)), keep) {
        (Some((_, value)), _) => Ok(value.clone()),
        (None, Some(keep)) => Ok(keep(given.into_value())),
        (None, None) => Err(Error::custom(unknown_value(values))),
    }
}

// What is not generic is `inline`, so that it is compiled for who uses it and not for every enumeration of an API.

/// Gives string enumerations with a table `VALUES` their conversions and this crate's codec and `serde`'s traits.
/// `Name::Variant` names the variant that keeps unlisted values; `Name::Variant(extensible = true)` keeps them however strictly is read;
/// `Name` alone is closed.
#[allow(unused_macros, reason = "not every API has string enumerations")]
macro_rules! text_enumerations {
    ($($name:ident $(:: $other:ident $((extensible = $extensible:literal))?)?),* $(,)?) => {$(
        impl $crate::runtime::shapes::TextEnumeration for $name {
            #[inline]
            fn listed() -> &'static [(&'static str, Self)] {
                Self::VALUES
            }

            $(
                $(const EXTENSIBLE: bool = $extensible;)?

                #[inline]
                fn keep(text: &str) -> Option<Self> {
                    Some(Self::$other($crate::runtime::Unlisted::new(text.to_owned())))
                }

                #[inline]
                fn kept(&self) -> Option<&str> {
                    match self {
                        Self::$other(text) => Some(text.get()),
                        _ => None,
                    }
                }
            )?
        }

        impl $crate::runtime::Shaped for $name {
            type Shape = $crate::runtime::shapes::Text;
        }

        impl $name {
            /// The value as it is written.
            #[inline]
            pub fn as_str(&self) -> &str {
                $crate::runtime::shapes::text(self)
            }

            $(
                /// The variant of a value; one that is not listed is kept.
                #[inline]
                pub fn of(text: &str) -> Self {
                    let unlisted = || Self::$other($crate::runtime::Unlisted::new(text.to_owned()));
                    $crate::runtime::shapes::of_text(text).unwrap_or_else(|_| unlisted())
                }
            )?
        }

        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::runtime::UnknownValue;

            #[inline]
            fn from_str(text: &str) -> Result<Self, <Self as std::str::FromStr>::Err> {
                $crate::runtime::shapes::of_text(text)
            }
        }

        $crate::runtime::serde_traits!($name);
    )*};
}

/// Gives integer enumerations with a table `VALUES` their conversions and this crate's codec and `serde`'s traits.
/// `Name::Variant` names the variant that keeps unlisted values; `Name` alone is closed.
#[allow(unused_macros, reason = "not every API has integer enumerations")]
macro_rules! integer_enumerations {
    ($($name:ident $(:: $other:ident)?),* $(,)?) => {$(
        impl $name {
            /// The value as it is written.
            #[inline]
            pub fn as_i64(&self) -> i64 {
                $(if let Self::$other(number) = self {
                    return *number.get();
                })?
                $crate::runtime::shapes::name_of(Self::VALUES, self, 0)
            }

            $(
                /// The variant of a value; one that is not listed is kept.
                #[inline]
                pub fn of(number: i64) -> Self {
                    let listed = $crate::runtime::shapes::find_integer(Self::VALUES, number);
                    listed.unwrap_or(Self::$other($crate::runtime::Unlisted::new(number)))
                }
            )?
        }

        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.as_i64(), f)
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::runtime::UnknownValue;

            #[inline]
            fn from_str(text: &str) -> Result<Self, <Self as std::str::FromStr>::Err> {
                let number: Option<i64> = text.parse().ok();
                let listed = number.and_then(|number| $crate::runtime::shapes::find_integer(Self::VALUES, number));
                $(let listed = listed.or_else(|| number.map($crate::runtime::Unlisted::new).map(Self::$other));)?
                listed.ok_or_else(|| $crate::runtime::shapes::unknown_value(Self::VALUES))
            }
        }

        impl $crate::runtime::Decode for $name {
            fn decode<'de, D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let keep: Option<fn(i64) -> Self> = None;
                $(let keep: Option<fn(i64) -> Self> =
                    keep.or(Some(|number| Self::$other($crate::runtime::Unlisted::new(number))));)?
                $crate::runtime::shapes::decode_integer(Self::VALUES, keep, from)
            }
        }

        impl $crate::runtime::Encode for $name {
            fn encode<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_i64(self.as_i64())
            }
        }

        $crate::runtime::serde_traits!($name);
    )*};
}

/// Gives enumerations of mixed constants with a table `VALUES` this crate's codec and `serde`'s traits.
/// `Name::Variant` names the variant that keeps unlisted values; `Name` alone is closed.
#[allow(unused_macros, reason = "not every API has enumerations of mixed types")]
macro_rules! constant_enumerations {
    ($($name:ident $(:: $other:ident)?),* $(,)?) => {$(
        $(impl $name {
            /// The variant of a value; one that is not listed is kept.
            #[inline]
            pub fn of(value: ::serde_json::Value) -> Self {
                let listed = Self::VALUES.iter().find(|(constant, _)| constant.is(&value));
                match listed {
                    Some((_, listed)) => listed.clone(),
                    None => Self::$other($crate::runtime::Unlisted::new(value)),
                }
            }
        })?

        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $(if let Self::$other(value) = self {
                    return ::std::fmt::Display::fmt(value, f);
                })?
                let null = $crate::runtime::Constant::Null;
                ::std::fmt::Display::fmt(&$crate::runtime::shapes::name_of(Self::VALUES, self, null), f)
            }
        }

        impl $crate::runtime::Decode for $name {
            fn decode<'de, D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let keep: Option<fn(::serde_json::Value) -> Self> = None;
                $(let keep: Option<fn(::serde_json::Value) -> Self> =
                    keep.or(Some(|value| Self::$other($crate::runtime::Unlisted::new(value))));)?
                $crate::runtime::shapes::decode_constant(Self::VALUES, keep, from)
            }
        }

        impl $crate::runtime::Encode for $name {
            fn encode<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                $(if let Self::$other(value) = self {
                    return $crate::runtime::Encode::encode(value.get(), to);
                })?
                let null = $crate::runtime::Constant::Null;
                $crate::runtime::Encode::encode(&$crate::runtime::shapes::name_of(Self::VALUES, self, null), to)
            }
        }

        $crate::runtime::serde_traits!($name);
    )*};
}

#[allow(unused_imports, reason = "not every API has each kind")]
pub(crate) use {constant_enumerations, integer_enumerations, text_enumerations};

/// The variant of a listed integer.
pub fn find_integer<T: Clone>(values: &[(i64, T)], number: i64) -> Option<T> {
    values.iter().find(|(value, _)| *value == number).map(|(_, value)| value.clone())
}

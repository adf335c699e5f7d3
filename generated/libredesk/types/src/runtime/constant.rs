//! Values that a document fixes (`const`, `enum`, discriminators).
//!
//! Takes a value; tells whether it is the constant. Promises that numbers are compared by what they amount to, and keys in any order.

use super::buffer::Buffer;
use super::codec::{Decode, Encode};
use super::equality::is_same;
use super::scalar::parsed;
use super::trail;
use serde::de::{DeserializeSeed, Deserializer, Error};
use serde::ser::Serializer;
use serde_json::Value;
use std::fmt;

/// A JSON value that a document fixes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Constant {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Number(f64),
    /// A string.
    Text(&'static str),
    /// A list or an object, as JSON.
    Json(&'static str),
}

impl Constant {
    /// Whether a value is this constant; numbers are compared by what they amount to.
    pub fn is(self, value: &Value) -> bool {
        match self {
            Self::Json(constant) => is_json(constant, value),
            _ => self.is_buffered(&Buffer::without_content(value)),
        }
    }

    /// The same for a value that is being read.
    pub(super) fn is_buffered(self, value: &Buffer<'_>) -> bool {
        match self {
            Self::Null => matches!(value, Buffer::Null),
            Self::Boolean(constant) => matches!(value, Buffer::Boolean(value) if *value == constant),
            Self::Integer(constant) => {
                value.as_i64() == Some(constant) || (value.is_float() && value.as_f64() == Some(constant as f64))
            }
            Self::Number(constant) => value.as_f64() == Some(constant),
            Self::Text(constant) => value.as_text().is_some_and(|text| text == constant),
            Self::Json(constant) => is_json(constant, &value.clone().into_value()),
        }
    }
}

fn is_json(constant: &str, value: &Value) -> bool {
    serde_json::from_str(constant).is_ok_and(|constant: Value| is_same(&constant, value))
}

/// Reads a value that must be this constant.
impl<'de> DeserializeSeed<'de> for Constant {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        // By its type, as a value in a URL is a text whatever it is.
        let is_same = match self {
            Self::Boolean(constant) => bool::decode(from)? == constant,
            Self::Integer(constant) => i64::decode(from)? == constant,
            Self::Text(constant) => parsed(from, "a string", |text| Some(text == constant))?,
            Self::Null | Self::Number(_) | Self::Json(_) => self.is_buffered(&Buffer::read(from)?),
        };
        if is_same { Ok(()) } else { Err(trail::rule(Error::custom(format_args!("must be {self:#}")), "const")) }
    }
}

impl Encode for Constant {
    fn encode<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => to.serialize_unit(),
            Self::Boolean(constant) => to.serialize_bool(*constant),
            Self::Integer(constant) => to.serialize_i64(*constant),
            Self::Number(constant) => to.serialize_f64(*constant),
            Self::Text(constant) => to.serialize_str(constant),
            Self::Json(constant) => {
                serde_json::from_str::<Value>(constant).map_err(serde::ser::Error::custom)?.encode(to)
            }
        }
    }
}

/// As it stands in JSON where the alternate form is asked for; else a string is its text.
impl fmt::Display for Constant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Boolean(constant) => constant.fmt(f),
            Self::Integer(constant) => constant.fmt(f),
            Self::Number(constant) => constant.fmt(f),
            Self::Text(constant) if f.alternate() => write!(f, "{constant:?}"),
            Self::Text(constant) | Self::Json(constant) => f.write_str(constant),
        }
    }
}

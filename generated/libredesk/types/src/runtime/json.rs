//! JSON texts and values to and from types.
//!
//! A fault of reading names the path of what is wrong. Texts nested deeper than 128 and texts with anything after the
//! value are faults.

pub use super::codec::{Decode, Encode};
use super::trail;
use serde::de::Deserializer;
use serde_json::Value;
use std::fmt;

/// Why a text is not of the type asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    message: String,
}

impl DecodeError {
    #[cold]
    fn new(fault: &serde_json::Error) -> Self {
        Self { path: trail::take(), message: fault.to_string() }
    }

    /// A fault of the text as a whole.
    #[cfg(feature = "xml")]
    #[cold]
    pub(super) fn of_text(message: String) -> Self {
        Self { path: "$".to_owned(), message }
    }

    /// Where in the document it is wrong: `$.data.items[3].id`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong there.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.message, self.path)
    }
}

impl std::error::Error for DecodeError {}

/// Why a value cannot be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodeError {
    message: String,
}

impl EncodeError {
    #[cold]
    #[allow(clippy::needless_pass_by_value, reason = "used by `map_err`")]
    pub(super) fn new(fault: serde_json::Error) -> Self {
        Self { message: fault.to_string() }
    }

    /// A fault that is no fault of the JSON.
    #[cfg(feature = "xml")]
    #[cold]
    pub(super) fn of_text(message: String) -> Self {
        Self { message }
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for EncodeError {}

/// Reads a value from a JSON text.
///
/// # Errors
/// When the text is no JSON, or not of this type.
pub fn decode<T: Decode>(text: &[u8]) -> Result<T, DecodeError> {
    trail::rewind(0);
    let mut reader = serde_json::Deserializer::from_slice(text);
    let value = T::decode(&mut reader).map_err(|fault| DecodeError::new(&fault))?;
    reader.end().map_err(|fault| DecodeError::new(&fault))?;
    Ok(value)
}

/// Writes a value as a JSON text.
///
/// # Errors
/// When it holds a number that is not finite.
pub fn encode<T: Encode + ?Sized>(value: &T) -> Result<Vec<u8>, EncodeError> {
    let mut text = Vec::with_capacity(128);
    value.encode(&mut serde_json::Serializer::new(&mut text)).map_err(EncodeError::new)?;
    Ok(text)
}

/// Reads a value from a JSON value.
///
/// # Errors
/// When it is not of this type.
pub fn from_value<T: Decode>(value: &Value) -> Result<T, DecodeError> {
    read_from(value)
}

/// Reads a value from a deserializer.
pub(super) fn read_from<'de, T: Decode, D: Deserializer<'de, Error = serde_json::Error>>(
    from: D,
) -> Result<T, DecodeError> {
    trail::rewind(0);
    T::decode(from).map_err(|fault| DecodeError::new(&fault))
}

/// Writes a value as a JSON value.
///
/// # Errors
/// When it holds a number that is not finite.
pub fn to_value<T: Encode + ?Sized>(value: &T) -> Result<Value, EncodeError> {
    value.encode(serde_json::value::Serializer).map_err(EncodeError::new)
}

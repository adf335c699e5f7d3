//! JSON texts and values to and from types.
//!
//! A fault of reading names the path of what is wrong and what should stand there, and of the value its kind alone: it may be a secret
//! that stands where none is expected. Texts nested deeper than 128 and texts with anything after the
//! value are faults.

use super::buffer::Buffer;
pub use super::codec::{Decode, Encode};
use super::mask;
use super::reading::{self, Faults, Mode};
use super::trail::{self, Noted};
use serde::de::Deserializer;
use serde_json::Value;
use std::fmt;

/// Why a text is not of the type asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    rule: Option<&'static str>,
    message: String,
}

impl DecodeError {
    #[cold]
    fn new(fault: &serde_json::Error) -> Self {
        // A fault that notes no keyword is of the JSON itself, or of a value of another type.
        let rule = trail::take_rule().or(fault.is_data().then_some("type"));
        Self { path: trail::take(), rule, message: mask::quoted(fault.to_string()) }
    }

    /// A fault of the text as a whole.
    #[cfg(feature = "xml")]
    #[cold]
    pub(super) fn of_text(message: String) -> Self {
        Self { path: "$".to_owned(), rule: None, message }
    }

    /// Where in the document it is wrong: `$.data.items[3].id`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The keyword of JSON Schema that says so, `discriminator` or `duplicate-key`; none where the text is no JSON.
    pub fn rule(&self) -> Option<&'static str> {
        self.rule
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

/// Reads a value from a JSON text, tolerantly; a byte order mark before it is passed over.
///
/// # Errors
/// When the text is no JSON, or not of this type.
pub fn decode<T: Decode>(text: &[u8]) -> Result<T, DecodeError> {
    let text = text.strip_prefix(BYTE_ORDER_MARK).filter(|_| !reading::is_strict()).unwrap_or(text);
    let read = {
        let _until = reading::until_the_first();
        at_once(text)
    };
    let fault = match read {
        Err(fault) if reading::goes_on() => fault,
        read => return read,
    };
    // What is passed over or gathered can only be where the rest is read on.
    trail::forget(0);
    buffered(text, |buffer| T::decode(buffer)).map_or(Err(fault), |read| read.map_err(|fault| DecodeError::new(&fault)))
}

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Why a text does not fit, and what of it does.
#[doc(hidden)]
#[derive(Debug)]
pub struct Unfit<T> {
    /// All that is wrong with it.
    pub faults: Vec<DecodeError>,
    /// The value without the optional fields that do not fit, if there is one.
    pub rest: Option<T>,
}

/// Reads a value from a JSON text strictly, as a server reads a request: what the document forbids is a fault.
///
/// # Errors
/// When the text is no JSON, or not of this type as the document has it; with all faults.
#[doc(hidden)]
pub fn decode_strictly<T: Decode>(text: &[u8]) -> Result<T, Unfit<T>> {
    let first = match reading::within(Mode::Strict, || at_once(text)) {
        Ok(value) => return Ok(value),
        Err(fault) => fault,
    };
    trail::forget(0);
    let again = |buffer: &Buffer<'_>| {
        trail::rewind(0);
        let _ = reading::with(Mode::Strict, Faults::Gathered, || T::decode(buffer));
        let gathered = trail::noted(0);
        let rest = reading::with(Mode::Lenient, Faults::First, || T::decode(buffer)).ok();
        trail::rewind(0);
        trail::forget(0);
        (gathered, rest)
    };
    let (gathered, rest) = buffered(text, again).unwrap_or_default();
    let faults = told(gathered);
    Err(Unfit { faults: if faults.is_empty() { vec![first] } else { faults }, rest })
}

/// What `read` gives where optional fields that do not fit are read as absent, and which those were.
#[doc(hidden)]
#[inline]
pub fn leniently<T>(read: impl FnOnce() -> T) -> (T, Vec<DecodeError>) {
    trail::forget(0);
    let value = reading::within(Mode::Lenient, read);
    (value, told(trail::noted(0)))
}

/// All places where a text that `read` decodes is not what the document says, read as strictly as a server reads requests.
#[doc(hidden)]
#[inline]
pub fn deviations<T>(read: impl FnOnce() -> Result<T, Option<DecodeError>>) -> Vec<DecodeError> {
    trail::forget(0);
    let read = reading::with(Mode::Strict, Faults::Gathered, read);
    let gathered = told(trail::noted(0));
    match read {
        Err(Some(fault)) if gathered.is_empty() => vec![fault],
        Ok(_) | Err(_) => gathered,
    }
}

fn told(notes: Vec<Noted>) -> Vec<DecodeError> {
    let told = |note: Noted| DecodeError {
        path: note.path,
        rule: note.rule.or(Some("type")),
        message: mask::quoted(note.message),
    };
    notes.into_iter().map(told).collect()
}

fn at_once<T: Decode>(text: &[u8]) -> Result<T, DecodeError> {
    trail::rewind(0);
    let mut reader = serde_json::Deserializer::from_slice(text);
    let value = T::decode(&mut reader).map_err(|fault| DecodeError::new(&fault))?;
    reader.end().map_err(|fault| DecodeError::new(&fault))?;
    Ok(value)
}

/// What `read` makes of a text that is JSON, so that it can go on after a fault.
fn buffered<T>(text: &[u8], read: impl FnOnce(&Buffer<'_>) -> T) -> Option<T> {
    trail::rewind(0);
    let mut reader = serde_json::Deserializer::from_slice(text);
    let buffer = Buffer::read(&mut reader).ok()?;
    reader.end().ok()?;
    Some(read(&buffer))
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
    trail::rewind(0);
    let buffer = Buffer::read(value).map_err(|fault| DecodeError::new(&fault))?;
    T::decode(&buffer).map_err(|fault| DecodeError::new(&fault))
}

/// Reads a value from a deserializer.
pub(super) fn read_from<'de, T: Decode, D: Deserializer<'de, Error = serde_json::Error>>(
    from: D,
) -> Result<T, DecodeError> {
    trail::rewind(0);
    T::decode(from).map_err(|fault| DecodeError::new(&fault))
}

/// A fault, and what it is about.
#[doc(hidden)]
#[derive(Debug)]
pub struct Located<E> {
    /// Where it is.
    pub path: String,
    /// The keyword that it breaks.
    pub rule: &'static str,
    /// What it is.
    pub fault: E,
}

/// What `read` gives, or its fault and the path of what is at fault: for values that are read from other things than JSON texts.
///
/// # Errors
/// When `read` fails.
#[doc(hidden)]
pub fn located<T, E>(read: impl FnOnce() -> Result<T, E>) -> Result<T, Located<E>> {
    trail::rewind(0);
    read().map_err(|fault| Located { path: trail::take(), rule: trail::take_rule().unwrap_or("type"), fault })
}

/// Writes a value as a JSON value.
///
/// # Errors
/// When it holds a number that is not finite.
pub fn to_value<T: Encode + ?Sized>(value: &T) -> Result<Value, EncodeError> {
    value.encode(serde_json::value::Serializer).map_err(EncodeError::new)
}

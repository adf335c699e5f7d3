//! What a value looks like: its JSON type, its keys and their constants.
//!
//! Takes a value that was read ahead; tells which of several looks it has. Never reads what is in it.

use super::buffer::Buffer;
use super::constant::Constant;

/// A JSON type, as far as unions tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` and `false`
    Boolean,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Number,
    /// Strings.
    String,
    /// Arrays.
    Array,
    /// Objects.
    Object,
}

/// What tells a value from others of its type.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Key {
    /// It has this key.
    Present(&'static str),
    /// It has this key with one of these values.
    OneOf(&'static str, &'static [Constant]),
    /// It is itself one of these values.
    Is(&'static [Constant]),
}

/// What a value must look like to be of a variant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Variant {
    /// Its JSON type.
    pub kind: Kind,
    /// What must hold of its keys, or of the value itself.
    pub keys: &'static [Key],
}

impl Variant {
    /// Any value of a JSON type.
    pub const fn of(kind: Kind) -> Self {
        Self { kind, keys: &[] }
    }

    /// A value of a JSON type for which all of these hold.
    pub const fn with(kind: Kind, keys: &'static [Key]) -> Self {
        Self { kind, keys }
    }

    /// The position of the first that a value fits. A whole number that is written as a fraction (`7.0`) is an integer only where
    /// numbers are none of them.
    pub(super) fn find(all: &[Self], value: &Buffer<'_>) -> Option<usize> {
        let kind = Kind::written(value);
        let position = |kind: Kind| all.iter().position(|variant| variant.fits_as(kind, value));
        position(kind).or_else(|| if is_whole(value) { position(Kind::Integer) } else { None })
    }

    fn fits_as(&self, kind: Kind, value: &Buffer<'_>) -> bool {
        let right_kind = self.kind == kind || (self.kind == Kind::Number && kind == Kind::Integer);
        right_kind
            && self.keys.iter().all(|key| match key {
                Key::Present(name) => value.get(name).is_some(),
                Key::Is(constants) => constants.iter().any(|constant| constant.is_buffered(value)),
                Key::OneOf(name, constants) => {
                    value.get(name).is_some_and(|found| constants.iter().any(|constant| constant.is_buffered(found)))
                }
            })
    }
}

impl Kind {
    /// Whether a value is of this type.
    #[cfg(feature = "check")]
    pub(super) fn has(self, value: &Buffer<'_>) -> bool {
        let written = Self::written(value);
        match self {
            Self::Integer => written == Self::Integer || is_whole(value),
            Self::Number => matches!(written, Self::Integer | Self::Number),
            _ => self == written,
        }
    }

    /// The type of a value as it is written: `7.0` is no integer.
    fn written(value: &Buffer<'_>) -> Self {
        match value {
            Buffer::Null => Self::Null,
            Buffer::Boolean(_) => Self::Boolean,
            Buffer::Signed(_) | Buffer::Unsigned(_) => Self::Integer,
            Buffer::Number(_) if !value.is_float() => Self::Integer,
            Buffer::Float(_) | Buffer::Number(_) => Self::Number,
            Buffer::Text(_) => Self::String,
            Buffer::Array(_) => Self::Array,
            Buffer::Object(_) => Self::Object,
        }
    }
}

/// Whether a value is a whole number, however it is written.
fn is_whole(value: &Buffer<'_>) -> bool {
    value.as_f64().is_some_and(|number| number.fract() == 0.0)
}

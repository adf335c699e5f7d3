//! What all types of this crate share: one codec for each kind of shape, written once.
//!
//! Takes and gives JSON; promises that a fault names where it stands (`$.items[3].id`), that nothing a
//! server sends causes a panic, and that reading costs no more than `serde`'s own derived code. Never uses a
//! procedural macro: the types' files hold tables and short functions, and everything generic is here. What many programs
//! have no use for (checks, sequences, multipart bodies) is `inline`, so that it is compiled for those that have.

mod buffer;
mod codec;
mod container;
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
mod dates;
mod enumeration;
mod field;
mod file;
mod finder;
pub mod json;
pub mod mask;
pub mod multipart;
mod scalar;

mod secret;
pub mod sequence;
mod structure;
mod trail;
mod union;
mod validate;

#[cfg(feature = "base64")]
mod base64;
#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "jiff")]
mod jiff;
#[cfg(feature = "pattern")]
mod pattern;
#[cfg(feature = "time")]
mod time;
#[cfg(feature = "uuid")]
mod uuid;
#[cfg(feature = "xml")]
pub mod xml;

#[cfg(feature = "base64")]
pub use self::base64::Base64;
pub use buffer::Buffer;
pub use codec::{Decode, DecodeShape, Encode, EncodeShape, Shaped, decode};
pub use enumeration::{Constant, UnknownValue};
pub use field::Field;
pub use file::File;
pub use json::{DecodeError, EncodeError};
pub use secret::{Secret, is_secret_header};
pub use structure::{Entries, Fields, Fill, Slot, Structure, slot};
pub use union::{Inferred, Key, Kind, Ordered, Tagged, Variant, no_variant};
#[cfg(feature = "check")]
pub use validate::Check;
pub use validate::{Bound, Report, Rule, Validate, Violation};

#[doc(hidden)]
pub use serde::de::{Deserializer, MapAccess};
#[doc(hidden)]
pub use serde::ser::{SerializeMap, Serializer};

#[doc(hidden)]
pub mod shapes {
    //! The entry points that the macros of this module expand to.
    pub use super::enumeration::{
        Text, TextEnumeration, decode_constant, decode_integer, encode_constant, find_integer, name_of, of_text, text,
        unknown_value,
    };
    pub use super::structure::Object;
    pub use super::union::{Attempt, decode_inferred, decode_ordered, decode_tagged, entries_tagged};
}

#[allow(unused_imports, reason = "not every API has each kind of shape")]
pub(crate) use {
    codec::{by_serde, newtypes},
    enumeration::{constant_enumerations, integer_enumerations, text_enumerations},
    structure::{serde_traits, structures},
    union::{encode_variants, inferred_unions, ordered_unions, tagged_unions, validate_variants},
    validate::without_rules,
};

//! What all types of this crate share: one codec for each kind of shape, written once.
//!
//! Takes and gives JSON; promises that a fault names where it stands (`$.items[3].id`), that nothing a
//! server sends causes a panic, and that reading costs no more than `serde`'s own derived code. Never uses a
//! procedural macro: the types' files hold tables and short functions, and everything generic is here. What many programs
//! have no use for (checks, sequences, multipart bodies) is `inline`, so that it is compiled for those that have.

mod buffer;
mod codec;
mod constant;
mod container;
mod dates;
#[doc(hidden)]
pub mod encoding;
mod entries;
mod enumeration;
mod equality;
mod field;
mod file;
mod finder;
mod foreign;
pub mod json;
mod looks;
#[doc(hidden)]
pub mod mask;
#[doc(hidden)]
pub mod multipart;
#[doc(hidden)]
pub mod reading;
mod scalar;

mod secret;
#[doc(hidden)]
pub mod sequence;
mod slot;
mod structure;
mod style;
mod trail;
mod union;
mod validate;

#[cfg(feature = "base64")]
mod base64;
mod chrono;
#[cfg(feature = "jiff")]
mod jiff;
#[cfg(feature = "pattern")]
mod pattern;
#[cfg(feature = "time")]
mod time;
#[cfg(feature = "uuid")]
mod uuid;
#[cfg(feature = "webhook")]
pub mod webhook;
#[cfg(feature = "xml")]
pub mod xml;

// What is for users; the crate's root has it too.
#[cfg(feature = "base64")]
pub use self::base64::Base64;
pub use codec::{Decode, Encode};
pub use constant::Constant;
pub use dates::OffsetTime;
pub use enumeration::{UnknownValue, Unlisted};
pub use field::Field;
pub use file::File;
pub use json::{DecodeError, EncodeError};
pub use secret::Secret;
pub use validate::{Validate, Violation};

// What generated code is made of.
#[doc(hidden)]
pub use buffer::Buffer;
#[doc(hidden)]
pub use codec::{DecodeShape, EncodeShape, Shaped, decode};
#[doc(hidden)]
pub use entries::Entries;
#[doc(hidden)]
pub use looks::{Key, Kind, Variant};
#[doc(hidden)]
pub use secret::is_secret_header;
#[doc(hidden)]
pub use serde::de::{Deserializer, MapAccess};
#[doc(hidden)]
pub use serde::ser::{SerializeMap, Serializer};
#[doc(hidden)]
pub use slot::{Fill, Only, Slot, nullable, only, slot};
#[doc(hidden)]
pub use structure::{Fields, Structure};
#[doc(hidden)]
pub use style::Style;
#[doc(hidden)]
pub use union::{Inferred, Ordered, Tagged, no_variant, other};
#[cfg(feature = "check")]
#[doc(hidden)]
pub use validate::Check;
#[doc(hidden)]
pub use validate::{Bound, Report, Rule};

#[doc(hidden)]
pub mod shapes {
    //! The entry points that the macros of this module expand to.
    pub use super::enumeration::{
        Text, TextEnumeration, decode_constant, decode_integer, find_integer, name_of, of_text, text, unknown_value,
    };
    pub use super::structure::Object;
    pub use super::union::{Attempt, decode_inferred, decode_ordered, decode_tagged, encode_tagged, entries_tagged};
}

#[allow(unused_imports, reason = "not every API has each kind of shape")]
pub(crate) use {
    codec::{newtypes, serde_traits},
    enumeration::{constant_enumerations, integer_enumerations, text_enumerations},
    foreign::by_serde,
    structure::structures,
    union::{encode_variants, inferred_unions, ordered_unions, tagged_unions, validate_variants},
    validate::without_rules,
};

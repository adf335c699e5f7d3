//! `uuid` as the type of the `uuid` crate. Read in any of its spellings; written with hyphens, in lower case.

use super::scalar::parsed;
use super::{Decode, Encode, reading};
use serde::de::Deserializer;
use serde::ser::Serializer;
use uuid::Uuid;

impl Decode for Uuid {
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        // As RFC 9562 §4 has it.
        let is_plain = |text: &str| text.len() == uuid::fmt::Hyphenated::LENGTH;
        parsed(from, "a UUID", |text| {
            let read = Self::try_parse(text).ok()?;
            (is_plain(text) || !reading::is_strict()).then_some(read)
        })
    }
}

impl Encode for Uuid {
    fn encode<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.hyphenated().encode_lower(&mut Self::encode_buffer()))
    }
}

super::without_rules!(Uuid);

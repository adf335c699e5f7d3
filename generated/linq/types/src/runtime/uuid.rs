//! `uuid` as the type of the `uuid` crate. Read in any of its spellings; written with hyphens, in lower case.

use super::scalar::parsed;
use super::{Decode, Encode};
use serde::de::Deserializer;
use serde::ser::Serializer;
use uuid::Uuid;

impl Decode for Uuid {
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        parsed(from, "a UUID", |text| Self::try_parse(text).ok())
    }
}

impl Encode for Uuid {
    fn encode<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.hyphenated().encode_lower(&mut Self::encode_buffer()))
    }
}

super::without_rules!(Uuid);

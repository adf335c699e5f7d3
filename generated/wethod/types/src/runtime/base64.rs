//! Bytes that stand in JSON as base64 (RFC 4648).
//!
//! Read in the plain and the URL-safe alphabet, padded or not, with line breaks; written plain and padded.

use super::scalar::parsed;
use super::{Decode, Encode};
use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use base64::prelude::BASE64_STANDARD;
use serde::de::Deserializer;
use serde::ser::Serializer;

/// Bytes, written as base64.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Base64(pub Vec<u8>);

const TOLERANT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const READ: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, TOLERANT);

impl Base64 {
    fn parse(text: &str) -> Option<Self> {
        let plain = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).map(|byte| match byte {
            b'-' => b'+',
            b'_' => b'/',
            other => other,
        });
        READ.decode(plain.collect::<Vec<u8>>()).ok().map(Self)
    }
}

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl Decode for Base64 {
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        parsed(from, "base64", Self::parse)
    }
}

impl Encode for Base64 {
    fn encode<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&BASE64_STANDARD.encode(&self.0))
    }
}

super::without_rules!(Base64);

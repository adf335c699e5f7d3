//! Strings that must not show up in logs.
//!
//! Takes and gives a string as any other. Promises that neither `Debug` nor the fault of reading one shows it.

use super::codec::{Decode, Encode};
use serde::de::{Deserializer, Error};
use serde::ser::Serializer;
use std::fmt;

/// A string that `Debug` does not show.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Secret(String);

impl Secret {
    /// Hides a string.
    #[inline]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The string.
    #[inline]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    #[inline]
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Secret {
    #[inline]
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Secret {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// Whether a header by that name holds a secret: the name says so, or the API's description does. Clients and servers ask here.
pub fn is_secret_header(name: &str, described: &[&str]) -> bool {
    let parts =
        ["authorization", "authentication-info", "cookie", "secret", "password", "api-key", "apikey", "credential"];
    let name = name.to_ascii_lowercase();
    name.ends_with("token")
        || parts.iter().any(|part| name.contains(part))
        || described.iter().any(|secret| secret.eq_ignore_ascii_case(&name))
}

impl Decode for Secret {
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        // What `serde` says would show the value.
        String::decode(from).map(Self).map_err(|_| D::Error::custom("a secret that is no string"))
    }
}

impl Encode for Secret {
    fn encode<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}

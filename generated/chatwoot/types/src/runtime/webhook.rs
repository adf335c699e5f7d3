//! Webhooks: whether a request comes from the API, and what it is called.
//!
//! Takes the headers and the body of a request as it came; gives nothing to be read before its signature is right. Promises to compare in constant
//! time, and that no error shows a key or a signature. Sends nothing, and knows no server: any of them has headers and a body.

use super::json::{self, DecodeError};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use http::HeaderMap;
use sha2::Sha256;
use std::error::Error as StdError;
use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How an API signs what it sends, by HMAC-SHA256.
#[derive(Debug, Clone, Copy)]
pub struct Scheme {
    /// The header with the signature.
    header: &'static str,
    layout: Layout,
    encoding: Encoding,
    /// What is signed: `{body}`, and where these are named `{timestamp}` and `{id}`.
    signed: &'static str,
    /// The header with the time of sending, unless it stands beside the signature.
    timestamp: Option<&'static str>,
    /// The header with the id of the message.
    id: Option<&'static str>,
    /// What precedes a key that is written in base64.
    key_prefix: Option<&'static str>,
    /// How far the time of sending may be from now, in seconds.
    tolerance: u64,
}

/// How signatures stand in their header.
#[derive(Debug, Clone, Copy)]
enum Layout {
    /// One, after a text.
    After(&'static str),
    /// `t=1492774577,v1=5257a8…`
    Fields,
    /// `v1,5257a8… v1,9f3c2d…`
    Listed,
}

/// How the bytes of a signature are written.
#[derive(Debug, Clone, Copy)]
enum Encoding {
    Hex,
    Base64,
}

/// Five minutes, as Standard Webhooks has it.
const TOLERANCE: u64 = 300;

impl Scheme {
    /// The signature of the body, in hexadecimal digits, in a header of this name.
    #[must_use]
    pub const fn hmac_sha256(header: &'static str) -> Self {
        Self {
            header,
            layout: Layout::After(""),
            encoding: Encoding::Hex,
            signed: "{body}",
            timestamp: None,
            id: None,
            key_prefix: None,
            tolerance: TOLERANCE,
        }
    }

    /// As [Standard Webhooks](https://www.standardwebhooks.com) 1.0 has it.
    #[must_use]
    pub const fn standard_webhooks() -> Self {
        Self {
            layout: Layout::Listed,
            encoding: Encoding::Base64,
            timestamp: Some("webhook-timestamp"),
            id: Some("webhook-id"),
            key_prefix: Some("whsec_"),
            ..Self::hmac_sha256("webhook-signature").signed("{id}.{timestamp}.{body}")
        }
    }

    /// The signature of the time of sending and the body, in a header of this name that holds both: `t=1492774577,v1=5257a8…`.
    #[must_use]
    pub const fn timestamped(header: &'static str) -> Self {
        Self { layout: Layout::Fields, ..Self::hmac_sha256(header).signed("{timestamp}.{body}") }
    }

    /// In a header of this name.
    #[must_use]
    pub const fn header(self, header: &'static str) -> Self {
        Self { header, ..self }
    }

    /// What precedes the signature in its header: `sha256=`.
    #[must_use]
    pub const fn prefix(self, prefix: &'static str) -> Self {
        Self { layout: Layout::After(prefix), ..self }
    }

    /// Written in base64.
    #[must_use]
    pub const fn base64(self) -> Self {
        Self { encoding: Encoding::Base64, ..self }
    }

    /// Of this text, in which `{timestamp}`, `{id}` and `{body}` stand for themselves.
    #[must_use]
    pub const fn signed(self, signed: &'static str) -> Self {
        Self { signed, ..self }
    }

    /// With the time of sending, in seconds since 1970, in a header of this name.
    #[must_use]
    pub const fn timestamp(self, header: &'static str) -> Self {
        Self { timestamp: Some(header), ..self }
    }

    /// With the id of the message in a header of this name.
    #[must_use]
    pub const fn id(self, header: &'static str) -> Self {
        Self { id: Some(header), ..self }
    }

    /// Sent no longer ago than this, in seconds, and no further in the future.
    #[must_use]
    pub const fn tolerance(self, seconds: u64) -> Self {
        Self { tolerance: seconds, ..self }
    }
}

/// Checks signatures with the keys that the API gave. Several are accepted while one replaces another.
#[derive(Clone)]
pub struct Verifier {
    scheme: Scheme,
    keys: Vec<Hmac<Sha256>>,
    now: Option<SystemTime>,
}

impl Verifier {
    /// With this key, as the API shows it.
    ///
    /// # Errors
    /// When the scheme has keys in base64 and this is none.
    pub fn new(scheme: Scheme, key: &str) -> Result<Self, UnfitKey> {
        Self { scheme, keys: Vec::new(), now: None }.or(key)
    }

    /// With this key as well.
    ///
    /// # Errors
    /// When the scheme has keys in base64 and this is none.
    pub fn or(mut self, key: &str) -> Result<Self, UnfitKey> {
        let decoded;
        let bytes = match self.scheme.key_prefix {
            None => key.as_bytes(),
            Some(prefix) => {
                decoded = BASE64_STANDARD.decode(key.strip_prefix(prefix).unwrap_or(key)).map_err(|_| UnfitKey)?;
                &decoded
            }
        };
        // Without a key anybody could sign.
        if bytes.is_empty() {
            return Err(UnfitKey);
        }
        self.keys.push(Hmac::<Sha256>::new_from_slice(bytes).map_err(|_| UnfitKey)?);
        Ok(self)
    }

    /// As if it were this time, for tests.
    #[must_use]
    pub fn at(self, now: SystemTime) -> Self {
        Self { now: Some(now), ..self }
    }

    /// Checks a request, whose body is as it came, to the byte.
    ///
    /// # Errors
    /// When a header is missing, the request was sent too long ago, or no signature is right.
    pub fn verify(&self, headers: &HeaderMap, body: &[u8]) -> Result<(), WebhookError> {
        let scheme = &self.scheme;
        let required = |name| header(headers, name).ok_or(WebhookError::MissingHeader(name));
        let text = required(scheme.header)?;
        let timestamp = match (scheme.layout, scheme.timestamp) {
            (Layout::Fields, _) => Some(field(text, "t").next().ok_or(WebhookError::Signature)?),
            (_, Some(name)) => Some(required(name)?),
            (_, None) => None,
        };
        if let Some(timestamp) = timestamp {
            self.check_time(timestamp)?;
        }
        let id = scheme.id.map(required).transpose()?;
        let signatures: Vec<&str> = match scheme.layout {
            Layout::After(prefix) => text.strip_prefix(prefix).into_iter().collect(),
            Layout::Fields => field(text, "v1").collect(),
            Layout::Listed => text.split(' ').filter_map(|one| one.strip_prefix("v1,")).collect(),
        };
        let is_right = signatures.iter().filter_map(|one| scheme.encoding.decode(one)).any(|signature| {
            // All keys are tried, so that the time tells nothing of which one it is.
            let tried = self.keys.iter().map(|key| {
                let mut mac = key.clone();
                for piece in pieces(scheme.signed) {
                    mac.update(match piece {
                        Piece::Body => body,
                        Piece::Timestamp => timestamp.unwrap_or_default().as_bytes(),
                        Piece::Id => id.unwrap_or_default().as_bytes(),
                        Piece::Text(text) => text.as_bytes(),
                    });
                }
                mac.verify_slice(&signature).is_ok()
            });
            tried.fold(false, |any, one| any | one)
        });
        if is_right { Ok(()) } else { Err(WebhookError::Signature) }
    }

    fn check_time(&self, text: &str) -> Result<(), WebhookError> {
        let seconds: u64 = text.trim().parse().map_err(|_| WebhookError::Time)?;
        let now = self.now.unwrap_or_else(SystemTime::now).duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
        let is_near = now.as_secs().abs_diff(seconds) <= self.scheme.tolerance;
        if is_near { Ok(()) } else { Err(WebhookError::Time) }
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier").field("scheme", &self.scheme).field("keys", &self.keys.len()).finish()
    }
}

impl Encoding {
    fn decode(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::Base64 => BASE64_STANDARD.decode(text).ok(),
            Self::Hex => {
                let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
                let pair = |pair: &[u8]| match pair {
                    [high, low] => Some(digit(high)? << 4 | digit(low)?),
                    _ => None,
                };
                text.as_bytes().chunks(2).map(pair).collect()
            }
        }
    }
}

/// A part of what is signed.
enum Piece {
    Body,
    Timestamp,
    Id,
    Text(&'static str),
}

fn pieces(signed: &'static str) -> impl Iterator<Item = Piece> {
    signed.split_inclusive('}').flat_map(|piece| {
        let (text, name) = piece.split_once('{').unwrap_or((piece, ""));
        let held = match name {
            "body}" => Some(Piece::Body),
            "timestamp}" => Some(Piece::Timestamp),
            "id}" => Some(Piece::Id),
            _ => None,
        };
        [Some(Piece::Text(text)), held].into_iter().flatten()
    })
}

/// What stands in a header as text.
#[doc(hidden)]
pub fn header<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

/// The values of a field of `t=1,v1=2`.
fn field<'t>(text: &'t str, name: &'t str) -> impl Iterator<Item = &'t str> {
    text.split(',')
        .filter_map(move |pair| pair.trim().split_once('=').filter(|(key, _)| *key == name).map(|(_, it)| it))
}

/// The text at a place of a body in JSON.
#[doc(hidden)]
#[inline]
pub fn text_at(body: &[u8], keys: &[&str]) -> Option<String> {
    let value: serde_json::Value = json::decode(body).ok()?;
    let found = keys.iter().try_fold(&value, |at, key| at.get(key))?;
    found.as_str().map(str::to_owned)
}

/// A key that is not written as the scheme has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnfitKey;

impl fmt::Display for UnfitKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the key of webhooks is not written as the scheme has it")
    }
}

impl StdError for UnfitKey {}

/// Why a request is none that the API has sent, or cannot be read.
#[derive(Debug)]
#[non_exhaustive]
pub enum WebhookError {
    /// It does not have this header.
    MissingHeader(&'static str),
    /// No signature is right.
    Signature,
    /// It was sent too long ago, or will be, or does not say when.
    Time,
    /// Its signature is right, and its body is not what is documented.
    Body(DecodeError),
}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingHeader(name) => write!(f, "the request has no header `{name}`"),
            Self::Signature => f.write_str("no signature of the request is right"),
            Self::Time => f.write_str("the request was not sent just now"),
            Self::Body(fault) => write!(f, "the body of the request cannot be read: {fault}"),
        }
    }
}

impl StdError for WebhookError {}

impl From<DecodeError> for WebhookError {
    fn from(fault: DecodeError) -> Self {
        Self::Body(fault)
    }
}

//! What a server answered.

use super::excerpt::{Excerpt, Hidden};
use super::multipart::{self, ResponsePart};
use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use std::fmt;
use std::str::Utf8Error;
use types::runtime::multipart::Malformed;
use types::runtime::reading::Mode;
use types::runtime::{Decode, DecodeError, json};

/// A status, headers and a typed body.
#[derive(Debug, Clone, PartialEq)]
pub struct Response<T> {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: T,
    /// Optional fields of the body that did not fit and were read as absent: where each stands, and what was wrong. Only where the client is
    /// built with `lenient`.
    pub passed_over: Vec<DecodeError>,
}

/// A status, headers and the body as it came.
///
/// `Debug` and the messages of errors show no header that holds a secret, and of the body its structure alone where the API has types
/// that hold secrets.
#[derive(Clone, PartialEq)]
pub struct RawResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// What is secret in it.
    pub(super) hidden: Hidden,
    /// How strictly it is read.
    pub(super) mode: Mode,
    /// How often the request was sent.
    pub(super) attempts: u32,
}

impl RawResponse {
    /// A response made without a server, for tests.
    pub fn new(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        Self { status, headers, body: body.into(), hidden: Hidden::VALUES, mode: Mode::Tolerant, attempts: 1 }
    }

    /// What a message shows of the body: its beginning, or its structure alone where the API has types that hold secrets.
    pub(super) fn excerpt(&self) -> Excerpt<'_> {
        Excerpt { body: &self.body, hidden: self.hidden }
    }

    /// Reads the body as JSON, whatever the status is.
    ///
    /// # Errors
    /// When the body is not JSON of that type.
    pub fn decode<T: Decode>(&self) -> Result<T, DecodeError> {
        json::decode(&self.body)
    }

    /// What `read` makes of the body, and what of it was passed over.
    pub(super) fn read<T>(&self, read: impl FnOnce(&Self) -> T) -> (T, Vec<DecodeError>) {
        match self.mode {
            Mode::Lenient => json::leniently(|| read(self)),
            Mode::Tolerant | Mode::Strict | Mode::Exact => (read(self), Vec::new()),
        }
    }

    /// Gives the typed body the status and headers of this response.
    pub(super) fn with_body<T>(self, body: T, passed_over: Vec<DecodeError>) -> Response<T> {
        Response { status: self.status, headers: self.headers, body, passed_over }
    }
}

/// What [`super::Operation::read`] is made of.
impl RawResponse {
    /// The body as JSON.
    pub(crate) fn json<T: Decode>(&self) -> Result<T, Unread> {
        Ok(json::decode(&self.body)?)
    }

    /// The body as another encoding that `decode` reads.
    pub(crate) fn decoded<T>(&self, decode: impl FnOnce(&[u8]) -> Result<T, DecodeError>) -> Result<T, Unread> {
        Ok(decode(&self.body)?)
    }

    /// The body as XML, which `decode` reads, where it is said to be that; else as JSON.
    pub(crate) fn json_or_xml<T: Decode>(
        &self,
        decode: impl FnOnce(&[u8]) -> Result<T, DecodeError>,
    ) -> Result<T, Unread> {
        if self.is_xml() { self.decoded(decode) } else { self.json() }
    }

    fn is_xml(&self) -> bool {
        let given = self.essence();
        given.ends_with("/xml") || given.ends_with("+xml")
    }

    /// The media type without its parameters.
    fn essence(&self) -> String {
        essence(self.content_type())
    }

    /// The body as text, or as a secret.
    pub(crate) fn text<T: From<String>>(&self) -> Result<T, Unread> {
        std::str::from_utf8(&self.body).map(|text| text.to_owned().into()).map_err(Unread::Text)
    }

    /// The body as bytes.
    pub(crate) fn bytes(&self) -> Result<Bytes, Unread> {
        Ok(self.body.clone())
    }

    /// The parts of the body.
    pub(crate) fn parts(&self) -> Result<Vec<ResponsePart>, Unread> {
        multipart::read(self.content_type(), &self.body).map_err(Unread::Parts)
    }

    fn content_type(&self) -> &str {
        self.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    /// Whether the body has that media type or is in that range; parameters are ignored.
    pub(crate) fn is(&self, media_type: &str) -> bool {
        let (given, wanted) = (self.essence(), essence(media_type));
        match wanted.strip_suffix('*') {
            Some("*/") => true,
            Some(range) => given.starts_with(range),
            None => given == wanted,
        }
    }

    /// Whether the body may be of that media type, where it is read in no other: it is, or says nothing of what it is.
    pub(crate) fn may_be(&self, media_type: &str) -> bool {
        let given = self.essence();
        let vague = matches!(given.as_str(), "" | "text/plain" | "application/octet-stream");
        // The names of JSON lines are many, and some servers use that of JSON.
        vague || self.is(media_type) || (given.contains("json") && essence(media_type).contains("json"))
    }
}

/// How often a call was tried; among the extensions of its response.
#[derive(Debug, Clone, Copy)]
pub(super) struct Attempts(pub u32);

/// Why a response could not be read.
#[derive(Debug)]
pub enum Unread {
    /// The documentation does not name its status.
    Undocumented,
    /// Its body is not the JSON or XML that is documented.
    Json(DecodeError),
    /// Its body is not text.
    Text(Utf8Error),
    /// Its body is in a media type that is not documented.
    MediaType,
    /// Its body is not in parts.
    Parts(Malformed),
}

impl From<DecodeError> for Unread {
    fn from(error: DecodeError) -> Self {
        Self::Json(error)
    }
}

/// A media type without its parameters. The two of XML are one (RFC 7303 §9.2).
fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    if essence == "text/xml" { "application/xml".to_owned() } else { essence }
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body", &self.excerpt())
            .finish()
    }
}

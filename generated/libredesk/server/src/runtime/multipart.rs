//! Parts of multipart bodies (RFC 2046 §5.1, RFC 7578).
//!
//! Takes a body and its content type; gives its parts, which borrow from the body. Never panics on half a body.

use std::collections::BTreeMap;
use std::fmt;

use axum::body::Bytes;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use types::runtime::multipart::{self, Malformed, Section};

/// One part of a multipart body. `Debug` does not show what it holds, which may be secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Part {
    /// The field it is the value of; empty where it has no name.
    pub name: String,
    /// The name of the file it was read from.
    pub file_name: Option<String>,
    /// Its media type.
    pub content_type: Option<String>,
    /// Its other headers.
    pub headers: HeaderMap,
    /// Its content.
    pub bytes: Bytes,
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part")
            .field("name", &self.name)
            .field("file_name", &self.file_name)
            .field("content_type", &self.content_type)
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

/// Headers of parts, by the name of the part: where a part has more than a name and a media type, the extensions of the
/// [`RequestContext`](super::RequestContext) hold these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartHeaders(pub BTreeMap<String, HeaderMap>);

impl PartHeaders {
    /// Those of these parts, if there are any; of several parts with one name, of the first.
    pub(super) fn of(parts: &[Part]) -> Option<Self> {
        let mut all = BTreeMap::new();
        for part in parts.iter().filter(|part| !part.headers.is_empty()) {
            all.entry(part.name.clone()).or_insert_with(|| part.headers.clone());
        }
        (!all.is_empty()).then_some(Self(all))
    }
}

/// The parts of a body.
pub(super) fn parts(content_type: &str, body: &Bytes) -> Result<Vec<Part>, Malformed> {
    let sections = multipart::sections(content_type, body)?;
    Ok(sections.iter().map(|section| part(section, body)).collect())
}

fn part(section: &Section<'_>, body: &Bytes) -> Part {
    let header = |(name, value): &(&str, &str)| {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        let other = name != CONTENT_DISPOSITION && name != CONTENT_TYPE;
        Some((name, HeaderValue::from_bytes(value.as_bytes()).ok()?)).filter(|_| other)
    };
    Part {
        name: section.name().unwrap_or_default(),
        file_name: section.file_name(),
        content_type: section.content_type().map(str::to_owned),
        headers: section.headers.iter().filter_map(header).collect(),
        bytes: body.slice(section.content.clone()),
    }
}

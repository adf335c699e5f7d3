//! Multipart bodies (RFC 2046 §5.1, RFC 7578): parts to send, and parts of responses.
//!
//! Takes parts; gives a body and its content type. Promises a boundary that nobody can foresee and that occurs in none of the parts that
//! are held in memory, that no name ends its header, and that the size of the whole is known where that of each part is.

use super::body::Body;
use super::fault::RequestError;
use super::header::header_of;
use super::random::random;
use bytes::Bytes;
use http::{HeaderMap, header};
use std::fmt;
use types::runtime::multipart::{self, Malformed};
use types::runtime::{Decode, DecodeError, json};

/// A part to send: [`Call::with_part`](super::Call::with_part) puts it into a multipart body, so that a file need not be held in memory.
#[derive(Debug, Clone)]
pub struct Part {
    pub(super) name: String,
    file_name: Option<String>,
    content_type: Option<String>,
    headers: Vec<(String, String)>,
    body: Body,
}

impl Part {
    /// The value of a field.
    #[inline]
    pub fn new(name: impl Into<String>, body: impl Into<Body>) -> Self {
        Self { name: name.into(), file_name: None, content_type: None, headers: Vec::new(), body: body.into() }
    }

    /// The name of the file that the part is.
    #[must_use]
    #[inline]
    pub fn file_name(self, file_name: impl Into<String>) -> Self {
        Self { file_name: Some(file_name.into()), ..self }
    }

    /// Its media type.
    #[must_use]
    #[inline]
    pub fn content_type(self, content_type: impl Into<String>) -> Self {
        Self { content_type: Some(content_type.into()), ..self }
    }

    /// Another header of the part.
    #[must_use]
    #[inline]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Its headers, with the line breaks that end them.
    #[inline]
    fn head(&self) -> Result<String, RequestError> {
        let mut head = String::new();
        let mut line = |name: &str, value: &str| {
            let refused = || RequestError::Header { name: name.to_owned() };
            header_of(name, value).ok_or_else(refused)?;
            head.extend([name, ": ", value, "\r\n"]);
            Ok(())
        };
        let file_name = self.file_name.as_deref().map(|name| format!("; filename=\"{}\"", multipart::escaped(name)));
        let file_name = file_name.as_deref().unwrap_or("");
        if !self.name.is_empty() {
            let name = multipart::escaped(&self.name);
            line("Content-Disposition", &format!("form-data; name=\"{name}\"{file_name}"))?;
        } else if !file_name.is_empty() {
            line("Content-Disposition", &format!("attachment{file_name}"))?;
        }
        if let Some(content_type) = &self.content_type {
            line("Content-Type", content_type)?;
        }
        let is_written = |name: &str| {
            [header::CONTENT_DISPOSITION, header::CONTENT_TYPE]
                .iter()
                .any(|held| name.eq_ignore_ascii_case(held.as_str()))
        };
        for (name, value) in self.headers.iter().filter(|(name, _)| !is_written(name)) {
            line(name, value)?;
        }
        head.push_str("\r\n");
        Ok(head)
    }
}

/// A multipart body that is being put together.
#[derive(Clone)]
pub(super) struct Multipart {
    pub media_type: &'static str,
    pub parts: Vec<Part>,
    /// Parts that take the place of those with the same names.
    pub given: Vec<Part>,
}

impl Multipart {
    /// Whether all of it can be sent again.
    #[inline]
    pub fn is_whole(&self) -> bool {
        self.parts.iter().chain(&self.given).all(|part| part.body.is_ready())
    }

    /// The content type with its boundary, and the body.
    #[inline]
    pub fn finish(self) -> Result<(String, Body), RequestError> {
        let Self { media_type, mut parts, given } = self;
        let replaced = |part: &Part| given.iter().any(|given| given.name == part.name);
        let at = parts.iter().position(replaced).unwrap_or(parts.len());
        parts.retain(|part| !replaced(part));
        parts.splice(at..at, given);
        write(media_type, parts)
    }
}

/// The content type with its boundary, and the body.
#[inline]
pub(super) fn write(media_type: &str, parts: Vec<Part>) -> Result<(String, Body), RequestError> {
    let heads: Result<Vec<String>, RequestError> = parts.iter().map(Part::head).collect();
    let heads = heads?;
    let boundary = boundary(&heads, &parts);
    // RFC 2387 demands the type of the first part.
    let root = match parts.first().and_then(|part| part.content_type.as_deref()) {
        Some(root) if media_type.starts_with("multipart/related") && !root.contains('"') => {
            format!("; type=\"{root}\"")
        }
        Some(_) | None => String::new(),
    };
    let mut bodies = Vec::with_capacity(parts.len() * 2 + 1);
    let mut before = "";
    for (head, part) in heads.into_iter().zip(parts) {
        bodies.push(Body::from(format!("{before}--{boundary}\r\n{head}")));
        bodies.push(part.body);
        before = "\r\n";
    }
    bodies.push(Body::from(format!("{before}--{boundary}--\r\n")));
    Ok((format!("{media_type}; boundary={boundary}{root}"), Body::chain(bodies)))
}

/// A boundary of 128 bits made of this process's random state, until one does not occur.
#[inline]
fn boundary(heads: &[String], parts: &[Part]) -> String {
    let wholes = || heads.iter().map(String::as_bytes).chain(parts.iter().filter_map(|part| part.body.whole()));
    loop {
        let boundary = format!("{:016x}{:016x}", random(), random());
        if wholes().all(|bytes| multipart::find(bytes, boundary.as_bytes()).is_none()) {
            return boundary;
        }
    }
}

/// A part of a response. `Debug` does not show what it holds, which may be secret.
#[derive(Clone, PartialEq)]
pub struct ResponsePart {
    /// The field that it is the value of, where it has one.
    pub name: Option<String>,
    /// The name of the file that it is.
    pub file_name: Option<String>,
    /// Its headers.
    pub headers: HeaderMap,
    /// What it holds.
    pub body: Bytes,
}

impl fmt::Debug for ResponsePart {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponsePart")
            .field("name", &self.name)
            .field("file_name", &self.file_name)
            .field("content_type", &self.content_type())
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

impl ResponsePart {
    /// Its media type.
    #[inline]
    pub fn content_type(&self) -> Option<&str> {
        self.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok())
    }

    /// Reads the part as JSON.
    ///
    /// # Errors
    /// When it is not JSON of that type.
    pub fn decode<T: Decode>(&self) -> Result<T, DecodeError> {
        json::decode(&self.body)
    }
}

/// The parts of a response.
#[inline]
pub(super) fn read(content_type: &str, body: &Bytes) -> Result<Vec<ResponsePart>, Malformed> {
    let sections = multipart::sections(content_type, body)?;
    let part = |section: &multipart::Section<'_>| ResponsePart {
        name: section.name(),
        file_name: section.file_name(),
        headers: section.headers.iter().filter_map(|(name, value)| header_of(name, value)).collect(),
        body: body.slice(section.content.clone()),
    };
    Ok(sections.iter().map(part).collect())
}

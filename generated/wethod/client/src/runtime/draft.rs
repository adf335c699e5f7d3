//! A request while it is being written.
//!
//! Takes parameters and bodies as an operation's setters give them; gives, once, a [`Request`]. Promises that a path
//! parameter stays within its segment, and that the last value of a parameter counts. The first fault is kept until then.
//! Never adds a credential.

use super::base_url;
use super::body::Body;
use super::encoding::{self, Encoding};
use super::fault::RequestError;
use super::header::header_of;
use super::items::{Items, Text};
use super::multipart::{Multipart, Part};
use super::percent;
use super::redirect::Redirects;
use super::route::Route;
use super::shared::{Core, Draft};
use super::style::{self, Format, Misfit};
use super::uri;
use super::value::{NoValue, Value};
use http::{HeaderMap, HeaderValue, Method, Uri, header};
use serde::ser::{Error as _, Serializer};
use std::sync::Arc;
use types::runtime::sequence::{COMMENT, Framing, ToEvent};
use types::runtime::{Encode, EncodeError, json};

/// A request that is complete except for credentials.
pub(super) struct Request {
    pub method: Method,
    /// Absolute, without a query.
    pub url: String,
    /// Pairs, escaped and joined by `&`.
    pub query: String,
    /// Pairs, joined by `; `.
    pub cookies: String,
    pub headers: HeaderMap,
    pub body: Body,
}

impl Draft {
    pub(super) fn new(core: &Arc<Core>, route: &'static Route) -> Self {
        Self {
            core: Arc::clone(core),
            route,
            timeout: core.timeout,
            retry: core.retry.clone(),
            redirects: Redirects::Undocumented,
            url: None,
            place: None,
            path: Vec::new(),
            query: Vec::new(),
            pairs: core.query.clone(),
            cookies: Vec::new(),
            headers: core.headers.clone(),
            body: Body::default(),
            parts: None,
            fault: None,
        }
    }

    /// A request to whoever waits at `url`, which is no server of the API: without the headers and pairs that the client sends to those.
    pub(super) fn to_receiver(core: &Arc<Core>, route: &'static Route, url: &str) -> Self {
        let mut draft = Self::new(core, route);
        let user_agent = draft.headers.remove(header::USER_AGENT).map(|value| (header::USER_AGENT, value));
        draft.headers = HeaderMap::from_iter(user_agent);
        draft.pairs = Vec::new();
        draft.url = Some(url.to_owned());
        draft
    }

    /// Sends to another base URL.
    pub(super) fn set_base_url(&mut self, url: &str) {
        self.url = Some(url.to_owned());
    }

    /// Writes a path parameter.
    pub fn path<T: Encode + ?Sized>(&mut self, name: &'static str, format: Format, value: &T) {
        self.write_path(name, format, Value::of(value));
    }

    /// Writes a path parameter whose value may be empty, as the API has a resource there.
    pub fn path_or_empty<T: Encode + ?Sized>(&mut self, name: &'static str, format: Format, value: &T) {
        match Value::of(value) {
            Ok(Value::Scalar(text)) if text.is_empty() => replace(&mut self.path, name, text),
            value => self.write_path(name, format, value),
        }
    }

    /// Writes a query parameter.
    pub fn query<T: Encode + ?Sized>(&mut self, name: &'static str, format: Format, value: &T) {
        self.write_query(name, format, Value::of(value));
    }

    /// Writes the whole query: an object as a form, a text as it is.
    pub fn query_string<T: Encode + ?Sized>(&mut self, name: &'static str, value: &T) {
        let value = Value::of(value).map_err(|reason| RequestError::Value { parameter: name.to_owned(), reason });
        match value.and_then(|value| encoding::query_string(&value)) {
            Ok(text) => replace(&mut self.query, name, text),
            Err(fault) => self.fail(fault),
        }
    }

    /// Writes a header.
    pub fn header<T: Encode + ?Sized>(&mut self, name: &'static str, format: Format, value: &T) {
        self.write_header(name, format, Value::of(value));
    }

    /// Writes a cookie.
    pub fn cookie<T: Encode + ?Sized>(&mut self, name: &'static str, format: Format, value: &T) {
        self.write_cookie(name, format, Value::of(value));
    }

    /// Sends a value as JSON.
    pub fn json<T: Encode + ?Sized>(&mut self, media_type: &'static str, value: &T) {
        match json::encode(value) {
            Ok(bytes) => self.body(media_type, bytes),
            Err(error) => self.fail(RequestError::Body { reason: error.to_string() }),
        }
    }

    /// Sends what another encoding made of a value.
    pub fn encoded(&mut self, media_type: &'static str, text: Result<Vec<u8>, EncodeError>) {
        match text {
            Ok(text) => self.body(media_type, text),
            Err(error) => self.fail(RequestError::Body { reason: error.to_string() }),
        }
    }

    /// Sends an object as a form, encoded as OpenAPI's defaults have it.
    pub fn form<T: Encode + ?Sized>(&mut self, media_type: &'static str, value: &T) {
        self.form_with(media_type, &[], value);
    }

    /// Sends an object as a form.
    pub fn form_with<T: Encode + ?Sized>(&mut self, media_type: &'static str, table: &[Encoding], value: &T) {
        match form(value, table) {
            Ok(text) => self.body(media_type, text),
            Err(fault) => self.fail(fault),
        }
    }

    /// Sends an object or a list in parts, encoded as OpenAPI's defaults have it.
    pub fn multipart<T: Encode + ?Sized>(&mut self, media_type: &'static str, value: &T) {
        self.multipart_with(media_type, &[], value);
    }

    /// Sends an object or a list in parts.
    pub fn multipart_with<T: Encode + ?Sized>(&mut self, media_type: &'static str, table: &[Encoding], value: &T) {
        match valued(value).and_then(|value| encoding::parts(&value, table)) {
            Ok(parts) => {
                let given = self.parts.take().map(|parts| parts.given).unwrap_or_default();
                self.parts = Some(Multipart { media_type, parts, given });
            }
            Err(fault) => self.fail(fault),
        }
    }

    /// Sends items as JSON, each on a line or after a record separator.
    pub fn lines<T: Encode + 'static>(&mut self, media_type: &'static str, items: impl Into<Items<T>>) {
        let text = match Framing::of(media_type) {
            Framing::Lines => items.into().text(|item, to| Framing::Lines.write(item, to), None),
            Framing::Separated => items.into().text(|item, to| Framing::Separated.write(item, to), None),
        };
        self.items(media_type, text);
    }

    /// Sends items as events.
    pub fn events<E: ToEvent + 'static>(&mut self, media_type: &'static str, items: impl Into<Items<E>>) {
        self.items(
            media_type,
            items.into().text(|item, to| item.to_event().map(|event| event.write(to)), Some(COMMENT)),
        );
    }

    fn items<T: 'static>(&mut self, media_type: &'static str, text: Result<Text<T>, EncodeError>) {
        match text {
            Ok(text) => self.body(media_type, Body::items(text)),
            Err(error) => self.fail(RequestError::Body { reason: error.to_string() }),
        }
    }

    /// Sends a part in place of those of its name.
    pub(super) fn part(&mut self, media_type: &'static str, part: Part) {
        if !self.body.is_empty() {
            self.fail(RequestError::Body { reason: "it is not in parts".to_owned() });
        }
        let parts = self.parts.get_or_insert_with(|| Multipart { media_type, parts: Vec::new(), given: Vec::new() });
        parts.given.push(part);
    }

    /// Sends a body as it is.
    pub fn body(&mut self, media_type: &'static str, body: impl Into<Body>) {
        self.body = body.into();
        self.parts = None;
        self.set_header(header::CONTENT_TYPE.as_str(), media_type);
    }

    pub(super) fn set_header(&mut self, name: &str, value: &str) {
        match header_of(name, value) {
            Some((name, value)) => {
                self.headers.insert(name, value);
            }
            None => self.fail(RequestError::Header { name: name.to_owned() }),
        }
    }

    /// Sends another pair in the query.
    pub(super) fn pair(&mut self, name: &str, value: &str) {
        self.pairs.push(percent::pair(name, value));
    }

    /// Sends a parameter of the query as a text.
    #[inline]
    pub(super) fn set_query(&mut self, name: &'static str, text: &str) {
        replace(&mut self.query, name, percent::pair(name, text));
    }

    /// The text of a parameter of the query, as it is sent.
    #[inline]
    pub(super) fn query_value(&self, name: &str) -> Option<&str> {
        let (_, pair) = self.query.iter().find(|(held, _)| *held == name)?;
        pair.split_once('=').map(|(_, value)| value)
    }

    /// Asks for another place of the same origin, which a response of this request has named; see [`Self::beside`].
    #[inline]
    pub(super) fn go_to(&mut self, url: &str) -> Result<(), RequestError> {
        self.place = Some(self.beside(url)?);
        Ok(())
    }

    /// The URL that a response of this request refers to.
    #[inline]
    pub(super) fn beside(&self, reference: &str) -> Result<String, RequestError> {
        let fault = |reason: &str| RequestError::Url { reason: format!("what the response refers to {reason}") };
        let base: Uri = self.clone().finish()?.url.parse().map_err(|_| fault("is beside no URL"))?;
        let url = uri::resolve(&base, reference).ok_or_else(|| fault("has none"))?;
        if !uri::same_origin(&base, &url) {
            return Err(fault("is on another host, which is not for the client's credentials"));
        }
        Ok(url.to_string())
    }

    /// Sends the header that tells tries of this request from requests, if the operation documents one; with what `make` gives, unless it has
    /// a value already. Whether there is one.
    pub(super) fn with_key(&mut self, make: impl FnOnce() -> String) -> bool {
        let Some(name) = self.route.idempotency_key else { return false };
        if !self.headers.contains_key(name) {
            self.set_header(name, &make());
        }
        true
    }

    /// Whether all of it can be sent from its beginning.
    pub(super) fn is_whole(&self) -> bool {
        self.body.is_ready() && self.parts.as_ref().is_none_or(Multipart::is_whole)
    }

    fn write_path(&mut self, name: &'static str, format: Format, value: Result<Value, NoValue>) {
        let written = checked(name, value, |value| style::path(name, value, format));
        match written {
            Ok(text) if text.is_empty() => self.fail(RequestError::EmptySegment { parameter: name.to_owned() }),
            Ok(text) => replace(&mut self.path, name, text),
            Err(fault) => self.fail(fault),
        }
    }

    fn write_query(&mut self, name: &'static str, format: Format, value: Result<Value, NoValue>) {
        match checked(name, value, |value| style::query(name, value, format)) {
            Ok(text) => replace(&mut self.query, name, text),
            Err(fault) => self.fail(fault),
        }
    }

    fn write_header(&mut self, name: &'static str, format: Format, value: Result<Value, NoValue>) {
        match checked(name, value, |value| Ok((*value != Value::Null).then_some(style::header(value, format)?))) {
            Ok(Some(text)) => self.set_header(name, &text),
            Ok(None) => {}
            Err(fault) => self.fail(fault),
        }
    }

    fn write_cookie(&mut self, name: &'static str, format: Format, value: Result<Value, NoValue>) {
        match checked(name, value, |value| style::cookie(name, value, format)) {
            Ok(Some(text)) => replace(&mut self.cookies, name, text),
            Ok(None) => self.fail(RequestError::Cookie { name: name.to_owned() }),
            Err(fault) => self.fail(fault),
        }
    }

    pub(super) fn fail(&mut self, fault: RequestError) {
        self.fault.get_or_insert(fault);
    }

    /// The request, or the first fault made on the way to it.
    pub(super) fn finish(self) -> Result<Request, RequestError> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        let method = Method::from_bytes(self.route.method.as_bytes())
            .map_err(|error| RequestError::Url { reason: error.to_string() })?;
        let (mut headers, mut body) = (self.headers, self.body);
        if let Some(parts) = self.parts {
            let (content_type, parts) = parts.finish()?;
            let name = header::CONTENT_TYPE;
            let value = HeaderValue::try_from(content_type)
                .map_err(|_| RequestError::Header { name: name.as_str().to_owned() })?;
            headers.insert(name, value);
            body = parts;
        }
        headers.entry(header::ACCEPT).or_insert(HeaderValue::from_static(self.route.accept));
        if let Some(place) = &self.place {
            let (url, query) = base_url::receiver(place)?;
            let cookies = joined(texts(&self.cookies), "; ");
            return Ok(Request { method, url, query, cookies, headers, body });
        }
        let (mut url, mut query) = match &self.url {
            Some(url) => base_url::receiver(url)?,
            None => (self.core.base_url(self.route), String::new()),
        };
        if !self.route.path.is_empty() {
            url.truncate(url.trim_end_matches('/').len());
        }
        expand(&mut url, self.route.path, &self.path)?;
        let cookies = joined(texts(&self.cookies), "; ");
        let pairs = self.pairs.iter().map(String::as_str);
        let own = joined(std::iter::once(self.route.query).chain(texts(&self.query)).chain(pairs), "&");
        if !query.is_empty() && !own.is_empty() {
            query.push('&');
        }
        query.push_str(&own);
        Ok(Request { method, url, query, cookies, headers, body })
    }
}

/// A value that is sent as JSON in a parameter.
pub struct JsonText<'a, T: ?Sized>(pub &'a T);

impl<T: Encode + ?Sized> Encode for JsonText<'_, T> {
    fn encode<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let text = json::encode(self.0).map_err(S::Error::custom)?;
        to.serialize_str(std::str::from_utf8(&text).map_err(S::Error::custom)?)
    }
}

fn form<T: Encode + ?Sized>(value: &T, table: &[Encoding]) -> Result<String, RequestError> {
    encoding::form(&valued(value)?, table)
}

fn valued<T: Encode + ?Sized>(value: &T) -> Result<Value, RequestError> {
    Value::of(value).map_err(|reason| RequestError::Body { reason: reason.to_string() })
}

fn checked<T>(
    name: &str,
    value: Result<Value, NoValue>,
    write: impl FnOnce(&Value) -> Result<T, Misfit>,
) -> Result<T, RequestError> {
    let value = value.map_err(|reason| RequestError::Value { parameter: name.to_owned(), reason })?;
    write(&value).map_err(|Misfit| RequestError::Nested { parameter: name.to_owned() })
}

fn replace(list: &mut Vec<(&'static str, String)>, name: &'static str, text: String) {
    match list.iter_mut().find(|(held, _)| *held == name) {
        Some((_, held)) => *held = text,
        None => list.push((name, text)),
    }
}

fn texts<'a>(list: &'a [(&'static str, String)]) -> impl Iterator<Item = &'a str> {
    list.iter().map(|(_, text)| text.as_str())
}

fn joined<'a>(texts: impl Iterator<Item = &'a str>, separator: &str) -> String {
    let texts: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
    texts.join(separator)
}

/// Appends a path template with its parameters in place of their names.
fn expand(url: &mut String, template: &str, parameters: &[(&str, String)]) -> Result<(), RequestError> {
    let start = url.len();
    let mut rest = template;
    while let Some((literal, after)) = rest.split_once('{') {
        url.push_str(literal);
        let Some((name, after)) = after.split_once('}') else { break };
        let value = parameters.iter().find(|(held, _)| *held == name);
        let (_, text) = value.ok_or_else(|| RequestError::EmptySegment { parameter: name.to_owned() })?;
        url.push_str(text);
        rest = after;
    }
    url.push_str(rest);
    // The finished path is looked at: a segment may be made of several parameters and of what stands around them.
    let path = url.get(start..).unwrap_or("");
    let path = path.split('?').next().unwrap_or("");
    if percent::has_dot_segment(path) { Err(RequestError::DotSegment) } else { Ok(()) }
}

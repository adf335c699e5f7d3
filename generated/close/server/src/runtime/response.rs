//! Responses: a status, headers and a body, from what a handler gave.
//!
//! Takes typed values; gives a response. What cannot be written (a number that is not finite, a header with a line break) becomes
//! a 500 instead of half a response.

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use serde_json::Value;
use types::runtime::sequence::{COMMENT, Framing, ToEvent};
use types::runtime::{Encode, EncodeError, json};

use super::items::{Items, Text};
use super::problem::Problem;

/// A response in the making.
#[derive(Debug)]
pub struct ResponseDraft(Response);

impl<T: Send + 'static> From<Text<T>> for Body {
    fn from(text: Text<T>) -> Self {
        match text {
            Text::Whole(text) => text.into(),
            Text::Stream(written) => Self::from_stream(written),
        }
    }
}

impl ResponseDraft {
    /// No body.
    pub fn empty(status: impl IntoStatus) -> Self {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = status.into_status();
        Self(response)
    }

    /// A body in JSON.
    pub fn json<T: Encode + ?Sized>(status: impl IntoStatus, media_type: &str, body: &T) -> Self {
        match json::encode(body) {
            Ok(text) => Self::body(status, media_type, text),
            Err(fault) => Self::unwritable(&fault.to_string()),
        }
    }

    /// A body in another encoding.
    pub fn encoded(status: impl IntoStatus, media_type: &str, text: Result<Vec<u8>, EncodeError>) -> Self {
        match text {
            Ok(text) => Self::body(status, media_type, text),
            Err(fault) => Self::unwritable(&fault.to_string()),
        }
    }

    /// A body in text.
    pub fn text<T: Encode + ?Sized>(status: impl IntoStatus, media_type: &str, body: &T) -> Self {
        match json::to_value(body) {
            Ok(value) => Self::body(status, media_type, plain(&value)),
            Err(fault) => Self::unwritable(&fault.to_string()),
        }
    }

    /// Items as JSON, each on a line or after a record separator.
    pub fn lines<T: Encode + Send + 'static>(status: impl IntoStatus, media_type: &str, items: Items<T>) -> Self {
        let text = match Framing::of(media_type) {
            Framing::Lines => items.text(|item, to| Framing::Lines.write(item, to), None),
            Framing::Separated => items.text(|item, to| Framing::Separated.write(item, to), None),
        };
        match text {
            Ok(text) => Self::body(status, media_type, text),
            Err(fault) => Self::unwritable(&fault.to_string()),
        }
    }

    /// Items as events.
    pub fn events<E: ToEvent + Send + 'static>(status: impl IntoStatus, media_type: &str, items: Items<E>) -> Self {
        match items.text(|item, to| item.to_event().map(|event| event.write(to)), Some(COMMENT)) {
            Ok(text) => Self::body(status, media_type, text).header(CACHE_CONTROL.as_str(), "no-cache"),
            Err(fault) => Self::unwritable(&fault.to_string()),
        }
    }

    /// A body as it is.
    pub fn body(status: impl IntoStatus, media_type: &str, body: impl Into<Body>) -> Self {
        let mut response = Self::empty(status);
        // These have no body (RFC 9110 §15.3.5, §15.3.6, §15.4.5), whatever the document says.
        let bodiless = [StatusCode::NO_CONTENT, StatusCode::RESET_CONTENT, StatusCode::NOT_MODIFIED];
        if !bodiless.contains(&response.0.status()) {
            *response.0.body_mut() = body.into();
            response.set(CONTENT_TYPE.as_str(), media_type);
        }
        response
    }

    /// With a header.
    #[must_use]
    pub fn header<T: Encode + ?Sized>(mut self, name: &str, value: &T) -> Self {
        match json::to_value(value) {
            Ok(Value::Null) => {}
            Ok(value) => self.set(name, &plain(&value)),
            Err(fault) => self = Self::unwritable(&fault.to_string()),
        }
        self
    }

    /// With a header whose object is written `key=value,key=value`.
    #[must_use]
    pub fn exploded_header<T: Encode + ?Sized>(mut self, name: &str, value: &T) -> Self {
        match json::to_value(value) {
            Ok(Value::Object(entries)) => {
                let entries = entries.iter().map(|(key, value)| format!("{key}={}", plain(value)));
                self.set(name, &entries.collect::<Vec<_>>().join(","));
                self
            }
            Ok(_) | Err(_) => self.header(name, value),
        }
    }

    /// With a header in JSON.
    #[must_use]
    pub fn json_header<T: Encode + ?Sized>(mut self, name: &str, value: &T) -> Self {
        match json::to_value(value) {
            Ok(Value::Null) => {}
            Ok(value) => self.set(name, &value.to_string()),
            Err(fault) => self = Self::unwritable(&fault.to_string()),
        }
        self
    }

    fn set(&mut self, name: &str, value: &str) {
        match (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
            (Ok(name), Ok(value)) => {
                self.0.headers_mut().insert(name, value);
            }
            (Err(_), _) | (_, Err(_)) => {
                *self = Self::unwritable(&format!("`{name}` is not a header that can be sent"))
            }
        }
    }

    fn unwritable(detail: &str) -> Self {
        let detail = format!("the response cannot be written: {detail}");
        Self(Problem::new(StatusCode::INTERNAL_SERVER_ERROR, detail).into())
    }
}

impl From<ResponseDraft> for Response {
    fn from(response: ResponseDraft) -> Self {
        response.0
    }
}

/// What a response's status is made from.
pub trait IntoStatus {
    /// The status.
    fn into_status(self) -> StatusCode;
}

impl IntoStatus for StatusCode {
    fn into_status(self) -> StatusCode {
        self
    }
}

impl IntoStatus for u16 {
    fn into_status(self) -> StatusCode {
        StatusCode::from_u16(self).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// A value in style `simple`.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(value) => value.to_string(),
        Value::Number(value) => value.to_string(),
        Value::String(value) => value.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(","),
        Value::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| format!("{key},{}", plain(value)));
            entries.collect::<Vec<_>>().join(",")
        }
    }
}

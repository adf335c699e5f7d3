//! A request that was routed and admitted, from which its typed form is made.
//!
//! Takes declarations of parameters; gives their values, and notes everything that is wrong, so that a caller is told all of it
//! at once. Promises that whatever gives `None` has noted why.

use axum::body::{Body, Bytes};
use axum::http::header::CONTENT_TYPE;
use axum::http::request;
use std::fmt;
use types::runtime::json::Unfit;
use types::runtime::reading::{self, Mode};
use types::runtime::{Decode, DecodeError, Report, Rule, Validate, json};

use super::body::{self, Received};
use super::context::{RequestContext, SecretPath};
use super::encoding::{self, Encoding};
use super::multipart::{self, Part, PartHeaders};
use super::operation::Bounds;
use super::parameter::{Location, Parameter, percent_decoded};
use super::percent;
use super::pointer;
use super::problem::{InputError, Place};
use super::stream::{EventStream, JsonLines};
use super::style::WrittenAs;
use super::value::{Misfit, Value};
use super::wire;

/// A typed request, made from what was sent.
pub trait FromInput: Sized + Send + 'static {
    /// Reads the request; `None` when something is wrong with it, which `input` then knows.
    fn from_input(input: &mut Input) -> Option<Self>;
}

/// What was sent.
pub struct Input {
    context: RequestContext,
    /// Parameters of the path by name, as they stand in the URL.
    path: Vec<(&'static str, String)>,
    body: Option<Received>,
    bounds: Bounds,
    /// What the body must keep beside what its type demands.
    rules: &'static [Rule],
    errors: Vec<InputError>,
}

impl fmt::Debug for Input {
    /// Shows nothing that was sent: it is not known yet what of it is secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Input").field("errors", &self.errors).finish_non_exhaustive()
    }
}

/// What became of a parameter.
enum Sent {
    Absent,
    Malformed,
    Repeated,
    Value(Value),
}

impl Input {
    pub(super) fn new(
        request: request::Parts,
        path: Vec<(&'static str, String)>,
        body: Option<Received>,
        bounds: Bounds,
    ) -> Self {
        Self { context: request.into(), path, body, bounds, rules: &[], errors: Vec::new() }
    }

    pub(super) fn into_errors(self) -> Vec<InputError> {
        self.errors
    }

    pub(super) fn is_faultless(&self) -> bool {
        self.errors.is_empty()
    }

    /// The rest of the request. Comes last: what is taken here is no longer seen by the other methods.
    pub fn context(&mut self) -> RequestContext {
        std::mem::take(&mut self.context)
    }

    /// A parameter that must be sent.
    pub fn required<T: Decode + Validate>(&mut self, parameter: &Parameter) -> Option<T> {
        let found = self.optional(parameter)?;
        if found.is_none() {
            self.breaks(parameter, Some("required"), "is missing".to_owned());
        }
        found
    }

    /// A parameter that may be sent.
    pub fn optional<T: Decode + Validate>(&mut self, parameter: &Parameter) -> Option<Option<T>> {
        if parameter.secret && parameter.location == Location::Path {
            // Whoever prints the rest of the request shall not print it. Of headers the routes know; all else is never shown.
            self.context.extensions.insert(SecretPath);
        }
        let value = match self.sent(parameter) {
            Sent::Absent => return Some(None),
            Sent::Malformed => {
                self.fault(parameter, "is not written as the document says".to_owned());
                return None;
            }
            Sent::Repeated => {
                self.fault(parameter, "is sent more than once".to_owned());
                return None;
            }
            Sent::Value(value) => value,
        };
        let read = reading::within(self.mode(), || match (parameter.written_as, &value) {
            (WrittenAs::Json, Value::Text(text)) => json::decode(text.as_bytes()).map_err(|fault: DecodeError| {
                Misfit { path: String::new(), rule: fault.rule(), detail: fault.to_string() }
            }),
            (_, value) => value.read(),
        });
        match read {
            Ok(value) => self.checked(value, parameter).map(Some),
            Err(unread) => {
                self.breaks(parameter, unread.rule, unread.detail);
                None
            }
        }
    }

    /// A parameter that is `default` (JSON) when it is not sent.
    pub fn or_default<T: Decode + Validate>(&mut self, parameter: &Parameter, default: &str) -> Option<T> {
        let found = self.optional(parameter)?;
        found.or_else(|| match json::decode(default.as_bytes()) {
            Ok(value) => Some(value),
            Err(fault) => {
                self.fault(parameter, format!("is missing, and its default is not of its type: {fault}"));
                None
            }
        })
    }

    /// Which of the operation's media types the body is in.
    pub fn media_type(&self) -> Option<usize> {
        self.body.as_ref().map(|body| body.media_type)
    }

    /// What `read` gives, if there is a body.
    pub fn if_sent<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<Option<T>> {
        match self.body {
            Some(_) => read(self).map(Some),
            None => Some(None),
        }
    }

    /// How strictly what was sent is read: what the API itself sends may know more than the document.
    fn mode(&self) -> Mode {
        match self.bounds {
            Bounds::Kept => Mode::Strict,
            Bounds::Ignored => Mode::Tolerant,
        }
    }

    /// Rules that the body must keep beside those of its type.
    pub fn by(&mut self, rules: &'static [Rule]) -> &mut Self {
        self.rules = rules;
        self
    }

    /// The body, from JSON.
    pub fn json<T: Decode + Validate>(&mut self) -> Option<T> {
        if self.bounds == Bounds::Ignored {
            return self.decoded(json::decode);
        }
        match json::decode_strictly(self.raw()) {
            Ok(value) => self.checked_body(value),
            Err(unfit) => {
                self.unfit_body(unfit);
                None
            }
        }
    }

    /// Tells what does not fit, and which rules the rest of the body breaks.
    fn unfit_body<T: Validate>(&mut self, unfit: Unfit<T>) {
        let mut places: Vec<String> = Vec::new();
        for fault in unfit.faults {
            let place = pointer::from_path(fault.path());
            self.body_breaks(place.clone(), fault.rule(), fault.message().to_owned());
            places.push(place);
        }
        let Some(Err(violations)) = unfit.rest.map(|rest| Ruled { value: &rest, rules: self.rules }.validate()) else {
            return;
        };
        for violation in violations {
            // What holds or is what does not fit is told already, or may be so for want of it.
            let is_told = places.iter().any(|place| {
                let around = place.strip_prefix(&violation.pointer);
                around.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            });
            if !is_told {
                self.body_breaks(violation.pointer, Some(violation.rule), violation.message);
            }
        }
    }

    /// The body, from XML, which `decode` reads, where it is said to be that; else from JSON.
    pub fn json_or_xml<T: Decode + Validate>(
        &mut self,
        decode: impl FnOnce(&[u8]) -> Result<T, DecodeError>,
    ) -> Option<T> {
        let content_type = self.context.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if content_type.is_some_and(body::is_xml) { self.decoded(decode) } else { self.json() }
    }

    /// The body, from an encoding that `decode` reads.
    pub fn decoded<T: Validate>(&mut self, decode: impl FnOnce(&[u8]) -> Result<T, DecodeError>) -> Option<T> {
        match reading::within(self.mode(), || decode(self.raw())) {
            Ok(value) => self.checked_body(value),
            Err(fault) => {
                self.body_breaks(pointer::from_path(fault.path()), fault.rule(), fault.message().to_owned());
                None
            }
        }
    }

    /// The body, from `application/x-www-form-urlencoded`, encoded as OpenAPI's defaults have it.
    pub fn form<T: Decode + Validate>(&mut self) -> Option<T> {
        self.form_with(&[])
    }

    /// The body, from `application/x-www-form-urlencoded`.
    pub fn form_with<T: Decode + Validate>(&mut self, table: &[Encoding]) -> Option<T> {
        let form = std::str::from_utf8(self.raw()).ok().and_then(|text| encoding::form(text, table));
        self.body_value(form)
    }

    /// The body, from the named parts of a multipart body, encoded as OpenAPI's defaults have it. Parts with the same name become a list.
    pub fn multipart<T: Decode + Validate>(&mut self) -> Option<T> {
        self.multipart_with(&[])
    }

    /// The body, from the named parts of a multipart body. Parts with the same name become a list.
    pub fn multipart_with<T: Decode + Validate>(&mut self, table: &[Encoding]) -> Option<T> {
        self.in_parts(|parts| encoding::object(parts, table))
    }

    /// The body, from the parts of a multipart body in their order.
    pub fn mixed<T: Decode + Validate>(&mut self, table: &[Encoding]) -> Option<T> {
        self.in_parts(|parts| encoding::list(parts, table))
    }

    fn in_parts<T: Decode + Validate>(
        &mut self,
        collect: impl FnOnce(Vec<Part>) -> Result<Value, (String, String)>,
    ) -> Option<T> {
        let parts = self.parts()?;
        if let Some(headers) = PartHeaders::of(&parts) {
            self.context.extensions.insert(headers);
        }
        match collect(parts) {
            Ok(value) => self.body_value(Some(value)),
            Err((pointer, detail)) => {
                self.body_fault(pointer, detail);
                None
            }
        }
    }

    /// The parts of a multipart body.
    pub fn parts(&mut self) -> Option<Vec<Part>> {
        let content_type = self.context.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let body = self.body.as_ref().map(|body| body.bytes.clone()).unwrap_or_default();
        match multipart::parts(content_type.unwrap_or_default(), &body) {
            Ok(parts) => Some(parts),
            Err(fault) => {
                self.body_fault(String::new(), fault.to_string());
                None
            }
        }
    }

    /// The body, from text.
    pub fn text<T: Decode + Validate>(&mut self) -> Option<T> {
        let text = String::from_utf8(self.raw().to_vec()).ok().map(Value::Text);
        self.body_value(text)
    }

    /// The body as it is.
    pub fn bytes(&mut self) -> Option<Bytes> {
        Some(self.body.take().map(|body| body.bytes).unwrap_or_default())
    }

    /// The events of the body, as they arrive.
    pub fn events<E>(&mut self) -> Option<EventStream<E>> {
        Some(EventStream::new(self.arriving(), self.mode()))
    }

    /// The items of the body, as they arrive.
    pub fn lines<T>(&mut self) -> Option<JsonLines<T>> {
        Some(JsonLines::new(self.arriving(), self.mode()))
    }

    fn arriving(&mut self) -> Body {
        self.body.as_mut().and_then(|body| body.arriving.take()).unwrap_or_default()
    }

    fn raw(&self) -> &[u8] {
        self.body.as_ref().map(|body| body.bytes.as_ref()).unwrap_or_default()
    }

    fn body_value<T: Decode + Validate>(&mut self, value: Option<Value>) -> Option<T> {
        let unread = "the body is not in the encoding that its content type names";
        let read = reading::within(self.mode(), || {
            let unread = || Misfit { path: "$".to_owned(), rule: None, detail: unread.to_owned() };
            value.ok_or_else(unread).and_then(Value::read_body)
        });
        match read {
            Ok(value) => self.checked_body(value),
            Err(Misfit { path, rule, detail }) => {
                self.body_breaks(pointer::from_path(&path), rule, detail);
                None
            }
        }
    }

    fn checked_body<T: Validate>(&mut self, value: T) -> Option<T> {
        match (Ruled { value: &value, rules: self.rules }).validate() {
            _ if self.bounds == Bounds::Ignored => Some(value),
            Ok(()) => Some(value),
            Err(violations) => {
                for violation in violations {
                    self.body_breaks(violation.pointer, Some(violation.rule), violation.message);
                }
                None
            }
        }
    }

    fn checked<T: Validate>(&mut self, value: T, parameter: &Parameter) -> Option<T> {
        match (Ruled { value: &value, rules: parameter.rules }).validate() {
            _ if self.bounds == Bounds::Ignored => Some(value),
            Ok(()) => Some(value),
            Err(violations) => {
                for violation in violations {
                    let place = violation.pointer.strip_prefix('/').map(|item| format!("`{item}` "));
                    let detail = format!("{}{}", place.unwrap_or_default(), violation.message);
                    self.breaks(parameter, Some(violation.rule), detail);
                }
                None
            }
        }
    }

    fn sent(&self, parameter: &Parameter) -> Sent {
        let headers = &self.context.headers;
        let query = self.context.uri.query().unwrap_or_default();
        let (sent, value) = match parameter.location {
            Location::Path => {
                let text = self.path.iter().find(|(name, _)| *name == parameter.name).map(|(_, text)| text);
                (text.is_some(), text.and_then(|text| parameter.in_path(text)))
            }
            Location::Query if parameter.is_repeated(wire::pairs(query), percent::decode_form) => {
                return Sent::Repeated;
            }
            Location::Query => (parameter.is_in_query(query), parameter.in_query(query)),
            Location::QueryString => (!query.is_empty(), parameter.in_query(query)),
            Location::Header => {
                let values = headers.get_all(parameter.name).iter();
                let texts: Option<Vec<&str>> = values.map(|value| std::str::from_utf8(value.as_bytes()).ok()).collect();
                let text = texts.map(|texts| texts.join(","));
                (headers.contains_key(parameter.name), text.and_then(|text| parameter.in_header(&text)))
            }
            Location::Cookie => {
                let cookies: Vec<(&str, &str)> = wire::cookies(headers).collect();
                if parameter.is_repeated(cookies.iter().copied(), percent_decoded) {
                    return Sent::Repeated;
                }
                let sent = cookies.iter().any(|(name, _)| *name == parameter.name);
                (sent, parameter.in_cookies(cookies.into_iter()))
            }
        };
        match value {
            Some(value) if sent || matches!(value, Value::Object(_)) => Sent::Value(value),
            None if sent => Sent::Malformed,
            Some(_) | None => Sent::Absent,
        }
    }

    fn fault(&mut self, parameter: &Parameter, detail: String) {
        self.breaks(parameter, None, detail);
    }

    fn breaks(&mut self, parameter: &Parameter, rule: Option<&'static str>, detail: String) {
        let place = Place::Parameter { name: parameter.name, location: parameter.location };
        self.errors.push(InputError { place, rule, detail });
    }

    fn body_fault(&mut self, pointer: String, detail: String) {
        self.body_breaks(pointer, None, detail);
    }

    fn body_breaks(&mut self, pointer: String, rule: Option<&'static str>, detail: String) {
        self.errors.push(InputError { place: Place::Body(pointer), rule, detail });
    }
}

/// A value with the rules of the place it came from.
struct Ruled<'a, T> {
    value: &'a T,
    rules: &'a [Rule],
}

impl<T: Validate> Validate for Ruled<'_, T> {
    fn check(&self, _: &[Rule], report: &mut Report) {
        self.value.check(self.rules, report);
    }
}

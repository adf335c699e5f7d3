//! Problem details (RFC 9457): how a server says what is wrong with a request.
//!
//! Takes a status and what there is to say; gives an `application/problem+json` response, with the [`Problem`] in its extensions.
//! Never shows a credential.

use axum::body::Body;
use axum::http::header::{ALLOW, CONTENT_TYPE, WWW_AUTHENTICATE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use super::parameter::Location;

/// A problem (RFC 9457), ready to be answered.
#[derive(Debug, Clone)]
pub struct Problem {
    status: StatusCode,
    detail: String,
    errors: Vec<InputError>,
    headers: Vec<(HeaderName, HeaderValue)>,
    /// Whether it says that no method answers the operation.
    pub(super) is_unimplemented: bool,
}

/// One violation in a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputError {
    /// The place.
    pub place: Place,
    /// The keyword of JSON Schema that says so, `discriminator` or `duplicate-key`; none where what was sent cannot be read at all.
    pub rule: Option<&'static str>,
    /// What is wrong, in a sentence.
    pub detail: String,
}

/// A place in a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A JSON Pointer (RFC 6901) into the body.
    Body(String),
    /// A parameter.
    Parameter {
        /// Its name.
        name: &'static str,
        /// Where it is sent.
        location: Location,
    },
}

impl Problem {
    /// A problem of that status.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into(), errors: Vec::new(), headers: Vec::new(), is_unimplemented: false }
    }

    /// Adds a header to the response.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// The status it will be answered with.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// What is wrong, in a sentence.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// What is wrong, place by place.
    pub fn errors(&self) -> &[InputError] {
        &self.errors
    }

    pub(super) fn bad_request(errors: Vec<InputError>) -> Self {
        Self { errors, ..Self::new(StatusCode::BAD_REQUEST, "the request does not fit the operation") }
    }

    /// As the response that `show` makes of it, with its headers where that has none of the name.
    pub(super) fn shown(self, show: impl Fn(&Self) -> Response) -> Response {
        let mut response = show(&self);
        let given = response.headers().clone();
        for (name, value) in self.headers.iter().filter(|(name, _)| !given.contains_key(name)) {
            response.headers_mut().append(name, value.clone());
        }
        response.extensions_mut().insert(self);
        response
    }

    pub(super) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "no operation has this path")
    }

    pub(super) fn method_not_allowed(allow: &str) -> Self {
        let problem = Self::new(StatusCode::METHOD_NOT_ALLOWED, format!("this path allows {allow}"));
        problem.with_text_header(ALLOW, allow)
    }

    pub(super) fn unauthorized(detail: &str, challenges: &[String]) -> Self {
        let problem = Self::new(StatusCode::UNAUTHORIZED, detail);
        challenges.iter().fold(problem, |problem, challenge| problem.with_text_header(WWW_AUTHENTICATE, challenge))
    }

    /// A header whose value comes from the document; one that cannot stand in a header is left out.
    pub(super) fn with_text_header(self, name: HeaderName, value: &str) -> Self {
        match HeaderValue::from_str(value) {
            Ok(value) => self.with_header(name, value),
            Err(_) => self,
        }
    }
}

/// The response of an operation that the service does not implement.
///
/// # Errors
/// Never: the response says what is wrong.
pub fn not_implemented<R, A: From<Problem>, E>(operation: &str, unused: R) -> Result<A, E> {
    drop(unused);
    let problem = Problem::new(StatusCode::NOT_IMPLEMENTED, format!("`{operation}` is not implemented"));
    Ok(A::from(Problem { is_unimplemented: true, ..problem }))
}

impl From<&InputError> for serde_json::Value {
    fn from(error: &InputError) -> Self {
        let mut members = serde_json::Map::new();
        match &error.place {
            Place::Body(pointer) => drop(members.insert("pointer".to_owned(), format!("#{pointer}").into())),
            Place::Parameter { name, location } => {
                members.insert("parameter".to_owned(), (*name).into());
                members.insert("in".to_owned(), location.as_str().into());
            }
        }
        members.extend(error.rule.map(|rule| ("rule".to_owned(), rule.into())));
        members.insert("detail".to_owned(), error.detail.as_str().into());
        members.into()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        self.into()
    }
}

impl From<Problem> for Response {
    fn from(problem: Problem) -> Self {
        let mut body = serde_json::Map::new();
        body.extend(problem.status.canonical_reason().map(|title| ("title".to_owned(), title.into())));
        body.insert("status".to_owned(), problem.status.as_u16().into());
        body.insert("detail".to_owned(), problem.detail.as_str().into());
        if !problem.errors.is_empty() {
            body.insert("errors".to_owned(), problem.errors.iter().map(serde_json::Value::from).collect());
        }
        let mut response = Self::new(Body::from(serde_json::Value::from(body).to_string()));
        *response.status_mut() = problem.status;
        for (name, value) in &problem.headers {
            response.headers_mut().append(name, value.clone());
        }
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        response.extensions_mut().insert(problem);
        response
    }
}

//! What goes wrong, in the error schema of the API.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use conduit_server::runtime::{Place, Problem, ResponseDraft};
use conduit_types::GenericError;

/// A status, what is wrong, and how.
#[derive(Debug)]
pub struct Failure(pub StatusCode, pub &'static str, pub &'static str);

impl Failure {
    pub const CREDENTIALS: Self = Self(StatusCode::UNAUTHORIZED, "credentials", "are invalid");

    pub fn not_found(what: &'static str) -> Self {
        Self(StatusCode::NOT_FOUND, what, "not found")
    }

    pub fn forbidden(what: &'static str) -> Self {
        Self(StatusCode::FORBIDDEN, what, "is another's")
    }

    pub fn taken(what: &'static str) -> Self {
        Self(StatusCode::UNPROCESSABLE_ENTITY, what, "has already been taken")
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let Self(status, what, how) = self;
        let error = GenericError { errors: [(what.to_owned(), vec![how.to_owned()])].into() };
        ResponseDraft::json(status.as_u16(), "application/json", &error).into()
    }
}

/// What the server itself finds wrong with a request: 422 where it does not fit the description.
pub fn show(problem: &Problem) -> Response {
    let mut error = GenericError { errors: Default::default() };
    for violation in problem.errors() {
        let what = match &violation.place {
            Place::Body(pointer) => pointer.rsplit('/').next().unwrap_or_default().to_owned(),
            Place::Parameter { name, .. } => (*name).to_owned(),
        };
        error.errors.entry(what).or_default().push(violation.detail.clone());
    }
    if error.errors.is_empty() {
        error.errors.insert("request".to_owned(), vec![problem.detail().to_owned()]);
    }
    let status = if problem.status() == StatusCode::BAD_REQUEST { 422 } else { problem.status().as_u16() };
    ResponseDraft::json(status, "application/json", &error).into()
}

//! Answers from the document's examples.
//!
//! Takes what a request prefers and the document's texts; gives typed bodies. Never makes an example up.

use axum::http::HeaderMap;
use axum::http::StatusCode;
use types::runtime::{Decode, json};

use super::authenticate::{Attempt, Authenticator, Verdict};
use super::context::RequestContext;
use super::problem::Problem;
use super::value::Value;

/// Accepts whatever credentials are presented. For tests.
#[derive(Debug, Clone, Copy, Default)]
pub struct AcceptAnyone;

impl<C: Send> Authenticator<C> for AcceptAnyone {
    async fn authenticate(&self, _: C, _: Attempt<'_>) -> Verdict {
        Verdict::Allow
    }
}

/// The status that a request prefers: `Prefer: code=404` (RFC 7240).
pub fn preferred_status(context: &RequestContext) -> Option<u16> {
    let codes = preferences(&context.headers).filter(|(name, _)| name.eq_ignore_ascii_case("code"));
    codes.filter_map(|(_, value)| value.parse().ok()).find(|status| (200..600).contains(status))
}

/// The status of an answer that is documented for several.
pub fn status(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn preferences(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    let values = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
    let preferences = values.flat_map(|value| value.split(',')).filter_map(|preference| preference.split(';').next());
    preferences.filter_map(|preference| {
        let (name, value) = preference.split_once('=')?;
        Some((name.trim(), value.trim().trim_matches('"')))
    })
}

/// A body from an example in JSON.
///
/// # Errors
/// When the example is not of the type that the document gives it.
pub fn json<T: Decode>(example: &str) -> Result<T, Problem> {
    json::decode(example.as_bytes()).map_err(|fault| unfit(&fault.to_string()))
}

/// A body or header from an example in text.
///
/// # Errors
/// When the example is not of the type that the document gives it.
pub fn text<T: Decode>(example: &str) -> Result<T, Problem> {
    Value::Text(example.to_owned()).read().map_err(|fault| unfit(&fault))
}

/// What is answered where the document shows no example.
pub fn no_example<A>(operation: &str) -> Result<A, Problem> {
    Err(Problem::new(StatusCode::NOT_IMPLEMENTED, format!("the document shows no such answer of `{operation}`")))
}

fn unfit(fault: &str) -> Problem {
    Problem::new(StatusCode::NOT_IMPLEMENTED, format!("the document's example does not fit its schema: {fault}"))
}

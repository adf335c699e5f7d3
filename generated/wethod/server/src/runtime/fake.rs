//! Answers from the document's examples.
//!
//! Takes what a request prefers and the document's texts; gives typed bodies. Never makes an example up.

use axum::http::HeaderMap;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use types::runtime::sequence::{Events, FromEvent, Lines};
use types::runtime::{Decode, DecodeError, json};

use super::accept::Accepted;
use super::authenticate::{Attempt, Authenticator, Verdict};
use super::items::Items;
use super::operation::Operation;
use super::problem::Problem;
use super::value::Value;

/// Accepts all credentials and gives every caller this identity. For tests.
#[derive(Debug, Clone, Copy, Default)]
pub struct AcceptAnyone<I = ()>(pub I);

impl<C: Send, I: Clone + Send + Sync + 'static> Authenticator<C> for AcceptAnyone<I> {
    type Identity = I;

    async fn authenticate(&self, _: C, _: Attempt<'_>) -> Verdict<I> {
        Verdict::Allow(self.0.clone())
    }
}

/// The examples of a group: an operation by its id, and what answers a request for it.
pub type Examples = &'static [(&'static str, fn(&Wanted) -> Response)];

/// The example that answers a request for an operation, if one of the groups has it.
pub fn find(operation: &Operation, headers: &HeaderMap, groups: &[Examples]) -> Option<Response> {
    if operation.responses.is_empty() {
        // The document has no response, so that nothing can be wrong with an empty one.
        return Some(StatusCode::NO_CONTENT.into_response());
    }
    let (_, answer) = groups.iter().copied().flatten().find(|(id, _)| *id == operation.id())?;
    let example = preferred(headers, "example").next().map(str::to_owned);
    Some(answer(&Wanted { status: preferred_status(headers), example, accepted: Accepted::of(headers) }))
}

/// Which of an operation's responses a request wants.
#[derive(Debug, Clone)]
pub struct Wanted {
    status: Option<u16>,
    example: Option<String>,
    accepted: Accepted,
}

impl Wanted {
    /// The status that the request prefers: `Prefer: code=404` (RFC 7240).
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// Which of a response's examples is wanted, given their names: `Prefer: example=empty` (RFC 7240). The first where the request
    /// names none of them.
    pub fn example<'t>(&self, shown: &[(&str, &'t str)]) -> &'t str {
        let named = shown.iter().find(|(name, _)| Some(*name) == self.example.as_deref());
        named.or(shown.first()).map_or("", |(_, text)| text)
    }

    /// Which of several media types is accepted most; the first where none is.
    pub fn best(&self, media_types: &[&str]) -> usize {
        self.accepted.best(media_types).unwrap_or_default()
    }
}

fn preferred_status(headers: &HeaderMap) -> Option<u16> {
    preferred(headers, "code").filter_map(|value| value.parse().ok()).find(|status| (200..600).contains(status))
}

/// The status of a response that is documented for several.
pub fn status(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// The values of a preference, in the order in which they are given.
fn preferred<'h>(headers: &'h HeaderMap, preference: &'static str) -> impl Iterator<Item = &'h str> {
    let values = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
    let preferences = values.flat_map(|value| value.split(',')).filter_map(|preference| preference.split(';').next());
    preferences.filter_map(move |given| {
        let (name, value) = given.split_once('=')?;
        name.trim().eq_ignore_ascii_case(preference).then_some(value.trim().trim_matches('"'))
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
    Value::Text(example.to_owned()).read().map_err(|misfit| unfit(&misfit.detail))
}

/// A body from an example of an event stream. Events that are not of the type, such as a text that marks the end, are left out.
///
/// # Errors
/// When no event is of the type that the document gives it.
pub fn events<E: FromEvent>(example: &str) -> Result<Items<E>, Problem> {
    let mut events = Events::new(usize::MAX);
    events.push(example.as_bytes());
    // Examples rarely end as they must.
    events.push(b"\n\n");
    let read = std::iter::from_fn(|| events.item()).filter_map(Result::ok).map(|event| E::from_event(&event));
    some(read.collect())
}

/// A body from an example of JSON lines. Lines that are not of the type are left out.
///
/// # Errors
/// When no line is of the type that the document gives it.
pub fn lines<T: Decode>(example: &str) -> Result<Items<T>, Problem> {
    let mut lines = Lines::new(usize::MAX);
    lines.push(example.as_bytes());
    lines.push(b"\n");
    let mut read = Vec::new();
    while let Some(line) = lines.item() {
        read.extend(line.ok().map(json::decode));
    }
    read.extend(lines.last().and_then(Result::ok).map(json::decode));
    some(read)
}

fn some<T>(read: Vec<Result<T, DecodeError>>) -> Result<Items<T>, Problem> {
    let fault = read.iter().find_map(|item| item.as_ref().err()).map(ToString::to_string);
    let items: Vec<T> = read.into_iter().filter_map(Result::ok).collect();
    match fault {
        Some(fault) if items.is_empty() => Err(unfit(&fault)),
        Some(_) | None => Ok(items.into()),
    }
}

/// What is answered where the document shows no example.
pub fn no_example<A>(operation: &str) -> Result<A, Problem> {
    Err(Problem::new(StatusCode::NOT_IMPLEMENTED, format!("the document shows no such response of `{operation}`")))
}

fn unfit(fault: &str) -> Problem {
    Problem::new(StatusCode::NOT_IMPLEMENTED, format!("the document's example does not fit its schema: {fault}"))
}

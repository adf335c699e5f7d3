//! Whether what the service answers is a response that the document has.
//!
//! Takes an operation and the head of a response; gives how the response deviates, if it does. Never looks at a body. A status of 500 or
//! more is never a deviation, as anything may fail, and neither are 401 and 403 of operations with security.

use std::fmt;

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;

use super::body;
use super::operation::{Documented, Operation};

/// A response that the document does not have for its operation.
#[derive(Debug, Clone)]
pub struct Deviation {
    operation: Operation,
    status: StatusCode,
    media_type: Option<String>,
    documented: Option<Documented>,
}

impl Deviation {
    /// How a response deviates. `is_restricted` where the operation has security.
    pub(super) fn of(operation: &Operation, response: &Response, is_restricted: bool) -> Option<Self> {
        let status = response.status();
        // Where the document has no response at all, there is nothing to compare with.
        let implied = operation.responses.is_empty()
            || status.is_server_error()
            || (is_restricted && matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN));
        let documented = documented(operation.responses, status);
        let media_type = response.headers().get(CONTENT_TYPE).map(|value| value.to_str().unwrap_or_default());
        let fits = match (documented, media_type) {
            (None, _) => implied,
            // A body where the document shows none does no harm.
            (Some((_, [])) | Some(_), None) | (Some((_, [])), Some(_)) => true,
            (Some((_, media_types)), Some(media_type)) => {
                implied
                    || body::ranked(Some(media_type), media_types).is_some()
                    || is_of_a_range(media_type, media_types)
            }
        };
        (!fits).then(|| Self { operation: *operation, status, media_type: media_type.map(str::to_owned), documented })
    }

    /// The operation.
    pub fn operation(&self) -> &Operation {
        &self.operation
    }

    /// The status of the response.
    pub fn status(&self) -> StatusCode {
        self.status
    }
}

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (id, status) = (self.operation.id(), self.status.as_u16());
        match (self.documented, &self.media_type) {
            (Some((documented, media_types)), Some(media_type)) => {
                let media_types = media_types.join(", ");
                write!(f, "`{id}` answered {status} as `{media_type}`; the document has {media_types} for {documented}")
            }
            (Some(_) | None, _) => {
                let documented: Vec<&str> = self.operation.responses.iter().map(|(status, _)| *status).collect();
                write!(f, "`{id}` answered {status}; the document has {}", documented.join(", "))
            }
        }
    }
}

/// Whether the document has ranges alone: a body then has any of their media types, or the one of bytes of which no more is known.
fn is_of_a_range(media_type: &str, media_types: &[&str]) -> bool {
    body::essence(media_type) == "application/octet-stream" && media_types.iter().all(|range| range.contains('*'))
}

/// What the document has for a status: by the status itself, by its class, or by `default`.
fn documented(responses: &[Documented], status: StatusCode) -> Option<Documented> {
    let class = format!("{}XX", status.as_u16() / 100);
    let of = |key: &str| responses.iter().find(|(status, _)| *status == key).copied();
    of(status.as_str()).or_else(|| of(&class)).or_else(|| of("default"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use axum::body::Body;

    use super::*;

    #[test]
    fn bytes_are_in_every_range() {
        for (media_types, media_type, deviates) in [
            (&["audio/*", "video/*"][..], "application/octet-stream", false),
            (&["audio/*"], "audio/mpeg", false),
            (&["audio/*"], "image/png", true),
            (&["audio/*", "image/png"], "application/octet-stream", true),
            (&["application/json"], "application/octet-stream", true),
        ] {
            let responses: &'static [Documented] = vec![("200", media_types)].leak();
            let operation = Operation::new("a", "GET", "/").responses(responses);
            let response = Response::builder().header(CONTENT_TYPE, media_type).body(Body::empty()).unwrap();
            assert_eq!(Deviation::of(&operation, &response, false).is_some(), deviates, "{media_types:?} {media_type}");
        }
    }
}

//! Bodies of requests: read whole, up to the limit of the router, in a media type the operation takes. Those that are one item
//! after the other are left to be read as they arrive.
//!
//! Takes a request and what its operation accepts; gives the bytes and which media type they are in. Never decodes them.
//! The limit is axum's [`DefaultBodyLimit`](axum::extract::DefaultBodyLimit): 2 MB unless a layer says otherwise.

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{FromRequest, Request};
use axum::http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode, request};
use axum::response::IntoResponse;

use super::operation::{Coding, RequestBody};
use super::problem::{InputError, Place, Problem};

/// A body that was sent.
pub(super) struct Received {
    /// Which of the operation's media types it is in.
    pub(super) media_type: usize,
    pub(super) bytes: Bytes,
    /// What is read as it arrives, in place of the bytes.
    pub(super) arriving: Option<Body>,
}

/// Reads the body of a request; `None` when there is none and none is needed.
pub(super) async fn receive(
    expected: RequestBody,
    arriving: &[usize],
    coding: Coding,
    request: &request::Parts,
    body: Body,
) -> Result<Option<Received>, Problem> {
    let media_types = expected.media_types();
    if media_types.is_empty() {
        return Ok(None);
    }
    if request.headers.get_all(CONTENT_TYPE).iter().count() > 1 {
        return Err(Problem::new(StatusCode::BAD_REQUEST, "the request has several content types"));
    }
    decoded(coding, request)?;
    let content_type = request.headers.get(CONTENT_TYPE).map(|value| value.to_str().unwrap_or_default());
    let media_type = select(content_type, media_types);
    if media_type.is_none() && content_type.is_some() && !body.is_end_stream() {
        return Err(unsupported(content_type, media_types));
    }
    if let Some(media_type) = media_type.filter(|media_type| arriving.contains(media_type)) {
        return Ok(Some(Received { media_type, bytes: Bytes::new(), arriving: Some(body) }));
    }
    let bytes = read(request, body).await?;
    match (media_type, expected) {
        (Some(media_type), _) if content_type.is_some() => Ok(Some(Received { media_type, bytes, arriving: None })),
        (_, RequestBody::Required(_)) if bytes.is_empty() => Err(Problem::bad_request(vec![InputError {
            place: Place::Body(String::new()),
            rule: Some("required"),
            detail: "the body is missing".to_owned(),
        }])),
        (_, RequestBody::None | RequestBody::Optional(_)) if bytes.is_empty() => Ok(None),
        (Some(media_type), _) => Ok(Some(Received { media_type, bytes, arriving: None })),
        (None, _) => Err(unsupported(content_type, media_types)),
    }
}

/// That the body is in no coding, unless the method is given it as it is. A layer that decodes bodies takes the header away.
fn decoded(coding: Coding, request: &request::Parts) -> Result<(), Problem> {
    let mut codings = request.headers.get_all(CONTENT_ENCODING).iter();
    let is_identity = |value: &HeaderValue| value.as_bytes().trim_ascii().eq_ignore_ascii_case(b"identity");
    match codings.find(|value| !is_identity(value)) {
        Some(value) if coding == Coding::Undone => {
            let name = value.to_str().unwrap_or("an unknown coding");
            let detail = format!("the body is encoded as `{name}`; bodies are taken without a content coding");
            // What is supported is told as RFC 9110 §12.5.3 says.
            Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail).with_text_header(ACCEPT_ENCODING, "identity"))
        }
        Some(_) | None => Ok(()),
    }
}

async fn read(request: &request::Parts, body: Body) -> Result<Bytes, Problem> {
    let mut carrier = Request::new(body);
    // The limit is kept in the extensions.
    *carrier.extensions_mut() = request.extensions.clone();
    Bytes::from_request(carrier, &()).await.map_err(|rejection| match rejection.into_response().status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large"),
        _ => Problem::new(StatusCode::BAD_REQUEST, "the body could not be read"),
    })
}

fn unsupported(content_type: Option<&str>, media_types: &[&str]) -> Problem {
    let accepted = media_types.join(", ");
    let detail = match content_type {
        Some(content_type) => format!("the body is `{content_type}`; this operation takes {accepted}"),
        None => format!("the body has no content type; this operation takes {accepted}"),
    };
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail).with_text_header(ACCEPT, &accepted)
}

/// Which media type or range a content type belongs to; the most specific one.
fn select(content_type: Option<&str>, media_types: &[&str]) -> Option<usize> {
    ranked(content_type, media_types).map(|(_, index)| index)
}

/// The same, with how far it is from the content type itself: 0 for the same, more for ranges.
pub(super) fn ranked(content_type: Option<&str>, media_types: &[&str]) -> Option<(u8, usize)> {
    let given = essence(content_type.unwrap_or_default());
    let (kind, subtype) = given.split_once('/').unwrap_or_default();
    let suffix = subtype.rsplit_once('+').map(|(_, suffix)| suffix);
    let rank = |media_type: &str| {
        let media_type = essence(media_type);
        match media_type.split_once('/') {
            Some(_) if media_type == given => Some(0),
            Some((range, pattern)) if range == kind && suffix.is_some() && pattern.strip_prefix("*+") == suffix => {
                Some(1)
            }
            Some((range, "*")) if range == kind => Some(2),
            Some(("*", "*")) => Some(3),
            Some(_) | None => None,
        }
    };
    let ranked = media_types.iter().enumerate().filter_map(|(index, media_type)| Some((rank(media_type)?, index)));
    ranked.min()
}

/// Whether a media type is one of a list, or in one of its ranges.
pub(super) fn accepts(list: &str, media_type: &str) -> bool {
    let list: Vec<&str> = list.split(',').collect();
    select(Some(media_type), &list).is_some()
}

/// A media type without its parameters. The two of XML are one (RFC 7303 §9.2).
pub(super) fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if essence == "text/xml" { "application/xml".to_owned() } else { essence }
}

/// Whether a media type is JSON.
pub(super) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/json" || essence.ends_with("+json")
}

/// Whether a media type is XML.
pub(super) fn is_xml(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence.ends_with("/xml") || essence.ends_with("+xml")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_specific_media_type_is_selected() {
        for (given, media_types, expected) in [
            (Some("application/json"), &["application/json"][..], Some(0)),
            (Some("Application/JSON; charset=utf-8"), &["application/json"], Some(0)),
            (Some("application/json"), &["*/*", "application/*", "application/json"], Some(2)),
            (Some("application/vnd.a+json"), &["application/*+json"], Some(0)),
            (Some("text/xml"), &["application/json", "application/xml"], Some(1)),
            (Some("image/png"), &["application/json", "image/*"], Some(1)),
            (Some("text/plain"), &["application/json"], None),
            (None, &["application/json"], None),
            (None, &["*/*"], Some(0)),
            (Some(""), &["application/json"], None),
        ] {
            assert_eq!(select(given, media_types), expected, "{given:?} of {media_types:?}");
        }
    }
}

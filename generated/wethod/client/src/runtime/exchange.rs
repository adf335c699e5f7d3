//! From a finished request to a response.
//!
//! Takes a [`Draft`]; gives the head of its response, and the body to read: whole, within the time and size of the call, or as it
//! arrives. Promises that exactly one alternative of
//! credentials is sent, and only to the origin of the base URL. Never repeats a request by itself: that is done by what a client is given
//! for it.

use super::credential::{self, Credential, Secret, TokenSource};
use super::draft::Request;
use super::error::{ErrorKind, Failure};
use super::excerpt::Hidden;
use super::fault::{MissingCredential, RequestError, TransportError};
use super::redirect::Followed;
use super::response::{Attempts, RawResponse};
use super::route::Route;
use super::shared::{Core, Draft};
use super::stream::{Chunks, EventStream, JsonLines};
use super::timeout::within;
use super::transport::ResponseBody;
use bytes::{Bytes, BytesMut};
use http::{HeaderValue, StatusCode, Uri, header};
use http_body_util::BodyExt;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;
use types::runtime::reading::Mode;

/// Sends a request and reads the head of its response.
pub(super) async fn exchange(draft: Draft) -> Result<(RawResponse, Arriving), Failure> {
    #[cfg(feature = "tracing")]
    return super::span::traced(draft.route, head(draft)).await;
    #[cfg(not(feature = "tracing"))]
    head(draft).await
}

async fn head(draft: Draft) -> Result<(RawResponse, Arriving), Failure> {
    let (timeout, max_body, since) = (draft.timeout, draft.core.max_body, Instant::now());
    let (hidden, mode) = (draft.core.hidden, draft.core.mode);
    let response = match draft.retry.clone() {
        None => within(timeout, timeout, attempt(draft)).await?,
        Some(tries) => within(timeout, timeout, tries.send(draft)).await?,
    };
    let (mut response, body) = separate(response, hidden);
    response.mode = mode;
    let status = response.status;
    Ok((response, Arriving { body, status, max_body, timeout, since }))
}

/// The body of a response whose head has come.
pub struct Arriving {
    body: ResponseBody,
    status: StatusCode,
    max_body: usize,
    timeout: Duration,
    since: Instant,
}

impl Arriving {
    /// The response with its whole body, within the time of the call; a failure has what came of it.
    pub(super) async fn complete(self, mut response: RawResponse) -> Result<RawResponse, Failure> {
        let left = self.timeout.saturating_sub(self.since.elapsed());
        let mut collected = Collected::default();
        let ended = collect(self.status, self.body, self.max_body, &mut collected);
        let ended = within(left, self.timeout, ended).await;
        response.body = collected.finish();
        match ended {
            Ok(()) => Ok(response),
            Err(failure) => Err(failure.of(response)),
        }
    }

    /// The bytes as they arrive.
    pub(super) fn chunks(self) -> Chunks {
        Chunks::new(self.body, self.status, self.timeout)
    }

    /// The events as they arrive.
    pub(crate) fn events<E>(self) -> EventStream<E> {
        let limit = self.max_body;
        EventStream::new(self.chunks(), limit)
    }

    /// The events as they arrive, up to one whose data is `end`, which is not among them.
    pub(crate) fn events_until<E>(self, end: &'static str) -> EventStream<E> {
        self.events().until(end)
    }

    /// The lines as they arrive.
    pub(crate) fn lines<T>(self) -> JsonLines<T> {
        let limit = self.max_body;
        JsonLines::new(self.chunks(), limit)
    }
}

/// Sends a request once, wherever redirects lead it.
pub(super) async fn attempt(draft: Draft) -> Result<http::Response<ResponseBody>, Failure> {
    let (core, route, redirects) = (Arc::clone(&draft.core), draft.route, draft.redirects);
    let mut request = draft.finish().map_err(ErrorKind::Request)?;
    let token = authorize(&core, route, &mut request).await?;
    let response = send(&core, request, Followed::new(redirects, route)).await?;
    if let (StatusCode::UNAUTHORIZED, Some((source, token))) = (response.status(), token) {
        source.refused(&token);
    }
    Ok(response)
}

/// Adds the credentials of one alternative: the first that the client holds all of. Gives the token that came from a source.
async fn authorize<'a>(
    core: &'a Core,
    route: &'static Route,
    request: &mut Request,
) -> Result<Option<(&'a dyn TokenSource, Secret)>, Failure> {
    let held = |scheme: &usize| core.credentials.get(*scheme);
    let complete = |schemes: &[usize]| schemes.iter().map(held).collect::<Option<Vec<&Credential>>>();
    let Some(credentials) = route.accepted.iter().find_map(|alternative| complete(alternative.schemes)) else {
        return if route.anonymous { Ok(None) } else { Err(ErrorKind::Security(MissingCredential(route)).into()) };
    };
    let mut given = None;
    for credential in credentials {
        match credential {
            Credential::Header(name, value) => {
                request.headers.insert(name.clone(), value.clone());
            }
            // The URL of a next page may have it already.
            Credential::Query(pair) if request.query.split('&').any(|held| held == pair.reveal()) => {}
            Credential::Query(pair) => append(&mut request.query, "&", pair.reveal()),
            Credential::Cookie(pair) => append(&mut request.cookies, "; ", pair.reveal()),
            Credential::Bearer(source) => {
                let token = source.token(core.transport.as_ref()).await.map_err(ErrorKind::Token)?;
                let (name, value) = credential::bearer(&token).ok_or_else(|| unfit(header::AUTHORIZATION.as_str()))?;
                request.headers.insert(name, value);
                given = Some((source.as_ref(), token));
            }
            Credential::Transport => {}
            Credential::Unfit(parameter) => return Err(unfit(parameter)),
        }
    }
    Ok(given)
}

fn unfit(name: &str) -> Failure {
    ErrorKind::Request(RequestError::Header { name: name.to_owned() }).into()
}

fn append(list: &mut String, separator: &str, pair: &str) {
    if !list.is_empty() {
        list.push_str(separator);
    }
    list.push_str(pair);
}

/// Sends a request, follows what redirects may be followed, and gives the last response.
async fn send(core: &Core, request: Request, mut redirects: Followed) -> Result<http::Response<ResponseBody>, Failure> {
    let Request { method, mut url, query, cookies, mut headers, body } = request;
    if !query.is_empty() {
        url.push(if url.contains('?') { '&' } else { '?' });
        url.push_str(&query);
    }
    if !cookies.is_empty() {
        let mut value = HeaderValue::from_str(&cookies).map_err(|_| unfit("cookie"))?;
        value.set_sensitive(true);
        headers.insert(header::COOKIE, value);
    }
    let url =
        Uri::try_from(url).map_err(|error| ErrorKind::Request(RequestError::Url { reason: error.to_string() }))?;
    let mut message = http::Request::new(body);
    (*message.method_mut(), *message.uri_mut(), *message.headers_mut()) = (method, url, headers);
    loop {
        let next = redirects.prepare(&message);
        let response = core.transport.send(message).await.map_err(ErrorKind::Transport)?;
        match next.and_then(|next| redirects.follow(next, &response)) {
            Some(next) => message = next,
            None => return Ok(response),
        }
    }
}

/// Reads a response to its end.
pub(super) async fn receive(response: http::Response<ResponseBody>, limit: usize) -> Result<RawResponse, Failure> {
    // Tokens are among what is asked for so.
    let (mut response, body) = separate(response, Hidden::VALUES);
    let mut collected = Collected::default();
    collect(response.status, body, limit, &mut collected).await?;
    response.body = collected.finish();
    Ok(response)
}

/// A response without its body, and the body.
fn separate(response: http::Response<ResponseBody>, hidden: Hidden) -> (RawResponse, ResponseBody) {
    let (head, body) = response.into_parts();
    let mut headers = head.headers;
    hidden.mark(&mut headers);
    let attempts = head.extensions.get().map_or(1, |Attempts(made)| *made);
    let response =
        RawResponse { status: head.status, headers, body: Bytes::new(), hidden, mode: Mode::Tolerant, attempts };
    (response, body)
}

/// What came of a body. One chunk is kept as it is; only a second one makes a copy.
#[derive(Default)]
struct Collected {
    first: Bytes,
    all: BytesMut,
}

impl Collected {
    fn len(&self) -> usize {
        self.first.len() + self.all.len()
    }

    fn push(&mut self, chunk: Bytes) {
        if self.len() == 0 {
            self.first = chunk;
        } else {
            self.all.extend_from_slice(&std::mem::take(&mut self.first));
            self.all.extend_from_slice(&chunk);
        }
    }

    fn finish(self) -> Bytes {
        if self.all.is_empty() { self.first } else { self.all.freeze() }
    }
}

/// Reads a body to its end.
async fn collect(
    status: StatusCode,
    mut body: ResponseBody,
    limit: usize,
    collected: &mut Collected,
) -> Result<(), Failure> {
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| ErrorKind::Transport(TransportError::body(status, error)))?;
        let Ok(data) = frame.into_data() else { continue };
        if data.len() > limit - collected.len() {
            return Err(ErrorKind::BodyTooLarge { limit }.into());
        }
        collected.push(data);
    }
    Ok(())
}

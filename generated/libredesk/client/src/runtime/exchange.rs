//! From a finished request to a complete answer.
//!
//! Takes a [`Draft`]; gives a [`RawAnswer`] within its time and size. Promises that exactly one alternative of
//! credentials is sent, and only to the origin of the base URL. Never repeats a request.

use super::answer::RawAnswer;
use super::builder::Core;
use super::credential::{self, Credential, Secret, TokenSource};
use super::draft::{Draft, Request};
use super::error::{Failure, MissingCredential, RequestError, TransportError};
use super::operation::Route;
use super::redirect;
use super::transport::AnswerBody;
use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use http_body_util::BodyExt;
use std::sync::Arc;

/// Sends a request and reads its answer.
pub(super) async fn exchange(draft: Draft) -> Result<RawAnswer, Failure> {
    let limit = draft.timeout;
    tokio::time::timeout(limit, attempt(draft)).await.unwrap_or(Err(Failure::Timeout(limit)))
}

async fn attempt(draft: Draft) -> Result<RawAnswer, Failure> {
    let (core, route) = (Arc::clone(&draft.core), draft.route);
    let mut request = draft.finish().map_err(Failure::Request)?;
    let token = authorize(&core, route, &mut request).await?;
    let answer = send(&core, request).await?;
    if let (StatusCode::UNAUTHORIZED, Some((source, token))) = (answer.status, token) {
        source.refused(&token);
    }
    Ok(answer)
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
        return if route.anonymous { Ok(None) } else { Err(Failure::Security(MissingCredential(route))) };
    };
    let mut given = None;
    for credential in credentials {
        match credential {
            Credential::Header(name, value) => {
                request.headers.insert(name.clone(), value.clone());
            }
            Credential::Query(pair) => append(&mut request.query, "&", pair.reveal()),
            Credential::Cookie(pair) => append(&mut request.cookies, "; ", pair.reveal()),
            Credential::Bearer(source) => {
                let token = source.token(core.transport.as_ref()).await.map_err(Failure::Token)?;
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
    Failure::Request(RequestError::Header { name: name.to_owned() })
}

fn append(list: &mut String, separator: &str, pair: &str) {
    if !list.is_empty() {
        list.push_str(separator);
    }
    list.push_str(pair);
}

/// Sends a request, follows what redirects may be followed, and reads the last answer.
async fn send(core: &Core, request: Request) -> Result<RawAnswer, Failure> {
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
    let url = Uri::try_from(url).map_err(|error| Failure::Request(RequestError::Url { reason: error.to_string() }))?;
    let mut redirects = redirect::Redirects::new(&method, &url, &body);
    let mut message = http::Request::new(body);
    (*message.method_mut(), *message.uri_mut(), *message.headers_mut()) = (method, url, headers);
    loop {
        let next = redirects.prepare(&message);
        let response = core.transport.send(message).await.map_err(Failure::Transport)?;
        match next.and_then(|next| redirects.follow(next, &response)) {
            Some(next) => message = next,
            None => return receive(response, core.max_body).await,
        }
    }
}

/// Reads an answer to its end.
pub(super) async fn receive(response: http::Response<AnswerBody>, limit: usize) -> Result<RawAnswer, Failure> {
    let (head, mut body) = response.into_parts();
    let status = head.status;
    let mut bytes = Bytes::new();
    let mut collected = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| Failure::Transport(TransportError::body(status, error)))?;
        let Ok(data) = frame.into_data() else { continue };
        if data.len() > limit - bytes.len() - collected.len() {
            return Err(Failure::BodyTooLarge { status, limit });
        }
        // One frame is kept as it is; only a second one makes a copy.
        if bytes.is_empty() && collected.is_empty() {
            bytes = data;
        } else {
            collected.extend_from_slice(&std::mem::take(&mut bytes));
            collected.extend_from_slice(&data);
        }
    }
    if !collected.is_empty() {
        bytes = collected.freeze();
    }
    let mut headers = head.headers;
    hide_cookies(&mut headers);
    Ok(RawAnswer { status, headers, body: bytes })
}

/// Cookies that a server sets are secrets of its user.
fn hide_cookies(headers: &mut HeaderMap) {
    if let header::Entry::Occupied(mut entry) = headers.entry(header::SET_COOKIE) {
        entry.iter_mut().for_each(|value| value.set_sensitive(true));
    }
}

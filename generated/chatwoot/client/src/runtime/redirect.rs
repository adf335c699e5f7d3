//! Which redirects are followed.
//!
//! Takes requests and their responses; gives the next request. Promises that only `GET` and `HEAD` without a body follow, at most
//! ten times, and never to another scheme, host or port: whatever a request carries stays with its server.

use super::body::Body;
use http::{Method, Request, Response, Uri, header};

const MOST: usize = 10;

/// The redirects of one call.
pub(super) struct Redirects {
    left: usize,
    origin: Uri,
}

impl Redirects {
    pub fn new(method: &Method, url: &Uri, body: &Body) -> Self {
        let follows = matches!(*method, Method::GET | Method::HEAD) && body.is_empty();
        Self { left: if follows { MOST } else { 0 }, origin: url.clone() }
    }

    /// A copy of a request that may have to be sent to another place.
    pub fn prepare(&self, request: &Request<Body>) -> Option<Request<Body>> {
        if self.left == 0 {
            return None;
        }
        let mut copy = Request::new(Body::default());
        *copy.method_mut() = request.method().clone();
        *copy.uri_mut() = request.uri().clone();
        *copy.headers_mut() = request.headers().clone();
        Some(copy)
    }

    /// The copy, on its way to where the response sends it; `None` where the response is the last.
    pub fn follow<B>(&mut self, mut copy: Request<Body>, response: &Response<B>) -> Option<Request<Body>> {
        if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
            return None;
        }
        let location = response.headers().get(header::LOCATION)?.to_str().ok()?;
        let target = resolve(copy.uri(), location)?;
        if !same_origin(&self.origin, &target) {
            return None;
        }
        self.left -= 1;
        *copy.uri_mut() = target;
        Some(copy)
    }
}

fn same_origin(a: &Uri, b: &Uri) -> bool {
    let port = |uri: &Uri| uri.port_u16().or_else(|| (uri.scheme_str() == Some("http")).then_some(80)).unwrap_or(443);
    let user = |uri: &Uri| uri.authority().is_some_and(|authority| authority.as_str().contains('@'));
    let host = |uri: &Uri| uri.host().unwrap_or("").to_ascii_lowercase();
    a.scheme() == b.scheme() && host(a) == host(b) && port(a) == port(b) && !user(b)
}

/// A URI reference against its base (RFC 3986 §5.2).
pub(super) fn resolve(base: &Uri, location: &str) -> Option<Uri> {
    let location = location.split('#').next().unwrap_or("");
    let scheme = base.scheme_str()?;
    let authority = base.authority()?;
    let has_scheme = location.split(['/', '?']).next().is_some_and(|start| start.contains(':'));
    if has_scheme {
        return location.parse().ok();
    }
    if let Some(rest) = location.strip_prefix("//") {
        return format!("{scheme}://{rest}").parse().ok();
    }
    let (path, query) = match location.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (location, None),
    };
    let path = match path.chars().next() {
        None => base.path().to_owned(),
        Some('/') => without_dots(path),
        Some(_) => {
            let folder = base.path().rsplit_once('/').map_or("", |(folder, _)| folder);
            without_dots(&format!("{folder}/{path}"))
        }
    };
    let query = query.or_else(|| location.is_empty().then(|| base.query()).flatten());
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    format!("{scheme}://{authority}{path}{query}").parse().ok()
}

/// RFC 3986 §5.2.4 for a path that begins with a slash.
fn without_dots(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/').skip(1) {
        match segment {
            "." => {}
            ".." => {
                segments.pop();
            }
            plain => segments.push(plain),
        }
    }
    let folder =
        matches!(path.rsplit('/').next(), Some("." | "..")) && segments.last().is_none_or(|last| !last.is_empty());
    format!("/{}{}", segments.join("/"), if folder && !segments.is_empty() { "/" } else { "" })
}

//! Which redirects are followed.
//!
//! Takes requests and their responses; gives the next request. Promises that only what asks for something follows, and asks for it by `GET`
//! or `HEAD` without a body, at most ten times; that whatever is secret stays with the scheme, host and port that it was meant for; and that
//! no request that was to go over TLS goes without.

use super::body::Body;
use super::operation::Route;
use http::{HeaderName, Method, Request, Response, Uri, header};

const MOST: u32 = 10;

/// What goes along to another origin: what says nothing of who asks.
const HARMLESS: [HeaderName; 6] = [
    header::ACCEPT,
    header::ACCEPT_ENCODING,
    header::ACCEPT_LANGUAGE,
    header::IF_RANGE,
    header::RANGE,
    header::USER_AGENT,
];

/// What tells of a body that is not sent.
const CONTENT: [HeaderName; 4] =
    [header::CONTENT_TYPE, header::CONTENT_ENCODING, header::CONTENT_LANGUAGE, header::CONTENT_LENGTH];

/// Which redirects a call follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Redirects {
    /// Redirects that the operation does not document as a response.
    Undocumented,
    /// All.
    All,
    /// None.
    None,
}

/// The redirects of one call.
pub(super) struct Followed {
    which: Redirects,
    route: &'static Route,
    left: u32,
}

/// A request that may have to be sent to another place.
pub(super) struct Next {
    request: Request<Body>,
    /// Whether it asks for something as it is; else only 303 makes it.
    asks: bool,
}

impl Followed {
    pub fn new(which: Redirects, route: &'static Route) -> Self {
        Self { which, route, left: if which == Redirects::None { 0 } else { MOST } }
    }

    /// What is kept of a request until its response is there.
    pub fn prepare(&self, request: &Request<Body>) -> Option<Next> {
        if self.left == 0 {
            return None;
        }
        let reads = matches!(*request.method(), Method::GET | Method::HEAD);
        let mut copy = Request::new(Body::default());
        *copy.method_mut() = if reads { request.method().clone() } else { Method::GET };
        *copy.uri_mut() = request.uri().clone();
        *copy.headers_mut() = request.headers().clone();
        Some(Next { request: copy, asks: reads && request.body().is_empty() })
    }

    /// The request on its way to where the response sends it; `None` where the response is the last.
    pub fn follow<B>(&mut self, next: Next, response: &Response<B>) -> Option<Request<Body>> {
        let Next { mut request, asks } = next;
        let status = response.status();
        let follows = match status.as_u16() {
            303 => true,
            301 | 302 | 307 | 308 => asks,
            _ => false,
        };
        if !follows || (self.which == Redirects::Undocumented && self.route.answers_with(status)) {
            return None;
        }
        let location = response.headers().get(header::LOCATION)?.to_str().ok()?;
        let target = resolve(request.uri(), location)?;
        if !may_follow(request.uri(), &target) {
            return None;
        }
        let headers = request.headers_mut();
        if !asks {
            CONTENT.iter().for_each(|name| drop(headers.remove(name)));
        }
        if !same_origin(request.uri(), &target) {
            let headers = std::mem::take(request.headers_mut());
            let kept = HARMLESS.iter().filter_map(|name| Some((name.clone(), headers.get(name)?.clone())));
            *request.headers_mut() = kept.filter(|(_, value)| !value.is_sensitive()).collect();
        }
        self.left -= 1;
        *request.uri_mut() = target;
        Some(request)
    }
}

/// Whether a request may go on to another URL: over HTTP, and over TLS where it was to.
fn may_follow(from: &Uri, to: &Uri) -> bool {
    let user = to.authority().is_none_or(|authority| authority.as_str().contains('@'));
    match (from.scheme_str(), to.scheme_str()) {
        _ if user => false,
        (_, Some("https")) => true,
        (Some("http"), Some("http")) => true,
        _ => false,
    }
}

/// Whether two URLs have scheme, host and port in common.
pub(super) fn same_origin(a: &Uri, b: &Uri) -> bool {
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

//! Which redirects are followed.
//!
//! Takes requests and their responses; gives the next request. Promises that only what asks for something follows, and asks for it by `GET`
//! or `HEAD` without a body, at most ten times; that whatever is secret stays with the scheme, host and port that it was meant for; and that
//! no request that was to go over TLS goes without.

use super::body::Body;
use super::route::Route;
use super::uri::{resolve, same_origin};
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

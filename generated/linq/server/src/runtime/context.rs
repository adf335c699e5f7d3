//! What a handler sees of a request beside what the document declares.

use std::fmt;

use axum::http::{Extensions, HeaderMap, Method, Uri, request};

/// The request as HTTP sees it, without its body.
#[derive(Clone, Default)]
pub struct RequestContext {
    /// The method; `HEAD` where a `GET` operation answers for it.
    pub method: Method,
    /// The URL, without the prefix that the router is nested under.
    pub uri: Uri,
    /// All headers. Those that hold secrets are marked sensitive, so that `Debug` does not show them.
    pub headers: HeaderMap,
    /// What layers and the authenticator left here: the caller, a trace, the peer's address.
    pub extensions: Extensions,
}

impl From<request::Parts> for RequestContext {
    fn from(parts: request::Parts) -> Self {
        Self { method: parts.method, uri: parts.uri, headers: parts.headers, extensions: parts.extensions }
    }
}

/// Says in the extensions that a parameter of the path is secret.
#[derive(Debug, Clone, Copy)]
pub(super) struct SecretPath;

impl fmt::Debug for RequestContext {
    /// Leaves out the query, which can carry credentials, and a path that holds a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestContext")
            .field("method", &self.method)
            .field("path", &self.extensions.get::<SecretPath>().map_or(self.uri.path(), |_| "…"))
            .field("headers", &self.headers)
            .finish_non_exhaustive()
    }
}

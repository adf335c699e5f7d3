//! How requests reach a server.
//!
//! A [`Transport`] takes one request and gives one response, whose body is read later. Promises nothing about time, size or
//! redirects: the caller sees to those. Never adds a credential and never follows a redirect.

#[cfg(any(feature = "gzip", feature = "br", feature = "zstd", feature = "deflate"))]
mod compression;
#[cfg(feature = "hyper")]
mod hyper;
#[cfg(feature = "hyper")]
mod proxied;
#[cfg(feature = "reqwest")]
mod reqwest;
#[cfg(any(feature = "tower", feature = "gzip", feature = "br", feature = "zstd", feature = "deflate"))]
mod service;
#[cfg(feature = "hyper")]
mod timed;
#[cfg(feature = "rustls-tls")]
mod tls;
#[cfg(feature = "tower")]
mod tower;

#[cfg(any(feature = "gzip", feature = "br", feature = "zstd", feature = "deflate"))]
pub(super) use self::compression::Decompressing;
#[cfg(feature = "hyper")]
pub use self::hyper::HyperTransport;
#[cfg(feature = "reqwest")]
pub use self::reqwest::ReqwestTransport;
#[cfg(any(feature = "tower", feature = "gzip", feature = "br", feature = "zstd", feature = "deflate"))]
pub use self::service::TransportService;
#[cfg(feature = "tower")]
pub use self::tower::TowerTransport;

use super::body::Body;
use super::boxed::{BoxError, BoxFuture};
use super::fault::TransportError;
use bytes::Bytes;
use http_body_util::combinators::UnsyncBoxBody;

/// The body of a response as it arrives.
pub type ResponseBody = UnsyncBoxBody<Bytes, BoxError>;

/// Sends requests.
pub trait Transport: Send + Sync {
    /// Sends a request, whose URI is absolute, and gives the response once its head has come.
    fn send(&self, request: http::Request<Body>)
    -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>>;
}

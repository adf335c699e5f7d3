//! Sending to a service in the same process.

use super::{ResponseBody, Transport};
use crate::runtime::body::Body;
use crate::runtime::boxed::{BoxError, BoxFuture};
use crate::runtime::fault::TransportError;
use bytes::Bytes;
use http::{HeaderValue, Request, Response, header};
use http_body_util::BodyExt;
use std::future::poll_fn;
use std::sync::{Mutex, PoisonError};
use tower_service::Service;

/// Sends requests to a `tower_service::Service`, such as an axum router; each request uses a clone of it.
#[derive(Debug)]
pub struct TowerTransport<S>(Mutex<S>);

impl<S> TowerTransport<S> {
    /// Sends to `service`.
    pub fn new(service: S) -> Self {
        Self(Mutex::new(service))
    }
}

impl<S, B> Transport for TowerTransport<S>
where
    S: Service<Request<Body>, Response = Response<B>> + Clone + Send + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    fn send(&self, mut request: Request<Body>) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>> {
        let mut service = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(host) = request.uri().authority().and_then(|host| HeaderValue::from_str(host.as_str()).ok()) {
            request.headers_mut().insert(header::HOST, host);
        }
        Box::pin(async move {
            poll_fn(|cx| service.poll_ready(cx)).await.map_err(told)?;
            let response = service.call(request).await.map_err(told)?;
            Ok(response.map(|body| body.map_err(Into::into).boxed_unsync()))
        })
    }
}

/// Where the service is layers around a transport, what that says.
fn told(error: impl Into<BoxError>) -> TransportError {
    error.into().downcast::<TransportError>().map_or_else(TransportError::new, |error| *error)
}

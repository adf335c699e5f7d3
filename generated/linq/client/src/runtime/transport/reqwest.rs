//! Sending by reqwest.

use super::{ResponseBody, Transport};
use crate::runtime::body::Body;
use crate::runtime::boxed::{BoxError, BoxFuture};
use crate::runtime::fault::TransportError;
use http_body_util::BodyExt;
use reqwest::redirect::Policy;
use std::io;
use std::time::Duration;

/// Sends requests over the network with reqwest.
#[derive(Debug, Clone)]
pub struct ReqwestTransport(reqwest::Client);

impl ReqwestTransport {
    /// A connection may take this long. TLS is what reqwest is built with: by the feature `native-tls` of this crate, or by a dependency on
    /// `reqwest` with one of its own.
    ///
    /// # Errors
    /// When reqwest cannot set its client up.
    pub fn new(connect_timeout: Duration) -> Result<Self, BoxError> {
        let builder = reqwest::Client::builder().redirect(Policy::none()).referer(false);
        Ok(Self(builder.connect_timeout(connect_timeout).build()?))
    }

    /// Sends with a client of your own, set up for a proxy or a client certificate. It must not follow redirects
    /// (`reqwest::redirect::Policy::none()`): it would send credentials where they do not belong.
    pub fn from_client(client: reqwest::Client) -> Self {
        Self(client)
    }
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>> {
        Box::pin(async move {
            let request = reqwest::Request::try_from(request.map(wrap)).map_err(told)?;
            let response = self.0.execute(request).await.map_err(told)?;
            Ok(http::Response::from(response)
                .map(|body| body.map_err(|error| error.without_url().into()).boxed_unsync()))
        })
    }
}

fn wrap(body: Body) -> reqwest::Body {
    if body.is_empty() { reqwest::Body::default() } else { reqwest::Body::wrap(body) }
}

/// The URL stays out of the error: its query may hold a credential.
fn told(error: reqwest::Error) -> TransportError {
    let (connect, timeout) = (error.is_connect(), error.is_timeout());
    let error = error.without_url();
    let error: BoxError = if timeout { io::Error::new(io::ErrorKind::TimedOut, error).into() } else { error.into() };
    if connect { TransportError::connect(error) } else { TransportError::new(error) }
}

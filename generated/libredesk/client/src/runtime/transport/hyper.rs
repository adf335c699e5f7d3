//! Sending by hyper.
//!
//! Gives a pool of connections over HTTP/1.1 and, where TLS negotiates it, HTTP/2. Obeys `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and
//! `NO_PROXY` as curl does; proxies are spoken to over plain HTTP. Every setting is that of this transport alone: nothing is installed for
//! the process, and no feature of another crate is turned on that changes what others get of it.

use super::proxied::Proxied;
use super::timed::Timed;
use super::{ResponseBody, Transport};
use crate::runtime::body::Body;
use crate::runtime::boxed::{BoxError, BoxFuture};
use crate::runtime::fault::TransportError;
use http_body_util::BodyExt;
use hyper_util::client::legacy;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use std::fmt;
use std::time::Duration;

#[cfg(feature = "rustls-tls")]
type Connector = hyper_rustls::HttpsConnector<Proxied>;
#[cfg(not(feature = "rustls-tls"))]
type Connector = Proxied;

/// Sends requests over the network with hyper, over TLS with rustls where the feature `rustls-tls` is on. What a client sends by unless it is
/// given another transport.
#[derive(Clone)]
pub struct HyperTransport {
    client: legacy::Client<Timed<Connector>, Body>,
    connector: Timed<Connector>,
    proxied: Proxied,
}

impl HyperTransport {
    /// A connection may take this long, TLS and proxy included. Certificates are judged as the platform does; cryptography is what the process
    /// has installed for rustls, or else ring's.
    ///
    /// # Errors
    /// When the platform has no certificates to trust, or the provider that was installed can do neither TLS 1.2 nor 1.3.
    pub fn new(connect_timeout: Duration) -> Result<Self, BoxError> {
        #[cfg(feature = "rustls-tls")]
        return Ok(Self::with_tls(connect_timeout, super::tls::config()?));
        #[cfg(not(feature = "rustls-tls"))]
        Ok(Self::by(connect_timeout, Proxied::from_env(), |connector| connector))
    }

    /// The same with a configuration of your own: other roots, a client certificate. Which versions of HTTP it offers is set here.
    #[cfg(feature = "rustls-tls")]
    pub fn with_tls(connect_timeout: Duration, mut config: rustls::ClientConfig) -> Self {
        config.alpn_protocols.clear();
        let builder = hyper_rustls::HttpsConnectorBuilder::new().with_tls_config(config).https_or_http();
        let builder = builder.enable_all_versions();
        Self::by(connect_timeout, Proxied::from_env(), |connector| builder.wrap_connector(connector))
    }

    fn by(connect_timeout: Duration, proxied: Proxied, wrap: impl FnOnce(Proxied) -> Connector) -> Self {
        let connector = Timed::new(wrap(proxied.clone()), connect_timeout);
        Self { client: builder().build(connector.clone()), connector, proxied }
    }

    /// Speaks HTTP/2 from the first byte, also where nothing is encrypted, so that no version can be negotiated.
    #[must_use]
    pub fn http2_only(self) -> Self {
        Self { client: builder().http2_only(true).build(self.connector.clone()), ..self }
    }
}

fn builder() -> legacy::Builder {
    let mut builder = legacy::Client::builder(TokioExecutor::new());
    builder.timer(TokioTimer::new()).pool_timer(TokioTimer::new());
    builder
}

impl Transport for HyperTransport {
    fn send(
        &self,
        mut request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>> {
        self.proxied.authorize(&mut request);
        let response = self.client.request(request);
        Box::pin(async move {
            let response = response.await.map_err(|error| {
                if error.is_connect() { TransportError::connect(error) } else { TransportError::new(error) }
            })?;
            Ok(response.map(|body| body.map_err(Into::into).boxed_unsync()))
        })
    }
}

impl fmt::Debug for HyperTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HyperTransport").finish_non_exhaustive()
    }
}

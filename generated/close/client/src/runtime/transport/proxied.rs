//! Connections to a host, or to the proxy that the environment names for it.
//!
//! Gives TCP connections: to the host itself, to a proxy that is asked for plain HTTP, or through a tunnel that a proxy opens (`CONNECT`) for
//! what is encrypted. Never shows a proxy's credentials, and never sends them to anyone else.

use crate::runtime::boxed::{BoxError, BoxFuture};
use http::{Request, Uri, header, uri::Scheme};
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use hyper_util::rt::TokioIo;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::net::TcpStream;
use tower_service::Service;

/// Dead connections are noticed after this time and two more tries.
const KEEPALIVE: Duration = Duration::from_secs(15);

/// Connects to hosts and proxies.
#[derive(Clone)]
pub struct Proxied {
    http: HttpConnector,
    proxies: Arc<Matcher>,
}

impl Proxied {
    /// By the proxies that the environment names.
    pub fn from_env() -> Self {
        let mut http = HttpConnector::new();
        http.enforce_http(false);
        http.set_nodelay(true);
        http.set_keepalive(Some(KEEPALIVE));
        http.set_keepalive_interval(Some(KEEPALIVE));
        http.set_keepalive_retries(Some(3));
        Self { http, proxies: Arc::new(Matcher::from_env()) }
    }

    /// Adds a proxy's credentials to a request that it can read. For a tunnel they are in the request that opens it.
    pub fn authorize<B>(&self, request: &mut Request<B>) {
        if is_encrypted(request.uri()) {
            return;
        }
        if let Some(credentials) = self.proxies.intercept(request.uri()).as_ref().and_then(Intercept::basic_auth) {
            let mut credentials = credentials.clone();
            credentials.set_sensitive(true);
            request.headers_mut().insert(header::PROXY_AUTHORIZATION, credentials);
        }
    }
}

fn is_encrypted(url: &Uri) -> bool {
    url.scheme() == Some(&Scheme::HTTPS)
}

impl Service<Uri> for Proxied {
    type Response = Stream;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Stream, BoxError>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.http.poll_ready(cx).map_err(Into::into)
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        let (proxy, mut http) = (self.proxies.intercept(&to), self.http.clone());
        Box::pin(async move {
            let Some(proxy) = proxy else {
                return Ok(Stream { inner: http.call(to).await?, asks_proxy: false });
            };
            if proxy.uri().scheme() != Some(&Scheme::HTTP) {
                let scheme = proxy.uri().scheme_str().unwrap_or_default();
                return Err(
                    format!("the environment names a proxy of the kind `{scheme}`, and only `http` is spoken").into()
                );
            }
            if !is_encrypted(&to) {
                return Ok(Stream { inner: http.call(proxy.uri().clone()).await?, asks_proxy: true });
            }
            let tunnel = Tunnel::new(proxy.uri().clone(), http);
            let mut tunnel = match proxy.basic_auth() {
                Some(credentials) => tunnel.with_auth(credentials.clone()),
                None => tunnel,
            };
            Ok(Stream { inner: tunnel.call(to).await?, asks_proxy: false })
        })
    }
}

/// A connection.
pub struct Stream {
    inner: TokioIo<TcpStream>,
    /// Whether a proxy reads the requests, so that they name the host that is meant.
    asks_proxy: bool,
}

impl Stream {
    fn inner(self: Pin<&mut Self>) -> Pin<&mut TokioIo<TcpStream>> {
        Pin::new(&mut self.get_mut().inner)
    }
}

impl Connection for Stream {
    fn connected(&self) -> Connected {
        self.inner.connected().proxy(self.asks_proxy)
    }
}

impl Read for Stream {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, into: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        self.inner().poll_read(cx, into)
    }
}

impl Write for Stream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.inner().poll_write(cx, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.inner().poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.inner().poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.inner().poll_write_vectored(cx, bytes)
    }
}

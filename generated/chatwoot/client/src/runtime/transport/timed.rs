//! A limit of time for making a connection, whatever it is made of.

use crate::runtime::boxed::{BoxError, BoxFuture};
use http::Uri;
use std::io;
use std::task::{Context, Poll};
use std::time::Duration;
use tower_service::Service;

/// Connects as `inner` does, within a time.
#[derive(Clone)]
pub struct Timed<C> {
    inner: C,
    limit: Duration,
}

impl<C> Timed<C> {
    /// Connections of `inner` that take no longer than `limit`.
    pub fn new(inner: C, limit: Duration) -> Self {
        Self { inner, limit }
    }
}

impl<C> Service<Uri> for Timed<C>
where
    C: Service<Uri, Error: Into<BoxError>, Future: Send + 'static>,
{
    type Response = C::Response;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<C::Response, BoxError>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(cx).map_err(Into::into)
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        let (connecting, limit) = (self.inner.call(to), self.limit);
        Box::pin(async move {
            let late = |_| io::Error::new(io::ErrorKind::TimedOut, format!("it took longer than {limit:?}"));
            tokio::time::timeout(limit, connecting).await.map_err(late)?.map_err(Into::into)
        })
    }
}

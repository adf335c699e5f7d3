//! A call of an operation, from its arguments to its response.

use super::base_url::BaseUrl;
use super::builder::Core;
use super::draft::Draft;
use super::error::Error;
use super::exchange::exchange;
use super::multipart::Part;
use super::operation::{InParts, Operation, Unread};
use super::response::{RawResponse, Response};
use super::stream::Chunks;
use super::transport::BoxFuture;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

/// A call that has not been sent.
///
/// Await it for the body of the response, [`send`](Self::send) it for status and headers as well, or
/// [`send_stream`](Self::send_stream) it for a body that is too large to keep.
#[must_use = "a call is sent when it is awaited"]
pub struct Call<O> {
    pub(crate) request: Draft,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation> Call<O> {
    pub(crate) fn new(core: &Arc<Core>) -> Self {
        Self { request: Draft::new(core, const { &O::ROUTE }), operation: PhantomData }
    }

    /// A call to whoever waits at a URL, which is no server of the API. The client's credentials are not for them.
    pub(crate) fn to_receiver(core: &Arc<Core>, url: &str) -> Self {
        Self { request: Draft::to_receiver(core, const { &O::ROUTE }, url), operation: PhantomData }
    }

    /// Sends this call to another base URL, credentials and all.
    pub fn with_base_url(mut self, url: impl Into<BaseUrl>) -> Self {
        self.request.set_base_url(url.into().as_str());
        self
    }

    /// Gives this call a time limit of its own: for the whole response, or where it is read as it arrives for the head and each wait.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.request.timeout = timeout;
        self
    }

    /// Sends another header, or another value of one.
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.request.set_header(name, value);
        self
    }

    /// Sends a part of the body that is given by itself, in place of what the body holds under its name: a file as a stream, or with
    /// headers of its own. Several parts may have one name.
    pub fn with_part(mut self, part: Part) -> Self
    where
        O: InParts,
    {
        self.request.part(O::MEDIA_TYPE, part);
        self
    }

    /// Sends the call and gives the response with its status and headers.
    ///
    /// # Errors
    /// When the server answers with an error, or not at all, or not as documented.
    pub async fn send(self) -> Result<Response<O::Output>, Error<O::Error>> {
        let (mut response, body) = exchange(self.request).await.map_err(|failure| failure.widen())?;
        let (read, passed_over) = match O::open(&response, body) {
            Ok(opened) => (Ok(opened), Vec::new()),
            Err(body) => {
                response.body = body.collect().await.map_err(|failure| failure.widen())?;
                response.read(O::read)
            }
        };
        match read {
            Ok(Ok(output)) => Ok(response.with_body(output, passed_over)),
            Ok(Err(error)) => Err(Error::Api(Box::new(response.with_body(error, passed_over)))),
            Err(why) => Err(Error::unread(response, why)),
        }
    }

    /// Sends the call and gives the response as it came, whatever its status is. For responses that hold less than
    /// is documented: [`RawResponse::decode`] reads the body as a type of your own.
    ///
    /// # Errors
    /// When the server does not answer.
    pub async fn send_raw(self) -> Result<RawResponse, Error<O::Error>> {
        let (mut response, body) = exchange(self.request).await.map_err(|failure| failure.widen())?;
        response.body = body.collect().await.map_err(|failure| failure.widen())?;
        Ok(response)
    }

    /// Sends the call and gives the bytes of the response as they arrive, however many there are. The time limit of the
    /// call holds for the head, and then for each wait.
    ///
    /// # Errors
    /// When the status is 4XX or 5XX, or the server does not answer.
    pub async fn send_stream(self) -> Result<Response<Chunks>, Error<O::Error>> {
        let (mut response, body) = exchange(self.request).await.map_err(|failure| failure.widen())?;
        if !response.status.is_client_error() && !response.status.is_server_error() {
            return Ok(response.with_body(body.chunks(), Vec::new()));
        }
        response.body = body.collect().await.map_err(|failure| failure.widen())?;
        match response.read(O::read) {
            (Ok(Ok(_)), _) => Err(Error::unread(response, Unread::Undocumented)),
            (Ok(Err(error)), passed_over) => Err(Error::Api(Box::new(response.with_body(error, passed_over)))),
            (Err(why), _) => Err(Error::unread(response, why)),
        }
    }
}

impl<O: Operation> IntoFuture for Call<O> {
    type Output = Result<O::Output, Error<O::Error>>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { Ok(self.send().await?.body) })
    }
}

impl<O> fmt::Debug for Call<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Call").field(&self.request).finish()
    }
}

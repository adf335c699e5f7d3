//! A call of an operation, from its arguments to its response.

use super::base_url::BaseUrl;
use super::boxed::BoxFuture;
use super::error::{CallError, Failure};
use super::exchange::exchange;
use super::mismatch;
use super::multipart::Part;
use super::operation::{InParts, Operation, Streamed};
use super::redirect::Redirects;
use super::response::Unread;
use super::response::{RawResponse, Response};
use super::retry::Retry;
use super::route::Route;
use super::shared::Core;
use super::shared::Draft;
use super::stream::Chunks;
use http::header;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;
use types::runtime::DecodeError;

/// A call that has not been sent.
///
/// Await it for the body of the response, [`send`](Self::send) it for status and headers as well, or
/// [`send_stream`](Self::send_stream) it for a body that is too large to keep. A clone is the same call again.
#[must_use = "a call is sent when it is awaited"]
pub struct Call<O> {
    pub(crate) request: Draft,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation> Call<O> {
    pub(crate) fn new(core: &Arc<Core>) -> Self {
        Self { request: Draft::new(core, const { &O::ROUTE }), operation: PhantomData }
    }

    /// A call to a receiver at a URL that is not a server of the API. The client's credentials are not sent.
    pub(crate) fn to_receiver(core: &Arc<Core>, url: &str) -> Self {
        Self { request: Draft::to_receiver(core, const { &O::ROUTE }, url), operation: PhantomData }
    }

    /// Sends this call to another base URL, credentials and all.
    pub fn with_base_url(mut self, url: impl Into<BaseUrl>) -> Self {
        self.request.set_base_url(url.into().as_str());
        self
    }

    /// Sends this call to the URL that a response has named, with the client's credentials: absolute, or relative to the URL of this call. What the
    /// path and the query of the operation are made of plays no part any more. Another origin than that of this call is refused.
    pub fn with_url(mut self, url: &str) -> Self {
        if let Err(fault) = self.request.go_to(url) {
            self.request.fail(fault);
        }
        self
    }

    /// Gives this call a time limit of its own: for the whole response, or where it is read as it arrives for the head and each wait.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.request.timeout = timeout;
        self
    }

    /// Adds a header, or another value of one.
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

    /// Adds a pair to the query, beside the operation's parameters.
    pub fn with_query(mut self, name: &str, value: &str) -> Self {
        self.request.pair(name, value);
        self
    }

    /// Asks for a response in this media type, instead of those that are documented. [`send_raw`](Self::send_raw) and
    /// [`send_stream`](Self::send_stream) give what is none of these.
    pub fn with_accept(self, media_type: &str) -> Self {
        self.with_header(header::ACCEPT.as_str(), media_type)
    }

    /// Says that the body is of this media type, instead of the one that is documented. A body in parts has one of its own.
    pub fn with_content_type(self, media_type: &str) -> Self {
        self.with_header(header::CONTENT_TYPE.as_str(), media_type)
    }

    /// Tries this call again where that is safe, as said here and not as the client does.
    pub fn with_retry(mut self, retry: Retry) -> Self {
        self.request.retry = Some(Arc::new(retry));
        self
    }

    /// Sends this call once, whatever the client does.
    pub fn without_retry(mut self) -> Self {
        self.request.retry = None;
        self
    }

    /// Says which redirects this call follows. [`Redirects::Undocumented`] unless said: an operation that documents a redirect as its answer
    /// gives that answer, and goes on to where it points with [`Redirects::All`].
    ///
    /// To another host no credential goes along, and neither does any header that may hold one.
    pub fn with_redirects(mut self, redirects: Redirects) -> Self {
        self.request.redirects = redirects;
        self
    }

    /// Sends the call and gives the response with its status and headers.
    ///
    /// A success whose status is not documented is read as one that is: its status is that of the response.
    ///
    /// # Errors
    /// When the server responds with an error, does not respond, or responds otherwise than is documented.
    pub async fn send(self) -> Result<Response<O::Output>, CallError<O::Error>> {
        let (route, observer) = (self.request.route, self.request.core.observer.clone());
        let (mut response, body) = exchange(self.request).await.map_err(|failure| failure.at(route))?;
        let came = response.status;
        response.status = route.documented(came);
        let opened = O::open(&response, body);
        response.status = came;
        let (read, passed_over) = match opened {
            Ok(opened) => (Ok(opened), Vec::new()),
            Err(body) => {
                response = body.complete(response).await.map_err(|failure| failure.at(route))?;
                if let Some(observer) = observer {
                    mismatch::observe(&observer, route, &response, &|response| O::read(response).err());
                }
                response.read_by(O::read, route)
            }
        };
        match read {
            Ok(Ok(output)) => Ok(response.with_body(output, passed_over)),
            Ok(Err(error)) => Err(CallError::documented(route, response, error, passed_over)),
            Err(why) => Err(Failure::unread(response, why).at(route)),
        }
    }

    /// Sends the call and gives the response as it came, whatever its status is. For responses that hold less than
    /// is documented: [`RawResponse::decode`] reads the body as a type of your own.
    ///
    /// # Errors
    /// When the server does not respond.
    pub async fn send_raw(self) -> Result<RawResponse, CallError<O::Error>> {
        let route = self.request.route;
        let (response, body) = exchange(self.request).await.map_err(|failure| failure.at(route))?;
        body.complete(response).await.map_err(|failure| failure.at(route))
    }

    /// Sends the call and gives the bytes of the response as they arrive, however many there are. The time limit of the
    /// call holds for the head, and then for each wait.
    ///
    /// # Errors
    /// When the response is neither a success nor a redirection that the operation documents, or the server does not answer.
    pub async fn send_stream(self) -> Result<Response<Chunks>, CallError<O::Error>> {
        let route = self.request.route;
        let (response, body) = exchange(self.request).await.map_err(|failure| failure.at(route))?;
        if response.status.is_success() || route.answers_with(response.status) {
            return Ok(response.with_body(body.chunks(), Vec::new()));
        }
        let response = body.complete(response).await.map_err(|failure| failure.at(route))?;
        match response.read(O::read) {
            (Ok(Ok(_)), _) => Err(Failure::unread(response, Unread::Undocumented).at(route)),
            (Ok(Err(error)), passed_over) => Err(CallError::documented(route, response, error, passed_over)),
            (Err(why), _) => Err(Failure::unread(response, why).at(route)),
        }
    }
}

impl<O: Streamed> Call<O> {
    /// Sends the call, accepting nothing but items, and gives these as they arrive. Where a parameter or a part of the body asks for items as well, set it.
    ///
    /// # Errors
    /// When the response holds no items, besides whatever [`send`](Self::send) fails with.
    #[inline]
    pub async fn send_items(self) -> Result<O::Items, CallError<O::Error>> {
        let request = self.with_accept(O::MEDIA_TYPE).request;
        let route = request.route;
        let (mut response, body) = exchange(request).await.map_err(|failure| failure.at(route))?;
        let came = response.status;
        response.status = route.documented(came);
        let opened = O::open(&response, body);
        response.status = came;
        let why = match opened {
            Ok(Ok(output)) => match O::items(output) {
                Some(items) => return Ok(items),
                None => Unread::MediaType,
            },
            Ok(Err(error)) => return Err(CallError::documented(route, response, error, Vec::new())),
            Err(body) => {
                response = body.complete(response).await.map_err(|failure| failure.at(route))?;
                match response.read(O::read) {
                    (Ok(Ok(_)), _) => Unread::MediaType,
                    (Ok(Err(error)), passed_over) => {
                        return Err(CallError::documented(route, response, error, passed_over));
                    }
                    (Err(why), _) => why,
                }
            }
        };
        Err(Failure::unread(response, why).at(route))
    }
}

impl RawResponse {
    /// What `read` makes of the response; of a success that is not documented what it makes of it as one that is, the first that fits.
    fn read_by<T, E>(
        &mut self,
        read: impl Fn(&Self) -> Result<Result<T, E>, Unread>,
        route: &Route,
    ) -> (Result<Result<T, E>, Unread>, Vec<DecodeError>) {
        if !route.is_undocumented_success(self.status) {
            return self.read(read);
        }
        let came = self.status;
        for status in route.documented_successes() {
            self.status = status;
            let (result, passed_over) = self.read(&read);
            self.status = came;
            if matches!(result, Ok(Ok(_))) {
                return (result, passed_over);
            }
        }
        (Err(Unread::Undocumented), Vec::new())
    }
}

impl<O: Operation> IntoFuture for Call<O> {
    type Output = Result<O::Output, CallError<O::Error>>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { Ok(self.send().await?.body) })
    }
}

impl<O> Clone for Call<O> {
    fn clone(&self) -> Self {
        Self { request: self.request.clone(), operation: PhantomData }
    }
}

impl<O> fmt::Debug for Call<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Call").field(&self.request).finish()
    }
}

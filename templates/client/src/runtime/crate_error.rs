//! One error for all operations of the crate.
//!
//! Takes the error of any operation, of building a client, of credentials from the environment and of reading a stream; gives one type, so that a function that calls several
//! operations has one error. Promises that nothing is lost: what an operation documents can be had again by its type.

use super::environment::MissingVariables;
use super::error::CallError;
use super::fault::BuildError;
use super::response::RawResponse;
use super::stream::StreamError;
use http::{HeaderMap, StatusCode};
use std::any::Any;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;
use types::runtime::Decode;

/// The error of the whole crate: `?` converts the errors of all operations into it.
pub struct Error(Kind);

enum Kind {
    Call(Box<CallError<Documented>>),
    Build(BuildError),
    Environment(MissingVariables),
    Stream(StreamError),
}

/// An error that the operation documents.
pub struct Documented(Box<dyn Item>);

trait Item: Any + fmt::Debug + Send + Sync {}

impl<T: Any + fmt::Debug + Send + Sync> Item for T {}

impl Documented {
    /// As the error of an operation, where it is of that type.
    #[inline]
    pub fn downcast_ref<E: 'static>(&self) -> Option<&E> {
        let item: &dyn Any = &*self.0;
        item.downcast_ref()
    }
}

impl fmt::Debug for Documented {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error {
    /// The error of the call, where it is one.
    #[inline]
    pub fn call(&self) -> Option<&CallError<Documented>> {
        match &self.0 {
            Kind::Call(error) => Some(error),
            Kind::Build(_) | Kind::Environment(_) | Kind::Stream(_) => None,
        }
    }

    /// What the operation documents, where it is of that type.
    #[inline]
    pub fn api<E: 'static>(&self) -> Option<&E> {
        self.call()?.api()?.downcast_ref()
    }

    /// The response as far as it was received.
    #[inline]
    pub fn response(&self) -> Option<&RawResponse> {
        self.call()?.response()
    }

    /// The status, if there was a response.
    #[inline]
    pub fn status(&self) -> Option<StatusCode> {
        self.call()?.status()
    }

    /// The headers, if there was a response.
    #[inline]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.call()?.headers()
    }

    /// The body as JSON of a type of your own, whatever the status is; `None` if there is no body or it is not of that type.
    #[inline]
    pub fn json<T: Decode>(&self) -> Option<T> {
        self.call()?.json()
    }

    /// How long the server asks to wait before the next try: `Retry-After`, in seconds or as a date.
    #[inline]
    pub fn retry_after(&self) -> Option<Duration> {
        self.call()?.retry_after()
    }

    /// The header by which the server names the request, such as `X-Request-Id`: what its support asks for.
    #[inline]
    pub fn request_id(&self) -> Option<&str> {
        self.call()?.request_id()
    }

    /// Whether time ran out: that of the call or of a stream's wait, or the transport's.
    #[inline]
    pub fn is_timeout(&self) -> bool {
        match &self.0 {
            Kind::Call(error) => error.is_timeout(),
            Kind::Stream(StreamError::Timeout(_)) => true,
            Kind::Stream(StreamError::Transport(error)) => error.is_timeout(),
            Kind::Stream(_) | Kind::Build(_) | Kind::Environment(_) => false,
        }
    }

    /// Whether no connection could be made, so that the server has seen nothing of the request.
    #[inline]
    pub fn is_connect(&self) -> bool {
        self.call().is_some_and(CallError::is_connect)
    }

    #[inline]
    fn inner(&self) -> &(dyn StdError + 'static) {
        match &self.0 {
            Kind::Call(error) => error,
            Kind::Build(error) => error,
            Kind::Environment(error) => error,
            Kind::Stream(error) => error,
        }
    }
}

impl<E: fmt::Debug + Send + Sync + 'static> From<CallError<E>> for Error {
    #[inline]
    fn from(error: CallError<E>) -> Self {
        Self(Kind::Call(Box::new(error.map(|error| Documented(Box::new(error))))))
    }
}

impl From<MissingVariables> for Error {
    #[inline]
    fn from(error: MissingVariables) -> Self {
        Self(Kind::Environment(error))
    }
}

impl From<BuildError> for Error {
    #[inline]
    fn from(error: BuildError) -> Self {
        Self(Kind::Build(error))
    }
}

impl From<StreamError> for Error {
    #[inline]
    fn from(error: StreamError) -> Self {
        Self(Kind::Stream(error))
    }
}

impl fmt::Debug for Error {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.inner(), f)
    }
}

impl fmt::Display for Error {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.inner(), f)
    }
}

impl StdError for Error {
    #[inline]
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.inner().source()
    }
}

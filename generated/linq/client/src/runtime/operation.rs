//! Operations as data.
//!
//! Each operation of the API is a marker type that implements [`Operation`]: how it is sent, and how a response is read.

use super::exchange::Arriving;
use super::response::{RawResponse, Unread};
use super::route::Route;
use std::fmt;

/// One operation of the API.
pub trait Operation: 'static {
    /// The output of a successful call.
    type Output: Send + 'static;
    /// The errors that it documents.
    type Error: fmt::Debug + Send + Sync + 'static;
    /// How it is sent.
    const ROUTE: Route;

    /// Reads a response by its status and its media type.
    ///
    /// # Errors
    /// When the status is not documented or the body is not what is documented for it.
    fn read(response: &RawResponse) -> Read<Self>;

    /// Takes over the body of a response that is read as it arrives; any other is given back, to be read whole.
    fn open(response: &RawResponse, body: Arriving) -> Opened<Self> {
        let _ = response;
        Err(body)
    }
}

/// An operation that takes a body in parts.
pub trait InParts: Operation {
    /// The media type of the body.
    const MEDIA_TYPE: &'static str;
}

/// An operation that answers item by item, or whole in another media type, as it is asked.
pub trait Streamed: Operation {
    /// The items.
    type Items: Send + 'static;
    /// The media type of the items.
    const MEDIA_TYPE: &'static str;

    /// The items of an output that is made of them.
    fn items(output: Self::Output) -> Option<Self::Items>;
}

/// A response that could be read: the output, or a documented error.
pub type Read<O> = Result<Result<<O as Operation>::Output, <O as Operation>::Error>, Unread>;

/// A response that is read as it arrives: the output, or a documented error; or the body, if it is none.
pub type Opened<O> = Result<Result<<O as Operation>::Output, <O as Operation>::Error>, Arriving>;

/// A documented error by its body.
///
/// # Errors
/// When the body could not be read.
pub fn failure<T, O, E>(body: Result<T, Unread>, error: fn(T) -> E) -> Result<Result<O, E>, Unread> {
    body.map(|body| Err(error(body)))
}

//! Bodies of requests that are read as they arrive.
//!
//! Takes a body; gives its events or lines one after the other, each checked against the document. Promises that no more is kept
//! than what came at once and one item, up to a limit. The limit of the router for whole bodies does not hold for these.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes, HttpBody};
use axum::http::StatusCode;
use futures_core::Stream;
use types::runtime::reading::{self, Mode};
use types::runtime::sequence::{Events, Fault, FromEvent, Lines};
use types::runtime::{Decode, DecodeError, Validate, json};

use super::pointer;
use super::problem::{InputError, Place, Problem};

/// The longest item unless another limit is given, in bytes.
const LIMIT: usize = 2 << 20;

/// The events that a request sends, as they arrive. A [`Stream`]; it goes on after an event that is not what is documented.
pub struct EventStream<E> {
    chunks: Chunks,
    events: Events,
    mode: Mode,
    read: u64,
    of: PhantomData<fn() -> E>,
}

/// The items of JSON lines or of a JSON text sequence that a request sends, as they arrive. A [`Stream`]; it goes on after an
/// item that is not what is documented.
pub struct JsonLines<T> {
    chunks: Chunks,
    lines: Lines,
    mode: Mode,
    read: u64,
    of: PhantomData<fn() -> T>,
}

impl<E> EventStream<E> {
    pub(super) fn new(body: Body, mode: Mode) -> Self {
        Self {
            chunks: Chunks { body: Some(body), failed: false },
            events: Events::new(LIMIT),
            mode,
            read: 0,
            of: PhantomData,
        }
    }

    /// The longest event that is accepted, in bytes: 2 MiB unless set. To be set before anything is read.
    #[must_use]
    pub fn with_limit(self, limit: usize) -> Self {
        Self { events: Events::new(limit), ..self }
    }
}

impl<E: FromEvent + Validate> EventStream<E> {
    /// The next event. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<E, ItemError>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<T> JsonLines<T> {
    pub(super) fn new(body: Body, mode: Mode) -> Self {
        Self {
            chunks: Chunks { body: Some(body), failed: false },
            lines: Lines::new(LIMIT),
            mode,
            read: 0,
            of: PhantomData,
        }
    }

    /// The longest item that is accepted, in bytes: 2 MiB unless set. To be set before anything is read.
    #[must_use]
    pub fn with_limit(self, limit: usize) -> Self {
        Self { lines: Lines::new(limit), ..self }
    }
}

impl<T: Decode + Validate> JsonLines<T> {
    /// The next item. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<T, ItemError>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<E: FromEvent + Validate> Stream for EventStream<E> {
    type Item = Result<E, ItemError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self { chunks, events, mode, read, of: _ } = self.get_mut();
        while !chunks.failed {
            if let Some(event) = events.item() {
                *read += 1;
                return Poll::Ready(Some(match event {
                    Ok(event) => checked(*read, reading::within(*mode, || E::from_event(&event))),
                    Err(fault) => Err(chunks.failed(*read, fault)),
                }));
            }
            match ready!(chunks.poll_chunk(cx)) {
                Some(Ok(chunk)) => events.push(&chunk),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => break,
            }
        }
        Poll::Ready(None)
    }
}

impl<T: Decode + Validate> Stream for JsonLines<T> {
    type Item = Result<T, ItemError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self { chunks, lines, mode, read, of: _ } = self.get_mut();
        let mut ended = false;
        while !chunks.failed {
            if let Some(item) = if ended { lines.last() } else { lines.item() } {
                *read += 1;
                return Poll::Ready(Some(match item {
                    Ok(text) => checked(*read, reading::within(*mode, || json::decode(text))),
                    Err(fault) => Err(chunks.failed(*read, fault)),
                }));
            }
            if ended {
                break;
            }
            match ready!(chunks.poll_chunk(cx)) {
                Some(Ok(chunk)) => lines.push(&chunk),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => ended = true,
            }
        }
        Poll::Ready(None)
    }
}

impl<E> fmt::Debug for EventStream<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream").field("read", &self.read).finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for JsonLines<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonLines").field("read", &self.read).finish_non_exhaustive()
    }
}

/// Why a request has no next item. As a [`Problem`] it is what a server answers to it.
#[derive(Debug)]
#[non_exhaustive]
pub enum ItemError {
    /// The item is not what is documented. The next may be.
    Invalid {
        /// Which item it is; the first is 1.
        number: u64,
        /// What is wrong with it; places are JSON Pointers into the item.
        errors: Vec<InputError>,
    },
    /// An item is longer than this many bytes. It was the last.
    TooLong(usize),
    /// The body broke off.
    Body(axum::Error),
}

impl fmt::Display for ItemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid { number, errors } => {
                write!(f, "item {number} of the body is not what is documented")?;
                errors.iter().try_for_each(|error| write!(f, "; {}", error.detail))
            }
            Self::TooLong(limit) => write!(f, "an item of the body is longer than {limit} bytes"),
            Self::Body(_) => f.write_str("the body could not be read"),
        }
    }
}

impl std::error::Error for ItemError {}

impl From<ItemError> for Problem {
    fn from(error: ItemError) -> Self {
        let detail = error.to_string();
        match error {
            ItemError::Invalid { number: _, errors } => Self::bad_request(errors),
            ItemError::TooLong(_) => Self::new(StatusCode::PAYLOAD_TOO_LARGE, detail),
            ItemError::Body(_) => Self::new(StatusCode::BAD_REQUEST, detail),
        }
    }
}

fn checked<T: Validate>(number: u64, item: Result<T, DecodeError>) -> Result<T, ItemError> {
    let error = |pointer: &str, rule: Option<&'static str>, detail: &str| InputError {
        place: Place::Body(pointer.to_owned()),
        rule,
        detail: format!("item {number}: {detail}"),
    };
    let errors = match item {
        Ok(item) => match item.validate() {
            Ok(()) => return Ok(item),
            Err(violations) => violations.iter().map(|it| error(&it.pointer, Some(it.rule), &it.message)).collect(),
        },
        Err(fault) => vec![error(&pointer::from_path(fault.path()), fault.rule(), fault.message())],
    };
    Err(ItemError::Invalid { number, errors })
}

/// What has not been read of a body; nothing after its end or a fault.
struct Chunks {
    body: Option<Body>,
    /// What has come is not all there is: nothing more is read of it.
    failed: bool,
}

impl Chunks {
    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, ItemError>>> {
        while let Some(body) = &mut self.body {
            match ready!(Pin::new(body).poll_frame(cx)) {
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
                Some(Err(error)) => {
                    (self.body, self.failed) = (None, true);
                    return Poll::Ready(Some(Err(ItemError::Body(error))));
                }
                None => self.body = None,
            }
        }
        Poll::Ready(None)
    }

    /// What a parser found in place of an item.
    fn failed(&mut self, number: u64, fault: Fault) -> ItemError {
        match fault {
            Fault::TooLong(limit) => {
                (self.body, self.failed) = (None, true);
                ItemError::TooLong(limit)
            }
            Fault::CutOff => {
                let error = InputError {
                    place: Place::Body(String::new()),
                    rule: None,
                    detail: format!("item {number}: {fault}"),
                };
                ItemError::Invalid { number, errors: vec![error] }
            }
        }
    }
}

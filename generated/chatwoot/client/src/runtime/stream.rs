//! Bodies that are read as they arrive.
//!
//! Takes a body whose head has come; gives its bytes, events or lines one after the other. Promises that a time limit holds for
//! each wait and none for the whole, and that no more is kept than what came at once and one item, up to a limit. To stop
//! reading, drop it: the connection is closed.

use super::fault::TransportError;
use super::transport::ResponseBody;
use bytes::Bytes;
use futures_core::Stream;
use http::StatusCode;
use http_body::Body as _;
use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::time::Sleep;
use types::runtime::sequence::{Event, Events, Fault, FromEvent, Lines};
use types::runtime::{Decode, DecodeError, json};

/// The bytes of a body, as they arrive. A [`Stream`], and fused: after an error or the end comes nothing more.
pub struct Chunks {
    /// Bodies are not `Sync`; locked by none, since only `&mut self` reaches it.
    body: Mutex<Option<ResponseBody>>,
    /// Nothing more is read of what has come: it is not all there is, or all that is asked for.
    stopped: bool,
    status: StatusCode,
    idle: Duration,
    /// Runs while nothing comes.
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Chunks {
    #[inline]
    pub(super) fn new(body: ResponseBody, status: StatusCode, idle: Duration) -> Self {
        Self { body: Mutex::new(Some(body)), stopped: false, status, idle, waiting: None }
    }

    /// The next bytes. Dropping the future before it completes loses nothing.
    #[inline]
    pub async fn next(&mut self) -> Option<Result<Bytes, StreamError>> {
        poll_fn(|cx| self.poll_chunk(cx)).await
    }

    #[inline]
    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, StreamError>>> {
        let slot = self.body.get_mut().unwrap_or_else(PoisonError::into_inner);
        let end = loop {
            let Some(body) = slot else { return Poll::Ready(None) };
            match Pin::new(body).poll_frame(cx) {
                Poll::Ready(Some(Ok(frame))) => {
                    self.waiting = None;
                    if let Ok(data) = frame.into_data()
                        && !data.is_empty()
                    {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
                Poll::Ready(Some(Err(error))) => {
                    break Some(StreamError::Transport(TransportError::body(self.status, error)));
                }
                Poll::Ready(None) => break None,
                Poll::Pending => {
                    let sleep = self.waiting.get_or_insert_with(|| Box::pin(tokio::time::sleep(self.idle)));
                    ready!(sleep.as_mut().poll(cx));
                    break Some(StreamError::Timeout(self.idle));
                }
            }
        };
        *slot = None;
        self.stopped = end.is_some();
        Poll::Ready(end.map(Err))
    }

    /// Closes the connection, and nothing more is read of what has come.
    #[inline]
    fn stop(&mut self) {
        *self.body.get_mut().unwrap_or_else(PoisonError::into_inner) = None;
        self.stopped = true;
    }
}

impl Stream for Chunks {
    type Item = Result<Bytes, StreamError>;

    #[inline]
    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_chunk(cx)
    }
}

impl fmt::Debug for Chunks {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chunks").field("status", &self.status).field("idle", &self.idle).finish_non_exhaustive()
    }
}

/// The events of a `text/event-stream`, as they arrive. A [`Stream`]; it goes on after an event that cannot be read.
///
/// An event that is not what is documented is a [`StreamError::Decode`] that holds its data;
/// [`EventStream::raw`] gives all events as they were sent.
pub struct EventStream<E> {
    chunks: Chunks,
    events: Events,
    /// The data of the event that ends the stream.
    end: Option<&'static str>,
    read: u64,
    of: PhantomData<fn() -> E>,
}

impl<E> EventStream<E> {
    #[inline]
    pub(super) fn new(chunks: Chunks, limit: usize) -> Self {
        Self { chunks, events: Events::new(limit), end: None, read: 0, of: PhantomData }
    }

    /// Ends before an event whose data is `end`, without waiting for the server to close the connection.
    #[inline]
    #[must_use]
    pub fn until(self, end: &'static str) -> Self {
        Self { end: Some(end), ..self }
    }

    /// The same events with their data as text.
    #[inline]
    pub fn raw(self) -> EventStream<Event<String>> {
        EventStream { chunks: self.chunks, events: self.events, end: self.end, read: self.read, of: PhantomData }
    }

    /// The id of the last event that had one: to go on after it, call again with it as the header `Last-Event-ID`.
    #[inline]
    pub fn last_event_id(&self) -> &str {
        self.events.last_id()
    }

    /// How long to wait before calling again, where the server has said so.
    #[inline]
    pub fn retry(&self) -> Option<Duration> {
        self.events.retry()
    }

    #[inline]
    fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Event<String>, StreamError>>> {
        while !self.chunks.stopped {
            if let Some(event) = self.events.item() {
                if let (Ok(Event { data, .. }), Some(end)) = (&event, self.end)
                    && data == end
                {
                    self.chunks.stop();
                    break;
                }
                self.read += 1;
                return Poll::Ready(Some(event.map_err(|fault| failed(&mut self.chunks, fault))));
            }
            match ready!(self.chunks.poll_chunk(cx)) {
                Some(Ok(chunk)) => self.events.push(&chunk),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => break,
            }
        }
        Poll::Ready(None)
    }
}

impl<E: FromEvent> EventStream<E> {
    /// The next event. Dropping the future before it completes loses nothing.
    #[inline]
    pub async fn next(&mut self) -> Option<Result<E, StreamError>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<E: FromEvent> Stream for EventStream<E> {
    type Item = Result<E, StreamError>;

    #[inline]
    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let event = ready!(this.poll_event(cx));
        Poll::Ready(event.map(|event| {
            let event = event?;
            E::from_event(&event).map_err(|source| StreamError::unread(this.read, event.data, source))
        }))
    }
}

impl<E> fmt::Debug for EventStream<E> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream").field("read", &self.read).finish_non_exhaustive()
    }
}

/// The items of JSON lines or of a JSON text sequence, as they arrive. A [`Stream`]; it goes on after an item that cannot be
/// read, which is a [`StreamError::Decode`] that holds its text.
pub struct JsonLines<T> {
    chunks: Chunks,
    lines: Lines,
    read: u64,
    of: PhantomData<fn() -> T>,
}

impl<T> JsonLines<T> {
    #[inline]
    pub(super) fn new(chunks: Chunks, limit: usize) -> Self {
        Self { chunks, lines: Lines::new(limit), read: 0, of: PhantomData }
    }
}

impl<T: Decode> JsonLines<T> {
    /// The next item. Dropping the future before it completes loses nothing.
    #[inline]
    pub async fn next(&mut self) -> Option<Result<T, StreamError>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<T: Decode> Stream for JsonLines<T> {
    type Item = Result<T, StreamError>;

    #[inline]
    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self { chunks, lines, read, of: _ } = self.get_mut();
        let mut ended = false;
        while !chunks.stopped {
            let item = if ended { lines.last() } else { lines.item() };
            if let Some(item) = item {
                *read += 1;
                return Poll::Ready(Some(match item {
                    Ok(text) => json::decode(text).map_err(|source| {
                        StreamError::unread(*read, String::from_utf8_lossy(text).into_owned(), source)
                    }),
                    Err(fault) => Err(failed(chunks, fault)),
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

impl<T> fmt::Debug for JsonLines<T> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonLines").field("read", &self.read).finish_non_exhaustive()
    }
}

/// What a parser found in place of an item.
#[inline]
fn failed(chunks: &mut Chunks, fault: Fault) -> StreamError {
    match fault {
        Fault::TooLong(limit) => {
            chunks.stop();
            StreamError::ItemTooLong { limit }
        }
        Fault::CutOff => StreamError::CutOff,
    }
}

/// Why a stream has no next item.
#[derive(Debug)]
#[non_exhaustive]
pub enum StreamError {
    /// The item is not what is documented. The next may be.
    Decode(Box<ItemDecodeError>),
    /// The item is the beginning of one that was not written to its end. The next may be whole.
    CutOff,
    /// An item is longer than the client accepts. It was the last.
    ItemTooLong {
        /// The longest item accepted, in bytes: the largest body that the client accepts.
        limit: usize,
    },
    /// The response broke off.
    Transport(TransportError),
    /// Nothing came for this time. The stream ends.
    Timeout(Duration),
}

impl StreamError {
    #[inline]
    fn unread(number: u64, text: String, source: DecodeError) -> Self {
        Self::Decode(Box::new(ItemDecodeError { number, text, source }))
    }

    /// The text of an item that is not what is documented: of an event its data.
    #[inline]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Decode(item) => Some(&item.text),
            Self::CutOff | Self::ItemTooLong { .. } | Self::Transport(_) | Self::Timeout(_) => None,
        }
    }
}

impl fmt::Display for StreamError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Decode(item) => item.fmt(f),
            Self::CutOff => f.write_str("an item of the stream is cut off"),
            Self::ItemTooLong { limit } => write!(f, "an item of the stream is longer than {limit} bytes"),
            Self::Transport(error) => error.fmt(f),
            Self::Timeout(idle) => write!(f, "nothing came for {idle:?}"),
        }
    }
}

impl StdError for StreamError {
    #[inline]
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Transport(error) => error.source(),
            Self::Decode(_) | Self::CutOff | Self::ItemTooLong { .. } | Self::Timeout(_) => None,
        }
    }
}

/// An item that is not what is documented. `Debug` does not show its text, which may hold secrets.
pub struct ItemDecodeError {
    /// Which item it is; the first is 1.
    pub number: u64,
    /// Its text: of an event its data.
    pub text: String,
    source: DecodeError,
}

impl ItemDecodeError {
    /// Where in the item the fault is: `$.choices[0].delta`.
    #[inline]
    pub fn path(&self) -> &str {
        self.source.path()
    }
}

impl fmt::Debug for ItemDecodeError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemDecodeError")
            .field("number", &self.number)
            .field("bytes", &self.text.len())
            .field("source", &self.source)
            .finish()
    }
}

impl fmt::Display for ItemDecodeError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "item {} of the stream cannot be read: {}", self.number, self.source)
    }
}

impl StdError for ItemDecodeError {}

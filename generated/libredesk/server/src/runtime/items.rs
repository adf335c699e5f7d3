//! Bodies that are written item by item.
//!
//! Takes items, or a stream of them; gives a body. An item that cannot be written (a number that is not finite) breaks a body
//! off that has begun, so that the client does not take it for whole.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use futures_core::Stream;
use types::runtime::EncodeError;

/// Items of a response, sent one after the other: a list that is there, or a stream that is read while it is sent.
///
/// A stream is dropped when the client goes away.
pub struct Items<T> {
    kind: Kind<T>,
    keep_alive: Option<Ticks>,
}

enum Kind<T> {
    Ready(Vec<T>),
    Stream(BoxStream<T>),
}

type BoxStream<T> = Pin<Box<dyn Stream<Item = T> + Send>>;
/// Whether there was a tick; false when there will be none any more.
type Ticks = Box<dyn FnMut(&mut Context<'_>) -> Poll<bool> + Send>;
type Write<T> = fn(&T, &mut Vec<u8>) -> Result<(), EncodeError>;

/// Items that are there at once are sent together, up to about this many bytes.
const ENOUGH: usize = 16 << 10;

impl<T> Items<T> {
    /// Sends what `stream` yields, as it comes.
    pub fn stream(stream: impl Stream<Item = T> + Send + 'static) -> Self {
        Self { kind: Kind::Stream(Box::pin(stream)), keep_alive: None }
    }

    /// Sends a comment in an event stream at each tick without an event, so that no proxy on the way closes the connection as
    /// idle. `ticks` is an interval of the service's own timer; 15 seconds is usual.
    #[must_use]
    pub fn keep_alive(self, ticks: impl Stream + Send + 'static) -> Self {
        let mut ticks = Box::pin(ticks);
        let keep_alive: Ticks = Box::new(move |cx| ticks.as_mut().poll_next(cx).map(|tick| tick.is_some()));
        Self { keep_alive: Some(keep_alive), ..self }
    }

    /// The body. `idle` is written at each tick.
    pub(super) fn into_body(self, write: Write<T>, idle: Option<&'static str>) -> Result<Body, EncodeError>
    where
        T: Send + 'static,
    {
        match self.kind {
            Kind::Ready(items) => {
                let mut text = Vec::new();
                items.iter().try_for_each(|item| write(item, &mut text))?;
                Ok(text.into())
            }
            Kind::Stream(stream) => {
                let idle = self.keep_alive.zip(idle);
                Ok(Body::from_stream(Written { stream: Some(stream), write, idle }))
            }
        }
    }
}

impl<T> From<Vec<T>> for Items<T> {
    fn from(items: Vec<T>) -> Self {
        Self { kind: Kind::Ready(items), keep_alive: None }
    }
}

impl<T, const N: usize> From<[T; N]> for Items<T> {
    fn from(items: [T; N]) -> Self {
        Vec::from(items).into()
    }
}

impl<T> FromIterator<T> for Items<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Vec::from_iter(items).into()
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Ready(items) => write!(f, "Items({})", items.len()),
            Kind::Stream(_) => f.write_str("Items(stream)"),
        }
    }
}

/// The bytes of a stream of items.
struct Written<T> {
    stream: Option<BoxStream<T>>,
    write: Write<T>,
    idle: Option<(Ticks, &'static str)>,
}

impl<T> Stream for Written<T> {
    type Item = Result<Bytes, EncodeError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self { stream: slot, write, idle } = self.get_mut();
        let mut text = Vec::new();
        while let Some(stream) = slot
            && text.len() < ENOUGH
        {
            match stream.as_mut().poll_next(cx) {
                Poll::Ready(Some(item)) => {
                    if let Err(fault) = write(&item, &mut text) {
                        *slot = None;
                        return Poll::Ready(Some(Err(fault)));
                    }
                }
                Poll::Ready(None) => *slot = None,
                Poll::Pending if text.is_empty() => return poll_idle(idle, cx).map(|text| Some(Ok(text))),
                Poll::Pending => break,
            }
        }
        Poll::Ready((!text.is_empty()).then(|| Ok(text.into())))
    }
}

fn poll_idle(idle: &mut Option<(Ticks, &'static str)>, cx: &mut Context<'_>) -> Poll<Bytes> {
    let Some((ticks, text)) = idle else { return Poll::Pending };
    match ticks(cx) {
        Poll::Ready(true) => Poll::Ready(Bytes::from_static(text.as_bytes())),
        Poll::Ready(false) => {
            *idle = None;
            Poll::Pending
        }
        Poll::Pending => Poll::Pending,
    }
}

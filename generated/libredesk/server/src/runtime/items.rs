//! Bodies that are written item by item, in requests and in responses: clients and servers share this file.
//!
//! Takes items, or a stream of them; gives their text, all at once or as it comes. An item that cannot be written (a number that is not
//! finite) breaks a body off that has begun, so that the other side does not take it for whole.

use futures_core::Stream;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use types::runtime::EncodeError;

/// Items to send one after the other: a list that is there, or a stream that is read while it is sent.
///
/// A stream is dropped when the other side goes away.
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

/// Writes an item.
pub(super) type Write<T> = fn(&T, &mut Vec<u8>) -> Result<(), EncodeError>;

/// Items that are there at once are sent together, up to about this many bytes.
const ENOUGH: usize = 16 << 10;

/// The text of items.
pub(super) enum Text<T> {
    /// All of it.
    Whole(Vec<u8>),
    /// As the items come.
    Stream(Written<T>),
}

impl<T> Items<T> {
    /// Sends what `stream` yields, as it arrives.
    #[inline]
    pub fn stream(stream: impl Stream<Item = T> + Send + 'static) -> Self {
        Self { kind: Kind::Stream(Box::pin(stream)), keep_alive: None }
    }

    /// Sends a comment in an event stream at each tick without an event, so that no proxy on the way closes the connection as
    /// idle. `ticks` is an interval of your own timer; 15 seconds is usual.
    #[must_use]
    #[inline]
    pub fn keep_alive(self, ticks: impl Stream + Send + 'static) -> Self {
        let mut ticks = Box::pin(ticks);
        let keep_alive: Ticks = Box::new(move |cx| ticks.as_mut().poll_next(cx).map(|tick| tick.is_some()));
        Self { keep_alive: Some(keep_alive), ..self }
    }

    /// Their text. `idle` is written at each tick.
    #[inline]
    pub(super) fn text(self, write: Write<T>, idle: Option<&'static str>) -> Result<Text<T>, EncodeError> {
        match self.kind {
            Kind::Ready(items) => {
                let mut text = Vec::new();
                items.iter().try_for_each(|item| write(item, &mut text))?;
                Ok(Text::Whole(text))
            }
            Kind::Stream(stream) => {
                Ok(Text::Stream(Written { stream: Some(stream), write, idle: self.keep_alive.zip(idle) }))
            }
        }
    }
}

impl<T> From<Vec<T>> for Items<T> {
    #[inline]
    fn from(items: Vec<T>) -> Self {
        Self { kind: Kind::Ready(items), keep_alive: None }
    }
}

impl<T, const N: usize> From<[T; N]> for Items<T> {
    #[inline]
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
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Ready(items) => write!(f, "Items({})", items.len()),
            Kind::Stream(_) => f.write_str("Items(stream)"),
        }
    }
}

/// The text of a stream of items, as they come.
pub(super) struct Written<T> {
    stream: Option<BoxStream<T>>,
    write: Write<T>,
    idle: Option<(Ticks, &'static str)>,
}

impl<T> Stream for Written<T> {
    type Item = Result<Vec<u8>, EncodeError>;

    #[inline]
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
        Poll::Ready((!text.is_empty()).then_some(Ok(text)))
    }
}

#[inline]
fn poll_idle(idle: &mut Option<(Ticks, &'static str)>, cx: &mut Context<'_>) -> Poll<Vec<u8>> {
    let Some((ticks, text)) = idle else { return Poll::Pending };
    match ticks(cx) {
        Poll::Ready(true) => Poll::Ready(text.as_bytes().to_vec()),
        Poll::Ready(false) => {
            *idle = None;
            Poll::Pending
        }
        Poll::Pending => Poll::Pending,
    }
}

//! Bodies that are written item by item.

use super::body::Body;
use super::boxed::BoxError;
use bytes::Bytes;
use futures_core::Stream;
use http_body::Frame;
use std::fmt;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};
use types::runtime::EncodeError;

/// Items to send one after the other: a list that is there, or a stream that is read while it is sent.
pub struct Items<T>(Kind<T>);

enum Kind<T> {
    Ready(Vec<T>),
    Stream(BoxStream<T>),
}

type BoxStream<T> = Pin<Box<dyn Stream<Item = T> + Send>>;

/// Writes an item.
pub(super) type Write<T> = fn(&T, &mut Vec<u8>) -> Result<(), EncodeError>;

/// Items that are there at once are sent together, up to about this many bytes.
const ENOUGH: usize = 16 << 10;

impl<T> Items<T> {
    /// Sends what `stream` yields, as it arrives.
    #[inline]
    pub fn stream(stream: impl Stream<Item = T> + Send + 'static) -> Self {
        Self(Kind::Stream(Box::pin(stream)))
    }

    #[inline]
    pub(super) fn into_body(self, write: Write<T>) -> Result<Body, EncodeError>
    where
        T: 'static,
    {
        match self.0 {
            Kind::Ready(items) => {
                let mut text = Vec::new();
                items.iter().try_for_each(|item| write(item, &mut text))?;
                Ok(text.into())
            }
            Kind::Stream(stream) => Ok(Body::stream(Written { stream: Mutex::new(Some(stream)), write })),
        }
    }
}

impl<T> From<Vec<T>> for Items<T> {
    #[inline]
    fn from(items: Vec<T>) -> Self {
        Self(Kind::Ready(items))
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
        match &self.0 {
            Kind::Ready(items) => write!(f, "Items({})", items.len()),
            Kind::Stream(_) => f.write_str("Items(stream)"),
        }
    }
}

/// A stream of items as a body.
struct Written<T> {
    /// Bodies must be `Sync`; locked by none, since only `&mut self` reaches it.
    stream: Mutex<Option<BoxStream<T>>>,
    write: Write<T>,
}

impl<T> http_body::Body for Written<T> {
    type Data = Bytes;
    type Error = BoxError;

    #[inline]
    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let Self { stream: slot, write } = self.get_mut();
        let slot = slot.get_mut().unwrap_or_else(PoisonError::into_inner);
        let mut text = Vec::new();
        while let Some(stream) = slot
            && text.len() < ENOUGH
        {
            match stream.as_mut().poll_next(cx) {
                Poll::Ready(Some(item)) => {
                    if let Err(fault) = write(&item, &mut text) {
                        *slot = None;
                        return Poll::Ready(Some(Err(fault.into())));
                    }
                }
                Poll::Ready(None) => *slot = None,
                Poll::Pending if text.is_empty() => return Poll::Pending,
                Poll::Pending => break,
            }
        }
        Poll::Ready((!text.is_empty()).then(|| Ok(Frame::data(text.into()))))
    }
}

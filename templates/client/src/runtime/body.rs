//! Bodies to send.

use super::boxed::BoxError;
use super::items::{Text, Written};
use bytes::Bytes;
use futures_core::Stream;
use http_body::{Body as HttpBody, Frame, SizeHint};
use http_body_util::BodyExt;
use http_body_util::combinators::BoxBody;
use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use types::runtime::EncodeError;

/// The body of a request: empty, bytes, or a stream.
///
/// Arguments that take bytes or text take any of these: `Vec<u8>`, `Bytes`, `&str`, or [`Body::chunks`] for what is too large to
/// keep, such as a file. A stream is sent once, by the first of all clones of its body that is sent: a request with one follows no redirect,
/// and is tried again only where nothing was taken of it.
#[derive(Default, Clone)]
pub struct Body(Kind);

#[derive(Default)]
enum Kind {
    #[default]
    Empty,
    Full(Bytes),
    /// Taken by the first clone that is polled.
    Shared(Arc<Mutex<Option<BoxBody<Bytes, BoxError>>>>),
    Stream(BoxBody<Bytes, BoxError>),
    /// A stream that another clone has taken.
    Gone,
}

impl Clone for Kind {
    fn clone(&self) -> Self {
        match self {
            Self::Empty => Self::Empty,
            Self::Full(bytes) => Self::Full(bytes.clone()),
            Self::Shared(stream) => Self::Shared(Arc::clone(stream)),
            // What is being sent cannot be had twice.
            Self::Stream(_) | Self::Gone => Self::Gone,
        }
    }
}

impl Body {
    /// Sends the bytes that `chunks` yields, as they arrive.
    pub fn chunks<S, E>(chunks: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + Sync + 'static,
        E: Into<BoxError>,
    {
        Self::stream(Chunks(Box::pin(chunks)))
    }

    /// Sends what `stream` yields, as it arrives.
    pub fn stream<B>(stream: B) -> Self
    where
        B: HttpBody<Data = Bytes> + Send + Sync + 'static,
        B::Error: Into<BoxError>,
    {
        Self(Kind::Shared(Arc::new(Mutex::new(Some(stream.map_err(Into::into).boxed())))))
    }

    /// Sends the text of items.
    #[inline]
    pub(super) fn items<T: 'static>(text: Text<T>) -> Self {
        match text {
            Text::Whole(text) => text.into(),
            Text::Stream(written) => Self::stream(Locked(Mutex::new(written))),
        }
    }

    /// Sends one body after the other, without copying those that are streams.
    pub(super) fn chain(bodies: Vec<Self>) -> Self {
        if bodies.iter().any(|body| body.whole().is_none()) {
            return Self::stream(Chain(bodies.into()));
        }
        let wholes = || bodies.iter().filter_map(Self::whole);
        let mut all = Vec::with_capacity(wholes().map(<[u8]>::len).sum());
        wholes().for_each(|bytes| all.extend_from_slice(bytes));
        all.into()
    }

    /// All of it, if it is no stream.
    pub(super) fn whole(&self) -> Option<&[u8]> {
        match &self.0 {
            Kind::Empty => Some(&[]),
            Kind::Full(bytes) => Some(bytes),
            Kind::Shared(_) | Kind::Stream(_) | Kind::Gone => None,
        }
    }

    /// Whether it can be sent from its beginning.
    pub(super) fn is_ready(&self) -> bool {
        match &self.0 {
            Kind::Empty | Kind::Full(_) => true,
            Kind::Shared(stream) => stream.lock().unwrap_or_else(PoisonError::into_inner).is_some(),
            Kind::Stream(_) | Kind::Gone => false,
        }
    }

    /// Whether nothing is sent.
    pub fn is_empty(&self) -> bool {
        match &self.0 {
            Kind::Empty => true,
            Kind::Full(bytes) => bytes.is_empty(),
            Kind::Shared(_) | Kind::Stream(_) | Kind::Gone => false,
        }
    }
}

/// A stream of bytes as a body.
struct Chunks<S>(Pin<Box<S>>);

impl<S: Stream<Item = Result<Bytes, E>>, E> HttpBody for Chunks<S> {
    type Data = Bytes;
    type Error = E;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, E>>> {
        self.get_mut().0.as_mut().poll_next(cx).map(|chunk| Some(chunk?.map(Frame::data)))
    }
}

/// The text of items as a body. Bodies must be `Sync`; locked by none, since only `&mut self` reaches it.
struct Locked<T>(Mutex<Written<T>>);

impl<T> HttpBody for Locked<T> {
    type Data = Bytes;
    type Error = EncodeError;

    #[inline]
    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, EncodeError>>> {
        let written = self.get_mut().0.get_mut().unwrap_or_else(PoisonError::into_inner);
        Pin::new(written).poll_next(cx).map(|text| Some(text?.map(|text| Frame::data(text.into()))))
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Empty => f.write_str("Body(empty)"),
            Kind::Full(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            Kind::Shared(_) | Kind::Stream(_) | Kind::Gone => f.write_str("Body(stream)"),
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(Kind::Full(bytes))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Kind::Full(bytes.into()))
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self(Kind::Full(text.into()))
    }
}

impl From<&str> for Body {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<&[u8]> for Body {
    fn from(bytes: &[u8]) -> Self {
        bytes.to_vec().into()
    }
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let kind = &mut self.get_mut().0;
        if let Kind::Shared(stream) = kind {
            let stream = stream.lock().unwrap_or_else(PoisonError::into_inner).take();
            *kind = stream.map_or(Kind::Gone, Kind::Stream);
        }
        match kind {
            Kind::Empty => Poll::Ready(None),
            Kind::Full(bytes) => {
                let bytes = std::mem::take(bytes);
                *kind = Kind::Empty;
                Poll::Ready((!bytes.is_empty()).then(|| Ok(Frame::data(bytes))))
            }
            Kind::Stream(stream) => Pin::new(stream).poll_frame(cx),
            Kind::Shared(_) | Kind::Gone => Poll::Ready(Some(Err("a stream is sent once, and this one was".into()))),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Kind::Empty => true,
            Kind::Full(bytes) => bytes.is_empty(),
            Kind::Shared(stream) => {
                let stream = stream.lock().unwrap_or_else(PoisonError::into_inner);
                stream.as_ref().is_some_and(HttpBody::is_end_stream)
            }
            Kind::Stream(stream) => stream.is_end_stream(),
            Kind::Gone => false,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Kind::Empty => SizeHint::with_exact(0),
            Kind::Full(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Kind::Shared(stream) => {
                let stream = stream.lock().unwrap_or_else(PoisonError::into_inner);
                stream.as_ref().map(HttpBody::size_hint).unwrap_or_default()
            }
            Kind::Stream(stream) => stream.size_hint(),
            Kind::Gone => SizeHint::default(),
        }
    }
}

/// Bodies one after the other; of its exact size where each of them knows its own.
struct Chain(VecDeque<Body>);

impl HttpBody for Chain {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        while let Some(body) = self.0.front_mut() {
            match Pin::new(body).poll_frame(cx) {
                Poll::Pending => return Poll::Pending,
                // Trailers of a part are none of the whole.
                Poll::Ready(Some(Ok(frame))) if !frame.is_data() => {}
                Poll::Ready(Some(frame)) => return Poll::Ready(Some(frame)),
                Poll::Ready(None) => drop(self.0.pop_front()),
            }
        }
        Poll::Ready(None)
    }

    fn is_end_stream(&self) -> bool {
        self.0.iter().all(HttpBody::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        let mut hint = SizeHint::with_exact(0);
        let hints = || self.0.iter().map(HttpBody::size_hint);
        let upper = hints().try_fold(0_u64, |sum, hint| sum.checked_add(hint.upper()?));
        let lower = hints().fold(0_u64, |sum, hint| sum.saturating_add(hint.lower()));
        match upper {
            Some(upper) => hint.set_upper(upper.max(lower)),
            None => hint = SizeHint::default(),
        }
        hint.set_lower(lower);
        hint
    }
}

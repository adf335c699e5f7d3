//! Why a call has no output.
//!
//! Takes what went wrong and the response, as far as it came; gives one error that names the call and answers the questions that programs
//! have: the status, the headers, how long to wait, whether it was a time limit. Promises that no message shows a header or a value that
//! is secret.

use super::boxed::BoxError;
use super::excerpt::Label;
use super::fault::{DecodeError, MissingCredential, RequestError, TransportError};
use super::response::RawResponse;
use super::response::Unread;
use super::retry_after;
use super::route::Route;
use http::{HeaderMap, StatusCode, header};
use std::convert::Infallible;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;
use types::runtime::Decode;

/// The error of a call. `E` is the error that the operation documents; `?` converts the errors of all operations into
/// [`Error`](super::Error).
///
/// `Display` names the operation, the status and an excerpt of the response, or the root cause where there is no response.
pub struct CallError<E> {
    /// What went wrong.
    pub kind: ErrorKind<E>,
    /// The response as far as it was received: status, headers and body. `None` if there was none.
    pub response: Option<Box<RawResponse>>,
    /// Optional fields of a documented error that did not fit and were read as absent: only where the client is built with `lenient`.
    pub passed_over: Vec<types::runtime::DecodeError>,
    /// How often the request was sent.
    attempts: u32,
    route: &'static Route,
}

/// What went wrong.
#[derive(Debug)]
#[non_exhaustive]
pub enum ErrorKind<E> {
    /// The server responded with an error that the operation documents.
    Api(Box<E>),
    /// The server answered with a status that the operation does not document, or with an error whose body is not what is documented, such
    /// as the page of a proxy: then with what is wrong with it.
    Unexpected(Option<DecodeError>),
    /// The body of a success is not what is documented.
    Decode(DecodeError),
    /// The request could not be sent, or the response broke off.
    Transport(TransportError),
    /// No complete response came within this time.
    Timeout(Duration),
    /// The body of the response is larger than the client accepts.
    BodyTooLarge {
        /// The largest body accepted, in bytes.
        limit: usize,
    },
    /// The request could not be built, so nothing was sent.
    Request(RequestError),
    /// The client holds no credential that the operation accepts, so nothing was sent.
    Security(MissingCredential),
    /// The source of tokens failed, so nothing was sent.
    Token(BoxError),
}

impl<E> CallError<E> {
    /// The Rust name of the operation: `get_contact`.
    pub fn operation(&self) -> &'static str {
        self.route.operation
    }

    /// The method: `GET`.
    pub fn method(&self) -> &'static str {
        self.route.method
    }

    /// The path template: `/contacts/{id}`.
    pub fn path(&self) -> &'static str {
        self.route.path
    }

    /// The documented error, where it is one.
    pub fn api(&self) -> Option<&E> {
        match &self.kind {
            ErrorKind::Api(error) => Some(error),
            _ => None,
        }
    }

    /// The response as far as it was received.
    pub fn response(&self) -> Option<&RawResponse> {
        self.response.as_deref()
    }

    /// The status, if there was a response.
    pub fn status(&self) -> Option<StatusCode> {
        Some(self.response()?.status)
    }

    /// The headers, if there was a response.
    pub fn headers(&self) -> Option<&HeaderMap> {
        Some(&self.response()?.headers)
    }

    /// The body as JSON of a type of your own, whatever the status is; `None` if there is no body or it is not of that type.
    pub fn json<T: Decode>(&self) -> Option<T> {
        self.response()?.decode().ok()
    }

    /// How long the server asks to wait before the next try: `Retry-After`, in seconds or as a date.
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after::asked(self.headers()?)
    }

    /// The header by which the server names the request, such as `X-Request-Id`: what its support asks for.
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers()?).map(|(_, id)| id)
    }

    /// How often the request was sent: more than once only where [`Retry`](super::Retry) is on.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Whether time ran out: that of the call, or the transport's.
    pub fn is_timeout(&self) -> bool {
        match &self.kind {
            ErrorKind::Timeout(_) => true,
            ErrorKind::Transport(error) => error.is_timeout(),
            _ => false,
        }
    }

    /// Whether no connection could be made, so that the server has seen nothing of the request.
    pub fn is_connect(&self) -> bool {
        matches!(&self.kind, ErrorKind::Transport(error) if error.is_connect())
    }

    /// The same error with `error` made of what is documented.
    pub(super) fn map<T>(self, error: impl FnOnce(E) -> T) -> CallError<T> {
        let Self { kind, response, passed_over, attempts, route } = self;
        let kind = match kind {
            ErrorKind::Api(api) => ErrorKind::Api(Box::new(error(*api))),
            ErrorKind::Unexpected(fault) => ErrorKind::Unexpected(fault),
            ErrorKind::Decode(fault) => ErrorKind::Decode(fault),
            ErrorKind::Transport(error) => ErrorKind::Transport(error),
            ErrorKind::Timeout(limit) => ErrorKind::Timeout(limit),
            ErrorKind::BodyTooLarge { limit } => ErrorKind::BodyTooLarge { limit },
            ErrorKind::Request(error) => ErrorKind::Request(error),
            ErrorKind::Security(error) => ErrorKind::Security(error),
            ErrorKind::Token(error) => ErrorKind::Token(error),
        };
        CallError { kind, response, passed_over, attempts, route }
    }

    /// A documented error.
    pub(super) fn documented(
        route: &'static Route,
        response: RawResponse,
        error: E,
        passed_over: Vec<types::runtime::DecodeError>,
    ) -> Self {
        let (kind, attempts) = (ErrorKind::Api(Box::new(error)), response.attempts);
        Self { kind, response: Some(Box::new(response)), passed_over, attempts, route }
    }
}

impl<E: fmt::Debug> fmt::Display for CallError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Route { method, path, operation, .. } = self.route;
        let path = if path.is_empty() { "/" } else { path };
        write!(f, "{method} {path} ({operation}): ")?;
        self.kind.tell(self.response(), f)?;
        if let ErrorKind::Decode(_) = &self.kind {
            write!(
                f,
                "; where the API's description is wrong, an overlay of `{}` corrects it",
                self.route.in_document()
            )?;
        }
        if self.attempts > 1 {
            write!(f, ", after {} attempts", self.attempts)?;
        }
        match self.headers().and_then(request_id) {
            Some((name, id)) => write!(f, " ({name}: {})", Label(id)),
            None => Ok(()),
        }
    }
}

impl<E: fmt::Debug> fmt::Debug for CallError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallError")
            .field("operation", &self.route.operation)
            .field("kind", &self.kind)
            .field("response", &self.response)
            .finish_non_exhaustive()
    }
}

impl<E: fmt::Debug> StdError for CallError<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.kind {
            ErrorKind::Decode(error) | ErrorKind::Unexpected(Some(error)) => error.source(),
            ErrorKind::Transport(error) => error.source(),
            ErrorKind::Request(error) => error.source(),
            ErrorKind::Token(error) => error.source(),
            ErrorKind::Api(_)
            | ErrorKind::Unexpected(None)
            | ErrorKind::Timeout(_)
            | ErrorKind::BodyTooLarge { .. }
            | ErrorKind::Security(_) => None,
        }
    }
}

impl<E: fmt::Debug> ErrorKind<E> {
    fn tell(&self, response: Option<&RawResponse>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(response) = response {
            write!(f, "the server answered {}", response.status)?;
            return self.tell_of(response, f);
        }
        match self {
            Self::Transport(error) => write!(f, "{error}"),
            Self::Timeout(limit) => write!(f, "no response came within {limit:?}"),
            Self::Request(error) => write!(f, "{error}"),
            Self::Security(error) => write!(f, "{error}"),
            Self::Token(error) => write!(f, "no token could be had: {error}"),
            Self::Api(_) | Self::Unexpected(_) | Self::Decode(_) | Self::BodyTooLarge { .. } => {
                f.write_str("the response cannot be read")
            }
        }
    }

    fn tell_of(&self, response: &RawResponse, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(error) => write!(f, ": {error:?}"),
            Self::Unexpected(None) => write!(f, ", which is not documented{}", response.shown()),
            Self::Unexpected(Some(fault)) => {
                write!(f, " with a body that is not documented for it: {fault}{}", response.shown())
            }
            Self::Decode(fault) => write!(f, " with a body that cannot be read: {fault}{}", response.shown()),
            Self::Transport(error) => write!(f, "; {error}"),
            Self::Timeout(limit) => write!(f, ", and its body was not complete within {limit:?}"),
            Self::BodyTooLarge { limit } => write!(f, " with a body of more than {limit} bytes"),
            Self::Request(error) => write!(f, "; {error}"),
            Self::Security(error) => write!(f, "; {error}"),
            Self::Token(error) => write!(f, "; no token could be had: {error}"),
        }
    }
}

/// The header by which a server names a request, and what it says.
fn request_id(headers: &HeaderMap) -> Option<(&str, &str)> {
    let names = |name: &str| name == "request-id" || name.ends_with("-request-id") || name == "x-correlation-id";
    let (name, value) = headers.iter().find(|(name, value)| names(name.as_str()) && !value.is_sensitive())?;
    Some((name.as_str(), value.to_str().ok()?))
}

/// An error of an exchange whose operation plays no part.
#[derive(Debug)]
pub(super) struct Failure {
    kind: ErrorKind<Infallible>,
    response: Option<Box<RawResponse>>,
    attempts: u32,
}

impl Failure {
    /// It came with this response, or with its beginning.
    pub fn of(self, response: RawResponse) -> Self {
        Self { attempts: response.attempts, response: Some(Box::new(response)), ..self }
    }

    /// It is that of the last of so many attempts.
    #[inline]
    pub fn after(self, attempts: u32) -> Self {
        Self { attempts, ..self }
    }

    /// Whether the server has seen nothing of the request.
    #[inline]
    pub fn sent_nothing(&self) -> bool {
        matches!(&self.kind, ErrorKind::Transport(error) if error.is_connect())
    }

    /// Whether the same request may do better.
    #[inline]
    pub fn is_passing(&self) -> bool {
        matches!(&self.kind, ErrorKind::Transport(_) | ErrorKind::Timeout(_))
    }

    /// Why a response could not be read. What is no success of the operation is unexpected, whatever is wrong with its body.
    pub fn unread(response: RawResponse, why: Unread) -> Self {
        let fault = match why {
            Unread::Undocumented => None,
            Unread::Json(error) => {
                let path = error.path().to_owned();
                Some(DecodeError::new(&path, error))
            }
            Unread::Text(error) => Some(DecodeError::new("$", error)),
            Unread::MediaType => Some(DecodeError::new("$", "its content type is none that is documented")),
            Unread::Parts(error) => Some(DecodeError::new("$", error)),
        };
        let kind = match fault {
            Some(fault) if response.status.is_success() => ErrorKind::Decode(fault),
            fault => ErrorKind::Unexpected(fault),
        };
        Self { kind, attempts: response.attempts, response: Some(Box::new(response)) }
    }

    /// The failure of a call.
    pub fn at<E>(self, route: &'static Route) -> CallError<E> {
        let Self { kind, response, attempts } = self;
        let error = CallError::<Infallible> { kind, response, passed_over: Vec::new(), attempts, route };
        error.map(|never| match never {})
    }
}

impl From<ErrorKind<Infallible>> for Failure {
    fn from(kind: ErrorKind<Infallible>) -> Self {
        Self { kind, response: None, attempts: 1 }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.tell(self.response.as_deref(), f)
    }
}

impl StdError for Failure {}

impl RawResponse {
    /// What a message shows of it: where it points to, what the body is said to be, and an excerpt.
    fn shown(&self) -> Shown<'_> {
        Shown(self)
    }
}

struct Shown<'a>(&'a RawResponse);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |name| self.0.headers.get(name).and_then(|value| value.to_str().ok());
        if self.0.status.is_redirection()
            && let Some(location) = text(header::LOCATION)
        {
            // What follows the path of a URL is often what makes it valid.
            let (shown, rest) = location.split_at(location.find(['?', '#']).unwrap_or(location.len()));
            write!(f, ", location: {}{}", Label(shown), if rest.is_empty() { "" } else { "?…" })?;
        }
        if self.0.body.is_empty() {
            return Ok(());
        }
        if let Some(content_type) = text(header::CONTENT_TYPE) {
            write!(f, ", content type {}", Label(content_type))?;
        }
        if let Some(encoding) = text(header::CONTENT_ENCODING) {
            write!(f, ", encoded as {}", Label(encoding))?;
        }
        write!(f, ": {:?}", self.0.excerpt())
    }
}

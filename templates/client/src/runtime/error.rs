//! Everything that can go wrong between a call and its response.

use super::operation::{Route, Unread};
use super::response::{RawResponse, Response};
use super::transport::BoxError;
use super::value::NoValue;
use http::StatusCode;
use std::convert::Infallible;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

/// Why a call has no output. `E` is the error that the operation documents.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// The server answered with an error that the operation documents.
    Api(Box<Response<E>>),
    /// The server answered with a status that the operation does not document.
    Unexpected(Box<RawResponse>),
    /// The body of the response is not what is documented for its status.
    Decode(Box<DecodeError>),
    /// The request could not be sent, or the response broke off.
    Transport(TransportError),
    /// No complete response came within this time.
    Timeout(Duration),
    /// The body of the response is larger than the client accepts.
    BodyTooLarge {
        /// The status of the response.
        status: StatusCode,
        /// The largest body accepted, in bytes.
        limit: usize,
    },
    /// The request could not be built, so nothing was sent.
    Request(RequestError),
    /// The client holds no credential that the operation accepts, so nothing was sent.
    Security(MissingCredential),
    /// No token could be had, so nothing was sent.
    Token(BoxError),
}

/// An error of an exchange whose operation plays no part.
pub(super) type Failure = Error<Infallible>;

impl<E> Error<E> {
    /// The status, where the server gave one.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(response) => Some(response.status),
            Self::Unexpected(response) => Some(response.status),
            Self::Decode(undecodable) => Some(undecodable.response.status),
            Self::BodyTooLarge { status, .. } => Some(*status),
            Self::Transport(_) | Self::Timeout(_) | Self::Request(_) | Self::Security(_) | Self::Token(_) => None,
        }
    }

    /// The documented error, where it is one.
    pub fn api(&self) -> Option<&E> {
        match self {
            Self::Api(response) => Some(&response.body),
            Self::Unexpected(_)
            | Self::Decode(_)
            | Self::Transport(_)
            | Self::Timeout(_)
            | Self::BodyTooLarge { .. }
            | Self::Request(_)
            | Self::Security(_)
            | Self::Token(_) => None,
        }
    }

    pub(super) fn unread(response: RawResponse, why: Unread) -> Self {
        match why {
            Unread::Undocumented => Self::Unexpected(Box::new(response)),
            Unread::Json(error) => {
                let path = error.path().to_owned();
                Self::Decode(Box::new(DecodeError { path, source: error.into(), response }))
            }
            Unread::Text(error) => {
                Self::Decode(Box::new(DecodeError { path: "$".to_owned(), source: error.into(), response }))
            }
            Unread::MediaType => {
                let source = "its content type is none that is documented".into();
                Self::Decode(Box::new(DecodeError { path: "$".to_owned(), source, response }))
            }
            Unread::Parts(error) => {
                Self::Decode(Box::new(DecodeError { path: "$".to_owned(), source: error.into(), response }))
            }
        }
    }
}

impl Failure {
    /// The same failure as that of an operation.
    pub(super) fn widen<E>(self) -> Error<E> {
        match self {
            Self::Api(response) => match response.body {},
            Self::Unexpected(response) => Error::Unexpected(response),
            Self::Decode(undecodable) => Error::Decode(undecodable),
            Self::Transport(error) => Error::Transport(error),
            Self::Timeout(limit) => Error::Timeout(limit),
            Self::BodyTooLarge { status, limit } => Error::BodyTooLarge { status, limit },
            Self::Request(error) => Error::Request(error),
            Self::Security(error) => Error::Security(error),
            Self::Token(error) => Error::Token(error),
        }
    }
}

impl<E: fmt::Debug> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(response) => write!(f, "the server answered {}: {:?}", response.status, response.body),
            Self::Unexpected(response) => {
                write!(f, "the server answered {}, which is not documented: {:?}", response.status, response.excerpt())
            }
            Self::Decode(undecodable) => undecodable.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Timeout(limit) => write!(f, "no complete response came within {limit:?}"),
            Self::BodyTooLarge { status, limit } => {
                write!(f, "the server answered {status} with a body of more than {limit} bytes")
            }
            Self::Request(error) => error.fmt(f),
            Self::Security(error) => error.fmt(f),
            Self::Token(error) => write!(f, "no token could be had: {error}"),
        }
    }
}

impl<E: fmt::Debug> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Decode(undecodable) => undecodable.source(),
            Self::Transport(error) => error.source(),
            Self::Request(error) => error.source(),
            Self::Token(error) => error.source(),
            Self::Api(_) | Self::Unexpected(_) | Self::Timeout(_) | Self::BodyTooLarge { .. } | Self::Security(_) => {
                None
            }
        }
    }
}

/// A response whose body is not what is documented for its status.
#[derive(Debug)]
pub struct DecodeError {
    /// Where in the body the fault is: `$.items[3].id`.
    pub path: String,
    /// The response.
    pub response: RawResponse,
    source: BoxError,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path: _, response, source } = self;
        let body = response.excerpt();
        write!(f, "the server answered {} with a body that cannot be read: {source}: {body:?}", response.status)
    }
}

impl StdError for DecodeError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.source()
    }
}

/// A request that did not reach its server, or a response that broke off.
#[derive(Debug)]
pub struct TransportError {
    stage: Stage,
    source: BoxError,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Connect,
    Exchange,
    Body(StatusCode),
}

impl TransportError {
    /// The exchange failed.
    pub fn new(source: impl Into<BoxError>) -> Self {
        Self { stage: Stage::Exchange, source: source.into() }
    }

    /// No connection could be made, so that nothing was sent.
    pub fn connect(source: impl Into<BoxError>) -> Self {
        Self { stage: Stage::Connect, source: source.into() }
    }

    pub(super) fn body(status: StatusCode, source: BoxError) -> Self {
        Self { stage: Stage::Body(status), source }
    }

    /// Whether no connection could be made, so that the server has seen nothing of the request.
    pub fn is_connect(&self) -> bool {
        self.stage == Stage::Connect
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.stage {
            Stage::Connect => f.write_str("no connection could be made")?,
            Stage::Exchange => f.write_str("the exchange failed")?,
            Stage::Body(status) => write!(f, "the server answered {status} and its body broke off")?,
        }
        write!(f, ": {}", self.source)
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.source()
    }
}

/// A request that cannot be built. Names parameters, never their values.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestError {
    /// A parameter has no value that can be sent.
    Value {
        /// The parameter.
        parameter: String,
        /// Why not.
        reason: NoValue,
    },
    /// A parameter holds lists or objects in one another, which its style cannot write.
    Nested {
        /// The parameter.
        parameter: String,
    },
    /// A path parameter is empty, which would address another resource.
    EmptySegment {
        /// The parameter.
        parameter: String,
    },
    /// A segment of the path is `.` or `..`, or reads so once `%2e` is decoded, which would address another resource.
    DotSegment,
    /// A header holds a character that no header may hold, such as a line break.
    Header {
        /// The header.
        name: String,
    },
    /// A cookie holds a character that no cookie may hold.
    Cookie {
        /// The cookie.
        name: String,
    },
    /// The body cannot be encoded.
    Body {
        /// Why not.
        reason: String,
    },
    /// What was written is not a URL.
    Url {
        /// Why not.
        reason: String,
    },
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the request cannot be built: ")?;
        match self {
            Self::Value { parameter, reason } => write!(f, "parameter `{parameter}`: {reason}"),
            Self::Nested { parameter } => {
                write!(f, "parameter `{parameter}` holds lists or objects in one another, which its style cannot write")
            }
            Self::EmptySegment { parameter } => {
                write!(f, "path parameter `{parameter}` is empty, which would address another resource")
            }
            Self::DotSegment => {
                f.write_str("a segment of the path is `.` or `..`, which would address another resource")
            }
            Self::Header { name } => write!(f, "header `{name}` holds a character that no header may hold"),
            Self::Cookie { name } => write!(f, "cookie `{name}` holds a character that no cookie may hold"),
            Self::Body { reason } => write!(f, "the body cannot be encoded: {reason}"),
            Self::Url { reason } => write!(f, "what was written is not a URL: {reason}"),
        }
    }
}

impl StdError for RequestError {}

/// An operation needs a credential, and the client holds none that it accepts.
#[derive(Debug, Clone)]
pub struct MissingCredential(pub(super) &'static Route);

impl fmt::Display for MissingCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{} {}` needs a credential and the client holds none that it accepts: ",
            self.0.method, self.0.path
        )?;
        for (index, alternative) in self.0.accepted.iter().enumerate() {
            let separator = if index == 0 { "" } else { " or " };
            write!(f, "{separator}`Auth::{}`", alternative.name)?;
        }
        Ok(())
    }
}

impl StdError for MissingCredential {}

/// A client that cannot be built. Names what is at fault, never a secret.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// The base URL is not an absolute `http` or `https` URL without user, query and fragment.
    BaseUrl {
        /// Why not.
        reason: String,
    },
    /// A header holds a character that no header may hold, such as a line break.
    Header {
        /// The header.
        name: String,
    },
    /// A credential holds a character that cannot be sent where it belongs, such as a line break in a header.
    Credential {
        /// The header, query parameter or cookie that it is sent in.
        parameter: String,
    },
    /// A parameter of the whole client has no value that can be sent.
    Parameter(NoValue),
    /// The transport could not be set up.
    Transport(BoxError),
    /// The crate was built without the feature `reqwest`, and no transport was given.
    NoTransport,
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the client cannot be built: ")?;
        match self {
            Self::BaseUrl { reason } => write!(f, "the base URL {reason}"),
            Self::Header { name } => write!(f, "header `{name}` holds a character that no header may hold"),
            Self::Credential { parameter } => {
                write!(f, "the credential for `{parameter}` holds a character that cannot be sent there")
            }
            Self::Parameter(reason) => reason.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::NoTransport => f.write_str("no transport was given, and the feature `reqwest` is off"),
        }
    }
}

impl StdError for BuildError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Transport(error) => error.source(),
            Self::BaseUrl { .. }
            | Self::Header { .. }
            | Self::Credential { .. }
            | Self::Parameter(_)
            | Self::NoTransport => None,
        }
    }
}

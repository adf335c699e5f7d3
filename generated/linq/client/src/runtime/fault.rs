//! What is at fault: a request that cannot be built, an exchange that failed, a body that cannot be read, a client that cannot be built.
//!
//! Takes causes of any kind; gives them with what they mean for a caller. Promises that messages name parameters and headers, never their
//! values, and that a failed exchange tells its root cause.

use super::boxed::BoxError;
use super::route::Route;
use super::value::NoValue;
use http::StatusCode;
use std::error::Error as StdError;
use std::{fmt, io};

/// Why a body is not what is documented for its status.
#[derive(Debug)]
pub struct DecodeError {
    /// Where in the body the fault is: `$.items[3].id`.
    pub path: String,
    source: BoxError,
}

impl DecodeError {
    pub(super) fn new(path: &str, source: impl Into<BoxError>) -> Self {
        Self { path: path.to_owned(), source: source.into() }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(f)
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
    /// The request could not be sent, or its response broke off.
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

    /// Whether the transport gave up waiting: for a connection, or for whatever else it has a limit of its own for.
    pub fn is_timeout(&self) -> bool {
        self.causes()
            .any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|it| it.kind() == io::ErrorKind::TimedOut))
    }

    /// The error and what caused it, the root cause last.
    fn causes(&self) -> impl Iterator<Item = &(dyn StdError + 'static)> {
        std::iter::successors(Some(&*self.source as &(dyn StdError + 'static)), |error| (*error).source())
            .take(MOST_CAUSES)
    }
}

/// Errors that name themselves as their cause are no reason to run on.
const MOST_CAUSES: usize = 32;

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.stage {
            Stage::Connect => f.write_str("no connection could be made")?,
            Stage::Exchange => f.write_str("sending the request failed")?,
            Stage::Body(status) => write!(f, "the server answered {status} and its body broke off")?,
        }
        // What stands before the root says again that sending failed.
        self.causes().last().map_or(Ok(()), |root| write!(f, ": {root}"))
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
        f.write_str("it needs a credential, and the client holds none that it accepts: ")?;
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
    /// The crate was built without the features `hyper` and `reqwest`, and no transport was given.
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
            Self::NoTransport => f.write_str("no transport was given, and the features `hyper` and `reqwest` are off"),
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

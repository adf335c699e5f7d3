//! What proves who calls.
//!
//! Takes secrets; gives [`Credential`]s, ready to be put into a request. Promises that no secret is shown by `Debug` and that a
//! secret in a header is marked as sensitive. Never decides which credential an operation gets.

use super::boxed::{BoxError, BoxFuture};
use super::percent::{self, Escape};
use super::style::is_cookie;
use super::transport::Transport;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderName, HeaderValue, header};
use std::fmt;
use std::sync::Arc;

/// A string that `Debug` and `Display` redact.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Arc<str>);

impl Secret {
    /// The text.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

/// A bearer token: a fixed one, or a source of tokens that expire.
#[derive(Clone)]
pub enum Token {
    /// A fixed token.
    Fixed(Secret),
    /// The token that the source returns for each request.
    Source(Arc<dyn TokenSource>),
}

impl From<&str> for Token {
    fn from(token: &str) -> Self {
        Self::Fixed(token.into())
    }
}

impl From<String> for Token {
    fn from(token: String) -> Self {
        Self::Fixed(token.into())
    }
}

impl<S: TokenSource + 'static> From<Arc<S>> for Token {
    fn from(source: Arc<S>) -> Self {
        Self::Source(source)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(_) => f.write_str("Fixed([secret])"),
            Self::Source(_) => f.write_str("Source(..)"),
        }
    }
}

/// Gives bearer tokens and renews them.
pub trait TokenSource: Send + Sync {
    /// A token that is valid now. A source that must ask a server may do so by the client's own transport.
    fn token<'a>(&'a self, transport: &'a dyn Transport) -> BoxFuture<'a, Result<Secret, BoxError>>;

    /// A server responded 401 to this token: it must not be returned again.
    fn refused(&self, token: &Secret) {
        let _ = token;
    }
}

/// One secret and the place in a request where it belongs.
#[derive(Clone)]
pub enum Credential {
    /// A header.
    Header(HeaderName, HeaderValue),
    /// Pairs of the query, escaped.
    Query(Secret),
    /// Pairs of the cookie header.
    Cookie(Secret),
    /// `Authorization: Bearer …`, asked for at each request.
    Bearer(Arc<dyn TokenSource>),
    /// A client certificate: the transport shows it.
    Transport,
    /// A credential that cannot be sent because it contains a character that is not allowed there. Names its parameter.
    Unfit(String),
}

impl Credential {
    /// `Authorization: Basic …` (RFC 7617)
    pub fn basic(username: &str, password: &str) -> Self {
        Self::header("authorization", "Basic ", &STANDARD.encode(format!("{username}:{password}")))
    }

    /// `Authorization: Bearer …` (RFC 6750)
    pub fn bearer(token: Token) -> Self {
        match token {
            Token::Fixed(token) => Self::header("authorization", "Bearer ", token.reveal()),
            Token::Source(source) => Self::Bearer(source),
        }
    }

    /// A header that holds `prefix` and then the secret.
    pub fn header(name: &str, prefix: &str, secret: &str) -> Self {
        let value = sensitive(&format!("{prefix}{secret}"));
        match (HeaderName::from_bytes(name.as_bytes()), value) {
            (Ok(name), Some(value)) => Self::Header(name, value),
            (Ok(_) | Err(_), _) => Self::Unfit(name.to_owned()),
        }
    }

    /// A query parameter that holds `prefix` and then the secret.
    pub fn query(name: &str, prefix: &str, secret: &str) -> Self {
        let mut pair = percent::encoded(name, Escape::AllButUnreserved);
        pair.push('=');
        percent::write(&mut pair, prefix, Escape::AllButUnreserved);
        percent::write(&mut pair, secret, Escape::AllButUnreserved);
        Self::Query(pair.into())
    }

    /// A cookie that holds `prefix` and then the secret.
    pub fn cookie(name: &str, prefix: &str, secret: &str) -> Self {
        let pair = format!("{name}={prefix}{secret}");
        if is_cookie(&pair) { Self::Cookie(pair.into()) } else { Self::Unfit(name.to_owned()) }
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header(name, _) => write!(f, "Header({name}: [secret])"),
            Self::Query(_) => f.write_str("Query([secret])"),
            Self::Cookie(_) => f.write_str("Cookie([secret])"),
            Self::Bearer(_) => f.write_str("Bearer(..)"),
            Self::Transport => f.write_str("Transport"),
            Self::Unfit(name) => write!(f, "Unfit({name})"),
        }
    }
}

/// Credentials by the number of their security scheme.
#[derive(Debug, Clone, Default)]
pub struct Credentials(Vec<(usize, Credential)>);

impl Credentials {
    /// Adds a credential, replacing that of the same scheme.
    #[must_use]
    pub fn with(mut self, scheme: usize, credential: Credential) -> Self {
        self.0.retain(|(held, _)| *held != scheme);
        self.0.push((scheme, credential));
        self
    }

    pub(super) fn merge(&mut self, other: Self) {
        for (scheme, credential) in other.0 {
            *self = std::mem::take(self).with(scheme, credential);
        }
    }

    pub(super) fn get(&self, scheme: usize) -> Option<&Credential> {
        self.0.iter().find(|(held, _)| *held == scheme).map(|(_, credential)| credential)
    }

    /// The parameter of a credential that cannot be sent.
    pub(super) fn unfit(&self) -> Option<&str> {
        self.0.iter().find_map(|(_, credential)| match credential {
            Credential::Unfit(parameter) => Some(parameter.as_str()),
            Credential::Header(..)
            | Credential::Query(_)
            | Credential::Cookie(_)
            | Credential::Bearer(_)
            | Credential::Transport => None,
        })
    }
}

/// `Bearer` and the token, as a header.
pub(super) fn bearer(token: &Secret) -> Option<(HeaderName, HeaderValue)> {
    Some((header::AUTHORIZATION, sensitive(&format!("Bearer {}", token.reveal()))?))
}

fn sensitive(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

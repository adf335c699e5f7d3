//! Security schemes of the document and the credentials that a request presents.
//!
//! Takes the head of a request; gives the secrets that an alternative asks for, or nothing when one of them is missing.
//! Never decides whether a secret is the right one.

use axum::http::header::AUTHORIZATION;
use axum::http::request;
use base64::Engine;
use types::runtime::Secret;

use super::{percent, wire};

/// Who may call an operation.
#[derive(Debug, Clone, Copy)]
pub(super) enum Access {
    /// Everyone.
    Open,
    /// Whoever presents one of these alternatives, in the order of the document.
    Restricted(&'static [Alternative], Anonymous),
}

/// Whether an operation with security can be called without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anonymous {
    /// It can. Credentials that are presented must still be right.
    Allowed,
    /// It cannot.
    Refused,
}

/// Credentials that are presented together.
#[derive(Debug, Clone, Copy)]
pub struct Alternative {
    /// Its number in the API.
    pub index: usize,
    /// All that is presented.
    pub schemes: &'static [Scheme],
    /// Scopes that the operation asks for.
    pub scopes: &'static [&'static str],
}

/// How a credential is presented.
#[derive(Debug, Clone, Copy)]
pub enum Scheme {
    /// `Authorization: Basic …` (RFC 7617)
    Basic {
        /// What the user logs in to.
        realm: &'static str,
        /// The user.
        username: Part,
        /// The password.
        password: Part,
    },
    /// `Authorization: Bearer …` (RFC 6750)
    Bearer,
    /// `Authorization: <scheme> …`
    Http(&'static str),
    /// A key in a header, the query or a cookie.
    ApiKey {
        /// Where.
        location: KeyLocation,
        /// The header's, parameter's or cookie's name.
        name: &'static str,
        /// Text before the key: `token `.
        prefix: &'static str,
        /// How many parts it has, joined by `:`.
        parts: usize,
    },
    /// A client certificate, which the layer that ends TLS has checked.
    MutualTls,
}

/// One half of Basic credentials.
#[derive(Debug, Clone, Copy)]
pub enum Part {
    /// Whatever is presented.
    Any,
    /// Only this.
    Fixed(&'static str),
}

/// Where an API key is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyLocation {
    /// As a header.
    Header,
    /// In the query.
    Query,
    /// As a cookie.
    Cookie,
}

/// Whether two texts are equal, in a time that depends on their lengths alone.
pub fn equal_in_constant_time(left: &str, right: &str) -> bool {
    let pairs = left.bytes().zip(right.bytes());
    let differences = pairs.fold(0, |differences, (left, right)| differences | (left ^ right));
    left.len() == right.len() && std::hint::black_box(differences) == 0
}

/// The secrets of one alternative, in the order of its schemes.
#[derive(Debug)]
pub struct Presented(std::vec::IntoIter<Secret>);

impl Presented {
    /// The next secret.
    pub fn take(&mut self) -> Option<Secret> {
        self.0.next()
    }
}

/// The credentials of an API: a variant for each alternative.
pub trait FromPresented: Sized + Send {
    /// Makes the variant of the alternative with that index.
    fn from_presented(alternative: usize, presented: &mut Presented) -> Option<Self>;
}

impl Alternative {
    /// The secrets that a request presents for this alternative; `None` when it does not present all of them.
    pub(super) fn presented(&self, request: &request::Parts) -> Option<Presented> {
        let mut secrets = Vec::new();
        for scheme in self.schemes {
            scheme.present(request, &mut secrets)?;
        }
        Some(Presented(secrets.into_iter()))
    }
}

impl Scheme {
    fn present(self, request: &request::Parts, secrets: &mut Vec<Secret>) -> Option<()> {
        match self {
            Self::Basic { realm: _, username, password } => {
                let encoded = authorization(request, "Basic ")?;
                let decoded = base64::engine::general_purpose::STANDARD.decode(encoded.trim()).ok()?;
                let decoded = String::from_utf8(decoded).ok()?;
                let (given_username, given_password) = decoded.split_once(':')?;
                username.present(given_username, secrets)?;
                password.present(given_password, secrets)?;
            }
            Self::Bearer => secrets.push(Secret::new(authorization(request, "Bearer ")?.trim())),
            Self::Http(scheme) => secrets.push(Secret::new(authorization(request, &format!("{scheme} "))?.trim())),
            Self::ApiKey { location, name, prefix, parts } => {
                let key = api_key(request, location, name, prefix)?;
                let known = secrets.len();
                secrets.extend(key.splitn(parts.max(1), ':').map(Secret::new));
                if secrets.len() - known < parts {
                    return None;
                }
            }
            Self::MutualTls => {}
        }
        Some(())
    }

    /// What a 401 asks for (RFC 9110 §11.6.1). An API key has no registered scheme, but the header must name something.
    pub(super) fn challenge(self) -> Option<String> {
        match self {
            Self::Basic { realm, .. } => Some(format!("Basic realm=\"{}\", charset=\"UTF-8\"", quotable(realm))),
            Self::Bearer => Some("Bearer".to_owned()),
            Self::Http(scheme) => Some(scheme.to_owned()),
            Self::ApiKey { location: KeyLocation::Header, name, prefix, .. }
                if name.eq_ignore_ascii_case("authorization") && !prefix.trim().is_empty() =>
            {
                Some(prefix.trim().to_owned())
            }
            Self::ApiKey { location, name, .. } => {
                Some(format!("ApiKey in=\"{}\", name=\"{}\"", location.as_str(), quotable(name)))
            }
            Self::MutualTls => None,
        }
    }
}

impl KeyLocation {
    fn as_str(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Query => "query",
            Self::Cookie => "cookie",
        }
    }
}

impl Part {
    fn present(self, given: &str, secrets: &mut Vec<Secret>) -> Option<()> {
        match self {
            Self::Any => secrets.push(Secret::new(given)),
            Self::Fixed(expected) => return (given == expected).then_some(()),
        }
        Some(())
    }
}

fn authorization<'a>(request: &'a request::Parts, prefix: &str) -> Option<&'a str> {
    let values = request.headers.get_all(AUTHORIZATION).iter();
    values.filter_map(|value| value.to_str().ok()).find_map(|value| strip_prefix(value, prefix))
}

fn api_key(request: &request::Parts, location: KeyLocation, name: &str, prefix: &str) -> Option<String> {
    match location {
        KeyLocation::Header => {
            let values =
                request.headers.get_all(name).iter().filter_map(|value| std::str::from_utf8(value.as_bytes()).ok());
            values.filter_map(|value| strip_prefix(value, prefix)).map(str::to_owned).next()
        }
        KeyLocation::Query => wire::pairs(request.uri.query().unwrap_or_default())
            .filter(|(key, _)| percent::decode_form(key).is_some_and(|key| key == name))
            .find_map(|(_, value)| Some(strip_prefix(&percent::decode_form(value)?, prefix)?.to_owned())),
        KeyLocation::Cookie => {
            let values = wire::cookies(&request.headers).filter(|(key, _)| *key == name);
            values.filter_map(|(_, value)| strip_prefix(value, prefix)).map(str::to_owned).next()
        }
    }
}

/// Scheme names are case-insensitive (RFC 9110 §11.1).
fn strip_prefix<'a>(value: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = value.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

fn quotable(text: &str) -> String {
    text.chars().filter(|&c| matches!(c, ' '..='~') && c != '"' && c != '\\').collect()
}

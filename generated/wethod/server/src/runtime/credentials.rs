//! Security schemes of the document and the credentials that a request presents.
//!
//! Takes the head of a request; gives the secrets that an alternative asks for, or says that they are missing or not whole.
//! Never decides whether a secret is the right one.

use axum::http::header::AUTHORIZATION;
use axum::http::request;
use base64::Engine;
use types::runtime::Secret;

use super::{percent, wire};

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
        /// The name of the scheme in the document, as the realm.
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
    /// Any text that is presented.
    Any,
    /// This text only.
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

/// What a request presents of something.
pub(super) enum Sent<T> {
    /// Nothing of it.
    Nothing,
    /// A part of it, or what cannot be read.
    Incomplete,
    /// All of it.
    Whole(T),
}

impl<T> Sent<T> {
    fn of(value: Option<T>, is_there: bool) -> Self {
        match value {
            Some(value) => Self::Whole(value),
            None if is_there => Self::Incomplete,
            None => Self::Nothing,
        }
    }
}

impl Alternative {
    /// The secrets that a request presents for this alternative.
    pub(super) fn presented(&self, request: &request::Parts) -> Sent<Presented> {
        let mut secrets = Vec::new();
        let (mut some, mut all) = (false, true);
        for scheme in self.schemes {
            match scheme.presented(request) {
                Sent::Nothing => all = false,
                Sent::Incomplete => (some, all) = (true, false),
                Sent::Whole(found) => {
                    // A certificate says nothing of what else was meant.
                    some |= !found.is_empty();
                    secrets.extend(found);
                }
            }
        }
        Sent::of(all.then(|| Presented(secrets.into_iter())), some)
    }
}

impl Scheme {
    fn presented(self, request: &request::Parts) -> Sent<Vec<Secret>> {
        let is_authorized = || request.headers.contains_key(AUTHORIZATION);
        match self {
            Self::Basic { realm: _, username, password } => {
                Sent::of(basic(request, username, password), is_authorized())
            }
            Self::Bearer => Sent::of(after_scheme(request, "Bearer"), is_authorized()),
            Self::Http(scheme) => Sent::of(after_scheme(request, scheme), is_authorized()),
            Self::ApiKey { location, name, prefix, parts } => {
                let keys = api_keys(request, location, name);
                let mut present = keys.iter().flatten().filter_map(|key| strip_prefix(key, prefix));
                // An empty key is nobody's, though a service may have forgotten to configure its own.
                let key = present.find(|key| !key.is_empty());
                let secrets = key.map(|key| key.splitn(parts.max(1), ':').map(Secret::new).collect::<Vec<_>>());
                Sent::of(secrets.filter(|secrets| secrets.len() >= parts), !keys.is_empty())
            }
            Self::MutualTls => Sent::Whole(Vec::new()),
        }
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

fn basic(request: &request::Parts, username: Part, password: Part) -> Option<Vec<Secret>> {
    let encoded = authorization(request, "Basic ")?;
    let decoded = base64::engine::general_purpose::STANDARD.decode(encoded.trim()).ok()?;
    let decoded = String::from_utf8(decoded).ok()?;
    let (given_username, given_password) = decoded.split_once(':')?;
    let mut secrets = Vec::new();
    username.present(given_username, &mut secrets)?;
    password.present(given_password, &mut secrets)?;
    Some(secrets)
}

fn after_scheme(request: &request::Parts, scheme: &str) -> Option<Vec<Secret>> {
    Some(vec![Secret::new(authorization(request, &format!("{scheme} "))?.trim())])
}

fn authorization<'a>(request: &'a request::Parts, prefix: &str) -> Option<&'a str> {
    let values = request.headers.get_all(AUTHORIZATION).iter();
    values.filter_map(|value| value.to_str().ok()).find_map(|value| strip_prefix(value, prefix))
}

/// All that stands where a key is sent, each if it is text.
fn api_keys(request: &request::Parts, location: KeyLocation, name: &str) -> Vec<Option<String>> {
    match location {
        KeyLocation::Header => {
            let values = request.headers.get_all(name).iter();
            values.map(|value| String::from_utf8(value.as_bytes().to_vec()).ok()).collect()
        }
        KeyLocation::Query => wire::pairs(request.uri.query().unwrap_or_default())
            .filter(|(key, _)| percent::decode_form(key).is_some_and(|key| key == name))
            .map(|(_, value)| percent::decode_form(value))
            .collect(),
        KeyLocation::Cookie => {
            let values = wire::cookies(&request.headers).filter(|(key, _)| *key == name);
            values.map(|(_, value)| Some(value.to_owned())).collect()
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

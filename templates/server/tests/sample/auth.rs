//! What a request presents to prove who calls.

use super::runtime::{Alternative, FromPresented, KeyLocation, Part, Presented, Scheme};
use ::types::runtime::Secret;

/// What a request presents: one of the alternatives that the API accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credentials {
    /// `Authorization: Basic …`
    Basic {
        /// The user.
        key: Secret,
        /// The password.
        secret: Secret,
    },
    /// `Authorization: token …`
    Token {
        /// The key.
        key: Secret,
        /// Its secret.
        secret: Secret,
    },
    /// `X-Api-Key: …` and a cookie `session=…`
    ApiKeyAndSession {
        /// The key.
        api_key: Secret,
        /// The session.
        session: Secret,
    },
}

impl FromPresented for Credentials {
    fn from_presented(alternative: usize, presented: &mut Presented) -> Option<Self> {
        Some(match alternative {
            0 => Self::Basic { key: presented.take()?, secret: presented.take()? },
            1 => Self::Token { key: presented.take()?, secret: presented.take()? },
            2 => Self::ApiKeyAndSession { api_key: presented.take()?, session: presented.take()? },
            _ => return None,
        })
    }
}

pub(super) const BASIC: Alternative = Alternative { index: 0, schemes: &[BASIC_AUTH], scopes: &[] };
pub(super) const TOKEN: Alternative = Alternative { index: 1, schemes: &[TOKEN_AUTH], scopes: &[] };
pub(super) const API_KEY_AND_SESSION: Alternative = Alternative { index: 2, schemes: &[API_KEY, SESSION], scopes: &[] };

const BASIC_AUTH: Scheme = Scheme::Basic { realm: "Sample", username: Part::Any, password: Part::Any };
const TOKEN_AUTH: Scheme =
    Scheme::ApiKey { location: KeyLocation::Header, name: "Authorization", prefix: "token ", parts: 2 };
const API_KEY: Scheme = Scheme::ApiKey { location: KeyLocation::Header, name: "X-Api-Key", prefix: "", parts: 1 };
const SESSION: Scheme = Scheme::ApiKey { location: KeyLocation::Cookie, name: "session", prefix: "", parts: 1 };

//! What proves who calls.

use crate::runtime::{Alternative, Credential, Credentials, Token};

/// Credentials, redacted in `Debug`.
#[derive(Debug, Clone)]
pub struct Auth(pub(crate) Credentials);

impl Auth {
    /// `Authorization: Basic …`.
    ///
    /// Use your API key as the username and leave the password empty.
    pub fn api_key(api_key: &str) -> Self {
        Self(Credentials::default().with(0, Credential::basic(api_key, "")))
    }

    /// `Authorization: Bearer …`, with a token or a source of tokens.
    pub fn oauth2(token: impl Into<Token>) -> Self {
        Self(Credentials::default().with(1, Credential::bearer(token.into())))
    }
}

pub(crate) const API_KEY: Alternative = Alternative::new("api_key", &[0]);
pub(crate) const OAUTH2: Alternative = Alternative::new("oauth2", &[1]);

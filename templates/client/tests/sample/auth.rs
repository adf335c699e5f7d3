//! What proves who calls.

use crate::runtime::{Alternative, Credential, Credentials, Token};

/// Credentials, redacted in `Debug`.
#[derive(Debug, Clone)]
pub struct Auth(pub(crate) Credentials);

impl Auth {
    /// HTTP Basic with API key and secret.
    pub fn basic(api_key: &str, api_secret: &str) -> Self {
        Self(Credentials::default().with(0, Credential::basic(api_key, api_secret)))
    }

    /// `Authorization: token …`
    pub fn token(api_key: &str, api_secret: &str) -> Self {
        Self(
            Credentials::default()
                .with(1, Credential::header("Authorization", "token ", &format!("{api_key}:{api_secret}"))),
        )
    }

    /// A bearer token.
    pub fn bearer(token: impl Into<Token>) -> Self {
        Self(Credentials::default().with(2, Credential::bearer(token.into())))
    }

    /// An application's key and its user's session, together.
    pub fn app_and_session(app_key: &str, session: &str) -> Self {
        Self(
            Credentials::default()
                .with(3, Credential::query("app_key", "", app_key))
                .with(4, Credential::cookie("session", "", session)),
        )
    }
}

pub(crate) const BASIC: Alternative = Alternative::new("basic", &[0]);
pub(crate) const TOKEN: Alternative = Alternative::new("token", &[1]);
pub(crate) const BEARER: Alternative = Alternative::new("bearer", &[2]);
pub(crate) const APP_AND_SESSION: Alternative = Alternative::new("app_and_session", &[3, 4]);

//! What proves who calls.

use crate::runtime::{Alternative, Credential, Credentials};

/// Credentials, redacted in `Debug`.
#[derive(Debug, Clone)]
pub struct Auth(pub(crate) Credentials);

impl Auth {
    /// `Authorization: Basic …`.
    ///
    /// Basic authentication using base64 encoded API key and secret. Format: `Authorization: Basic <base64(api_key:api_secret)>`
    pub fn basic(key: &str, secret: &str) -> Self {
        Self(Credentials::default().with(0, Credential::basic(key, secret)))
    }

    /// `Authorization: token …`.
    ///
    /// Token authentication using API key and secret. Format: `Authorization: token api_key:api_secret`
    pub fn token(key: &str, secret: &str) -> Self {
        Self(
            Credentials::default()
                .with(
                    1,
                    Credential::header(
                        "Authorization",
                        "token ",
                        &format!("{key}:{secret}"),
                    ),
                ),
        )
    }
}

pub(crate) const BASIC: Alternative = Alternative::new("basic", &[0]);
pub(crate) const TOKEN: Alternative = Alternative::new("token", &[1]);

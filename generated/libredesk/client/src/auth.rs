//! What proves who calls.

use crate::runtime::{Alternative, Credential, Credentials, MissingVariables, variables};

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

    /// Takes credentials from the environment: the first of these whose variables are all set.
    ///
    /// - `LIBREDESK_BASIC_KEY` and `LIBREDESK_BASIC_SECRET`: [`Auth::basic`]
    /// - `LIBREDESK_TOKEN_KEY` and `LIBREDESK_TOKEN_SECRET`: [`Auth::token`]
    ///
    /// # Errors
    /// When there is none.
    pub fn from_env() -> Result<Self, MissingVariables> {
        if let Some([key, secret]) = variables([
            "LIBREDESK_BASIC_KEY",
            "LIBREDESK_BASIC_SECRET",
        ]) {
            return Ok(Self::basic(&key, &secret));
        }
        if let Some([key, secret]) = variables([
            "LIBREDESK_TOKEN_KEY",
            "LIBREDESK_TOKEN_SECRET",
        ]) {
            return Ok(Self::token(&key, &secret));
        }
        Err(
            MissingVariables::new(
                &[
                    &["LIBREDESK_BASIC_KEY", "LIBREDESK_BASIC_SECRET"],
                    &["LIBREDESK_TOKEN_KEY", "LIBREDESK_TOKEN_SECRET"],
                ],
            ),
        )
    }
}

pub(crate) const BASIC: Alternative = Alternative::new("basic", &[0]);
pub(crate) const TOKEN: Alternative = Alternative::new("token", &[1]);

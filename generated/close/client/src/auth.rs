//! What proves who calls.

use crate::runtime::{
    Alternative, Credential, Credentials, MissingVariables, Token, variables,
};

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

    /// Takes credentials from the environment: the first of these whose variables are all set.
    ///
    /// - `CLOSE_API_KEY`: [`Auth::api_key`]
    /// - `CLOSE_OAUTH2_TOKEN`: [`Auth::oauth2`]
    ///
    /// # Errors
    /// When there is none.
    pub fn from_env() -> Result<Self, MissingVariables> {
        if let Some([api_key]) = variables(["CLOSE_API_KEY"]) {
            return Ok(Self::api_key(&api_key));
        }
        if let Some([token]) = variables(["CLOSE_OAUTH2_TOKEN"]) {
            return Ok(Self::oauth2(token));
        }
        Err(MissingVariables::new(&[&["CLOSE_API_KEY"], &["CLOSE_OAUTH2_TOKEN"]]))
    }
}

pub(crate) const API_KEY: Alternative = Alternative::new("api_key", &[0]);
pub(crate) const OAUTH2: Alternative = Alternative::new("oauth2", &[1]);

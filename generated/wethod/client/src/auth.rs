//! What proves who calls.

use crate::runtime::{
    Alternative, Credential, Credentials, MissingVariables, Token, variables,
};

/// Credentials, redacted in `Debug`.
#[derive(Debug, Clone)]
pub struct Auth(pub(crate) Credentials);

impl Auth {
    /// `Authorization: Bearer …`, with a token or a source of tokens.
    ///
    /// A personal token of a Wethod user.
    ///
    /// *This is stated by an overlay.*
    pub fn personal_token(token: impl Into<Token>) -> Self {
        Self(Credentials::default().with(0, Credential::bearer(token.into())))
    }

    /// Takes credentials from the environment: the first of these whose variables are all set.
    ///
    /// - `WETHOD_PERSONAL_TOKEN`: [`Auth::personal_token`]
    ///
    /// # Errors
    /// When there is none.
    pub fn from_env() -> Result<Self, MissingVariables> {
        if let Some([token]) = variables(["WETHOD_PERSONAL_TOKEN"]) {
            return Ok(Self::personal_token(token));
        }
        Err(MissingVariables::new(&[&["WETHOD_PERSONAL_TOKEN"]]))
    }
}

pub(crate) const PERSONAL_TOKEN: Alternative = Alternative::new("personal_token", &[0]);

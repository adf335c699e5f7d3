//! What proves who calls.

use crate::runtime::{Alternative, Credential, Credentials, Token};

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
}

pub(crate) const PERSONAL_TOKEN: Alternative = Alternative::new("personal_token", &[0]);

//! What proves who calls.

use crate::runtime::{Alternative, Credential, Credentials, MissingVariables, variables};

/// Credentials, redacted in `Debug`.
#[derive(Debug, Clone)]
pub struct Auth(pub(crate) Credentials);

impl Auth {
    /// `X-LINQ-INTEGRATION-TOKEN: …`.
    ///
    /// *This is inferred: nothing states it.*
    pub fn api_key(token: &str) -> Self {
        Self(
            Credentials::default()
                .with(0, Credential::header("X-LINQ-INTEGRATION-TOKEN", "", token)),
        )
    }

    /// Takes credentials from the environment: the first of these whose variables are all set.
    ///
    /// - `LINQ_API_KEY`: [`Auth::api_key`]
    ///
    /// # Errors
    /// When there is none.
    pub fn from_env() -> Result<Self, MissingVariables> {
        if let Some([token]) = variables(["LINQ_API_KEY"]) {
            return Ok(Self::api_key(&token));
        }
        Err(MissingVariables::new(&[&["LINQ_API_KEY"]]))
    }
}

pub(crate) const API_KEY: Alternative = Alternative::new("api_key", &[0]);

//! What proves who calls.

use crate::runtime::{Alternative, Credential, Credentials, MissingVariables, variables};

/// Credentials, redacted in `Debug`.
#[derive(Debug, Clone)]
pub struct Auth(pub(crate) Credentials);

impl Auth {
    /// `api_access_token: …`.
    ///
    /// This token can be obtained by visiting the profile page or via rails console. Provides access to  endpoints based on the user permissions levels. This token can be saved by an external system when user is created via API, to perform activities on behalf of the user.
    pub fn user_api_key(key: &str) -> Self {
        Self(
            Credentials::default()
                .with(0, Credential::header("api_access_token", "", key)),
        )
    }

    /// Takes credentials from the environment: the first of these whose variables are all set.
    ///
    /// - `CHATWOOT_USER_API_KEY`: [`Auth::user_api_key`]
    ///
    /// # Errors
    /// When there is none.
    pub fn from_env() -> Result<Self, MissingVariables> {
        if let Some([key]) = variables(["CHATWOOT_USER_API_KEY"]) {
            return Ok(Self::user_api_key(&key));
        }
        Err(MissingVariables::new(&[&["CHATWOOT_USER_API_KEY"]]))
    }
}

pub(crate) const USER_API_KEY: Alternative = Alternative::new("user_api_key", &[0]);

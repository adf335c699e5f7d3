//! What proves who calls.

use crate::runtime::{Alternative, Credential, Credentials};

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
}

pub(crate) const API_KEY: Alternative = Alternative::new("api_key", &[0]);

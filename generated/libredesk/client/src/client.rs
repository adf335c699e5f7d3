//! The client and its builder.

use crate::runtime::{Builder, Core};
use std::sync::Arc;

/// A client of `Libredesk API`. Cloning it is cheap, and clones share their connections.
///
/// REST API documentation for Libredesk helpdesk system.
///
/// ## Authentication
///
/// The Libredesk API supports two authentication methods:
///
/// ### 1\. Basic Authentication
///
/// Use your API key and secret with Basic authentication:
///
/// ```text
/// Authorization: Basic <base64_encoded_api_key:api_secret>
/// ```
///
/// ### 2\. Token Authentication
///
/// Use your API key and secret with token authentication:
///
/// ```text
/// Authorization: token api_key:api_secret
/// ```
///
/// To obtain API credentials, generate them from your agent profile in the Libredesk dashboard.
#[derive(Debug, Clone)]
pub struct Client {
    pub(crate) core: Arc<Core>,
}

/// Builds a [`Client`].
pub type ClientBuilder = Builder<Client>;

impl Client {
    /// Builds a client of the API at `base_url`.
    pub fn builder(base_url: impl Into<crate::BaseUrl>) -> ClientBuilder {
        ClientBuilder::new(base_url)
            .with_hidden(crate::runtime::Hidden::VALUES.headers(&["authorization"]))
    }

    /// The operations of `Contacts`.
    pub fn contacts(&self) -> crate::api::Contacts<'_> {
        crate::api::Contacts {
            client: self,
        }
    }
}

impl ClientBuilder {
    /// Sets credentials. If several are set, each operation sends the first that it accepts.
    #[must_use]
    pub fn auth(self, auth: crate::Auth) -> Self {
        self.with_credentials(auth.0)
    }
}

#[doc(hidden)]
impl From<Arc<Core>> for Client {
    fn from(core: Arc<Core>) -> Self {
        Self { core }
    }
}

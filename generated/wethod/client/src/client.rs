//! The client and its builder.

use crate::runtime::{Builder, Core};
use std::sync::Arc;

/// A client of `Wethod API`. Cloning it is cheap, and clones share their connections.
///
/// *This is stated by an overlay.*
#[derive(Debug, Clone)]
pub struct Client {
    pub(crate) core: Arc<Core>,
}

/// Builds a [`Client`].
pub type ClientBuilder = Builder<Client>;

impl Client {
    /// Builds a client of the API at `base_url`.
    ///
    /// - `wethod_company`: The company you want to interact with
    /// - `wethod_version`: The API version you want to use
    pub fn builder(
        base_url: impl Into<crate::BaseUrl>,
        wethod_company: &str,
        wethod_version: &str,
    ) -> ClientBuilder {
        ClientBuilder::new(base_url)
            .with_parameter(0, wethod_company)
            .with_parameter(1, wethod_version)
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

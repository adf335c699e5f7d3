//! The client and its builder.

use crate::runtime::{Builder, Core};
use std::sync::Arc;

/// A client of `Close API`. Cloning it is cheap, and clones share their connections.
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

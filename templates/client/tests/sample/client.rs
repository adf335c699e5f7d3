//! The client and its builder.

use crate::auth::Auth;
use crate::contacts::Contacts;
use crate::runtime::{Builder, Core};
use std::sync::Arc;

/// A client of the Desk API. Cloning it is cheap, and clones share their connections.
#[derive(Debug, Clone)]
pub struct Client {
    pub(crate) core: Arc<Core>,
}

/// Builds a [`Client`].
pub type ClientBuilder = Builder<Client>;

impl Client {
    /// A client of the API at `base_url`.
    ///
    /// `company`: the slug of your company, sent with every request.
    pub fn builder(base_url: &str, company: &str) -> ClientBuilder {
        ClientBuilder::new(base_url).with_parameter(0, company)
    }

    /// Contacts and what is known of them.
    pub fn contacts(&self) -> Contacts<'_> {
        Contacts { client: self }
    }
}

impl ClientBuilder {
    /// Sets credentials. If several are set, each operation sends the first that it accepts.
    #[must_use]
    pub fn auth(self, auth: Auth) -> Self {
        self.with_credentials(auth.0)
    }
}

#[doc(hidden)]
impl From<Arc<Core>> for Client {
    fn from(core: Arc<Core>) -> Self {
        Self { core }
    }
}

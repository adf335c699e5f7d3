//! What requests present to prove who calls.

use crate::runtime;

/// What a request presents: one of the alternatives that the API accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credentials {
    /// `X-LINQ-INTEGRATION-TOKEN: …`
    ApiKey {
        /// Of `ApiKeyAuth`.
        token: types::runtime::Secret,
    },
}

impl runtime::FromPresented for Credentials {
    fn from_presented(
        alternative: usize,
        presented: &mut runtime::Presented,
    ) -> Option<Self> {
        Some(
            match alternative {
                0 => {
                    Self::ApiKey {
                        token: presented.take()?,
                    }
                }
                _ => return None,
            },
        )
    }
}

/// What [`Credentials::ApiKey`] is made from.
pub const API_KEY: runtime::Alternative = runtime::Alternative {
    index: 0,
    schemes: &[API_KEY_SCHEME],
    scopes: &[],
};
const API_KEY_SCHEME: runtime::Scheme = runtime::Scheme::ApiKey {
    location: runtime::KeyLocation::Header,
    name: "X-LINQ-INTEGRATION-TOKEN",
    prefix: "",
    parts: 1,
};

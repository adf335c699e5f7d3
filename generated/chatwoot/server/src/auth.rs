//! What requests present to prove who calls.

use crate::runtime;

/// What a request presents: one of the alternatives that the API accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credentials {
    /// `api_access_token: …`
    UserApiKey {
        /// Of `userApiKey`.
        key: types::runtime::Secret,
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
                    Self::UserApiKey {
                        key: presented.take()?,
                    }
                }
                _ => return None,
            },
        )
    }
}

/// What [`Credentials::UserApiKey`] is made from.
pub const USER_API_KEY: runtime::Alternative = runtime::Alternative {
    index: 0,
    schemes: &[USER_API_KEY_SCHEME],
    scopes: &[],
};
const USER_API_KEY_SCHEME: runtime::Scheme = runtime::Scheme::ApiKey {
    location: runtime::KeyLocation::Header,
    name: "api_access_token",
    prefix: "",
    parts: 1,
};

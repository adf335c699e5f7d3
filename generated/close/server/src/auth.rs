//! What requests present to prove who calls.

use crate::runtime;

/// What a request presents: one of the alternatives that the API accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credentials {
    /// `Authorization: Basic …`
    ApiKey {
        /// Of `ApiKeyAuth`.
        api_key: types::runtime::Secret,
    },
    /// `Authorization: Bearer …`
    Oauth2 {
        /// Of `OAuth2`.
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
                        api_key: presented.take()?,
                    }
                }
                1 => {
                    Self::Oauth2 {
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
/// What [`Credentials::Oauth2`] is made from.
pub const OAUTH2: runtime::Alternative = runtime::Alternative {
    index: 1,
    schemes: &[OAUTH2_SCHEME],
    scopes: &[],
};
const API_KEY_SCHEME: runtime::Scheme = runtime::Scheme::Basic {
    realm: "Close API",
    username: runtime::Part::Any,
    password: runtime::Part::Fixed(""),
};
const OAUTH2_SCHEME: runtime::Scheme = runtime::Scheme::Bearer;

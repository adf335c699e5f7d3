//! What requests present to prove who calls.

use crate::runtime;

/// What a request presents: one of the alternatives that the API accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credentials {
    /// `Authorization: Basic …`
    Basic {
        /// Of `basic`.
        key: types::runtime::Secret,
        /// Of `basic`.
        secret: types::runtime::Secret,
    },
    /// `Authorization: token …`
    Token {
        /// Of `token`.
        key: types::runtime::Secret,
        /// Of `token`.
        secret: types::runtime::Secret,
    },
    /// `X-Api-Key: …` and `Cookie: session=…`
    ApiKeyAndSession {
        /// Of `api_key`.
        api_key: types::runtime::Secret,
        /// Of `session`.
        session: types::runtime::Secret,
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
                    Self::Basic {
                        key: presented.take()?,
                        secret: presented.take()?,
                    }
                }
                1 => {
                    Self::Token {
                        key: presented.take()?,
                        secret: presented.take()?,
                    }
                }
                2 => {
                    Self::ApiKeyAndSession {
                        api_key: presented.take()?,
                        session: presented.take()?,
                    }
                }
                _ => return None,
            },
        )
    }
}

/// What [`Credentials::Basic`] is made from.
pub const BASIC: runtime::Alternative = runtime::Alternative {
    index: 0,
    schemes: &[BASIC_SCHEME],
    scopes: &[],
};
/// What [`Credentials::Token`] is made from.
pub const TOKEN: runtime::Alternative = runtime::Alternative {
    index: 1,
    schemes: &[TOKEN_SCHEME],
    scopes: &[],
};
/// What [`Credentials::ApiKeyAndSession`] is made from.
pub const API_KEY_AND_SESSION: runtime::Alternative = runtime::Alternative {
    index: 2,
    schemes: &[API_KEY_SCHEME, SESSION_SCHEME],
    scopes: &[],
};
const BASIC_SCHEME: runtime::Scheme = runtime::Scheme::Basic {
    realm: "Sample",
    username: runtime::Part::Any,
    password: runtime::Part::Any,
};
const TOKEN_SCHEME: runtime::Scheme = runtime::Scheme::ApiKey {
    location: runtime::KeyLocation::Header,
    name: "Authorization",
    prefix: "token ",
    parts: 2,
};
const API_KEY_SCHEME: runtime::Scheme = runtime::Scheme::ApiKey {
    location: runtime::KeyLocation::Header,
    name: "X-Api-Key",
    prefix: "",
    parts: 1,
};
const SESSION_SCHEME: runtime::Scheme = runtime::Scheme::ApiKey {
    location: runtime::KeyLocation::Cookie,
    name: "session",
    prefix: "",
    parts: 1,
};

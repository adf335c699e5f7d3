//! What requests present to prove who calls.

use crate::runtime;

/// What a request presents: one of the alternatives that the API accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credentials {
    /// `Authorization: Basic …`
    Basic {
        /// Of `basicAuth`.
        key: types::runtime::Secret,
        /// Of `basicAuth`.
        secret: types::runtime::Secret,
    },
    /// `Authorization: token …`
    Token {
        /// Of `tokenAuth`.
        key: types::runtime::Secret,
        /// Of `tokenAuth`.
        secret: types::runtime::Secret,
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
const BASIC_SCHEME: runtime::Scheme = runtime::Scheme::Basic {
    realm: "Libredesk API",
    username: runtime::Part::Any,
    password: runtime::Part::Any,
};
const TOKEN_SCHEME: runtime::Scheme = runtime::Scheme::ApiKey {
    location: runtime::KeyLocation::Header,
    name: "Authorization",
    prefix: "token ",
    parts: 2,
};

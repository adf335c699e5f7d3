//! What requests present to prove who calls.

use crate::runtime;

/// What a request presents: one of the alternatives that the API accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credentials {
    /// `Authorization: Bearer …`
    PersonalToken {
        /// Of `personalToken`.
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
                    Self::PersonalToken {
                        token: presented.take()?,
                    }
                }
                _ => return None,
            },
        )
    }
}

/// What [`Credentials::PersonalToken`] is made from.
pub const PERSONAL_TOKEN: runtime::Alternative = runtime::Alternative {
    index: 0,
    schemes: &[PERSONAL_TOKEN_SCHEME],
    scopes: &[],
};
const PERSONAL_TOKEN_SCHEME: runtime::Scheme = runtime::Scheme::Bearer;

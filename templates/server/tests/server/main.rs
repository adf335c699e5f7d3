//! The sample server, compiled as it is emitted, over real loopback HTTP and in process.
//!
//! Generated modules name their own crate and a crate `types`; here both are this one.
#![cfg(feature = "fake")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
#![allow(clippy::large_enum_variant, reason = "a response is made once and written at once")]
#![allow(dead_code, reason = "no test uses all of it")]

extern crate self as types;

#[rustfmt::skip]
#[path = "../sample/src/auth.rs"]
pub mod auth;
#[rustfmt::skip]
#[path = "../sample/src/contacts.rs"]
pub mod contacts;
#[rustfmt::skip]
#[path = "../sample/src/fake/mod.rs"]
pub mod fake;

mod answering;
mod conversation;
mod exchange;
mod model;
mod parts;
mod robustness;
mod xml;

pub use auth::Credentials;
pub use contacts::Contacts;
pub use model::{Contact, Error};

pub mod runtime {
    //! The runtimes of the server and of the types.
    pub use template_server::runtime::*;
    pub use template_server::template_types::runtime::{Bound, Rule, Secret};
}

/// As in the sample's `lib.rs`.
pub trait Service: Send + Sync + 'static {
    /// What a method gives when it fails.
    type Error: axum::response::IntoResponse + Send;
    /// Who calls.
    type Identity: Send + 'static;
}

/// As in the sample's `lib.rs`.
pub fn router<S: Contacts>(
    implementation: S,
    authenticator: impl runtime::Authenticator<Credentials, Identity = S::Identity>,
) -> axum::Router {
    routes(implementation, authenticator).into_router()
}

/// As in the sample's `lib.rs`.
pub fn routes<S: Contacts>(
    implementation: S,
    authenticator: impl runtime::Authenticator<Credentials, Identity = S::Identity>,
) -> runtime::Routes<S::Identity> {
    let implementation = std::sync::Arc::new(implementation);
    let mut routes = runtime::Routes::guarded(authenticator);
    contacts::add_routes(&mut routes, &implementation);
    routes
}

//! What is generated around the runtime, written by hand for a small API.

#![allow(clippy::large_enum_variant, reason = "an answer is made once and moved twice")]
#![allow(dead_code, reason = "no test uses all of it")]

use std::sync::Arc;

pub mod auth;
pub mod contacts;
pub mod fake;
pub mod types;

use template_server::runtime;

pub use auth::Credentials;
pub use contacts::Contacts;

/// All operations of the API, as a router.
pub fn router<S: Contacts>(implementation: S, authenticator: impl runtime::Authenticator<Credentials>) -> axum::Router {
    let implementation = Arc::new(implementation);
    let mut routes = runtime::Routes::guarded(authenticator);
    contacts::add_routes(&mut routes, &implementation);
    routes.into_router()
}

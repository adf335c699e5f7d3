#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![allow(
    confusable_idents,
    mixed_script_confusables,
    uncommon_codepoints,
    clippy::disallowed_names,
    clippy::enum_variant_names,
    clippy::large_enum_variant,
    clippy::type_complexity,
    clippy::upper_case_acronyms,
    clippy::wrong_self_convention,
    reason = "names and shapes are the vendor's"
)]

pub mod auth;
pub mod contacts;
#[cfg(feature = "fake")]
pub mod fake;
pub mod runtime;

pub use auth::Credentials;
pub use contacts::Contacts;

/// What the traits of all groups share.
pub trait Service: Send + Sync + 'static {
    /// What a method gives in place of a response when it fails, so that `?` works in it. It is made into a response;
    /// [`runtime::Problem`] serves as it is.
    type Error: axum::response::IntoResponse + Send;
    /// Who calls: what the authenticator makes of credentials, and methods that demand these are given.
    type Identity: Send + 'static;
}

/// All operations of the API, as a router.
pub fn router<S: Contacts>(
    implementation: S,
    authenticator: impl runtime::Authenticator<Credentials, Identity = S::Identity>,
) -> axum::Router {
    routes(implementation, authenticator).into_router()
}

/// All operations of the API, for a router with settings.
pub fn routes<S: Contacts>(
    implementation: S,
    authenticator: impl runtime::Authenticator<Credentials, Identity = S::Identity>,
) -> runtime::Routes<S::Identity> {
    let implementation = std::sync::Arc::new(implementation);
    let mut routes = runtime::Routes::guarded(authenticator);
    contacts::add_routes(&mut routes, &implementation);
    routes
}

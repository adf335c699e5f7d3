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

/// All operations of the API, as a router.
pub fn router<S: Contacts>(
    implementation: S,
    authenticator: impl runtime::Authenticator<Credentials>,
) -> axum::Router {
    let implementation = std::sync::Arc::new(implementation);
    let mut routes = runtime::Routes::guarded(authenticator);
    contacts::add_routes(&mut routes, &implementation);
    routes.into_router()
}

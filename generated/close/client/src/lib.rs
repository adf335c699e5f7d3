#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![allow(
    confusable_idents,
    mixed_script_confusables,
    uncommon_codepoints,
    reason = "names are the vendor's"
)]

#[allow(
    clippy::disallowed_names,
    clippy::enum_variant_names,
    clippy::large_enum_variant,
    clippy::new_ret_no_self,
    clippy::should_implement_trait,
    clippy::too_many_arguments,
    clippy::wrong_self_convention,
    reason = "names, arguments and responses are the vendor's"
)]
pub mod api;
mod auth;
mod client;
#[allow(dead_code, unused_imports, reason = "every API uses another part of it")]
mod runtime;

pub use auth::Auth;
pub use runtime::MissingVariables;
pub use client::{Client, ClientBuilder};
pub use runtime::{
    Response, ResponseBody, BaseUrl, Body, BoxError, BoxFuture, BuildError, Call,
    CallError, Chunks, Documented, Error, ErrorKind, Mismatch, MismatchKind,
    MissingCredential, NoValue, Operation, RawResponse, Redirects, RequestError, Retry,
    Secret, StreamError, Token, TokenSource, Transport, TransportError, DecodeError,
    ItemDecodeError,
};
#[cfg(feature = "hyper")]
pub use runtime::HyperTransport;
#[cfg(feature = "reqwest")]
pub use runtime::ReqwestTransport;
#[cfg(feature = "tower")]
pub use runtime::TowerTransport;
pub use types;

/// The servers that the vendor lists: base URLs for [`Client::builder`].
pub mod servers {
    /// `https://api.close.com/api/v1`
    pub const DEFAULT: crate::BaseUrl = crate::BaseUrl::listed(
        "https://api.close.com/api/v1",
    );
}

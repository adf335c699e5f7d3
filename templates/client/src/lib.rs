//! The runtime that every generated `client` crate carries as `src/runtime/`, shipped as it stands here.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

#[allow(dead_code, unused_imports, reason = "every API uses another part of it")]
pub mod runtime;

//! The runtime that every generated `client` crate carries as `src/runtime/`, shipped as it stands here.

pub mod runtime;

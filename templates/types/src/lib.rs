//! The runtime that every generated `types` crate carries as `src/runtime/`, shipped as it stands here.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod runtime;

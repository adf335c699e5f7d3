//! The runtime that every generated `server` crate carries as `src/runtime/`, shipped as it stands here.

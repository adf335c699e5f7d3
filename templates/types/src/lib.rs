//! The runtime that every generated `types` crate carries as `src/runtime/`, shipped as it stands here.

//! Documentation pages to OpenAPI trees.

pub mod join;

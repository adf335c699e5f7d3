//! Documentation pages to OpenAPI trees.

pub mod docusaurus;
pub mod join;
mod nodes;

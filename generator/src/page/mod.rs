//! Documentation pages to OpenAPI trees.

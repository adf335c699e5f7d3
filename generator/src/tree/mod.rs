//! YAML and JSON as one tree whose every node knows its bytes.
//!
//! Takes texts; gives [`Node`]s. Promises one result for the same data in either language. Never resolves `$ref`.

pub use crate::node::{Entry, Map, Node, Number, Value};

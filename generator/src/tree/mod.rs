//! YAML and JSON as one tree whose every node knows its bytes.
//!
//! Takes texts; gives [`Node`]s. Promises one result for the same data in either language. Never resolves `$ref`.

mod build;
mod json;
mod listing;
mod locate;
mod parse;
pub mod pointer;
pub mod references;
mod repeated;
mod scalar;
mod trees;
pub mod write;
mod yaml;

#[cfg(test)]
mod tests;

pub use crate::node::{Entry, Map, Node, Number, Value};
pub use listing::listing;
pub use locate::pointer_at;
pub use parse::{parse, parse_range};
pub use pointer::Pointer;
pub use trees::{Trees, Unread};
pub use yaml::root_scalar;

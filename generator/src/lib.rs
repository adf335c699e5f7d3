//! Turns what a vendor publishes about its HTTP API into typed Rust crates.
//!
//! Takes sources as `(path, text)` pairs; gives an [`ir::Api`] and a [`package::Package`]. Promises never to panic on
//! any input and never to touch the disk or the network outside `load`, `write`, `builder` and `cli`.

mod answers;
pub mod budget;
pub mod builder;
#[cfg(feature = "cli")]
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod document;
pub mod drift;
pub mod emit;
pub mod export;
#[cfg(feature = "fetch")]
pub mod fetch;
pub mod format;
pub mod ir;
pub mod load;
pub mod lower;
pub mod mock;
pub mod node;
pub mod observed;
pub mod overlay;
pub mod package;
pub mod page;
pub mod pipeline;
pub mod read;
pub mod select;
pub mod source;
pub mod sparse;
pub mod surface;
mod traffic;
pub mod tree;
pub mod upgrade;
pub mod vocabulary;
pub mod write;

pub use builder::Builder;

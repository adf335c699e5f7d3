//! An api as Rust tokens and manifest texts.
//!
//! Takes an [`crate::ir::Api`]; gives the files of three crates, Rust as tokens and everything else as text. Promises that
//! strings of the document reach Rust only as literals and doc attributes. Never asks the document and never formats.

pub mod docs;
pub mod manifest;
pub mod readme;
pub mod types;

pub use manifest::{MARKER, Manifest};

use proc_macro2::TokenStream;

/// One generated crate before formatting. The runtime's files are added by `write`.
#[derive(Debug, Clone, Default)]
pub struct CrateFiles {
    /// Rust files.
    pub rust: Vec<RustFile>,
    /// Other files: path relative to the crate, text. `Cargo.toml` comes from a [`Manifest`].
    pub text: Vec<(String, String)>,
}

/// A Rust file item by item, so that each can be formatted on its own and in parallel.
#[derive(Debug, Clone)]
pub struct RustFile {
    /// Path relative to the crate: `src/lib.rs`.
    pub path: String,
    /// Inner attributes and inner docs (`#![…]`).
    pub inner: TokenStream,
    /// Top-level items, in order; `use` and `mod` items first. One stream may hold several items that belong together.
    pub items: Vec<TokenStream>,
}

//! The crates that an api is made into, and the files of one.

use proc_macro2::TokenStream;

/// One of the crates an api is made into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Crate {
    /// The types.
    Types,
    /// The client.
    Client,
    /// The server stub.
    Server,
}

impl Crate {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Types, Self::Client, Self::Server];

    /// Name of its folder.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Types => "types",
            Self::Client => "client",
            Self::Server => "server",
        }
    }
}

/// One generated crate before formatting. The runtime's files are added by `write`.
pub struct CrateFiles<'a> {
    /// Rust files, none of which is made yet.
    pub rust: Vec<Part<'a>>,
    /// Other files: path relative to the crate, text. `Cargo.toml` comes from a [`Manifest`](super::Manifest).
    pub text: Vec<(String, String)>,
    /// Parts of the runtime that the crate needs always: what the template has behind a feature is there without one.
    pub parts: Vec<&'static str>,
}

impl CrateFiles<'_> {
    /// Makes all Rust files, in order.
    pub fn make(&self) -> Vec<RustFile> {
        self.rust.iter().filter_map(Part::make).collect()
    }
}

/// A Rust file that is made when it is asked for, in any thread: tokens are many times their text, and cannot leave the
/// thread they are made in. Some apis have no use for a file.
pub struct Part<'a>(Box<dyn Fn() -> Option<RustFile> + Send + Sync + 'a>);

impl<'a> Part<'a> {
    /// A file that `make` makes.
    pub fn new<F: Into<Option<RustFile>>>(make: impl Fn() -> F + Send + Sync + 'a) -> Self {
        Self(Box::new(move || make().into()))
    }

    /// Makes the file.
    pub fn make(&self) -> Option<RustFile> {
        (self.0)()
    }
}

/// A Rust file item by item, so that each can be formatted on its own.
#[derive(Debug, Clone)]
pub struct RustFile {
    /// Path relative to the crate: `src/lib.rs`.
    pub path: String,
    /// Inner attributes and inner docs (`#![…]`).
    pub inner: TokenStream,
    /// Top-level items, in order; `use` and `mod` items first. One stream may hold several items that belong together.
    pub items: Vec<TokenStream>,
}

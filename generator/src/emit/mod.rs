//! An api as Rust tokens and manifest texts.
//!
//! Takes an [`crate::ir::Api`]; gives the files of three crates, Rust as tokens and everything else as text. Promises that
//! strings of the document reach Rust only as literals and doc attributes. Never asks the document and never formats.

pub mod client;
pub mod docs;
mod files;
pub mod manifest;
pub mod readme;
pub mod server;
mod status;
pub mod types;

pub use files::{Crate, CrateFiles, Part, RustFile};
pub use manifest::{MARKER, Manifest};

use crate::ir::Api;

/// The files of a crate.
pub fn emit(of: Crate, api: &Api) -> CrateFiles<'_> {
    match of {
        Crate::Types => types::emit(api),
        Crate::Client => client::emit(api),
        Crate::Server => server::emit(api),
    }
}

//! Tokens to formatted text and packages to disk.
//!
//! Takes the files of crates; gives a [`crate::package::Package`] (`format`, `assemble`), compares it with a folder and
//! writes it (`disk`). Promises to write only what changed, and all of a vendor or nothing. Never decides what is in a file.

pub mod assemble;
pub mod disk;
pub mod file;
pub mod format;
pub mod regular;
mod runtime;

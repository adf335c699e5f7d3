//! The commands, as a library function.

pub mod args;
pub mod files;

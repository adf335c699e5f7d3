//! The crates of the vendors at work: the tests that need everything under `generated/`.
//!
//! They are a package of their own so that the other tests build without those crates.

/// The examples of the README compile.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;

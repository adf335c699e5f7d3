//! An api as Rust tokens and manifest texts.

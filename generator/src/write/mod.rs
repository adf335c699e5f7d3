//! Tokens to formatted text and packages to disk.

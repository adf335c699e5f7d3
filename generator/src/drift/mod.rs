//! What changed between two apis.

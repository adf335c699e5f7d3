//! A document to an api, in which everything is decided.

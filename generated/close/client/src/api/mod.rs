//! The operations by group, each with its errors.

pub mod contacts;

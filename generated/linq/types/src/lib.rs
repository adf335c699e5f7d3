//! The types of `Linq Partner API`, version `v2`.
//!
//! All of them implement `serde`'s traits. [`json`] reads and writes them too, and names the place of a fault.
#![forbid(unsafe_code)]
#![allow(
    confusable_idents,
    missing_docs,
    mixed_script_confusables,
    uncommon_codepoints,
    clippy::disallowed_names,
    clippy::enum_variant_names,
    clippy::large_enum_variant,
    clippy::type_complexity,
    clippy::upper_case_acronyms,
    reason = "names, shapes and descriptions are the vendor's"
)]

mod codec;
mod declarations;
pub mod runtime;

pub use declarations::*;
pub use chrono;
pub use serde_json;
pub use runtime::{
    Field, File, Secret, UnknownValue, Unlisted, Validate, Violation, json,
};

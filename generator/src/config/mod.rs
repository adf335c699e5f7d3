//! What a vendor's folder says about itself: `vendor.yaml` and `spec.lock`, accepted faults and patches.
//!
//! Takes their sources; gives a [`Vendor`] and a [`Lock`]. Promises to tell every fault of a file at once, each at its byte, and to
//! write locks the same way every time. Never reads a file, and never looks into a document.
//!
//! [`keys`] is the table of what `vendor.yaml` may say; [`schema`] and [`template`] are made from it.

pub mod accept;
mod custom;
mod fields;
pub mod keys;
mod lock;
mod patch;
pub mod schema;
mod selection;
pub mod template;
#[cfg(test)]
mod tests;
mod vendor;

pub use accept::Accept;
pub use custom::{Custom, EVERY, Replacement, Setting, TypeNames};
pub use lock::{Lock, Locked, sha256};
pub use patch::Patch;
pub use selection::{Choice, Pattern, Selection};
pub use vendor::{Input, NAME_RULE, Upstream, Vendor, is_usable_name, url_file};

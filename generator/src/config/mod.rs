//! What a vendor's folder says about itself: `vendor.yaml` and `spec.lock`, accepted faults and patches.
//!
//! Takes their sources; gives a [`Vendor`] and a [`Lock`]. Promises to tell every fault of a file at once, each at its byte, and to
//! write locks the same way every time. Never reads a file, and never looks into a document.
//!
//! `vendor.yaml`:
//!
//! ```yaml
//! name: acme                          # the crates are acme-types, acme-client and acme-server
//! title: Acme                         # optional: the vendor's name in prose
//! documents:                          # OpenAPI documents or documentation pages; the first wins where they differ
//!   - path: pages/get-contact.md      # within this folder
//!     url: https://acme.example/docs  # optional: where it came from
//!   - openapi.yaml                    # a path alone
//!   - pages/**/*.md                   # all that match, in the order of their paths; guides among them are passed over
//!   - pages/llms.txt                  # the files of the folder that an index names, in its order; `llms-full.txt` is a file of many pages
//! overlays:                           # optional: corrections, in the order they apply
//!   - overlay.yaml
//! patches:                            # optional: unified diffs of documents, applied before they are read
//!   - quotes.patch
//! accept:                             # optional: faults of the documents that are accepted, each with a reason
//!   - fault: unresolved-reference@/paths/~1a/get/responses/200
//!     reason: the vendor never published that file
//! types:                              # optional: which Rust type stands for a format
//!   date-time: chrono                 # chrono (the default), jiff, time or string
//! ```

pub mod accept;
mod fields;
mod lock;
mod patch;
#[cfg(test)]
mod tests;
mod vendor;

pub use accept::Accept;
pub use lock::{Lock, Locked};
pub use patch::Patch;
pub use vendor::{Input, Vendor, url_file};

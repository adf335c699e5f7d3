//! An api as its `client` crate.
//!
//! Takes an [`Api`]; gives the crate's files but for the runtime. Promises that generated methods are thin and not generic, and
//! that no name of the document can meet a name of this product's: operations live below `api`, everything else is the crate's
//! root. Never decides what an operation means.

mod auth;
mod crate_root;
mod docs;
mod example;
mod group;
mod headers;
mod manifest;
mod names;
mod operation;
mod readme;
mod request;
mod response;
mod rust_type;
mod scope;
mod servers;
mod stream;

use super::{CrateFiles, Part};
use crate::ir::Api;
use names::groups;

pub use example::simplest_call;

/// The files of the crate.
pub fn emit(api: &Api) -> CrateFiles<'_> {
    let mut rust = vec![
        Part::new(|| crate_root::file(api)),
        Part::new(|| crate_root::client(api)),
        Part::new(|| (!api.alternatives.is_empty()).then(|| auth::file(api))),
        Part::new(|| group::index(api)),
    ];
    rust.extend(groups(api).map(|group| Part::new(|| group::file(api, group))));
    rust.push(Part::new(|| headers::file(api)));
    let text =
        vec![("Cargo.toml".to_owned(), manifest::manifest(api).text()), ("README.md".to_owned(), readme::text(api))];
    CrateFiles { rust, text, parts: Vec::new() }
}

#[cfg(test)]
mod tests;

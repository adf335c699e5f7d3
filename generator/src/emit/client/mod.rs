//! An api as its `client` crate.
//!
//! Takes an [`Api`]; gives the crate's files but for the runtime. Promises that generated methods are thin and not generic, and
//! that no name of the document can meet a name of this product's: operations live below `api`, everything else is the crate's
//! root. Never decides what an operation means.

mod auth;
mod crate_root;
mod docs;
mod group;
mod headers;
mod manifest;
mod operation;
mod readme;
mod request;
mod response;
mod rust_type;
mod scope;
mod servers;
mod stream;

use super::{CrateFiles, Part, types};
use crate::ir::{Api, Group, Name};
use proc_macro2::Ident;

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

/// All groups, those of what the API sends last: whoever implements or tests a receiver calls it.
fn groups(api: &Api) -> impl Iterator<Item = &Group> {
    api.groups.iter().chain(&api.incoming)
}

/// An identifier of the allocator's.
fn ident(name: &Name) -> Ident {
    types::ident(name.as_str())
}

/// The crate's name as Rust writes it.
fn library_name(api: &Api) -> String {
    format!("{}_client", api.name.replace('-', "_"))
}

/// The Cargo feature of a group, where the crate has features for its groups.
fn feature<'a>(api: &Api, group: &'a Group) -> Option<&'a str> {
    (groups(api).count() > 1).then_some(group.feature.as_str())
}

#[cfg(test)]
mod tests;

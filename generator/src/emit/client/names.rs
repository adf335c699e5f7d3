//! Identifiers, features and the name of the crate.

use crate::emit::types;
use crate::ir::{Api, Group, Name};
use proc_macro2::Ident;

/// All groups, those of what the API sends last: whoever implements or tests a receiver calls it.
pub(super) fn groups(api: &Api) -> impl Iterator<Item = &Group> {
    api.groups.iter().chain(&api.incoming)
}

/// An identifier of the allocator's.
pub(super) fn ident(name: &Name) -> Ident {
    types::ident(name.as_str())
}

/// The crate's name as Rust writes it.
pub(super) fn library_name(api: &Api) -> String {
    format!("{}_client", api.name.replace('-', "_"))
}

/// The Cargo feature of a group, where the crate has features for its groups.
pub(super) fn feature<'a>(api: &Api, group: &'a Group) -> Option<&'a str> {
    (groups(api).count() > 1).then_some(group.feature.as_str())
}

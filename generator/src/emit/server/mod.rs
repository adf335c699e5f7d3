//! The server crate of an api.
//!
//! Takes an [`Api`]; gives a trait for each group, typed requests and responses, credentials, a router, and responses from the document's
//! examples. Promises that every generated path is qualified by its module, so that no name of the document can take its place.

mod auth;
mod docs;
mod encoding;
mod fake;
mod group;
mod incoming;
mod library;
mod parameter;
mod path;
mod request;
mod response;

use crate::emit::types::TypePaths;
use crate::emit::{CrateFiles, Part};
use crate::ir::{Access, Api, Group, Operation};

/// The files of the crate.
pub fn emit(api: &Api) -> CrateFiles<'_> {
    let server = Server::new(api);
    let Server { features, guard, .. } = server;
    // What writes types cannot be shared by threads.
    let here = move || Server { api, types: TypePaths::outside(api), features, guard };
    let mut rust = vec![Part::new(move || library::file(&here())), Part::new(move || auth::file(&here()))];
    rust.extend(server.groups().map(|group| Part::new(move || group::file(&here(), group))));
    rust.extend(server.incoming().map(|group| Part::new(move || incoming::file(&here(), group))));
    if server.has_groups() {
        rust.push(Part::new(move || fake::file(&here())));
        rust.extend(
            server.groups().chain(server.incoming()).map(|group| Part::new(move || fake::group_file(&here(), group))),
        );
    }
    CrateFiles { rust, text: vec![library::manifest(&server), library::readme(&server)], parts: Vec::new() }
}

/// An api with what the whole crate depends on.
struct Server<'a> {
    api: &'a Api,
    types: TypePaths<'a>,
    features: Features,
    guard: Guard,
}

/// Whether groups can be turned off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Features {
    /// There is one group at most, incoming ones counted.
    None,
    /// Each group is a feature.
    ByGroup,
}

/// Whether a router needs an authenticator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Guard {
    /// No operation is restricted.
    Open,
    /// Some operation is.
    Authenticator,
}

impl Guard {
    fn of<'a>(mut operations: impl Iterator<Item = &'a Operation>) -> Self {
        let restricted = |operation: &Operation| match operation.access {
            Access::Open => false,
            Access::Restricted { .. } => true,
        };
        if operations.any(restricted) { Self::Authenticator } else { Self::Open }
    }
}

impl<'a> Server<'a> {
    fn new(api: &'a Api) -> Self {
        let guard = Guard::of(api.operations().map(|(_, operation)| operation));
        let server = Self { api, types: TypePaths::outside(api), features: Features::None, guard };
        let several = server.groups().chain(server.incoming()).nth(1).is_some();
        Self { features: if several { Features::ByGroup } else { Features::None }, ..server }
    }

    /// Groups that have an operation.
    fn groups(&self) -> impl Iterator<Item = &'a Group> + use<'a> {
        self.api.groups.iter().filter(|group| !group.operations.is_empty())
    }

    /// Groups of what the API sends.
    fn incoming(&self) -> impl Iterator<Item = &'a Group> + use<'a> {
        self.api.incoming.iter().filter(|group| !group.operations.is_empty())
    }

    /// Whether any operation, whoever sends it, asks who calls.
    fn credentials(&self) -> Guard {
        Guard::of(self.api.exchanges())
    }

    /// Whether there is anything to route; some documents only hold schemas for others.
    fn has_operations(&self) -> bool {
        self.groups().next().is_some()
    }

    /// Whether there is any operation, whoever sends it.
    fn has_groups(&self) -> bool {
        self.groups().chain(self.incoming()).next().is_some()
    }

    /// `#[cfg(feature = "…")]` of a group, where groups can be turned off.
    fn cfg(&self, group: &Group) -> proc_macro2::TokenStream {
        let feature = &group.feature;
        match self.features {
            Features::None => proc_macro2::TokenStream::new(),
            Features::ByGroup => quote::quote!(#[cfg(feature = #feature)]),
        }
    }
}

#[cfg(test)]
mod tests;

//! The server crate of an api.
//!
//! Takes an [`Api`]; gives a trait for each group, typed requests and responses, credentials, a router, and responses from the document's
//! examples. Promises that every generated path is qualified by its module, so that no name of the document can take its place.

mod auth;
mod context;
mod docs;
mod encoding;
mod fake;
mod group;
mod identity;
mod incoming;
mod library;
mod parameter;
mod path;
mod request;
mod response;
mod scaffold;

use crate::emit::types::TypePaths;
use crate::emit::{CrateFiles, Part};
use crate::ir::Api;
use context::Server;
pub use scaffold::{Crates, Scaffold, scaffold};

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

#[cfg(test)]
mod tests;

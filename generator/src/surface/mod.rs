//! The public surface of an api's crates: everything that a user can name, an item a line.
//!
//! Takes an [`Api`]; gives its [`Item`]s, crate by crate: the path, what it is, and its signature. Promises to be read from the api alone, so
//! that two apis can be compared without making their crates. Items of the runtime, which every API's crates have, are not among them.

mod client;
mod features;
mod item;
mod rust;
mod server;
mod types;

pub use item::{Item, Kind};

use crate::ir::Api;
use item::Scope;

/// Every item of the three crates: types, client, server; each in the order in which it is declared. Cargo features come last.
pub fn items(api: &Api) -> Vec<Item> {
    let base = api.name.replace('-', "_");
    let mut items = Vec::new();
    types::list(api, &Scope::root(&format!("{base}_types")), &mut items);
    client::list(api, &Scope::root(&format!("{base}_client")), &mut items);
    server::list(api, &Scope::root(&format!("{base}_server")), &mut items);
    features::list(api, &base, &mut items);
    items
}

/// The items as text, a line each.
pub fn text(api: &Api) -> String {
    items(api).iter().map(|item| format!("{item}\n")).collect()
}

//! The `types` crate.
//!
//! Takes an api; gives the crate's files: declarations that read as written by hand, and beside them how each type is read,
//! written and checked. Promises that a name of the api stands only where it cannot be taken for another.

mod checks;
mod codec;
mod constant;
mod declaration;
mod path;
mod rules;
mod uses;

pub use path::{TypePaths, ident};
pub use rules::rules;
pub use uses::Uses;

use super::docs::{self, Text};
use super::{CrateFiles, Manifest, RustFile};
use crate::ir::{Api, Definition, Reach, TypeId};
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeMap;

/// More definitions than this are split into a file for each group.
const ONE_FILE: usize = 60;

/// The files of the types crate.
pub fn emit(api: &Api) -> CrateFiles {
    let uses = Uses::of(api);
    let mut rust = vec![library(api, &uses)];
    let text = vec![("Cargo.toml".to_owned(), manifest(api, &uses).text())];
    if api.types.is_empty() {
        return CrateFiles { rust, text };
    }
    let checks = rules::Checks::of(api);
    let sections = sections(api);
    match sections.as_slice() {
        [(_, members)] => {
            rust.push(declaration::file(api, "src/declarations.rs", members));
            let mut codec = codec::file(&checks, "src/codec.rs", members);
            codec.items.push(codec::foreign(api));
            rust.push(codec);
        }
        several => {
            let names: Vec<_> = several.iter().map(|(name, _)| ident(name)).collect();
            rust.push(RustFile {
                path: "src/declarations.rs".to_owned(),
                inner: quote!(#![doc = " The types, by the tag whose operations use them."]),
                items: vec![quote!(#(mod #names;)*), quote!(#(pub use #names::*;)*)],
            });
            let foreign = codec::foreign(api);
            let foreign = if foreign.is_empty() { foreign } else { quote!(use crate::runtime; #foreign) };
            rust.push(RustFile {
                path: "src/codec.rs".to_owned(),
                inner: quote!(#![doc = " How the types are read, written and checked."]),
                items: vec![quote!(#(mod #names;)*), foreign],
            });
            for (name, members) in several {
                let file = name.strip_prefix("r#").unwrap_or(name);
                rust.push(declaration::file(api, &format!("src/declarations/{file}.rs"), members));
                rust.push(codec::file(&checks, &format!("src/codec/{file}.rs"), members));
            }
        }
    }
    CrateFiles { rust, text }
}

type Members<'a> = Vec<(TypeId, &'a Definition)>;

/// Definitions by the file they stand in, in the order of the api.
fn sections(api: &Api) -> Vec<(String, Members<'_>)> {
    if api.types.len() <= ONE_FILE || api.groups.len() < 2 {
        return vec![("declarations".to_owned(), api.types.iter().collect())];
    }
    let mut by_group: BTreeMap<Option<usize>, Members<'_>> = BTreeMap::new();
    for (id, definition) in api.types.iter() {
        let group = match definition.reach {
            Reach::Shared => None,
            Reach::Group(index) => Some(index).filter(|index| *index < api.groups.len()),
        };
        by_group.entry(group).or_default().push((id, definition));
    }
    let module =
        |group: Option<usize>| group.and_then(|index| api.groups.get(index)).map(|group| group.module.as_str());
    let taken = |name: &str| api.groups.iter().any(|group| group.module.as_str() == name);
    let mut sections = Vec::new();
    for (group, members) in by_group {
        let name = match module(group) {
            // Files of these names cannot exist on every system, whatever they end in.
            Some("aux" | "con" | "nul" | "prn") => format!("{}_types", module(group).unwrap_or_default()),
            Some(name) => name.to_owned(),
            None if taken("shared") => "shared_types".to_owned(),
            None => "shared".to_owned(),
        };
        sections.push((name, members));
    }
    sections
}

/// `src/lib.rs`
fn library(api: &Api, uses: &Uses) -> RustFile {
    let mut text = Text::default();
    text.own(format!("The types of {}, version {}.", docs::code(&api.title), docs::code(&api.version)));
    text.own("All of them implement `serde`'s traits. [`runtime::json`] reads and writes them too, and names the place of a fault.");
    let docs = text.inner();
    let reexports = reexports(uses);
    let (modules, names) = if api.types.is_empty() {
        (
            quote!(
                pub mod runtime;
            ),
            TokenStream::new(),
        )
    } else {
        (
            quote!(
                mod codec;
                mod declarations;
                pub mod runtime;
            ),
            quote!(
                pub use declarations::*;
            ),
        )
    };
    RustFile {
        path: "src/lib.rs".to_owned(),
        inner: quote! {
            #docs
            #![forbid(unsafe_code)]
            #![allow(
                clippy::enum_variant_names,
                clippy::large_enum_variant,
                clippy::type_complexity,
                clippy::upper_case_acronyms,
                reason = "names and shapes are the vendor's"
            )]
        },
        items: vec![modules, quote!(#names #reexports)],
    }
}

/// The crates whose types occur in this one's, so that users need not match their versions.
fn reexports(uses: &Uses) -> TokenStream {
    let names = uses.crates().into_iter().map(ident);
    quote!(#(pub use #names;)*)
}

fn manifest(api: &Api, uses: &Uses) -> Manifest {
    let features = uses.features();
    let mut declared: Vec<(String, Vec<String>)> = Vec::new();
    if !features.is_empty() {
        declared.push(("default".to_owned(), features.iter().map(|feature| (*feature).to_owned()).collect()));
        declared.extend(features.iter().map(|feature| ((*feature).to_owned(), Vec::new())));
    }
    Manifest {
        package: format!("{}-types", api.name),
        description: format!("The types of {}, version {}", api.title, api.version),
        features: declared,
        dependencies: uses.dependencies(),
        known_features: uses::FEATURES.iter().map(|feature| (*feature).to_owned()).collect(),
        ..Manifest::default()
    }
}

#[cfg(test)]
pub(crate) mod tests;

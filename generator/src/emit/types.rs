//! The `types` crate.
//!
//! Takes an api; gives the crate's files: declarations that read as written by hand, and beside them how each type is read,
//! written and checked. Promises that a name of the api stands only where it cannot be taken for another.

mod checks;
mod codec;
mod constant;
mod conversion;
mod declaration;
mod dependencies;
mod dependency;
mod members;
mod path;
mod rules;
mod uses;
mod webhooks;
mod xml;

pub use checks::rules;
pub use constant::allow_near;
pub use dependency::Dependency;
pub use path::{TypePaths, ident};
pub use uses::{FEATURES, Uses};

use super::docs::{self, Text};
use super::{CrateFiles, Manifest, Part, RustFile};
use crate::ir::{Api, Media, Name, Reach};
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The root of a body in XML, for a crate that has the types crate as `types`.
pub fn xml_root(api: &Api, media: &Media) -> Option<TokenStream> {
    let entry = api.xml.get(media.xml.as_ref()?.root)?;
    let name = ident(entry.name.as_str());
    Some(quote!(types::xml::#name))
}

/// The files of the types crate.
pub fn emit(api: &Api) -> CrateFiles<'_> {
    let uses = Uses::of(api);
    let text = vec![("Cargo.toml".to_owned(), manifest(api, &uses).text())];
    let parts = uses.parts();
    let mut rust =
        vec![Part::new(move || library(api, &uses)), Part::new(|| xml::file(api)), Part::new(|| webhooks::file(api))];
    if api.types.is_empty() {
        if !codec::foreign(api).is_empty() {
            rust.push(Part::new(|| codecs(api, &[])));
        }
        return CrateFiles { rust, text, parts };
    }
    let checks = Arc::new(rules::Checks::of(api));
    let sections: Arc<[Section<'_>]> = sections(api).into();
    if let [_] = *sections {
        let declared = Arc::clone(&sections);
        rust.push(Part::new(move || {
            let about = " The types.";
            declared.first().map(|section| declaration::file(api, "src/declarations.rs", about, &section.members))
        }));
        rust.push(Part::new(move || {
            let mut codec = codec::file(api, &checks, "src/codec.rs", &sections.first()?.members);
            codec.items.push(codec::foreign(api));
            Some(codec)
        }));
        return CrateFiles { rust, text, parts };
    }
    let (declared, coded) = (Arc::clone(&sections), Arc::clone(&sections));
    rust.push(Part::new(move || declarations(&declared)));
    rust.push(Part::new(move || codecs(api, &coded)));
    for index in 0..sections.len() {
        let (declared, coded, checks) = (Arc::clone(&sections), Arc::clone(&sections), Arc::clone(&checks));
        rust.push(Part::new(move || {
            let section = declared.get(index)?;
            let path = format!("src/declarations/{}.rs", section.file());
            Some(declaration::file(api, &path, &section.about(), &section.members))
        }));
        rust.push(Part::new(move || {
            let section = coded.get(index)?;
            Some(codec::file(api, &checks, &format!("src/codec/{}.rs", section.file()), &section.members))
        }));
    }
    CrateFiles { rust, text, parts }
}

/// `src/declarations.rs`, where each section has a file.
fn declarations(sections: &[Section<'_>]) -> RustFile {
    let gates: Vec<_> = sections.iter().map(Section::gate).collect();
    let names: Vec<_> = sections.iter().map(|section| ident(&section.name)).collect();
    RustFile {
        path: "src/declarations.rs".to_owned(),
        inner: quote!(#![doc = " The types, by the tag whose operations use them; those that several use by what they are called."]),
        items: vec![quote!(#(#gates mod #names;)*), quote!(#(#gates pub use #names::*;)*)],
    }
}

/// `src/codec.rs`, where each section has a file.
fn codecs(api: &Api, sections: &[Section<'_>]) -> RustFile {
    let gates = sections.iter().map(Section::gate);
    let names = sections.iter().map(|section| ident(&section.name));
    let foreign = codec::foreign(api);
    let foreign = if foreign.is_empty() { foreign } else { quote!(use crate::runtime; #foreign) };
    RustFile {
        path: "src/codec.rs".to_owned(),
        inner: quote!(#![doc = " How the types are read, written and checked."]),
        items: vec![quote!(#(#gates mod #names;)*), foreign],
    }
}

/// Definitions that stand in one file.
struct Section<'a> {
    /// Name of its module.
    name: String,
    /// The feature without which the types are left out.
    feature: Option<&'a str>,
    members: members::Members<'a>,
}

impl Section<'_> {
    /// The name of its files.
    fn file(&self) -> &str {
        self.name.strip_prefix("r#").unwrap_or(&self.name)
    }

    fn about(&self) -> String {
        match self.feature {
            Some(feature) => format!(" Types that only the operations of the feature `{feature}` use."),
            None => " Types that operations of several features use.".to_owned(),
        }
    }

    fn gate(&self) -> TokenStream {
        self.feature.map(|feature| quote!(#[cfg(feature = #feature)])).unwrap_or_default()
    }
}

/// Definitions by the file they stand in, in the order of the api.
fn sections(api: &Api) -> Vec<Section<'_>> {
    if !api.splits_types() {
        return vec![Section { name: "declarations".to_owned(), feature: None, members: api.types.iter().collect() }];
    }
    let mut by_group: BTreeMap<(Option<usize>, Option<&str>), members::Members<'_>> = BTreeMap::new();
    for (id, definition) in api.types.iter() {
        let group = match definition.reach {
            Reach::Shared => None,
            Reach::Group(index) => Some(index).filter(|index| *index < api.groups.len()),
        };
        let cluster = definition.cluster.as_ref().map(Name::as_str).filter(|_| group.is_none());
        by_group.entry((group, cluster)).or_default().push((id, definition));
    }
    let taken = |name: &str| api.groups.iter().any(|group| group.module.as_str() == name);
    let section = |((index, cluster), members): ((Option<usize>, Option<&str>), _)| {
        let group = index.and_then(|index| api.groups.get(index));
        let name = match group.map(|group| group.module.as_str()).or(cluster) {
            Some(name) => name.to_owned(),
            None if taken("shared") => "shared_types".to_owned(),
            None => "shared".to_owned(),
        };
        Section { name, feature: group.map(|group| group.feature.as_str()), members }
    };
    by_group.into_iter().map(section).collect()
}

/// `src/lib.rs`
fn library(api: &Api, uses: &Uses) -> RustFile {
    let mut text = Text::default();
    text.own(format!("The types of {}, version {}.", docs::code(&api.title), docs::code(&api.version)));
    text.own(
        "All of them implement `serde`'s traits. [`json`] reads and writes them too, and names the place of a fault.",
    );
    if let Some(limit) = api.recursion_limit {
        text.own(format!("They hold one another so deep that a crate which uses them may need `#![recursion_limit = \"{limit}\"]`, as this one has."));
    }
    let docs = text.inner();
    let (reexports, limit) = (reexports(api, uses), recursion_limit(api));
    let theirs = theirs(api, uses);
    let (modules, names) = if api.types.is_empty() {
        let codec = (!codec::foreign(api).is_empty()).then(|| {
            quote!(
                mod codec;
            )
        });
        (
            quote!(
                #codec
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
    let xml = if api.xml.is_empty() {
        TokenStream::new()
    } else {
        quote!(
            pub mod xml;
        )
    };
    let webhooks = api.webhooks.is_some().then(|| {
        quote!(
            pub mod webhooks;
        )
    });
    RustFile {
        path: "src/lib.rs".to_owned(),
        inner: quote! {
            #docs
            #limit
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
        },
        items: vec![quote!(#modules #webhooks #xml), quote!(#names #reexports #theirs)],
    }
}

/// What users need of the runtime, where no definition has its name.
fn theirs(api: &Api, uses: &Uses) -> TokenStream {
    let is_free = |name: &&str| api.types.iter().all(|(_, definition)| definition.name.bare() != *name);
    let names = uses.of_users().into_iter().filter(is_free).map(ident);
    quote!(pub use runtime::{#(#names),*};)
}

/// How deep the compiler must look into types within types, where that is deeper than it does by itself.
pub fn recursion_limit(api: &Api) -> TokenStream {
    let limit = api.recursion_limit.map(|limit| limit.to_string());
    limit.map(|limit| quote!(#![recursion_limit = #limit])).unwrap_or_default()
}

/// The crates whose types occur in this one's, so that users need not match their versions.
fn reexports(api: &Api, uses: &Uses) -> TokenStream {
    let own = uses.crates();
    let of_users = api.settings.dependencies.keys().map(String::as_str).filter(|name| !own.contains(name));
    let names: BTreeSet<&str> = own.iter().copied().chain(of_users).collect();
    let names = names.into_iter().map(ident);
    quote!(#(pub use #names;)*)
}

fn manifest(api: &Api, uses: &Uses) -> Manifest {
    let groups: Vec<&str> = sections(api).into_iter().filter_map(|section| section.feature).collect();
    let full = (!groups.is_empty()).then_some("full");
    let owned = |names: &mut dyn Iterator<Item = &str>| names.map(str::to_owned).collect::<Vec<_>>();
    let mut declared: Vec<(String, Vec<String>)> = Vec::new();
    if full.is_some() {
        declared.push(("default".to_owned(), owned(&mut full.into_iter())));
        declared.extend(full.map(|full| (full.to_owned(), owned(&mut groups.iter().copied()))));
        declared.extend(groups.iter().map(|group| ((*group).to_owned(), Vec::new())));
    }
    Manifest {
        package: format!("{}-types", api.name),
        description: format!("The types of {}, version {}", api.title, api.version),
        features: declared,
        dependencies: dependencies::lines(uses, api),
        known_features: FEATURES.iter().map(|feature| (*feature).to_owned()).collect(),
        ..Manifest::of(api)
    }
}

#[cfg(test)]
pub(crate) mod tests;

//! The modules below `api`: one for each group of operations.

use super::docs;
use super::feature;
use super::ident;
use super::operation;
use super::scope::Scope;
use crate::emit::RustFile;
use crate::ir::{Api, Group, Operation, Payload};
use quote::quote;
use std::collections::BTreeSet;

/// `api/mod.rs`
pub fn index(api: &Api) -> RustFile {
    let modules = api.groups.iter().map(|group| {
        let name = ident(&group.module);
        let gate = feature(api, group).map(|feature| quote!(#[cfg(feature = #feature)]));
        quote!(#gate pub mod #name;)
    });
    RustFile {
        path: "src/api/mod.rs".to_owned(),
        inner: quote!(#![doc = " The operations by group, each with its errors."]),
        items: vec![quote!(#(#modules)*)],
    }
}

/// `api/contacts.rs`
pub fn file(api: &Api, group: &Group) -> RustFile {
    let scope = Scope::new(declared(group));
    let name = ident(&group.name);
    let emitted: Vec<_> =
        group.operations.iter().map(|operation| operation::operation(api, operation, &scope)).collect();
    let methods = emitted.iter().map(|emitted| &emitted.method);
    let mut about = docs::group(group);
    let module_docs = about.inner();
    about.own(format!("Made by [`Client::{0}`](crate::Client::{0}).", group.module.bare()));
    let handle_docs = about.outer();
    let handle = quote! {
        #handle_docs
        #[derive(Debug, Clone, Copy)]
        pub struct #name<'a> {
            pub(crate) client: &'a crate::Client,
        }
    };
    let mut items = vec![scope.imports(), handle, quote!(impl #name<'_> { #(#methods)* })];
    items.extend(emitted.into_iter().flat_map(|emitted| emitted.items));
    RustFile { path: format!("src/api/{}.rs", group.module.bare()), inner: module_docs, items }
}

/// The types that the module declares.
fn declared(group: &Group) -> BTreeSet<String> {
    let mut names = BTreeSet::from([group.name.bare().to_owned()]);
    for operation in &group.operations {
        let type_name = operation.type_name.bare();
        names.extend([type_name.to_owned(), format!("{type_name}Output"), format!("{type_name}Error")]);
        names.extend(payloads(operation).filter_map(|payload| match payload {
            Payload::Several { name, .. } => Some(name.bare().to_owned()),
            Payload::Empty | Payload::One(_) => None,
        }));
    }
    names
}

fn payloads(operation: &Operation) -> impl Iterator<Item = &Payload> {
    let responses = operation.responses.iter().map(|response| &response.payload);
    responses.chain(operation.request.iter().map(|request| &request.payload))
}

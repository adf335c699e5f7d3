//! The modules below `api`: one for each group of operations.

use super::docs;
use super::names::ident;
use super::names::{feature, groups};
use super::operation;
use super::scope::Scope;
use crate::emit::RustFile;
use crate::ir::{Api, Group, Operation, OperationItems, Output, Payload};
use quote::quote;
use std::collections::BTreeSet;

/// `api/mod.rs`: the modules, and beside them the groups' handles, which an operation's own name may equal.
pub fn index(api: &Api) -> RustFile {
    let gate = |group: &Group| feature(api, group).map(|feature| quote!(#[cfg(feature = #feature)]));
    let modules = groups(api).map(|group| {
        let (gate, name) = (gate(group), ident(&group.module));
        quote!(#gate pub mod #name;)
    });
    let mut items = vec![quote!(#(#modules)*)];
    items.extend(groups(api).map(|group| {
        let (gate, name) = (gate(group), ident(&group.name));
        let mut docs = docs::group(group);
        docs.own(format!("Made by [`Client::{0}`](crate::Client::{0}).", group.module.bare()));
        let docs = docs.outer();
        quote! {
            #docs
            #gate
            #[derive(Debug, Clone, Copy)]
            pub struct #name<'a> {
                pub(crate) client: &'a crate::Client,
            }
        }
    }));
    RustFile {
        path: "src/api/mod.rs".to_owned(),
        inner: quote!(#![doc = " The operations by group, each with its errors."]),
        items,
    }
}

/// `api/contacts.rs`
pub fn file(api: &Api, group: &Group) -> RustFile {
    let scope = Scope::new(declared(group));
    let name = ident(&group.name);
    let emitted: Vec<_> =
        group.operations.iter().map(|operation| operation::operation(api, operation, &scope)).collect();
    let methods = emitted.iter().map(|emitted| &emitted.method);
    let methods = quote!(impl super::#name<'_> { #(#methods)* });
    let mut items = vec![scope.imports(), methods];
    items.extend(emitted.into_iter().flat_map(|emitted| emitted.items));
    RustFile { path: format!("src/api/{}.rs", group.module.bare()), inner: docs::group(group).inner(), items }
}

/// The types that the module declares.
fn declared(group: &Group) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for operation in &group.operations {
        let OperationItems { marker, output, error, .. } = &operation.items;
        let output = match output {
            Output::Several(name) => Some(name),
            Output::Nothing | Output::Body(_) => None,
        };
        let own = [Some(marker), output, error.as_ref()].into_iter().flatten();
        names.extend(own.map(|name| name.bare().to_owned()));
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

//! The module of a group: its trait, its routes, and the request and answer of each operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::path::{ident, request_line, template};
use super::{Server, auth, request, response};
use crate::emit::RustFile;
use crate::ir::{Group, Operation};

/// The module's file.
pub fn file(server: &Server<'_>, group: &Group) -> RustFile {
    let inner = docs::inner_line(&words(group));
    let uses = if group.operations.iter().any(|operation| auth::is_restricted(&operation.access)) {
        quote!(
            use crate::{auth, runtime};
        )
    } else {
        quote!(
            use crate::runtime;
        )
    };
    let mut items = vec![
        uses,
        group_trait(group, &words(group), &|operation| docs::code(&request_line(operation))),
        routes(server, group),
    ];
    for operation in &group.operations {
        items.extend(request::items(server, group, operation));
        items.extend(response::items(server, group, operation));
    }
    RustFile { path: format!("src/{}.rs", group.module.bare()), inner, items }
}

/// What a group is, in our words; operations without a tag have a group too.
fn words(group: &Group) -> String {
    if group.tag.is_empty() {
        "Operations without a tag.".to_owned()
    } else {
        format!("Operations of {}.", docs::code(&group.tag))
    }
}

/// The trait: what `words` say, and a method for each operation, followed by what `line` says of it.
pub fn group_trait(group: &Group, words: &str, line: &dyn Fn(&Operation) -> String) -> TokenStream {
    let name = ident(&group.name);
    let docs = docs::outer(&group.docs, words);
    let methods = group.operations.iter().map(|operation| {
        let docs = docs::followed(&operation.docs, &line(operation));
        let name = ident(&operation.name);
        let request = request::name(operation);
        let response = response::name(operation);
        let id = &operation.id;
        quote! {
            #docs
            fn #name(&self, request: #request) -> impl Future<Output = #response> + Send {
                async move { runtime::not_implemented(#id, request) }
            }
        }
    });
    quote! {
        #docs
        pub trait #name: Send + Sync + 'static { #(#methods)* }
    }
}

fn routes(server: &Server<'_>, group: &Group) -> TokenStream {
    let group_name = ident(&group.name);
    let link = docs::line(&format!("Adds the operations of [`{}`] to `routes`.", group.name.as_str()));
    let additions = group.operations.iter().map(|operation| {
        let path = template(operation);
        let declaration = declaration(server, operation, &quote!(#path));
        let name = ident(&operation.name);
        quote! {
            routes.add(#declaration, implementation, |group, request| async move { S::#name(&group, request).await });
        }
    });
    quote! {
        #link
        pub fn add_routes<S: #group_name>(routes: &mut runtime::Routes, implementation: &std::sync::Arc<S>) {
            #(#additions)*
        }
    }
}

/// An operation as the runtime knows it, at the path that the expression gives.
pub fn declaration(server: &Server<'_>, operation: &Operation, path: &TokenStream) -> TokenStream {
    let Operation { id, method, .. } = operation;
    let body = request::declaration(operation);
    let access = auth::declaration(server, &operation.access);
    quote!(runtime::Operation::new(#id, #method, #path) #access #body)
}

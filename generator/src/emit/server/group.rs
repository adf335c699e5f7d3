//! The module of a group: its trait, its routes, and the request and response of each operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::path::{ident, request_line, template};
use super::{Server, auth, request, response};
use crate::emit::RustFile;
use crate::ir::{Group, Location, Operation, Routing};

/// The module's file.
pub fn file(server: &Server<'_>, group: &Group) -> RustFile {
    let inner = docs::inner_line(&words(group));
    let uses = if routed(group).any(|operation| auth::is_restricted(&operation.access)) {
        quote!(
            use crate::{auth, runtime};
        )
    } else {
        quote!(
            use crate::runtime;
        )
    };
    let mut items = vec![uses, group_trait(group, &words(group), &line), routes(server, group)];
    for operation in &group.operations {
        items.extend(request::items(server, group, operation));
        items.extend(response::items(server, group, operation));
    }
    RustFile { path: format!("src/{}.rs", group.module.bare()), inner, items }
}

/// What follows an operation's documentation.
fn line(operation: &Operation) -> String {
    let line = docs::code(&request_line(operation));
    match &operation.routing {
        Routing::Sole | Routing::Shared(_) => line,
        Routing::Shadowed(by) => {
            format!("{line}\n\nNo request is routed here: all that could be meant go to {}.", docs::code(by))
        }
    }
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
    let addition = |operation: &Operation| {
        let path = template(operation);
        let declaration = declaration(server, operation, &quote!(#path));
        let name = ident(&operation.name);
        quote! {
            routes.add(#declaration, implementation, |group, request| async move { S::#name(&group, request).await });
        }
    };
    let additions: Vec<TokenStream> = routed(group).map(addition).collect();
    let hidden = hidden(server).filter(|_| !additions.is_empty());
    let (routes, implementation) =
        if additions.is_empty() { (quote!(_), quote!(_)) } else { (quote!(routes), quote!(implementation)) };
    quote! {
        #link
        pub fn add_routes<S: #group_name>(#routes: &mut runtime::Routes, #implementation: &std::sync::Arc<S>) {
            #hidden
            #(#additions)*
        }
    }
}

/// What tells the routes which headers hold secrets.
pub fn hidden(server: &Server<'_>) -> Option<TokenStream> {
    let headers = &server.api.secrets.headers;
    (!headers.is_empty()).then(|| quote!(routes.hide(&[#(#headers),*]);))
}

/// Operations that a request can reach.
fn routed(group: &Group) -> impl Iterator<Item = &Operation> {
    group.operations.iter().filter(|operation| !matches!(operation.routing, Routing::Shadowed(_)))
}

/// An operation as the runtime knows it, at the path that the expression gives.
pub fn declaration(server: &Server<'_>, operation: &Operation, path: &TokenStream) -> TokenStream {
    let Operation { id, method, .. } = operation;
    let body = request::declaration(operation);
    let access = auth::declaration(server, &operation.access);
    let choice = choice(operation);
    quote!(runtime::Operation::new(#id, #method, #path) #choice #access #body)
}

/// What tells a request for the operation from others of its method and path.
fn choice(operation: &Operation) -> TokenStream {
    let pairs = operation.query.iter().map(|(name, value)| quote!((#name, #value)));
    let query = if operation.query.is_empty() { quote!() } else { quote!(.query(&[#(#pairs),*])) };
    let Routing::Shared(demanded) = &operation.routing else { return query };
    let signs = demanded.iter().filter_map(|index| operation.parameters.get(*index)).filter_map(|parameter| {
        let name = &parameter.wire_name;
        match parameter.location {
            Location::Query => Some(quote!(runtime::Sign::Query(#name))),
            Location::Header => Some(quote!(runtime::Sign::Header(#name))),
            Location::Path | Location::QueryString | Location::Cookie => None,
        }
    });
    let signs: Vec<TokenStream> = signs.collect();
    if signs.is_empty() { query } else { quote!(#query .told_by(&[#(#signs),*])) }
}

//! The module of a group: its trait, its routes, and the request and response of each operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::{Guard, Server};
use super::docs;
use super::path::{ident, request_line, template};
use super::{auth, request, response};
use crate::emit::RustFile;
use crate::ir::{Access, Anonymous, Group, Operation, ParameterLocation, Routing, Target};

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
pub fn words(group: &Group) -> String {
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
        let identity = auth::identity(&operation.access).map(|ty| quote!(, identity: #ty));
        let unused = if identity.is_some() { quote!((request, identity)) } else { quote!(request) };
        quote! {
            #docs
            fn #name(
                &self,
                request: #request
                #identity
            ) -> impl Future<Output = Result<#response, Self::Error>> + Send {
                async move {
                    runtime::not_implemented(#id, #unused)
                }
            }
        }
    });
    quote! {
        #docs
        pub trait #name: crate::Service { #(#methods)* }
    }
}

fn routes(server: &Server<'_>, group: &Group) -> TokenStream {
    let group_name = ident(&group.name);
    let link = docs::line(&format!("Adds the operations of [`{}`] to `routes`.", group.name.as_str()));
    let additions: Vec<TokenStream> =
        routed(group).map(|operation| addition(server, operation, &template_text(operation))).collect();
    let tag = &group.tag;
    let begun = (!tag.is_empty() && !additions.is_empty()).then(|| quote!(routes.group(#tag);));
    let hidden = hidden(server).filter(|_| !additions.is_empty());
    let (routes, implementation) =
        if additions.is_empty() { (quote!(_), quote!(_)) } else { (quote!(routes), quote!(implementation)) };
    let routes_type = routes_type(routed(group));
    quote! {
        #link
        pub fn add_routes<S: #group_name>(#routes: &mut #routes_type, #implementation: &std::sync::Arc<S>) {
            #begun
            #hidden
            #(#additions)*
        }
    }
}

fn template_text(operation: &Operation) -> TokenStream {
    let path = template(operation);
    quote!(#path)
}

/// What operations are added to: where none asks who calls, it does not matter who can be known.
pub fn routes_type<'a>(operations: impl Iterator<Item = &'a Operation>) -> TokenStream {
    match Guard::of(operations) {
        Guard::Open => quote!(runtime::Routes<impl Send + 'static>),
        Guard::Authenticator => quote!(runtime::Routes<S::Identity>),
    }
}

/// The call that adds an operation at the path that the expression gives.
pub fn addition(server: &Server<'_>, operation: &Operation, path: &TokenStream) -> TokenStream {
    let declaration = declaration(operation, path);
    let name = ident(&operation.name);
    let alternatives = auth::alternatives(server, &operation.access);
    match &operation.access {
        Access::Open => quote! {
            routes.add(#declaration, implementation, |group, request| async move { S::#name(&group, request).await });
        },
        Access::Restricted { anonymous: Anonymous::Refused, .. } => quote! {
            routes.add_secured(#declaration, #alternatives, implementation, |group, request, identity| async move {
                S::#name(&group, request, identity).await
            });
        },
        Access::Restricted { anonymous: Anonymous::Allowed, .. } => quote! {
            routes.add_optionally_secured(#declaration, #alternatives, implementation, |group, request, identity| async move {
                S::#name(&group, request, identity).await
            });
        },
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
fn declaration(operation: &Operation, path: &TokenStream) -> TokenStream {
    let Operation { id, method, .. } = operation;
    let body = request::declaration(operation);
    let choice = choice(operation);
    let responses = response::documented(operation);
    let received = match operation.target {
        Target::Server => TokenStream::new(),
        Target::Receiver(_) => quote!(.received()),
    };
    let coding = tells_coding(operation).then(|| quote!(.in_any_coding()));
    quote!(runtime::Operation::new(#id, #method, #path) #choice #body #coding #responses #received)
}

/// Whether a parameter says in which coding the body is.
fn tells_coding(operation: &Operation) -> bool {
    let is_coding = |name: &str| name.eq_ignore_ascii_case("content-encoding");
    operation.parameters.iter().any(|one| one.location == ParameterLocation::Header && is_coding(&one.wire_name))
}

/// What tells a request for the operation from others of its method and path.
fn choice(operation: &Operation) -> TokenStream {
    let pairs = operation.query.iter().map(|(name, value)| quote!((#name, #value)));
    let query = if operation.query.is_empty() { quote!() } else { quote!(.query(&[#(#pairs),*])) };
    let Routing::Shared(demanded) = &operation.routing else { return query };
    let signs = demanded.iter().filter_map(|index| operation.parameters.get(*index)).filter_map(|parameter| {
        let name = &parameter.wire_name;
        match parameter.location {
            ParameterLocation::Query => Some(quote!(runtime::Sign::Query(#name))),
            ParameterLocation::Header => Some(quote!(runtime::Sign::Header(#name))),
            ParameterLocation::Path | ParameterLocation::QueryString | ParameterLocation::Cookie => None,
        }
    });
    let signs: Vec<TokenStream> = signs.collect();
    if signs.is_empty() { query } else { quote!(#query .told_by(&[#(#signs),*])) }
}

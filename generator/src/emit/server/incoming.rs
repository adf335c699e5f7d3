//! The module of webhooks or of callbacks: requests that the API sends, for whoever receives them.
//!
//! A receiver is a server like any other, but for its paths: a webhook has a name, so that the path is the receiver's choice.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::{Guard, Server};
use super::path::{ident, request_line, template};
use super::{docs, group, identity, request, response};
use crate::emit::RustFile;
use crate::emit::docs::notes;
use crate::ir::{Group, Operation, Target};

/// The module's file.
pub fn file(server: &Server<'_>, group: &Group) -> RustFile {
    let guard = Guard::of(group.operations.iter());
    let uses = match guard {
        Guard::Open => quote!(
            use crate::runtime;
        ),
        Guard::Authenticator => quote!(
            use crate::{auth, runtime};
        ),
    };
    let words = words(group);
    let mut items =
        vec![uses, group::group_trait(group, &words, &line), paths(group), routes(server, group), router(group, guard)];
    for operation in &group.operations {
        items.extend(request::items(server, group, operation));
        items.extend(response::items(server, group, operation));
    }
    RustFile { path: format!("src/{}.rs", group.module.bare()), inner: docs::inner_line(&words), items }
}

fn words(group: &Group) -> String {
    format!("Requests that the API sends (`{}`): implement the trait to receive them.", group.tag)
}

/// What makes the API send a request, and where it is received.
fn line(operation: &Operation) -> String {
    let received = format!("Received as {}.", docs::code(&request_line(operation)));
    match &operation.target {
        Target::Server => received,
        Target::Receiver(receiver) => format!("{} {received}", notes::receiver(receiver)),
    }
}

fn paths(group: &Group) -> TokenStream {
    let fields = group.operations.iter().map(|operation| {
        let name = ident(&operation.name);
        let docs = docs::line(&format!("Of [`{}::{}`].", group.name.bare(), operation.name.bare()));
        quote!(#docs pub #name: &'static str,)
    });
    let values = group.operations.iter().map(|operation| {
        let (name, path) = (ident(&operation.name), template(operation));
        quote!(#name: #path,)
    });
    quote! {
        /// Where each request is received: a path template with the parameters of the default.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct Paths { #(#fields)* }

        impl Default for Paths {
            fn default() -> Self {
                Self { #(#values)* }
            }
        }
    }
}

fn routes(server: &Server<'_>, group: &Group) -> TokenStream {
    let name = ident(&group.name);
    let link = docs::line(&format!("Adds the requests of [`{}`] to `routes`.", group.name.bare()));
    let additions = group.operations.iter().map(|operation| {
        let method = ident(&operation.name);
        group::addition(server, operation, &quote!(paths.#method))
    });
    let tag = &group.tag;
    let hidden = group::hidden(server);
    let routes_type = group::routes_type(group.operations.iter());
    quote! {
        #link
        pub fn add_routes<S: #name>(routes: &mut #routes_type, implementation: &std::sync::Arc<S>, paths: &Paths) {
            routes.group(#tag);
            #hidden
            #(#additions)*
        }
    }
}

fn router(group: &Group, guard: Guard) -> TokenStream {
    let name = ident(&group.name);
    let docs = docs::line(&format!("Receives the requests of [`{}`].", group.name.bare()));
    let (parameter, routes) = match guard {
        Guard::Open => (TokenStream::new(), quote!(runtime::Routes::open())),
        Guard::Authenticator => (
            quote!(, authenticator: impl runtime::Authenticator<crate::Credentials, Identity = S::Identity>),
            quote!(runtime::Routes::guarded(authenticator)),
        ),
    };
    quote! {
        #docs
        pub fn router<S: #name>(implementation: S, paths: Paths #parameter) -> axum::Router {
            let mut routes = #routes;
            add_routes(&mut routes, &std::sync::Arc::new(implementation), &paths);
            routes.into_router()
        }
    }
}

/// A section of the crate's README.
pub fn readme(server: &Server<'_>, group: &Group) -> String {
    let Some(operation) = group.operations.first() else { return String::new() };
    let library = format!("{}_server", server.api.name.replace('-', "_"));
    let (module, trait_name, method) = (group.module.as_str(), group.name.as_str(), operation.name.as_str());
    let (request, response) = (request::name(operation), response::name(operation));
    let context = request::context_name(operation);
    let (title, kind) = if group.tag == "webhooks" { ("Webhooks", "webhook") } else { ("Callbacks", "callback") };
    let (argument, guarded) = match Guard::of(group.operations.iter()) {
        Guard::Open => ("", String::new()),
        Guard::Authenticator => (
            ", authenticator",
            format!("authenticator: impl {library}::runtime::Authenticator<{library}::Credentials, Identity = ()>"),
        ),
    };
    let identity = identity::identity_line(server, "()");
    let caller = identity::caller(operation, "()");
    format!(
        "## {title}\n\n\
         Requests that the API sends. A {kind} has no path of its own: it is received at `/` and its name, or where you say.\n\
         What is received is read as responses are: values that the description does not know are kept, and bounds do not count.\n\n\
         ```rust,no_run\nuse axum::http::StatusCode;\n\
         use {library}::{module}::{{self, Paths, {trait_name}, {request}, {response}}};\n\
         use {library}::runtime::Problem;\n\n\
         struct Receiver;\n\n\
         impl {library}::Service for Receiver {{\n    type Error = Problem;\n{identity}}}\n\n\
         impl {trait_name} for Receiver {{\n    \
             async fn {method}(&self, request: {request}{caller}) -> Result<{response}, Problem> {{\n        \
                 let path = request.{context}.uri.path();\n        \
                 Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, format!(\"nobody handles {{path}}\")))\n    \
             }}\n}}\n\n\
         fn receive({guarded}) -> axum::Router {{\n    \
             let paths = Paths {{ {method}: {:?}, ..Paths::default() }};\n    \
             {module}::router(Receiver, paths{argument})\n}}\n```\n\n",
        template(operation)
    )
}

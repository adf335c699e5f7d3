//! What is not of one group: `src/lib.rs` with the router, `Cargo.toml`, `README.md`.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::{Features, Guard, Server};
use super::docs;
use super::path::ident;
use super::{auth, identity, incoming, request, response};
use crate::emit::{Manifest, RustFile, types};
use crate::ir::{Group, Operation, UrlPiece};

/// `src/lib.rs`
pub fn file(server: &Server<'_>) -> RustFile {
    let limit = types::recursion_limit(server.api);
    let inner = quote! {
        #![doc = include_str!("../README.md")]
        #limit
        #![forbid(unsafe_code)]
        #![warn(missing_docs)]
        #![allow(
            confusable_idents,
            mixed_script_confusables,
            uncommon_codepoints,
            clippy::disallowed_names,
            clippy::enum_variant_names,
            clippy::large_enum_variant,
            clippy::type_complexity,
            clippy::upper_case_acronyms,
            clippy::wrong_self_convention,
            reason = "names and shapes are the vendor's"
        )]
    };
    let groups = server.groups().chain(server.incoming()).map(|group| {
        let (cfg, module) = (server.cfg(group), ident(&group.module));
        quote!(#cfg pub mod #module;)
    });
    let auth = match server.credentials() {
        Guard::Open => TokenStream::new(),
        Guard::Authenticator => quote!(
            pub mod auth;
        ),
    };
    let fake = if server.has_groups() {
        quote!(
            #[cfg(feature = "fake")]
            pub mod fake;
        )
    } else {
        TokenStream::new()
    };
    let modules = quote! {
        #auth
        #(#groups)*
        #fake
        pub mod runtime;
    };
    let traits = server.groups().chain(server.incoming()).map(|group| {
        let (cfg, module, name) = (server.cfg(group), ident(&group.module), ident(&group.name));
        quote!(#cfg pub use #module::#name;)
    });
    let credentials = match server.credentials() {
        Guard::Open => TokenStream::new(),
        Guard::Authenticator => quote!(
            pub use auth::Credentials;
        ),
    };
    RustFile {
        path: "src/lib.rs".to_owned(),
        inner,
        items: vec![modules, quote!(#credentials #(#traits)*), service(server), router(server)],
    }
}

/// The trait that those of all groups share, where there is any.
fn service(server: &Server<'_>) -> TokenStream {
    if !server.has_groups() {
        return TokenStream::new();
    }
    let identity = match server.credentials() {
        Guard::Open => TokenStream::new(),
        Guard::Authenticator => quote! {
            /// Who calls: what the authenticator makes of credentials, and methods that demand these are given.
            type Identity: Send + 'static;
        },
    };
    quote! {
        /// What the traits of all groups share.
        pub trait Service: Send + Sync + 'static {
            /// What a method gives in place of a response when it fails, so that `?` works in it. It is made into a response;
            /// [`runtime::Problem`] serves as it is.
            type Error: axum::response::IntoResponse + Send;
            #identity
        }
    }
}

fn router(server: &Server<'_>) -> TokenStream {
    let cfg = match server.features {
        Features::None => TokenStream::new(),
        Features::ByGroup => quote!(#[cfg(feature = "full")]),
    };
    let traits: Vec<_> = server.groups().map(|group| ident(&group.name)).collect();
    let (parameter, argument, identity, routes) = match server.guard {
        Guard::Open => (quote!(), quote!(), quote!(), quote!(runtime::Routes::open())),
        Guard::Authenticator => (
            quote!(, authenticator: impl runtime::Authenticator<Credentials, Identity = S::Identity>),
            quote!(, authenticator),
            quote!(<S::Identity>),
            quote!(runtime::Routes::guarded(authenticator)),
        ),
    };
    if !server.has_operations() {
        return TokenStream::new();
    }
    let additions = server.groups().map(|group| {
        let module = ident(&group.module);
        quote!(#module::add_routes(&mut routes, &implementation);)
    });
    quote! {
        /// All operations of the API, as a router.
        #cfg
        pub fn router<S: #(#traits)+*>(implementation: S #parameter) -> axum::Router {
            routes(implementation #argument).into_router()
        }

        /// All operations of the API, for a router with settings.
        #cfg
        pub fn routes<S: #(#traits)+*>(implementation: S #parameter) -> runtime::Routes #identity {
            let implementation = std::sync::Arc::new(implementation);
            let mut routes = #routes;
            #(#additions)*
            routes
        }
    }
}

/// `Cargo.toml`
pub fn manifest(server: &Server<'_>) -> (String, String) {
    let name = &server.api.name;
    let types = types::Dependency::of(server.api);
    let dependencies = vec![
        "axum = { version = \"0.8\", default-features = false, features = [\"matched-path\", \"original-uri\"] }"
            .to_owned(),
        "base64 = { version = \"0.22\", default-features = false, features = [\"alloc\"] }".to_owned(),
        "futures-core = { version = \"0.3\", default-features = false }".to_owned(),
        "serde = { version = \"1\", default-features = false, features = [\"std\"] }".to_owned(),
        "serde_json = \"1\"".to_owned(),
        types.line(),
    ];
    let mut features = Vec::new();
    if server.features == Features::ByGroup {
        let groups: Vec<(String, Vec<String>)> =
            server.groups().map(|group| (group.feature.clone(), types.turned_on_by(group))).collect();
        let incoming: Vec<String> = server.incoming().map(|group| group.feature.clone()).collect();
        let full = ["full".to_owned()].into_iter();
        features.push(("default".to_owned(), full.chain(incoming.iter().cloned()).collect()));
        features.push(("full".to_owned(), groups.iter().map(|(group, _)| group.clone()).collect()));
        features.extend(groups);
        features.extend(incoming.into_iter().map(|group| (group, Vec::new())));
    }
    features.push(("fake".to_owned(), Vec::new()));
    let manifest = Manifest {
        package: format!("{name}-server"),
        description: format!("Server stub of {}", server.api.title),
        features,
        dependencies,
        dev_dependencies: vec![
            "axum = { version = \"0.8\", default-features = false, features = [\"http1\", \"tokio\"] }".to_owned(),
            "tokio = { version = \"1\", features = [\"net\"] }".to_owned(),
        ],
        ..Manifest::of(server.api)
    };
    ("Cargo.toml".to_owned(), manifest.text())
}

/// `README.md`, whose example is a doctest.
pub fn readme(server: &Server<'_>) -> (String, String) {
    let package = format!("{}-server", server.api.name);
    let title = docs::code(&server.api.title);
    let mut text = format!(
        "# {package}\n\n\
         A server stub of {title}, on axum. Implement `Service` and the trait of each group; a method that is left out answers 501.\n\
         A request that does not fit the API's description is answered with a problem (RFC 9457) and reaches no method.\n\n"
    );
    if !server.has_operations() {
        text.push_str("The API's description has no operations of its own, so there is no API to serve yet.\n\n");
        server.incoming().for_each(|group| text.push_str(&incoming::readme(server, group)));
        return ("README.md".to_owned(), text);
    }
    if let Some((group, operation)) = server.groups().find_map(|group| Some((group, group.operations.first()?))) {
        text.push_str(&example(server, group, operation));
    }
    if let Some(path) = server.api.servers.iter().find_map(base_path) {
        text.push_str(&format!(
            "Paths are relative to the description's servers. Where those have a path, nest the router under it:\n\
             {}.\n\n",
            docs::code(&format!("axum::Router::new().nest({path:?}, router)"))
        ));
    }
    server.incoming().for_each(|group| text.push_str(&incoming::readme(server, group)));
    text.push_str("## Features\n\n");
    if server.features == Features::ByGroup {
        text.push_str(
            "- One for each group of operations, all on by default; `router` is there when all are on (`full`).\n",
        );
    }
    text.push_str(
        "- `fake`: answers from the description's examples, `fake::router()`. A request chooses another documented response with\n  \
         `Prefer: code=404`. `.on_unimplemented(fake::example)` answers so for whatever methods your own service leaves out.\n",
    );
    ("README.md".to_owned(), text)
}

/// The path of a server's URL, where it has one that a router can be nested under.
fn base_path(server: &crate::ir::Server) -> Option<String> {
    let literal = |piece: &UrlPiece| match piece {
        UrlPiece::Literal(text) => Some(text.clone()),
        UrlPiece::Variable(_) => None,
    };
    let url: String = server.url.iter().map(literal).collect::<Option<String>>()?;
    let path =
        url.split_once("://").map_or(url.as_str(), |(_, rest)| rest.split_at(rest.find('/').unwrap_or(rest.len())).1);
    let path = path.trim_end_matches('/');
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.' | '~');
    (path.starts_with('/') && path.chars().all(plain)).then(|| path.to_owned())
}

fn example(server: &Server<'_>, group: &Group, operation: &Operation) -> String {
    let library = format!("{}_server", server.api.name.replace('-', "_"));
    let module = group.module.as_str();
    let trait_name = group.name.as_str();
    let method = operation.name.as_str();
    let (request, response) = (request::name(operation), response::name(operation));
    let context = request::context_name(operation);
    let (guard, argument) = match server.guard {
        Guard::Open => (String::new(), ""),
        Guard::Authenticator => (authenticator(server), ", Keys"),
    };
    let (routes, runtime) = match (server.features, server.guard) {
        (Features::None, Guard::Open) => ("", "Problem"),
        (Features::None, Guard::Authenticator) => ("", "Attempt, Authenticator, Problem, Verdict"),
        (Features::ByGroup, Guard::Open) => ("Routes::open()", "Problem, Routes"),
        (Features::ByGroup, Guard::Authenticator) => {
            ("Routes::guarded(Keys)", "Attempt, Authenticator, Problem, Routes, Verdict")
        }
    };
    let compare = if guard.contains("equal_in_constant_time") { ", equal_in_constant_time" } else { "" };
    let credentials = match server.guard {
        Guard::Open => String::new(),
        Guard::Authenticator => format!("use {library}::Credentials;\n"),
    };
    let router = match server.features {
        Features::None => format!("    let router = {library}::router(Backend{argument});\n"),
        Features::ByGroup => format!(
            "    // `{library}::router` serves all groups; this one serves `{trait_name}`.\n    \
             let mut routes = {routes};\n    \
             {module}::add_routes(&mut routes, &std::sync::Arc::new(Backend));\n    \
             let router = routes.into_router();\n"
        ),
    };
    let identity = identity::identity_line(server, "&'static str");
    let caller = identity::caller(operation, "&'static str");
    let module_use = match server.features {
        Features::None => "",
        Features::ByGroup => "self, ",
    };
    format!(
        "```rust,no_run\nuse axum::http::StatusCode;\n{credentials}\
         use {library}::{module}::{{{module_use}{trait_name}, {request}, {response}}};\n\
         use {library}::runtime::{{{runtime}{compare}}};\n\n\
         struct Backend;\n\n\
         impl {library}::Service for Backend {{\n    type Error = Problem;\n{identity}}}\n\n\
         impl {trait_name} for Backend {{\n    \
             async fn {method}(&self, request: {request}{caller}) -> Result<{response}, Problem> {{\n        \
                 let path = request.{context}.uri.path();\n        \
                 Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, format!(\"nobody looks after {{path}} yet\")))\n    \
             }}\n}}\n{guard}\n\
         async fn serve() -> std::io::Result<()> {{\n{router}    \
             let listener = tokio::net::TcpListener::bind(\"127.0.0.1:8080\").await?;\n    \
             axum::serve(listener, router).await\n}}\n```\n\n"
    )
}

fn authenticator(server: &Server<'_>) -> String {
    let alternative = server.api.alternatives.iter().find_map(|alternative| {
        let fields = auth::fields(server.api, alternative);
        let (last, _) = fields.last()?;
        Some((alternative.type_name.as_str().to_owned(), last.to_string()))
    });
    let body = match alternative {
        Some((variant, field)) => format!(
            "        match credentials {{\n            \
             Credentials::{variant} {{ {field}, .. }} if equal_in_constant_time({field}.expose(), \"secret\") => Verdict::Allow(\"{variant}\"),\n            \
             _ => Verdict::Unauthorized,\n        }}\n"
        ),
        None => "        println!(\"{credentials:?}\");\n        Verdict::Allow(\"someone\")\n".to_owned(),
    };
    format!(
        "\nstruct Keys;\n\n\
         impl Authenticator<Credentials> for Keys {{\n    type Identity = &'static str;\n\n    \
             async fn authenticate(&self, credentials: Credentials, _: Attempt<'_>) -> Verdict<Self::Identity> {{\n{body}    \
             }}\n}}\n"
    )
}

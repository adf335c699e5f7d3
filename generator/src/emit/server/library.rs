//! What is not of one group: `src/lib.rs` with the router, `Cargo.toml`, `README.md`.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::path::ident;
use super::{Features, Guard, Server, auth, request, response, ty};
use crate::emit::{Manifest, RustFile};
use crate::ir::{Group, Operation};

/// `src/lib.rs`
pub fn file(server: &Server<'_>) -> RustFile {
    let inner = quote! {
        #![doc = include_str!("../README.md")]
        #![forbid(unsafe_code)]
        #![warn(missing_docs)]
        #![allow(clippy::large_enum_variant, reason = "an answer is made once and written at once")]
    };
    let groups = server.groups().map(|group| {
        let (cfg, module) = (server.cfg(group), ident(&group.module));
        quote!(#cfg pub mod #module;)
    });
    let auth = match server.guard {
        Guard::Open => TokenStream::new(),
        Guard::Authenticator => quote!(
            pub mod auth;
        ),
    };
    let modules = quote! {
        #auth
        #(#groups)*
        #[cfg(feature = "fake")]
        pub mod fake;
        pub mod runtime;
    };
    let traits = server.groups().map(|group| {
        let (cfg, module, name) = (server.cfg(group), ident(&group.module), ident(&group.name));
        quote!(#cfg pub use #module::#name;)
    });
    let credentials = match server.guard {
        Guard::Open => TokenStream::new(),
        Guard::Authenticator => quote!(
            pub use auth::Credentials;
        ),
    };
    RustFile {
        path: "src/lib.rs".to_owned(),
        inner,
        items: vec![modules, quote!(#credentials #(#traits)*), router(server)],
    }
}

fn router(server: &Server<'_>) -> TokenStream {
    let cfg = match server.features {
        Features::None => TokenStream::new(),
        Features::ByGroup => quote!(#[cfg(feature = "full")]),
    };
    let traits: Vec<_> = server.groups().map(|group| ident(&group.name)).collect();
    let (parameter, routes) = match server.guard {
        Guard::Open => (TokenStream::new(), quote!(runtime::Routes::open())),
        Guard::Authenticator => (
            quote!(, authenticator: impl runtime::Authenticator<Credentials>),
            quote!(runtime::Routes::guarded(authenticator)),
        ),
    };
    if traits.is_empty() {
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
            let implementation = std::sync::Arc::new(implementation);
            let mut routes = #routes;
            #(#additions)*
            routes.into_router()
        }
    }
}

/// `Cargo.toml`
pub fn manifest(server: &Server<'_>) -> (String, String) {
    let name = &server.api.name;
    let mut found = ty::Dependencies::new();
    for (_, operation) in server.api.operations() {
        request::dependencies(server, operation, &mut found);
        response::dependencies(server, operation, &mut found);
    }
    let mut dependencies = vec![
        "axum = { version = \"0.8\", default-features = false, features = [\"matched-path\"] }".to_owned(),
        "base64 = { version = \"0.22\", default-features = false, features = [\"alloc\"] }".to_owned(),
        "serde = { version = \"1\", default-features = false, features = [\"std\"] }".to_owned(),
        "serde_json = \"1\"".to_owned(),
        format!("types = {{ package = \"{name}-types\", path = \"../types\" }}"),
    ];
    dependencies.extend(found.into_iter().map(str::to_owned));
    dependencies.sort();
    let mut features = Vec::new();
    if server.features == Features::ByGroup {
        let groups: Vec<String> = server.groups().map(|group| group.feature.clone()).collect();
        features.push(("default".to_owned(), vec!["full".to_owned()]));
        features.push(("full".to_owned(), groups.clone()));
        features.extend(groups.into_iter().map(|group| (group, Vec::new())));
    }
    features.push(("fake".to_owned(), Vec::new()));
    let manifest = Manifest {
        package: format!("{name}-server"),
        description: format!("Server stub of {}", server.api.title),
        features,
        dependencies,
        known_features: Vec::new(),
        dev_dependencies: vec![
            "axum = { version = \"0.8\", default-features = false, features = [\"http1\", \"tokio\"] }".to_owned(),
            "tokio = { version = \"1\", features = [\"macros\", \"net\", \"rt\"] }".to_owned(),
        ],
    };
    ("Cargo.toml".to_owned(), manifest.text())
}

/// `README.md`, whose example is a doctest.
pub fn readme(server: &Server<'_>) -> (String, String) {
    let package = format!("{}-server", server.api.name);
    let title = docs::code(&server.api.title);
    let mut text = format!(
        "# {package}\n\n\
         A server stub of `{title}`, on axum. Implement the trait of each group; a method that is left out answers 501.\n\
         A request that does not fit the API's description is answered with a problem (RFC 9457) and reaches no method.\n\n"
    );
    if let Some((group, operation)) = server.groups().find_map(|group| Some((group, group.operations.first()?))) {
        text.push_str(&example(server, group, operation));
    }
    text.push_str("## Features\n\n");
    if server.features == Features::ByGroup {
        text.push_str(
            "- One for each group of operations, all on by default. `router` is there when all are on; without, add the routes of\n  \
             those that are on to `runtime::Routes`.\n",
        );
    }
    text.push_str(
        "- `fake`: an implementation that answers from the description's examples, `fake::router()`. A request chooses another\n  \
         documented answer with `Prefer: code=404`.\n",
    );
    ("README.md".to_owned(), text)
}

fn example(server: &Server<'_>, group: &Group, operation: &Operation) -> String {
    let library = format!("{}_server", server.api.name.replace('-', "_"));
    let module = group.module.as_str();
    let trait_name = group.name.as_str();
    let method = operation.name.as_str();
    let (request, response) = (request::name(operation), response::name(operation));
    let mut text = format!(
        "```rust,no_run\nuse {library}::{module}::{{{trait_name}, {request}, {response}}};\n\
         # use axum::response::IntoResponse;\n\n\
         struct Service;\n\n\
         impl {trait_name} for Service {{\n    \
             async fn {method}(&self, request: {request}) -> {response} {{\n        \
                 println!(\"{{request:?}}\");\n        \
                 {response}::{other}(axum::http::StatusCode::IM_A_TEAPOT.into_response())\n    \
             }}\n}}\n",
        other = response::other(operation),
    );
    for other in server.groups().filter(|other| !std::ptr::eq(*other, group)) {
        text.push_str(&format!("# impl {library}::{} for Service {{}}\n", other.name.as_str()));
    }
    let authenticator = match server.guard {
        Guard::Open => "",
        Guard::Authenticator => {
            text.push_str(&authenticator(server, &library));
            ", Keys"
        }
    };
    let main = format!(
        "\n# async fn serve() -> std::io::Result<()> {{\n\
         let app = {library}::router(Service{authenticator});\n\
         let listener = tokio::net::TcpListener::bind(\"127.0.0.1:8080\").await?;\n\
         axum::serve(listener, app).await\n# }}\n"
    );
    // Without all its features the example's crate has no router.
    text.push_str(&main);
    text.push_str("```\n\n");
    text
}

fn authenticator(server: &Server<'_>, library: &str) -> String {
    let alternative = server.api.alternatives.iter().find_map(|alternative| {
        let fields = auth::fields(server.api, alternative);
        let (last, _) = fields.last()?;
        Some((alternative.type_name.as_str().to_owned(), last.to_string()))
    });
    let body = match alternative {
        Some((variant, field)) => format!(
            "        match credentials {{\n            \
             Credentials::{variant} {{ {field}, .. }} if equal_in_constant_time({field}.expose(), \"secret\") => Verdict::Allow,\n            \
             _ => Verdict::Unauthorized,\n        }}\n"
        ),
        None => "        drop(credentials);\n        Verdict::Allow\n".to_owned(),
    };
    let import = if body.contains("equal_in_constant_time") { ", equal_in_constant_time" } else { "" };
    format!(
        "\nuse {library}::Credentials;\nuse {library}::runtime::{{Attempt, Authenticator, Verdict{import}}};\n\n\
         struct Keys;\n\n\
         impl Authenticator<Credentials> for Keys {{\n    \
             async fn authenticate(&self, credentials: Credentials, _: Attempt<'_>) -> Verdict {{\n{body}    \
             }}\n}}\n"
    )
}

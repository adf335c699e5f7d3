//! The beginning of a service: what its author goes on with.
//!
//! Takes an [`Api`] and where its crates are; gives the files of a package that serves it, with a method for each operation that answers 501.
//! Promises that it compiles as it is, and that callers are refused until a secret is set. Never writes a file: `cli` does so, once.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::context::{Guard, Server};
use super::group::words;
use super::path::{ident, request_line};
use super::{auth, docs, request, response};
use crate::emit::{RustFile, client};
use crate::ir::{Access, Anonymous, Api, Group};

/// Where the crates are, relative to the package, with `/`.
#[derive(Debug, Clone)]
pub struct Crates {
    /// The server's folder.
    pub server: String,
    /// The client's, where there is one: its test uses it.
    pub client: Option<String>,
}

/// The files of the package.
pub struct Scaffold {
    /// `Cargo.toml`
    pub manifest: String,
    /// Rust files.
    pub rust: Vec<RustFile>,
}

/// The package; `None` where the description has no operation to implement.
pub fn scaffold(api: &Api, crates: &Crates) -> Option<Scaffold> {
    let server = Server::new(api);
    if !server.has_operations() {
        return None;
    }
    let mut rust = vec![program(api), library(&server), operations(&server)];
    rust.extend(server.groups().map(|group| implementation(&server, group)));
    rust.extend(callers(&server));
    let test = crates.client.as_ref().and_then(|_| test(&server));
    let client = crates.client.as_ref().filter(|_| test.is_some());
    let manifest = manifest(api, &crates.server, client);
    rust.extend(test);
    Some(Scaffold { manifest, rust })
}

fn manifest(api: &Api, server: &str, client: Option<&String>) -> String {
    let name = &api.name;
    let mut text = format!(
        "[package]\nname = \"{name}-service\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\n{name}-server = {{ path = {server:?} }}\n\
         axum = {{ version = \"0.8\", default-features = false, features = [\"http1\", \"tokio\"] }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"net\", \"rt-multi-thread\"] }}\n"
    );
    if let Some(client) = client {
        text.push_str(&format!(
            "\n[dev-dependencies]\n{name}-client = {{ path = {client:?}, features = [\"tower\"] }}\n"
        ));
    }
    text
}

fn library_of(api: &Api, kind: &str) -> proc_macro2::Ident {
    format_ident!("{}_{kind}", api.name.replace('-', "_"))
}

/// `src/main.rs`
fn program(api: &Api) -> RustFile {
    let service = library_of(api, "service");
    let router = match Server::new(api).guard {
        Guard::Open => quote!(#service::router()),
        Guard::Authenticator => quote!(#service::router(#service::Keys::from_env())),
    };
    let main = quote! {
        #[tokio::main]
        async fn main() -> std::io::Result<()> {
            let address = std::env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
            let listener = tokio::net::TcpListener::bind(address).await?;
            let address = listener.local_addr()?;
            println!("http://{address}");
            axum::serve(listener, #router).await
        }
    };
    RustFile {
        path: "src/main.rs".to_owned(),
        inner: docs::inner_line("Serves at the address of the variable `ADDRESS`, 127.0.0.1:8080 by default."),
        items: vec![main],
    }
}

/// `src/lib.rs`
fn library(server: &Server<'_>) -> RustFile {
    let library = library_of(server.api, "server");
    let identity = match server.credentials() {
        Guard::Open => TokenStream::new(),
        Guard::Authenticator => quote!(
            type Identity = Caller;
        ),
    };
    let (callers, exported) = match server.credentials() {
        Guard::Open => (TokenStream::new(), TokenStream::new()),
        Guard::Authenticator => (
            quote!(
                mod callers;
            ),
            quote!(
                pub use callers::{Caller, Keys};
            ),
        ),
    };
    let (parameter, argument) = match server.guard {
        Guard::Open => (TokenStream::new(), TokenStream::new()),
        Guard::Authenticator => (quote!(keys: Keys), quote!(, keys)),
    };
    let title = docs::inner_line(&format!("A service for {}.", docs::code(&server.api.title)));
    RustFile {
        path: "src/lib.rs".to_owned(),
        inner: title,
        items: vec![
            quote!(#callers mod operations;),
            quote!(
                #exported
                use #library::runtime::Problem;
            ),
            quote! {
                /// What the operations work with; all requests share it.
                #[derive(Debug, Default)]
                pub struct Backend {}
            },
            quote! {
                impl #library::Service for Backend {
                    type Error = Problem;
                    #identity
                }
            },
            quote! {
                /// All operations.
                pub fn router(#parameter) -> axum::Router {
                    #library::router(Backend::default() #argument)
                }
            },
        ],
    }
}

/// `src/operations/mod.rs`
fn operations(server: &Server<'_>) -> RustFile {
    let modules = server.groups().map(|group| {
        let module = ident(&group.module);
        quote!(mod #module;)
    });
    RustFile {
        path: "src/operations/mod.rs".to_owned(),
        inner: docs::inner_line("The operations, by group."),
        items: vec![modules.collect()],
    }
}

/// A group's file, with a method for each operation.
fn implementation(server: &Server<'_>, group: &Group) -> RustFile {
    let library = library_of(server.api, "server");
    let (module, name) = (ident(&group.module), ident(&group.name));
    let methods = group.operations.iter().map(|operation| {
        let line = docs::line(&docs::code(&request_line(operation)));
        let (method, id) = (ident(&operation.name), &operation.id);
        let (request, response) = (request::name(operation), response::name(operation));
        let (caller, unused) = match &operation.access {
            Access::Open => (TokenStream::new(), quote!(request)),
            Access::Restricted { anonymous: Anonymous::Refused, .. } => {
                (quote!(, caller: crate::Caller), quote!((request, caller)))
            }
            Access::Restricted { anonymous: Anonymous::Allowed, .. } => {
                (quote!(, caller: Option<crate::Caller>), quote!((request, caller)))
            }
        };
        quote! {
            #line
            async fn #method(
                &self,
                request: #module::#request
                #caller
            ) -> Result<#module::#response, Problem> {
                not_implemented(#id, #unused)
            }
        }
    });
    RustFile {
        path: format!("src/operations/{}.rs", group.module.bare()),
        inner: docs::inner_line(&words(group)),
        items: vec![
            quote!(
                use #library::#module;
                use #library::runtime::{Problem, not_implemented};
            ),
            quote!(impl #module::#name for crate::Backend { #(#methods)* }),
        ],
    }
}

/// `src/callers.rs`, where the API has security.
fn callers(server: &Server<'_>) -> Option<RustFile> {
    match server.credentials() {
        Guard::Open => return None,
        Guard::Authenticator => {}
    }
    let library = library_of(server.api, "server");
    let variable = format!("{}_SECRET", server.api.name.replace('-', "_").to_uppercase());
    let mut presented: Vec<TokenStream> = Vec::new();
    let mut has_empty = false;
    for alternative in &server.api.alternatives {
        let variant = ident(&alternative.type_name);
        match auth::fields(server.api, alternative).last() {
            Some((field, _)) => presented.push(quote!(Credentials::#variant { #field, .. } => #field,)),
            None => has_empty = true,
        }
    }
    let refused = has_empty.then(|| quote!(_ => return Verdict::Unauthorized,));
    let about = docs::line(&format!(
        "Reads the secret from the variable {}; where it is not set, every caller is refused.",
        docs::code(&variable)
    ));
    let body = if presented.is_empty() {
        quote! {
            async fn authenticate(&self, _: Credentials, _: Attempt<'_>) -> Verdict<Caller> {
                match self.secret {
                    Some(_) => Verdict::Allow(Caller { name: "someone".to_owned() }),
                    None => Verdict::Unauthorized,
                }
            }
        }
    } else {
        quote! {
            async fn authenticate(&self, credentials: Credentials, _: Attempt<'_>) -> Verdict<Caller> {
                let presented = match credentials { #(#presented)* #refused };
                match &self.secret {
                    Some(secret) if equal_in_constant_time(presented.expose(), secret) => {
                        Verdict::Allow(Caller { name: "someone".to_owned() })
                    }
                    Some(_) | None => Verdict::Unauthorized,
                }
            }
        }
    };
    let compare = (!presented.is_empty()).then(|| quote!(, equal_in_constant_time));
    Some(RustFile {
        path: "src/callers.rs".to_owned(),
        inner: docs::inner_line("Who calls, by what requests present."),
        items: vec![
            quote!(
                use #library::Credentials;
                use #library::runtime::{Attempt, Authenticator, Verdict #compare};
            ),
            quote! {
                /// Who calls.
                #[derive(Debug, Clone)]
                pub struct Caller {
                    /// What they are called.
                    pub name: String,
                }
            },
            quote! {
                /// What callers must present.
                pub struct Keys {
                    secret: Option<String>,
                }
            },
            quote! {
                impl Keys {
                    /// One secret, whatever the scheme.
                    pub fn new(secret: impl Into<String>) -> Self {
                        Self { secret: Some(secret.into()) }
                    }

                    #about
                    pub fn from_env() -> Self {
                        Self { secret: std::env::var(#variable).ok().filter(|secret| !secret.is_empty()) }
                    }
                }
            },
            quote! {
                impl Authenticator<Credentials> for Keys {
                    type Identity = Caller;

                    #body
                }
            },
        ],
    })
}

/// `tests/service.rs`: the simplest operation in process, through the client.
fn test(server: &Server<'_>) -> Option<RustFile> {
    let api = server.api;
    let call = client::simplest_call(api)?;
    let (service, library) = (library_of(api, "service"), library_of(api, "client"));
    let credentials = call.credentials.as_ref().map(|name| name.parse::<TokenStream>().ok());
    let (auth, used) = match credentials {
        Some(credentials) => (quote!(.auth(#credentials)), quote!(Auth,)),
        None => (TokenStream::new(), TokenStream::new()),
    };
    let router = match server.guard {
        Guard::Open => quote!(#service::router()),
        Guard::Authenticator => quote!(#service::router(#service::Keys::new("secret"))),
    };
    let base: Vec<TokenStream> = call.base.iter().map(|text| text.parse().ok()).collect::<Option<_>>()?;
    let made = call.call.parse::<TokenStream>().ok()?;
    let test = quote! {
        #[tokio::test]
        async fn the_first_operation_is_not_implemented_yet() {
            let transport = TowerTransport::new(#router);
            let client = Client::builder("http://in.process" #(, #base)*) #auth .transport(transport).build().expect("a client");
            let error = #made.await.expect_err("no method answers yet");
            let status = error.status().map(|status| status.as_u16());
            assert_eq!(status, Some(501));
        }
    };
    Some(RustFile {
        path: "tests/service.rs".to_owned(),
        inner: docs::inner_line("The service in process, through the client."),
        items: vec![
            quote!(
                use #library::{#used Client, TowerTransport};
            ),
            test,
        ],
    })
}

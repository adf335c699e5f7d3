//! `lib.rs` and `client.rs`.

use super::names::{feature, groups, ident};
use super::rust_type::{self, Passing};
use super::{docs, headers, servers, stream};
use crate::emit::RustFile;
use crate::emit::docs::{Text, code};
use crate::emit::types;
use crate::ir::{Api, Codec, Parameter, ParameterPresence, Payload, SchemeKind};
use proc_macro2::TokenStream;
use quote::quote;

/// `lib.rs`
pub fn file(api: &Api) -> RustFile {
    let has_auth = !api.alternatives.is_empty();
    let auth_module = has_auth.then(|| {
        quote!(
            mod auth;
        )
    });
    let auth_export = has_auth.then(|| {
        quote!(
            pub use auth::Auth;
            pub use runtime::MissingVariables;
        )
    });
    let modules = quote! {
        #[allow(
            clippy::disallowed_names,
            clippy::enum_variant_names,
            clippy::large_enum_variant,
            clippy::new_ret_no_self,
            clippy::should_implement_trait,
            clippy::too_many_arguments,
            clippy::wrong_self_convention,
            reason = "names, arguments and responses are the vendor's"
        )]
        pub mod api;
        #auth_module
        mod client;
        #[allow(dead_code, unused_imports, reason = "every API uses another part of it")]
        mod runtime;
    };
    let oauth = api.schemes.iter().any(|scheme| matches!(scheme.kind, SchemeKind::OAuth2 { .. }));
    let oauth_export = oauth.then(|| {
        quote!(
            pub use runtime::ClientCredentials;
        )
    });
    let stream_export = stream::exports(api);
    let parts = parts(api);
    let paged_export = api.exchanges().any(|operation| operation.pagination.is_some()).then(|| {
        quote!(
            pub use runtime::{Page, Paged, PagedItems, Pages};
        )
    });
    let header_export = (!api.headers.is_empty()).then(|| {
        quote!(
            pub use runtime::HeaderError;
        )
    });
    let relative_export = servers::has_relative(api).then(|| {
        quote!(
            pub use runtime::RelativeUrl;
        )
    });
    let exports = quote! {
        #auth_export
        pub use client::{Client, ClientBuilder};
        pub use runtime::{
            Response, ResponseBody, BaseUrl, Body, BoxError, BoxFuture, BuildError, Call, CallError, Chunks, Documented, Error, ErrorKind,
            Mismatch, MismatchKind, MissingCredential, NoValue, Operation, RawResponse, Redirects, RequestError, Retry, Secret, StreamError, Token, TokenSource,
            Transport, TransportError, DecodeError, ItemDecodeError,
        };
        #stream_export
        #oauth_export
        #parts
        #paged_export
        #header_export
        #relative_export
        #[cfg(feature = "hyper")]
        pub use runtime::HyperTransport;
        #[cfg(feature = "reqwest")]
        pub use runtime::ReqwestTransport;
        #[cfg(feature = "tower")]
        pub use runtime::{TowerTransport, TransportService};
        pub use types;
    };
    let mut items = vec![modules, exports];
    items.extend(servers::module(api));
    items.extend(headers::module(api));
    let limit = types::recursion_limit(api);
    let inner = quote! {
        #![doc = include_str!("../README.md")]
        #limit
        #![forbid(unsafe_code)]
        #![warn(missing_docs)]
        #![allow(confusable_idents, mixed_script_confusables, uncommon_codepoints, reason = "names are the vendor's")]
    };
    RustFile { path: "src/lib.rs".to_owned(), inner, items }
}

/// What only APIs with bodies in parts need.
fn parts(api: &Api) -> TokenStream {
    let in_parts = |payload: &Payload| match payload {
        Payload::Empty => false,
        Payload::One(media) => media.codec == Codec::Multipart,
        Payload::Several { media, .. } => media.iter().any(|media| media.codec == Codec::Multipart),
    };
    let sent = api.exchanges().filter_map(|operation| operation.request.as_ref()).any(|it| in_parts(&it.payload));
    let answered = api.exchanges().flat_map(|operation| &operation.responses).any(|it| in_parts(&it.payload));
    let sent = sent.then(|| {
        quote!(
            pub use runtime::{InParts, Part};
            pub use types::runtime::File;
        )
    });
    let answered = answered.then(|| {
        quote!(
            pub use runtime::ResponsePart;
        )
    });
    quote!(#sent #answered)
}

/// `client.rs`
pub fn client(api: &Api) -> RustFile {
    let mut about = Text::of(&api.docs);
    about.first(format!("A client of {}. Cloning it is cheap, and clones share their connections.", code(&api.title)));
    if groups(api).any(|group| feature(api, group).is_some()) {
        about.own("Each group of operations has a method here, behind a feature of the crate: a method that is not found has its feature off.");
    }
    let client_docs = about.outer();
    let accessors = groups(api).map(|group| {
        let (module, name) = (ident(&group.module), ident(&group.name));
        let docs = docs::group(group).outer();
        let gate = feature(api, group).map(|feature| quote!(#[cfg(feature = #feature)]));
        quote! {
            #docs
            #gate
            pub fn #module(&self) -> crate::api::#name<'_> {
                crate::api::#name { client: self }
            }
        }
    });
    let unused =
        (groups(api).count() != 1).then(|| quote!(#[allow(dead_code, reason = "every group may be switched off")]));
    let builder = builder(api);
    let setters = builder_setters(api);
    let no_auth = (api.alternatives.is_empty() && setters.is_empty()).then(|| quote!());
    let auth = (!api.alternatives.is_empty()).then(|| {
        quote! {
            /// Sets credentials. If several are set, each operation sends the first that it accepts.
            #[must_use]
            pub fn auth(self, auth: crate::Auth) -> Self {
                self.with_credentials(auth.0)
            }
        }
    });
    let builder_methods = no_auth.unwrap_or_else(|| quote!(impl ClientBuilder { #auth #(#setters)* }));
    let items = vec![
        quote! {
            use crate::runtime::{Builder, Core};
            use std::sync::Arc;
        },
        quote! {
            #client_docs
            #[derive(Debug, Clone)]
            pub struct Client {
                #unused
                pub(crate) core: Arc<Core>,
            }
        },
        quote! {
            /// Builds a [`Client`].
            pub type ClientBuilder = Builder<Client>;
        },
        quote! {
            impl Client {
                #builder
                #(#accessors)*
            }
        },
        builder_methods,
        quote! {
            #[doc(hidden)]
            impl From<Arc<Core>> for Client {
                fn from(core: Arc<Core>) -> Self {
                    Self { core }
                }
            }
        },
    ];
    RustFile { path: "src/client.rs".to_owned(), inner: quote!(#![doc = " The client and its builder."]), items }
}

fn builder(api: &Api) -> TokenStream {
    let required = api.client_parameters.iter().enumerate();
    let required: Vec<(usize, &Parameter)> =
        required.filter(|(_, parameter)| parameter.presence == ParameterPresence::Required).collect();
    let arguments = required.iter().map(|(_, parameter)| {
        let (name, ty) = (ident(&parameter.name), rust_type::argument(api, &parameter.ty).ty);
        quote!(#name: #ty)
    });
    let parameters = required.iter().map(|(number, parameter)| with_parameter(api, *number, parameter));
    let mut text = Text::default();
    text.own("Builds a client of the API at `base_url`.");
    let described: Vec<String> = required.iter().filter_map(|(_, parameter)| docs::argument(parameter)).collect();
    if !described.is_empty() {
        text.own(described.join("\n"));
    }
    let (docs, hidden) = (text.outer(), hidden(api));
    quote! {
        #docs
        pub fn builder(base_url: impl Into<crate::BaseUrl>, #(#arguments),*) -> ClientBuilder {
            ClientBuilder::new(base_url) #hidden #(#parameters)*
        }
    }
}

/// What messages do not show.
fn hidden(api: &Api) -> Option<TokenStream> {
    let (keys, headers) = (&api.secrets.keys, &api.secrets.headers);
    let values = match (api.secrets.typed, keys.as_slice()) {
        (true, _) => quote!(VALUES),
        (false, []) => quote!(NOTHING),
        (false, keys) => quote!(under(&[#(#keys),*])),
    };
    let headers = (!headers.is_empty()).then(|| quote!(.headers(&[#(#headers),*])));
    let is_needed = api.secrets.typed || !keys.is_empty() || headers.is_some();
    is_needed.then(|| quote!(.with_hidden(crate::runtime::Hidden::#values #headers)))
}

fn builder_setters(api: &Api) -> Vec<TokenStream> {
    let optional = api.client_parameters.iter().enumerate();
    let optional = optional.filter(|(_, parameter)| parameter.presence == ParameterPresence::Optional);
    optional
        .map(|(number, parameter)| {
            let (docs, name) = (docs::parameter(parameter), ident(&parameter.name));
            let (ty, set) = (rust_type::argument(api, &parameter.ty).ty, with_parameter(api, number, parameter));
            quote! {
                #docs
                #[must_use]
                pub fn #name(self, #name: #ty) -> Self {
                    self #set
                }
            }
        })
        .collect()
}

fn with_parameter(api: &Api, number: usize, parameter: &Parameter) -> TokenStream {
    let name = ident(&parameter.name);
    let value = match rust_type::argument(api, &parameter.ty).passing {
        Passing::Reference => quote!(#name),
        Passing::Value => quote!(&#name),
    };
    let number = proc_macro2::Literal::usize_unsuffixed(number);
    quote!(.with_parameter(#number, #value))
}

//! `servers`: the base URLs that the vendor lists, and which operations have servers of their own.
//!
//! A server with variables is a structure, whose default is the constant of its name; one that is relative is to be completed.

use super::names::ident;
use crate::emit::docs::{self, Text, code};
use crate::ir::{Api, Operation, Server, ServerReach, ServerValues, ServerVariable, UrlPiece};
use proc_macro2::TokenStream;
use quote::quote;

/// The module; none where the vendor lists nothing.
pub fn module(api: &Api) -> Option<TokenStream> {
    let items: Vec<TokenStream> = all(api).map(server).collect();
    (!items.is_empty()).then(|| {
        quote! {
            /// The servers that the vendor lists: base URLs for [`Client::builder`].
            pub mod servers { #(#items)* }
        }
    })
}

fn all(api: &Api) -> impl Iterator<Item = &Server> {
    api.servers.iter().chain(&api.operation_servers)
}

/// Whether some server is relative.
pub fn has_relative(api: &Api) -> bool {
    all(api).any(|server| server.reach == ServerReach::Relative)
}

/// The server that an operation is sent to instead of the base URL: the first that a program elsewhere can use.
fn own<'a>(api: &'a Api, operation: &Operation) -> Option<&'a Server> {
    let mut servers = operation.servers.iter().filter_map(|index| api.operation_servers.get(*index));
    servers.find(|server| server.reach != ServerReach::Local)
}

/// The URL of an operation's own server.
pub fn route(api: &Api, operation: &Operation) -> Option<String> {
    own(api, operation).map(Server::default_url)
}

/// Where an operation is sent.
pub fn of_operation(api: &Api, operation: &Operation) -> Option<String> {
    let own = own(api, operation)?;
    let link = |server: &Server| format!("[`servers::{0}`](const@crate::servers::{0})", server.name.as_str());
    let servers = operation.servers.iter().filter_map(|index| api.operation_servers.get(*index));
    let others: Vec<String> = servers.filter(|server| server.name != own.name).map(link).collect();
    let others =
        if others.is_empty() { String::new() } else { format!(" The vendor lists {} too.", others.join(", ")) };
    let when = match own.reach {
        ServerReach::Relative => "below the base URL",
        ServerReach::Public | ServerReach::Local => "where the base URL is one that the vendor lists",
    };
    Some(format!(
        "Sent to {} ({}) {when}.{others} [`Call::with_base_url`](crate::Call::with_base_url) sends it elsewhere.",
        link(own),
        code(&own.default_url())
    ))
}

fn server(server: &Server) -> TokenStream {
    let (name, url) = (ident(&server.name), server.default_url());
    let mut text = Text::default();
    text.vendor(server.description.as_deref().unwrap_or(""));
    match server.reach {
        ServerReach::Public if text.is_empty() => text.own(code(&url)),
        ServerReach::Local => text.own("On this machine or network."),
        ServerReach::Relative => text.own(format!("{}, relative to where the API is.", code(&url))),
        ServerReach::Public => {}
    }
    if server.has_type() {
        text.own(format!(
            "Its variables are at their defaults: [`{0}`](struct@{0}) sets them.",
            server.type_name.as_str()
        ));
    }
    let docs = text.outer();
    let constant = match server.reach {
        ServerReach::Relative => quote!(#docs pub const #name: crate::RelativeUrl = crate::RelativeUrl(#url);),
        ServerReach::Public | ServerReach::Local => {
            quote!(#docs pub const #name: crate::BaseUrl = crate::BaseUrl::listed(#url);)
        }
    };
    let variables = server.has_type().then(|| with_variables(server));
    quote!(#constant #variables)
}

fn with_variables(server: &Server) -> TokenStream {
    let name = ident(&server.type_name);
    let enums = server.variables.iter().filter_map(|variable| match &variable.values {
        ServerValues::Any => None,
        ServerValues::Listed { type_name, values } => Some(values_of(variable, &ident(type_name), values)),
    });
    let fields = server.variables.iter().map(|variable| {
        let (field, docs) = (ident(&variable.name), variable_docs(variable));
        let ty = match &variable.values {
            ServerValues::Any => quote!(std::borrow::Cow<'static, str>),
            ServerValues::Listed { type_name, .. } => {
                let ty = ident(type_name);
                quote!(#ty)
            }
        };
        quote!(#docs pub #field: #ty,)
    });
    let defaults = server.variables.iter().map(|variable| {
        let (field, default) = (ident(&variable.name), &variable.default);
        match &variable.values {
            ServerValues::Any => quote!(#field: #default.into(),),
            ServerValues::Listed { .. } => quote!(#field: Default::default(),),
        }
    });
    let mut template = String::new();
    let mut values = Vec::new();
    for piece in &server.url {
        match piece {
            UrlPiece::Literal(text) => template.push_str(&text.replace('{', "{{").replace('}', "}}")),
            UrlPiece::Variable(index) => {
                let Some(variable) = server.variables.get(*index) else { continue };
                template.push_str("{}");
                let field = ident(&variable.name);
                values.push(match variable.values {
                    ServerValues::Any => quote!(server.#field),
                    ServerValues::Listed { .. } => quote!(server.#field.as_str()),
                });
            }
        }
    }
    // Clippy has a `Default` that says nothing of its own derived.
    let derives = server.variables.iter().all(|variable| match &variable.values {
        ServerValues::Any => variable.default.is_empty(),
        ServerValues::Listed { .. } => true,
    });
    let (derived, written) = if derives {
        (quote!(, Default), TokenStream::new())
    } else {
        let default = quote! {
            impl Default for #name {
                fn default() -> Self {
                    Self { #(#defaults)* }
                }
            }
        };
        (TokenStream::new(), default)
    };
    let docs = docs::own(format!("[`{0}`](const@{0}) with variables of your own.", server.name.as_str()));
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq, Eq #derived)]
        pub struct #name { #(#fields)* }

        #written

        impl From<#name> for crate::BaseUrl {
            fn from(server: #name) -> Self {
                Self::filled(format!(#template, #(#values),*))
            }
        }

        #(#enums)*
    }
}

fn values_of(
    variable: &ServerVariable,
    name: &proc_macro2::Ident,
    values: &[(crate::ir::Name, String)],
) -> TokenStream {
    let docs = docs::own(format!("What {} may be.", code(&variable.wire_name)));
    let variants = values.iter().map(|(variant, text)| {
        let (docs, variant) = (docs::own(code(text)), ident(variant));
        let default = (*text == variable.default).then(|| quote!(#[default]));
        quote!(#docs #default #variant,)
    });
    let arms = values.iter().map(|(variant, text)| {
        let variant = ident(variant);
        quote!(Self::#variant => #text,)
    });
    quote! {
        #docs
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub enum #name { #(#variants)* }

        impl #name {
            /// The text in the URL.
            pub const fn as_str(self) -> &'static str {
                match self { #(#arms)* }
            }
        }
    }
}

fn variable_docs(variable: &ServerVariable) -> TokenStream {
    let mut text = Text::default();
    text.vendor(variable.description.as_deref().unwrap_or(""));
    text.own(format!("{}: {} by default.", code(&variable.wire_name), code(&variable.default)));
    text.outer()
}

/// What the README says of base URLs.
pub fn readme(api: &Api) -> String {
    let mut text = String::new();
    if all(api).next().is_none() {
        text.push_str("The description lists no server: give the base URL of yours.\n");
        return text;
    }
    text.push_str("`Client::builder` takes one of the base URLs that the description lists, or one of your own:\n\n| constant | URL |\n|---|---|\n");
    for server in all(api) {
        let url = code(&server.default_url()).replace('|', "");
        text.push_str(&format!("| `servers::{}` | {url} |\n", server.name.as_str()));
    }
    if let Some(server) = all(api).find(|server| server.has_type()) {
        text.push_str(&format!(
            "\nVariables are at their defaults there; `servers::{}` sets them.\n",
            server.type_name.as_str()
        ));
    }
    if let Some(server) = all(api).find(|server| server.reach == ServerReach::Relative) {
        text.push_str(&format!(
            "\nRelative URLs are completed by where the API is: `servers::{}.at(\"https://api.example.com\")`.\n",
            server.name.as_str()
        ));
    }
    if !api.operation_servers.is_empty() {
        text.push_str(
            "\nSome operations have servers of their own. With a base URL from `servers`, they are sent there, credentials and all,\n\
             for the vendor says that they are there. With a base URL of your own every operation is sent to it, so that nothing\n\
             leaves the origin that you chose. Never is a request sent over `http` where the base URL has `https`.\n\
             `ClientBuilder::one_server` sends all operations to the base URL, `Call::with_base_url` one to another.\n",
        );
    }
    text
}

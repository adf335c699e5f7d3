//! Credentials: what requests present, as an enum with a variant for each alternative of the api.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::context::{Guard, Server};
use super::docs;
use super::path::ident;
use crate::emit::RustFile;
use crate::ir::{Access, Alternative, Anonymous, Api, CredentialPart, KeyLocation, Name, SchemeKind, SecurityScheme};

/// Whether an operation asks who calls.
pub fn is_restricted(access: &Access) -> bool {
    match access {
        Access::Open => false,
        Access::Restricted { .. } => true,
    }
}

/// The file of the credentials, where the api has security.
pub fn file(server: &Server<'_>) -> Option<RustFile> {
    match server.credentials() {
        Guard::Open => return None,
        Guard::Authenticator => {}
    }
    let api = server.api;
    let mut items = vec![
        quote!(
            use crate::runtime;
        ),
        credentials(api),
        from_presented(api),
    ];
    items.push(
        api.alternatives.iter().enumerate().map(|(index, alternative)| constant(api, index, alternative)).collect(),
    );
    items.push(schemes(api).map(|scheme| scheme_constant(api, scheme)).collect());
    let inner = docs::inner_line("What requests present to prove who calls.");
    Some(RustFile { path: "src/auth.rs".to_owned(), inner, items })
}

/// Schemes that some alternative presents, in the order of the api.
fn schemes(api: &Api) -> impl Iterator<Item = &SecurityScheme> {
    let is_used = |index: &usize| api.alternatives.iter().any(|alternative| alternative.schemes.contains(index));
    api.schemes.iter().enumerate().filter(move |(index, _)| is_used(index)).map(|(_, scheme)| scheme)
}

/// The type of the caller that a method is given, where the operation asks who calls.
pub fn identity(access: &Access) -> Option<TokenStream> {
    match access {
        Access::Open => None,
        Access::Restricted { anonymous: Anonymous::Refused, .. } => Some(quote!(Self::Identity)),
        Access::Restricted { anonymous: Anonymous::Allowed, .. } => Some(quote!(Option<Self::Identity>)),
    }
}

/// `&[auth::TOKEN]`
pub fn alternatives(server: &Server<'_>, access: &Access) -> TokenStream {
    let Access::Restricted { accepted, .. } = access else { return TokenStream::new() };
    let alternatives = accepted.iter().filter_map(|accepted| {
        let constant = ident(&server.api.alternatives.get(accepted.alternative)?.constant);
        let mut scopes: Vec<&String> = Vec::new();
        for scope in accepted.scopes.iter().flatten() {
            if !scopes.contains(&scope) {
                scopes.push(scope);
            }
        }
        Some(if scopes.is_empty() {
            quote!(auth::#constant)
        } else {
            quote!(runtime::Alternative { scopes: &[#(#scopes),*], ..auth::#constant })
        })
    });
    quote!(&[#(#alternatives),*])
}

/// What an alternative presents, in order, each with the scheme it is of.
pub fn fields<'a>(api: &'a Api, alternative: &'a Alternative) -> Vec<(Ident, &'a SecurityScheme)> {
    let given = alternative.schemes.iter().zip(&alternative.arguments);
    let of = |(scheme, names): (&usize, &'a Vec<Name>)| Some((api.schemes.get(*scheme)?, names));
    given.filter_map(of).flat_map(|(scheme, names)| names.iter().map(move |name| (ident(name), scheme))).collect()
}

fn credentials(api: &Api) -> TokenStream {
    let variants = api.alternatives.iter().map(|alternative| {
        let schemes = alternative.schemes.iter().filter_map(|index| api.schemes.get(*index));
        let words: Vec<String> = schemes.map(words).collect();
        let docs = docs::line(&words.join(" and "));
        let name = ident(&alternative.type_name);
        let fields = fields(api, alternative);
        let fields = fields.iter().map(|(name, scheme)| {
            let docs = docs::line(&format!("Of {}.", docs::code(&scheme.wire_name)));
            quote!(#docs #name: types::runtime::Secret,)
        });
        let mut fields = fields.peekable();
        let fields = if fields.peek().is_some() { quote!({ #(#fields)* }) } else { TokenStream::new() };
        quote!(#docs #name #fields,)
    });
    quote! {
        /// What a request presents: one of the alternatives that the API accepts.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Credentials { #(#variants)* }
    }
}

fn from_presented(api: &Api) -> TokenStream {
    let arms = api.alternatives.iter().enumerate().map(|(index, alternative)| {
        let index = Literal::usize_unsuffixed(index);
        let name = ident(&alternative.type_name);
        let fields = fields(api, alternative);
        if fields.is_empty() {
            return quote!(#index => Self::#name,);
        }
        let fields = fields.iter().map(|(name, _)| quote!(#name: presented.take()?));
        quote!(#index => Self::#name { #(#fields),* },)
    });
    let takes = api.alternatives.iter().any(|alternative| !fields(api, alternative).is_empty());
    let presented = if takes { quote!(presented) } else { quote!(_) };
    quote! {
        impl runtime::FromPresented for Credentials {
            fn from_presented(alternative: usize, #presented: &mut runtime::Presented) -> Option<Self> {
                Some(match alternative {
                    #(#arms)*
                    _ => return None,
                })
            }
        }
    }
}

fn constant(api: &Api, index: usize, alternative: &Alternative) -> TokenStream {
    let name = ident(&alternative.constant);
    let index = Literal::usize_unsuffixed(index);
    let schemes =
        alternative.schemes.iter().filter_map(|index| api.schemes.get(*index)).map(|scheme| ident(&scheme.constant));
    let docs = docs::line(&format!("What [`Credentials::{}`] is made from.", alternative.type_name.bare()));
    quote! {
        #docs
        pub const #name: runtime::Alternative =
            runtime::Alternative { index: #index, schemes: &[#(#schemes),*], scopes: &[] };
    }
}

fn scheme_constant(api: &Api, scheme: &SecurityScheme) -> TokenStream {
    let name = ident(&scheme.constant);
    let value = match &scheme.kind {
        SchemeKind::Basic { username, password } => {
            let realm = &api.title;
            let part = |part: &CredentialPart| match part {
                CredentialPart::Argument => quote!(runtime::Part::Any),
                CredentialPart::Fixed(text) => quote!(runtime::Part::Fixed(#text)),
            };
            let (username, password) = (part(username), part(password));
            quote!(runtime::Scheme::Basic { realm: #realm, username: #username, password: #password })
        }
        SchemeKind::Bearer | SchemeKind::OAuth2 { .. } | SchemeKind::OpenIdConnect { .. } => {
            quote!(runtime::Scheme::Bearer)
        }
        SchemeKind::Http { scheme } => quote!(runtime::Scheme::Http(#scheme)),
        SchemeKind::ApiKey { location, parameter, prefix, parts } => {
            let location = match location {
                KeyLocation::Header => quote!(runtime::KeyLocation::Header),
                KeyLocation::Query => quote!(runtime::KeyLocation::Query),
                KeyLocation::Cookie => quote!(runtime::KeyLocation::Cookie),
            };
            let parts = Literal::usize_unsuffixed(*parts);
            quote!(runtime::Scheme::ApiKey { location: #location, name: #parameter, prefix: #prefix, parts: #parts })
        }
        SchemeKind::MutualTls => quote!(runtime::Scheme::MutualTls),
    };
    quote!(const #name: runtime::Scheme = #value;)
}

fn words(scheme: &SecurityScheme) -> String {
    match &scheme.kind {
        SchemeKind::Basic { .. } => "`Authorization: Basic …`".to_owned(),
        SchemeKind::Bearer | SchemeKind::OAuth2 { .. } | SchemeKind::OpenIdConnect { .. } => {
            "`Authorization: Bearer …`".to_owned()
        }
        SchemeKind::Http { scheme } => docs::code(&format!("Authorization: {scheme} …")),
        SchemeKind::ApiKey { location, parameter, prefix, parts: _ } => docs::code(&match location {
            KeyLocation::Header => format!("{parameter}: {prefix}…"),
            KeyLocation::Query => format!("?{parameter}={prefix}…"),
            KeyLocation::Cookie => format!("Cookie: {parameter}={prefix}…"),
        }),
        SchemeKind::MutualTls => "A client certificate".to_owned(),
    }
}

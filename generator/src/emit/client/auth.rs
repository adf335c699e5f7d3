//! `auth.rs`: a constructor for each set of schemes that operations accept.

use super::names::ident;
use super::scope::Scope;
use crate::emit::RustFile;
use crate::emit::docs::{Text, code};
use crate::ir::{
    Alternative, Api, CredentialPart, KeyLocation, Name, OAuthFlow, OAuthFlowKind, SchemeKind, SecurityScheme,
};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

/// `auth.rs`
pub fn file(api: &Api) -> RustFile {
    let scope = Scope::default();
    let constructors: Vec<TokenStream> =
        api.alternatives.iter().map(|alternative| constructor(api, alternative, &scope)).collect();
    let (credentials, alternative_type) = (scope.runtime("Credentials"), scope.runtime("Alternative"));
    let constants = api.alternatives.iter().map(|alternative| {
        let (constant, name) = (ident(&alternative.constant), alternative.name.bare());
        let schemes = alternative.schemes.iter().map(|index| Literal::usize_unsuffixed(*index));
        let unused = (super::groups(api).count() != 1 || !api.incoming.is_empty())
            .then(|| quote!(#[allow(dead_code, reason = "the groups that accept it may be switched off")]));
        quote!(#unused pub(crate) const #constant: #alternative_type = #alternative_type::new(#name, &[#(#schemes),*]);)
    });
    let declaration = quote! {
        /// Credentials, redacted in `Debug`.
        #[derive(Debug, Clone)]
        pub struct Auth(pub(crate) #credentials);
    };
    let from_env = from_env(api, &scope);
    let implementation = quote!(impl Auth { #(#constructors)* #from_env });
    let constants = quote!(#(#constants)*);
    RustFile {
        path: "src/auth.rs".to_owned(),
        inner: quote!(#![doc = " What proves who calls."]),
        items: vec![scope.imports(), declaration, implementation, constants],
    }
}

/// The constructor that takes what the others take from the environment, where there is something to take.
fn from_env(api: &Api, scope: &Scope) -> Option<TokenStream> {
    let given = |alternative: &&Alternative| alternative.variables.iter().any(|all| !all.is_empty());
    let alternatives: Vec<&Alternative> = api.alternatives.iter().filter(given).collect();
    if alternatives.is_empty() {
        return None;
    }
    let [missing, variables] = ["MissingVariables", "variables"].map(|name| scope.runtime(name));
    let mut docs = Text::default();
    docs.own("Takes credentials from the environment: the first of these whose variables are all set.");
    let lines = alternatives.iter().map(|it| format!("- {}: [`Auth::{}`]", listed(it), it.name.as_str()));
    docs.own(lines.collect::<Vec<_>>().join("\n"));
    docs.own("# Errors\nWhen there is none.");
    let docs = docs.outer();
    let tries = alternatives.iter().map(|alternative| {
        let name = ident(&alternative.name);
        let texts: Vec<&String> = alternative.variables.iter().flatten().collect();
        let bound: Vec<Ident> = alternative.arguments.iter().flatten().map(ident).collect();
        let kinds = alternative.schemes.iter().zip(&alternative.arguments);
        let passed = kinds.flat_map(|(index, names)| {
            let is_token = api.schemes.get(*index).is_some_and(|scheme| is_token(&scheme.kind));
            names.iter().map(ident).map(move |name| if is_token { quote!(#name) } else { quote!(&#name) })
        });
        quote! {
            if let Some([#(#bound),*]) = #variables([#(#texts),*]) {
                return Ok(Self::#name(#(#passed),*));
            }
        }
    });
    let all = alternatives.iter().map(|alternative| {
        let texts = alternative.variables.iter().flatten();
        quote!(&[#(#texts),*])
    });
    Some(quote! {
        #docs
        pub fn from_env() -> Result<Self, #missing> {
            #(#tries)*
            Err(#missing::new(&[#(#all),*]))
        }
    })
}

fn listed(alternative: &Alternative) -> String {
    alternative.variables.iter().flatten().map(|name| code(name)).collect::<Vec<_>>().join(" and ")
}

/// Whether a token is given for it, which may come from a source.
fn is_token(kind: &SchemeKind) -> bool {
    match kind {
        SchemeKind::Bearer | SchemeKind::OAuth2 { .. } | SchemeKind::OpenIdConnect { .. } => true,
        SchemeKind::Basic { .. } | SchemeKind::Http { .. } | SchemeKind::ApiKey { .. } | SchemeKind::MutualTls => false,
    }
}

/// What a scheme adds to its constructor.
struct Part {
    docs: Text,
    arguments: Vec<TokenStream>,
    /// The credential, by a number.
    credential: TokenStream,
}

fn constructor(api: &Api, alternative: &Alternative, scope: &Scope) -> TokenStream {
    let given = alternative.schemes.iter().zip(&alternative.arguments);
    let parts: Vec<Part> =
        given.filter_map(|(index, names)| Some(part(*index, api.schemes.get(*index)?, names, scope))).collect();
    let docs = parts.iter().map(|part| part.docs.outer());
    let docs = docs.reduce(|before, after| quote!(#before #[doc = ""] #after));
    let name = ident(&alternative.name);
    let arguments = parts.iter().flat_map(|part| &part.arguments);
    let credentials = parts.iter().map(|part| &part.credential);
    let of = scope.runtime("Credentials");
    quote! {
        #docs
        pub fn #name(#(#arguments),*) -> Self {
            Self(#of::default() #(#credentials)*)
        }
    }
}

/// What a scheme adds, its arguments under these names.
fn part(index: usize, scheme: &SecurityScheme, names: &[Name], scope: &Scope) -> Part {
    let of = scope.runtime("Credential");
    let index = Literal::usize_unsuffixed(index);
    let with = |what: String, arguments: Vec<TokenStream>, credential: TokenStream| {
        let mut docs = Text::of(&scheme.docs);
        docs.first(format!("{what}."));
        Part { docs, arguments, credential: quote!(.with(#index, #of::#credential)) }
    };
    let names: Vec<Ident> = names.iter().map(ident).collect();
    let texts = || names.iter().map(|name| quote!(#name: &str)).collect::<Vec<_>>();
    let tokens = || {
        let ty = scope.runtime("Token");
        names.iter().map(|name| quote!(#name: impl Into<#ty>)).collect::<Vec<_>>()
    };
    match &scheme.kind {
        SchemeKind::Basic { username, password } => {
            let mut given = names.iter();
            let mut value = |part: &CredentialPart| match part {
                CredentialPart::Argument => given.next().map_or(quote!(""), |name| quote!(#name)),
                CredentialPart::Fixed(text) => quote!(#text),
            };
            let (username, password) = (value(username), value(password));
            with("`Authorization: Basic …`".to_owned(), texts(), quote!(basic(#username, #password)))
        }
        SchemeKind::Bearer | SchemeKind::OpenIdConnect { .. } => {
            let what = "`Authorization: Bearer …`, with a token or a source of tokens".to_owned();
            with(what, tokens(), quote!(bearer(#(#names.into()),*)))
        }
        SchemeKind::OAuth2 { flows } => {
            let what = "`Authorization: Bearer …`, with a token or a source of tokens such as \
                        [`ClientCredentials`](crate::ClientCredentials)";
            let mut part = with(what.to_owned(), tokens(), quote!(bearer(#(#names.into()),*)));
            let flows: Vec<String> = flows.iter().map(flow).collect();
            if !flows.is_empty() {
                part.docs.own(flows.join("\n"));
            }
            part
        }
        SchemeKind::Http { scheme } => {
            let prefix = format!("{scheme} ");
            let what = code(&format!("Authorization: {prefix}…"));
            with(what, texts(), quote!(header("Authorization", #prefix, #(#names),*)))
        }
        SchemeKind::ApiKey { location, parameter, prefix, parts: _ } => {
            let secret = match names.as_slice() {
                [name] => quote!(#name),
                names => {
                    let template: Vec<String> = names.iter().map(|name| format!("{{{name}}}")).collect();
                    let template = template.join(":");
                    quote!(&format!(#template))
                }
            };
            let (method, what) = match location {
                KeyLocation::Header => (quote!(header), format!("{parameter}: {prefix}…")),
                KeyLocation::Query => (quote!(query), format!("?{parameter}={prefix}…")),
                KeyLocation::Cookie => (quote!(cookie), format!("Cookie: {parameter}={prefix}…")),
            };
            with(code(&what), texts(), quote!(#method(#parameter, #prefix, #secret)))
        }
        SchemeKind::MutualTls => {
            let what = "A client certificate: set it up in the transport".to_owned();
            with(what, Vec::new(), quote!(Transport))
        }
    }
}

/// A flow as a list item: where tokens come from.
fn flow(flow: &OAuthFlow) -> String {
    let kind = match flow.kind {
        OAuthFlowKind::Implicit => "implicit",
        OAuthFlowKind::Password => "password",
        OAuthFlowKind::ClientCredentials => "client credentials",
        OAuthFlowKind::AuthorizationCode => "authorization code",
        OAuthFlowKind::DeviceAuthorization => "device authorization",
    };
    let ends =
        [("authorization", &flow.authorization_url), ("tokens", &flow.token_url), ("refresh", &flow.refresh_url)];
    let ends = ends.into_iter().filter_map(|(what, url)| Some(format!("{what} at {}", code(url.as_ref()?))));
    let ends: Vec<String> = ends.collect();
    format!("- {kind}: {}", if ends.is_empty() { "nowhere said".to_owned() } else { ends.join(", ") })
}

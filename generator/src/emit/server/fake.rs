//! Answers from the document's examples.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs;
use super::path::ident;
use super::response::{Encoding, Variant, encoding, variant};
use super::{Features, Guard, Server, request, response};
use crate::emit::{RustFile, status};
use crate::ir::{
    Api, Group, Media, Operation, Outcome, ParameterPresence, Payload, Response, ResponseHeader, Scalar, Shape,
    StatusPattern, Type,
};

/// The module of the fake.
pub fn file(server: &Server<'_>) -> RustFile {
    let modules = server.groups().map(|group| {
        let (cfg, module) = (server.cfg(group), ident(&group.module));
        quote!(#cfg mod #module;)
    });
    let identity = match server.credentials() {
        Guard::Open => TokenStream::new(),
        Guard::Authenticator => quote!(
            type Identity = ();
        ),
    };
    let structure = quote! {
        /// Answers each operation from the document's examples: with success, or with the status that the request
        /// prefers (`Prefer: code=404`).
        #[derive(Debug, Clone, Copy, Default)]
        pub struct Fake;

        impl crate::Service for Fake {
            type Error = crate::runtime::Problem;
            #identity
        }
    };
    let cfg = match server.features {
        Features::None => TokenStream::new(),
        Features::ByGroup => quote!(#[cfg(feature = "full")]),
    };
    let router = match server.guard {
        Guard::Open => quote! {
            /// The API as the document's examples show it.
            #cfg
            pub fn router() -> axum::Router {
                crate::router(Fake)
            }
        },
        Guard::Authenticator => quote! {
            /// The API as the document's examples show it, for whoever presents any credentials.
            #cfg
            pub fn router() -> axum::Router {
                crate::router(Fake, crate::runtime::fake::AcceptAnyone(()))
            }
        },
    };
    RustFile {
        path: "src/fake/mod.rs".to_owned(),
        inner: docs::inner_line("Answers from the document's examples."),
        items: vec![modules.collect(), structure, router],
    }
}

/// The module of a group's examples.
pub fn group_file(server: &Server<'_>, group: &Group) -> RustFile {
    let module = ident(&group.module);
    let name = ident(&group.name);
    let operations: Vec<&Operation> =
        group.operations.iter().filter(|operation| !operation.responses.is_empty()).collect();
    let methods = operations.iter().map(|operation| {
        let name = ident(&operation.name);
        let request = request::name(operation);
        let response = response::name(operation);
        let context = request::context_name(operation);
        let caller = super::auth::identity(&operation.access).map(|ty| quote!(, _: #ty));
        quote! {
            async fn #name(&self, request: #module::#request #caller) -> Result<#module::#response, Problem> {
                self::#name(fake::preferred_status(&request.#context))
            }
        }
    });
    let implementation = quote! {
        impl #module::#name for super::Fake { #(#methods)* }
    };
    let mut items = vec![
        if operations.is_empty() {
            quote!(use crate::#module;)
        } else {
            quote!(use crate::#module; use crate::runtime::{Problem, fake};)
        },
        implementation,
    ];
    items.extend(operations.iter().map(|operation| examples(server.api, group, operation)));
    RustFile {
        path: format!("src/fake/{}.rs", group.module.bare()),
        inner: docs::inner_line(&format!("Examples of [`{}`](crate::{}).", group.name.as_str(), group.name.as_str())),
        items,
    }
}

/// The function that gives an operation's examples by status.
fn examples(api: &Api, group: &Group, operation: &Operation) -> TokenStream {
    let name = ident(&operation.name);
    let module = ident(&group.module);
    let response_name = response::name(operation);
    let usual = usual(api, operation).filter(|_| operation.responses.iter().any(|response| is_shown(api, response)));
    let Some(usual) = usual else {
        let id = &operation.id;
        return quote! {
            fn #name(_: Option<u16>) -> Result<#module::#response_name, Problem> {
                fake::no_example(#id)
            }
        };
    };
    let mut arms = Vec::new();
    for response in &operation.responses {
        let is_usual = std::ptr::eq(usual, response);
        let (pattern, status) = match response.status {
            StatusPattern::Exact(_) if is_usual => continue,
            StatusPattern::Exact(status) => {
                let status = Literal::u16_unsuffixed(status);
                (quote!(Some(#status)), TokenStream::new())
            }
            StatusPattern::Class(class) => {
                let pattern = if is_shown(api, response) {
                    status::bound(&quote!(status), class, &operation.responses)
                } else {
                    status::pattern(response.status, &operation.responses)
                };
                (quote!(Some(#pattern)), quote!(fake::status(status)))
            }
            StatusPattern::Default => continue,
        };
        let value = example(api, operation, response, &quote!(#module::#response_name), &status);
        arms.push(quote!(#pattern => #value,));
    }
    let default = operation.responses.iter().find(|response| response.status == StatusPattern::Default);
    let of = quote!(#module::#response_name);
    let usual_status = Literal::u16_unsuffixed(status_of(usual));
    let usual_value = example(api, operation, usual, &of, &quote!(fake::status(#usual_status)));
    if arms.is_empty() && default.is_none() {
        return quote! {
            fn #name(_: Option<u16>) -> Result<#of, Problem> {
                Ok(#usual_value)
            }
        };
    }
    let last = match default {
        Some(default) => {
            let value = example(api, operation, default, &of, &quote!(fake::status(status)));
            let pattern = match usual.status {
                StatusPattern::Exact(_) => quote!(None | Some(#usual_status)),
                StatusPattern::Class(_) | StatusPattern::Default => quote!(None),
            };
            let binding = if is_shown(api, default) { quote!(status) } else { quote!(_) };
            quote!(#pattern => #usual_value, Some(#binding) => #value,)
        }
        None => quote!(_ => #usual_value,),
    };
    quote! {
        fn #name(status: Option<u16>) -> Result<#of, Problem> {
            Ok(match status { #(#arms)* #last })
        }
    }
}

/// The response when no status is preferred: the first success that can be shown, else the first; where the document shows no
/// success, the first response that can be shown.
fn usual<'a>(api: &Api, operation: &'a Operation) -> Option<&'a Response> {
    let of = |wanted: Outcome| operation.responses.iter().filter(move |response| response.outcome == wanted);
    let successes = || of(Outcome::Success).chain(of(Outcome::Either));
    let is_shown = |response: &&Response| is_shown(api, response);
    successes().find(is_shown).or_else(|| successes().next()).or_else(|| operation.responses.iter().find(is_shown))
}

fn status_of(response: &Response) -> u16 {
    match (response.status, response.outcome) {
        (StatusPattern::Exact(status), _) => status,
        (StatusPattern::Class(class), _) => u16::from(class) * 100,
        (StatusPattern::Default, Outcome::Success | Outcome::Either) => 200,
        (StatusPattern::Default, Outcome::Failure) => 500,
    }
}

fn is_shown(api: &Api, response: &Response) -> bool {
    let variant = variant(response);
    let body = match variant.body {
        None => true,
        Some((_, payload)) => shown(response, payload).is_some(),
    };
    body && variant.headers.iter().all(|(_, header)| header_value(api, header).is_some())
}

/// The first media type of a body that has an example, with the example.
fn shown<'a>(response: &'a Response, payload: &'a Payload) -> Option<(&'a Media, &'a str)> {
    let media = match payload {
        Payload::Empty => return None,
        Payload::One(media) => std::slice::from_ref(media),
        Payload::Several { name: _, media } => media.as_slice(),
    };
    media.iter().find_map(|media| {
        let example = response.examples.iter().find(|example| example.media_type == media.media_type)?;
        Some((media, example.body.as_str()))
    })
}

/// A response as the document shows it.
fn example(
    api: &Api,
    operation: &Operation,
    response: &Response,
    of: &TokenStream,
    status: &TokenStream,
) -> TokenStream {
    if !is_shown(api, response) {
        let id = &operation.id;
        return quote!(fake::no_example(#id)?);
    }
    let variant = variant(response);
    let name = &variant.name;
    let fields = variant.expression(|field| field_value(api, response, &variant, of, field, status));
    quote!(#of::#name #fields)
}

fn field_value(
    api: &Api,
    response: &Response,
    variant: &Variant<'_>,
    of: &TokenStream,
    field: &proc_macro2::Ident,
    status: &TokenStream,
) -> TokenStream {
    if variant.status.as_ref() == Some(field) {
        return status.clone();
    }
    let header = variant.headers.iter().find(|(name, _)| name == field);
    if let Some((_, header)) = header {
        return header_value(api, header).unwrap_or_default();
    }
    let Some((payload, (media, text))) =
        variant.body.as_ref().and_then(|(_, payload)| Some((*payload, shown(response, payload)?)))
    else {
        return TokenStream::new();
    };
    let text = raw(text);
    let value = match encoding(media) {
        Encoding::Json | Encoding::Xml => quote!(fake::json(#text)?),
        Encoding::Text => quote!(fake::text(#text)?),
        Encoding::Events => quote!(fake::events(#text)?),
        Encoding::Lines => quote!(fake::lines(#text)?),
        Encoding::Body => quote!(axum::body::Body::from(#text)),
    };
    match payload {
        Payload::Empty | Payload::One(_) => value,
        Payload::Several { name, media: _ } => {
            let (several, variant) = (ident(name), ident(&media.name));
            let module = of.clone().into_iter().next();
            quote!(#module::#several::#variant(#value))
        }
    }
}

/// A text as a raw string, which shows JSON as it is.
fn raw(text: &str) -> TokenStream {
    let hashes = text.split('"').skip(1).map(|rest| rest.len() - rest.trim_start_matches('#').len() + 1).max();
    let hashes = "#".repeat(hashes.unwrap_or(0));
    let is_plain = text.chars().all(|c| c == '\n' || (!c.is_control() && !is_invisible(c)));
    let literal =
        (is_plain && text.contains('"')).then(|| format!("r{hashes}\"{text}\"{hashes}").parse().ok()).flatten();
    literal.unwrap_or_else(|| quote!(#text))
}

/// Characters that change how a text is shown: they stand escaped in sources.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// A header's value: none where it may be left out, else one made up.
fn header_value(api: &Api, header: &ResponseHeader) -> Option<TokenStream> {
    match header.presence {
        ParameterPresence::Optional => Some(quote!(None)),
        ParameterPresence::Required => {
            let text = made_up(api, &header.ty)?;
            Some(quote!(fake::text(#text)?))
        }
    }
}

fn made_up<'a>(api: &'a Api, ty: &'a Type) -> Option<&'a str> {
    match ty {
        Type::Scalar(scalar) => match scalar {
            Scalar::Boolean => Some("true"),
            Scalar::I32 | Scalar::I64 | Scalar::U32 | Scalar::U64 | Scalar::F32 | Scalar::F64 => Some("1"),
            Scalar::String | Scalar::Secret | Scalar::Bytes => Some("text"),
            Scalar::DateTime => Some("2000-01-01T00:00:00Z"),
            Scalar::Date => Some("2000-01-01"),
            Scalar::Time => Some("00:00:00"),
            Scalar::Uuid => Some("00000000-0000-0000-0000-000000000000"),
            Scalar::Base64 => Some("dGV4dA=="),
        },
        Type::Defined(id) => match &api.types.get(*id).shape {
            Shape::Enumeration(enumeration) => enumeration.values.iter().find_map(|value| match &value.value {
                crate::ir::Literal::String(text) => Some(&**text),
                crate::ir::Literal::Null
                | crate::ir::Literal::Boolean(_)
                | crate::ir::Literal::Integer(_)
                | crate::ir::Literal::Number(_)
                | crate::ir::Literal::Json(_) => None,
            }),
            Shape::Newtype(newtype) => made_up(api, &newtype.ty),
            Shape::Structure(_) | Shape::Union(_) => None,
        },
        Type::Unit | Type::List(_) | Type::Map(_) | Type::Tuple(_) | Type::Nullable(_) | Type::Boxed(_) | Type::Any => {
            None
        }
        Type::External(external) => external.sample.as_ref().map(|sample| sample.0.trim_matches('"')),
    }
}

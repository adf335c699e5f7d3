//! Answers from the document's examples.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::context::{Features, Guard, Server};
use super::docs;
use super::path::ident;
use super::response;
use super::response::{Encoding, Variant, encoding, variant};
use crate::emit::{RustFile, status};
use crate::ir::{
    Api, Group, Media, Operation, Outcome, ParameterPresence, Payload, Response, ResponseExample, ResponseHeader,
    Scalar, Shape, StatusPattern, Type,
};

/// The module of the fake.
pub fn file(server: &Server<'_>) -> RustFile {
    let all = || server.groups().chain(server.incoming());
    let modules = all().map(|group| {
        let (cfg, module) = (server.cfg(group), ident(&group.module));
        quote!(#cfg mod #module;)
    });
    let identity = match server.credentials() {
        Guard::Open => TokenStream::new(),
        Guard::Authenticator => quote!(
            type Identity = ();
        ),
    };
    let implementations = all().map(|group| {
        let (cfg, module, name) = (server.cfg(group), ident(&group.module), ident(&group.name));
        quote!(#cfg impl crate::#module::#name for Fake {})
    });
    let receivers = server.incoming().map(|group| receiver(server, group));
    let receivers: TokenStream = receivers.collect();
    let receivers = if receivers.is_empty() { receivers } else { quote!(impl Fake { #receivers }) };
    let structure = quote! {
        /// Has no method of its own, so that routers answer for it from the document's examples.
        #[derive(Debug, Clone, Copy, Default)]
        pub struct Fake;

        impl crate::Service for Fake {
            type Error = crate::runtime::Problem;
            #identity
        }

        #(#implementations)*

        #receivers
    };
    let examples = all().map(|group| {
        let (cfg, module) = (server.cfg(group), ident(&group.module));
        quote!(#cfg #module::EXAMPLES)
    });
    let example = quote! {
        /// What answers an operation that no method implements, from the document's examples: success, or the status that the
        /// request prefers (`Prefer: code=404`), in the media type that it accepts; of several examples the first, or the one that it
        /// names (`Prefer: example=empty`). For `Routes::on_unimplemented`.
        pub fn example(
            operation: &crate::runtime::Operation,
            headers: &axum::http::HeaderMap,
        ) -> Option<axum::response::Response> {
            crate::runtime::fake::find(operation, headers, &[#(#examples),*])
        }
    };
    RustFile {
        path: "src/fake/mod.rs".to_owned(),
        inner: docs::inner_line("Answers from the document's examples."),
        items: vec![modules.collect(), structure, router(server), example],
    }
}

/// The routers of what the API offers.
fn router(server: &Server<'_>) -> TokenStream {
    if !server.has_operations() {
        return TokenStream::new();
    }
    let additions = server.groups().map(|group| {
        let (cfg, module) = (server.cfg(group), ident(&group.module));
        quote!(#cfg crate::#module::add_routes(&mut routes, &fake);)
    });
    let allow = match server.features {
        Features::None => TokenStream::new(),
        Features::ByGroup => quote!(#[allow(unused_mut, unused_variables, reason = "every group may be off")]),
    };
    let (words, identity, routes) = match server.guard {
        Guard::Open => ("The API as the document's examples show it", TokenStream::new(), open()),
        Guard::Authenticator => (
            "The API as the document's examples show it, for whoever presents any credentials",
            quote!(<()>),
            guarded(),
        ),
    };
    let (plain, with_settings) =
        (docs::line(&format!("{words}.")), docs::line(&format!("{words}: for a router with settings.")));
    quote! {
        #plain
        pub fn router() -> axum::Router {
            routes().into_router()
        }

        #with_settings
        #allow
        pub fn routes() -> crate::runtime::Routes #identity {
            let fake = std::sync::Arc::new(Fake);
            let mut routes = #routes.on_unimplemented(example);
            #(#additions)*
            routes
        }
    }
}

fn open() -> TokenStream {
    quote!(crate::runtime::Routes::open())
}

fn guarded() -> TokenStream {
    quote!(crate::runtime::Routes::guarded::<crate::Credentials>(crate::runtime::fake::AcceptAnyone(())))
}

/// The function that receives the requests of a group.
fn receiver(server: &Server<'_>, group: &Group) -> TokenStream {
    let (cfg, module) = (server.cfg(group), ident(&group.module));
    let docs = docs::line("Receives these requests of the API, and answers them from the document's examples.");
    let routes = match Guard::of(group.operations.iter()) {
        Guard::Open => open(),
        Guard::Authenticator => guarded(),
    };
    quote! {
        #docs
        #cfg
        pub fn #module(paths: &crate::#module::Paths) -> axum::Router {
            let mut routes = #routes.on_unimplemented(example);
            crate::#module::add_routes(&mut routes, &std::sync::Arc::new(Self), paths);
            routes.into_router()
        }
    }
}

/// The module of a group's examples.
pub fn group_file(server: &Server<'_>, group: &Group) -> RustFile {
    let module = ident(&group.module);
    let operations: Vec<&Operation> =
        group.operations.iter().filter(|operation| !operation.responses.is_empty()).collect();
    let entries = operations.iter().map(|operation| {
        let (name, id) = (ident(&operation.name), &operation.id);
        quote!((#id, |wanted| #name(wanted).into_response()),)
    });
    let name = group.name.as_str();
    let docs = docs::line(&format!("What answers the operations of [`{name}`](crate::{name})."));
    let table = quote! {
        #docs
        pub const EXAMPLES: fake::Examples = &[#(#entries)*];
    };
    let mut items = vec![
        if operations.is_empty() {
            quote!(
                use crate::runtime::fake;
            )
        } else {
            quote!(
                use crate::#module;
                use crate::runtime::{Problem, fake};
                use axum::response::IntoResponse;
            )
        },
        table,
    ];
    items.extend(operations.iter().map(|operation| examples(server.api, group, operation)));
    RustFile {
        path: format!("src/fake/{}.rs", group.module.bare()),
        inner: docs::inner_line(&format!("Examples of [`{name}`](crate::{name}).")),
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
            fn #name(_: &fake::Wanted) -> Result<#module::#response_name, Problem> {
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
        let wanted = if is_chosen(usual) { quote!(wanted) } else { quote!(_) };
        return quote! {
            fn #name(#wanted: &fake::Wanted) -> Result<#of, Problem> {
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
        fn #name(wanted: &fake::Wanted) -> Result<#of, Problem> {
            Ok(match wanted.status() { #(#arms)* #last })
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
        Some((_, payload)) => !shown(response, payload).is_empty(),
    };
    body && variant.headers.iter().all(|(_, header)| header_value(api, header).is_some())
}

/// A media type of a body and its examples, at least one.
struct Shown<'a> {
    media: &'a Media,
    first: &'a ResponseExample,
    others: Vec<&'a ResponseExample>,
}

impl Shown<'_> {
    /// The text of the example that a request prefers by its name; of the first where it prefers none.
    fn text(&self) -> TokenStream {
        let first = raw(&self.first.body);
        if self.others.is_empty() {
            return first;
        }
        let name = self.first.name.as_deref().unwrap_or_default();
        let others = self.others.iter().filter_map(|example| {
            let (name, text) = (example.name.as_deref()?, raw(&example.body));
            Some(quote!((#name, #text)))
        });
        quote!(wanted.example(&[(#name, #first), #(#others),*]))
    }
}

/// The media types of a body that have an example.
fn shown<'a>(response: &'a Response, payload: &'a Payload) -> Vec<Shown<'a>> {
    let examples = |media: &'a Media| {
        let mut examples = response.examples.iter().filter(move |example| example.media_type == media.media_type);
        let first = examples.next()?;
        Some(Shown { media, first, others: examples.filter(|example| example.name.is_some()).collect() })
    };
    payload.media().iter().filter_map(examples).collect()
}

/// Whether the request decides between several media types or examples of a response.
fn is_chosen(response: &Response) -> bool {
    let shown = shown(response, &response.payload);
    shown.len() > 1 || shown.iter().any(|of| !of.others.is_empty())
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
    let Some((_, payload)) = variant.body.as_ref() else { return TokenStream::new() };
    let value = |shown: &Shown<'_>| {
        let text = shown.text();
        match encoding(shown.media) {
            Encoding::Json | Encoding::Xml => quote!(fake::json(#text)?),
            Encoding::Text => quote!(fake::text(#text)?),
            Encoding::Events => quote!(fake::events(#text)?),
            Encoding::Lines => quote!(fake::lines(#text)?),
            Encoding::Body => quote!(axum::body::Body::from(#text)),
        }
    };
    let shown = shown(response, payload);
    match payload {
        Payload::Empty | Payload::One(_) => shown.first().map(value).unwrap_or_default(),
        Payload::Several { name, media: _ } => {
            let several = ident(name);
            let module = of.clone().into_iter().next();
            let mut values: Vec<TokenStream> = shown
                .iter()
                .map(|one| {
                    let (variant, value) = (ident(&one.media.name), value(one));
                    quote!(#module::#several::#variant(#value))
                })
                .collect();
            let last = values.pop().unwrap_or_default();
            if values.is_empty() {
                return last;
            }
            let media_types = shown.iter().map(|of| &of.media.media_type);
            let arms = values.iter().enumerate().map(|(index, value)| {
                let index = Literal::usize_unsuffixed(index);
                quote!(#index => #value,)
            });
            quote!(match wanted.best(&[#(#media_types),*]) { #(#arms)* _ => #last })
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
            Scalar::String | Scalar::BoxedString | Scalar::Secret | Scalar::Bytes => Some("text"),
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

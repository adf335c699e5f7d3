//! What an operation answers: its output, its errors, and how an answer is read.

use super::docs;
use super::ident;
use super::rust_type;
use super::scope::Scope;
use super::stream;
use crate::emit::docs::code;
use crate::emit::status::pattern;
use crate::emit::types;
use crate::ir::{Api, Codec, Media, Operation, Outcome, Payload, Response, StatusPattern};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

/// The types of an operation's answers and the arms that read them.
pub struct Answers {
    /// The output.
    pub output: TokenStream,
    /// The error.
    pub error: TokenStream,
    /// The error's enum, by its name.
    pub error_name: Option<String>,
    /// Enums that are declared for them.
    pub declarations: Vec<TokenStream>,
    /// Arms of a `match` on the status.
    pub arms: Vec<TokenStream>,
    /// Arms of another, for what is read as it arrives; empty where nothing is.
    pub open: Vec<TokenStream>,
    /// The media types that are accepted, as the value of a header.
    pub accept: String,
}

/// What becomes of a body once it is read.
enum Wrap {
    /// It is the output.
    Output,
    /// It goes into a variant of the output.
    OutputVariant(TokenStream),
    /// It goes into a variant of the error.
    ErrorVariant(TokenStream),
}

/// The enums that answers go into.
pub struct Sides<'a> {
    /// That of the output, where there is one.
    pub output: Option<&'a Ident>,
    /// That of the errors.
    pub error: &'a Ident,
}

/// All of an operation's answers.
pub fn answers(api: &Api, operation: &Operation, scope: &Scope) -> Answers {
    let successes: Vec<&Response> = having(operation, |outcome| outcome != Outcome::Failure);
    let failures: Vec<&Response> = having(operation, |outcome| outcome != Outcome::Success);
    let type_name = ident(&operation.type_name);
    let output_name = format_ident!("{type_name}Output");
    let error_name = format_ident!("{type_name}Error");
    let method = operation.name.as_str();

    let mut declarations: Vec<TokenStream> =
        operation.responses.iter().filter_map(|response| body_enum(api, response, scope)).collect();
    let one_output = one_type(api, &successes, scope);
    let output = match &one_output {
        Some(ty) => ty.clone(),
        None => {
            let docs = docs::own(format!("What `{method}` answers."));
            declarations.push(answer_enum(api, &docs, &derives(&successes), &output_name, &successes, scope));
            quote!(#output_name)
        }
    };
    let error = if failures.is_empty() {
        quote!(std::convert::Infallible)
    } else {
        let docs = docs::own(format!("The documented errors of `{method}`."));
        declarations.push(answer_enum(api, &docs, &error_derives(&failures), &error_name, &failures, scope));
        quote!(#error_name)
    };

    let success = |response: &Response| match one_output {
        Some(_) => Wrap::Output,
        None => Wrap::OutputVariant(variant(&output_name, response)),
    };
    let failure = |response: &Response| Wrap::ErrorVariant(variant(&error_name, response));
    let mut arms = Vec::new();
    for response in &operation.responses {
        let status = pattern(response.status, &operation.responses);
        match response.outcome {
            Outcome::Success => arms.extend(read(api, response, &status, &success(response), scope)),
            Outcome::Failure => arms.extend(read(api, response, &status, &failure(response), scope)),
            Outcome::Either => {
                arms.extend(read(api, response, &quote!(200..=299), &success(response), scope));
                arms.extend(read(api, response, &status, &failure(response), scope));
            }
        }
    }
    if successes.is_empty() {
        arms.insert(0, quote!(200..=299 => Ok(Ok(())),));
    }
    if operation.responses.iter().all(|response| response.status != StatusPattern::Default) {
        let unread = scope.runtime("Unread");
        arms.push(quote!(_ => Err(#unread::Undocumented),));
    }
    let sides = Sides { output: one_output.is_none().then_some(&output_name), error: &error_name };
    let open = stream::arms(operation, &sides);
    Answers {
        output,
        error,
        error_name: (!failures.is_empty()).then(|| error_name.to_string()),
        declarations,
        arms,
        open,
        accept: accept(operation),
    }
}

fn having(operation: &Operation, wanted: impl Fn(Outcome) -> bool) -> Vec<&Response> {
    operation.responses.iter().filter(|response| wanted(response.outcome)).collect()
}

/// The type that all of these have in common, if there is one.
fn one_type(api: &Api, responses: &[&Response], scope: &Scope) -> Option<TokenStream> {
    let mut types = responses.iter().map(|response| payload_type(api, &response.payload, scope).unwrap_or(quote!(())));
    let Some(first) = types.next() else { return Some(quote!(())) };
    let same = types.all(|ty| ty.to_string() == first.to_string());
    same.then_some(first)
}

/// The type of a body; `None` where there is none.
fn payload_type(api: &Api, payload: &Payload, scope: &Scope) -> Option<TokenStream> {
    match payload {
        Payload::Empty => None,
        Payload::One(media) => Some(media_type(api, media, scope)),
        Payload::Several { name, .. } => {
            let name = ident(name);
            Some(quote!(#name))
        }
    }
}

/// The type of a body in a media type.
pub fn media_type(api: &Api, media: &Media, scope: &Scope) -> TokenStream {
    match media.codec {
        Codec::Json | Codec::Xml | Codec::Text => rust_type::owned(api, &media.ty),
        Codec::EventStream(_) => {
            let item = rust_type::item(api, media);
            quote!(crate::EventStream<#item>)
        }
        Codec::JsonLines => {
            let item = rust_type::item(api, media);
            quote!(crate::JsonLines<#item>)
        }
        Codec::Multipart => {
            let part = scope.runtime("AnswerPart");
            quote!(Vec<#part>)
        }
        Codec::Form | Codec::Bytes => quote!(bytes::Bytes),
    }
}

/// A body's enum, where it may be of several media types.
fn body_enum(api: &Api, response: &Response, scope: &Scope) -> Option<TokenStream> {
    let Payload::Several { name, media } = &response.payload else { return None };
    let name = ident(name);
    let docs = docs::own("A body, by its media type.");
    let variants = media.iter().map(|media| {
        let (docs, variant, ty) =
            (docs::own(code(&media.media_type)), ident(&media.name), media_type(api, media, scope));
        quote!(#docs #variant(#ty))
    });
    let derives = derives(&[response]);
    Some(quote! {
        #docs
        #derives
        pub enum #name { #(#variants),* }
    })
}

fn answer_enum(
    api: &Api,
    docs: &TokenStream,
    derives: &TokenStream,
    name: &Ident,
    responses: &[&Response],
    scope: &Scope,
) -> TokenStream {
    let variants = responses.iter().map(|response| {
        let docs = docs::response(response);
        let variant = ident(&response.name);
        let content = payload_type(api, &response.payload, scope).map(|ty| quote!((#ty)));
        quote!(#docs #variant #content)
    });
    quote! {
        #docs
        #derives
        pub enum #name { #(#variants),* }
    }
}

/// What is read as it arrives can be neither copied nor compared.
fn derives(responses: &[&Response]) -> TokenStream {
    if any_sequence(responses) { quote!(#[derive(Debug)]) } else { quote!(#[derive(Debug, Clone, PartialEq)]) }
}

/// An error is compared in tests and never copied: a trait less for each operation, and a large client compiles sooner.
fn error_derives(responses: &[&Response]) -> TokenStream {
    if any_sequence(responses) { quote!(#[derive(Debug)]) } else { quote!(#[derive(Debug, PartialEq)]) }
}

fn any_sequence(responses: &[&Response]) -> bool {
    responses.iter().any(|response| response.payload.is_sequence())
}

fn variant(of: &Ident, response: &Response) -> TokenStream {
    let variant = ident(&response.name);
    quote!(#of::#variant)
}

/// The arms that read one answer: one for each media type that is read whole, the first documented last, for whatever else
/// comes.
fn read(api: &Api, response: &Response, status: &TokenStream, wrap: &Wrap, scope: &Scope) -> Vec<TokenStream> {
    match &response.payload {
        Payload::Empty => {
            let value = match wrap {
                Wrap::Output => quote!(Ok(())),
                Wrap::OutputVariant(variant) => quote!(Ok(#variant)),
                Wrap::ErrorVariant(variant) => quote!(Err(#variant)),
            };
            vec![quote!(#status => Ok(#value),)]
        }
        Payload::One(media) if media.codec.is_sequence() => vec![stream::other_media_type(status, scope)],
        Payload::One(media) => {
            let reader = reader(api, media);
            let told = told(quote!(answer.#reader), wrap, scope);
            vec![quote!(#status => #told,)]
        }
        Payload::Several { name, media } => {
            let name = ident(name);
            let arm = |media: &Media, guard: TokenStream| {
                let (reader, variant) = (reader(api, media), ident(&media.name));
                let told = told(quote!(answer.#reader.map(#name::#variant)), wrap, scope);
                quote!(#status #guard => #told,)
            };
            let mut whole = media.iter().filter(|media| !media.codec.is_sequence());
            let last =
                whole.next().map_or_else(|| stream::other_media_type(status, scope), |media| arm(media, quote!()));
            let guarded = whole.map(|media| {
                let texts = media.media_types();
                arm(media, quote!(if #(answer.is(#texts))||*))
            });
            guarded.chain([last]).collect()
        }
    }
}

/// A body that was read, as an output or an error. One function for all errors is quicker to compile than a chain of
/// adapters for each.
fn told(body: TokenStream, wrap: &Wrap, scope: &Scope) -> TokenStream {
    match wrap {
        Wrap::Output => quote!(#body.map(Ok)),
        Wrap::OutputVariant(variant) => quote!(#body.map(#variant).map(Ok)),
        Wrap::ErrorVariant(variant) => {
            let failure = scope.runtime("failure");
            quote!(#failure(#body, #variant))
        }
    }
}

/// The call that reads a body.
fn reader(api: &Api, media: &Media) -> TokenStream {
    let name = match media.codec {
        Codec::Json if media.xml.is_some() => {
            let root = types::xml_root(api, media);
            return quote!(json_or_xml(|text| #root.decode(text)));
        }
        Codec::Xml => {
            let root = types::xml_root(api, media);
            return quote!(decoded(|text| #root.decode(text)));
        }
        Codec::Json => "json",
        Codec::Text => "text",
        Codec::Multipart => "parts",
        Codec::Form | Codec::Bytes => "bytes",
        // These are opened, not read.
        Codec::EventStream(_) | Codec::JsonLines => "bytes",
    };
    let name = Ident::new(name, Span::call_site());
    quote!(#name())
}

/// The documented media types, each once, in the order they occur; XML that JSON may stand for comes last.
fn accept(operation: &Operation) -> String {
    let mut types: Vec<&str> = Vec::new();
    let mut others: Vec<&str> = Vec::new();
    for response in &operation.responses {
        let media = match &response.payload {
            Payload::Empty => &[][..],
            Payload::One(media) => std::slice::from_ref(media),
            Payload::Several { media, .. } => media,
        };
        for media in media {
            types.push(&media.media_type);
            others.extend(media.media_types().skip(1));
        }
    }
    let mut accepted: Vec<String> = Vec::new();
    for (text, weight) in
        types.into_iter().map(|text| (text, "")).chain(others.into_iter().map(|text| (text, ";q=0.5")))
    {
        let sendable = !text.is_empty() && text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
        if sendable && !accepted.iter().any(|known| known == text) {
            accepted.push(format!("{text}{weight}"));
        }
    }
    accepted.dedup();
    accepted.join(", ")
}

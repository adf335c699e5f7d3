//! What an operation answers: its output, its errors, and how a response is read.

use super::docs;
use super::names::ident;
use super::rust_type;
use super::scope::Scope;
use super::stream;
use crate::emit::docs::code;
use crate::emit::status::pattern;
use crate::emit::types;
use crate::ir::{
    Api, Codec, Media, Operation, OperationItems, Outcome, Output, Payload, Received, Response, StatusPattern,
};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// The types of an operation's responses and the arms that read them.
pub struct Responses {
    /// The output.
    pub output: TokenStream,
    /// The error.
    pub error: TokenStream,
    /// Enums that are declared for them.
    pub declarations: Vec<TokenStream>,
    /// Arms of a `match` on the status.
    pub arms: Vec<TokenStream>,
    /// Arms of another, for what is read as it arrives; empty where nothing is.
    pub open: Vec<TokenStream>,
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

/// All of an operation's responses.
pub fn responses(api: &Api, operation: &Operation, scope: &Scope) -> Responses {
    let successes: Vec<&Response> = having(operation, |outcome| outcome != Outcome::Failure);
    let failures: Vec<&Response> = having(operation, |outcome| outcome != Outcome::Success);
    let OperationItems { output, error, .. } = &operation.items;
    let output_name = match output {
        Output::Several(name) => Some(ident(name)),
        Output::Nothing | Output::Body(_) => None,
    };
    let error_name = error.as_ref().map(ident);
    let method = operation.name.as_str();

    let mut declarations: Vec<TokenStream> =
        operation.responses.iter().filter_map(|response| body_enum(api, response, scope)).collect();
    let output = match output {
        Output::Nothing => quote!(()),
        Output::Body(index) => {
            let payload = operation.responses.get(*index).map(|response| &response.payload);
            payload.and_then(|payload| payload_type(api, payload, scope)).unwrap_or(quote!(()))
        }
        Output::Several(name) => {
            let name = ident(name);
            let docs = docs::own(format!("What `{method}` answers."));
            declarations.push(response_enum(api, &docs, &derives(&successes), &name, &successes, scope));
            quote!(#name)
        }
    };
    let error = match &error_name {
        None => quote!(std::convert::Infallible),
        Some(name) => {
            let docs = docs::own(format!("The documented errors of `{method}`."));
            declarations.push(response_enum(api, &docs, &error_derives(&failures), name, &failures, scope));
            quote!(#name)
        }
    };

    let success = |response: &Response| match &output_name {
        None => Wrap::Output,
        Some(output) => Wrap::OutputVariant(variant(output, response)),
    };
    let failure = |response: &Response| error_name.as_ref().map(|error| Wrap::ErrorVariant(variant(error, response)));
    let mut arms = Vec::new();
    for response in &operation.responses {
        let status = pattern(response.status, &operation.responses);
        match response.outcome {
            Outcome::Success => arms.extend(read(api, response, &status, &success(response), scope)),
            Outcome::Failure => {
                arms.extend(failure(response).iter().flat_map(|wrap| read(api, response, &status, wrap, scope)));
            }
            Outcome::Either => {
                arms.extend(read(api, response, &quote!(200..=299), &success(response), scope));
                arms.extend(failure(response).iter().flat_map(|wrap| read(api, response, &status, wrap, scope)));
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
    let sides = stream::Sides { output: output_name.as_ref(), error: error_name.as_ref() };
    let open = stream::arms(operation, &sides);
    Responses { output, error, declarations, arms, open }
}

fn having(operation: &Operation, wanted: impl Fn(Outcome) -> bool) -> Vec<&Response> {
    operation.responses.iter().filter(|response| wanted(response.outcome)).collect()
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
    match media.received() {
        Received::Value(ty) => rust_type::owned(api, ty),
        Received::Events(..) => {
            let item = rust_type::item(api, media);
            quote!(crate::EventStream<#item>)
        }
        Received::Lines(_) => {
            let item = rust_type::item(api, media);
            quote!(crate::JsonLines<#item>)
        }
        Received::Parts => {
            let part = scope.runtime("ResponsePart");
            quote!(Vec<#part>)
        }
        Received::Bytes => quote!(bytes::Bytes),
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

fn response_enum(
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

/// The arms that read one response: one for each media type that is read whole, the first documented last, for whatever else
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
            let told = told(quote!(response.#reader), wrap, scope);
            vec![quote!(#status => #told,)]
        }
        Payload::Several { name, media } => {
            let name = ident(name);
            let arm = |media: &Media, guard: TokenStream| {
                let (reader, variant) = (reader(api, media), ident(&media.name));
                let told = told(quote!(response.#reader.map(#name::#variant)), wrap, scope);
                quote!(#status #guard => #told,)
            };
            let mut whole = media.iter().filter(|media| !media.codec.is_sequence());
            let last =
                whole.next().map_or_else(|| stream::other_media_type(status, scope), |media| arm(media, quote!()));
            let guarded = whole.map(|media| {
                let texts = media.media_types();
                arm(media, quote!(if #(response.is(#texts))||*))
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

//! Bodies that are one item after the other: how a response that is one is opened, and what the crate's root exports for them.
//!
//! Takes operations; gives the arms and the method that open their responses. Gives nothing where there are none.

use super::names::ident;
use super::scope::Scope;
use crate::emit::status::pattern;
use crate::ir::{Api, Codec, Media, Operation, Outcome, Payload, Response, StatusPattern};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use std::collections::BTreeSet;

/// The arm of a response that was to be opened, and is in another media type.
pub fn other_media_type(status: &TokenStream, scope: &Scope) -> TokenStream {
    let unread = scope.runtime("Unread");
    quote!(#status => Err(#unread::MediaType),)
}

/// The enums that responses go into.
pub struct Sides<'a> {
    /// That of the output, where there is one.
    pub output: Option<&'a Ident>,
    /// That of the errors, where there are some.
    pub error: Option<&'a Ident>,
}

/// The arms that open an operation's responses; none where all are read whole.
pub fn arms(operation: &Operation, sides: &Sides<'_>) -> Vec<TokenStream> {
    let is_open = |response: &&Response| response.payload.is_sequence();
    // A response for many statuses must not take those that others document.
    let last = operation.responses.iter().rposition(|response| is_open(&response));
    let wide = |response: &&Response| !matches!(response.status, StatusPattern::Exact(_));
    let closes = operation.responses.iter().filter(is_open).any(|response| wide(&response));
    let mut arms = Vec::new();
    for response in operation.responses.iter().take(last.map_or(0, |last| last + 1)) {
        let status = pattern(response.status, &operation.responses);
        let output = |value: TokenStream| match sides.output {
            Some(of) => into_variant(of, response, &quote!(Ok), &value),
            None => quote!(Ok(Ok(#value))),
        };
        let error = |value: TokenStream| match sides.error {
            Some(of) => into_variant(of, response, &quote!(Err), &value),
            None => quote!(Err(body)),
        };
        match response.outcome {
            Outcome::Success => arms.extend(opened(operation, response, &status, &output)),
            Outcome::Failure => arms.extend(opened(operation, response, &status, &error)),
            Outcome::Either => {
                arms.extend(opened(operation, response, &quote!(200..=299), &output));
                arms.extend(closes.then(|| quote!(200..=299 => Err(body),)));
                arms.extend(opened(operation, response, &status, &error));
            }
        }
        if closes && response.status != StatusPattern::Default {
            arms.push(quote!(#status => Err(body),));
        }
    }
    if !arms.is_empty() {
        arms.push(quote!(_ => Err(body),));
    }
    arms
}

fn into_variant(of: &Ident, response: &Response, side: &TokenStream, value: &TokenStream) -> TokenStream {
    let variant = ident(&response.name);
    quote!(Ok(#side(#of::#variant(#value))))
}

/// The arms of one response: each medium by its name, and where no other is documented the first also by what may be it.
fn opened(
    operation: &Operation,
    response: &Response,
    status: &TokenStream,
    wrap: &dyn Fn(TokenStream) -> TokenStream,
) -> Vec<TokenStream> {
    let media = response.payload.media();
    let all = media.iter().all(|media| media.codec.is_sequence());
    let sequences = media.iter().enumerate().filter(|(_, media)| media.codec.is_sequence());
    let arm = |(index, media): (usize, &Media)| {
        let text = media.media_type.as_str();
        let guard = if all && index == 0 { quote!(response.may_be(#text)) } else { quote!(response.is(#text)) };
        let value = match (media.codec, &operation.stream_end) {
            (Codec::JsonLines, _) => quote!(body.lines()),
            (_, None) => quote!(body.events()),
            (_, Some(end)) => quote!(body.events_until(#end)),
        };
        let value = match &response.payload {
            Payload::Several { name, .. } => {
                let (name, variant) = (ident(name), ident(&media.name));
                quote!(#name::#variant(#value))
            }
            Payload::Empty | Payload::One(_) => value,
        };
        let response = wrap(value);
        quote!(#status if #guard => #response,)
    };
    // What is named exactly comes before what may be meant.
    let (first, others): (Vec<_>, Vec<_>) = sequences.partition(|(index, _)| *index == 0);
    others.into_iter().chain(first).map(arm).collect()
}

/// The method that opens an operation's responses.
pub fn open(arms: &[TokenStream], scope: &Scope) -> Option<TokenStream> {
    if arms.is_empty() {
        return None;
    }
    let [raw_response, arriving, opened] = ["RawResponse", "Arriving", "Opened"].map(|name| scope.runtime(name));
    Some(quote! {
        fn open(response: &#raw_response, body: #arriving) -> #opened<Self> {
            match response.status.as_u16() { #(#arms)* }
        }
    })
}

/// The runtime's types that the root exports for the API's streams.
pub fn exports(api: &Api) -> Option<TokenStream> {
    let mut names = BTreeSet::new();
    for operation in api.exchanges() {
        names.extend(operation.streamed().map(|_| "Streamed"));
        let sent = operation.request.iter().flat_map(|request| request.payload.media());
        let answered = operation.responses.iter().flat_map(|response| response.payload.media());
        names.extend(sent.clone().filter(|media| media.codec.is_sequence()).map(|_| "Items"));
        for media in answered.clone().map(|media| media.codec) {
            names.extend(match media {
                Codec::EventStream(_) => Some("EventStream"),
                Codec::JsonLines => Some("JsonLines"),
                Codec::Json | Codec::Form | Codec::Multipart | Codec::Text | Codec::Bytes | Codec::Xml => None,
            });
        }
        let events = sent.chain(answered).filter(|media| matches!(media.codec, Codec::EventStream(_)));
        names.extend(events.map(|_| "Event"));
    }
    let names: Vec<Ident> = names.into_iter().map(|name| Ident::new(name, Span::call_site())).collect();
    (!names.is_empty()).then(|| quote!(pub use runtime::{#(#names),*};))
}

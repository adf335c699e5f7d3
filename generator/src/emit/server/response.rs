//! The typed response of an operation, and how it is written.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::context::Server;
use super::docs;
use super::path::ident;
use crate::emit::types;
use crate::ir::{
    Codec, EventItem, Group, Media, Operation, ParameterFormat, ParameterPresence, Payload, Response, ResponseHeader,
    StatusPattern,
};

/// The response's items.
pub fn items(server: &Server<'_>, group: &Group, operation: &Operation) -> Vec<TokenStream> {
    let mut items =
        vec![declaration(server, group, operation), into_response(server, operation), from_problem(operation)];
    items.extend(operation.responses.iter().filter_map(|response| body_enum(server, operation, response)));
    items
}

/// The response's name.
pub fn name(operation: &Operation) -> Ident {
    ident(&operation.items.response)
}

/// The variant for responses that are not documented.
pub fn other(operation: &Operation) -> Ident {
    ident(&operation.items.other)
}

/// What a variant holds.
pub struct Variant<'a> {
    /// The variant's name.
    pub name: Ident,
    /// The field of the status, where several are documented together.
    pub status: Option<Ident>,
    /// The field of the body.
    pub body: Option<(Ident, &'a Payload)>,
    /// The fields of the headers.
    pub headers: Vec<(Ident, &'a ResponseHeader)>,
}

/// What the variant of a documented response holds.
pub fn variant(response: &Response) -> Variant<'_> {
    let status = response.status_field.as_ref().map(ident);
    let body = response.body_field.as_ref().map(|name| (ident(name), &response.payload));
    let headers = response.headers.iter().map(|header| (ident(&header.name), header)).collect();
    Variant { name: ident(&response.name), status, body, headers }
}

impl Variant<'_> {
    /// Whether the body is all it holds, so that it needs no name.
    pub fn is_body_alone(&self) -> bool {
        self.status.is_none() && self.headers.is_empty() && self.body.is_some()
    }

    /// `{ status, body, header }`, `(body)` or nothing, each with the name of its field: a pattern.
    pub fn pattern(&self) -> TokenStream {
        if let (true, Some((body, _))) = (self.is_body_alone(), &self.body) {
            return quote!((#body));
        }
        let names: Vec<&Ident> = self.names().collect();
        if names.is_empty() { TokenStream::new() } else { quote!({ #(#names),* }) }
    }

    /// The same with what `value` gives for each field: an expression.
    pub fn expression(&self, value: impl Fn(&Ident) -> TokenStream) -> TokenStream {
        if let (true, Some((body, _))) = (self.is_body_alone(), &self.body) {
            let value = value(body);
            return quote!((#value));
        }
        let fields: Vec<TokenStream> = self
            .names()
            .map(|name| {
                let value = value(name);
                quote!(#name: #value)
            })
            .collect();
        if fields.is_empty() { TokenStream::new() } else { quote!({ #(#fields),* }) }
    }

    fn names(&self) -> impl Iterator<Item = &Ident> {
        let headers = self.headers.iter().map(|(name, _)| name);
        self.status.iter().chain(self.body.iter().map(|(name, _)| name)).chain(headers)
    }
}

fn declaration(server: &Server<'_>, group: &Group, operation: &Operation) -> TokenStream {
    let name = name(operation);
    let link = docs::line(&format!("A response of [`{}::{}`].", group.name.as_str(), operation.name.bare()));
    let variants = operation.responses.iter().map(|response| {
        let variant = variant(response);
        let docs = docs::headed(server.api, group, response, &status_words(response.status));
        let variant_name = &variant.name;
        let fields = variant_fields(server, &variant);
        quote!(#docs #variant_name #fields,)
    });
    let other = other(operation);
    quote! {
        #link
        #[derive(Debug)]
        pub enum #name {
            #(#variants)*
            /// A response that is not documented.
            #other(axum::response::Response),
        }
    }
}

fn variant_fields(server: &Server<'_>, variant: &Variant<'_>) -> TokenStream {
    let body_type = variant.body.as_ref().map(|(_, payload)| payload_type(server, payload));
    if variant.is_body_alone() {
        return quote!((#body_type));
    }
    let status = variant.status.iter().map(|name| quote!(#[doc = " The status."] #name: axum::http::StatusCode,));
    let body = variant.body.iter().map(|(name, _)| quote!(#[doc = " The body."] #name: #body_type,));
    let headers = variant.headers.iter().map(|(name, header)| {
        let docs = docs::outer(&header.docs, &docs::code(&header.wire_name));
        let ty = server.types.ty(&header.ty);
        let ty = match header.presence {
            ParameterPresence::Required => ty,
            ParameterPresence::Optional => quote!(Option<#ty>),
        };
        quote!(#docs #name: #ty,)
    });
    let fields: Vec<TokenStream> = status.chain(body).chain(headers).collect();
    if fields.is_empty() { TokenStream::new() } else { quote!({ #(#fields)* }) }
}

fn into_response(server: &Server<'_>, operation: &Operation) -> TokenStream {
    let name = name(operation);
    let other = other(operation);
    let arms = operation.responses.iter().map(|response| {
        let variant = variant(response);
        let variant_name = &variant.name;
        let pattern = variant.pattern();
        let status = status_value(response.status, &variant);
        let headers: TokenStream = variant
            .headers
            .iter()
            .map(|(name, header)| {
                let wire_name = &header.wire_name;
                match header.format {
                    ParameterFormat::Content(Codec::Json) => quote!(.json_header(#wire_name, &#name)),
                    ParameterFormat::Styled { explode: true, .. } => quote!(.exploded_header(#wire_name, &#name)),
                    ParameterFormat::Styled { .. } | ParameterFormat::Content(_) => quote!(.header(#wire_name, &#name)),
                }
            })
            .collect();
        let response = match &variant.body {
            None => quote!(runtime::ResponseDraft::empty(#status) #headers.into()),
            Some((body, Payload::One(media))) => {
                let response = write(server, media, &status, &quote!(#body));
                quote!(#response #headers.into())
            }
            Some((body, Payload::Several { name, media })) => {
                let several = ident(name);
                let arms = media.iter().map(|media| {
                    let variant = ident(&media.name);
                    let response = write(server, media, &status, &quote!(#body));
                    quote!(#several::#variant(#body) => #response #headers.into(),)
                });
                quote!(match #body { #(#arms)* })
            }
            Some((_, Payload::Empty)) => quote!(runtime::ResponseDraft::empty(#status) #headers.into()),
        };
        quote!(Self::#variant_name #pattern => #response,)
    });
    quote! {
        impl axum::response::IntoResponse for #name {
            fn into_response(self) -> axum::response::Response {
                match self {
                    #(#arms)*
                    Self::#other(response) => response,
                }
            }
        }
    }
}

/// The declaration of the documented responses: `.responses(&[("200", &["application/json"])])`.
pub fn documented(operation: &Operation) -> TokenStream {
    if operation.responses.is_empty() {
        return TokenStream::new();
    }
    let responses = operation.responses.iter().map(|response| {
        let status = match response.status {
            StatusPattern::Exact(_) | StatusPattern::Class(_) => status_words(response.status),
            StatusPattern::Default => "default".to_owned(),
        };
        let media_types = response.payload.media().iter().flat_map(Media::media_types);
        quote!((#status, &[#(#media_types),*]))
    });
    quote!(.responses(&[#(#responses),*]))
}

fn from_problem(operation: &Operation) -> TokenStream {
    let name = name(operation);
    let other = other(operation);
    quote! {
        impl From<runtime::Problem> for #name {
            fn from(problem: runtime::Problem) -> Self {
                Self::#other(problem.into())
            }
        }
    }
}

fn body_enum(server: &Server<'_>, operation: &Operation, response: &Response) -> Option<TokenStream> {
    let (_, payload) = variant(response).body?;
    let Payload::Several { name, media } = payload else { return None };
    let link = docs::line(&format!("The body of [`{}::{}`].", self::name(operation), response.name.as_str()));
    let name = ident(name);
    let variants = media.iter().map(|media| {
        let docs = docs::line(&docs::code(&media.media_type));
        let name = ident(&media.name);
        let ty = media_type(server, media);
        quote!(#docs #name(#ty),)
    });
    Some(quote! {
        #link
        #[derive(Debug)]
        pub enum #name { #(#variants)* }
    })
}

fn payload_type(server: &Server<'_>, payload: &Payload) -> TokenStream {
    match payload {
        Payload::Empty => quote!(()),
        Payload::One(media) => media_type(server, media),
        Payload::Several { name, media: _ } => {
            let name = ident(name);
            quote!(#name)
        }
    }
}

fn media_type(server: &Server<'_>, media: &Media) -> TokenStream {
    match encoding(media) {
        Encoding::Json | Encoding::Text | Encoding::Xml => server.types.ty(&media.ty),
        Encoding::Events | Encoding::Lines => {
            let item = item(server, media);
            quote!(runtime::Items<#item>)
        }
        Encoding::Body => quote!(axum::body::Body),
    }
}

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// From its type.
    Json,
    /// From its type.
    Text,
    /// From its type.
    Xml,
    /// Item by item, as events.
    Events,
    /// Item by item, as lines.
    Lines,
    /// By the handler, as bytes or a stream of them.
    Body,
}

/// What one item of a sequence is.
pub fn item(server: &Server<'_>, media: &Media) -> TokenStream {
    let ty = server.types.ty(&media.ty);
    if media.codec == Codec::EventStream(EventItem::Data) { quote!(runtime::Event<#ty>) } else { ty }
}

/// How a body is written.
pub fn encoding(media: &Media) -> Encoding {
    match media.codec {
        Codec::Json => Encoding::Json,
        Codec::Text => Encoding::Text,
        Codec::Xml => Encoding::Xml,
        Codec::EventStream(_) => Encoding::Events,
        Codec::JsonLines => Encoding::Lines,
        Codec::Form | Codec::Multipart | Codec::Bytes => Encoding::Body,
    }
}

fn write(server: &Server<'_>, media: &Media, status: &TokenStream, body: &TokenStream) -> TokenStream {
    let media_type = media.sent_as();
    match encoding(media) {
        Encoding::Json => quote!(runtime::ResponseDraft::json(#status, #media_type, &#body)),
        Encoding::Text => quote!(runtime::ResponseDraft::text(#status, #media_type, &#body)),
        Encoding::Xml => {
            let root = types::xml_root(server.api, media);
            quote!(runtime::ResponseDraft::encoded(#status, #media_type, #root.encode(&#body)))
        }
        Encoding::Events => quote!(runtime::ResponseDraft::events(#status, #media_type, #body)),
        Encoding::Lines => quote!(runtime::ResponseDraft::lines(#status, #media_type, #body)),
        Encoding::Body => quote!(runtime::ResponseDraft::body(#status, #media_type, #body)),
    }
}

fn status_value(status: StatusPattern, variant: &Variant<'_>) -> TokenStream {
    match (status, &variant.status) {
        (StatusPattern::Exact(status), _) => {
            let status = Literal::u16_unsuffixed(status);
            quote!(#status)
        }
        (StatusPattern::Class(_) | StatusPattern::Default, status) => quote!(#status),
    }
}

/// What stands in documentation for a status.
pub fn status_words(status: StatusPattern) -> String {
    match status {
        StatusPattern::Exact(status) => status.to_string(),
        StatusPattern::Class(class) => format!("{class}XX"),
        StatusPattern::Default => "Any other status".to_owned(),
    }
}

//! The typed request of an operation, and how it is made from what was sent.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::context::Server;
use super::docs;
use super::encoding::table;
use super::path::ident;
use super::{parameter, response};
use crate::emit::types;
use crate::ir::{
    Api, Codec, Group, Media, Name, Operation, Parameter, ParameterPresence, Parts, Payload, RequestBody, Scalar, Type,
};

/// The request's items.
pub fn items(server: &Server<'_>, group: &Group, operation: &Operation) -> Vec<TokenStream> {
    let mut items = vec![structure(server, group, operation), from_input(server, operation)];
    if let Some(RequestBody { payload: Payload::Several { name, media }, .. }) = &operation.request {
        items.extend(body_enum(server, operation, name, media));
    }
    items
}

/// The request's name.
pub fn name(operation: &Operation) -> Ident {
    ident(&operation.items.request)
}

fn structure(server: &Server<'_>, group: &Group, operation: &Operation) -> TokenStream {
    let name = name(operation);
    let link = docs::line(&format!("A request for [`{}::{}`].", group.name.as_str(), operation.name.bare()));
    let parameters = operation.parameters.iter().map(|parameter| {
        let docs = docs::outer(&parameter.docs, &parameter_heading(parameter));
        let name = ident(&parameter.name);
        let ty = parameter::field_type(server, parameter);
        quote!(#docs pub #name: #ty,)
    });
    let body = operation.request.as_ref().and_then(|request| {
        let ty = payload_type(server, &request.payload)?;
        let ty = match request.presence {
            ParameterPresence::Required => ty,
            ParameterPresence::Optional => quote!(Option<#ty>),
        };
        let docs = docs::outer(&request.docs, "The body.");
        let name = ident(&request.name);
        Some(quote!(#docs pub #name: #ty,))
    });
    let context = context_name(operation);
    let derives = derives(operation.request.as_ref().is_some_and(|request| request.payload.is_sequence()));
    quote! {
        #link
        #derives
        pub struct #name {
            #(#parameters)*
            #body
            /// The rest of the request.
            pub #context: runtime::RequestContext,
        }
    }
}

/// What is read as it arrives cannot be cloned.
fn derives(is_sequence: bool) -> TokenStream {
    if is_sequence { quote!(#[derive(Debug)]) } else { quote!(#[derive(Debug, Clone)]) }
}

fn from_input(server: &Server<'_>, operation: &Operation) -> TokenStream {
    let name = name(operation);
    let input = ident(&operation.items.input);
    let mut reads = Vec::new();
    let mut fields = Vec::new();
    for parameter in &operation.parameters {
        let name = ident(&parameter.name);
        let read = parameter::read(server.api, &input, parameter, &operation.parameters);
        let allow = types::allow_near(&read);
        reads.push(quote!(#allow let #name = #read;));
        fields.push(quote!(#name: #name?));
    }
    if let Some((request, read)) =
        operation.request.as_ref().and_then(|request| Some((request, read(server, &request.payload)?)))
    {
        let name = ident(&request.name);
        let read = match request.presence {
            ParameterPresence::Required => match &request.payload {
                Payload::Several { name: body, .. } => {
                    let body = ident(body);
                    quote!(<#body as runtime::FromInput>::from_input(#input))
                }
                Payload::One(_) | Payload::Empty => read.of(&input),
            },
            ParameterPresence::Optional => match &request.payload {
                Payload::Several { name: body, .. } => {
                    let body = ident(body);
                    quote!(#input.if_sent(<#body as runtime::FromInput>::from_input))
                }
                Payload::One(_) | Payload::Empty => read.if_sent(&input),
            },
        };
        reads.push(quote!(let #name = #read;));
        fields.push(quote!(#name: #name?));
    }
    let context = context_name(operation);
    quote! {
        impl runtime::FromInput for #name {
            fn from_input(#input: &mut runtime::Input) -> Option<Self> {
                #(#reads)*
                Some(Self { #(#fields,)* #context: #input.context() })
            }
        }
    }
}

fn body_enum(server: &Server<'_>, operation: &Operation, name: &Name, media: &[Media]) -> Vec<TokenStream> {
    let name = ident(name);
    let link = docs::line(&format!("The body of [`{}`].", self::name(operation)));
    let variants = media.iter().map(|media| {
        let docs = docs::line(&docs::code(&media.media_type));
        let name = ident(&media.name);
        let ty = media_type(server, media);
        quote!(#docs #name(#ty),)
    });
    let last = media.len().saturating_sub(1);
    let mut next = 0;
    let arms = media.iter().enumerate().map(|(index, media)| {
        let first = next;
        next += media.media_types().count();
        let pattern = if index == last {
            quote!(_)
        } else {
            let indices = (first..next).map(proc_macro2::Literal::usize_unsuffixed);
            quote!(#(#indices)|*)
        };
        let variant = ident(&media.name);
        let read = media_read(server, media).of(&Ident::new("input", proc_macro2::Span::call_site()));
        quote!(#pattern => #read.map(Self::#variant),)
    });
    let derives = derives(media.iter().any(|media| media.codec.is_sequence()));
    vec![
        quote! {
            #link
            #derives
            pub enum #name { #(#variants)* }
        },
        quote! {
            impl runtime::FromInput for #name {
                fn from_input(input: &mut runtime::Input) -> Option<Self> {
                    match input.media_type()? { #(#arms)* }
                }
            }
        },
    ]
}

/// The declaration of the body: `.body(&["application/json"])`.
pub fn declaration(operation: &Operation) -> TokenStream {
    let Some(request) = &operation.request else { return TokenStream::new() };
    let media_types: Vec<&str> = match &request.payload {
        Payload::Empty => return TokenStream::new(),
        Payload::One(media) => media.media_types().collect(),
        Payload::Several { name: _, media } => media.iter().flat_map(Media::media_types).collect(),
    };
    let codecs = request.payload.media().iter().flat_map(|media| media.media_types().map(|_| media.codec));
    let sequences = codecs.enumerate().filter(|(_, codec)| codec.is_sequence());
    let mut sequences = sequences.map(|(index, _)| proc_macro2::Literal::usize_unsuffixed(index)).peekable();
    let arriving = sequences.peek().is_some().then(|| quote!(.arriving(&[#(#sequences),*])));
    match request.presence {
        ParameterPresence::Required => quote!(.body(&[#(#media_types),*]) #arriving),
        ParameterPresence::Optional => quote!(.optional_body(&[#(#media_types),*]) #arriving),
    }
}

fn payload_type(server: &Server<'_>, payload: &Payload) -> Option<TokenStream> {
    match payload {
        Payload::Empty => None,
        Payload::One(media) => Some(media_type(server, media)),
        Payload::Several { name, media: _ } => {
            let name = ident(name);
            Some(quote!(#name))
        }
    }
}

/// The method of the input that reads a body, and its arguments.
struct Read {
    method: Ident,
    arguments: TokenStream,
    /// What the body must keep beside the rules of its type.
    rules: Vec<TokenStream>,
}

impl Read {
    fn plain(method: &str) -> Self {
        let method = Ident::new(method, proc_macro2::Span::call_site());
        Self { method, arguments: TokenStream::new(), rules: Vec::new() }
    }

    fn with(method: &str, table: &TokenStream) -> Self {
        Self { arguments: quote!(const { #table }), ..Self::plain(method) }
    }

    fn of(&self, input: &Ident) -> TokenStream {
        let Self { method, arguments, rules } = self;
        if rules.is_empty() {
            return quote!(#input.#method(#arguments));
        }
        let read = quote!(#input.by(const { &[#(#rules),*] }).#method(#arguments));
        match types::allow_near(&read) {
            Some(allow) => quote!({ #allow let read = #read; read }),
            None => read,
        }
    }

    fn if_sent(&self, input: &Ident) -> TokenStream {
        if self.arguments.is_empty() && self.rules.is_empty() {
            let method = &self.method;
            quote!(#input.if_sent(runtime::Input::#method))
        } else {
            let read = self.of(&Ident::new("body", proc_macro2::Span::call_site()));
            quote!(#input.if_sent(|body| #read))
        }
    }
}

fn read(server: &Server<'_>, payload: &Payload) -> Option<Read> {
    match payload {
        Payload::Empty => None,
        Payload::One(media) => Some(media_read(server, media)),
        // Read by its own type.
        Payload::Several { .. } => Some(Read::plain("media_type")),
    }
}

/// How a body comes out of the input.
enum Form {
    /// In its type, by this method.
    Typed(&'static str),
    /// Item by item, by this method, as this type.
    Sequence(&'static str, &'static str),
    /// In parts.
    Parts,
    /// As it was sent.
    Bytes,
}

fn form(api: &Api, media: &Media) -> Form {
    match (media.codec, &media.ty) {
        (Codec::Json, _) if media.xml.is_some() => Form::Typed("json_or_xml"),
        (Codec::Json, _) => Form::Typed("json"),
        (Codec::Text, Type::Scalar(Scalar::Bytes)) => Form::Bytes,
        (Codec::Text, _) => Form::Typed("text"),
        (Codec::Form, _) => Form::Typed("form"),
        (Codec::Multipart, ty) => match api.types.parts(ty) {
            Parts::Named => Form::Typed("multipart"),
            Parts::Listed => Form::Typed("mixed"),
            Parts::Untyped => Form::Parts,
        },
        (Codec::Xml, _) => Form::Typed("decoded"),
        (Codec::EventStream(_), _) => Form::Sequence("events", "EventStream"),
        (Codec::JsonLines, _) => Form::Sequence("lines", "JsonLines"),
        (Codec::Bytes, _) => Form::Bytes,
    }
}

fn media_type(server: &Server<'_>, media: &Media) -> TokenStream {
    match form(server.api, media) {
        Form::Typed(_) => server.types.ty(&media.ty),
        Form::Sequence(_, stream) => {
            let (stream, item) = (Ident::new(stream, proc_macro2::Span::call_site()), response::item(server, media));
            quote!(runtime::#stream<#item>)
        }
        Form::Parts => quote!(Vec<runtime::BodyPart>),
        Form::Bytes => quote!(axum::body::Bytes),
    }
}

fn media_read(server: &Server<'_>, media: &Media) -> Read {
    Read { rules: types::rules(&media.constraints, &quote!(types::runtime)), ..plain_read(server, media) }
}

fn plain_read(server: &Server<'_>, media: &Media) -> Read {
    if let Some(root) = types::xml_root(server.api, media)
        && let Form::Typed(method) = form(server.api, media)
    {
        return Read { arguments: quote!(|text| #root.decode(text)), ..Read::plain(method) };
    }
    let table = table(server.api, &media.ty, &media.encodings);
    match (form(server.api, media), table) {
        (Form::Typed("form"), Some(table)) => Read::with("form_with", &table),
        (Form::Typed("multipart"), Some(table)) => Read::with("multipart_with", &table),
        (Form::Typed("mixed"), Some(table)) => Read::with("mixed", &table),
        (Form::Typed("mixed"), None) => Read { arguments: quote!(&[]), ..Read::plain("mixed") },
        (Form::Typed(method), _) => Read::plain(method),
        (Form::Sequence(method, _), _) => Read::plain(method),
        (Form::Parts, _) => Read::plain("parts"),
        (Form::Bytes, _) => Read::plain("bytes"),
    }
}

/// The field that holds the rest of the request.
pub fn context_name(operation: &Operation) -> Ident {
    ident(&operation.items.context)
}

/// What a parameter is called on the wire: its documentation where the vendor says nothing.
fn parameter_heading(parameter: &Parameter) -> String {
    if parameter.wire_name.trim().is_empty() {
        "The parameter without a name.".to_owned()
    } else {
        docs::code(&parameter.wire_name)
    }
}

//! How an operation is called: its method, and a setter for each thing that is optional.

use super::docs;
use super::names::ident;
use super::rust_type::{self, Passing};
use super::scope::Scope;
use crate::emit::docs::code;
use crate::emit::types;
use crate::ir::{
    Api, Codec, Encoded, Encoding, EncodingFormat, Media, Operation, Parameter, ParameterFormat, ParameterLocation,
    ParameterPresence, ParameterScope, PathPiece, Payload, Style, Target,
};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

/// An argument, and the statement that writes it into `request`.
struct Written {
    argument: TokenStream,
    /// Writes into the expression that is given.
    statement: TokenStream,
}

/// Arguments and body of an operation's method. `call` names the variable that holds the call.
pub fn method_parts(api: &Api, operation: &Operation, scope: &Scope) -> (Vec<TokenStream>, TokenStream) {
    let request = quote!(call.request);
    let mut arguments = Vec::new();
    let mut statements = Vec::new();
    let url = match &operation.target {
        Target::Server => None,
        Target::Receiver(receiver) => Some(ident(&receiver.url)),
    };
    arguments.extend(url.as_ref().map(|url| quote!(#url: &str)));
    for parameter in &operation.parameters {
        match (parameter.scope, parameter.presence) {
            (ParameterScope::Client(number), _) => {
                let number = Literal::usize_unsuffixed(number);
                let value = quote!(self.client.core.parameter(#number));
                statements.push(write_parameter(parameter, &request, scope, &value));
            }
            (ParameterScope::Operation, ParameterPresence::Required) => {
                let written = parameter_setter(api, parameter, &request, scope);
                arguments.push(written.argument);
                statements.push(written.statement);
            }
            (ParameterScope::Operation, ParameterPresence::Optional) => {}
        }
    }
    if let Some(body) = operation.request.as_ref().filter(|body| body.presence == ParameterPresence::Required)
        && let Some(written) = body_setter(api, &body.payload, &request, scope)
    {
        arguments.push(written.argument);
        statements.push(written.statement);
    }
    let new = scope.runtime("Call");
    let new = match url {
        None => quote!(#new::new(&self.client.core)),
        Some(url) => quote!(#new::to_receiver(&self.client.core, #url)),
    };
    let body = if statements.is_empty() { new } else { quote!(let mut call = #new; #(#statements)* call) };
    (arguments, body)
}

/// The setters of what is optional.
pub fn setters(api: &Api, operation: &Operation, scope: &Scope) -> Vec<TokenStream> {
    let request = quote!(self.request);
    let optional = |parameter: &&Parameter| {
        parameter.scope == ParameterScope::Operation && parameter.presence == ParameterPresence::Optional
    };
    let mut setters: Vec<TokenStream> = operation
        .parameters
        .iter()
        .filter(optional)
        .map(|parameter| {
            let Written { argument, statement } = parameter_setter(api, parameter, &request, scope);
            let docs = docs::parameter(parameter);
            setter(&docs, &ident(&parameter.name), &argument, &statement)
        })
        .collect();
    if let Some(body) = operation.request.as_ref().filter(|body| body.presence == ParameterPresence::Optional)
        && let Some(Written { argument, statement }) = body_setter(api, &body.payload, &request, scope)
    {
        setters.push(setter(&docs::body(body), &ident(&body.name), &argument, &statement));
    }
    setters
}

fn setter(docs: &TokenStream, name: &Ident, argument: &TokenStream, statement: &TokenStream) -> TokenStream {
    quote! {
        #docs
        #[inline]
        pub fn #name(mut self, #argument) -> Self {
            #statement
            self
        }
    }
}

fn parameter_setter(api: &Api, parameter: &Parameter, request: &TokenStream, scope: &Scope) -> Written {
    let name = ident(&parameter.name);
    let argument = rust_type::argument(api, &parameter.ty);
    let ty = argument.ty;
    let value = match argument.passing {
        Passing::Reference => quote!(#name),
        Passing::Value => quote!(&#name),
    };
    Written { argument: quote!(#name: #ty), statement: write_parameter(parameter, request, scope, &value) }
}

/// The statement that writes a parameter. `value` is a reference.
fn write_parameter(parameter: &Parameter, request: &TokenStream, scope: &Scope, value: &TokenStream) -> TokenStream {
    let name = parameter.wire_name.as_str();
    let value = match parameter.format {
        ParameterFormat::Content(Codec::Json) => {
            let json = scope.runtime("JsonText");
            quote!(&#json(#value))
        }
        ParameterFormat::Content(_) | ParameterFormat::Styled { .. } => value.clone(),
    };
    if parameter.location == ParameterLocation::QueryString {
        return quote!(#request.query_string(#name, #value););
    }
    let format = match parameter.format {
        ParameterFormat::Styled { style, explode, allow_reserved } => format(scope, style, explode, allow_reserved),
        ParameterFormat::Content(_) => match parameter.location {
            ParameterLocation::Path | ParameterLocation::Header => format(scope, Style::Simple, false, false),
            ParameterLocation::Query | ParameterLocation::QueryString | ParameterLocation::Cookie => {
                format(scope, Style::Form, true, false)
            }
        },
    };
    match parameter.location {
        ParameterLocation::Path if parameter.allow_empty => quote!(#request.path_or_empty(#name, #format, #value);),
        ParameterLocation::Path => quote!(#request.path(#name, #format, #value);),
        ParameterLocation::Query | ParameterLocation::QueryString => quote!(#request.query(#name, #format, #value);),
        ParameterLocation::Header => quote!(#request.header(#name, #format, #value);),
        ParameterLocation::Cookie => quote!(#request.cookie(#name, #format, #value);),
    }
}

fn format(scope: &Scope, style: Style, explode: bool, allow_reserved: bool) -> TokenStream {
    let (name, exploded_by_default) = match style {
        Style::Matrix => ("MATRIX", false),
        Style::Label => ("LABEL", false),
        Style::Simple => ("SIMPLE", false),
        Style::Form => ("FORM", true),
        Style::SpaceDelimited => ("SPACE_DELIMITED", false),
        Style::PipeDelimited => ("PIPE_DELIMITED", false),
        Style::DeepObject => ("DEEP_OBJECT", true),
        Style::Cookie => ("COOKIE", true),
    };
    let (of, name) = (scope.runtime("Format"), Ident::new(name, Span::call_site()));
    let explode = match (explode, exploded_by_default || style == Style::DeepObject) {
        (true, false) => quote!(.exploded()),
        (false, true) if style != Style::DeepObject => quote!(.joined()),
        (true, true) | (false, false | true) => quote!(),
    };
    let reserved = if allow_reserved { quote!(.reserved()) } else { quote!() };
    quote!(#of::#name #explode #reserved)
}

fn body_setter(api: &Api, payload: &Payload, request: &TokenStream, scope: &Scope) -> Option<Written> {
    match payload {
        Payload::Empty => None,
        Payload::One(media) => {
            let argument = body_argument(api, media, scope);
            let (ty, statement) = (argument.ty, write_body(api, media, request, argument.passing, scope));
            Some(Written { argument: quote!(body: #ty), statement })
        }
        Payload::Several { name: ty, media } => {
            let ty = ident(ty);
            let arms = media.iter().map(|media| {
                let variant = ident(&media.name);
                let passing = if rust_type::is_typed(media.codec) { Passing::Value } else { Passing::Reference };
                let statement = write_body(api, media, request, passing, scope);
                quote!(#ty::#variant(body) => { #statement })
            });
            Some(Written { argument: quote!(body: #ty), statement: quote!(match body { #(#arms)* }) })
        }
    }
}

/// A body's enum, where it may be of several media types.
pub fn body_enum(api: &Api, operation: &Operation, scope: &Scope) -> Option<TokenStream> {
    let Payload::Several { name, media } = &operation.request.as_ref()?.payload else { return None };
    let name = ident(name);
    let docs = docs::own(format!("A body of `{}`.", operation.name.bare()));
    let variants = media.iter().map(|media| {
        let (docs, variant) = (docs::own(code(&media.media_type)), ident(&media.name));
        let ty = match rust_type::item(api, media) {
            Some(item) => {
                let items = scope.runtime("Items");
                quote!(#items<#item>)
            }
            None if rust_type::is_typed(media.codec) => rust_type::owned(api, &media.ty),
            None => scope.runtime("Body"),
        };
        quote!(#docs #variant(#ty))
    });
    Some(quote! {
        #docs
        #[derive(Debug)]
        pub enum #name { #(#variants),* }
    })
}

fn body_argument(api: &Api, media: &Media, scope: &Scope) -> rust_type::Argument {
    if rust_type::is_typed(media.codec) {
        return rust_type::argument(api, &media.ty);
    }
    if let Some(item) = rust_type::item(api, media) {
        let items = scope.runtime("Items");
        return rust_type::Argument { ty: quote!(impl Into<#items<#item>>), passing: Passing::Reference };
    }
    let body = scope.runtime("Body");
    rust_type::Argument { ty: quote!(impl Into<#body>), passing: Passing::Reference }
}

fn write_body(api: &Api, media: &Media, request: &TokenStream, passing: Passing, scope: &Scope) -> TokenStream {
    let media_type = media.sent_as();
    let value = match passing {
        Passing::Reference => quote!(body),
        Passing::Value => quote!(&body),
    };
    match media.codec {
        Codec::Json => quote!(#request.json(#media_type, #value);),
        Codec::Form => match table(&media.encodings, scope) {
            None => quote!(#request.form(#media_type, #value);),
            Some(table) => quote!(#request.form_with(#media_type, const { #table }, #value);),
        },
        Codec::Multipart => match table(&media.encodings, scope) {
            None => quote!(#request.multipart(#media_type, #value);),
            Some(table) => quote!(#request.multipart_with(#media_type, const { #table }, #value);),
        },
        Codec::EventStream(_) => quote!(#request.events(#media_type, body);),
        Codec::JsonLines => quote!(#request.lines(#media_type, body);),
        Codec::Xml => {
            let root = xml_root(api, media);
            quote!(#request.encoded(#media_type, #root.encode(#value));)
        }
        Codec::Text | Codec::Bytes => {
            quote!(#request.body(#media_type, body);)
        }
    }
}

/// The table of what is not encoded as by default; `None` where all is.
fn table(encodings: &[Encoding], scope: &Scope) -> Option<TokenStream> {
    let one = |encoding: &Encoding| {
        let how = match &encoding.format {
            EncodingFormat::Default | EncodingFormat::Literal => return None,
            EncodingFormat::Content(list) => quote!(.content(#list)),
            EncodingFormat::Styled { style, explode, allow_reserved } => {
                let format = format(scope, *style, *explode, *allow_reserved);
                quote!(.styled(#format))
            }
        };
        let name = scope.runtime("Encoding");
        let of = match &encoding.of {
            Encoded::Property(property) => quote!(#name::property(#property)),
            Encoded::Position(position) => {
                let position = Literal::usize_unsuffixed(*position);
                quote!(#name::position(#position))
            }
            Encoded::Items => quote!(#name::items()),
        };
        let nested = table(&encoding.nested, scope).map(|nested| quote!(.parts(const { #nested })));
        Some(quote!(#of #how #nested))
    };
    let all: Vec<TokenStream> = encodings.iter().filter_map(one).collect();
    (!all.is_empty()).then(|| quote!(&[#(#all),*]))
}

/// The media type of a body in parts, if the operation takes one.
pub fn in_parts(operation: &Operation) -> Option<&str> {
    let media = match &operation.request.as_ref()?.payload {
        Payload::Empty => &[][..],
        Payload::One(media) => std::slice::from_ref(media),
        Payload::Several { media, .. } => media,
    };
    media.iter().find(|media| media.codec == Codec::Multipart).map(Media::sent_as)
}

/// The root of a body in XML.
pub fn xml_root(api: &Api, media: &Media) -> TokenStream {
    types::xml_root(api, media).unwrap_or_default()
}

/// The path template, its parameters in braces.
pub fn template(operation: &Operation) -> String {
    let piece = |piece: &PathPiece| match piece {
        PathPiece::Literal(text) => literal(text),
        PathPiece::Parameter(index) => {
            let name = operation.parameters.get(*index).map_or("", |parameter| parameter.wire_name.as_str());
            format!("{{{name}}}")
        }
    };
    let path: String = operation.path.iter().map(piece).collect();
    let path = path.split('#').next().unwrap_or("");
    let below_receiver = path.is_empty() && operation.target != Target::Server;
    if path.starts_with('/') || below_receiver { path.to_owned() } else { format!("/{path}") }
}

/// The query that is always sent, as a URL has it.
pub fn constant_query(operation: &Operation) -> String {
    let pairs = operation.query.iter().map(|(name, value)| match value.as_str() {
        "" => in_query(name),
        value => format!("{}={}", in_query(name), in_query(value)),
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// Text of a query, without what would end a name, a value or the query.
fn in_query(text: &str) -> String {
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$'()*,;:@/?".contains(&byte);
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if kept(byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Text of a path as a URL can hold it; escapes that are there already stay.
fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_graphic() && !matches!(c, '{' | '}' | '"' | '<' | '>' | '\\' | '^' | '`' | '|') {
            out.push(c);
        } else {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        }
    }
    out
}

//! Parameters: how each is declared to the runtime and read by it.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::Server;
use crate::emit::types::rules;
use crate::ir::{
    Absence, Additional, Api, Codec, Json, Parameter, ParameterFormat, ParameterLocation, Secrecy, Shape, Style, Type,
};

/// The type of the request's field.
pub fn field_type(server: &Server<'_>, parameter: &Parameter) -> TokenStream {
    let ty = server.types.ty(&parameter.ty);
    match parameter.absence {
        Absence::Refused | Absence::Default(_) => ty,
        Absence::Nothing => quote!(Option<#ty>),
    }
}

/// The call that reads the parameter.
pub fn read(api: &Api, input: &proc_macro2::Ident, parameter: &Parameter, all: &[Parameter]) -> TokenStream {
    let mut declaration = declaration(api, parameter);
    let is_bracketed = |other: &Parameter| other.wire_name.strip_suffix("[]") == Some(&parameter.wire_name);
    if all.iter().any(is_bracketed) {
        declaration = quote!(#declaration.beside_brackets());
    }
    match &parameter.absence {
        Absence::Refused => quote!(#input.required(&#declaration)),
        Absence::Nothing => quote!(#input.optional(&#declaration)),
        Absence::Default(Json(text)) => {
            let text = text.as_ref();
            quote!(#input.or_default(&#declaration, #text))
        }
    }
}

fn declaration(api: &Api, parameter: &Parameter) -> TokenStream {
    let name = &parameter.wire_name;
    let constructor = match parameter.location {
        ParameterLocation::Path => quote!(path),
        ParameterLocation::Query => quote!(query),
        ParameterLocation::QueryString => quote!(query_string),
        ParameterLocation::Header => quote!(header),
        ParameterLocation::Cookie => quote!(cookie),
    };
    let style = style(parameter);
    let styled = match parameter.format {
        ParameterFormat::Styled { .. } => parameter.location != ParameterLocation::QueryString,
        ParameterFormat::Content(_) => false,
    };
    let shape = if styled { shaped(api, &parameter.ty) } else { TokenStream::new() };
    let rules = rules(&parameter.constraints, &quote!(types::runtime));
    let rules = if rules.is_empty() { TokenStream::new() } else { quote!(.rules(&[#(#rules),*])) };
    let secret = (parameter.secrecy == Secrecy::Secret).then(|| quote!(.secret()));
    quote!(runtime::Parameter::#constructor(#name) #style #shape #rules #secret)
}

/// The declaration of a property of a form that has a style, as of a parameter in the query.
pub fn of_property(api: &Api, name: &str, ty: &Type, style: Style, explode: bool) -> TokenStream {
    let style = if (style, explode) == (Style::Form, true) { TokenStream::new() } else { styled(style, explode) };
    let shape = shaped(api, ty);
    quote!(runtime::Parameter::query(#name) #style #shape)
}

fn shaped(api: &Api, ty: &Type) -> TokenStream {
    match shape(api, ty, 0) {
        Some(Kind::Scalar) | None => TokenStream::new(),
        Some(Kind::List) => quote!(.shape(runtime::Shape::List)),
        Some(Kind::Object(keys)) => quote!(.shape(runtime::Shape::Object(&[#(#keys),*]))),
        Some(Kind::Map) => quote!(.shape(runtime::Shape::Map)),
    }
}

/// The style, where it is not the location's own.
fn style(parameter: &Parameter) -> TokenStream {
    let (style, explode) = match parameter.format {
        ParameterFormat::Content(Codec::Json) => return quote!(.json()),
        ParameterFormat::Content(Codec::Form) if parameter.location == ParameterLocation::QueryString => {
            return TokenStream::new();
        }
        ParameterFormat::Content(_) if parameter.location == ParameterLocation::QueryString => {
            return quote!(.style(runtime::Style::Simple, runtime::Explode::Joined));
        }
        // The whole text.
        ParameterFormat::Content(
            Codec::Form
            | Codec::Multipart
            | Codec::Text
            | Codec::Bytes
            | Codec::EventStream(_)
            | Codec::JsonLines
            | Codec::Xml,
        ) => return TokenStream::new(),
        ParameterFormat::Styled { style, explode, allow_reserved: _ } => (style, explode),
    };
    let usual = match parameter.location {
        ParameterLocation::Path | ParameterLocation::Header => (Style::Simple, false),
        ParameterLocation::Query | ParameterLocation::Cookie => (Style::Form, true),
        ParameterLocation::QueryString => return TokenStream::new(),
    };
    if (style, explode) == usual {
        return TokenStream::new();
    }
    styled(style, explode)
}

fn styled(style: Style, explode: bool) -> TokenStream {
    let style = match style {
        Style::Matrix => quote!(Matrix),
        Style::Label => quote!(Label),
        Style::Simple => quote!(Simple),
        Style::Form => quote!(Form),
        Style::SpaceDelimited => quote!(SpaceDelimited),
        Style::PipeDelimited => quote!(PipeDelimited),
        Style::DeepObject => quote!(DeepObject),
        Style::Cookie => quote!(Cookie),
    };
    let explode = if explode { quote!(Exploded) } else { quote!(Joined) };
    quote!(.style(runtime::Style::#style, runtime::Explode::#explode))
}

/// What kind of value a type is written as.
enum Kind {
    Scalar,
    List,
    Object(Vec<String>),
    Map,
}

/// Newtypes of newtypes deeper than this are not followed.
const DEPTH: usize = 8;

fn shape(api: &Api, ty: &Type, depth: usize) -> Option<Kind> {
    if depth > DEPTH {
        return None;
    }
    match ty {
        Type::List(_) | Type::Tuple(_) => Some(Kind::List),
        Type::Map(_) => Some(Kind::Map),
        Type::Nullable(inner) => shape(api, inner, depth + 1),
        Type::Defined(id) | Type::Boxed(id) => match &api.types.get(*id).shape {
            Shape::Structure(structure) => Some(match structure.additional {
                Additional::Kept { .. } => Kind::Map,
                Additional::Ignored | Additional::Refused => {
                    Kind::Object(structure.keys().map(str::to_owned).collect())
                }
            }),
            Shape::Newtype(newtype) => shape(api, &newtype.ty, depth + 1),
            Shape::Enumeration(_) => Some(Kind::Scalar),
            // A list of one text is read as a text too.
            Shape::Union(union) => {
                let kinds = union.variants.iter().filter_map(|variant| shape(api, &variant.ty, depth + 1));
                let mut compound = kinds.filter(|kind| !matches!(kind, Kind::Scalar));
                Some(compound.next().unwrap_or(Kind::Scalar))
            }
        },
        Type::Unit | Type::Scalar(_) | Type::External(_) | Type::Any => Some(Kind::Scalar),
    }
}

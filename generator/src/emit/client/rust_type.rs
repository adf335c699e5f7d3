//! Types of the IR as the client names them.
//!
//! Takes a [`Type`]; gives its path as an owned value or as an argument, and the crates it needs. Never declares a type.

use super::ident;
use crate::ir::{Api, Codec, DateTimeLibrary, Payload, Scalar, Shape, Type};
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeSet;

/// The type of a value that the caller owns.
pub fn owned(api: &Api, ty: &Type) -> TokenStream {
    match ty {
        Type::Unit => quote!(()),
        Type::Scalar(scalar) => owned_scalar(api, *scalar),
        Type::List(item) => {
            let item = owned(api, item);
            quote!(Vec<#item>)
        }
        Type::Map(value) => {
            let value = owned(api, value);
            quote!(std::collections::BTreeMap<String, #value>)
        }
        Type::Tuple(items) => {
            let items = items.iter().map(|item| owned(api, item));
            quote!((#(#items,)*))
        }
        Type::Nullable(inner) => {
            let inner = owned(api, inner);
            quote!(Option<#inner>)
        }
        Type::Defined(id) | Type::Boxed(id) => {
            let name = ident(&api.types.get(*id).name);
            quote!(types::#name)
        }
        Type::External(path) => path.parse().unwrap_or_else(|_| quote!(serde_json::Value)),
        Type::Any => quote!(serde_json::Value),
    }
}

/// How an argument is given.
pub struct Argument {
    /// Its type.
    pub ty: TokenStream,
    /// Whether the type is a reference already.
    pub passing: Passing,
}

/// Whether an argument is given by reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passing {
    /// `&T`
    Reference,
    /// `T`
    Value,
}

/// The type of an argument that is only read.
pub fn argument(api: &Api, ty: &Type) -> Argument {
    let value = |ty| Argument { ty, passing: Passing::Value };
    let reference = |ty| Argument { ty: quote!(&#ty), passing: Passing::Reference };
    match ty {
        Type::Scalar(Scalar::String | Scalar::Secret) => reference(quote!(str)),
        Type::Scalar(Scalar::Base64 | Scalar::Bytes) => reference(owned(api, ty)),
        Type::Scalar(Scalar::DateTime | Scalar::Date | Scalar::Time) if api.date_time == DateTimeLibrary::Text => {
            reference(quote!(str))
        }
        Type::Scalar(
            Scalar::Boolean
            | Scalar::I32
            | Scalar::I64
            | Scalar::U32
            | Scalar::U64
            | Scalar::F32
            | Scalar::F64
            | Scalar::DateTime
            | Scalar::Date
            | Scalar::Time
            | Scalar::Uuid,
        )
        | Type::Unit => value(owned(api, ty)),
        Type::List(item) => {
            let item = argument(api, item).ty;
            reference(quote!([#item]))
        }
        Type::Nullable(inner) => {
            let inner = argument(api, inner).ty;
            value(quote!(Option<#inner>))
        }
        Type::Defined(id) | Type::Boxed(id) => match api.types.get(*id).shape {
            Shape::Enumeration(_) => value(owned(api, ty)),
            Shape::Structure(_) | Shape::Union(_) | Shape::Newtype(_) => reference(owned(api, ty)),
        },
        Type::Map(_) | Type::Tuple(_) | Type::External(_) | Type::Any => reference(owned(api, ty)),
    }
}

fn owned_scalar(api: &Api, scalar: Scalar) -> TokenStream {
    match scalar {
        Scalar::Boolean => quote!(bool),
        Scalar::I32 => quote!(i32),
        Scalar::I64 => quote!(i64),
        Scalar::U32 => quote!(u32),
        Scalar::U64 => quote!(u64),
        Scalar::F32 => quote!(f32),
        Scalar::F64 => quote!(f64),
        Scalar::String => quote!(String),
        Scalar::Secret => quote!(types::runtime::Secret),
        Scalar::DateTime => match api.date_time {
            DateTimeLibrary::Chrono => quote!(chrono::DateTime<chrono::FixedOffset>),
            DateTimeLibrary::Jiff => quote!(jiff::Timestamp),
            DateTimeLibrary::Time => quote!(time::OffsetDateTime),
            DateTimeLibrary::Text => quote!(String),
        },
        Scalar::Date => match api.date_time {
            DateTimeLibrary::Chrono => quote!(chrono::NaiveDate),
            DateTimeLibrary::Jiff => quote!(jiff::civil::Date),
            DateTimeLibrary::Time => quote!(time::Date),
            DateTimeLibrary::Text => quote!(String),
        },
        Scalar::Time => match api.date_time {
            DateTimeLibrary::Chrono => quote!(chrono::NaiveTime),
            DateTimeLibrary::Jiff => quote!(jiff::civil::Time),
            DateTimeLibrary::Time => quote!(time::Time),
            DateTimeLibrary::Text => quote!(String),
        },
        Scalar::Uuid => quote!(uuid::Uuid),
        Scalar::Base64 => quote!(types::runtime::Base64),
        Scalar::Bytes => quote!(types::runtime::Bytes),
    }
}

/// The crates that the client itself must name: those of types that stand in a parameter or at the top of a body.
pub fn crates(api: &Api) -> BTreeSet<&'static str> {
    let mut crates = BTreeSet::new();
    for (_, operation) in api.operations() {
        for parameter in &operation.parameters {
            collect(api, &parameter.ty, &mut crates);
        }
        let responses = operation.responses.iter().map(|response| &response.payload);
        for payload in responses.chain(operation.request.iter().map(|request| &request.payload)) {
            let media = match payload {
                Payload::Empty => &[][..],
                Payload::One(media) => std::slice::from_ref(media),
                Payload::Several { media, .. } => media,
            };
            for media in media.iter().filter(|media| is_typed(media.codec)) {
                collect(api, &media.ty, &mut crates);
            }
        }
    }
    for parameter in &api.client_parameters {
        collect(api, &parameter.ty, &mut crates);
    }
    crates
}

/// Whether a body of that codec is of a type of the document; others are text or bytes.
pub fn is_typed(codec: Codec) -> bool {
    match codec {
        Codec::Json | Codec::Form | Codec::Multipart => true,
        Codec::Text | Codec::Bytes | Codec::EventStream | Codec::JsonLines | Codec::Xml => false,
    }
}

fn collect(api: &Api, ty: &Type, crates: &mut BTreeSet<&'static str>) {
    match ty {
        Type::Scalar(Scalar::DateTime | Scalar::Date | Scalar::Time) => match api.date_time {
            DateTimeLibrary::Chrono => drop(crates.insert("chrono")),
            DateTimeLibrary::Jiff => drop(crates.insert("jiff")),
            DateTimeLibrary::Time => drop(crates.insert("time")),
            DateTimeLibrary::Text => {}
        },
        Type::Scalar(Scalar::Uuid) => drop(crates.insert("uuid")),
        Type::Any => drop(crates.insert("serde_json")),
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => collect(api, inner, crates),
        Type::Tuple(items) => items.iter().for_each(|item| collect(api, item, crates)),
        Type::Unit
        | Type::Defined(_)
        | Type::Boxed(_)
        | Type::External(_)
        | Type::Scalar(
            Scalar::Boolean
            | Scalar::I32
            | Scalar::I64
            | Scalar::U32
            | Scalar::U64
            | Scalar::F32
            | Scalar::F64
            | Scalar::String
            | Scalar::Secret
            | Scalar::Base64
            | Scalar::Bytes,
        ) => {}
    }
}

//! Types of the IR as arguments and outputs of the client.
//!
//! Takes a [`Type`]; gives its path as an owned value or as an argument. Never declares a type.

use crate::emit::types::TypePaths;
use crate::ir::{Api, Codec, DateTimeLibrary, EventItem, Media, Scalar, Shape, Type};
use proc_macro2::TokenStream;
use quote::quote;

/// The type of a value that the caller owns.
pub fn owned(api: &Api, ty: &Type) -> TokenStream {
    TypePaths::outside(api).ty(ty)
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

/// The type of an argument that is only read: texts, lists and structures by reference, what is small by value.
pub fn argument(api: &Api, ty: &Type) -> Argument {
    let value = |ty| Argument { ty, passing: Passing::Value };
    let reference = |ty| Argument { ty: quote!(&#ty), passing: Passing::Reference };
    match ty {
        Type::Scalar(Scalar::String | Scalar::BoxedString | Scalar::Secret) => reference(quote!(str)),
        Type::Scalar(Scalar::Base64 | Scalar::Bytes) => reference(owned(api, ty)),
        Type::Scalar(Scalar::DateTime | Scalar::Date | Scalar::Time) => match api.date_time {
            DateTimeLibrary::Text => reference(quote!(str)),
            DateTimeLibrary::Chrono | DateTimeLibrary::Jiff | DateTimeLibrary::Time => value(owned(api, ty)),
        },
        Type::Scalar(
            Scalar::Boolean
            | Scalar::I32
            | Scalar::I64
            | Scalar::U32
            | Scalar::U64
            | Scalar::F32
            | Scalar::F64
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
            Shape::Enumeration(_) => value(owned(api, &Type::Defined(*id))),
            Shape::Structure(_) | Shape::Union(_) | Shape::Newtype(_) => reference(owned(api, &Type::Defined(*id))),
        },
        Type::Map(_) | Type::Tuple(_) | Type::External(_) | Type::Any => reference(owned(api, ty)),
    }
}

/// Whether a body of that codec is of a type of the document; others are text or bytes.
pub fn is_typed(codec: Codec) -> bool {
    match codec {
        Codec::Json | Codec::Form | Codec::Multipart => true,
        Codec::Xml => true,
        Codec::EventStream(_) | Codec::JsonLines => false,
        Codec::Text | Codec::Bytes => false,
    }
}

/// What one item of a sequence is; `None` for bodies that are no sequence.
pub fn item(api: &Api, media: &Media) -> Option<TokenStream> {
    let ty = owned(api, &media.ty);
    match media.codec {
        Codec::EventStream(EventItem::Data) => Some(quote!(crate::Event<#ty>)),
        Codec::EventStream(EventItem::Event) | Codec::JsonLines => Some(ty),
        Codec::Json | Codec::Form | Codec::Multipart | Codec::Text | Codec::Bytes | Codec::Xml => None,
    }
}

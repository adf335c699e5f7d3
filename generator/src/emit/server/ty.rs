//! Types of the `types` crate, as the server names them.

use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeSet;

use super::path::ident;
use crate::ir::{Api, DateTimeLibrary, Scalar, Type};

/// Crates beside `types` that a type comes from: lines of `[dependencies]`.
pub type Dependencies = BTreeSet<&'static str>;

/// A type.
pub fn tokens(api: &Api, ty: &Type) -> TokenStream {
    match ty {
        Type::Unit => quote!(()),
        Type::Scalar(scalar) => scalar_tokens(api.date_time, *scalar),
        Type::List(item) => {
            let item = tokens(api, item);
            quote!(Vec<#item>)
        }
        Type::Map(value) => {
            let value = tokens(api, value);
            quote!(std::collections::BTreeMap<String, #value>)
        }
        Type::Tuple(items) => {
            let items = items.iter().map(|item| tokens(api, item));
            quote!((#(#items,)*))
        }
        Type::Nullable(inner) => {
            let inner = tokens(api, inner);
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

fn scalar_tokens(date_time: DateTimeLibrary, scalar: Scalar) -> TokenStream {
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
        Scalar::DateTime => match date_time {
            DateTimeLibrary::Chrono => quote!(chrono::DateTime<chrono::FixedOffset>),
            DateTimeLibrary::Jiff => quote!(jiff::Timestamp),
            DateTimeLibrary::Time => quote!(time::OffsetDateTime),
            DateTimeLibrary::Text => quote!(String),
        },
        Scalar::Date => match date_time {
            DateTimeLibrary::Chrono => quote!(chrono::NaiveDate),
            DateTimeLibrary::Jiff => quote!(jiff::civil::Date),
            DateTimeLibrary::Time => quote!(time::Date),
            DateTimeLibrary::Text => quote!(String),
        },
        Scalar::Time => match date_time {
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

/// Notes the crates that a type is written with.
pub fn dependencies(api: &Api, ty: &Type, found: &mut Dependencies) {
    match ty {
        Type::Scalar(scalar) => found.extend(dependency(api.date_time, *scalar)),
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => dependencies(api, inner, found),
        Type::Tuple(items) => items.iter().for_each(|item| dependencies(api, item, found)),
        Type::Unit | Type::Defined(_) | Type::Boxed(_) | Type::External(_) | Type::Any => {}
    }
}

fn dependency(date_time: DateTimeLibrary, scalar: Scalar) -> Option<&'static str> {
    match scalar {
        Scalar::DateTime | Scalar::Date | Scalar::Time => match date_time {
            DateTimeLibrary::Chrono => Some("chrono = { version = \"0.4\", default-features = false }"),
            DateTimeLibrary::Jiff => {
                Some("jiff = { version = \"0.2\", default-features = false, features = [\"std\"] }")
            }
            DateTimeLibrary::Time => Some("time = { version = \"0.3\", default-features = false }"),
            DateTimeLibrary::Text => None,
        },
        Scalar::Uuid => Some("uuid = { version = \"1\", default-features = false }"),
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
        | Scalar::Bytes => None,
    }
}

//! `From` for unions and newtypes, where the api says so.

use super::path::{TypePaths, ident};
use crate::ir::{Conversion, Definition, Shape, Type, Variant};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// The implementations for a type.
pub(super) fn implementations(paths: &TypePaths<'_>, definition: &Definition) -> Vec<TokenStream> {
    let name = &ident(definition.name.as_str());
    match &definition.shape {
        Shape::Union(union) => {
            let of = |variant: &Variant| {
                let variant_name = ident(variant.name.as_str());
                implementation(paths, name, &quote!(Self::#variant_name), &variant.ty, variant.conversion)
            };
            union.variants.iter().flat_map(of).collect()
        }
        Shape::Newtype(newtype) => implementation(paths, name, &quote!(Self), &newtype.ty, newtype.conversion),
        Shape::Structure(_) | Shape::Enumeration(_) => Vec::new(),
    }
}

fn implementation(
    paths: &TypePaths<'_>,
    name: &Ident,
    made: &TokenStream,
    ty: &Type,
    conversion: Conversion,
) -> Vec<TokenStream> {
    // A path that is written is imported.
    if conversion == Conversion::None {
        return Vec::new();
    }
    // Where a value stands is no concern of who gives it.
    let (held, value) = match ty {
        Type::Boxed(id) => (paths.ty(&Type::Defined(*id)), quote!(Box::new(value))),
        ty => (paths.ty(ty), quote!(value)),
    };
    let by_value = quote! {
        impl From<#held> for #name {
            #[inline]
            fn from(value: #held) -> Self {
                #made(#value)
            }
        }
    };
    let borrowed = (conversion == Conversion::Text).then(|| {
        quote! {
            impl From<&str> for #name {
                #[inline]
                fn from(value: &str) -> Self {
                    #made(value.to_owned())
                }
            }
        }
    });
    std::iter::once(by_value).chain(borrowed).collect()
}

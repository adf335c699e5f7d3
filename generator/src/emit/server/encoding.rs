//! Encodings of forms and multipart bodies, as tables that the runtime reads by.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::parameter;
use crate::ir::{Api, Encoded, Encoding, EncodingFormat, Shape, Type};

/// Newtypes of newtypes deeper than this are not followed.
const DEPTH: usize = 8;

/// The table of what is not encoded as by default; `None` where all is.
pub fn table(api: &Api, ty: &Type, encodings: &[Encoding]) -> Option<TokenStream> {
    let one = |encoding: &Encoding| {
        let of = match &encoding.of {
            Encoded::Property(property) => quote!(property(#property)),
            Encoded::Position(position) => {
                let position = Literal::usize_unsuffixed(*position);
                quote!(position(#position))
            }
            Encoded::Items => quote!(items()),
        };
        let own = held(api, ty, &encoding.of);
        let how = match &encoding.format {
            EncodingFormat::Default => return None,
            EncodingFormat::Literal => TokenStream::new(),
            EncodingFormat::Content(list) => quote!(.content(#list)),
            EncodingFormat::Styled { style, explode, allow_reserved: _ } => match &encoding.of {
                Encoded::Property(property) => {
                    let parameter = parameter::of_property(api, property, own, *style, *explode);
                    quote!(.styled(#parameter))
                }
                Encoded::Position(_) | Encoded::Items => return None,
            },
        };
        let nested = table(api, own, &encoding.nested).map(|nested| quote!(.parts(const { #nested })));
        Some(quote!(runtime::Encoding::#of #how #nested))
    };
    let mut all: Vec<TokenStream> = encodings.iter().filter_map(one).collect();
    // A name with brackets in it is a name, and no path.
    let is_encoded = |name: &String| encodings.iter().any(|other| other.of == Encoded::Property(name.clone()));
    let bracketed = bracketed(api, ty).into_iter().filter(|name| !is_encoded(name));
    all.extend(bracketed.map(|name| quote!(runtime::Encoding::property(#name))));
    (!all.is_empty()).then(|| quote!(&[#(#all),*]))
}

/// Properties with brackets in their names.
fn bracketed(api: &Api, ty: &Type) -> Vec<String> {
    let mut ty = ty;
    for _ in 0..DEPTH {
        let (Type::Defined(id) | Type::Boxed(id)) = ty else { return Vec::new() };
        match &api.types.get(*id).shape {
            Shape::Newtype(newtype) => ty = &newtype.ty,
            Shape::Structure(structure) => {
                return structure.keys().filter(|key| key.contains('[')).map(str::to_owned).collect();
            }
            Shape::Union(_) | Shape::Enumeration(_) => return Vec::new(),
        }
    }
    Vec::new()
}

/// The type of a part.
fn held<'a>(api: &'a Api, ty: &'a Type, of: &Encoded) -> &'a Type {
    let mut ty = ty;
    for _ in 0..DEPTH {
        ty = match ty {
            Type::Nullable(inner) => inner,
            Type::Defined(id) | Type::Boxed(id) => match &api.types.get(*id).shape {
                Shape::Newtype(newtype) => &newtype.ty,
                Shape::Structure(structure) => {
                    let mut fields = structure.fields.iter();
                    let field = fields.find(|field| matches!(of, Encoded::Property(name) if *name == field.wire_name));
                    return field.map_or(&Type::Any, |field| &field.ty);
                }
                Shape::Union(_) | Shape::Enumeration(_) => return &Type::Any,
            },
            Type::List(item) | Type::Map(item) => return item,
            Type::Tuple(items) => {
                let Encoded::Position(position) = of else { return &Type::Any };
                return items.get(*position).unwrap_or(&Type::Any);
            }
            Type::Unit | Type::Scalar(_) | Type::External(_) | Type::Any => return &Type::Any,
        };
    }
    &Type::Any
}

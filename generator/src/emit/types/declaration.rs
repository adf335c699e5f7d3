//! Declarations: plain structs and enums with their documentation.

use super::constant;
use super::members::Members;
use super::path::{TypePaths, ident};
use crate::emit::RustFile;
use crate::emit::docs::{Text, code};
use crate::ir::{
    Additional, Api, Construction, Definition, Derives, Enumeration, EnumerationKind, Field, Given, Literal, Newtype,
    Openness, Presence, Scalar, Shape, Structure, Type, TypeId, Union, Wrapping,
};
use proc_macro2::TokenStream;
use quote::quote;

/// A default of more bytes is no help to a reader.
const LONGEST_DEFAULT: usize = 200;

/// A file of declarations, with what it is about.
pub(super) fn file(api: &Api, path: &str, about: &str, members: &Members<'_>) -> RustFile {
    let paths = TypePaths::within(api);
    let siblings = path != "src/declarations.rs";
    let declarations: Vec<_> = members.iter().map(|(id, definition)| declaration(&paths, *id, definition)).collect();
    let imports = paths.imports(&[]);
    let siblings = if siblings {
        quote!(
            #[allow(unused_imports, reason = "not every file names types of others")]
            use super::*;
        )
    } else {
        TokenStream::new()
    };
    let mut items = vec![quote!(#imports #siblings)];
    items.extend(declarations.into_iter().flatten());
    RustFile { path: path.to_owned(), inner: quote!(#![doc = #about]), items }
}

fn declaration(paths: &TypePaths<'_>, id: TypeId, definition: &Definition) -> Vec<TokenStream> {
    let docs = Text::of(&definition.docs).outer();
    let name = ident(definition.name.as_str());
    let (derives, wanted) = (derives(paths, definition), wanted(paths.api, id, definition));
    let derives = quote!(#derives #wanted);
    match &definition.shape {
        Shape::Structure(structure) => {
            let fields = structure.fields.iter().map(|field| field_declaration(paths, field));
            let additional = additional(paths, structure);
            let declaration = quote!(#docs #derives pub struct #name { #(#fields,)* #additional });
            [Some(declaration), constructor(paths, definition, structure)].into_iter().flatten().collect()
        }
        Shape::Union(union) => {
            let variants = variants(paths, union);
            let debug = hides_unknown(paths, union).then(|| debug(&name, union));
            let grows = grows(union.openness);
            let declaration = quote!(#docs #derives #grows pub enum #name { #variants });
            std::iter::once(declaration).chain(debug).collect()
        }
        Shape::Enumeration(enumeration) => {
            let variants = values(paths, enumeration);
            let grows = grows(enumeration.openness);
            vec![quote!(#docs #derives #grows pub enum #name { #variants })]
        }
        Shape::Newtype(Newtype { ty, .. }) => {
            let ty = paths.ty(ty);
            vec![quote!(#docs #derives pub struct #name(pub #ty);)]
        }
    }
}

/// What has a variant for other values may have more variants in a later version.
fn grows(openness: Openness) -> Option<TokenStream> {
    openness.keeps_others().then(|| quote!(#[non_exhaustive]))
}

/// `Eq` and `Hash` are derived only where values serve as keys, and no order at all: each costs time to compile, for every
/// type.
fn derives(paths: &TypePaths<'_>, definition: &Definition) -> TokenStream {
    let Derives { copy, eq_hash, default } = definition.derives;
    let copy = copy.then(|| quote!(, Copy));
    let key = (eq_hash && definition.is_key()).then(|| quote!(, Eq, Hash));
    let default = default.then(|| quote!(, Default));
    let debug = match &definition.shape {
        Shape::Union(union) => !hides_unknown(paths, union),
        Shape::Structure(_) | Shape::Enumeration(_) | Shape::Newtype(_) => true,
    };
    let debug = debug.then(|| quote!(Debug,));
    quote!(#[derive(#debug Clone #copy, PartialEq #key #default)])
}

/// Whether a value that fits no variant may be a secret: none is shown where the API has secrets.
fn hides_unknown(paths: &TypePaths<'_>, union: &Union) -> bool {
    union.openness.keeps_others() && paths.api.secrets.typed
}

/// `Debug` that does not show a value that fits no variant.
fn debug(name: &proc_macro2::Ident, union: &Union) -> TokenStream {
    let variants = union.variants.iter().map(|variant| {
        let (text, name) = (variant.name.bare(), ident(variant.name.as_str()));
        quote!(Self::#name(value) => f.debug_tuple(#text).field(value).finish(),)
    });
    quote! {
        impl std::fmt::Debug for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    #(#variants)*
                    Self::Unknown(_) => f.write_str("Unknown(..)"),
                }
            }
        }
    }
}

/// What settings put before a type.
fn wanted(api: &Api, id: TypeId, definition: &Definition) -> TokenStream {
    let settings = &api.settings;
    let lists = || std::iter::once(&settings.of_all).chain(settings.of_types.get(&id));
    let parse = |text: &String| text.parse::<TokenStream>().ok();
    let has = |path: &&String| derived(definition).contains(&path.as_str());
    let derives: Vec<_> = lists().flat_map(|it| &it.derives).filter(|path| !has(path)).filter_map(parse).collect();
    let derives = (!derives.is_empty()).then(|| quote!(#[derive(#(#derives),*)]));
    let others = lists().flat_map(|it| &it.others).filter_map(parse);
    quote!(#derives #(#[#others])*)
}

/// The traits among those that settings may ask for which a type derives in any case.
fn derived(definition: &Definition) -> Vec<&'static str> {
    let Derives { copy, eq_hash, default } = definition.derives;
    let key: &[&str] = if eq_hash && definition.is_key() { &["Eq", "Hash"] } else { &[] };
    let each = [(copy, "Copy"), (default, "Default")].into_iter().filter(|(has, _)| *has).map(|(_, name)| name);
    each.chain(key.iter().copied()).collect()
}

fn field_declaration(paths: &TypePaths<'_>, field: &Field) -> TokenStream {
    let mut text = Text::of(&field.docs);
    if field.name.bare() != field.wire_name {
        text.own(format!("Sent as {}.", code(&field.wire_name)));
    }
    if let Some(default) = field.default.as_ref().filter(|default| default.0.len() <= LONGEST_DEFAULT) {
        text.own(format!("The default is {}.", code(&default.0)));
    }
    if field.type_provenance != field.docs.provenance {
        text.known(field.type_provenance, "Its type");
    }
    let docs = text.outer();
    let name = ident(field.name.as_str());
    let ty = paths.field(&field.ty, field.wrapping);
    quote!(#docs pub #name: #ty)
}

fn additional(paths: &TypePaths<'_>, structure: &Structure) -> Option<TokenStream> {
    match &structure.additional {
        Additional::Ignored | Additional::Refused => None,
        Additional::Kept { name, ty } => {
            let name = ident(name.as_str());
            let map = paths.ty(&Type::Map(Box::new(ty.clone())));
            Some(quote!(#[doc = " Every other key."] pub #name: #map,))
        }
    }
}

fn variants(paths: &TypePaths<'_>, union: &Union) -> TokenStream {
    let variants = union.variants.iter().map(|variant| {
        let docs = Text::of(&variant.docs).outer();
        let (name, ty) = (ident(variant.name.as_str()), paths.ty(&variant.ty));
        quote!(#docs #name(#ty),)
    });
    let unknown = union.openness.keeps_others().then(|| {
        let value = paths.ty(&Type::Any);
        quote!(#[doc = " A value that fits no other variant."] Unknown(#value),)
    });
    quote!(#(#variants)* #unknown)
}

fn values(paths: &TypePaths<'_>, enumeration: &Enumeration) -> TokenStream {
    let values = enumeration.values.iter().map(|value| {
        let mut text = Text::of(&value.docs);
        text.first(code(&constant::shown(&value.value)));
        let (docs, name) = (text.outer(), ident(value.name.as_str()));
        quote!(#docs #name,)
    });
    let unknown = enumeration.openness.keeps_others().then(|| {
        let ty = match enumeration.kind {
            EnumerationKind::String => quote!(String),
            EnumerationKind::Integer => quote!(i64),
            EnumerationKind::Mixed => paths.ty(&Type::Any),
        };
        let unlisted = paths.named("crate::runtime", "Unlisted");
        quote!(#[doc = " A value that is not listed."] Unknown(#unlisted<#ty>),)
    });
    quote!(#(#values)* #unknown)
}

/// `new` with what is required, where a user makes the structure and something else can be left out.
fn constructor(paths: &TypePaths<'_>, definition: &Definition, structure: &Structure) -> Option<TokenStream> {
    let Construction::New(asked) = &structure.construction else { return None };
    let required: Vec<&Field> = asked.iter().filter_map(|position| structure.fields.get(*position)).collect();
    let is_asked = |field: &Field| required.iter().any(|other| std::ptr::eq(*other, field));
    let (needed, others): (Vec<_>, Vec<_>) = structure.fields.iter().partition(|field| field.presence.is_required());
    let given = needed.into_iter().filter(|field| !is_asked(field));
    let filled: Vec<(&Field, TokenStream)> =
        given.filter_map(|field| Some((field, self::filled(paths, field)?))).collect();
    let name = ident(definition.name.as_str());
    let arguments = required.iter().map(|field| {
        let name = ident(field.name.as_str());
        // Where a value stands is no concern of who gives it.
        let ty = match &field.ty {
            Type::Boxed(id) => paths.field(&Type::Defined(*id), field.wrapping),
            ty => paths.field(ty, field.wrapping),
        };
        if paths.api.types.takes_others(field) { quote!(#name: impl Into<#ty>) } else { quote!(#name: #ty) }
    });
    let given = required.iter().map(|field| {
        let name = ident(field.name.as_str());
        match (&field.ty, field.presence) {
            (Type::Boxed(_), _) if paths.api.types.takes_others(field) => quote!(#name: Box::new(#name.into())),
            _ if paths.api.types.takes_others(field) => quote!(#name: #name.into()),
            (Type::Boxed(_), Presence::Required) => quote!(#name: Box::new(#name)),
            (Type::Boxed(_), _) => quote!(#name: #name.map(Box::new)),
            (_, _) => quote!(#name),
        }
    });
    let filled = filled.iter().map(|(field, value)| {
        let name = ident(field.name.as_str());
        quote!(#name: #value)
    });
    let given = given.chain(filled);
    let rest = if definition.derives.default {
        quote!(..Self::default())
    } else {
        let absent = others.iter().map(|field| {
            let name = ident(field.name.as_str());
            match field.wrapping {
                Wrapping::ThreeState => {
                    let field = paths.named("crate::runtime", "Field");
                    quote!(#name: #field::Absent,)
                }
                Wrapping::Plain | Wrapping::Option => quote!(#name: None,),
            }
        });
        let kept = match &structure.additional {
            Additional::Ignored | Additional::Refused => None,
            Additional::Kept { name, .. } => {
                let (name, map) = (ident(name.as_str()), paths.named("std::collections", "BTreeMap"));
                Some(quote!(#name: #map::new(),))
            }
        };
        quote!(#(#absent)* #kept)
    };
    let docs = match required.is_empty() {
        true => quote!(#[doc = " Creates a value with the constants of the description; optional fields are unset."]),
        false => quote!(#[doc = " Creates a value from its required fields; optional ones are unset."]),
    };
    let default = (required.is_empty() && !definition.derives.default).then(|| {
        quote! {
            impl Default for #name {
                fn default() -> Self {
                    Self::new()
                }
            }
        }
    });
    Some(quote! {
        impl #name {
            #docs
            #[inline]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#given,)* #rest }
            }
        }
        #default
    })
}

/// The value of a required field that the document gives.
fn filled(paths: &TypePaths<'_>, field: &Field) -> Option<TokenStream> {
    match (&field.given, &field.ty, field.presence) {
        (Given::Constant(Literal::Boolean(value)), Type::Scalar(Scalar::Boolean), Presence::Required) => {
            Some(quote!(#value))
        }
        (Given::Constant(Literal::String(text)), Type::Scalar(Scalar::String), Presence::Required) => {
            let text = &**text;
            Some(quote!(#text.to_owned()))
        }
        (Given::Constant(Literal::String(text)), Type::Scalar(Scalar::BoxedString), Presence::Required) => {
            let text = &**text;
            Some(quote!(#text.into()))
        }
        (Given::Constant(constant), Type::Defined(id), Presence::Required) => {
            let definition = paths.api.types.get(*id);
            let Shape::Enumeration(enumeration) = &definition.shape else { return None };
            let value = enumeration.values.iter().find(|value| value.value == *constant)?;
            let (name, value) = (paths.defined(&definition.name), ident(value.name.as_str()));
            Some(quote!(#name::#value))
        }
        (Given::ByCaller | Given::Constant(_), _, _) => None,
    }
}

//! How each type is read, written and checked: short implementations of the runtime's traits.
//!
//! Beside types in use, only `Self` and `runtime` are named in them, so that no definition's name can be taken for another.

use super::members::Members;
use super::path::{TypePaths, ident};
use super::rules::{Checks, variant_names};
use super::{checks, constant, conversion};
use crate::emit::RustFile;
use crate::ir::{
    Additional, Api, ConstantEntry, Definition, Enumeration, EnumerationKind, Field, InstanceTest, Openness, Payload,
    Presence, Shape, Structure, Tagging, Type, Union, VariantTag, VariantTest, Wrapping,
};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use std::collections::BTreeSet;

/// A file of implementations.
pub(super) fn file(api: &Api, ruled: &Checks, path: &str, members: &Members<'_>) -> RustFile {
    let paths = TypePaths::within(api);
    let mut implementations = Vec::new();
    for (id, definition) in members {
        implementations.extend(implementation(&paths, definition));
        implementations.extend(conversion::implementations(&paths, definition));
        implementations.extend(ruled.implementation(*id, definition));
    }
    let mut items = vec![paths.imports(&["crate::declarations::*", "crate::runtime"])];
    items.extend(implementations);
    items.push(lists(members));
    items.push(ruled.lists(members));
    RustFile { path: path.to_owned(), inner: quote!(#![doc = " How the types are read, written and checked."]), items }
}

fn implementation(paths: &TypePaths<'_>, definition: &Definition) -> Option<TokenStream> {
    let name = ident(definition.name.as_str());
    match &definition.shape {
        Shape::Structure(structure) => Some(self::structure(paths, definition, structure)),
        Shape::Union(union) => match &union.tagging {
            Tagging::Discriminator { property, mapping, default } => {
                Some(tagged(&name, union, property, mapping, *default))
            }
            Tagging::Inferred { tests } => Some(inferred(&name, union, tests)),
            Tagging::Ordered => None,
        },
        Shape::Enumeration(enumeration) => Some(values(&name, enumeration)),
        Shape::Newtype(_) => None,
    }
}

fn structure(paths: &TypePaths<'_>, definition: &Definition, structure: &Structure) -> TokenStream {
    let name = ident(definition.name.as_str());
    let names: Vec<_> = structure.fields.iter().map(|field| ident(field.name.as_str())).collect();
    let constants: Vec<_> = structure.constants.iter().map(|constant| ident(constant.name.as_str())).collect();
    let keys = structure.keys();
    let held = constants.iter().chain(&names);
    let fixed = structure.constants.iter().map(only);
    let slots = fixed.chain(structure.fields.iter().map(|field| slot(paths, field)));
    let entries = entries(structure);
    let by_key = quote!(&mut [#((#keys, &mut #held)),*]);
    let skipped = &structure.one_way;
    let (fill, kept) = match &structure.additional {
        Additional::Refused if skipped.is_empty() => (quote!(#entries.fill_only(#by_key)?;), None),
        Additional::Refused => (quote!(#entries.fill_only_but(#by_key, &[#(#skipped),*])?;), None),
        Additional::Ignored => (quote!(#entries.fill(#by_key)?;), None),
        Additional::Kept { name, .. } => {
            let kept = ident(name.as_str());
            (quote!(let #kept = #entries.fill_and_keep(#by_key)?;), Some(kept))
        }
    };
    let required: Vec<_> = structure
        .fields
        .iter()
        .filter(|field| field.presence.is_required())
        .map(|field| ident(field.name.as_str()))
        .collect();
    // One pattern for all costs less to compile than a `?` for each.
    let complete = match required.as_slice() {
        [] => quote!(),
        [only] => quote!(let #only = #only?;),
        several => quote!(let (#(Some(#several)),*) = (#(#several),*) else { return None; };),
    };
    let values = structure.fields.iter().map(value);
    let kept_value = kept.iter();
    let fixed = structure.constants.iter().map(|constant| {
        let (key, value) = (&constant.wire_name, constant::constant(&constant.value));
        quote!(fields.only(#key, #value);)
    });
    let writes = fixed.chain(structure.fields.iter().map(write));
    let kept_write = kept.iter();
    let fields = if constants.is_empty() && names.is_empty() && kept.is_none() { quote!(_) } else { quote!(fields) };
    quote! {
        impl runtime::Structure for #name {
            fn read<'de, M: runtime::MapAccess<'de>>(#entries: &mut runtime::Entries<'de, M>) -> Option<Self> {
                #(#slots)*
                #fill
                #complete
                Some(Self { #(#values,)* #(#kept_value,)* })
            }

            fn write<M: runtime::SerializeMap>(&self, #fields: &mut runtime::Fields<M>) {
                #(#writes)*
                #(fields.rest(&self.#kept_write);)*
            }
        }
    }
}

/// A name for the entries that no field has.
fn entries(structure: &Structure) -> Ident {
    let constants = structure.constants.iter().map(|constant| constant.name.bare());
    let taken: BTreeSet<_> = structure.fields.iter().map(|field| field.name.bare()).chain(constants).collect();
    let mut name = "entries".to_owned();
    while taken.contains(name.as_str()) {
        name.push('_');
    }
    ident(&name)
}

/// What stands for a constant while the entries are read.
fn only(constant: &ConstantEntry) -> TokenStream {
    let (name, value) = (ident(constant.name.as_str()), constant::constant(&constant.value));
    quote!(let mut #name = runtime::only(#value);)
}

/// The type is named, as inferring it while the slots are gathered takes `cargo check` a seventh longer.
fn slot(paths: &TypePaths<'_>, field: &Field) -> TokenStream {
    let name = ident(field.name.as_str());
    let ty = paths.field(&field.ty, field.wrapping);
    match field.presence {
        Presence::Required | Presence::Nullable => quote!(let mut #name: Option<#ty> = None;),
        Presence::Optional => quote!(let mut #name: runtime::Slot<#ty> = runtime::slot();),
        Presence::OptionalNullable => quote!(let mut #name: runtime::Slot<#ty> = runtime::nullable();),
    }
}

fn value(field: &Field) -> TokenStream {
    let name = ident(field.name.as_str());
    if field.presence.is_required() { quote!(#name) } else { quote!(#name: #name.optional()) }
}

fn write(field: &Field) -> TokenStream {
    let (name, key) = (ident(field.name.as_str()), &field.wire_name);
    match field.wrapping {
        _ if field.presence.is_required() => quote!(fields.required(#key, &self.#name);),
        Wrapping::ThreeState => quote!(fields.field(#key, &self.#name);),
        Wrapping::Plain | Wrapping::Option => quote!(fields.optional(#key, &self.#name);),
    }
}

fn tagged(
    name: &Ident,
    union: &Union,
    property: &str,
    mapping: &[(String, usize)],
    default: Option<usize>,
) -> TokenStream {
    let arms = union.variants.iter().enumerate().filter_map(|(index, variant)| {
        let tags: Vec<_> = mapping.iter().filter(|(_, of)| *of == index).map(|(tag, _)| tag).collect();
        let entries = match variant.tag {
            VariantTag::Apart(_) => quote!(entries.without(Self::TAG)),
            VariantTag::Held | VariantTag::Completed(_) => quote!(entries),
        };
        let variant = ident(variant.name.as_str());
        (!tags.is_empty()).then(|| quote!(Some(#(#tags)|*) => #entries.read().map(Self::#variant),))
    });
    let default: Option<Ident> =
        default.and_then(|index| union.variants.get(index)).map(|variant| ident(variant.name.as_str()));
    let tags = mapping.iter().map(|(tag, _)| tag);
    let other = match (&default, union.openness.keeps_others()) {
        (Some(variant), _) => quote!(entries.read().map(Self::#variant)),
        (None, true) => quote!(entries.other::<Self>(tag).map(Self::Unknown)),
        (None, false) => quote!(entries.unknown_tag(tag, &[#(#tags),*])),
    };
    let needs_tag = !mapping.is_empty() || default.is_none();
    let (tag, found) = if !needs_tag {
        (quote!(_), other)
    } else if mapping.is_empty() {
        (quote!(tag), other)
    } else {
        (quote!(tag), quote!(match tag { #(#arms)* _ => #other, }))
    };
    quote! {
        impl runtime::Tagged for #name {
            const TAG: &'static str = #property;

            fn read<'de, M: runtime::MapAccess<'de>>(
                #tag: Option<&str>,
                entries: runtime::Entries<'de, M>,
            ) -> Result<Self, M::Error> {
                #found
            }
        }
    }
}

/// The variants of a tagged union, each with the tag that it is given where it writes none.
fn tagged_variants(union: &Union) -> TokenStream {
    let variants = union.variants.iter().map(|variant| {
        let name = ident(variant.name.as_str());
        match &variant.tag {
            VariantTag::Held => quote!(#name),
            VariantTag::Completed(tag) | VariantTag::Apart(tag) => quote!(#name: #tag),
        }
    });
    let unknown = union.openness.keeps_others().then(|| ident("Unknown"));
    let all = variants.chain(unknown.map(|name| quote!(#name)));
    quote!(#(#all),*)
}

fn inferred(name: &Ident, union: &Union, tests: &[VariantTest]) -> TokenStream {
    let looks = tests.iter().map(|test| look(&test.test));
    let looks = quote!(#(#looks),*);
    let allow = constant::allow_near(&looks);
    let mut seen = BTreeSet::new();
    let arms = tests.iter().filter(|test| seen.insert(test.variant)).filter_map(|first| {
        let positions = tests.iter().enumerate().filter(|(_, test)| test.variant == first.variant);
        let positions = positions.map(|(at, _)| proc_macro2::Literal::usize_unsuffixed(at));
        let variant = ident(union.variants.get(first.variant)?.name.as_str());
        Some(quote!(#(#positions)|* => runtime::decode(from).map(Self::#variant),))
    });
    let other = if union.openness.keeps_others() {
        quote!(runtime::other(from).map(Self::Unknown))
    } else {
        quote!(runtime::no_variant())
    };
    quote! {
        #allow
        impl runtime::Inferred for #name {
            const VARIANTS: &'static [runtime::Variant] = &[#looks];

            fn read<'de, D: runtime::Deserializer<'de>>(variant: usize, from: D) -> Result<Self, D::Error> {
                match variant { #(#arms)* _ => #other, }
            }
        }
    }
}

fn look(test: &InstanceTest) -> TokenStream {
    match test {
        InstanceTest::Kind(kind) => {
            let kind = checks::kind(*kind);
            quote!(runtime::Variant::of(runtime::Kind::#kind))
        }
        InstanceTest::Object { keys, constants } => {
            let present = keys.iter().map(|key| quote!(runtime::Key::Present(#key)));
            let one_of = constants.iter().map(|(key, values)| {
                let values = values.iter().map(constant::constant);
                quote!(runtime::Key::OneOf(#key, &[#(#values),*]))
            });
            let all = present.chain(one_of);
            quote!(runtime::Variant::with(runtime::Kind::Object, &[#(#all),*]))
        }
    }
}

fn values(name: &Ident, enumeration: &Enumeration) -> TokenStream {
    let key = match enumeration.kind {
        EnumerationKind::String => quote!(&'static str),
        EnumerationKind::Integer => quote!(i64),
        EnumerationKind::Mixed => quote!(runtime::Constant),
    };
    let values = enumeration.values.iter().map(|value| {
        let variant = ident(value.name.as_str());
        let constant = match (enumeration.kind, &value.value) {
            (EnumerationKind::Integer, crate::ir::Literal::Integer(number)) => constant::integer(*number),
            (EnumerationKind::String, literal) => {
                let text = constant::shown(literal);
                quote!(#text)
            }
            (EnumerationKind::Integer | EnumerationKind::Mixed, literal) => constant::constant(literal),
        };
        quote!((#constant, Self::#variant))
    });
    let values = quote!(#(#values),*);
    let allow = (enumeration.kind == EnumerationKind::Mixed).then(|| constant::allow_near(&values));
    quote! {
        #allow
        impl #name {
            #[doc = " Every listed value and its variant."]
            pub const VALUES: &'static [(#key, Self)] = &[#values];
        }
    }
}

/// The lists that give the types of a file their traits.
fn lists(members: &Members<'_>) -> TokenStream {
    let mut structures = Vec::new();
    let mut newtypes = Vec::new();
    let (mut texts, mut integers, mut constants) = (Vec::new(), Vec::new(), Vec::new());
    let (mut tagged, mut inferred, mut ordered) = (Vec::new(), Vec::new(), Vec::new());
    for (_, definition) in members {
        let name = ident(definition.name.as_str());
        match &definition.shape {
            Shape::Structure(_) => structures.push(quote!(#name)),
            Shape::Newtype(_) => newtypes.push(quote!(#name)),
            Shape::Enumeration(enumeration) => {
                let entry = match enumeration.openness {
                    Openness::Extensible => quote!(#name::Unknown(extensible = true)),
                    Openness::Open => quote!(#name::Unknown),
                    Openness::Closed => quote!(#name),
                };
                match enumeration.kind {
                    EnumerationKind::String => texts.push(entry),
                    EnumerationKind::Integer => integers.push(entry),
                    EnumerationKind::Mixed => constants.push(entry),
                }
            }
            Shape::Union(union) => {
                let variants = variant_names(union);
                match &union.tagging {
                    Tagging::Discriminator { .. } => {
                        let variants = tagged_variants(union);
                        tagged.push(quote!(#name { #variants }));
                    }
                    Tagging::Inferred { .. } => inferred.push(quote!(#name { #variants })),
                    Tagging::Ordered => {
                        let tried = union.variants.iter().map(|variant| ident(variant.name.as_str()));
                        let other = union.openness.keeps_others().then(|| quote!(; else Unknown));
                        ordered.push(quote!(#name { #(#tried),* #other }));
                    }
                }
            }
        }
    }
    let list = |name: &str, entries: &[TokenStream]| {
        let name = ident(name);
        (!entries.is_empty()).then(|| quote!(runtime::#name!(#(#entries),*);))
    };
    let block = |name: &str, entries: &[TokenStream]| {
        let name = ident(name);
        (!entries.is_empty()).then(|| quote!(runtime::#name! { #(#entries)* }))
    };
    let lists = [
        list("structures", &structures),
        list("newtypes", &newtypes),
        list("text_enumerations", &texts),
        list("integer_enumerations", &integers),
        list("constant_enumerations", &constants),
        block("tagged_unions", &tagged),
        block("inferred_unions", &inferred),
        block("ordered_unions", &ordered),
    ];
    let lists = lists.into_iter().flatten();
    quote!(#(#lists)*)
}

/// Types of other crates, which get this crate's traits from `serde`'s.
pub(super) fn foreign(api: &Api) -> TokenStream {
    let mut paths = BTreeSet::new();
    types_in_use(api, &mut |ty| external(ty, &mut paths));
    let paths: Vec<TokenStream> = paths.into_iter().filter_map(|path| path.parse().ok()).collect();
    if paths.is_empty() { TokenStream::new() } else { quote!(runtime::by_serde!(#(#paths),*);) }
}

/// Every type that stands in a definition, a parameter, a header or a body.
fn types_in_use<'a>(api: &'a Api, each: &mut dyn FnMut(&'a Type)) {
    for (_, definition) in api.types.iter() {
        match &definition.shape {
            Shape::Structure(structure) => {
                structure.fields.iter().for_each(|field| each(&field.ty));
                if let Additional::Kept { ty, .. } = &structure.additional {
                    each(ty);
                }
            }
            Shape::Union(union) => union.variants.iter().for_each(|variant| each(&variant.ty)),
            Shape::Newtype(newtype) => each(&newtype.ty),
            Shape::Enumeration(_) => {}
        }
    }
    let parameters = api.exchanges().flat_map(|operation| &operation.parameters);
    parameters.chain(&api.client_parameters).for_each(|parameter| each(&parameter.ty));
    for operation in api.exchanges() {
        let request = operation.request.iter().map(|request| &request.payload);
        let payloads = request.chain(operation.responses.iter().map(|response| &response.payload));
        payloads.flat_map(Payload::media).for_each(|media| each(&media.ty));
        let headers = operation.responses.iter().flat_map(|response| &response.headers);
        headers.for_each(|header| each(&header.ty));
    }
}

fn external<'a>(ty: &'a Type, paths: &mut BTreeSet<&'a str>) {
    match ty {
        Type::External(external) => {
            paths.insert(&external.path);
        }
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => external(inner, paths),
        Type::Tuple(items) => items.iter().for_each(|item| external(item, paths)),
        Type::Unit | Type::Scalar(_) | Type::Defined(_) | Type::Boxed(_) | Type::Any => {}
    }
}

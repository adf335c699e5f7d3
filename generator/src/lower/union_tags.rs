//! Where the tags of unions are written: by what a variant holds, or by the union.
//!
//! Takes the api with all its types; fills [`VariantTag`] of each variant of a union with a discriminator. Promises that whatever is written is
//! read as the same variant. Never changes what finds a variant.

use crate::ir::{Api, Shape, Tagging, Type, TypeId, TypeTable, Union, VariantTag};

/// What a type writes of a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    /// It is always there.
    Always,
    /// It may be there.
    Sometimes,
    /// It is not there.
    Never,
}

/// Decides it for every union.
pub fn decide(api: &mut Api) {
    let ids: Vec<TypeId> = api.types.iter().map(|(id, _)| id).collect();
    for id in ids {
        let Shape::Union(union) = &api.types.get(id).shape else { continue };
        let tags = tags(&api.types, union);
        if let Shape::Union(union) = &mut api.types.get_mut(id).shape {
            union.variants.iter_mut().zip(tags).for_each(|(variant, tag)| variant.tag = tag);
        }
    }
}

fn tags(types: &TypeTable, union: &Union) -> Vec<VariantTag> {
    let Tagging::Discriminator { property, mapping, .. } = &union.tagging else { return Vec::new() };
    let variants = union.variants.iter().enumerate().map(|(index, variant)| {
        let mut of_variant = mapping.iter().filter(|(_, of)| *of == index).map(|(tag, _)| tag);
        let Some(tag) = of_variant.next() else { return VariantTag::Held };
        let several = of_variant.next().is_some();
        match written(types, &variant.ty, property) {
            Written::Always => VariantTag::Held,
            // Of several tags, what holds alternatives of its own knows which one is meant.
            Written::Sometimes if several && is_union(types, &variant.ty) => VariantTag::Held,
            Written::Sometimes => VariantTag::Completed(tag.clone()),
            Written::Never => VariantTag::Apart(tag.clone()),
        }
    });
    variants.collect()
}

fn written(types: &TypeTable, ty: &Type, property: &str) -> Written {
    let (Type::Defined(id) | Type::Boxed(id)) = ty else { return Written::Sometimes };
    match &types.get(*id).shape {
        Shape::Structure(structure) => {
            let fixed = structure.constants.iter().any(|constant| constant.wire_name == property);
            let field = structure.fields.iter().find(|field| field.wire_name == property);
            match field {
                _ if fixed => Written::Always,
                Some(field) if field.presence.is_required() => Written::Always,
                Some(_) => Written::Sometimes,
                None => Written::Never,
            }
        }
        Shape::Union(Union { tagging: Tagging::Discriminator { property: own, .. }, .. }) if own == property => {
            Written::Always
        }
        Shape::Union(_) | Shape::Newtype(_) | Shape::Enumeration(_) => Written::Sometimes,
    }
}

fn is_union(types: &TypeTable, ty: &Type) -> bool {
    match ty {
        Type::Defined(id) | Type::Boxed(id) => matches!(types.get(*id).shape, Shape::Union(_)),
        _ => false,
    }
}

//! Which values become others by `From`: those of unions and of newtypes that requests carry.
//!
//! Takes the api, its facts known; fills [`Conversion`]. A variant is made of what it holds where no other variant holds the same Rust type, so that
//! whoever reads `.into()` knows what becomes of the value.

use crate::ir::{Api, Conversion, DateTimeLibrary, Definition, Scalar, Shape, Type, TypeId};

/// Decides for every type.
pub fn decide(api: &mut Api) {
    let mut decided: Vec<(TypeId, Vec<Conversion>)> = Vec::new();
    for (id, definition) in api.types.iter().filter(|(_, definition)| definition.usage.request) {
        decided.push((id, of(id, definition, api.date_time)));
    }
    for (id, conversions) in decided {
        match &mut api.types.get_mut(id).shape {
            Shape::Union(union) => {
                union.variants.iter_mut().zip(conversions).for_each(|(variant, it)| variant.conversion = it);
            }
            Shape::Newtype(newtype) => newtype.conversion = conversions.first().copied().unwrap_or_default(),
            Shape::Structure(_) | Shape::Enumeration(_) => {}
        }
    }
}

fn of(id: TypeId, definition: &Definition, dates: DateTimeLibrary) -> Vec<Conversion> {
    let held: Vec<Type> = match &definition.shape {
        Shape::Union(union) => union.variants.iter().map(|variant| written(&variant.ty, dates)).collect(),
        Shape::Newtype(newtype) => vec![written(&newtype.ty, dates)],
        Shape::Structure(_) | Shape::Enumeration(_) => Vec::new(),
    };
    let is_alone = |ty: &Type| held.iter().filter(|other| *other == ty).count() == 1;
    let conversion = |ty: &Type| match ty {
        _ if !is_known(ty) || !is_alone(ty) || *ty == Type::Defined(id) => Conversion::None,
        Type::Scalar(Scalar::String) => Conversion::Text,
        _ => Conversion::Value,
    };
    held.iter().map(conversion).collect()
}

/// The type as far as Rust tells it from others: a box is what it holds, and a date may be a text.
fn written(ty: &Type, dates: DateTimeLibrary) -> Type {
    match ty {
        Type::Boxed(id) => Type::Defined(*id),
        Type::Scalar(Scalar::DateTime | Scalar::Date) if dates == DateTimeLibrary::Text => Type::Scalar(Scalar::String),
        Type::Scalar(Scalar::Time) if dates == DateTimeLibrary::Text => Type::Scalar(Scalar::String),
        ty => ty.clone(),
    }
}

/// Whether no other type here can be the same to Rust: a type of the user's own may be any, and so may JSON be.
fn is_known(ty: &Type) -> bool {
    match ty {
        Type::Scalar(Scalar::DateTime | Scalar::Date | Scalar::Time) => false,
        Type::Scalar(_) | Type::Defined(_) | Type::Boxed(_) => true,
        Type::List(inner) | Type::Map(inner) => is_known(inner),
        Type::Unit | Type::Tuple(_) | Type::Nullable(_) | Type::External(_) | Type::Any => false,
    }
}

//! What a server gives its handlers where a request lacks a parameter.
//!
//! Takes the api, its facts known; fills [`Absence`]. A default stands in only where it can surely be read as the parameter's type.

use crate::ir::{Absence, Api, EnumerationKind, Json, Literal, ParameterPresence, Scalar, Shape, Type, TypeTable};

/// Newtypes of newtypes deeper than this are not followed.
const DEPTH: usize = 8;

/// Decides for every parameter.
pub fn decide(api: &mut Api) {
    let Api { types, groups, incoming, .. } = api;
    for operation in groups.iter_mut().chain(incoming).flat_map(|group| &mut group.operations) {
        for parameter in &mut operation.parameters {
            parameter.absence = match (parameter.presence, &parameter.default) {
                (ParameterPresence::Required, _) => Absence::Refused,
                (ParameterPresence::Optional, Some(default)) if is_of_type(types, default, &parameter.ty) => {
                    Absence::Default(default.clone())
                }
                (ParameterPresence::Optional, _) => Absence::Nothing,
            };
        }
    }
}

/// Whether a default can surely be read as that type.
fn is_of_type(types: &TypeTable, default: &Json, ty: &Type) -> bool {
    serde_json::from_str(&default.0).is_ok_and(|value| fits(types, &value, ty, 0))
}

fn fits(types: &TypeTable, value: &serde_json::Value, ty: &Type, depth: usize) -> bool {
    match ty {
        Type::Unit => value.is_null(),
        Type::Scalar(scalar) => match scalar {
            Scalar::Boolean => value.is_boolean(),
            Scalar::I32 => value.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
            Scalar::I64 => value.is_i64(),
            Scalar::U32 => value.as_u64().is_some_and(|number| u32::try_from(number).is_ok()),
            Scalar::U64 => value.is_u64(),
            Scalar::F32 | Scalar::F64 => value.is_number(),
            Scalar::String | Scalar::BoxedString | Scalar::Secret => value.is_string(),
            Scalar::DateTime | Scalar::Date | Scalar::Time | Scalar::Uuid | Scalar::Base64 | Scalar::Bytes => false,
        },
        Type::List(item) => {
            value.as_array().is_some_and(|items| items.iter().all(|value| fits(types, value, item, depth + 1)))
        }
        Type::Nullable(inner) => !value.is_null() && fits(types, value, inner, depth + 1),
        Type::Any => true,
        Type::Defined(id) | Type::Boxed(id) if depth <= DEPTH => match &types.get(*id).shape {
            Shape::Enumeration(enumeration) => {
                let listed = enumeration.values.iter().any(|known| match (&known.value, value) {
                    (Literal::String(known), serde_json::Value::String(value)) => **known == **value,
                    (Literal::Integer(known), value) => value.as_i64().map(i128::from) == Some(*known),
                    (Literal::Null | Literal::Boolean(_) | Literal::Number(_) | Literal::Json(_), _)
                    | (Literal::String(_), _) => false,
                });
                let open = enumeration.openness.keeps_others() && enumeration.kind == EnumerationKind::String;
                listed || (open && value.is_string())
            }
            Shape::Newtype(newtype) => newtype.constraints.is_empty() && fits(types, value, &newtype.ty, depth + 1),
            Shape::Structure(_) | Shape::Union(_) => false,
        },
        Type::Map(_) | Type::Tuple(_) | Type::External(_) | Type::Defined(_) | Type::Boxed(_) => false,
    }
}

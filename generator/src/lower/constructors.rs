//! Which structures have a function `new`, and what it asks for.
//!
//! Takes the api, its facts known; fills [`Construction`]. A structure that requests carry has one where something can be left out: what
//! may be absent, and what the document gives a value to.

use crate::ir::{
    Additional, Api, Construction, Field, Given, Literal, Presence, Scalar, Shape, Structure, Type, TypeTable,
};

/// More arguments than this make a function harder to read than the structure's own syntax.
const MOST_ARGUMENTS: usize = 7;

/// Decides for every structure.
pub fn decide(api: &mut Api) {
    let decided: Vec<_> = api
        .types
        .iter()
        .filter_map(|(id, definition)| match &definition.shape {
            Shape::Structure(structure) if definition.usage.request => Some((id, of(structure, &api.types))),
            _ => None,
        })
        .collect();
    for (id, construction) in decided {
        if let Shape::Structure(structure) = &mut api.types.get_mut(id).shape {
            structure.construction = construction;
        }
    }
}

fn of(structure: &Structure, types: &TypeTable) -> Construction {
    let needed: Vec<(usize, &Field)> =
        structure.fields.iter().enumerate().filter(|(_, field)| field.presence.is_required()).collect();
    let asked: Vec<usize> =
        needed.iter().filter(|(_, field)| !is_given(field, types)).map(|(position, _)| *position).collect();
    let keeps = matches!(structure.additional, Additional::Kept { .. });
    let saves = match (asked.len(), needed.len() - asked.len()) {
        (0, 0) => false,
        (0..=MOST_ARGUMENTS, 0) => keeps || needed.len() < structure.fields.len(),
        (0..=MOST_ARGUMENTS, _) => true,
        (_, _) => false,
    };
    if saves { Construction::New(asked) } else { Construction::Literal }
}

/// Whether the document gives a required field its value.
fn is_given(field: &Field, types: &TypeTable) -> bool {
    match (&field.given, &field.ty, field.presence) {
        (Given::Constant(Literal::Boolean(_)), Type::Scalar(Scalar::Boolean), Presence::Required) => true,
        (
            Given::Constant(Literal::String(_)),
            Type::Scalar(Scalar::String | Scalar::BoxedString),
            Presence::Required,
        ) => true,
        (Given::Constant(constant), Type::Defined(id), Presence::Required) => match &types.get(*id).shape {
            Shape::Enumeration(enumeration) => enumeration.values.iter().any(|value| value.value == *constant),
            Shape::Structure(_) | Shape::Union(_) | Shape::Newtype(_) => false,
        },
        (Given::ByCaller | Given::Constant(_), _, _) => false,
    }
}

//! Facts about types: who carries them, who needs them, what they can derive.
//!
//! Takes the whole api; fills usage, reach, derives and openness. Each is a fixpoint over a lattice of a few steps, so that
//! the work is linear in the types and the places that name them.

use crate::ir::{
    Additional, Api, Bounds, Constraints, DateTimeLibrary, Derives, EnumerationKind, Group, Note, Openness, Parameter,
    Presence, Reach, Scalar, Shape, Type, TypeId, TypeTable, Usage, Wrapping,
};
use crate::lower::{nulls, visit};

/// Fills all facts.
pub fn fill(api: &mut Api) {
    let mut usage = usage(&api.types, &api.groups, &api.incoming, &api.client_parameters);
    read_leniently(&api.types, &api.incoming, &mut usage);
    let reach = reach(api, &usage);
    let ids: Vec<TypeId> = api.types.iter().map(|(id, _)| id).collect();
    let telling = nulls::telling(&api.types);
    for id in &ids {
        let definition = api.types.get_mut(*id);
        definition.usage = usage.get(id.index()).copied().unwrap_or_default();
        definition.reach = reach.get(id.index()).copied().unwrap_or_default();
        let open = definition.usage.response || !definition.usage.request;
        match &mut definition.shape {
            Shape::Enumeration(enumeration) if open && enumeration.openness == Openness::Closed => {
                enumeration.openness = Openness::Open;
            }
            Shape::Union(union) => union.openness = if open { Openness::Open } else { Openness::Closed },
            Shape::Enumeration(_) | Shape::Structure(_) | Shape::Newtype(_) => {}
        }
        if let Shape::Structure(structure) = &mut definition.shape {
            let usage = definition.usage;
            // What is told apart whoever sends it stays so.
            let fields = structure.fields.iter_mut().enumerate();
            for (at, field) in fields.filter(|(_, field)| field.wrapping != Wrapping::ThreeState) {
                field.wrapping = match telling.contains(&(*id, at)) {
                    true => Wrapping::ThreeState,
                    false => wrapping(field.presence, usage),
                };
            }
        }
        definition.bounds = if definition.usage.request { Bounds::Checked } else { Bounds::Documented };
        if definition.bounds == Bounds::Documented {
            note_bounds(definition);
        }
    }
    derive(api, &ids);
}

/// What a field's presence adds to its type. Only who sends tells null from absence.
pub fn wrapping(presence: Presence, usage: Usage) -> Wrapping {
    match presence {
        Presence::Required => Wrapping::Plain,
        Presence::OptionalNullable if usage.request => Wrapping::ThreeState,
        Presence::Optional | Presence::Nullable | Presence::OptionalNullable => Wrapping::Option,
    }
}

/// From where each type is reached.
pub fn usage(types: &TypeTable, groups: &[Group], incoming: &[Group], client_parameters: &[Parameter]) -> Vec<Usage> {
    let mut usage = vec![Usage::default(); types.len()];
    let mut sent = Vec::new();
    let mut answered = Vec::new();
    client_parameters.iter().for_each(|parameter| visit::definitions(&parameter.ty, &mut |id| sent.push(id)));
    for operation in groups.iter().chain(incoming).flat_map(|group| &group.operations) {
        visit::sent(operation, &mut |ty| visit::definitions(ty, &mut |id| sent.push(id)));
        visit::answered(operation, &mut |ty| visit::definitions(ty, &mut |id| answered.push(id)));
    }
    spread(types, sent, &mut |id| {
        usage.get_mut(id.index()).is_some_and(|usage| !std::mem::replace(&mut usage.request, true))
    });
    spread(types, answered, &mut |id| {
        usage.get_mut(id.index()).is_some_and(|usage| !std::mem::replace(&mut usage.response, true))
    });
    usage
}

/// What a receiver answers to the API is read as answers are: unknown keys and values do not harm.
pub fn read_leniently(types: &TypeTable, incoming: &[Group], usage: &mut [Usage]) {
    let mut answers = Vec::new();
    for operation in incoming.iter().flat_map(|group| &group.operations) {
        visit::sent(operation, &mut |ty| visit::definitions(ty, &mut |id| answers.push(id)));
    }
    spread(types, answers, &mut |id| {
        usage.get_mut(id.index()).is_some_and(|usage| !std::mem::replace(&mut usage.response, true))
    });
}

/// Goes from types to those they hold, as long as `news` says that something changed.
pub fn spread(types: &TypeTable, mut open: Vec<TypeId>, news: &mut dyn FnMut(TypeId) -> bool) {
    while let Some(id) = open.pop() {
        if news(id) {
            visit::in_shape(&types.get(id).shape, &mut |ty| visit::definitions(ty, &mut |held| open.push(held)));
        }
    }
}

fn reach(api: &Api, usage: &[Usage]) -> Vec<Reach> {
    let mut reach: Vec<Option<Reach>> = vec![None; api.types.len()];
    for (index, group) in api.groups.iter().enumerate() {
        let mut roots = Vec::new();
        for operation in &group.operations {
            visit::sent(operation, &mut |ty| visit::definitions(ty, &mut |id| roots.push(id)));
            visit::answered(operation, &mut |ty| visit::definitions(ty, &mut |id| roots.push(id)));
        }
        spread(&api.types, roots, &mut |id| {
            let Some(slot) = reach.get_mut(id.index()) else { return false };
            let joined = match *slot {
                None => Reach::Group(index),
                Some(Reach::Group(other)) if other == index => Reach::Group(index),
                Some(Reach::Group(_) | Reach::Shared) => Reach::Shared,
            };
            slot.replace(joined) != Some(joined)
        });
    }
    // What no operation reaches is there for everyone, and so is what it holds.
    let unused = |id: &TypeId| usage.get(id.index()).is_some_and(|usage| !usage.request && !usage.response);
    let mut roots: Vec<TypeId> = api.types.iter().map(|(id, _)| id).filter(unused).collect();
    for operation in api.incoming.iter().flat_map(|group| &group.operations) {
        visit::sent(operation, &mut |ty| visit::definitions(ty, &mut |id| roots.push(id)));
        visit::answered(operation, &mut |ty| visit::definitions(ty, &mut |id| roots.push(id)));
    }
    for parameter in &api.client_parameters {
        visit::definitions(&parameter.ty, &mut |id| roots.push(id));
    }
    // Also what several groups share makes its parts shared.
    roots.extend(api.types.iter().map(|(id, _)| id).filter(|id| reach.get(id.index()) == Some(&Some(Reach::Shared))));
    let mut done = vec![false; api.types.len()];
    spread(&api.types, roots, &mut |id| {
        if let Some(slot) = reach.get_mut(id.index()) {
            *slot = Some(Reach::Shared);
        }
        done.get_mut(id.index()).is_some_and(|done| !std::mem::replace(done, true))
    });
    reach.into_iter().map(Option::unwrap_or_default).collect()
}

/// Bounds on what only responses carry are documentation.
fn note_bounds(definition: &mut crate::ir::Definition) {
    match &mut definition.shape {
        Shape::Structure(structure) => {
            for field in &mut structure.fields {
                field.docs.notes.extend(bounds(&field.constraints));
            }
        }
        Shape::Newtype(newtype) => definition.docs.notes.extend(bounds(&newtype.constraints)),
        Shape::Union(_) | Shape::Enumeration(_) => {}
    }
}

/// The bounds, where there are some.
pub fn bounds(constraints: &Constraints) -> Option<Note> {
    (!constraints.is_empty()).then(|| Note::Bounds(Box::new(constraints.clone())))
}

/// What every part of a type allows; falsified from the parts to the wholes.
fn derive(api: &mut Api, ids: &[TypeId]) {
    let mut holders: Vec<Vec<TypeId>> = vec![Vec::new(); ids.len()];
    for (id, definition) in api.types.iter() {
        visit::in_shape(&definition.shape, &mut |ty| {
            visit::definitions(ty, &mut |held| {
                if let Some(list) = holders.get_mut(held.index()) {
                    list.push(id);
                }
            });
        });
    }
    let mut derives = vec![ALL; ids.len()];
    let mut open: Vec<TypeId> = ids.iter().rev().copied().collect();
    while let Some(id) = open.pop() {
        let now = of_shape(&api.types.get(id).shape, &derives, api.date_time);
        if let Some(slot) = derives.get_mut(id.index())
            && std::mem::replace(slot, now) != now
        {
            open.extend(holders.get(id.index()).into_iter().flatten().copied());
        }
    }
    for id in ids {
        api.types.get_mut(*id).derives = derives.get(id.index()).copied().unwrap_or_default();
    }
}

const ALL: Derives = Derives { copy: true, eq_hash: true, default: true };
const NONE: Derives = Derives { copy: false, eq_hash: false, default: false };

fn both(a: Derives, b: Derives) -> Derives {
    Derives { copy: a.copy && b.copy, eq_hash: a.eq_hash && b.eq_hash, default: a.default && b.default }
}

fn of_shape(shape: &Shape, known: &[Derives], library: DateTimeLibrary) -> Derives {
    match shape {
        Shape::Structure(structure) => {
            // A structure that may grow a string must not promise `Copy`.
            let mut all = Derives { copy: false, ..ALL };
            for field in &structure.fields {
                let own = of_type(&field.ty, known, library);
                let default = match field.presence {
                    Presence::Required => false,
                    Presence::Optional | Presence::Nullable | Presence::OptionalNullable => true,
                };
                all = both(all, Derives { default, copy: true, ..own });
            }
            match &structure.additional {
                Additional::Kept { ty, .. } => {
                    both(all, Derives { default: true, copy: true, ..of_type(ty, known, library) })
                }
                Additional::Ignored | Additional::Refused => all,
            }
        }
        Shape::Union(union) => {
            let all = if union.openness.keeps_others() { of_any() } else { ALL };
            let mut all = Derives { default: false, ..all };
            for variant in &union.variants {
                all = both(all, Derives { default: all.default, ..of_type(&variant.ty, known, library) });
            }
            Derives { copy: false, ..all }
        }
        Shape::Enumeration(enumeration) => {
            let unknown = match (enumeration.openness.keeps_others(), enumeration.kind) {
                (false, _) | (true, EnumerationKind::Integer) => ALL,
                (true, EnumerationKind::String) => Derives { copy: false, ..ALL },
                (true, EnumerationKind::Mixed) => of_any(),
            };
            Derives { default: false, ..unknown }
        }
        Shape::Newtype(newtype) => {
            let inner = of_type(&newtype.ty, known, library);
            Derives { default: inner.default && newtype.constraints.is_empty(), ..inner }
        }
    }
}

fn of_any() -> Derives {
    Derives { default: true, ..NONE }
}

fn of_type(ty: &Type, known: &[Derives], library: DateTimeLibrary) -> Derives {
    match ty {
        Type::Unit => ALL,
        Type::Scalar(scalar) => of_scalar(*scalar, library),
        Type::List(inner) | Type::Map(inner) => {
            Derives { copy: false, default: true, ..of_type(inner, known, library) }
        }
        Type::Nullable(inner) => Derives { default: true, ..of_type(inner, known, library) },
        Type::Tuple(items) => items.iter().fold(ALL, |all, item| both(all, of_type(item, known, library))),
        Type::Defined(id) => known.get(id.index()).copied().unwrap_or(NONE),
        Type::Boxed(id) => Derives { copy: false, ..known.get(id.index()).copied().unwrap_or(NONE) },
        Type::External(_) => NONE,
        Type::Any => of_any(),
    }
}

fn of_scalar(scalar: Scalar, library: DateTimeLibrary) -> Derives {
    match scalar {
        Scalar::Boolean | Scalar::I32 | Scalar::I64 | Scalar::U32 | Scalar::U64 | Scalar::Uuid => ALL,
        Scalar::F32 | Scalar::F64 => Derives { eq_hash: false, ..ALL },
        Scalar::String | Scalar::BoxedString | Scalar::Base64 | Scalar::Bytes => Derives { copy: false, ..ALL },
        Scalar::Secret => Derives { default: true, ..NONE },
        Scalar::DateTime | Scalar::Date | Scalar::Time => match library {
            DateTimeLibrary::Chrono | DateTimeLibrary::Jiff | DateTimeLibrary::Time => {
                Derives { copy: false, eq_hash: true, default: false }
            }
            DateTimeLibrary::Text => Derives { copy: false, ..ALL },
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lower::tests::{answers, api, becomes_in, sends};

    const A: &str = "A: {type: object, properties: {a: {type: integer, minimum: 1, exclusiveMaximum: 9}, e: {enum: [x, y]}, \
         n: {type: [string, 'null']}}}";

    #[test]
    fn bounds_on_what_is_only_answered_are_documentation() {
        becomes_in(
            &[answers("A")],
            A,
            &[
                "struct A",
                "  a: I64? >= 1 < 9 # At least 1. Less than 9.",
                "  e: Ae?",
                "  n: String? or null",
                "enum Ae, open: X, Y",
            ],
        );
    }

    #[test]
    fn what_is_only_sent_is_closed_and_checked() {
        becomes_in(
            &[sends("A")],
            A,
            &["struct A", "  a: I64? >= 1 < 9", "  e: Ae?", "  n: String? or null", "enum Ae: X, Y"],
        );
    }

    #[test]
    fn wholes_derive_what_all_their_parts_allow() {
        let schemas = "Color: {enum: [red]}\nText: {type: object, properties: {a: {type: string}}}\n\
             Number: {type: object, properties: {a: {type: number}}}\n\
             Needs: {type: object, required: [a], properties: {a: {type: string}}}\n\
             Holds: {type: object, properties: {n: {$ref: '#/components/schemas/Number'}}}";
        let (api, _) = api(&[sends("Color")], schemas);
        let derived = |wanted: &str| {
            let (_, definition) = api.types.iter().find(|(_, it)| it.name.as_str() == wanted).expect("it is there");
            let Derives { copy, eq_hash, default } = definition.derives;
            (copy, eq_hash, default)
        };
        assert_eq!(derived("Color"), (true, true, false));
        assert_eq!(derived("Text"), (false, true, true));
        assert_eq!(derived("Number"), (false, false, true));
        assert_eq!(derived("Needs"), (false, true, false));
        assert_eq!(derived("Holds"), (false, false, true));
    }
}

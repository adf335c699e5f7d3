//! Keys that hold one value only.
//!
//! Takes types with what is known of their keys; decides for each such key whether it is a constant that no field holds, or a
//! field that a constructor fills because answers may bring other values. Enumerations of one value that are no components are
//! named after their key and value and exist once; those that nothing needs any more are dropped.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{
    ConstantEntry, Field, Given, Group, InstanceTest, Literal, Parameter, Presence, Scalar, Shape, Structure, Tagging,
    Type, TypeId, TypeTable,
};
use crate::lower::facts;
use crate::lower::literal;
use crate::lower::place::Step;
use crate::lower::schema::{Draft, Fate, Lowering, Only, Promise};
use crate::lower::visit;

/// A longer value names no type.
const LONGEST_VALUE: usize = 40;

/// Keys by which unions find the structures that hold them.
type Tags = BTreeMap<TypeId, BTreeSet<String>>;

/// Decides on all of them.
pub fn settle(
    lowering: &mut Lowering<'_, '_>,
    groups: &mut [Group],
    incoming: &mut [Group],
    client_parameters: &mut [Parameter],
) {
    let mut usage = facts::usage(&lowering.types, groups, incoming, client_parameters);
    facts::read_leniently(&lowering.types, incoming, &mut usage);
    let tags = tags(&lowering.types);
    let ids: Vec<TypeId> = lowering.types.iter().map(|(id, _)| id).collect();
    let mut alone = BTreeMap::new();
    for id in ids {
        let Some(draft) = lowering.drafts.get(id.index()).filter(|draft| !draft.only.is_empty()) else { continue };
        let usage = usage.get(id.index()).copied().unwrap_or_default();
        let open = !usage.request || usage.response;
        let tags = tags.get(&id);
        let fixed: Vec<bool> = match &lowering.types.get(id).shape {
            Shape::Structure(structure) => {
                let is_tag = |field: &Field| tags.is_some_and(|tags| tags.contains(&field.wire_name));
                let is_fixed = |field: &Field, only: &Only| {
                    field.presence == Presence::Required && (!open || only.promise == Promise::Const || is_tag(field))
                };
                let fields = structure.fields.iter();
                fields
                    .map(|field| {
                        let only = draft.only.get(&field.wire_name).filter(|only| holds(lowering, field, &only.value));
                        only.is_some_and(|only| is_fixed(field, only))
                    })
                    .collect()
            }
            Shape::Union(_) | Shape::Enumeration(_) | Shape::Newtype(_) => continue,
        };
        note_enumerations(lowering, id, &mut alone);
        let Some(draft) = lowering.drafts.get(id.index()) else { continue };
        if let Shape::Structure(structure) = &mut lowering.types.get_mut(id).shape {
            fix(structure, draft, &fixed);
        }
    }
    give_tags(&mut lowering.types);
    share(lowering, &alone, groups, incoming, client_parameters);
}

/// What a constructor fills of a field by which unions find its structure, where all of them find it by the same value: a structure made by
/// it is read as what it is.
fn give_tags(types: &mut TypeTable) {
    let mut found: BTreeMap<(TypeId, String), Option<String>> = BTreeMap::new();
    for (_, definition) in types.iter() {
        let Shape::Union(union) = &definition.shape else { continue };
        let Tagging::Discriminator { property, mapping, .. } = &union.tagging else { continue };
        for (index, variant) in union.variants.iter().enumerate() {
            let (Type::Defined(id) | Type::Boxed(id)) = &variant.ty else { continue };
            let mut tags = mapping.iter().filter(|(_, of)| *of == index).map(|(tag, _)| tag.clone());
            let tag = tags.next().filter(|_| tags.next().is_none());
            let known = found.entry((*id, property.clone())).or_insert_with(|| tag.clone());
            if *known != tag {
                *known = None;
            }
        }
    }
    for ((id, property), tag) in found {
        let Some(tag) = tag else { continue };
        let Shape::Structure(structure) = &types.get(id).shape else { continue };
        let position = structure.fields.iter().position(|field| {
            field.wire_name == property && field.presence == Presence::Required && field.given == Given::ByCaller
        });
        let Some((position, field)) = position.and_then(|at| Some((at, structure.fields.get(at)?))) else { continue };
        let value = match &field.ty {
            Type::Scalar(Scalar::String) => Some(Literal::String(tag.into())),
            Type::Defined(held) => match &types.get(*held).shape {
                Shape::Enumeration(enumeration) => {
                    let mut values = enumeration.values.iter().map(|value| &value.value);
                    values.find(|value| is_tag(value, &tag)).cloned()
                }
                Shape::Structure(_) | Shape::Union(_) | Shape::Newtype(_) => None,
            },
            _ => None,
        };
        if let Shape::Structure(structure) = &mut types.get_mut(id).shape
            && let (Some(value), Some(field)) = (value, structure.fields.get_mut(position))
        {
            field.given = Given::Constant(value);
        }
    }
}

fn is_tag(value: &Literal, tag: &str) -> bool {
    match value {
        Literal::String(text) => &**text == tag,
        Literal::Integer(_) | Literal::Boolean(_) | Literal::Number(_) => literal::text_of(value) == tag,
        Literal::Null | Literal::Json(_) => false,
    }
}

/// Whether a field's type is that of its only value and no other.
fn holds(lowering: &Lowering<'_, '_>, field: &Field, value: &Literal) -> bool {
    match &field.ty {
        Type::Defined(id) => match &lowering.types.get(*id).shape {
            Shape::Enumeration(enumeration) => {
                matches!(enumeration.values.as_slice(), [only] if only.value == *value)
            }
            Shape::Structure(_) | Shape::Union(_) | Shape::Newtype(_) => false,
        },
        Type::Scalar(Scalar::Boolean) => matches!(value, Literal::Boolean(_)),
        Type::Scalar(_)
        | Type::Boxed(_)
        | Type::List(_)
        | Type::Map(_)
        | Type::Tuple(_)
        | Type::Nullable(_)
        | Type::External(_)
        | Type::Unit
        | Type::Any => false,
    }
}

/// The inline enumerations of one value that fields of a structure have, with their keys.
fn note_enumerations(lowering: &Lowering<'_, '_>, id: TypeId, alone: &mut BTreeMap<TypeId, (String, Literal)>) {
    let Some(draft) = lowering.drafts.get(id.index()) else { return };
    let Shape::Structure(structure) = &lowering.types.get(id).shape else { return };
    for field in &structure.fields {
        if let (Some(only), Type::Defined(held)) = (draft.only.get(&field.wire_name), &field.ty)
            && holds(lowering, field, &only.value)
            && lowering.drafts.get(held.index()).is_some_and(|held| is_unnamed(lowering, held))
        {
            alone.insert(*held, (field.wire_name.clone(), only.value.clone()));
        }
    }
}

/// Whether a definition stands under a property and has no name of its own.
fn is_unnamed(lowering: &Lowering<'_, '_>, draft: &Draft<'_>) -> bool {
    draft.explicit.is_none() && !matches!(lowering.graph.places.path(draft.place).as_slice(), [Step::Component(_)])
}

/// Takes constants out of the fields, and says where the values of others come from.
fn fix(structure: &mut Structure, draft: &Draft<'_>, fixed: &[bool]) {
    let mut kept = Vec::with_capacity(structure.fields.len());
    for (mut field, fixed) in std::mem::take(&mut structure.fields).into_iter().zip(fixed) {
        match draft.only.get(&field.wire_name) {
            Some(only) if *fixed => {
                structure.constants.push(ConstantEntry {
                    name: field.name,
                    wire_name: field.wire_name,
                    value: only.value.clone(),
                    origin: field.origin,
                });
                continue;
            }
            Some(only) => field.given = Given::Constant(only.value.clone()),
            None => {}
        }
        kept.push(field);
    }
    structure.fields = kept;
}

/// Keys by which unions tell their variants apart, for each structure that is such a variant.
fn tags(types: &TypeTable) -> Tags {
    let mut all = Tags::new();
    for (_, definition) in types.iter() {
        let Shape::Union(union) = &definition.shape else { continue };
        match &union.tagging {
            Tagging::Discriminator { property, .. } => {
                for variant in &union.variants {
                    mark(types, &variant.ty, property, &mut all);
                }
            }
            Tagging::Inferred { tests } => {
                for test in tests {
                    let InstanceTest::Object { constants, .. } = &test.test else { continue };
                    let Some(variant) = union.variants.get(test.variant) else { continue };
                    for (key, _) in constants {
                        mark(types, &variant.ty, key, &mut all);
                    }
                }
            }
            Tagging::Ordered => {}
        }
    }
    all
}

/// Notes a key for the structures that a variant may be, through unions and newtypes.
fn mark(types: &TypeTable, ty: &Type, key: &str, all: &mut Tags) {
    let mut open = Vec::new();
    visit::held(ty, &mut |id| open.push(id));
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let shape = &types.get(id).shape;
        match shape {
            Shape::Structure(_) => {
                all.entry(id).or_default().insert(key.to_owned());
            }
            Shape::Union(_) | Shape::Newtype(_) => {
                visit::in_shape(shape, &mut |ty| visit::held(ty, &mut |held| open.push(held)));
            }
            Shape::Enumeration(_) => {}
        }
    }
}

/// Gives each key and value one enumeration, named after both, and drops those that no field has any more.
fn share(
    lowering: &mut Lowering<'_, '_>,
    alone: &BTreeMap<TypeId, (String, Literal)>,
    groups: &mut [Group],
    incoming: &mut [Group],
    client_parameters: &mut [Parameter],
) {
    let mut used = vec![false; lowering.types.len()];
    let mut note = |ty: &Type| {
        visit::definitions(ty, &mut |id| {
            if let Some(used) = used.get_mut(id.index()) {
                *used = true;
            }
        });
    };
    lowering.types.iter().for_each(|(_, definition)| visit::in_shape(&definition.shape, &mut note));
    for operation in groups.iter().chain(incoming.iter()).flat_map(|group| &group.operations) {
        visit::sent(operation, &mut note);
        visit::answered(operation, &mut note);
    }
    client_parameters.iter().for_each(|parameter| note(&parameter.ty));
    let mut first: BTreeMap<(&str, &Literal), TypeId> = BTreeMap::new();
    let mut same: BTreeMap<TypeId, TypeId> = BTreeMap::new();
    for (id, (key, value)) in alone {
        let Some(draft) = lowering.drafts.get_mut(id.index()) else { continue };
        if used.get(id.index()) != Some(&true) {
            draft.fate = Fate::Dropped;
            continue;
        }
        let shared = *first.entry((key, value)).or_insert(*id);
        if shared == *id {
            draft.explicit = words(key, value);
        } else {
            draft.fate = Fate::Dropped;
            same.insert(*id, shared);
        }
    }
    let ids: Vec<TypeId> = lowering.types.iter().map(|(id, _)| id).collect();
    for id in ids {
        let docs: BTreeMap<TypeId, crate::ir::Docs> = match &lowering.types.get(id).shape {
            Shape::Structure(structure) => {
                let held = structure.fields.iter().filter_map(|field| match &field.ty {
                    Type::Defined(held) if alone.contains_key(held) => Some(*held),
                    _ => None,
                });
                held.map(|held| (held, lowering.types.get(held).docs.clone())).collect()
            }
            Shape::Union(_) | Shape::Enumeration(_) | Shape::Newtype(_) => BTreeMap::new(),
        };
        let shape = &mut lowering.types.get_mut(id).shape;
        if let Shape::Structure(structure) = shape {
            // What is said of one place is said of that place alone.
            for field in &mut structure.fields {
                if let Type::Defined(held) = &field.ty
                    && let Some(docs) = docs.get(held)
                    && field.docs.description.is_none()
                {
                    field.docs.description.clone_from(&docs.description);
                }
            }
        }
        visit::in_shape_mut(shape, &mut |ty| redirect(ty, &same));
    }
    for id in first.into_values() {
        let docs = &mut lowering.types.get_mut(id).docs;
        (docs.summary, docs.description, docs.external) = (None, None, None);
    }
    for operation in groups.iter_mut().chain(incoming).flat_map(|group| &mut group.operations) {
        visit::sent_mut(operation, &mut |ty| redirect(ty, &same));
        visit::answered_mut(operation, &mut |ty| redirect(ty, &same));
    }
    visit::parameters_mut(client_parameters, &mut |ty| redirect(ty, &same));
}

fn redirect(ty: &mut Type, same: &BTreeMap<TypeId, TypeId>) {
    visit::parts_mut(ty, &mut |part| {
        if let Type::Defined(id) | Type::Boxed(id) = part
            && let Some(other) = same.get(id)
        {
            *id = *other;
        }
    });
}

/// What an enumeration of one value under a key is called: `ListObject`, `Version2`. Long values name nothing.
fn words(key: &str, value: &Literal) -> Option<String> {
    let text = match value {
        Literal::String(text) => text.to_string(),
        Literal::Integer(whole) => whole.to_string(),
        Literal::Null | Literal::Boolean(_) | Literal::Number(_) | Literal::Json(_) => return None,
    };
    let is_short = (1..=LONGEST_VALUE).contains(&text.len());
    let begins_as_a_name = text.starts_with(|c: char| c.is_alphabetic());
    is_short.then(|| if begins_as_a_name { format!("{text} {key}") } else { format!("{key} {text}") })
}

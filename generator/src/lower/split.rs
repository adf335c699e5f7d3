//! `readOnly` and `writeOnly`: what each direction carries.
//!
//! Takes types with the directions of their fields; leaves out of a type that only one direction carries what that direction
//! never holds, and gives a type that both carry a second definition for requests where (and only where) they differ.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Definition, Group, Parameter, Shape, Tagging, Type, TypeId, TypeTable, Usage};
use crate::lower::facts;
use crate::lower::schema::{Direction, Draft};
use crate::lower::visit;

/// Separates what differs.
pub fn by_direction(
    types: &mut TypeTable,
    drafts: &mut Vec<Draft<'_>>,
    groups: &mut [Group],
    incoming: &mut [Group],
    client_parameters: &mut [Parameter],
) {
    if drafts.iter().all(|draft| draft.directions.is_empty()) {
        return;
    }
    let usage = facts::usage(types, groups, incoming, client_parameters);
    let used = |id: TypeId| usage.get(id.index()).copied().unwrap_or_default();
    let tags = tags(types);
    let written = written(types, drafts, &used);
    let mut requests: BTreeMap<TypeId, TypeId> = BTreeMap::new();
    for id in &written {
        let Some(draft) = drafts.get(id.index()).cloned() else { continue };
        let definition: Definition = types.get(*id).clone();
        let copy = types.add(definition);
        drafts.push(Draft { id: copy, of_requests: true, ..draft });
        requests.insert(*id, copy);
    }
    let both = |usage: Usage| usage.request && usage.response;
    for index in 0..drafts.len() {
        let Some(draft) = drafts.get_mut(index) else { continue };
        let id = draft.id;
        let drop = if draft.of_requests {
            Some(Direction::Read)
        } else {
            match used(id) {
                usage if both(usage) => written.contains(&id).then_some(Direction::Write),
                Usage { request: true, response: false } => Some(Direction::Read),
                Usage { request: false, response: true } => Some(Direction::Write),
                Usage { .. } => None,
            }
        };
        if let Some(drop) = drop {
            leave_out(&mut types.get_mut(id).shape, &mut draft.directions, drop, tags.get(&id));
        }
        let only_requests = draft.of_requests || (used(id).request && !used(id).response);
        if only_requests {
            visit::in_shape_mut(&mut types.get_mut(id).shape, &mut |ty| redirect(ty, &requests));
        }
    }
    for operation in groups.iter_mut().chain(incoming).flat_map(|group| &mut group.operations) {
        visit::sent_mut(operation, &mut |ty| redirect(ty, &requests));
    }
    visit::parameters_mut(client_parameters, &mut |ty| redirect(ty, &requests));
}

fn redirect(ty: &mut Type, requests: &BTreeMap<TypeId, TypeId>) {
    visit::parts_mut(ty, &mut |part| {
        if let Type::Defined(id) | Type::Boxed(id) = part
            && let Some(copy) = requests.get(id)
        {
            *id = *copy;
        }
    });
}

/// Types that both directions carry and that differ, or hold one that does.
fn written(types: &TypeTable, drafts: &[Draft<'_>], used: &dyn Fn(TypeId) -> Usage) -> BTreeSet<TypeId> {
    let mut holders: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
    for (id, definition) in types.iter() {
        visit::in_shape(&definition.shape, &mut |ty| {
            visit::definitions(ty, &mut |held| holders.entry(held).or_default().push(id));
        });
    }
    let both = |id: &TypeId| used(*id).request && used(*id).response;
    let mut open: Vec<TypeId> =
        drafts.iter().filter(|draft| !draft.directions.is_empty()).map(|draft| draft.id).filter(both).collect();
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        if found.insert(id) {
            open.extend(holders.get(&id).into_iter().flatten().copied().filter(both));
        }
    }
    found
}

/// Properties that unions find their variants by: these stay in both directions.
fn tags(types: &TypeTable) -> BTreeMap<TypeId, BTreeSet<String>> {
    let mut all: BTreeMap<TypeId, BTreeSet<String>> = BTreeMap::new();
    for (_, definition) in types.iter() {
        if let Shape::Union(union) = &definition.shape
            && let Tagging::Discriminator { property, .. } = &union.tagging
        {
            for variant in &union.variants {
                visit::definitions(&variant.ty, &mut |id| {
                    all.entry(id).or_default().insert(property.clone());
                });
            }
        }
    }
    all
}

fn leave_out(
    shape: &mut Shape,
    directions: &mut BTreeMap<usize, Direction>,
    drop: Direction,
    tags: Option<&BTreeSet<String>>,
) {
    let Shape::Structure(structure) = shape else { return };
    let mut index = 0;
    structure.fields.retain(|field| {
        let is_tag = tags.is_some_and(|tags| tags.contains(&field.wire_name));
        let keep = directions.get(&index) != Some(&drop) || is_tag;
        if !keep {
            structure.one_way.push(field.wire_name.clone());
        }
        index += 1;
        keep
    });
    directions.clear();
}

#[cfg(test)]
mod tests {
    use crate::lower::tests::{answers, becomes_in, sends};

    const USER: &str = "User: {type: object, required: [id, name], properties: {id: {type: string, readOnly: true}, \
         name: {type: string}, password: {type: string, writeOnly: true}}}";

    #[test]
    fn what_both_directions_carry_is_two_types_where_they_differ() {
        becomes_in(
            &[sends("User"), answers("User")],
            USER,
            &[
                "struct User",
                "  id: String",
                "  name: String",
                "struct UserRequest",
                "  name: String",
                "  password: String?",
            ],
        );
    }

    #[test]
    fn one_direction_has_one_type() {
        becomes_in(&[sends("User")], USER, &["struct User", "  name: String", "  password: String?"]);
        becomes_in(&[answers("User")], USER, &["struct User", "  id: String", "  name: String"]);
    }

    #[test]
    fn who_holds_a_type_of_two_is_two_itself() {
        let team =
            format!("{USER}\nTeam: {{type: object, properties: {{lead: {{$ref: '#/components/schemas/User'}}}}}}");
        becomes_in(
            &[sends("Team"), answers("Team")],
            &team,
            &[
                "struct User",
                "  id: String",
                "  name: String",
                "struct UserRequest",
                "  name: String",
                "  password: String?",
                "struct Team",
                "  lead: User?",
                "struct TeamRequest",
                "  lead: UserRequest?",
            ],
        );
    }
}

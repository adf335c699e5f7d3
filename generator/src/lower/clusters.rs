//! Files for the types that several groups share.
//!
//! Takes the types with their names and reach; gives those that belong together, by the first words of their names, a module where
//! they are many. Promises that a type's module hangs on its name and on how many names begin as it does, and on nothing else.

use std::collections::BTreeMap;

use crate::ir::{Api, Name, Reach, TypeId};
use crate::lower::naming::{Case, Scope, Wanted, identifier};

/// So many types stand in one file well.
const ONE_FILE: usize = 120;

/// Fewer types than this are no cluster.
const SMALLEST: usize = 12;

/// Gives shared types their modules.
pub fn fill(api: &mut Api) {
    let shared: Vec<(TypeId, Vec<String>)> = api
        .types
        .iter()
        .filter(|(_, definition)| definition.reach == Reach::Shared)
        .map(|(id, definition)| (id, words(&definition.name)))
        .collect();
    let mut clusters = BTreeMap::new();
    part(shared, 0, &mut clusters);
    let mut scope = Scope::modules();
    scope.reserve("shared");
    api.groups.iter().for_each(|group| scope.reserve(group.module.bare()));
    let wanted: Vec<Wanted> = clusters
        .keys()
        .map(|words: &Vec<String>| Wanted {
            text: words.join(" "),
            qualifier: "types".to_owned(),
            fallback: "cluster".to_owned(),
        })
        .collect();
    for (members, given) in clusters.into_values().zip(scope.assign(&wanted)) {
        for id in members {
            api.types.get_mut(id).cluster = Some(given.name.clone());
        }
    }
}

/// Parts types that have so many words in common by the next one, where they are too many for a file.
fn part(all: Vec<(TypeId, Vec<String>)>, common: usize, clusters: &mut BTreeMap<Vec<String>, Vec<TypeId>>) {
    let mut rest = Vec::new();
    let name: Vec<String> = all.first().and_then(|(_, words)| words.get(..common)).unwrap_or_default().to_vec();
    if all.len() <= ONE_FILE {
        rest.extend(all.into_iter().map(|(id, _)| id));
    } else {
        let mut by_word: BTreeMap<Option<String>, Vec<(TypeId, Vec<String>)>> = BTreeMap::new();
        for (id, words) in all {
            by_word.entry(words.get(common).cloned()).or_default().push((id, words));
        }
        for (word, members) in by_word {
            if word.is_some() && members.len() >= SMALLEST {
                part(members, common + 1, clusters);
            } else {
                rest.extend(members.into_iter().map(|(id, _)| id));
            }
        }
    }
    if !name.is_empty() && !rest.is_empty() {
        clusters.entry(name).or_default().extend(rest);
    }
}

/// The words of a type's name.
fn words(name: &Name) -> Vec<String> {
    identifier(name.bare(), Case::Snake).split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

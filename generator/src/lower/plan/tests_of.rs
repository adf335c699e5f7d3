//! Telling alternatives apart by what can be seen of an instance.
//!
//! Takes what is known of each alternative; gives tests that exclude each other, or `Ordered` where there are none.

use std::collections::{BTreeMap, BTreeSet};

use super::tags::{Proof, tag};
use crate::document::{JsonType, JsonTypes};
use crate::ir::{InstanceTest, Literal, Tagging, VariantTest};

/// What is known of an alternative.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// JSON types its instances can have, null aside.
    pub kinds: JsonTypes,
    /// Keys that its objects must have.
    pub required: BTreeSet<String>,
    /// Those of them that have a value whoever sends the object: described, and of both directions.
    pub certain: BTreeSet<String>,
    /// Keys that its objects can have.
    pub keys: BTreeSet<String>,
    /// Constants that keys of its objects hold.
    pub constants: BTreeMap<String, BTreeSet<Literal>>,
    /// Whether its objects hold keys that are not known.
    pub is_map: bool,
}

/// How an instance finds its alternative.
pub fn tagging(all: &[Seen]) -> Tagging {
    let objects: Vec<usize> = (0..all.len()).filter(|index| kinds(all, *index).contains(JsonType::Object)).collect();
    let pure = objects.iter().all(|index| kinds(all, *index) == JsonTypes::only(JsonType::Object));
    if objects.len() == all.len()
        && let Some((property, mapping)) = by_constant(all, &objects, Demand::Required)
    {
        let strings: Option<Vec<(String, usize)>> =
            mapping.iter().map(|(value, variant)| text(value, *variant)).collect();
        if let Some(mapping) = strings {
            return Tagging::Discriminator { property, mapping, default: None };
        }
    }
    let Some(mut tests) = by_kind(all, &objects) else { return Tagging::Ordered };
    match objects.as_slice() {
        [] => {}
        [one] => tests.extend(kind_test(*one, JsonType::Object)),
        _ if !pure => return Tagging::Ordered,
        several => match by_keys(all, several) {
            Some(found) => tests.extend(found),
            None => return Tagging::Ordered,
        },
    }
    Tagging::Inferred { tests }
}

/// By the values of a key, and by further keys where one value selects several alternatives.
pub fn by_tag_and_keys(all: &[Seen], property: &str, proofs: &[Proof]) -> Tagging {
    let values = |index: usize, tags: &[String]| -> Vec<Literal> {
        let known = all.get(index).and_then(|seen| seen.constants.get(property));
        let constant = |text: &String| {
            let typed = known.into_iter().flatten().find(|value| tag(value).as_ref() == Some(text));
            typed.cloned().unwrap_or_else(|| Literal::String(text.as_str().into()))
        };
        tags.iter().map(constant).collect()
    };
    let mut tests = Vec::new();
    let mut sharing = Vec::new();
    for (variant, proof) in proofs.iter().enumerate() {
        if proof.shared.is_empty() {
            let constants = vec![(property.to_owned(), values(variant, &proof.tags))];
            tests.push(VariantTest { variant, test: InstanceTest::Object { keys: Vec::new(), constants } });
        } else {
            sharing.push(variant);
        }
    }
    let Some(found) = by_keys(all, &sharing) else { return Tagging::Ordered };
    for VariantTest { variant, mut test } in found {
        if let (InstanceTest::Object { constants, .. }, Some(proof)) = (&mut test, proofs.get(variant)) {
            let all: Vec<String> = proof.tags.iter().chain(&proof.shared).cloned().collect();
            constants.push((property.to_owned(), values(variant, &all)));
        }
        tests.push(VariantTest { variant, test });
    }
    Tagging::Inferred { tests }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Demand {
    Required,
    Declared,
}

fn kinds(all: &[Seen], index: usize) -> JsonTypes {
    all.get(index).map(|seen| seen.kinds).unwrap_or_default()
}

fn text(value: &Literal, variant: usize) -> Option<(String, usize)> {
    match value {
        Literal::String(text) => Some((text.to_string(), variant)),
        Literal::Null | Literal::Boolean(_) | Literal::Integer(_) | Literal::Number(_) | Literal::Json(_) => None,
    }
}

fn kind_test(variant: usize, kind: JsonType) -> Option<VariantTest> {
    Some(VariantTest { variant, test: InstanceTest::Kind(kind) })
}

/// Tests by JSON type for everything but objects; `None` where two alternatives share one.
fn by_kind(all: &[Seen], objects: &[usize]) -> Option<Vec<VariantTest>> {
    let mut holders: BTreeMap<JsonType, usize> = BTreeMap::new();
    for (index, seen) in all.iter().enumerate() {
        if objects.contains(&index) && seen.kinds == JsonTypes::only(JsonType::Object) {
            continue;
        }
        for kind in seen.kinds.iter() {
            if holders.insert(kind, index).is_some() {
                return None;
            }
        }
    }
    // A whole number is a number: it must be looked for first.
    Some(holders.into_iter().filter_map(|(kind, variant)| kind_test(variant, kind)).collect())
}

/// A key under which every alternative holds constants of its own.
fn by_constant(all: &[Seen], objects: &[usize], demand: Demand) -> Option<(String, Vec<(Literal, usize)>)> {
    let first = all.get(*objects.first()?)?;
    'keys: for key in first.constants.keys() {
        let mut mapping: Vec<(Literal, usize)> = Vec::new();
        let mut seen = BTreeSet::new();
        for index in objects {
            let Some(one) = all.get(*index) else { continue 'keys };
            let Some(values) = one.constants.get(key) else { continue 'keys };
            if demand == Demand::Required && !one.required.contains(key) {
                continue 'keys;
            }
            for value in values {
                if !seen.insert(value.clone()) {
                    continue 'keys;
                }
                mapping.push((value.clone(), *index));
            }
        }
        return Some((key.clone(), mapping));
    }
    None
}

/// Tests of objects: constants that all must have; else constants where they are there, and keys that the alternatives not yet found
/// cannot have.
fn by_keys(all: &[Seen], objects: &[usize]) -> Option<Vec<VariantTest>> {
    let constants = |demand: Demand| {
        let (key, mapping) = by_constant(all, objects, demand)?;
        let test = |index: &usize| {
            let values = mapping.iter().filter(|(_, of)| of == index).map(|(value, _)| value.clone()).collect();
            let constants = vec![(key.clone(), values)];
            VariantTest { variant: *index, test: InstanceTest::Object { keys: Vec::new(), constants } }
        };
        Some(objects.iter().map(test).collect::<Vec<_>>())
    };
    if let Some(tests) = constants(Demand::Required) {
        return Some(tests);
    }
    let by_demanded = by_demanded_keys(all, objects)?;
    let mut tests = constants(Demand::Declared).unwrap_or_default();
    tests.extend(by_demanded);
    Some(tests)
}

/// Tests by keys that an alternative must have and those not yet found cannot.
fn by_demanded_keys(all: &[Seen], objects: &[usize]) -> Option<Vec<VariantTest>> {
    let mut holders: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for index in objects {
        for key in &all.get(*index)?.keys {
            holders.entry(key).or_default().insert(*index);
        }
    }
    let mut left: BTreeSet<usize> = objects.iter().copied().collect();
    let mut ready: Vec<usize> = objects.iter().rev().copied().collect();
    let mut tests = Vec::new();
    while let Some(index) = ready.pop() {
        if !left.contains(&index) {
            continue;
        }
        let seen = all.get(index)?;
        let is_alone = |key: &&String| holders.get(key.as_str()).is_none_or(|held| held.len() <= 1);
        let telling = seen.certain.iter().find(is_alone).or_else(|| seen.required.iter().find(is_alone));
        let only = left.len() == 1;
        if !only && (telling.is_none() || seen.is_map) {
            continue;
        }
        let keys = telling.into_iter().cloned().collect();
        tests.push(VariantTest { variant: index, test: InstanceTest::Object { keys, constants: Vec::new() } });
        left.remove(&index);
        for key in &seen.keys {
            if let Some(held) = holders.get_mut(key.as_str()) {
                held.remove(&index);
                // Whoever is now alone with the key may have become tellable.
                if held.len() == 1 {
                    ready.extend(held.iter().copied());
                }
            }
        }
        if left.len() == 1 {
            ready.extend(left.iter().copied());
        }
    }
    left.is_empty().then_some(tests)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(required: &[&str], optional: &[&str]) -> Seen {
        let owned = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect::<BTreeSet<_>>();
        let mut keys = owned(required);
        keys.extend(owned(optional));
        Seen {
            kinds: JsonTypes::only(JsonType::Object),
            required: owned(required),
            certain: owned(required),
            keys,
            ..Seen::default()
        }
    }

    fn order(tagging: Tagging) -> Vec<usize> {
        match tagging {
            Tagging::Inferred { tests } => tests.iter().map(|test| test.variant).collect(),
            Tagging::Discriminator { .. } | Tagging::Ordered => Vec::new(),
        }
    }

    #[test]
    fn keys_tell_apart_in_the_right_order() {
        // The second has all keys of the first, so it must be looked for first.
        let all = [object(&["id"], &[]), object(&["id", "name"], &[])];
        assert_eq!(order(tagging(&all)), [1, 0]);
    }

    #[test]
    fn a_key_that_another_may_have_tells_nothing() {
        let all = [object(&["id"], &[]), object(&[], &["id"])];
        assert!(matches!(tagging(&all), Tagging::Ordered));
    }

    #[test]
    fn the_last_needs_no_key_of_its_own() {
        let all = [object(&["a"], &["x"]), object(&["b"], &["x"]), object(&[], &["x"])];
        assert_eq!(order(tagging(&all)), [0, 1, 2]);
    }

    #[test]
    fn a_key_that_is_always_sent_tells_rather_than_one_that_may_be_left_out() {
        let all = [object(&["c"], &[]), Seen { certain: ["z".to_owned()].into(), ..object(&["a", "z"], &[]) }];
        let Tagging::Inferred { tests } = tagging(&all) else { panic!("not told apart") };
        let telling = tests.iter().find(|test| test.variant == 1).map(|test| &test.test);
        let Some(InstanceTest::Object { keys, .. }) = telling else { panic!("not told apart by keys") };
        assert_eq!(keys, &["z"]);
    }

    #[test]
    fn whole_numbers_before_numbers() {
        let kind = |ty| Seen { kinds: JsonTypes::only(ty), ..Seen::default() };
        let all = [kind(JsonType::Number), kind(JsonType::Integer), kind(JsonType::String)];
        assert_eq!(order(tagging(&all)), [1, 0, 2]);
    }
}

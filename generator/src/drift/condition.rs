//! Keywords that no property and no item stands for: `not`, `if`, `contains` and their like, and those that are about values of another type.
//!
//! Takes a pair of a [`Walk`]; tells of each such keyword that says something else. Promises that what it is called hangs on values that were judged: arrays with one
//! contained item more or less, objects with a dependency half met, names that a schema of names refuses. Never looks into what such a keyword holds.

use super::canonical;
use super::change::Ours;
use super::pattern::{Found as Text, between};
use super::rule;
use super::sample::{Sampler, various};
use super::view::{Conj, Kind, Message, View, admits};
use super::walk::{Shift, Step, Walk};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Items that are put together to show what `contains` counts.
const MOST_CONTAINED: u64 = 40;

/// Names that a schema of names is likely to refuse.
const NAMES: [&str; 6] =
    ["another", "Another", "0", "", "another-name", "a rather long name, with blanks and signs: ~/%"];

impl Walk<'_, '_> {
    /// Keywords that are judged as a whole.
    pub(super) fn conditions(&mut self, at: usize, old: &Conj, new: &Conj) {
        let (before, after) = (canonical::of_conditions(self.old, old), canonical::of_conditions(self.new, new));
        let Some(pair) = self.pairs.get(at) else { return };
        let message = pair.way.message;
        let keywords: BTreeSet<&'static str> = before.keys().chain(after.keys()).copied().collect();
        for keyword in keywords {
            if before.get(keyword) == after.get(keyword)
                || keyword == "patternProperties" && self.same_patterns(at, old, new)
            {
                continue;
            }
            let tries = self.condition_tries(old, new, message);
            let (narrow, wide) = match (before.get(keyword), after.get(keyword)) {
                (None, Some(_)) => (Shift::Try(tries), Shift::No),
                (Some(_), None) => (Shift::No, Shift::Try(tries)),
                _ => (Shift::Try(tries.clone()), Shift::Try(tries)),
            };
            let text = format!("says something else with `{keyword}`");
            self.simple(at, &rule::CONDITION_CHANGED, Some(keyword), &text, narrow, wide, Ours::Depends);
        }
    }

    /// Whether both sides name properties by the same patterns; then what those hold is compared as any property is.
    fn same_patterns(&mut self, at: usize, old: &Conj, new: &Conj) -> bool {
        let patterns = |view: &View<'_>, conj: &Conj| {
            view.leaves(conj)
                .flat_map(|it| &it.object.pattern_properties)
                .map(|(pattern, _)| pattern.clone())
                .collect::<BTreeSet<_>>()
        };
        let all = patterns(self.old, old);
        if all != patterns(self.new, new) {
            return false;
        }
        let names: Option<Vec<String>> = all
            .iter()
            .map(|pattern| match between(&[pattern], &[], 0, None) {
                Text::Text(name) => Some(name),
                Text::None | Text::Unknown => None,
            })
            .collect();
        let Some(names) = names else { return false };
        for name in names {
            let (one, two) = (self.old.property(old, &name), self.new.property(new, &name));
            self.below(at, Step::Other(name), one, two, None);
        }
        true
    }

    fn condition_tries(&self, old: &Conj, new: &Conj, message: Message) -> Vec<Value> {
        let mut tries = self.tries(old, new, message);
        let sides = [(self.old, old), (self.new, new)];
        for (view, conj) in [(self.old, old), (self.new, new)] {
            let sampler = Sampler::new(view, message);
            for name in view.properties(conj) {
                let made = sampler.any(&view.property(conj, name));
                tries.extend(made.and_then(|made| sampler.object_with(conj, name, made, &[])));
            }
            tries.extend(sampler.object_of(conj, view.properties(conj).len() as u64));
            let matching = |(pattern, _): &(String, _)| match between(&[pattern], &[], 0, None) {
                Text::Text(name) => Some(name),
                Text::None | Text::Unknown => None,
            };
            let patterns = view.leaves(conj).flat_map(|it| &it.object.pattern_properties).filter_map(matching);
            let names: Vec<String> = patterns.chain(["another".to_owned()]).collect();
            for name in names {
                tries.extend(various().into_iter().filter_map(|it| sampler.object_with(conj, &name, it, &[])));
            }
            tries.extend(various().into_iter().filter_map(|it| sampler.array_with(conj, 0, it)));
            tries.extend(about_contained(&sides, view, conj, message));
            tries.extend(about_dependencies(&sides, view, conj, message));
        }
        // What both the schema and a part of a condition allow: of `not` it is what is refused.
        for (view, conj) in [(self.old, old), (self.new, new)] {
            let parts = view.leaves(conj).flat_map(|it| {
                let branches = it.conditional.as_ref().map(|it| [Some(it.condition), it.then, it.otherwise]);
                it.not.into_iter().chain(branches.into_iter().flatten().flatten())
            });
            for part in parts.collect::<Vec<_>>() {
                let mut ids = conj.to_vec();
                ids.push(part);
                let with = view.conj(&ids);
                tries.extend(Sampler::new(view, message).instance(&with));
            }
        }
        tries.sort_by_key(ToString::to_string);
        tries.dedup();
        tries
    }

    /// Keywords about values that the type leaves out. By the letter they ask nothing of anyone; who wrote them may have meant another type.
    pub(super) fn inapplicable(&mut self, at: usize, old: &Conj, new: &Conj) {
        let idle = |view: &View<'_>, conj: &Conj, kind: Kind| {
            view.leaves(conj).any(|it| !it.types.is_empty() && !admits(it.types, kind))
        };
        for kind in [Kind::Number, Kind::String, Kind::Array, Kind::Object] {
            if !idle(self.old, old, kind) || !idle(self.new, new, kind) {
                continue;
            }
            if canonical::of_kind(self.old, old, kind) != canonical::of_kind(self.new, new, kind) {
                let article = if matches!(kind, Kind::Array | Kind::Object) { "an" } else { "a" };
                let text =
                    format!("says something else of what is {article} {}, which its type leaves out", kind.word());
                self.simple(
                    at,
                    &rule::INAPPLICABLE_KEYWORD_CHANGED,
                    None,
                    &text,
                    Shift::Unknown,
                    Shift::Unknown,
                    Ours::Depends,
                );
            }
        }
    }
}

/// The schemas of both descriptions.
type Sides<'s, 'd> = [(&'s View<'d>, &'s Conj); 2];

/// Arrays with as many contained items as a bound of either side allows, one fewer and one more.
fn about_contained(sides: &Sides<'_, '_>, view: &View<'_>, conj: &Conj, message: Message) -> Vec<Value> {
    let sampler = Sampler::new(view, message);
    let mut counts: BTreeSet<u64> = BTreeSet::new();
    let contained: Vec<_> = view.leaves(conj).filter_map(|it| Some((it.array.contains?, &it.array))).collect();
    for (view, conj) in sides {
        for array in view.leaves(conj).map(|it| &it.array) {
            for bound in [array.min_contains, array.max_contains].into_iter().flatten() {
                counts.extend([bound.saturating_sub(1), bound, bound.saturating_add(1)]);
            }
        }
    }
    let mut all = Vec::new();
    for (contains, _) in contained {
        let mut ids = view.item(conj, 0).to_vec();
        ids.push(contains);
        let Some(item) = sampler.any(&view.conj(&ids)) else { continue };
        let few = counts.iter().filter(|it| **it <= MOST_CONTAINED);
        all.extend(few.map(|count| Value::Array(vec![item.clone(); usize::try_from(*count).unwrap_or(0)])));
    }
    all
}

/// Objects that meet some of what a property asks for beside itself, and objects with names of many kinds.
fn about_dependencies(sides: &Sides<'_, '_>, view: &View<'_>, conj: &Conj, message: Message) -> Vec<Value> {
    let sampler = Sampler::new(view, message);
    let value = |name: &str| sampler.any(&view.property(conj, name)).unwrap_or_else(|| json!("text"));
    let mut all = Vec::new();
    for (other, others) in sides {
        for object in other.leaves(others).map(|it| &it.object) {
            for (name, needs) in &object.dependent_required {
                for left_out in needs.iter().map(Some).chain([None]) {
                    let there: Vec<&str> = needs.iter().filter(|it| Some(*it) != left_out).map(|it| &**it).collect();
                    all.extend(sampler.object_with(conj, name, value(name), &there));
                    let mut made = sampler.object_with(conj, name, value(name), &[]);
                    if let Some(Value::Object(map)) = &mut made {
                        map.extend(there.iter().map(|it| ((*it).to_owned(), value(it))));
                    }
                    all.extend(made);
                }
            }
            for (name, schema) in &object.dependent_schemas {
                let within = other.conj(&[*schema]);
                for (inner, wrong) in other
                    .properties(&within)
                    .into_iter()
                    .flat_map(|it| various().into_iter().map(move |wrong| (it, wrong)))
                {
                    let mut made = sampler.object_with(conj, name, value(name), &[]);
                    if let Some(Value::Object(map)) = &mut made {
                        map.insert(inner.to_owned(), wrong);
                    }
                    all.extend(made);
                }
            }
            if object.property_names.is_some() {
                all.extend(NAMES.iter().filter_map(|name| sampler.object_with(conj, name, value(name), &[])));
            }
        }
    }
    all
}

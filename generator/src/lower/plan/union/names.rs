//! What the variants of a union are called.
//!
//! Takes a union's branches and how they are told apart; gives each variant a name: the value of the discriminator that chooses it, the
//! component's name or a short title without the words of the union's own name, what only it must have, its JSON type; else its position.
//! Promises that a name hangs on the variant, the union and the union's other variants alone.

use std::collections::{BTreeMap, BTreeSet};

use super::super::model::{Branch, word};
use super::super::planner::Planner;
use super::super::tests_of::Seen;
use crate::ir::{InstanceTest, Tagging};
use crate::lower::graph::{Key, NodeId};
use crate::lower::naming::{Case, Outcome, Scope, Wanted, identifier};
use crate::lower::naming::{begins_well, words_of};
use crate::lower::place::Step;

impl Planner<'_, '_, '_> {
    /// A name for each variant.
    pub fn variant_names(
        &mut self,
        union: NodeId,
        branches: &[Branch],
        held: &[NodeId],
        seen: &[Seen],
        tagging: &Tagging,
    ) -> Vec<String> {
        let own = self.words_of_union(union);
        let mut hints: Vec<Hint> = Vec::with_capacity(branches.len());
        for (index, branch) in branches.iter().enumerate() {
            let component = match self.graph.nodes.get(branch.written).key {
                Key::Schema(id) => self.component_name(id),
                Key::All(_) | Key::Any(_) | Key::Bare(_) | Key::Kind(_, _) => None,
            };
            let title = self.graph.flat(branch.node).title.filter(|title| short(title)).map(str::to_owned);
            let hint = match (tag(tagging, index), component.or(title)) {
                (Some(tag), long) => Hint { long: long.unwrap_or_else(|| tag.clone()), short: Some(tag) },
                (None, Some(long)) => Hint { short: without_words(&long, &own), long },
                (None, None) => {
                    let kind = seen.get(index).and_then(|seen| only_kind(seen)).map(str::to_owned);
                    let long = key(tagging, index).or(kind).unwrap_or_else(|| format!("Variant{}", index + 1));
                    Hint { short: None, long }
                }
            };
            hints.push(hint);
        }
        let wanted: Vec<Wanted> = texts(hints)
            .into_iter()
            .enumerate()
            .map(|(index, text)| Wanted { text, qualifier: String::new(), fallback: format!("Variant{}", index + 1) })
            .collect();
        let names = Scope::variants().assign(&wanted);
        let mut texts = Vec::with_capacity(names.len());
        for ((branch, node), given) in branches.iter().zip(held).zip(names) {
            let place = self.graph.nodes.get(*node).place;
            self.graph.places.rename(place, given.name.bare().to_owned());
            if let Outcome::Contested { wanted } = &given.outcome {
                let origin = self.graph.nodes.get(branch.written).origin;
                // Two lists in one union are nothing to tell; two components of one name are.
                if self.graph.is_component(branch.node) {
                    self.graph.contested(origin, wanted, &given.name);
                }
            }
            texts.push(given.name.bare().to_owned());
        }
        texts
    }

    /// The words that the union's own name is made of.
    fn words_of_union(&self, union: NodeId) -> BTreeSet<String> {
        let mut words = BTreeSet::new();
        for step in self.graph.places.path(self.graph.nodes.get(union).place) {
            if let Step::Component(text) | Step::Shared(_, text) | Step::Property(text) | Step::Parameter(text) = step {
                words.extend(words_of(text));
            }
        }
        words
    }
}

/// What may name a variant.
struct Hint {
    /// What is preferred, where no other variant prefers the same.
    short: Option<String>,
    long: String,
}

/// The short text of each where it is nobody else's, else the long one.
fn texts(hints: Vec<Hint>) -> Vec<String> {
    let identified = |text: &str| identifier(text, Case::Camel);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for hint in &hints {
        *counts.entry(identified(hint.short.as_ref().unwrap_or(&hint.long))).or_insert(0) += 1;
    }
    let alone = |text: &String| counts.get(&identified(text)) == Some(&1);
    hints.into_iter().map(|hint| hint.short.filter(alone).unwrap_or(hint.long)).collect()
}

/// The one value of the discriminator that chooses a variant, where it can be a name.
fn tag(tagging: &Tagging, variant: usize) -> Option<String> {
    let Tagging::Discriminator { mapping, .. } = tagging else { return None };
    let mut tags = mapping.iter().filter(|(_, chosen)| *chosen == variant).map(|(tag, _)| tag);
    let only = tags.next().filter(|_| tags.next().is_none())?;
    // `true` says which it is, and not what.
    let tells = !matches!(only.as_str(), "true" | "false");
    (tells && begins_well(&identifier(only, Case::Camel))).then(|| only.clone())
}

/// The first key that only this variant must have.
fn key(tagging: &Tagging, variant: usize) -> Option<String> {
    let Tagging::Inferred { tests } = tagging else { return None };
    let test = tests.iter().find(|test| test.variant == variant)?;
    match &test.test {
        InstanceTest::Object { keys, .. } => keys.first().cloned(),
        InstanceTest::Kind(_) => None,
    }
}

/// The JSON type, where there is only one.
fn only_kind(seen: &Seen) -> Option<&'static str> {
    let mut kinds = seen.kinds.iter();
    kinds.next().filter(|_| kinds.next().is_none()).map(word)
}

/// A name without the words of the union's at its beginning and end, where something is left that can be a name.
fn without_words(text: &str, own: &BTreeSet<String>) -> Option<String> {
    let words = words_of(text);
    let is_own = |word: &&String| own.contains(*word);
    let leading = words.iter().take_while(is_own).count();
    let trailing = words.iter().rev().take_while(is_own).count();
    let rest = words.get(leading..words.len().saturating_sub(trailing))?;
    let says_enough = rest.first().is_some_and(|first| begins_well(first));
    says_enough.then(|| rest.join("_"))
}

/// Whether a title is short enough for a name.
pub fn short(title: &str) -> bool {
    let words = title.split_whitespace().count();
    (1..=4).contains(&words) && title.chars().count() <= 40 && identifier(title, Case::Camel).len() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_do_not_repeat_the_words_of_their_union() {
        for (union, variant, short) in [
            ("ChatCompletionToolChoiceOption", "ChatCompletionNamedToolChoice", Some("named")),
            ("AssistantsApiResponseFormatOption", "ResponseFormatText", Some("text")),
            ("AssistantStreamEvent", "ErrorEvent", Some("error")),
            ("Pet", "Cat", Some("cat")),
            ("PetOrCat", "Cat", None),
            ("Version", "Version2", Some("version2")),
        ] {
            let own = words_of(union).into_iter().collect();
            assert_eq!(without_words(variant, &own).as_deref(), short, "{variant} of {union}");
        }
    }

    #[test]
    fn what_two_would_be_called_neither_is() {
        let hint = |short: &str, long: &str| Hint { short: Some(short.to_owned()), long: long.to_owned() };
        let all = texts(vec![hint("text", "InputText"), hint("text", "OutputText"), hint("image", "InputImage")]);
        assert_eq!(all, ["InputText", "OutputText", "image"]);
    }
}

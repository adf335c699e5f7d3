//! One pair of schemas: their JSON types, and which alternatives of their unions belong together.
//!
//! Takes a pair of a [`Walk`]; tells what differs in types and alternatives and goes on with each pair of alternatives. Promises that alternatives which mean
//! the same are paired first, so that order and names do not show. Never looks into what an alternative says: `object` and `scalar` do.

use super::canonical;
use super::change::{Ours, Spot};
use super::rule;
use super::sample::{Sampler, various};
use super::view::{Alternative, Alternatives, Conj, Kind, Message, View};
use super::walk::{Found, Shift, Step, Walk};
use crate::node::Node;
use serde_json::Value;
use std::collections::BTreeSet;

impl Walk<'_, '_> {
    /// Looks at one pair.
    pub(super) fn pair(&mut self, at: usize) {
        let Some(pair) = self.pairs.get(at) else { return };
        let (old, new, way) = (pair.old.clone(), pair.new.clone(), pair.way);
        if let Some(kind) = pair.kind {
            return self.alternative(at, kind, &old, &new);
        }
        if old.is_empty() && new.is_empty() {
            return;
        }
        let unsure = |view: &View<'_>, conj: &Conj| view.leaves(conj).any(|it| it.reference_unsure);
        if unsure(self.old, &old) || unsure(self.new, &new) {
            return;
        }
        self.annotations(at, &old, &new);
        self.discriminators(at, &old, &new);
        let (before, after) = (self.old.alternatives(&old), self.new.alternatives(&new));
        if before.cut || after.cut {
            if canonical::of(self.old, &old) != canonical::of(self.new, &new) {
                let tries = self.tries(&old, &new, way.message);
                self.simple(
                    at,
                    &rule::SCHEMA_CHANGED,
                    None,
                    "has a union of many alternatives, which changed",
                    Shift::Try(tries.clone()),
                    Shift::Try(tries),
                    Ours::Depends,
                );
            }
            return;
        }
        if before.any && after.any {
            return;
        }
        let gone = self.types(at, &before, &after, &old, &new);
        if !gone.is_empty() && (before.any || after.any) {
            // That says it all.
            return;
        }
        for kind in Kind::ALL.into_iter().filter(|it| !gone.contains(it)) {
            let of = |all: &Alternatives| all.list.iter().filter(|it| it.kind == kind).cloned().collect::<Vec<_>>();
            self.alternatives(at, kind, of(&before), of(&after));
        }
    }

    /// Tells of JSON types that only one side has; gives those types.
    fn types(
        &mut self,
        at: usize,
        before: &Alternatives,
        after: &Alternatives,
        old: &Conj,
        new: &Conj,
    ) -> BTreeSet<Kind> {
        let kinds = |all: &Alternatives| all.list.iter().map(|it| it.kind).collect::<BTreeSet<_>>();
        let (had, has) = (kinds(before), kinds(after));
        let mut lost: BTreeSet<Kind> = had.difference(&has).copied().collect();
        let mut won: BTreeSet<Kind> = has.difference(&had).copied().collect();
        let only: BTreeSet<Kind> = lost.union(&won).copied().collect();
        let Some(pair) = self.pairs.get(at) else { return only };
        let message = pair.way.message;
        let whole = (lost.clone(), won.clone());
        if pair.way.text {
            // Where every text is taken, so is what is written as one.
            let written = |kind: &Kind| matches!(kind, Kind::Number | Kind::Boolean);
            if takes_all_text(self.new, after) {
                lost.retain(|kind| !written(kind));
            }
            if takes_all_text(self.old, before) {
                won.retain(|kind| !written(kind));
            }
        }
        let values = |view: &View<'_>, all: &Alternatives, kinds: &BTreeSet<Kind>| -> Vec<Value> {
            let sampler = Sampler::new(view, message);
            let made = all.list.iter().filter(|it| kinds.contains(&it.kind)).filter_map(|it| sampler.alternative(it));
            made.chain(various().into_iter().filter(|it| kinds.contains(&Kind::of(it)))).collect()
        };
        // That a schema says nothing at all is one thing, not six types.
        if !had.is_empty() && !has.is_empty() && !before.any && !after.any {
            if lost.remove(&Kind::Null) {
                let shift = Shift::Try(vec![Value::Null]);
                self.simple(
                    at,
                    &rule::NULL_REFUSED,
                    Some("type"),
                    "may no longer be null",
                    shift,
                    Shift::No,
                    Ours::Depends,
                );
            }
            if won.remove(&Kind::Null) {
                let shift = Shift::Try(vec![Value::Null]);
                // Null is read as absent where absence is expected.
                let ours = if self.may_be_absent(at) { Ours::Works } else { Ours::Fails };
                self.simple(at, &rule::NULL_ALLOWED, Some("type"), "may be null", Shift::No, shift, ours);
            }
        }
        if lost.is_empty() && won.is_empty() {
            return only;
        }
        let narrow = if lost.is_empty() { Shift::No } else { Shift::Try(values(self.old, before, &lost)) };
        let wide = if won.is_empty() { Shift::No } else { Shift::Try(values(self.new, after, &won)) };
        // The rule is the same for values in JSON and for those written as text, so that one change of a schema is told of once.
        let is_more = |all: &BTreeSet<Kind>| all.iter().any(|it| *it != Kind::Null || before.any || after.any);
        let rule = match (!is_more(&whole.0), !is_more(&whole.1)) {
            (false, false) => &rule::TYPE_CHANGED,
            (true, _) => &rule::TYPE_WIDENED,
            (false, true) => &rule::TYPE_NARROWED,
        };
        let words = |any: bool, kinds: &BTreeSet<Kind>, view: &View<'_>, conj: &Conj| match any {
            true => "any value".to_owned(),
            false if kinds.is_empty() => "no value".to_owned(),
            false => kinds.iter().map(|it| word(*it, view, conj)).collect::<Vec<_>>().join(" or "),
        };
        let text =
            format!("was {} and is {}", words(before.any, &had, self.old, old), words(after.any, &has, self.new, new));
        self.simple(at, rule, Some("type"), &text, narrow, wide, Ours::Fails);
        only
    }

    /// Pairs alternatives of one type and goes on with each pair.
    fn alternatives(&mut self, at: usize, kind: Kind, mut before: Vec<Alternative>, mut after: Vec<Alternative>) {
        if before.is_empty() || after.is_empty() {
            return;
        }
        if before.len() == 1 && after.len() == 1 {
            if let (Some(old), Some(new)) = (before.pop(), after.pop()) {
                self.choice(at, &old, &new);
            }
            return;
        }
        if matches!(kind, Kind::String | Kind::Number | Kind::Boolean | Kind::Null) {
            return self.scalars(at, kind, &before, &after);
        }
        let same_name = |old: &Alternative, new: &Alternative| {
            let name = |view: &View<'_>, it: &Alternative| {
                let schema = view.schema(it.chosen?);
                schema
                    .component
                    .as_deref()
                    .or_else(|| view.schema(schema.reference?).component.as_deref())
                    .map(str::to_owned)
            };
            name(self.old, old).is_some_and(|it| name(self.new, new).as_ref() == Some(&it))
        };
        let mut pairs = take_pairs(&mut before, &mut after, same_name);
        let same_meaning = |old: &Alternative, new: &Alternative| {
            canonical::of_alternative(self.old, old) == canonical::of_alternative(self.new, new)
        };
        pairs.extend(take_pairs(&mut before, &mut after, same_meaning));
        let same_tag = |old: &Alternative, new: &Alternative| {
            let tags = tags(self.old, &old.conj);
            !tags.is_empty() && tags == self::tags(self.new, &new.conj)
        };
        pairs.extend(take_pairs(&mut before, &mut after, same_tag));
        let alike = |old: &Alternative, new: &Alternative| {
            let (one, two) = (tags(self.old, &old.conj), tags(self.new, &new.conj));
            let apart = one.iter().any(|(name, value)| two.iter().any(|(other, it)| name == other && value != it));
            !apart && likeness(self.old, old, self.new, new) >= 0.5
        };
        pairs.extend(take_pairs(&mut before, &mut after, alike));
        for (old, new) in pairs {
            self.choice(at, &old, &new);
        }
        for old in &before {
            let text = format!("no longer may be {}", self.name_of(self.old, old));
            let shift = self.shift_of(at, old, self.old);
            self.simple(
                at,
                &rule::VARIANT_REMOVED,
                Some(union(self.old, at, self)),
                &text,
                shift,
                Shift::No,
                Ours::Fails,
            );
        }
        for new in &after {
            let text = format!("may be {} as well", self.name_of(self.new, new));
            let shift = self.shift_of(at, new, self.new);
            self.simple(
                at,
                &rule::VARIANT_ADDED,
                Some(union(self.new, at, self)),
                &text,
                Shift::No,
                shift,
                Ours::Keeps,
            );
        }
    }

    fn shift_of(&self, at: usize, alternative: &Alternative, view: &View<'_>) -> Shift {
        let message = self.pairs.get(at).map_or(Message::Request, |it| it.way.message);
        match Sampler::new(view, message).alternative(alternative) {
            Some(value) => Shift::Try(vec![value]),
            None => Shift::Unknown,
        }
    }

    fn name_of(&self, view: &View<'_>, alternative: &Alternative) -> String {
        let name = alternative.chosen.and_then(|id| {
            let schema = view.schema(id);
            schema
                .component
                .as_deref()
                .or_else(|| view.schema(schema.reference?).component.as_deref())
                .or(schema.title.as_deref())
        });
        name.map_or_else(|| format!("an {} of that kind", alternative.kind.word()), |it| format!("`{it}`"))
    }

    /// Scalars of several alternatives: together they are one set of values.
    fn scalars(&mut self, at: usize, kind: Kind, before: &[Alternative], after: &[Alternative]) {
        let numbers = |view: &View<'_>, all: &[Alternative]| {
            let mut numbers: Vec<u64> = all.iter().map(|it| canonical::of_alternative(view, it)).collect();
            numbers.sort_unstable();
            numbers.dedup();
            numbers
        };
        if numbers(self.old, before) == numbers(self.new, after) {
            return;
        }
        let listed = |view: &View<'_>, all: &[Alternative]| -> Option<Vec<Value>> {
            let lists = all.iter().map(|it| view.values(&it.conj)).collect::<Option<Vec<_>>>()?;
            Some(lists.into_iter().flatten().filter(|it| Kind::of(it) == kind).collect())
        };
        match (listed(self.old, before), listed(self.new, after)) {
            (Some(old), Some(new)) => self.listed(at, "enum", &old, &new),
            (old, new) => {
                let Some(pair) = self.pairs.get(at) else { return };
                let message = pair.way.message;
                let made = |view: &View<'_>, all: &[Alternative]| {
                    let sampler = Sampler::new(view, message);
                    all.iter().filter_map(|it| sampler.alternative(it)).collect::<Vec<_>>()
                };
                let mut tries = made(self.old, before);
                tries.extend(made(self.new, after));
                tries.extend(old.into_iter().chain(new).flatten().take(8));
                tries.extend(various().into_iter().filter(|it| Kind::of(it) == kind));
                self.simple(
                    at,
                    &rule::SCHEMA_CHANGED,
                    None,
                    "allows other values",
                    Shift::Try(tries.clone()),
                    Shift::Try(tries),
                    Ours::Depends,
                );
            }
        }
    }

    fn choice(&mut self, at: usize, old: &Alternative, new: &Alternative) {
        self.below(at, Step::Choice, old.conj.clone(), new.conj.clone(), Some(old.kind));
    }

    /// Values of both sides, to try where a schema is judged as a whole.
    pub(super) fn tries(&self, old: &Conj, new: &Conj, message: Message) -> Vec<Value> {
        let shown = |view: &View<'_>, conj: &Conj| {
            let examples: Vec<Value> = view.leaves(conj).flat_map(|it| it.examples.iter()).map(Node::to_json).collect();
            let alternatives = view.alternatives(conj);
            let sampler = Sampler::new(view, message);
            examples
                .into_iter()
                .chain(alternatives.list.iter().take(8).filter_map(|it| sampler.alternative(it)).collect::<Vec<_>>())
                .collect::<Vec<_>>()
        };
        let mut tries = shown(self.old, old);
        tries.extend(shown(self.new, new));
        tries.extend(various());
        tries
    }

    /// Tells of a difference at the schemas themselves.
    #[allow(clippy::too_many_arguments, reason = "each is another fact of one finding")]
    pub(super) fn simple(
        &mut self,
        at: usize,
        rule: &'static rule::Rule,
        keyword: Option<&'static str>,
        message: &str,
        narrow: Shift,
        wide: Shift,
        ours: Ours,
    ) {
        let (old, new) = self.spans(at);
        let spot = |span| Spot { span, keyword };
        // Where both sides list their values, no other can show a difference.
        let (narrow, wide) = match &self.listed_only {
            None => (narrow, wide),
            Some((gone, come)) => (only(narrow, gone), only(wide, come)),
        };
        let found = Found {
            rule,
            message: message.to_owned(),
            old: old.map(spot),
            new: new.map(spot),
            narrow,
            wide,
            soft: None,
            ours,
            sunset: None,
        };
        self.tell(at, found);
    }
}

/// A difference that these values alone can show.
fn only(shift: Shift, values: &[Value]) -> Shift {
    match shift {
        Shift::No => Shift::No,
        Shift::Try(_) | Shift::Unknown if values.is_empty() => Shift::No,
        Shift::Try(_) | Shift::Unknown => Shift::Try(values.to_vec()),
    }
}

/// Whether one of the alternatives is any text at all.
fn takes_all_text(view: &View<'_>, all: &Alternatives) -> bool {
    let free = |it: &Alternative| {
        let said = super::facets::strings(view, &it.conj);
        let open = super::facets::Strings { least: said.least.min(1), ..super::facets::Strings::default() };
        it.kind == Kind::String
            && view.values(&it.conj).is_none()
            && canonical::of_conditions(view, &it.conj).is_empty()
            && said == super::facets::Strings { least: said.least, ..open }
            && said.least <= 1
    };
    all.any || all.list.iter().any(free)
}

/// The keyword of the union at a pair.
fn union(view: &View<'_>, at: usize, walk: &Walk<'_, '_>) -> &'static str {
    let any = walk.pairs.get(at).is_some_and(|pair| {
        let conj = if std::ptr::eq(view, walk.old) { &pair.old } else { &pair.new };
        view.leaves(conj).any(|it| !it.any_of.is_empty())
    });
    if any { "anyOf" } else { "oneOf" }
}

/// Takes out the pairs for which a condition holds, in order; each side's alternatives once.
fn take_pairs(
    before: &mut Vec<Alternative>,
    after: &mut Vec<Alternative>,
    belong: impl Fn(&Alternative, &Alternative) -> bool,
) -> Vec<(Alternative, Alternative)> {
    let mut pairs = Vec::new();
    let mut at = 0;
    while let Some(old) = before.get(at) {
        match after.iter().position(|new| belong(old, new)) {
            Some(to) => pairs.push((before.remove(at), after.remove(to))),
            None => at += 1,
        }
    }
    pairs
}

/// Properties that hold one text only.
fn tags(view: &View<'_>, conj: &Conj) -> Vec<(String, String)> {
    let one = |name: &str| match view.values(&view.property(conj, name))?.as_slice() {
        [Value::String(text)] => Some((name.to_owned(), text.clone())),
        _ => None,
    };
    let mut tags: Vec<_> = view.properties(conj).into_iter().filter_map(one).collect();
    tags.sort();
    tags
}

/// The share of properties that both have.
fn likeness(one: &View<'_>, old: &Alternative, two: &View<'_>, new: &Alternative) -> f64 {
    if old.kind == Kind::Array {
        return 1.0;
    }
    let names = |view: &View<'_>, it: &Alternative| {
        view.properties(&it.conj).into_iter().map(str::to_owned).collect::<BTreeSet<_>>()
    };
    let (one, two) = (names(one, old), names(two, new));
    let all = one.union(&two).count();
    if all == 0 { 0.5 } else { one.intersection(&two).count() as f64 / all as f64 }
}

fn word(kind: Kind, view: &View<'_>, conj: &Conj) -> String {
    let format = view.leaves(conj).find_map(|it| it.format.as_deref());
    let word = if kind == Kind::Number && super::facets::numbers(view, conj).whole { "integer" } else { kind.word() };
    match (kind, format) {
        (Kind::String | Kind::Number, Some(format)) => format!("{word} ({format})"),
        _ => word.to_owned(),
    }
}

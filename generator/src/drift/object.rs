//! Alternatives of one JSON type side by side: objects and arrays.
//!
//! Takes a pair of a [`Walk`] whose unions are decided; tells what differs in names, counts and conditions, and goes on with properties and items. Promises
//! that a property is told of once: as added, removed, required or optional. Never compares texts and numbers: `scalar` does.

use super::change::{Ours, Party, Spot};
use super::facets;
use super::rule::{self, Rule};
use super::sample::{Sampler, various};
use super::sunset;
use super::value::short;
use super::view::{Conj, Kind, Message, View};
use super::walk::{Flow, Found, Shift, Step, Walk};
use crate::node::Node;
use crate::source::Span;
use serde_json::{Value, json};
use std::collections::BTreeSet;

impl Walk<'_, '_> {
    /// Looks at what two alternatives of one type say.
    pub(super) fn alternative(&mut self, at: usize, kind: Kind, old: &Conj, new: &Conj) {
        if old.is_empty() && new.is_empty() {
            return;
        }
        self.conditions(at, old, new);
        self.inapplicable(at, old, new);
        match (self.old.values(old), self.new.values(new)) {
            (None, None) => match kind {
                Kind::Null | Kind::Boolean => {}
                Kind::Number => self.numbers(at, old, new),
                Kind::String => self.strings(at, old, new),
                Kind::Array => self.array(at, old, new),
                Kind::Object => self.object(at, old, new),
            },
            (had, has) => self.values(at, kind, had, has, old, new),
        }
    }

    fn array(&mut self, at: usize, old: &Conj, new: &Conj) {
        let Some(pair) = self.pairs.get(at) else { return };
        let message = pair.way.message;
        let (before, after) = (facets::arrays(self.old, old), facets::arrays(self.new, new));
        let made = |view: &View<'_>, conj: &Conj, count: u64| Sampler::new(view, message).array_of(conj, count);
        self.count(at, &rule::MIN_ITEMS_CHANGED, "minItems", "items", (before.least, after.least), true, &made);
        self.most(at, &rule::MAX_ITEMS_CHANGED, "maxItems", "items", (before.most, after.most), &made);
        if before.unique != after.unique {
            let twice = |view: &View<'_>, conj: &Conj| match Sampler::new(view, message).array_twice(conj) {
                Some(value) => Shift::Try(vec![value]),
                None => Shift::Unknown,
            };
            let (narrow, wide, text) = match after.unique {
                true => (twice(self.old, old), Shift::No, "may not hold an item twice any more"),
                false => (Shift::No, twice(self.new, new), "may hold an item twice"),
            };
            self.simple(at, &rule::UNIQUE_ITEMS_CHANGED, Some("uniqueItems"), text, narrow, wide, Ours::Works);
        }
        let positions = self.old.prefix(old).max(self.new.prefix(new));
        for position in 0..=positions {
            let (one, two) = (self.old.item(old, position), self.new.item(new, position));
            self.below(at, Step::Item(position), one, two, None);
        }
    }

    /// A least number of items, properties or letters.
    #[allow(clippy::too_many_arguments, reason = "each is another fact of one finding")]
    pub(super) fn count(
        &mut self,
        at: usize,
        rule: &'static Rule,
        keyword: &'static str,
        what: &str,
        (before, after): (u64, u64),
        works: bool,
        made: &dyn Fn(&View<'_>, &Conj, u64) -> Option<Value>,
    ) {
        if before == after {
            return;
        }
        let Some(pair) = self.pairs.get(at) else { return };
        let tries = |view: &View<'_>, conj: &Conj, count: u64| {
            made(view, conj, count).map_or(Shift::Unknown, |it| Shift::Try(vec![it]))
        };
        let (narrow, wide) = match after > before {
            true => (tries(self.old, &pair.old, after - 1), Shift::No),
            false => (Shift::No, tries(self.new, &pair.new, before - 1)),
        };
        let text = format!("had {before} {what} at least and has {after}");
        self.simple(at, rule, Some(keyword), &text, narrow, wide, if works { Ours::Works } else { Ours::Depends });
    }

    /// A greatest number of items, properties or letters.
    pub(super) fn most(
        &mut self,
        at: usize,
        rule: &'static Rule,
        keyword: &'static str,
        what: &str,
        (before, after): (Option<u64>, Option<u64>),
        made: &dyn Fn(&View<'_>, &Conj, u64) -> Option<Value>,
    ) {
        if before == after {
            return;
        }
        let Some(pair) = self.pairs.get(at) else { return };
        let tries = |view: &View<'_>, conj: &Conj, count: Option<u64>| {
            let value = count.and_then(|count| made(view, conj, count.saturating_add(1)));
            value.map_or(Shift::Unknown, |it| Shift::Try(vec![it]))
        };
        let narrower = after.is_some_and(|after| before.is_none_or(|before| after < before));
        let (narrow, wide) = match narrower {
            true => (tries(self.old, &pair.old, after), Shift::No),
            false => (Shift::No, tries(self.new, &pair.new, before)),
        };
        let words = |it: Option<u64>| it.map_or_else(|| "any number of".to_owned(), |it| it.to_string());
        let text = format!("had {} {what} at most and has {}", words(before), words(after));
        self.simple(at, rule, Some(keyword), &text, narrow, wide, Ours::Works);
    }

    fn object(&mut self, at: usize, old: &Conj, new: &Conj) {
        let Some(pair) = self.pairs.get(at) else { return };
        let message = pair.way.message;
        let (before, after) = (facets::objects(self.old, old), facets::objects(self.new, new));
        let made = |view: &View<'_>, conj: &Conj, count: u64| Sampler::new(view, message).object_of(conj, count);
        self.count(
            at,
            &rule::MIN_PROPERTIES_CHANGED,
            "minProperties",
            "properties",
            (before.least, after.least),
            true,
            &made,
        );
        self.most(at, &rule::MAX_PROPERTIES_CHANGED, "maxProperties", "properties", (before.most, after.most), &made);
        self.others(at, old, new);
        let needed: BTreeSet<&str> = self.old.required(old, message).into_iter().collect();
        let needs: BTreeSet<&str> = self.new.required(new, message).into_iter().collect();
        let (had, has) = (self.old.properties(old), self.new.properties(new));
        let mut names: Vec<&str> = had.to_vec();
        names.extend(has.iter().filter(|it| !had.contains(*it)));
        names.extend(needed.union(&needs).filter(|it| !had.contains(*it) && !has.contains(*it)));
        let mut seen = BTreeSet::new();
        names.retain(|it| seen.insert(*it));
        for name in names {
            self.property(at, name, (needed.contains(name), needs.contains(name)), old, new);
        }
    }

    fn property(&mut self, at: usize, name: &str, (needed, needs): (bool, bool), old: &Conj, new: &Conj) {
        let Some(pair) = self.pairs.get(at) else { return };
        let way = pair.way;
        let (one, two) = (self.old.property(old, name), self.new.property(new, name));
        let (declared, declares) = (self.old.declares(old, name), self.new.declares(new, name));
        let (left_out, leaves_out) = (self.old.is_left_out(&one, way.message), self.new.is_left_out(&two, way.message));
        if declared && declares && (left_out || leaves_out) {
            if left_out != leaves_out {
                self.one_way(at, name, &one, &two, left_out);
            }
            return;
        }
        let (had, has) = (declared && !left_out, declares && !leaves_out);
        let mut both = self.old.required(old, way.message);
        both.extend(self.new.required(new, way.message));
        let with = |view: &View<'_>, conj: &Conj| {
            let sampler = Sampler::new(view, way.message);
            let value = sampler.any(&view.property(conj, name)).and_then(|it| sampler.object_with(conj, name, it, &[]));
            value.map_or(Shift::Unknown, |it| Shift::Try(vec![it]))
        };
        let without = |view: &View<'_>, conj: &Conj| {
            let sampler = Sampler::new(view, way.message);
            let tries: Vec<Value> =
                [&both[..], &[]].into_iter().filter_map(|also| sampler.object_without(conj, name, also)).collect();
            if tries.is_empty() { Shift::Unknown } else { Shift::Try(tries) }
        };
        // What is demanded and not described may be of any type.
        let undescribed = |view: &View<'_>, conj: &Conj| {
            let sampler = Sampler::new(view, way.message);
            let values = [json!(null), json!(true), json!(0), json!(""), json!([]), json!({})];
            let tries: Vec<Value> =
                values.into_iter().filter_map(|value| sampler.object_with(conj, name, value, &both)).collect();
            if tries.is_empty() { Shift::Unknown } else { Shift::Try(tries) }
        };
        let place = |view: &View<'_>, conj: &Conj| property_span(view, conj, name).map(Spot::of);
        let around = |span: Option<Span>, keyword| span.map(|it| Spot::keyword(it, keyword));
        let (old_span, new_span) = self.spans(at);
        let refuses = |view: &View<'_>, conj: &Conj| view.leaves(conj).any(|it| it.boolean == Some(false));
        let found = match (had, has) {
            (true, false) => {
                let rule = if needed { &rule::REQUIRED_PROPERTY_REMOVED } else { &rule::PROPERTY_REMOVED };
                let ours = match (way.flow, needed) {
                    (Flow::ToClient, true) => Ours::Fails,
                    (Flow::ToClient, false) => Ours::Works,
                    (Flow::ToServer, _) => Ours::Depends,
                };
                let sunset = ends(self.old, &one);
                Found {
                    rule,
                    message: format!("no longer has the property `{name}`{}", sunset::announced(sunset.as_deref())),
                    old: place(self.old, old),
                    new: new_span.map(Spot::of),
                    narrow: if refuses(self.new, &two) { with(self.old, old) } else { Shift::No },
                    wide: match (needed, needs) {
                        (true, true) => undescribed(self.new, new),
                        (true, false) => without(self.new, new),
                        (false, _) => Shift::No,
                    },
                    soft: Some(Party::Client),
                    ours,
                    sunset,
                }
            }
            (false, true) => Found {
                rule: if needs { &rule::REQUIRED_PROPERTY_ADDED } else { &rule::PROPERTY_ADDED },
                message: format!("has the {}property `{name}`", if needs { "required " } else { "" }),
                old: old_span.map(Spot::of),
                new: place(self.new, new),
                narrow: match (needed, needs) {
                    (true, true) => undescribed(self.old, old),
                    (false, true) => without(self.old, old),
                    (_, false) => Shift::No,
                },
                wide: if refuses(self.old, &one) { with(self.new, new) } else { Shift::No },
                soft: None,
                ours: match way.flow {
                    Flow::ToClient => Ours::Ignores,
                    Flow::ToServer if needs => Ours::Fails,
                    Flow::ToServer => Ours::Works,
                },
                sunset: None,
            },
            _ => {
                // What neither side describes holds what other properties may, of which `others` tells.
                if had || has {
                    self.below(at, Step::Property(name.to_owned()), one, two, None);
                }
                match (needed, needs) {
                    (false, true) => Found {
                        rule: &rule::PROPERTY_REQUIRED,
                        message: format!("requires the property `{name}`"),
                        old: place(self.old, old).or(around(old_span, "required")),
                        new: around(new_span, "required"),
                        narrow: without(self.old, old),
                        wide: Shift::No,
                        soft: None,
                        ours: if way.flow == Flow::ToServer { Ours::Depends } else { Ours::Works },
                        sunset: None,
                    },
                    (true, false) => Found {
                        rule: &rule::PROPERTY_OPTIONAL,
                        message: format!("no longer requires the property `{name}`"),
                        old: around(old_span, "required"),
                        new: place(self.new, new).or(around(new_span, "required")),
                        narrow: Shift::No,
                        wide: without(self.new, new),
                        soft: None,
                        ours: if way.flow == Flow::ToClient { Ours::Fails } else { Ours::Works },
                        sunset: None,
                    },
                    _ => return,
                }
            }
        };
        self.tell(at, found);
    }

    /// A property that the messages of one side leave out.
    fn one_way(&mut self, at: usize, name: &str, old: &Conj, new: &Conj, left_out: bool) {
        let Some(pair) = self.pairs.get(at) else { return };
        let (rule, word) = match pair.way.message {
            Message::Request => (&rule::READ_ONLY_CHANGED, "readOnly"),
            Message::Response => (&rule::WRITE_ONLY_CHANGED, "writeOnly"),
        };
        let now = if left_out { "no longer" } else { "now" };
        let spot =
            |view: &View<'_>, conj: &Conj| conj.first().map(|id| Spot::keyword(view.schema(*id).origin.span, word));
        let found = Found {
            rule,
            message: format!("has the property `{name}`, which is {now} `{word}`"),
            old: spot(self.old, old),
            new: spot(self.new, new),
            narrow: Shift::No,
            wide: Shift::No,
            soft: (!left_out).then_some(Party::Client),
            ours: Ours::Depends,
            sunset: None,
        };
        self.tell(at, found);
    }

    /// Properties that are not described.
    fn others(&mut self, at: usize, old: &Conj, new: &Conj) {
        let Some(pair) = self.pairs.get(at) else { return };
        let message = pair.way.message;
        let (one, two) = (self.old.rest(old), self.new.rest(new));
        let state = |view: &View<'_>, rest: &Conj| {
            let alternatives = view.alternatives(rest);
            if view.leaves(rest).any(|it| it.boolean == Some(false)) {
                Others::Refused
            } else if rest.is_empty() || alternatives.any {
                Others::Free
            } else {
                Others::Described
            }
        };
        let name = "another";
        let values = |view: &View<'_>, conj: &Conj| {
            let sampler = Sampler::new(view, message);
            let own = sampler.any(&view.rest(conj));
            let tries: Vec<Value> =
                own.into_iter().chain(various()).filter_map(|it| sampler.object_with(conj, name, it, &[])).collect();
            if tries.is_empty() { Shift::Unknown } else { Shift::Try(tries) }
        };
        let before = state(self.old, &one);
        let after = state(self.new, &two);
        let spot = |span: Option<Span>| span.map(|it| Spot::keyword(it, "additionalProperties"));
        let (old_span, new_span) = self.spans(at);
        let (rule, text, narrow, wide) = match (before, after) {
            (Others::Described, Others::Described) => {
                return self.below(at, Step::Other(name.to_owned()), one, two, None);
            }
            (one, two) if one == two => return,
            (_, Others::Refused) => (
                &rule::ADDITIONAL_PROPERTIES_REFUSED,
                "refuses properties that are not described",
                values(self.old, old),
                Shift::No,
            ),
            (Others::Refused, _) => (
                &rule::ADDITIONAL_PROPERTIES_ALLOWED,
                "allows properties that are not described",
                Shift::No,
                values(self.new, new),
            ),
            (Others::Free, _) => (
                &rule::ADDITIONAL_PROPERTIES_CHANGED,
                "says what properties may hold that are not described",
                values(self.old, old),
                Shift::No,
            ),
            (_, _) => (
                &rule::ADDITIONAL_PROPERTIES_CHANGED,
                "no longer says what properties may hold that are not described",
                Shift::No,
                values(self.new, new),
            ),
        };
        let found = Found {
            rule,
            message: text.to_owned(),
            old: spot(old_span),
            new: spot(new_span),
            narrow,
            wide,
            soft: None,
            ours: Ours::Depends,
            sunset: None,
        };
        self.tell(at, found);
    }

    /// The date on which a value ends was announced, withdrawn or changed.
    fn sunset(&mut self, at: usize, old: &Conj, new: &Conj) {
        let (was, is) = (ends(self.old, old), ends(self.new, new));
        let Some((text, earlier)) = sunset::change(was.as_deref(), is.as_deref()) else { return };
        let (old_span, new_span) = self.spans(at);
        let found = Found {
            rule: &rule::SUNSET_CHANGED,
            message: format!("had an announced end that {text}"),
            old: old_span.map(|it| Spot::keyword(it, "x-sunset")),
            new: new_span.map(|it| Spot::keyword(it, "x-sunset")),
            narrow: Shift::No,
            wide: Shift::No,
            soft: earlier.then_some(Party::Client),
            ours: Ours::Depends,
            sunset: None,
        };
        self.tell(at, found);
    }

    /// Deprecation and defaults, which no instance shows.
    pub(super) fn annotations(&mut self, at: usize, old: &Conj, new: &Conj) {
        self.sunset(at, old, new);
        if self.pairs.get(at).is_some_and(|it| it.way.xml) {
            self.xml(at, old, new);
        }
        let deprecated = |view: &View<'_>, conj: &Conj| view.leaves(conj).any(|it| it.deprecated);
        match (deprecated(self.old, old), deprecated(self.new, new)) {
            (false, true) => {
                self.simple(
                    at,
                    &rule::PROPERTY_DEPRECATED,
                    Some("deprecated"),
                    "is deprecated",
                    Shift::No,
                    Shift::No,
                    Ours::Works,
                );
            }
            (true, false) => {
                self.simple(
                    at,
                    &rule::PROPERTY_UNDEPRECATED,
                    Some("deprecated"),
                    "is no longer deprecated",
                    Shift::No,
                    Shift::No,
                    Ours::Works,
                );
            }
            _ => {}
        }
        let default =
            |view: &View<'_>, conj: &Conj| view.leaves(conj).find_map(|it| it.default.as_deref().map(Node::to_json));
        let (had, has) = (default(self.old, old), default(self.new, new));
        let same = match (&had, &has) {
            (Some(one), Some(two)) => super::value::same(one, two),
            (None, None) => true,
            _ => false,
        };
        if same {
            return;
        }
        let Some(pair) = self.pairs.get(at) else { return };
        let words = |it: &Option<Value>| it.as_ref().map_or_else(|| "none".to_owned(), short);
        let (old_span, new_span) = self.spans(at);
        let found = Found {
            rule: &rule::DEFAULT_CHANGED,
            message: format!("had the default {} and has {}", words(&had), words(&has)),
            old: old_span.map(|it| Spot::keyword(it, "default")),
            new: new_span.map(|it| Spot::keyword(it, "default")),
            narrow: Shift::No,
            wide: Shift::No,
            // Only a server fills a default in; a client that leaves the value out is understood otherwise.
            soft: (pair.way.flow == Flow::ToServer && !self.must_be_there(at)).then_some(Party::Client),
            ours: Ours::Depends,
            sunset: None,
        };
        self.tell(at, found);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Others {
    Free,
    Refused,
    Described,
}

/// Where a property is declared.
fn property_span(view: &View<'_>, conj: &Conj, name: &str) -> Option<Span> {
    view.leaves(conj).flat_map(|it| &it.object.properties).find(|it| &*it.name == name).map(|it| it.origin.span)
}

/// The date on which a value ends, where one was announced.
fn ends(view: &View<'_>, conj: &Conj) -> Option<String> {
    view.leaves(conj).map(|it| &*it.sunset).find(|it| !it.is_empty()).cloned()
}

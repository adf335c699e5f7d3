//! Alternatives of one JSON type side by side: listed values, texts and numbers; and what tells unions apart.
//!
//! Takes a pair of a [`Walk`]; tells what differs. Promises one finding for each keyword, and for lists one for each value. Never claims that a pattern is narrower
//! than another unless automata have shown it.

use super::change::Ours;
use super::facets::{self, Bound};
use super::pattern::{self, Found as Text};
use super::rule;
use super::sample::{Sampler, various};
use super::validate::{Answer, validate};
use super::value::{from_f64, same, short};
use super::view::{Conj, Kind, View};
use super::walk::{Flow, Shift, Walk};
use crate::format;
use serde_json::{Value, json};

/// Values of one list that are told of one by one.
const MOST_VALUES: usize = 50;

impl Walk<'_, '_> {
    /// Where at least one side lists its values.
    pub(super) fn values(
        &mut self,
        at: usize,
        kind: Kind,
        had: Option<Vec<Value>>,
        has: Option<Vec<Value>>,
        old: &Conj,
        new: &Conj,
    ) {
        let Some(pair) = self.pairs.get(at) else { return };
        let message = pair.way.message;
        let of_kind = |list: Vec<Value>| list.into_iter().filter(|it| Kind::of(it) == kind).collect::<Vec<_>>();
        let keyword = |view: &View<'_>, conj: &Conj| {
            if view.leaves(conj).any(|it| it.constant.is_some()) { "const" } else { "enum" }
        };
        let others = |view: &View<'_>, conj: &Conj| {
            let own = Sampler::new(view, message);
            let made = match kind {
                Kind::String => own.string(conj).into_iter().collect(),
                Kind::Number => own.numbers(conj),
                _ => Vec::new(),
            };
            Shift::Try(made.into_iter().chain(various().into_iter().filter(|it| Kind::of(it) == kind)).collect())
        };
        match (had.map(of_kind), has.map(of_kind)) {
            (Some(had), Some(has)) => {
                self.listed(at, keyword(self.new, new), &had, &has);
                self.left_of_lists(at, kind, &had, &has, old, new);
            }
            (None, Some(has)) => {
                let text = format!("is limited to {}", listing(&has));
                let narrow = others(self.old, old);
                self.simple(
                    at,
                    &rule::VALUES_LISTED,
                    Some(keyword(self.new, new)),
                    &text,
                    narrow,
                    Shift::No,
                    Ours::Works,
                );
            }
            (Some(had), None) => {
                let text = format!("is no longer limited to {}", listing(&had));
                let wide = others(self.new, new);
                self.simple(
                    at,
                    &rule::VALUES_UNLISTED,
                    Some(keyword(self.old, old)),
                    &text,
                    Shift::No,
                    wide,
                    Ours::Keeps,
                );
            }
            (None, None) => {}
        }
    }

    /// What the other keywords leave of values that both sides list.
    fn left_of_lists(&mut self, at: usize, kind: Kind, had: &[Value], has: &[Value], old: &Conj, new: &Conj) {
        let Some(pair) = self.pairs.get(at) else { return };
        let message = pair.way.message;
        let allows = |view: &View<'_>, conj: &Conj, it: &Value| validate(view, conj, it, message) == Answer::Valid;
        let both = had.iter().filter(|it| has.iter().any(|other| same(it, other)));
        let (mut gone, mut come) = (Vec::new(), Vec::new());
        for value in both {
            match (allows(self.old, old, value), allows(self.new, new, value)) {
                (true, false) => gone.push(value.clone()),
                (false, true) => come.push(value.clone()),
                _ => {}
            }
        }
        self.listed_only = Some((gone, come));
        match kind {
            Kind::Number => self.numbers(at, old, new),
            Kind::String => self.strings(at, old, new),
            _ => {}
        }
        self.listed_only = None;
    }

    /// Two lists of values.
    pub(super) fn listed(&mut self, at: usize, keyword: &'static str, had: &[Value], has: &[Value]) {
        let missing = |from: &[Value], of: &[Value]| {
            from.iter().filter(|it| !of.iter().any(|other| same(it, other))).cloned().collect::<Vec<_>>()
        };
        let (gone, come) = (missing(had, has), missing(has, had));
        if let ([one], [two], [_], [_]) = (gone.as_slice(), come.as_slice(), had, has) {
            let text = format!("was always {} and is always {}", short(one), short(two));
            let (narrow, wide) = (Shift::Try(vec![one.clone()]), Shift::Try(vec![two.clone()]));
            return self.simple(at, &rule::CONSTANT_CHANGED, Some(keyword), &text, narrow, wide, Ours::Depends);
        }
        for value in gone.iter().take(MOST_VALUES) {
            let text = format!("no longer lists {}", short(value));
            self.simple(
                at,
                &rule::ENUM_VALUE_REMOVED,
                Some(keyword),
                &text,
                Shift::Try(vec![value.clone()]),
                Shift::No,
                Ours::Works,
            );
        }
        for value in come.iter().take(MOST_VALUES) {
            let text = format!("lists {} as well", short(value));
            self.simple(
                at,
                &rule::ENUM_VALUE_ADDED,
                Some(keyword),
                &text,
                Shift::No,
                Shift::Try(vec![value.clone()]),
                Ours::Keeps,
            );
        }
    }

    pub(super) fn numbers(&mut self, at: usize, old: &Conj, new: &Conj) {
        let Some(pair) = self.pairs.get(at) else { return };
        let message = pair.way.message;
        let (before, after) = (facets::numbers(self.old, old), facets::numbers(self.new, new));
        if before == after {
            return;
        }
        let mut tries = Sampler::new(self.old, message).numbers(old);
        tries.extend(Sampler::new(self.new, message).numbers(new));
        let tries = || Shift::Try(tries.clone());
        if before.whole != after.whole {
            let (rule, text, narrow, wide) = match after.whole {
                true => (&rule::TYPE_NARROWED, "was a number and is an integer", tries(), Shift::No),
                false => (&rule::TYPE_WIDENED, "was an integer and is a number", Shift::No, tries()),
            };
            self.simple(at, rule, Some("type"), text, narrow, wide, Ours::Depends);
        }
        // The bounds that a format sets are that format's, and told with it.
        let by_format = |formats: &[String], bound: Option<Bound>| {
            bound.is_some_and(|it| {
                formats.iter().filter_map(|it| format::bounds(it)).any(|(low, high)| low == it.at || high == it.at)
            })
        };
        let format_only = before.formats != after.formats;
        let skip = |one: Option<Bound>, two: Option<Bound>| {
            format_only
                && (one.is_none() || by_format(&before.formats, one))
                && (two.is_none() || by_format(&after.formats, two))
        };
        if before.minimum != after.minimum && !skip(before.minimum, after.minimum) {
            let narrower = tighter(before.minimum, after.minimum, |new, old| new > old);
            self.bound(
                at,
                &rule::MINIMUM_CHANGED,
                "minimum",
                "at least",
                (before.minimum, after.minimum),
                narrower,
                &tries,
            );
        }
        if before.maximum != after.maximum && !skip(before.maximum, after.maximum) {
            let narrower = tighter(before.maximum, after.maximum, |new, old| new < old);
            self.bound(
                at,
                &rule::MAXIMUM_CHANGED,
                "maximum",
                "at most",
                (before.maximum, after.maximum),
                narrower,
                &tries,
            );
        }
        if before.steps != after.steps {
            let (narrow, wide) = match (before.steps.as_slice(), after.steps.as_slice()) {
                ([], _) => (tries(), Shift::No),
                (_, []) => (Shift::No, tries()),
                ([one], [two]) if (two / one).fract() == 0.0 => (tries(), Shift::No),
                ([one], [two]) if (one / two).fract() == 0.0 => (Shift::No, tries()),
                _ => (tries(), tries()),
            };
            let words = |steps: &[f64]| match steps {
                [] => "of nothing".to_owned(),
                steps => steps.iter().map(|it| from_f64(*it).to_string()).collect::<Vec<_>>().join(" and "),
            };
            let text = format!("was a multiple of {} and is one of {}", words(&before.steps), words(&after.steps));
            self.simple(at, &rule::MULTIPLE_OF_CHANGED, Some("multipleOf"), &text, narrow, wide, Ours::Works);
        }
        self.formats(at, &before.formats, &after.formats, tries());
    }

    #[allow(clippy::too_many_arguments, reason = "each is another fact of one finding")]
    fn bound(
        &mut self,
        at: usize,
        rule: &'static rule::Rule,
        keyword: &'static str,
        word: &str,
        (before, after): (Option<Bound>, Option<Bound>),
        narrower: bool,
        tries: &dyn Fn() -> Shift,
    ) {
        let words = |bound: Option<Bound>| match bound {
            None => "not limited".to_owned(),
            Some(Bound { at, exclusive: false }) => format!("{word} {}", from_f64(at)),
            Some(Bound { at, exclusive: true }) => format!("{word} {}, which is excluded", from_f64(at)),
        };
        let text = format!("was {} and is {}", words(before), words(after));
        let (narrow, wide) = if narrower { (tries(), Shift::No) } else { (Shift::No, tries()) };
        self.simple(at, rule, Some(keyword), &text, narrow, wide, Ours::Works);
    }

    fn formats(&mut self, at: usize, before: &[String], after: &[String], tries: Shift) {
        if before == after {
            return;
        }
        let Some(pair) = self.pairs.get(at) else { return };
        let within =
            |one: &[String], two: &[String]| two.iter().all(|wanted| one.iter().any(|it| format::within(it, wanted)));
        // What no specification defines, or what is as wide as the type itself, refuses nothing that could be shown.
        let telling = |formats: &[String]| formats.iter().any(|it| format::is_decided(it));
        let shift = |included: bool, wanted: &[String]| match (included, telling(wanted)) {
            (true, _) => Shift::No,
            (false, true) => tries.clone(),
            (false, false)
                if wanted.iter().all(|it| matches!(it.as_str(), "int64" | "double" | "float" | "password")) =>
            {
                Shift::No
            }
            (false, false) => Shift::Unknown,
        };
        let (narrow, wide) = (shift(within(before, after), after), shift(within(after, before), before));
        let words = |formats: &[String]| {
            if formats.is_empty() { "no format".to_owned() } else { format!("the format {}", formats.join(" and ")) }
        };
        let text = format!("had {} and has {}", words(before), words(after));
        // A type of its own reads nothing else; a text is a text.
        let typed = ["date-time", "date", "time", "uuid", "int32", "uint32", "uint64", "uint"];
        let ours = match pair.way.flow {
            Flow::ToClient if before.iter().any(|it| typed.contains(&it.as_str())) => Ours::Fails,
            Flow::ToClient => Ours::Works,
            Flow::ToServer => Ours::Depends,
        };
        self.simple(at, &rule::FORMAT_CHANGED, Some("format"), &text, narrow, wide, ours);
    }

    pub(super) fn strings(&mut self, at: usize, old: &Conj, new: &Conj) {
        let Some(pair) = self.pairs.get(at) else { return };
        let message = pair.way.message;
        let (before, after) = (facets::strings(self.old, old), facets::strings(self.new, new));
        if before == after {
            return;
        }
        let long = |view: &View<'_>, conj: &Conj, count: u64| {
            let facets = facets::strings(view, conj);
            let patterns: Vec<&str> = facets.patterns.iter().map(String::as_str).collect();
            if patterns.is_empty() {
                return Sampler::new(view, message).text_of(count).map(Value::String);
            }
            match pattern::between(&patterns, &[], count, Some(count)) {
                Text::Text(text) => Some(Value::String(text)),
                Text::None | Text::Unknown => None,
            }
        };
        self.count(at, &rule::MIN_LENGTH_CHANGED, "minLength", "characters", (before.least, after.least), true, &long);
        self.most(at, &rule::MAX_LENGTH_CHANGED, "maxLength", "characters", (before.most, after.most), &long);
        if before.patterns != after.patterns {
            let texts = |these: &facets::Strings, those: &facets::Strings| {
                let list = |it: &facets::Strings| it.patterns.clone();
                let (these_list, those_list) = (list(these), list(those));
                let (one, two): (Vec<&str>, Vec<&str>) =
                    (these_list.iter().map(String::as_str).collect(), those_list.iter().map(String::as_str).collect());
                if two.is_empty() {
                    return Shift::No;
                }
                match pattern::between(&one, &two, these.least, these.most) {
                    Text::Text(text) => Shift::Try(
                        [json!(text)].into_iter().chain(various().into_iter().filter(Value::is_string)).collect(),
                    ),
                    Text::None => Shift::No,
                    Text::Unknown => Shift::Try(various().into_iter().filter(Value::is_string).collect()),
                }
            };
            let (narrow, wide) = (texts(&before, &after), texts(&after, &before));
            let words = |list: &[String]| {
                if list.is_empty() { "any pattern".to_owned() } else { format!("`{}`", list.join("` and `")) }
            };
            let text = format!("matched {} and matches {}", words(&before.patterns), words(&after.patterns));
            self.simple(at, &rule::PATTERN_CHANGED, Some("pattern"), &text, narrow, wide, Ours::Works);
        }
        if before.content != after.content {
            let words = |list: &[String]| {
                if list.is_empty() { "plain text".to_owned() } else { format!("bytes {}", list.join(", ")) }
            };
            let text = format!("was {} and is {}", words(&before.content), words(&after.content));
            self.simple(
                at,
                &rule::CONTENT_ENCODING_CHANGED,
                Some("contentEncoding"),
                &text,
                Shift::Unknown,
                Shift::Unknown,
                Ours::Depends,
            );
        }
        let mut tries: Vec<Value> = various().into_iter().filter(Value::is_string).collect();
        tries.extend(
            before.formats.iter().chain(&after.formats).filter_map(|it| format::example(it)).map(|it| json!(it)),
        );
        tries.extend(
            [(self.old, old), (self.new, new)]
                .into_iter()
                .filter_map(|(view, conj)| Sampler::new(view, message).string(conj)),
        );
        self.formats(at, &before.formats, &after.formats, Shift::Try(tries));
    }

    /// What tells the alternatives of a union apart.
    pub(super) fn discriminators(&mut self, at: usize, old: &Conj, new: &Conj) {
        type Said = (String, Vec<(String, String)>);
        let said = |view: &View<'_>, conj: &Conj| -> Option<Said> {
            let discriminator = view.leaves(conj).find_map(|it| it.discriminator.as_deref())?;
            let name =
                |id: &crate::document::SchemaId| view.schema(*id).component.as_deref().unwrap_or_default().to_owned();
            let mut mapping: Vec<(String, String)> =
                discriminator.mapping.iter().map(|(tag, id)| (tag.clone(), name(id))).collect();
            // A value that is the component's own name is what holds without a mapping.
            mapping.retain(|(tag, name)| tag != name);
            mapping.sort();
            Some((discriminator.property.clone(), mapping))
        };
        let (before, after) = (said(self.old, old), said(self.new, new));
        let text = match (&before, &after) {
            (Some((one, _)), Some((two, _))) if one != two => format!("is told apart by `{two}` instead of `{one}`"),
            (Some((_, one)), Some((_, two))) => {
                let tags = |list: &[(String, String)]| list.iter().map(|(tag, _)| tag.clone()).collect::<Vec<_>>();
                let (one, two) = (tags(one), tags(two));
                let words =
                    |list: Vec<&String>| list.into_iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
                let gone = words(one.iter().filter(|it| !two.contains(it)).collect());
                let come = words(two.iter().filter(|it| !one.contains(it)).collect());
                let moved = words(
                    said_of(&before)
                        .iter()
                        .filter(|it| leads_elsewhere(it, said_of(&after)))
                        .map(|(tag, _)| tag)
                        .collect(),
                );
                match (gone.is_empty(), come.is_empty()) {
                    (true, true) if moved.is_empty() => return,
                    (true, true) => format!("maps {moved} to another schema"),
                    (true, false) => format!("maps {come} as well"),
                    (false, true) => format!("no longer maps {gone}"),
                    (false, false) => format!("maps {come} instead of {gone}"),
                }
            }
            (None, Some((two, _))) => format!("is told apart by `{two}`"),
            (Some((one, _)), None) => format!("is no longer told apart by `{one}`"),
            (None, None) => return,
        };
        // No validator judges a discriminator, so that no value shows it.
        self.simple(
            at,
            &rule::DISCRIMINATOR_CHANGED,
            Some("discriminator"),
            &text,
            Shift::Unknown,
            Shift::Unknown,
            Ours::Depends,
        );
    }
}

/// The mapping of a discriminator: values with names of components.
fn said_of(said: &Option<(String, Vec<(String, String)>)>) -> &[(String, String)] {
    said.as_ref().map_or(&[], |(_, mapping)| mapping)
}

/// Whether a value that stood for one component stands for another, while some value still stands for the first: else it was renamed.
fn leads_elsewhere((tag, name): &(String, String), now: &[(String, String)]) -> bool {
    now.iter().any(|(other, target)| other == tag && target != name) && now.iter().any(|(_, target)| target == name)
}

fn tighter(before: Option<Bound>, after: Option<Bound>, better: impl Fn(f64, f64) -> bool) -> bool {
    match (before, after) {
        (Some(before), Some(after)) => better(after.at, before.at) || (after.at == before.at && after.exclusive),
        (None, Some(_)) => true,
        _ => false,
    }
}

fn listing(values: &[Value]) -> String {
    let shown: Vec<String> = values.iter().take(6).map(short).collect();
    let more = values.len().saturating_sub(shown.len());
    if more > 0 { format!("{} and {more} more", shown.join(", ")) } else { shown.join(", ") }
}

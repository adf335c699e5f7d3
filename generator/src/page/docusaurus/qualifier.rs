//! Bounds and enumerated values as a page prints them.
//!
//! Takes the text behind `Possible values:`; gives its groups. Promises that a group that could be read in two ways is
//! not read at all. Never decides what a bound without a unit is about: that needs the type.

use crate::node::Number;
use crate::page::nodes;

/// What a qualifier line says.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Qualifier {
    /// Its groups in order.
    pub groups: Vec<Group>,
    /// Whether something in it was not understood.
    pub reading: Reading,
}

/// Whether a text was understood whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Reading {
    /// All of it.
    #[default]
    Whole,
    /// Only what was given.
    Part,
}

/// One group of a qualifier.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Group {
    /// `[a, b]`
    Values(Vec<String>),
    /// `>= 1 characters and <= 9 characters`, `non-empty`
    Length {
        /// `minLength`
        min: Option<u64>,
        /// `maxLength`
        max: Option<u64>,
    },
    /// `>= 1 and < 9`: of a number, or the number of items of a list.
    Range {
        /// The lower bound.
        lower: Option<Limit>,
        /// The upper bound.
        upper: Option<Limit>,
    },
    /// `Value must match regular expression …`
    Pattern(String),
}

/// One end of a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Limit {
    /// The number as printed.
    pub number: Number,
    /// Whether the number itself is allowed.
    pub end: End,
}

/// Whether a range holds its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// `>=`, `<=`
    Inclusive,
    /// `>`, `<`
    Exclusive,
}

const PATTERN: &str = "Value must match regular expression ";

/// Whether a text begins as a qualifier does; prose may list possible values, too.
pub(super) fn begins(text: &str) -> bool {
    text.trim_start().starts_with(['[', '<', '>'])
        || text.trim_start().starts_with("non-empty")
        || text.trim_start().starts_with("Value must")
}

/// Reads the text behind `Possible values:`.
pub(super) fn read(text: &str) -> Qualifier {
    let mut qualifier = Qualifier::default();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let Some((group, tail)) = group(rest) else {
            qualifier.reading = Reading::Part;
            break;
        };
        qualifier.groups.push(group);
        rest = match tail.strip_prefix(", ") {
            Some(tail) => tail,
            None if tail.is_empty() => tail,
            None => {
                qualifier.reading = Reading::Part;
                break;
            }
        };
    }
    if qualifier.reading == Reading::Part {
        // Where a part was not understood, neither can the borders of the others be trusted.
        qualifier.groups.clear();
    }
    qualifier
}

fn group(text: &str) -> Option<(Group, &str)> {
    if let Some(inside) = text.strip_prefix('[') {
        let end = inside.match_indices(']').map(|(at, _)| at).find(|at| {
            let tail = inside.get(at + 1..).unwrap_or("");
            tail.is_empty() || tail.starts_with(", ")
        })?;
        let (values, tail) = inside.split_at(end);
        let values = values.split(", ").map(str::to_owned).collect();
        return Some((Group::Values(values), tail.get(1..)?));
    }
    if let Some(pattern) = text.strip_prefix(PATTERN) {
        // Another group could follow a comma, or the comma could be the expression's own.
        return (!pattern.contains(", ") && !pattern.is_empty()).then(|| (Group::Pattern(pattern.to_owned()), ""));
    }
    let (one, tail) = text.split_once(", ").map_or((text, ""), |(one, _)| text.split_at(one.len()));
    let parts: Vec<&str> = one.split(" and ").map(str::trim).collect();
    let lengths = one.contains("characters") || parts.first() == Some(&"non-empty");
    let group = if lengths { length(&parts)? } else { range(&parts)? };
    Some((group, tail))
}

/// What a qualifier says, as the rest of a sentence; `None` where it was not understood.
pub(super) fn in_words(qualifier: &Qualifier) -> Option<String> {
    let least_and_most = |least: Option<String>, most: Option<String>| match (least, most) {
        (Some(least), Some(most)) => Some(format!("{least} and {most}")),
        (one, other) => one.or(other),
    };
    let group = |group: &Group| match group {
        Group::Values(values) => {
            let values: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
            Some(format!("is one of {}", values.join(", ")))
        }
        Group::Length { min, max } => {
            let bounds =
                least_and_most(min.map(|min| format!("at least {min}")), max.map(|max| format!("at most {max}")))?;
            Some(format!("has {bounds} characters"))
        }
        Group::Range { lower, upper } => {
            let bound = |limit: &Limit, inclusive: &str, exclusive: &str| {
                let words = if limit.end == End::Inclusive { inclusive } else { exclusive };
                format!("{words} {}", limit.number.text())
            };
            let lower = lower.as_ref().map(|limit| bound(limit, "at least", "more than"));
            let upper = upper.as_ref().map(|limit| bound(limit, "at most", "less than"));
            Some(format!("is {}", least_and_most(lower, upper)?))
        }
        Group::Pattern(pattern) => Some(format!("matches `{pattern}`")),
    };
    let said: Vec<String> = qualifier.groups.iter().filter_map(group).collect();
    (!said.is_empty()).then(|| said.join(" and "))
}

fn length(parts: &[&str]) -> Option<Group> {
    let (mut min, mut max) = (None, None);
    for part in parts {
        let number = |prefix: &str| part.strip_prefix(prefix)?.strip_suffix("characters")?.trim().parse::<u64>().ok();
        match (part, number(">="), number("<=")) {
            (&"non-empty", ..) => min = Some(1),
            (_, Some(least), _) => min = Some(least),
            (_, _, Some(most)) => max = Some(most),
            _ => return None,
        }
    }
    Some(Group::Length { min, max })
}

fn range(parts: &[&str]) -> Option<Group> {
    let (mut lower, mut upper) = (None, None);
    for part in parts {
        let (sign, number) = part.split_once(' ')?;
        let number = nodes::number(number.trim())?;
        let (slot, end) = match sign {
            ">=" => (&mut lower, End::Inclusive),
            ">" => (&mut lower, End::Exclusive),
            "<=" => (&mut upper, End::Inclusive),
            "<" => (&mut upper, End::Exclusive),
            _ => return None,
        };
        if slot.replace(Limit { number, end }).is_some() {
            return None;
        }
    }
    Some(Group::Range { lower, upper })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn groups_are_read() {
        let inclusive = |number: &str| Some(Limit { number: Number::new(number), end: End::Inclusive });
        assert_eq!(read("[a, b]").groups, [Group::Values(vec!["a".into(), "b".into()])]);
        assert_eq!(read("non-empty and <= 20 characters").groups, [Group::Length { min: Some(1), max: Some(20) }]);
        assert_eq!(
            read(">= 1, <= 5").groups,
            [Group::Range { lower: inclusive("1"), upper: None }, Group::Range { lower: None, upper: inclusive("5") }]
        );
        assert_eq!(
            read("<= 5 characters, Value must match regular expression ^[a-z]{2,4}$").groups,
            [Group::Length { min: None, max: Some(5) }, Group::Pattern("^[a-z]{2,4}$".into())]
        );
    }

    #[test]
    fn what_has_two_readings_is_not_read() {
        for text in ["Value must match regular expression ^a, b$", "something else", ">= many", "[a, b] or more"] {
            let read = read(text);
            assert!(read.groups.is_empty(), "{text}");
            assert_eq!(read.reading, Reading::Part, "{text}");
        }
    }
}

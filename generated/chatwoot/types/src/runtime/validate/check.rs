//! What no type expresses: a schema's own words, evaluated over a value's JSON.
//!
//! Takes a table that the generator made of `not`, `if`, `dependentRequired` and the like; answers whether a value satisfies
//! it, exactly as JSON Schema (2020-12) says. Never looks at `format`, which is a note there.

use super::super::buffer::Buffer;
use super::super::codec::Encode;
use super::super::json;
#[cfg(feature = "pattern")]
use super::super::pattern::is_match as matches;
use super::report::{Report, Validate};
use super::rule::Check;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

impl Report {
    /// Checks a value's JSON.
    pub fn satisfies<T: Encode + ?Sized>(&mut self, value: &T, checks: &[Check]) {
        // What has no JSON is told when it is written.
        if let Ok(value) = json::to_value(value) {
            report(checks, &value, self);
        }
    }
}

/// Reports each check that a value does not satisfy.
#[inline]
fn report(checks: &[Check], value: &Value, report: &mut Report) {
    let mut seen = Seen::default();
    for check in checks {
        if let Check::Rules(rules) = check {
            value.check(rules, report);
        } else if !check.holds(value, &mut seen) {
            report.add(check.keyword(), check.message());
        }
    }
}

/// Keys and items of a value that a schema has spoken about.
#[derive(Default)]
struct Seen<'v> {
    keys: BTreeSet<&'v str>,
    items: BTreeSet<usize>,
}

#[inline]
fn all<'v>(checks: &[Check], value: &'v Value, seen: &mut Seen<'v>) -> bool {
    checks.iter().all(|check| check.holds(value, seen))
}

/// Checks another value than that which is being looked at.
#[inline]
fn inner(checks: &[Check], value: &Value) -> bool {
    all(checks, value, &mut Seen::default())
}

/// Checks the same value by another schema, which sees nothing of what this one saw.
#[inline]
fn beside<'v>(checks: &[Check], value: &'v Value, seen: &mut Seen<'v>) -> bool {
    let mut own = Seen::default();
    let holds = all(checks, value, &mut own);
    if holds {
        seen.keys.append(&mut own.keys);
        seen.items.append(&mut own.items);
    }
    holds
}

#[cfg(not(feature = "pattern"))]
fn matches(pattern: &str, key: &str) -> bool {
    pattern == key
}

impl Check {
    #[inline]
    fn holds<'v>(&self, value: &'v Value, seen: &mut Seen<'v>) -> bool {
        match self {
            Self::Never => false,
            Self::Type(kinds) => kinds.iter().any(|kind| kind.has(&Buffer::without_content(value))),
            Self::Enum(constants) => constants.iter().any(|constant| constant.is(value)),
            Self::Rules(rules) => {
                let mut report = Report::default();
                value.check(rules, &mut report);
                report.is_empty()
            }
            Self::AllOf(checks) => beside(checks, value, seen),
            // Every alternative is looked at: each that holds may see keys.
            Self::AnyOf(branches) => branches.iter().filter(|checks| beside(checks, value, seen)).count() > 0,
            Self::OneOf(branches) => branches.iter().filter(|checks| beside(checks, value, seen)).count() == 1,
            Self::Not(checks) => !inner(checks, value),
            Self::If(condition, then, otherwise) => {
                let chosen = if beside(condition, value, seen) { then } else { otherwise };
                beside(chosen, value, seen)
            }
            _ => match value {
                Value::Object(object) => self.holds_of_object(value, object, seen),
                Value::Array(items) => self.holds_of_items(items, seen),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
            },
        }
    }

    #[inline]
    fn holds_of_object<'v>(&self, value: &'v Value, object: &'v Map<String, Value>, seen: &mut Seen<'v>) -> bool {
        let has = |names: &[&str]| names.iter().all(|name| object.contains_key(*name));
        let each = |spoken_of: &dyn Fn(&str) -> bool, checks: &[Check], seen: &mut Seen<'v>| {
            object.iter().filter(|(key, _)| spoken_of(key)).all(|(key, value)| {
                seen.keys.insert(key);
                inner(checks, value)
            })
        };
        match self {
            Self::Required(names) => has(names),
            Self::Property(name, checks) => object.get_key_value(*name).is_none_or(|(key, value)| {
                seen.keys.insert(key);
                inner(checks, value)
            }),
            Self::PatternProperty(pattern, checks) => each(&|key| matches(pattern, key), checks, seen),
            Self::AdditionalProperties(names, patterns, checks) => {
                let other = |key: &str| !names.contains(&key) && !patterns.iter().any(|pattern| matches(pattern, key));
                each(&other, checks, seen)
            }
            Self::UnevaluatedProperties(checks) => {
                let known = std::mem::take(&mut seen.keys);
                let holds = each(&|key| !known.contains(key), checks, seen);
                seen.keys.extend(known);
                holds
            }
            Self::PropertyNames(checks) => object.keys().all(|key| inner(checks, &Value::String(key.clone()))),
            Self::DependentRequired(key, names) => !object.contains_key(*key) || has(names),
            Self::DependentSchemas(key, checks) => !object.contains_key(*key) || beside(checks, value, seen),
            _ => true,
        }
    }

    #[inline]
    fn holds_of_items(&self, items: &[Value], seen: &mut Seen<'_>) -> bool {
        match self {
            Self::PrefixItem(index, checks) => items.get(*index).is_none_or(|item| {
                seen.items.insert(*index);
                inner(checks, item)
            }),
            Self::Items(from, checks) => {
                seen.items.extend(*from..items.len());
                items.iter().skip(*from).all(|item| inner(checks, item))
            }
            Self::Contains(least, most, checks) => {
                let found = items.iter().enumerate().filter(|(_, item)| inner(checks, item)).map(|(index, _)| index);
                let found: Vec<usize> = found.collect();
                seen.items.extend(&found);
                (*least..=*most).contains(&found.len())
            }
            Self::UnevaluatedItems(checks) => items.iter().enumerate().all(|(index, item)| {
                // What is looked at now counts as seen from outside.
                !seen.items.insert(index) || inner(checks, item)
            }),
            _ => true,
        }
    }
}

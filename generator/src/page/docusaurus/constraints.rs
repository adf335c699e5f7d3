//! Bounds, values, defaults and types as JSON Schema keywords.
//!
//! Takes what was read of one property and its type; gives the keywords. Promises to leave out what the type makes
//! ambiguous: a bound of a list of numbers may be the list's or the numbers'. Never looks at neighbours.

use crate::node::{Entry, Node, Value};
use crate::page::nodes::{self, entry, string};
use crate::source::{Provenance, Span};

use super::declaration::{Flags, Null, Printed};
use super::element::{Detail, DetailKind};
use super::example::{Kind, common_kind, items};
use super::qualifier::{End, Group, Limit};

/// What the keywords are for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// Anything.
    Unknown,
    /// A string.
    String,
    /// A number or an integer.
    Number,
    /// A boolean.
    Boolean,
    /// A list of such items.
    List(Box<Target>),
    /// An object.
    Object,
}

impl Target {
    /// The target of a printed type.
    pub fn printed(printed: &Printed) -> Self {
        match printed {
            Printed::Anything | Printed::Title(_) => Self::Unknown,
            Printed::List(items) => Self::List(Box::new(Self::printed(items))),
            Printed::Types { names, .. } => match names.as_slice() {
                ["string"] => Self::String,
                ["integer" | "number"] => Self::Number,
                ["boolean"] => Self::Boolean,
                ["object"] => Self::Object,
                _ => Self::Unknown,
            },
        }
    }

    /// The target of an example's values.
    pub fn shown(values: &[&Node]) -> Self {
        match common_kind(values) {
            Kind::Unknown => Self::Unknown,
            Kind::Boolean => Self::Boolean,
            Kind::Number => Self::Number,
            Kind::String => Self::String,
            Kind::Object => Self::Object,
            Kind::List => Self::List(Box::new(Self::shown(&items(values)))),
        }
    }
}

/// The keywords of a schema, those of its items apart.
#[derive(Debug, Default)]
pub(super) struct Keywords {
    /// Of the schema itself.
    pub own: Vec<Entry>,
    /// Of the items of a list.
    pub items: Vec<Entry>,
    /// Whether the values allow `null`.
    pub null: Null,
}

/// The keywords that details state.
pub(super) fn keywords<'d>(details: impl IntoIterator<Item = &'d Detail>, target: &Target) -> Keywords {
    let mut keywords = Keywords::default();
    for detail in details {
        match &detail.kind {
            DetailKind::Qualifier(qualifier) => {
                let ranges = qualifier.groups.iter().filter(|group| matches!(group, Group::Range { .. })).count();
                for group in &qualifier.groups {
                    bound(group, ranges, target, detail.span, &mut keywords);
                }
            }
            DetailKind::Default(text) => {
                keywords.own.extend(typed(text, target, detail.span).map(|value| entry("default", value)));
            }
            DetailKind::Text(_) | DetailKind::Union => {}
        }
    }
    keywords
}

fn bound(group: &Group, ranges: usize, target: &Target, span: Span, keywords: &mut Keywords) {
    let (of, items) = match target {
        Target::List(items) => (&**items, true),
        Target::Unknown | Target::String | Target::Number | Target::Boolean | Target::Object => (target, false),
    };
    let mut found = Vec::new();
    match group {
        Group::Values(values) => {
            if let Some((list, null)) = enumeration(values, of, span) {
                found.push(entry("enum", list));
                if !items {
                    keywords.null = null;
                }
            }
        }
        Group::Length { min, max } => {
            found.extend(min.map(|min| entry("minLength", number(&min.to_string(), span))));
            found.extend(max.map(|max| entry("maxLength", number(&max.to_string(), span))));
        }
        Group::Pattern(pattern) => found.push(string("pattern", span, Provenance::Page, pattern)),
        Group::Range { lower, upper } => match (lower, upper, target) {
            (_, _, Target::Unknown) => {}
            // The list's own bounds are printed apart from each other, those of its items together.
            (Some(_), None, Target::List(of)) | (None, Some(_), Target::List(of)) => {
                if ranges > 1 || **of != Target::Number && **of != Target::Unknown {
                    keywords.own.extend(count("minItems", lower.as_ref(), span));
                    keywords.own.extend(count("maxItems", upper.as_ref(), span));
                }
            }
            _ => {
                found.extend(lower.as_ref().map(|limit| range_end("minimum", "exclusiveMinimum", limit, span)));
                found.extend(upper.as_ref().map(|limit| range_end("maximum", "exclusiveMaximum", limit, span)));
            }
        },
    }
    if items { &mut keywords.items } else { &mut keywords.own }.extend(found);
}

fn number(text: &str, span: Span) -> Node {
    let value = nodes::number(text).map_or(Value::Null, Value::Number);
    Node::new(span, Provenance::Page, value)
}

fn count(key: &str, limit: Option<&Limit>, span: Span) -> Option<Entry> {
    let limit = limit.filter(|limit| limit.end == End::Inclusive && limit.number.as_i128().is_some())?;
    Some(entry(key, number(limit.number.text(), span)))
}

fn range_end(inclusive: &str, exclusive: &str, limit: &Limit, span: Span) -> Entry {
    let key = match limit.end {
        End::Inclusive => inclusive,
        End::Exclusive => exclusive,
    };
    entry(key, number(limit.number.text(), span))
}

/// The values as JSON; `None` where a printed value could be of two types.
fn enumeration(values: &[String], of: &Target, span: Span) -> Option<(Node, Null)> {
    let plain =
        |text: &String| nodes::number(text).is_none() && !matches!(text.as_str(), "true" | "false" | "null" | "");
    let of = match of {
        Target::Unknown if values.iter().all(plain) => &Target::String,
        other => other,
    };
    let mut null = Null::Unsaid;
    let mut list: Vec<Node> = Vec::new();
    for text in values {
        let value = if text == "null" {
            null = Null::Allowed;
            Node::new(span, Provenance::Page, Value::Null)
        } else {
            typed(text, of, span)?
        };
        list.push(value);
    }
    (!list.is_empty()).then(|| (nodes::list(span, Provenance::Page, list), null))
}

/// A printed scalar as a value of the type.
fn typed(text: &str, target: &Target, span: Span) -> Option<Node> {
    let value = match (target, text) {
        (Target::String, _) => Value::String(text.into()),
        (Target::Number, _) => Value::Number(nodes::number(text)?),
        (Target::Boolean, "true") => Value::Bool(true),
        (Target::Boolean, "false") => Value::Bool(false),
        (Target::Boolean | Target::Unknown | Target::List(_) | Target::Object, _) => return None,
    };
    Some(Node::new(span, Provenance::Page, value))
}

/// The keyword `type`, and `format` and `items` where they are printed with it.
pub(super) fn type_of(printed: &Printed, flags: Flags, null: Null, span: Span, items: Vec<Entry>) -> Vec<Entry> {
    let mut entries = Vec::new();
    match printed {
        Printed::Anything | Printed::Title(_) => {}
        Printed::List(of) => {
            entries.push(type_names(&["array"], flags.nullable || null == Null::Allowed, span));
            let mut inner = type_of(of, Flags::default(), Null::Unsaid, span, Vec::new());
            inner.extend(items);
            entries.push(entry("items", nodes::map(span, Provenance::Page, inner)));
        }
        Printed::Types { names, null: own, format } => {
            let null = flags.nullable || *own == Null::Allowed || null == Null::Allowed;
            entries.push(type_names(names, null, span));
            if names.contains(&"array") {
                entries.push(entry("items", nodes::map(span, Provenance::Page, items)));
            }
            entries.extend(format.as_ref().map(|format| string("format", span, Provenance::Page, format)));
        }
    }
    entries
}

fn type_names(names: &[&str], null: bool, span: Span) -> Entry {
    let name = |name: &&str| Node::string(span, Provenance::Page, name);
    match names {
        [one] if !null => entry("type", name(one)),
        _ => entry(
            "type",
            nodes::list(span, Provenance::Page, names.iter().chain(null.then_some(&"null")).map(name).collect()),
        ),
    }
}

/// The prose among details, as one text; none where a line in it may be a name with a type nobody knows (`assertion jwt`).
pub(super) fn prose<'d>(details: impl IntoIterator<Item = &'d Detail>) -> Option<(String, Span)> {
    let mut found: Option<(String, Span)> = None;
    for detail in details {
        let DetailKind::Text(text) = &detail.kind else { continue };
        // A type alone is a branch of a union, and what follows is said of that.
        if super::declaration::printed(text).is_some() {
            break;
        }
        match &mut found {
            Some(_) if is_two_words(text) => return None,
            Some((all, span)) => {
                all.push('\n');
                all.push_str(text);
                span.end = detail.span.end;
            }
            None => found = Some((text.clone(), detail.span)),
        }
    }
    found
}

fn is_two_words(text: &str) -> bool {
    let word = |word: &str| word.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    text.split_whitespace().count() == 2 && text.split_whitespace().all(word)
}

//! Single statements of a schema: keywords with their values, and statements of two readings joined.

use crate::node::{Node, Number, Value};
use crate::page::nodes;
use crate::page::starlight::evidence::{Evidence, Extent};
use crate::page::starlight::tags::{Bound, Tag};
use crate::page::starlight::types::{Kind, Name};
use crate::page::starlight::value::{Head, Shape};
use crate::page::starlight::values;
use crate::source::{Provenance, Span};

pub(super) fn name(kind: &Kind) -> Option<Name> {
    match kind {
        Kind::Named(name) => Some(*name),
        Kind::Array(_) => None,
    }
}

pub(super) fn cover(a: Span, b: Span) -> Span {
    Span { source: a.source, start: a.start.min(b.start), end: a.end.max(b.end) }
}

pub(super) fn nullable(head: &Head) -> bool {
    let listed = match &head.shape {
        Shape::Scalar(line) | Shape::Array(line, _) => line.kinds.contains(&Kind::Named(Name::Null)),
        Shape::Untyped | Shape::Any | Shape::Object | Shape::Union(_) | Shape::Recursive(_) | Shape::Negated(_) => {
            false
        }
    };
    listed || head.tags.iter().any(|(tag, _)| *tag == Tag::Nullable)
}

/// A scalar as the renderer prints it.
pub(super) fn printed(node: &Node) -> String {
    match &node.value {
        Value::String(text) => text.to_string(),
        Value::Number(number) => number.text().to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Null | Value::List(_) | Value::Map(_) => String::new(),
    }
}

/// What stands beside a list of allowed values.
pub(super) fn beside<'n>(head: &Head, values: impl Iterator<Item = &'n Node>) -> values::Beside {
    let defaults = head.tags.iter().filter_map(|(tag, _)| match tag {
        Tag::Default(text) => Some(text.clone()),
        _ => None,
    });
    values::Beside { shown: defaults.chain(values.map(printed)).collect(), nullable: nullable(head) }
}

/// The keyword of a tag, where the type it is printed with has it.
pub(super) fn keyword(
    tag: &Tag,
    names: &[Name],
    head: &Head,
    evidence: &Evidence<'_>,
    span: Span,
) -> Option<(&'static str, Node)> {
    let node = |value: Value| Node::new(span, Provenance::Page, value);
    match tag {
        Tag::Nullable => None,
        Tag::UniqueItems => Some(("uniqueItems", node(Value::Bool(true)))),
        Tag::Pattern(pattern) => Some(("pattern", node(Value::String(pattern.as_str().into())))),
        Tag::Zero => match names {
            [Name::Integer | Name::Number] => Some(("default", node(Value::Number(Number::new("0"))))),
            _ => None,
        },
        Tag::EmptyDefault => (names == [Name::String]).then(|| ("default", node(Value::String("".into())))),
        Tag::Default(text) => {
            let value = values::typed(text, names, span, Provenance::Page)?;
            // Without a type the default may be that of a part, which the whole overrides; an example would show it.
            let doubted = names.is_empty() && !evidence.values().iter().any(|(shown, _)| shown.same_value(&value));
            let listed = head.values.is_some() || head.constant.is_some();
            let other = |shown: &Node, extent: &Extent| *extent == Extent::Complete && !shown.same_value(&value);
            let overridden = !listed && evidence.values().iter().any(|(shown, extent)| other(shown, extent));
            (!doubted && !overridden).then_some(("default", value))
        }
        Tag::Bound(bound, number) => {
            let fits = match bound {
                Bound::MinLength | Bound::MaxLength => names.is_empty() || names.contains(&Name::String),
                Bound::MinItems | Bound::MaxItems => names.is_empty() || names.contains(&Name::Array),
                Bound::MinProperties | Bound::MaxProperties => names.is_empty() || names.contains(&Name::Object),
                Bound::Minimum
                | Bound::ExclusiveMinimum
                | Bound::Maximum
                | Bound::ExclusiveMaximum
                | Bound::MultipleOf => true,
            };
            let number = nodes::number(number)?;
            // Beyond this the renderer prints the nearest double, which is another number.
            let exact = number.as_f64().is_some_and(|value| value.abs() <= 9_007_199_254_740_991.0);
            (fits && exact).then(|| (bound.keyword(), node(Value::Number(number))))
        }
    }
}

/// Of two bounds the one that both parts of an `allOf` keep.
pub(super) fn tighter(keyword: &str, a: Node, b: Node) -> Node {
    let (Some(x), Some(y)) = (a.as_number().and_then(Number::as_f64), b.as_number().and_then(Number::as_f64)) else {
        return a;
    };
    let least = keyword.starts_with("min") || keyword == "exclusiveMinimum";
    let most = keyword.starts_with("max") || keyword == "exclusiveMaximum";
    if (least && y > x) || (most && y < x) { b } else { a }
}

/// Puts what `more` says into `node`, as parts of an `allOf` do. What contradicts itself is left out.
pub(super) fn merge(node: &mut Node, more: Node) {
    let (Some(map), Value::Map(more)) = (node.as_map_mut(), more.value) else { return };
    for entry in more.into_entries() {
        let Some(known) = map.get_mut(&entry.key) else {
            map.push(entry);
            continue;
        };
        if known.same_value(&entry.value) {
            continue;
        }
        match (&*entry.key, &mut known.value, entry.value.value.clone()) {
            ("properties", Value::Map(own), Value::Map(others)) => {
                for other in others.into_entries() {
                    match own.get_mut(&other.key) {
                        Some(property) => merge(property, other.value),
                        None => own.push(other),
                    }
                }
            }
            ("required", Value::List(own), Value::List(others)) => {
                for other in others {
                    if !own.iter().any(|name| name.same_value(&other)) {
                        own.push(other);
                    }
                }
            }
            (_, Value::Number(_), Value::Number(_)) => *known = tighter(&entry.key, known.clone(), entry.value),
            _ => {
                map.remove(&entry.key);
            }
        }
    }
}

/// A title or a description that several branches share is that of the union, which prints none of its own.
pub(super) fn forget_shared(branches: &mut [Node]) {
    for keyword in ["title", "description"] {
        let mut texts: Vec<String> =
            branches.iter().filter_map(|branch| Some(branch.get(keyword)?.as_str()?.to_owned())).collect();
        texts.sort_unstable();
        let shared: Vec<String> = texts
            .windows(2)
            .filter_map(|pair| matches!(pair, [a, b] if a == b).then(|| pair.first().cloned())?)
            .collect();
        for branch in branches.iter_mut() {
            let own =
                branch.get(keyword).and_then(Node::as_str).is_some_and(|text| shared.iter().any(|other| other == text));
            if let Some(map) = branch.as_map_mut().filter(|_| own) {
                map.remove(keyword);
            }
        }
    }
}

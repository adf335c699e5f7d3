//! `nullable`, and `x-nullable` of 2.0.
//!
//! Takes a schema; says with `type`, `enum` or an alternative that null is allowed. By the letter of 3.0.3 `nullable`
//! counts only beside a `type`, and an `enum` must list null as well; authors mean it everywhere, and reading it so
//! accepts everything that the letter accepts.

use super::raising::Raising;
use super::{Version, build};
use crate::diagnostic::{Diagnostic, code::read as code};
use crate::node::{Entry, Map, Node, Value};
use crate::source::Origin;

/// The keyword, and what stands for it in 2.0.
const KEYWORDS: [&str; 2] = ["nullable", "x-nullable"];

/// Keywords without which a schema that has no `type` says nothing null could break.
const STRUCTURAL: [&str; 7] = ["$ref", "allOf", "anyOf", "oneOf", "properties", "additionalProperties", "items"];

/// Keywords that stay outside when a schema becomes one of two alternatives.
const OUTSIDE: [&str; 9] =
    ["title", "description", "deprecated", "default", "examples", "readOnly", "writeOnly", "externalDocs", "$id"];

impl Raising<'_> {
    pub(super) fn nullable(&mut self, node: &mut Node) {
        let schema = node.origin;
        let Some(map) = node.as_map_mut() else { return };
        let Some(origin) = self.take_nullable(map) else { return };
        let admitted = match map.get_mut("enum").map(|values| &mut values.value) {
            Some(Value::List(values)) => {
                if values.iter().all(|value| value.value != Value::Null) {
                    values.push(build::node(origin, Value::Null));
                    self.repeat(&code::NULLABLE_ENUM_WITHOUT_NULL, "enum", origin.span);
                }
                true
            }
            _ => false,
        };
        if let Some(ty) = map.get_mut("type") {
            add_null(ty, origin);
        } else if !admitted && STRUCTURAL.iter().any(|keyword| map.get(keyword).is_some()) {
            let whole = std::mem::take(map);
            *map = alternative_to_null(whole, schema, origin);
        }
    }

    /// A member of `allOf` that says `nullable` and nothing else of instances is meant for the whole, as its annotations are.
    pub(super) fn nullable_member(&mut self, map: &mut Map) {
        let Some(Value::List(members)) = map.get_mut("allOf").map(|members| &mut members.value) else { return };
        let said = |member: &Node| {
            let keywords = member.as_map()?;
            let is_known = |entry: &Entry| KEYWORDS.contains(&&*entry.key) || OUTSIDE.contains(&&*entry.key);
            let nullable = KEYWORDS.iter().find_map(|keyword| keywords.get(keyword))?;
            (nullable.as_bool() == Some(true) && keywords.iter().all(is_known)).then_some(nullable.origin)
        };
        let Some(origin) = members.iter().find_map(said).filter(|_| members.len() > 1) else { return };
        let (taken, left) = std::mem::take(members).into_iter().partition(|member| said(member).is_some());
        *members = left;
        if members.is_empty() {
            map.remove("allOf");
        }
        for mut member in Vec::<Node>::into_iter(taken) {
            for keyword in OUTSIDE {
                let annotation = member.as_map_mut().and_then(|member| member.remove(keyword));
                if let Some(annotation) = annotation.filter(|_| map.get(keyword).is_none()) {
                    map.push(annotation);
                }
            }
        }
        self.repeat(&code::NULLABLE_IN_ALL_OF, "allOf", origin.span);
        if KEYWORDS.iter().all(|keyword| map.get(keyword).is_none()) {
            build::set(map, "nullable", build::node(origin, Value::Bool(true)));
        }
    }

    /// Takes the keyword out; gives its origin where it says true.
    fn take_nullable(&mut self, map: &mut Map) -> Option<Origin> {
        let mut said = None;
        for keyword in KEYWORDS {
            self.boolean(map, keyword);
            let Some(value) = map.get(keyword) else { continue };
            let origin = value.origin;
            let Some(nullable) = value.as_bool() else {
                let message = format!("`{keyword}` must be a boolean, not {}", value.kind());
                self.diagnostics.report(Diagnostic::new(&code::WRONG_TYPE, value.span(), message));
                map.remove(keyword);
                continue;
            };
            map.remove(keyword);
            if self.version >= Version::V3_1 {
                self.repeat(&code::KEYWORD_OF_OLDER_VERSION, keyword, origin.span);
            }
            if nullable {
                said = said.or(Some(origin));
            }
        }
        said
    }
}

fn add_null(ty: &mut Node, origin: Origin) {
    let null = build::text(origin, "null");
    match &mut ty.value {
        Value::String(word) if &**word == "null" => {}
        Value::String(_) => {
            let word = std::mem::replace(&mut ty.value, Value::Null);
            ty.value = Value::List(vec![build::node(ty.origin, word), null]);
        }
        Value::List(words) if words.iter().all(|word| word.as_str() != Some("null")) => words.push(null),
        Value::List(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::Map(_) => {}
    }
}

/// `anyOf` of the schema and null; what documents it stays outside.
fn alternative_to_null(whole: Map, schema: Origin, nullable: Origin) -> Map {
    let is_outside = |key: &str| OUTSIDE.contains(&key) || key.starts_with("x-");
    let (mut outside, inside): (Map, Map) = {
        let (outside, inside): (Vec<_>, Vec<_>) = whole.into_entries().partition(|entry| is_outside(&entry.key));
        (outside.into_iter().collect(), inside.into_iter().collect())
    };
    let schema = build::node(schema, Value::Map(inside));
    let null = build::map(nullable, [build::entry("type", build::text(nullable, "null"))]);
    build::set(&mut outside, "anyOf", build::list(nullable, vec![schema, null]));
    outside
}

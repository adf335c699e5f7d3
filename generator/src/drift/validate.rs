//! Whether a value is an instance of a schema.
//!
//! Takes a value and a schema of a document; gives the first violation, or nothing where the value is an instance. Promises to judge as JSON Schema 2020-12
//! with formats asserted, `readOnly` and `writeOnly` taken as OpenAPI has them, and to say "unsure" rather than guess: a value is an
//! instance only where that is certain. Never looks at how the schema was compared.

use super::value::{is_whole, same, short};
use super::view::{Kind, Message, View, admits, left_out};
use crate::document::{JsonType, Schema, SchemaId};
use crate::format;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Why a value is no instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// JSON Pointer into the value.
    pub pointer: String,
    /// The keyword that refuses it.
    pub keyword: &'static str,
    /// What it says, a half sentence.
    pub text: String,
}

/// What is known of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It is an instance.
    Valid,
    /// It is none.
    Invalid(Violation),
    /// It cannot be decided here.
    Unsure,
}

/// Applicators within one another.
const DEEPEST: usize = 200;
/// Schemas that one value is held against.
const MOST: usize = 200_000;

/// Judges a value.
pub fn validate(view: &View<'_>, ids: &[SchemaId], value: &Value, message: Message) -> Answer {
    let mut run = Run { view, message, steps: 0, unsure: false, place: Vec::new() };
    let found = ids.iter().find_map(|id| run.schema(*id, value, 0, &mut Seen::default()));
    match found {
        Some(violation) if !run.unsure => Answer::Invalid(violation),
        None if !run.unsure => Answer::Valid,
        _ => Answer::Unsure,
    }
}

/// What keywords have looked at, for `unevaluatedProperties` and `unevaluatedItems`.
#[derive(Default, Clone)]
struct Seen {
    names: BTreeSet<String>,
    items: BTreeSet<usize>,
}

impl Seen {
    fn add(&mut self, other: Seen) {
        self.names.extend(other.names);
        self.items.extend(other.items);
    }
}

struct Run<'v, 'd> {
    view: &'v View<'d>,
    message: Message,
    steps: usize,
    unsure: bool,
    place: Vec<String>,
}

impl Run<'_, '_> {
    fn violation(&self, keyword: &'static str, text: impl Into<String>) -> Option<Violation> {
        let pointer = self.place.iter().map(|it| format!("/{}", it.replace('~', "~0").replace('/', "~1"))).collect();
        Some(Violation { pointer, keyword, text: text.into() })
    }

    fn schema(&mut self, id: SchemaId, value: &Value, depth: usize, seen: &mut Seen) -> Option<Violation> {
        self.steps += 1;
        if depth > DEEPEST || self.steps > MOST {
            self.unsure = true;
            return None;
        }
        let schema = self.view.schema(id);
        if schema.reference_unsure {
            self.unsure = true;
        }
        if schema.boolean == Some(false) {
            return self.violation("false", "no value is allowed here");
        }
        if let Some(target) = schema.reference
            && let found @ Some(_) = self.schema(target, value, depth + 1, seen)
        {
            return found;
        }
        self.own(schema, value)
            .or_else(|| self.composed(schema, value, depth, seen))
            .or_else(|| match value {
                Value::Object(map) => self.object(schema, map, depth, seen),
                Value::Array(items) => self.array(schema, items, depth, seen),
                _ => None,
            })
            .or_else(|| self.unevaluated(schema, value, depth, seen))
    }

    /// Whether a value is an instance, without telling why not.
    fn holds(&mut self, id: SchemaId, value: &Value, depth: usize, seen: &mut Seen) -> bool {
        let mut own = Seen::default();
        let holds = self.schema(id, value, depth + 1, &mut own).is_none();
        if holds {
            seen.add(own);
        }
        holds
    }

    fn own(&mut self, schema: &Schema, value: &Value) -> Option<Violation> {
        let kind = Kind::of(value);
        if !schema.types.is_empty() {
            let whole = value.as_number().is_none_or(|it| is_whole(it) || schema.types.contains(JsonType::Number));
            if !admits(schema.types, kind) || !whole {
                let words: Vec<&str> = schema.types.iter().map(JsonType::word).collect();
                return self.violation("type", format!("{} is not of type {}", short(value), words.join(" or ")));
            }
        }
        if let Some(list) = &schema.enumeration
            && !list.iter().any(|it| same(&it.to_json(), value))
        {
            return self.violation("enum", format!("{} is not among the listed values", short(value)));
        }
        if let Some(constant) = &schema.constant
            && !same(&constant.to_json(), value)
        {
            return self.violation("const", format!("{} is not the one value", short(value)));
        }
        match value {
            Value::String(text) => self.string(schema, text),
            Value::Number(number) => self.number(schema, number),
            _ => None,
        }
    }

    fn string(&mut self, schema: &Schema, text: &str) -> Option<Violation> {
        let length = text.chars().count() as u64;
        let string = &schema.string;
        if string.min_length.is_some_and(|least| length < least) {
            return self.violation("minLength", format!("{text:?} has {length} characters, fewer than allowed"));
        }
        if string.max_length.is_some_and(|most| length > most) {
            return self.violation("maxLength", format!("it has {length} characters, more than allowed"));
        }
        if let Some(pattern) = &string.pattern {
            match self.view.matches(pattern, text) {
                Some(true) => {}
                Some(false) => return self.violation("pattern", format!("{text:?} does not match {pattern}")),
                None => self.unsure = true,
            }
        }
        let format = schema.format.as_deref()?;
        match format::holds(format, text) {
            Some(false) => self.violation("format", format!("{text:?} is no {format}")),
            _ => None,
        }
    }

    fn number(&mut self, schema: &Schema, number: &serde_json::Number) -> Option<Violation> {
        let value = number.as_f64()?;
        let bound = |it: &Option<crate::node::Number>| it.as_ref().and_then(crate::node::Number::as_f64);
        let keywords = &schema.number;
        if bound(&keywords.minimum).is_some_and(|least| value < least) {
            return self.violation("minimum", format!("{number} is less than allowed"));
        }
        if bound(&keywords.maximum).is_some_and(|most| value > most) {
            return self.violation("maximum", format!("{number} is more than allowed"));
        }
        if bound(&keywords.exclusive_minimum).is_some_and(|least| value <= least) {
            return self.violation("exclusiveMinimum", format!("{number} is less than allowed"));
        }
        if bound(&keywords.exclusive_maximum).is_some_and(|most| value >= most) {
            return self.violation("exclusiveMaximum", format!("{number} is more than allowed"));
        }
        if let Some(step) = bound(&keywords.multiple_of).filter(|step| *step > 0.0) {
            let times = value / step;
            if (times - times.round()).abs() > 1e-9 * times.abs().max(1.0) {
                return self.violation("multipleOf", format!("{number} is no multiple of {step}"));
            }
        }
        let (least, most) = format::bounds(schema.format.as_deref()?)?;
        if value < least || value > most {
            return self.violation(
                "format",
                format!("{number} is outside of {}", schema.format.as_deref().unwrap_or_default()),
            );
        }
        None
    }

    fn composed(&mut self, schema: &Schema, value: &Value, depth: usize, seen: &mut Seen) -> Option<Violation> {
        for id in &schema.all_of {
            if let found @ Some(_) = self.schema(*id, value, depth + 1, seen) {
                return found;
            }
        }
        if !schema.any_of.is_empty() {
            let mut fits = false;
            for id in &schema.any_of {
                fits |= self.holds(*id, value, depth, seen);
            }
            if !fits {
                return self.violation("anyOf", format!("{} fits none of the alternatives", short(value)));
            }
        }
        if !schema.one_of.is_empty() {
            let mut fits = 0;
            for id in &schema.one_of {
                fits += usize::from(self.holds(*id, value, depth, seen));
            }
            if fits == 0 {
                return self.violation("oneOf", format!("{} fits none of the alternatives", short(value)));
            }
            if fits > 1 {
                return self.violation("oneOf", format!("{} fits {fits} alternatives, not one", short(value)));
            }
        }
        if let Some(not) = schema.not
            && self.holds(not, value, depth, &mut Seen::default())
        {
            return self.violation("not", format!("{} is what it must not be", short(value)));
        }
        if let Some(conditional) = &schema.conditional {
            let branch = if self.holds(conditional.condition, value, depth, seen) {
                conditional.then
            } else {
                conditional.otherwise
            };
            if let Some(branch) = branch {
                return self.schema(branch, value, depth + 1, seen);
            }
        }
        None
    }

    fn object(
        &mut self,
        schema: &Schema,
        map: &Map<String, Value>,
        depth: usize,
        seen: &mut Seen,
    ) -> Option<Violation> {
        let object = &schema.object;
        let count = map.len() as u64;
        if object.min_properties.is_some_and(|least| count < least) {
            return self.violation("minProperties", format!("it has {count} properties, fewer than allowed"));
        }
        if object.max_properties.is_some_and(|most| count > most) {
            return self.violation("maxProperties", format!("it has {count} properties, more than allowed"));
        }
        for required in object.required.iter().filter(|it| !map.contains_key(&*it.name)) {
            let own = object.properties.iter().find(|it| it.name == required.name).map(|it| it.schema);
            let excused =
                own.is_some_and(|id| self.view.leaves(&self.view.conj(&[id])).any(|it| left_out(it, self.message)));
            if !excused {
                return self.violation("required", format!("the property `{}` is missing", required.name));
            }
        }
        for (name, needs) in &object.dependent_required {
            if let Some(missing) = needs.iter().find(|it| map.contains_key(name) && !map.contains_key(*it)) {
                return self.violation("dependentRequired", format!("`{missing}` is missing beside `{name}`"));
            }
        }
        for (name, id) in &object.dependent_schemas {
            if map.contains_key(name) {
                let whole = Value::Object(map.clone());
                if let found @ Some(_) = self.schema(*id, &whole, depth + 1, seen) {
                    return found;
                }
            }
        }
        for (name, value) in map {
            if let Some(names) = object.property_names
                && !self.holds(names, &Value::String(name.clone()), depth, &mut Seen::default())
            {
                return self.violation("propertyNames", format!("`{name}` is no name that is allowed"));
            }
            let own = object.properties.iter().find(|it| *it.name == **name).map(|it| it.schema);
            let mut ids: Vec<SchemaId> = own.into_iter().collect();
            for (pattern, id) in &object.pattern_properties {
                match self.view.matches(pattern, name) {
                    Some(true) => ids.push(*id),
                    Some(false) => {}
                    None => self.unsure = true,
                }
            }
            let listed = !ids.is_empty();
            if !listed {
                ids.extend(object.additional_properties);
            }
            if ids.is_empty() {
                continue;
            }
            seen.names.insert(name.clone());
            self.place.push(name.clone());
            let refused = !listed && ids.iter().any(|id| self.view.schema(*id).boolean == Some(false));
            let found = if refused {
                self.violation("additionalProperties", format!("the property `{name}` is not allowed"))
            } else {
                ids.iter().find_map(|id| self.schema(*id, value, depth + 1, &mut Seen::default()))
            };
            self.place.pop();
            if found.is_some() {
                return found;
            }
        }
        None
    }

    fn array(&mut self, schema: &Schema, items: &[Value], depth: usize, seen: &mut Seen) -> Option<Violation> {
        let array = &schema.array;
        let count = items.len() as u64;
        if array.min_items.is_some_and(|least| count < least) {
            return self.violation("minItems", format!("it has {count} items, fewer than allowed"));
        }
        if array.max_items.is_some_and(|most| count > most) {
            return self.violation("maxItems", format!("it has {count} items, more than allowed"));
        }
        let twice = |(at, item): (usize, &Value)| items.iter().skip(at + 1).any(|other| same(item, other));
        if array.unique_items && items.iter().enumerate().any(twice) {
            return self.violation("uniqueItems", "an item comes twice");
        }
        for (position, item) in items.iter().enumerate() {
            let Some(id) = array.prefix_items.get(position).copied().or(array.items) else { continue };
            seen.items.insert(position);
            self.place.push(position.to_string());
            let found = self.schema(id, item, depth + 1, &mut Seen::default());
            self.place.pop();
            if found.is_some() {
                return found;
            }
        }
        if let Some(id) = array.contains {
            let mut fits = 0_u64;
            for (position, item) in items.iter().enumerate() {
                if self.holds(id, item, depth, &mut Seen::default()) {
                    fits += 1;
                    seen.items.insert(position);
                }
            }
            if fits < array.min_contains.unwrap_or(1) || array.max_contains.is_some_and(|most| fits > most) {
                return self.violation("contains", format!("{fits} items are what it must contain"));
            }
        }
        None
    }

    fn unevaluated(&mut self, schema: &Schema, value: &Value, depth: usize, seen: &mut Seen) -> Option<Violation> {
        match value {
            Value::Object(map) => {
                let id = schema.object.unevaluated_properties?;
                for (name, value) in map.iter().filter(|(name, _)| !seen.names.contains(*name)).collect::<Vec<_>>() {
                    if !self.holds(id, value, depth, &mut Seen::default()) {
                        return self
                            .violation("unevaluatedProperties", format!("the property `{name}` is not allowed"));
                    }
                }
                seen.names.extend(map.keys().cloned());
            }
            Value::Array(items) => {
                let id = schema.array.unevaluated_items?;
                for (position, item) in items.iter().enumerate() {
                    if !seen.items.contains(&position) && !self.holds(id, item, depth, &mut Seen::default()) {
                        return self.violation("unevaluatedItems", format!("the item at {position} is not allowed"));
                    }
                }
                seen.items.extend(0..items.len());
            }
            _ => {}
        }
        None
    }
}

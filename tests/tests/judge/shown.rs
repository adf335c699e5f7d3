//! What a document shows within a schema: examples and defaults of properties and items.
//!
//! Takes a named schema; gives instances of it, as small as can be, each with one shown value in its place.

use crate::instance::{Fullness, Maker};
use crate::judge::Judge;
use serde_json::Value;

/// A step from an instance to a value in it.
#[derive(Clone, Copy)]
enum Step<'a> {
    Property(&'a str),
    Item,
    Entry,
}

/// A shown value: the schema its instance is made from, the way to it, and the value.
struct Shown<'a> {
    base: &'a Value,
    way: Vec<(Step<'a>, &'a Value)>,
    value: &'a Value,
}

/// Inline schemas within inline schemas.
const DEEPEST: usize = 8;

/// Instances that hold what the schema shows of its parts.
pub fn within<'a>(reference: &str, judge: &Judge<'a>, maker: &mut Maker<'a, '_>) -> Vec<Value> {
    let Some(schema) = judge.schema(reference) else { return Vec::new() };
    let mut found = Vec::new();
    look(schema, schema, &mut Vec::new(), &mut found);
    found.iter().filter_map(|shown| plant(shown, maker)).collect()
}

fn look<'a>(base: &'a Value, schema: &'a Value, way: &mut Vec<(Step<'a>, &'a Value)>, found: &mut Vec<Shown<'a>>) {
    if way.len() > DEEPEST {
        return;
    }
    if !way.is_empty() {
        let examples = schema.get("examples").and_then(Value::as_array).into_iter().flatten();
        found.extend(examples.chain(schema.get("default")).map(|value| Shown { base, way: way.clone(), value }));
    }
    let mut step = |step: Step<'a>, schema: &'a Value| {
        way.push((step, schema));
        look(base, schema, way, found);
        way.pop();
    };
    for (name, schema) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        step(Step::Property(name), schema);
    }
    schema.get("items").into_iter().for_each(|schema| step(Step::Item, schema));
    schema.get("additionalProperties").into_iter().for_each(|schema| step(Step::Entry, schema));
    for key in ["allOf", "oneOf", "anyOf"] {
        for part in schema.get(key).and_then(Value::as_array).into_iter().flatten() {
            // A branch is made by itself; the judge says whether it is one of the whole.
            let base = if key == "allOf" || !way.is_empty() { base } else { part };
            look(base, part, way, found);
        }
    }
}

fn plant<'a>(shown: &Shown<'a>, maker: &mut Maker<'a, '_>) -> Option<Value> {
    let mut instance = maker.make(&[shown.base], Fullness::Least, 0)?;
    let mut place = &mut instance;
    for (index, (step, schema)) in shown.way.iter().enumerate() {
        let last = index + 1 == shown.way.len();
        let made = |maker: &mut Maker<'a, '_>| {
            if last { Some(shown.value.clone()) } else { maker.make(&[schema], Fullness::Least, 0) }
        };
        place = match step {
            Step::Property(_) | Step::Entry => {
                let key = if let Step::Property(name) = step { name } else { "key" };
                let object = place.as_object_mut()?;
                if last || !object.contains_key(key) {
                    object.insert(key.to_owned(), made(maker)?);
                }
                object.get_mut(key)?
            }
            Step::Item => {
                let list = place.as_array_mut()?;
                if last || list.is_empty() {
                    list.clear();
                    list.push(made(maker)?);
                }
                list.first_mut()?
            }
        };
    }
    Some(instance)
}

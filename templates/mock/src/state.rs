//! What was created, changed and deleted.
//!
//! Takes what a request asks of a collection, and the fake's answer in JSON; gives the answer that fits what was sent before. Promises that an
//! answer keeps its shape: of what was sent, only what has the type that the answer shows is in it, unless both have one schema.

use super::facts::{Collection, IdKind, List};
use super::percent::decoded;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// All that is remembered.
#[derive(Debug, Default)]
pub struct State {
    /// By the path of a collection as it was requested, then by identifier.
    things: BTreeMap<String, BTreeMap<String, Thing>>,
    created: u64,
}

#[derive(Debug, Clone)]
enum Thing {
    There(Value),
    Deleted,
}

/// What a request asks of a collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked<'c> {
    collection: &'c Collection,
    /// The collection's path as it was requested.
    path: String,
    act: Act,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Act {
    Create,
    List,
    Read(String),
    Replace(String),
    Change(String),
    Delete(String),
}

impl<'c> Asked<'c> {
    /// What a request's method and path ask, where that is about a collection.
    pub fn of(collections: &'c [Collection], method: &str, path: &str) -> Option<Self> {
        let segments: Vec<&str> = path.trim_end_matches('/').split('/').skip(1).collect();
        let is_at = |collection: &&Collection, segments: &[&str]| {
            let mut both = collection.path.iter().zip(segments);
            collection.path.len() == segments.len()
                && both.all(|(own, segment)| own.as_ref().is_none_or(|own| own == segment))
        };
        let find = |segments: &[&str]| collections.iter().find(|collection| is_at(collection, segments));
        let (collection, act, depth) = match (method, segments.split_last()) {
            ("POST", _) => (find(&segments)?, Act::Create, segments.len()),
            (_, Some((last, before))) if find(before).is_some() => {
                let id = decoded(last);
                let act = match method {
                    "GET" => Act::Read(id),
                    "PUT" => Act::Replace(id),
                    "PATCH" => Act::Change(id),
                    "DELETE" => Act::Delete(id),
                    _ => return None,
                };
                (find(before)?, act, before.len())
            }
            ("GET", _) => (find(&segments)?, Act::List, segments.len()),
            _ => return None,
        };
        let path = segments.iter().take(depth).map(|segment| format!("/{segment}")).collect();
        Some(Self { collection, path, act })
    }
}

impl State {
    /// Whether it is about something that was deleted.
    pub fn is_gone(&self, asked: &Asked<'_>) -> bool {
        let id = match &asked.act {
            Act::Create | Act::List => return false,
            Act::Read(id) | Act::Replace(id) | Act::Change(id) | Act::Delete(id) => id,
        };
        let thing = self.things.get(&asked.path).and_then(|things| things.get(id));
        matches!(thing, Some(Thing::Deleted))
    }

    /// What a request that the fake answered with success does, and the answer that fits what was done before.
    pub fn succeeded(&mut self, asked: &Asked<'_>, sent: Option<&Value>, answer: Option<Value>) -> Option<Value> {
        let Asked { collection, path, act } = asked;
        let created = self.created + 1;
        let things = self.things.entry(path.clone()).or_default();
        match (act, answer) {
            (Act::Delete(id), answer) => {
                things.insert(id.clone(), Thing::Deleted);
                answer
            }
            (Act::Create, Some(Value::Object(mut thing))) => {
                fill(&mut thing, sent, collection);
                let id = new_id(collection, things, created, thing.get(&collection.id));
                let key = text(&id);
                thing.insert(collection.id.clone(), id);
                self.created = created;
                let thing = Value::Object(thing);
                things.insert(key, Thing::There(thing.clone()));
                Some(thing)
            }
            (Act::Read(id), Some(answer)) => Some(match things.get(id) {
                Some(Thing::There(thing)) => thing.clone(),
                Some(Thing::Deleted) | None => answer,
            }),
            (Act::Replace(id) | Act::Change(id), answer) => {
                let (known, is_shown) = match things.get(id) {
                    Some(Thing::There(Value::Object(thing))) => (Some(thing.clone()), answer.is_some()),
                    Some(Thing::There(_) | Thing::Deleted) | None => match answer {
                        Some(Value::Object(thing)) => (Some(thing), true),
                        Some(_) | None => (None, false),
                    },
                };
                let mut thing = known?;
                fill(&mut thing, sent, collection);
                let thing = Value::Object(thing);
                things.insert(id.clone(), Thing::There(thing.clone()));
                is_shown.then_some(thing)
            }
            (Act::List, Some(answer)) => Some(listed(collection, things, answer)),
            (Act::Create | Act::Read(_) | Act::List, answer) => answer,
        }
    }
}

/// Puts what was sent into a thing.
fn fill(thing: &mut Map<String, Value>, sent: Option<&Value>, collection: &Collection) {
    for (name, value) in sent.and_then(Value::as_object).into_iter().flatten() {
        if *name == collection.id {
            continue;
        }
        match thing.get_mut(name) {
            Some(known) if !collection.alike => take(known, value),
            Some(known) => *known = value.clone(),
            None if collection.alike => drop(thing.insert(name.clone(), value.clone())),
            None => {}
        }
    }
}

/// Takes over what has the type that is shown.
fn take(known: &mut Value, sent: &Value) {
    match (known, sent) {
        (Value::Object(known), Value::Object(sent)) => {
            for (name, value) in sent {
                if let Some(known) = known.get_mut(name) {
                    take(known, value);
                }
            }
        }
        (known @ Value::Bool(_), sent @ Value::Bool(_)) | (known @ Value::String(_), sent @ Value::String(_)) => {
            *known = sent.clone();
        }
        (known @ Value::Number(_), sent @ Value::Number(_)) if known.is_f64() || !sent.is_f64() => {
            *known = sent.clone();
        }
        (
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_),
            _,
        ) => {}
    }
}

fn new_id(collection: &Collection, things: &BTreeMap<String, Thing>, created: u64, shown: Option<&Value>) -> Value {
    match (collection.kind, shown) {
        (IdKind::Number, shown) => {
            let mut id = shown.and_then(Value::as_u64).unwrap_or(1);
            while things.contains_key(&id.to_string()) {
                id += 1;
            }
            id.into()
        }
        (IdKind::Text, Some(Value::String(shown))) if !things.contains_key(shown) => shown.clone().into(),
        (IdKind::Text, Some(Value::String(shown))) => format!("{shown}-{created}").into(),
        (IdKind::Text, _) => created.to_string().into(),
        (IdKind::Uuid, _) => format!("00000000-0000-4000-8000-{created:012x}").into(),
    }
}

/// A list with what was created, and without what was deleted.
fn listed(collection: &Collection, things: &BTreeMap<String, Thing>, mut answer: Value) -> Value {
    let list = match &collection.list {
        List::None => None,
        List::Whole => answer.as_array_mut(),
        List::Property(name) => answer.get_mut(name).and_then(Value::as_array_mut),
    };
    let Some(list) = list else { return answer };
    let key = |thing: &Value| thing.get(&collection.id).map(text);
    list.retain(|thing| key(thing).is_none_or(|key| !things.contains_key(&key)));
    let there = things.values().filter_map(|thing| match thing {
        Thing::There(thing) => Some(thing.clone()),
        Thing::Deleted => None,
    });
    list.extend(there);
    answer
}

/// An identifier as it stands in a path.
fn text(id: &Value) -> String {
    id.as_str().map_or_else(|| id.to_string(), str::to_owned)
}

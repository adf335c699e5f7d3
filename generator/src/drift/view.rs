//! Schemas as sets of instances: `$ref` and `allOf` taken together, unions split into alternatives by JSON type.
//!
//! Takes a document's schemas; gives [`Conj`]s (schemas that hold at once), their [`Alternative`]s, and what those say of properties and
//! items. Promises that the way a schema is written (by reference, inline, in `allOf`, as `type` list or as a union of types) does
//! not show. Work is bounded: a union of too many combinations is told as such.

use crate::document::{JsonType, JsonTypes, Schema, SchemaId, SchemaTable};
use crate::lower::pattern::Matcher;
use crate::node::Node;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use super::value;

/// Schemas that hold at once, without those that only refer to others: sorted, each once.
pub type Conj = Rc<[SchemaId]>;

/// Which of the two one-way properties a message leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Message {
    /// A request: properties that are `readOnly` are not in it.
    Request,
    /// A response: properties that are `writeOnly` are not in it.
    Response,
}

/// A JSON type, numbers being one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `null`
    Null,
    /// `boolean`
    Boolean,
    /// `integer` or `number`
    Number,
    /// `string`
    String,
    /// `array`
    Array,
    /// `object`
    Object,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Null, Self::Boolean, Self::Number, Self::String, Self::Array, Self::Object];

    /// JSON Schema's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }

    /// That of a value.
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Boolean,
            Value::Number(_) => Self::Number,
            Value::String(_) => Self::String,
            Value::Array(_) => Self::Array,
            Value::Object(_) => Self::Object,
        }
    }
}

/// Instances of one JSON type: a choice was made in every union.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Alternative {
    /// The schemas that hold, the chosen ones among them.
    pub conj: Conj,
    /// Their type.
    pub kind: Kind,
    /// What was chosen in the first union.
    pub chosen: Option<SchemaId>,
}

/// The alternatives of a [`Conj`].
#[derive(Debug, Default)]
pub struct Alternatives {
    /// In the order of the source.
    pub list: Vec<Alternative>,
    /// There are too many to be listed.
    pub cut: bool,
    /// Nothing is asked of an instance.
    pub any: bool,
}

const MOST_ALTERNATIVES: usize = 400;

/// The schemas of one document.
pub struct View<'d> {
    schemas: &'d SchemaTable,
    conjs: RefCell<HashMap<Vec<SchemaId>, Conj>>,
    alternatives: RefCell<HashMap<Conj, Rc<Alternatives>>>,
    matchers: RefCell<HashMap<String, Option<Rc<Matcher>>>>,
}

impl<'d> View<'d> {
    /// Of a document.
    pub fn new(schemas: &'d SchemaTable) -> Self {
        Self { schemas, conjs: RefCell::default(), alternatives: RefCell::default(), matchers: RefCell::default() }
    }

    /// One schema as written.
    pub fn schema(&self, id: SchemaId) -> &'d Schema {
        self.schemas.get(id)
    }

    /// The schemas that hold where all of these do.
    pub fn conj(&self, ids: &[SchemaId]) -> Conj {
        let mut key = ids.to_vec();
        key.sort_unstable();
        key.dedup();
        if let Some(known) = self.conjs.borrow().get(&key) {
            return Rc::clone(known);
        }
        let mut all = BTreeSet::new();
        let mut waiting = key.clone();
        while let Some(id) = waiting.pop() {
            if all.insert(id) {
                let schema = self.schemas.get(id);
                waiting.extend(schema.reference);
                waiting.extend(schema.all_of.iter().copied());
            }
        }
        let conj: Conj = all
            .into_iter()
            .filter(|id| says_something(self.schemas.get(*id)) || key.len() == 1 && key.first() == Some(id))
            .collect();
        self.conjs.borrow_mut().insert(key, Rc::clone(&conj));
        conj
    }

    /// The schemas of a conj.
    pub fn leaves<'c>(&self, conj: &'c Conj) -> impl Iterator<Item = &'d Schema> + 'c
    where
        'd: 'c,
    {
        let schemas = self.schemas;
        conj.iter().map(move |id| schemas.get(*id))
    }

    /// What instances may be.
    pub fn alternatives(&self, conj: &Conj) -> Rc<Alternatives> {
        if let Some(known) = self.alternatives.borrow().get(conj) {
            return Rc::clone(known);
        }
        let mut out =
            Alternatives { any: conj.iter().all(|id| !asserts(self.schemas.get(*id))), ..Alternatives::default() };
        let mut open = vec![(conj.to_vec(), None, BTreeSet::new())];
        let mut steps = 0;
        while let Some((leaves, chosen, done)) = open.pop() {
            steps += 1;
            if steps > MOST_ALTERNATIVES * 4 || out.list.len() > MOST_ALTERNATIVES {
                out.cut = true;
                break;
            }
            let group = leaves.iter().flat_map(|id| {
                let schema = self.schemas.get(*id);
                [(*id, 0_u8, &**schema.any_of), (*id, 1, &**schema.one_of)]
            });
            let next = group.into_iter().find(|(id, which, group)| !group.is_empty() && !done.contains(&(*id, *which)));
            let Some((id, which, group)) = next else {
                self.split(&leaves, chosen, &mut out.list);
                continue;
            };
            let mut done = done;
            done.insert((id, which));
            for branch in group.iter().rev() {
                let mut with = leaves.clone();
                with.extend(self.conj(&[*branch]).iter().copied());
                with.sort_unstable();
                with.dedup();
                open.push((with, chosen.or(Some(*branch)), done.clone()));
            }
        }
        let mut seen = std::collections::HashSet::new();
        out.list.retain(|it| seen.insert((Rc::clone(&it.conj), it.kind)));
        let out = Rc::new(out);
        self.alternatives.borrow_mut().insert(Rc::clone(conj), Rc::clone(&out));
        out
    }

    /// One alternative for each JSON type that the schemas allow.
    fn split(&self, leaves: &[SchemaId], chosen: Option<SchemaId>, out: &mut Vec<Alternative>) {
        let conj: Conj = leaves.iter().copied().filter(|id| says_something(self.schemas.get(*id))).collect();
        let mut kinds: Vec<Kind> = Kind::ALL.to_vec();
        for schema in self.leaves(&conj) {
            if schema.boolean == Some(false) {
                return;
            }
            if !schema.types.is_empty() {
                kinds.retain(|kind| admits(schema.types, *kind));
            }
        }
        let typed = self.leaves(&conj).any(|schema| !schema.types.is_empty());
        match self.values(&conj) {
            Some(values) => kinds.retain(|kind| values.iter().any(|value| Kind::of(value) == *kind)),
            None if !typed => {
                if let Some(meant) = self.meant(&conj) {
                    kinds.retain(|kind| *kind == meant);
                }
            }
            None => {}
        }
        out.extend(kinds.into_iter().map(|kind| Alternative { conj: Rc::clone(&conj), kind, chosen }));
    }

    /// The type that a schema without `type` is about, where its keywords are about one only: who writes `properties` means an object.
    fn meant(&self, conj: &Conj) -> Option<Kind> {
        let about = |schema: &Schema| {
            let object = &schema.object;
            let objects = !object.properties.is_empty()
                || !object.required.is_empty()
                || object.additional_properties.is_some()
                || !object.pattern_properties.is_empty();
            let arrays = schema.array.items.is_some() || !schema.array.prefix_items.is_empty();
            let string = &schema.string;
            let strings = string.min_length.is_some() || string.max_length.is_some() || string.pattern.is_some();
            let number = &schema.number;
            let numbers = number.minimum.is_some() || number.maximum.is_some() || number.multiple_of.is_some();
            [(objects, Kind::Object), (arrays, Kind::Array), (strings, Kind::String), (numbers, Kind::Number)]
        };
        let mut kinds: Vec<Kind> =
            self.leaves(conj).flat_map(about).filter(|(is, _)| *is).map(|(_, kind)| kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        match kinds.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// The values that `enum` and `const` leave, where one of them is given.
    pub fn values(&self, conj: &Conj) -> Option<Vec<Value>> {
        let mut left: Option<Vec<Value>> = None;
        for schema in self.leaves(conj) {
            let listed = schema.enumeration.as_ref().map(|list| list.iter().map(Node::to_json).collect::<Vec<_>>());
            let constant = schema.constant.as_ref().map(|node| vec![node.to_json()]);
            for values in listed.into_iter().chain(constant) {
                left = Some(match left {
                    None => values,
                    Some(old) => {
                        old.into_iter().filter(|it| values.iter().any(|other| value::same(it, other))).collect()
                    }
                });
            }
        }
        left
    }

    /// What holds for a property: of each schema its own entry, those of matching patterns, or what it says of others.
    pub fn property(&self, conj: &Conj, name: &str) -> Conj {
        let mut ids = Vec::new();
        for schema in self.leaves(conj) {
            let object = &schema.object;
            let own = object.properties.iter().find(|it| &*it.name == name).map(|it| it.schema);
            let patterns =
                object.pattern_properties.iter().filter(|(pattern, _)| self.matches(pattern, name) == Some(true));
            let before = ids.len();
            ids.extend(own);
            ids.extend(patterns.map(|(_, schema)| *schema));
            if ids.len() == before {
                ids.extend(object.additional_properties);
            }
        }
        self.conj(&ids)
    }

    /// Whether a property is declared.
    pub fn declares(&self, conj: &Conj, name: &str) -> bool {
        self.leaves(conj).any(|schema| schema.object.properties.iter().any(|it| &*it.name == name))
    }

    /// The declared properties, in order.
    pub fn properties(&self, conj: &Conj) -> Vec<&'d str> {
        let mut seen = std::collections::HashSet::new();
        self.leaves(conj)
            .flat_map(|schema| &schema.object.properties)
            .map(|it| &*it.name)
            .filter(|name| seen.insert(*name))
            .collect()
    }

    /// What holds for properties that are not declared.
    pub fn rest(&self, conj: &Conj) -> Conj {
        let ids: Vec<SchemaId> = self.leaves(conj).filter_map(|schema| schema.object.additional_properties).collect();
        self.conj(&ids)
    }

    /// The names that an object must have in a message.
    pub fn required(&self, conj: &Conj, message: Message) -> Vec<&'d str> {
        let mut names: Vec<&str> =
            self.leaves(conj).flat_map(|schema| &schema.object.required).map(|it| &*it.name).collect();
        names.sort_unstable();
        names.dedup();
        names.retain(|name| !self.is_left_out(&self.property(conj, name), message));
        names
    }

    /// Whether a property with this schema is not in such messages.
    pub fn is_left_out(&self, conj: &Conj, message: Message) -> bool {
        self.leaves(conj).any(|schema| left_out(schema, message))
    }

    /// What holds for the item at a position.
    pub fn item(&self, conj: &Conj, position: usize) -> Conj {
        let ids: Vec<SchemaId> = self
            .leaves(conj)
            .filter_map(|schema| schema.array.prefix_items.get(position).copied().or(schema.array.items))
            .collect();
        self.conj(&ids)
    }

    /// How many items have schemas of their own.
    pub fn prefix(&self, conj: &Conj) -> usize {
        self.leaves(conj).map(|schema| schema.array.prefix_items.len()).max().unwrap_or(0)
    }

    /// Whether a pattern occurs in a text; `None` where it cannot be decided.
    pub fn matches(&self, pattern: &str, text: &str) -> Option<bool> {
        let mut matchers = self.matchers.borrow_mut();
        if !matchers.contains_key(pattern) {
            matchers.insert(pattern.to_owned(), Matcher::new(pattern).map(Rc::new));
        }
        matchers.get(pattern).and_then(Option::as_ref).map(|it| it.is_match(text))
    }
}

/// Whether a property with this schema is not in such messages.
pub fn left_out(schema: &Schema, message: Message) -> bool {
    match message {
        Message::Request => schema.read_only && !schema.write_only,
        Message::Response => schema.write_only && !schema.read_only,
    }
}

/// Whether a schema allows values of a type.
pub fn admits(types: JsonTypes, kind: Kind) -> bool {
    match kind {
        Kind::Null => types.contains(JsonType::Null),
        Kind::Boolean => types.contains(JsonType::Boolean),
        Kind::Number => types.contains(JsonType::Number) || types.contains(JsonType::Integer),
        Kind::String => types.contains(JsonType::String),
        Kind::Array => types.contains(JsonType::Array),
        Kind::Object => types.contains(JsonType::Object),
    }
}

/// Whether a schema says anything of its own, beside what it refers to.
fn says_something(schema: &Schema) -> bool {
    asserts(schema)
        || schema.read_only
        || schema.write_only
        || schema.deprecated
        || !schema.sunset.is_empty()
        || schema.default.is_some()
        || schema.xml.is_some()
}

/// Whether a schema asks anything of instances, beside what it refers to.
fn asserts(schema: &Schema) -> bool {
    let array = &schema.array;
    let object = &schema.object;
    schema.boolean == Some(false)
        || schema.reference_unsure
        || !schema.types.is_empty()
        || schema.format.is_some()
        || schema.enumeration.is_some()
        || schema.constant.is_some()
        || !object.properties.is_empty()
        || !object.required.is_empty()
        || object.additional_properties.is_some()
        || object.unevaluated_properties.is_some()
        || !object.pattern_properties.is_empty()
        || object.property_names.is_some()
        || !object.dependent_required.is_empty()
        || !object.dependent_schemas.is_empty()
        || object.min_properties.is_some()
        || object.max_properties.is_some()
        || array.items.is_some()
        || !array.prefix_items.is_empty()
        || array.contains.is_some()
        || array.unevaluated_items.is_some()
        || array.min_items.is_some()
        || array.max_items.is_some()
        || array.unique_items
        || schema.string.min_length.is_some()
        || schema.string.max_length.is_some()
        || schema.string.pattern.is_some()
        || schema.string.content_encoding.is_some()
        || schema.string.content_media_type.is_some()
        || schema.number.minimum.is_some()
        || schema.number.maximum.is_some()
        || schema.number.exclusive_minimum.is_some()
        || schema.number.exclusive_maximum.is_some()
        || schema.number.multiple_of.is_some()
        || !schema.any_of.is_empty()
        || !schema.one_of.is_empty()
        || schema.not.is_some()
        || schema.conditional.is_some()
}

//! Instances made up for schemas, and values that are likely to show a difference.
//!
//! Takes a [`Conj`] or an [`Alternative`]; gives a small value that should be an instance. Promises to end on recursive schemas and to hold only what is
//! required. Whoever uses a value has it judged by `validate`: nothing here is believed.

use super::facets;
use super::pattern::{self, Found};
use super::value::from_f64;
use super::view::{Alternative, Conj, Kind, Message, View};
use crate::format;
use crate::node::Node;
use serde_json::{Map, Value, json};

const DEEPEST: usize = 24;
const LONGEST: u64 = 10_000;
const MOST_ITEMS: u64 = 1_000;

/// Makes values up for messages of one kind.
#[derive(Clone, Copy)]
pub struct Sampler<'v, 'd> {
    view: &'v View<'d>,
    message: Message,
}

impl<'v, 'd> Sampler<'v, 'd> {
    /// For the schemas of a document.
    pub fn new(view: &'v View<'d>, message: Message) -> Self {
        Self { view, message }
    }

    /// An instance; `None` where none was found.
    pub fn any(&self, conj: &Conj) -> Option<Value> {
        self.at(conj, 0)
    }

    fn at(&self, conj: &Conj, depth: usize) -> Option<Value> {
        if depth > DEEPEST {
            return None;
        }
        if let Some(shown) = self.shown(conj) {
            return Some(shown);
        }
        let alternatives = self.view.alternatives(conj);
        if alternatives.any {
            return Some(json!("text"));
        }
        // What is not null says more, and null is the last resort.
        let (null, others): (Vec<_>, Vec<_>) = alternatives.list.iter().partition(|it| it.kind == Kind::Null);
        others.into_iter().chain(null).take(12).find_map(|it| {
            let made = self.of(it, depth)?;
            // A value made for one branch of `oneOf` may be an instance of others too.
            self.fits(conj, &made).then_some(made)
        })
    }

    /// A short constant or scalar that the description shows itself.
    fn shown(&self, conj: &Conj) -> Option<Value> {
        let leaves = || self.view.leaves(conj);
        let shown = leaves().flat_map(|it| it.examples.iter().chain(it.default.as_deref()));
        let scalar = |it: &Value| {
            !it.is_object() && !it.is_array() && !it.is_null() && it.as_str().is_none_or(|it| it.len() < 60)
        };
        shown.map(Node::to_json).filter(scalar).find(|it| self.fits(conj, it))
    }

    fn fits(&self, conj: &Conj, value: &Value) -> bool {
        super::validate::validate(self.view, conj, value, self.message) == super::validate::Answer::Valid
    }

    /// Something that the alternatives describe, which the whole may refuse all the same.
    pub fn instance(&self, conj: &Conj) -> Vec<Value> {
        let alternatives = self.view.alternatives(conj);
        alternatives.list.iter().take(6).filter_map(|it| self.of(it, 0)).collect()
    }

    /// An instance of an alternative.
    pub fn alternative(&self, alternative: &Alternative) -> Option<Value> {
        self.of(alternative, 0)
    }

    fn of(&self, alternative: &Alternative, depth: usize) -> Option<Value> {
        let conj = &alternative.conj;
        if let Some(values) = self.view.values(conj) {
            return values.into_iter().find(|it| Kind::of(it) == alternative.kind);
        }
        match alternative.kind {
            Kind::Null => Some(Value::Null),
            Kind::Boolean => Some(Value::Bool(true)),
            Kind::Number => self.numbers(conj).into_iter().find(|it| self.fits(conj, it)),
            Kind::String => self.string(conj),
            Kind::Array => self.array(conj, depth),
            Kind::Object => self.object(conj, depth),
        }
    }

    /// Numbers about the bounds.
    pub fn numbers(&self, conj: &Conj) -> Vec<Value> {
        let facets = facets::numbers(self.view, conj);
        let mut list = vec![];
        for bound in [facets.minimum, facets.maximum].into_iter().flatten() {
            list.extend([bound.at, bound.at + 1.0, bound.at - 1.0, bound.at + 0.5, bound.at - 0.5]);
            if let Some(step) = facets.steps.first() {
                list.extend([
                    (bound.at / step).ceil() * step,
                    (bound.at / step).floor() * step,
                    ((bound.at / step).floor() + 1.0) * step,
                ]);
            }
        }
        list.extend(facets.steps.iter().copied());
        list.extend([1.0, 0.0, 42.0, 0.5, 1.5, -1.0]);
        list.into_iter().map(from_f64).collect()
    }

    /// A text that fits.
    pub fn string(&self, conj: &Conj) -> Option<Value> {
        let facets = facets::strings(self.view, conj);
        if let Some(shown) = self.shown(conj).filter(Value::is_string) {
            return Some(shown);
        }
        let format = facets.formats.iter().find_map(|it| format::example(it)).map(str::to_owned);
        let patterns: Vec<&str> = facets.patterns.iter().map(String::as_str).collect();
        let matching = match patterns.is_empty() {
            true => None,
            false => match pattern::between(&patterns, &[], facets.least, facets.most) {
                Found::Text(text) => Some(text),
                Found::None | Found::Unknown => None,
            },
        };
        let plain = self.text_of(facets.least.max(1).min(facets.most.unwrap_or(u64::MAX)).max(facets.least));
        let word = Some("text".to_owned());
        [format, matching, word, plain].into_iter().flatten().map(Value::String).find(|it| self.fits(conj, it))
    }

    /// A text of that many characters.
    pub fn text_of(&self, length: u64) -> Option<String> {
        (length <= LONGEST).then(|| "x".repeat(usize::try_from(length).unwrap_or(0)))
    }

    fn array(&self, conj: &Conj, depth: usize) -> Option<Value> {
        let least = facets::arrays(self.view, conj).least;
        // One item shows what is in the list; where none can be made the list is as short as it may be.
        self.items(conj, least, depth).or_else(|| (least == 0).then(|| json!([])))
    }

    fn items(&self, conj: &Conj, count: u64, depth: usize) -> Option<Value> {
        if count > MOST_ITEMS {
            return None;
        }
        let unique = facets::arrays(self.view, conj).unique;
        let mut items: Vec<Value> = Vec::new();
        for position in 0..usize::try_from(count).ok()? {
            let item = self.view.item(conj, position);
            let made = self.at(&item, depth + 1)?;
            items.push(if unique && items.contains(&made) { self.other(&item, &items)? } else { made });
        }
        Some(Value::Array(items))
    }

    /// An item that is none of those.
    fn other(&self, conj: &Conj, than: &[Value]) -> Option<Value> {
        let listed = self.view.values(conj).unwrap_or_default();
        let numbered = (0..MOST_ITEMS).flat_map(|it| [json!(it), json!(format!("text{it}"))]);
        listed.into_iter().chain(numbered).find(|it| !than.contains(it) && self.fits(conj, it))
    }

    /// An array with that many items.
    pub fn array_of(&self, conj: &Conj, count: u64) -> Option<Value> {
        self.items(conj, count, 0)
    }

    /// An array of that many items, all the same.
    pub fn array_twice(&self, conj: &Conj) -> Option<Value> {
        let count = facets::arrays(self.view, conj).least.max(2);
        let one = self.at(&self.view.item(conj, 0), 1)?;
        (count <= MOST_ITEMS).then(|| Value::Array(vec![one; usize::try_from(count).unwrap_or(2)]))
    }

    /// An array that holds an item at a position.
    pub fn array_with(&self, conj: &Conj, position: usize, item: Value) -> Option<Value> {
        let least = usize::try_from(facets::arrays(self.view, conj).least).ok()?;
        let mut items = match self.items(conj, u64::try_from(least.max(position + 1)).ok()?, 0) {
            Some(Value::Array(items)) => items,
            _ => vec![item.clone(); position + 1],
        };
        *items.get_mut(position)? = item;
        Some(Value::Array(items))
    }

    fn object(&self, conj: &Conj, depth: usize) -> Option<Value> {
        let mut map = Map::new();
        for name in self.view.required(conj, self.message) {
            map.insert(name.to_owned(), self.at(&self.view.property(conj, name), depth + 1)?);
        }
        let least = facets::objects(self.view, conj).least;
        self.fill(conj, &mut map, least, depth).then_some(Value::Object(map))
    }

    /// Adds properties until there are that many.
    fn fill(&self, conj: &Conj, map: &mut Map<String, Value>, count: u64, depth: usize) -> bool {
        let declared = self.view.properties(conj).into_iter().map(str::to_owned);
        let more = (1..=MOST_ITEMS).map(|it| format!("key{it}"));
        for name in declared.chain(more) {
            if map.len() as u64 >= count {
                break;
            }
            let schema = self.view.property(conj, &name);
            if map.contains_key(&name) || self.view.is_left_out(&schema, self.message) {
                continue;
            }
            if let Some(made) = self.at(&schema, depth + 1) {
                map.insert(name, made);
            }
        }
        map.len() as u64 >= count
    }

    /// An object with that many properties.
    pub fn object_of(&self, conj: &Conj, count: u64) -> Option<Value> {
        let Value::Object(mut map) = self.object(conj, 0)? else { return None };
        (count <= MOST_ITEMS && self.fill(conj, &mut map, count, 0)).then_some(Value::Object(map))
    }

    /// An object that has a property of that value.
    pub fn object_with(&self, conj: &Conj, name: &str, value: Value, also: &[&str]) -> Option<Value> {
        let mut map = self.required(conj, name, also)?;
        map.insert(name.to_owned(), value);
        let least = facets::objects(self.view, conj).least;
        self.fill(conj, &mut map, least, 1).then_some(Value::Object(map))
    }

    /// An object without a property.
    pub fn object_without(&self, conj: &Conj, name: &str, also: &[&str]) -> Option<Value> {
        self.required(conj, name, also).map(Value::Object)
    }

    /// What must be there, and what else is asked for where it can be had, but for one property.
    fn required(&self, conj: &Conj, but: &str, also: &[&str]) -> Option<Map<String, Value>> {
        let mut map = Map::new();
        let needed = self.view.required(conj, self.message);
        for required in needed.iter().filter(|it| **it != but) {
            map.insert((*required).to_owned(), self.at(&self.view.property(conj, required), 1)?);
        }
        for more in also.iter().filter(|it| **it != but && !needed.contains(it)) {
            if let Some(value) = self.at(&self.view.property(conj, more), 1) {
                map.insert((*more).to_owned(), value);
            }
        }
        Some(map)
    }
}

/// Values of all types, to try where nothing says which one shows a difference.
pub fn various() -> Vec<Value> {
    vec![
        json!("other"),
        json!(""),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(2_147_483_648_i64),
        json!(true),
        json!(null),
        json!([]),
        json!({}),
        json!("2024-01-31"),
    ]
}

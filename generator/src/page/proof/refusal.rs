//! What a schema has against a value.
//!
//! Takes a schema of OpenAPI 3.1 and a value; gives the places of the keywords that refuse it. Promises to stop at a depth and after a number of
//! steps, and to find nothing against what it does not look at. Never looks at formats and patterns, nor at `required`:
//! an example may be partial.

use crate::node::{Entry, Node, Number, Value};
use crate::source::Span;

/// Who wrote a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Written {
    /// Somebody who may be believed.
    Author,
    /// A sampler, out of the schema: it knows types and enumerations, and cares for no bound.
    Sampler,
}

/// One step of the way to a keyword.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// A key.
    Key(Box<str>),
    /// An item of a list.
    Item(usize),
}

impl Step {
    /// The node that the step leads to.
    pub(super) fn of<'n>(&self, node: &'n mut Node) -> Option<&'n mut Node> {
        match (&mut node.value, self) {
            (Value::Map(map), Self::Key(key)) => map.get_mut(key),
            (Value::List(list), Self::Item(index)) => list.get_mut(*index),
            _ => None,
        }
    }
}

/// A keyword that refuses a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    /// The way to the keyword.
    pub path: Vec<Step>,
    /// The value or the part of it that is refused.
    pub value: Span,
}

/// How deep values are looked at.
const MOST_DEPTH: usize = 64;

/// How many comparisons of a part with a value are made in all.
const MOST_STEPS: usize = 200_000;

/// Everything that a schema has against a value.
pub(super) fn refusals(schema: &Node, value: &Node, written: Written, components: &[Entry]) -> Vec<Refusal> {
    let mut trial = Trial { written, components, steps: MOST_STEPS, path: Vec::new(), found: Vec::new() };
    trial.try_schema(schema, value, 0);
    trial.found
}

struct Trial<'c> {
    written: Written,
    components: &'c [Entry],
    steps: usize,
    path: Vec<Step>,
    found: Vec<Refusal>,
}

impl Trial<'_> {
    fn refuse_key(&mut self, key: &str, value: &Node) {
        let mut path = self.path.clone();
        path.push(Step::Key(key.into()));
        self.found.push(Refusal { path, value: value.span() });
    }

    /// What is found below a step.
    fn below(&mut self, steps: &[Step], schema: &Node, value: &Node, depth: usize) {
        let before = self.path.len();
        self.path.extend_from_slice(steps);
        self.try_schema(schema, value, depth + 1);
        self.path.truncate(before);
    }

    /// Whether a schema accepts a value, without a trace.
    fn fits(&mut self, schema: &Node, value: &Node, depth: usize) -> bool {
        let before = self.found.len();
        self.try_schema(schema, value, depth + 1);
        let fits = self.found.len() == before;
        self.found.truncate(before);
        fits
    }

    fn try_schema(&mut self, schema: &Node, value: &Node, depth: usize) {
        let Some(left) = self.steps.checked_sub(1).filter(|_| depth <= MOST_DEPTH) else { return };
        self.steps = left;
        if schema.as_bool() == Some(false) {
            return;
        }
        if let Some(target) = schema.get("$ref").and_then(Node::as_str) {
            let name = target.strip_prefix("#/components/schemas/").unwrap_or("");
            let components = self.components;
            if let Some(entry) = components.iter().find(|entry| &*entry.key == name)
                && !self.fits(&entry.value, value, depth)
            {
                self.refuse_key("$ref", value);
            }
        }
        if !self.try_type(schema, value) {
            return;
        }
        self.try_values(schema, value);
        match &value.value {
            Value::String(text) => self.try_string(schema, value, text),
            Value::Number(number) => self.try_number(schema, value, number),
            Value::List(items) => self.try_list(schema, value, items, depth),
            Value::Map(_) => self.try_object(schema, value, depth),
            Value::Null | Value::Bool(_) => {}
        }
        for (index, part) in list(schema, "allOf").iter().enumerate() {
            self.below(&[Step::Key("allOf".into()), Step::Item(index)], part, value, depth);
        }
        for key in ["oneOf", "anyOf"] {
            let branches = list(schema, key);
            // That several of `oneOf` fit says nothing where nothing is required of a partial example.
            if !branches.is_empty() && !branches.iter().any(|branch| self.fits(branch, value, depth)) {
                self.refuse_key(key, value);
            }
        }
    }

    /// Whether the value is of one of the types.
    fn try_type(&mut self, schema: &Node, value: &Node) -> bool {
        let Some(node) = schema.get("type") else { return true };
        let is = |name: &Node| match (name.as_str(), &value.value) {
            (Some("null"), Value::Null)
            | (Some("boolean"), Value::Bool(_))
            | (Some("string"), Value::String(_))
            | (Some("array"), Value::List(_))
            | (Some("object"), Value::Map(_))
            | (Some("number"), Value::Number(_)) => true,
            (Some("integer"), Value::Number(number)) => number.as_f64().is_some_and(|number| number.fract() == 0.0),
            (Some("null" | "boolean" | "string" | "array" | "object" | "number" | "integer"), _) => false,
            _ => true,
        };
        let fits = node.as_list().map_or_else(|| is(node), |names| names.iter().any(is));
        // A sampler writes `null` where it knows nothing, and an empty object for what it does not follow.
        let unknown = match &value.value {
            Value::Null => true,
            Value::Map(map) => map.is_empty(),
            _ => false,
        };
        let is_excused = self.written == Written::Sampler && unknown;
        if !fits && !is_excused {
            self.refuse_key("type", value);
        }
        fits
    }

    fn try_values(&mut self, schema: &Node, value: &Node) {
        if self.written == Written::Sampler && matches!(value.value, Value::Null) {
            return;
        }
        let listed = schema.get("enum").and_then(Node::as_list);
        if listed.is_some_and(|values| !values.iter().any(|own| same(own, value))) {
            self.refuse_key("enum", value);
        }
        if schema.get("const").is_some_and(|own| !same(own, value)) {
            self.refuse_key("const", value);
        }
    }

    fn bounds(&mut self, schema: &Node, value: &Node, size: usize, least: &str, most: &str) {
        if self.written == Written::Sampler {
            return;
        }
        let size = i128::try_from(size).unwrap_or(i128::MAX);
        let bound = |key: &str| schema.get(key).and_then(Node::as_number).and_then(Number::as_i128);
        if bound(least).is_some_and(|bound| size < bound) {
            self.refuse_key(least, value);
        }
        if bound(most).is_some_and(|bound| size > bound) {
            self.refuse_key(most, value);
        }
    }

    fn try_string(&mut self, schema: &Node, value: &Node, text: &str) {
        self.bounds(schema, value, text.chars().count(), "minLength", "maxLength");
    }

    fn try_number(&mut self, schema: &Node, value: &Node, number: &Number) {
        let Some(number) = number.as_f64().filter(|_| self.written == Written::Author) else { return };
        type Holds = fn(f64, f64) -> bool;
        let bounds: [(&str, Holds); 4] = [
            ("minimum", |number, bound| number >= bound),
            ("maximum", |number, bound| number <= bound),
            ("exclusiveMinimum", |number, bound| number > bound),
            ("exclusiveMaximum", |number, bound| number < bound),
        ];
        for (key, holds) in bounds {
            let bound = schema.get(key).and_then(Node::as_number).and_then(Number::as_f64);
            if bound.is_some_and(|bound| !holds(number, bound)) {
                self.refuse_key(key, value);
            }
        }
        let step = schema.get("multipleOf").and_then(Node::as_number).and_then(Number::as_f64);
        // Fractions have no exact remainder.
        let whole = step.filter(|step| *step > 0.0 && step.fract() == 0.0 && number.fract() == 0.0);
        if whole.is_some_and(|step| number % step != 0.0) {
            self.refuse_key("multipleOf", value);
        }
    }

    fn try_list(&mut self, schema: &Node, value: &Node, items: &[Node], depth: usize) {
        self.bounds(schema, value, items.len(), "minItems", "maxItems");
        if let Some(own) = schema.get("items") {
            for item in items {
                self.below(&[Step::Key("items".into())], own, item, depth);
            }
        }
        let unique = schema.get("uniqueItems").and_then(Node::as_bool) == Some(true) && items.len() <= 1_000;
        if unique && items.iter().enumerate().any(|(at, item)| items.iter().skip(at + 1).any(|other| same(item, other)))
        {
            self.refuse_key("uniqueItems", value);
        }
    }

    fn try_object(&mut self, schema: &Node, value: &Node, depth: usize) {
        let Some(map) = value.as_map() else { return };
        self.bounds(schema, value, map.len(), "minProperties", "maxProperties");
        let properties = schema.get("properties").and_then(Node::as_map);
        let additional = schema.get("additionalProperties");
        for entry in map.iter() {
            match (properties.and_then(|map| map.get(&entry.key)), additional) {
                (Some(own), _) => {
                    let steps = [Step::Key("properties".into()), Step::Key(entry.key.clone())];
                    self.below(&steps, own, &entry.value, depth);
                }
                (None, Some(own)) if own.as_bool() == Some(false) => self.refuse_key("additionalProperties", value),
                (None, Some(own)) => self.below(&[Step::Key("additionalProperties".into())], own, &entry.value, depth),
                (None, None) => {}
            }
        }
    }
}

fn list<'n>(schema: &'n Node, key: &str) -> &'n [Node] {
    schema.get(key).and_then(Node::as_list).unwrap_or(&[])
}

/// Whether two values are one: numbers by what they are, not by how they are written.
fn same(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::Number(a), Value::Number(b)) => a.text() == b.text() || a.as_f64() == b.as_f64(),
        (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Map(a), Value::Map(b)) => {
            a.len() == b.len() && a.iter().all(|entry| b.get(&entry.key).is_some_and(|other| same(&entry.value, other)))
        }
        _ => a.same_value(b),
    }
}

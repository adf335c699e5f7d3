//! What several schemas that all hold say together, with one branch taken of each choice.

use crate::judge::Judge;
use crate::random::Random;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Schemas within schemas at one place; more are not followed.
const DEEPEST: usize = 40;

/// Everything said.
#[derive(Default)]
pub struct Conjunction<'a> {
    pub never: bool,
    pub types: Option<BTreeSet<&'a str>>,
    pub values: Option<Vec<&'a Value>>,
    pub properties: BTreeMap<&'a str, Vec<&'a Value>>,
    pub required: BTreeSet<&'a str>,
    pub patterns: Vec<(&'a str, &'a Value)>,
    pub additional: Vec<&'a Value>,
    pub closed: bool,
    pub items: Vec<&'a Value>,
    pub prefix: Vec<&'a Value>,
    pub unique: bool,
    pub format: Option<&'a str>,
    pub pattern: Option<&'a str>,
    /// Whether `contentMediaType` or `contentEncoding` says what a text holds.
    pub content: bool,
    pub shown: Vec<&'a Value>,
    /// Tags that choices demand.
    pub tags: BTreeMap<&'a str, String>,
    pub minimum: Option<f64>,
    pub maximum: Option<f64>,
    pub step: Option<f64>,
    pub least: BTreeMap<&'static str, usize>,
    pub most: BTreeMap<&'static str, usize>,
}

impl<'a> Conjunction<'a> {
    /// Of these schemas.
    pub fn of(schemas: &[&'a Value], judge: &Judge<'a>, random: &mut Random) -> Self {
        let mut all = Self::default();
        schemas.iter().for_each(|schema| all.absorb(schema, judge, random, 0));
        all
    }

    fn absorb(&mut self, schema: &'a Value, judge: &Judge<'a>, random: &mut Random, depth: usize) {
        let foreign = schema.pointer("/x-specwright/type").is_some();
        if depth > DEEPEST || foreign || schema == &Value::Bool(false) {
            self.never = true;
        }
        let Some(keywords) = schema.as_object().filter(|_| !self.never) else { return };
        let text = |key: &str| keywords.get(key).and_then(Value::as_str);
        let list = |key: &str| keywords.get(key).and_then(Value::as_array).into_iter().flatten();
        let map = |key: &str| keywords.get(key).and_then(Value::as_object).into_iter().flatten();
        if let Some(target) = text("$ref") {
            match judge.schema(target) {
                Some(schema) => self.absorb(schema, judge, random, depth + 1),
                None => self.never = true,
            }
        }
        self.content |= text("contentMediaType").or(text("contentEncoding")).is_some();
        list("allOf").for_each(|part| self.absorb(part, judge, random, depth + 1));
        for key in ["oneOf", "anyOf"] {
            let branches: Vec<_> = list(key).collect();
            let Some(branch) = random.pick(&branches) else { continue };
            self.absorb(branch, judge, random, depth + 1);
            if let Some((property, tag)) = tag(keywords.get("discriminator"), branch, random) {
                self.tags.insert(property, tag);
            }
        }
        if let Some(types) = keywords.get("type") {
            let own: BTreeSet<_> = types
                .as_array()
                .map_or_else(|| vec![types], |all| all.iter().collect())
                .into_iter()
                .filter_map(Value::as_str)
                .collect();
            self.types = Some(match self.types.take() {
                None => own,
                Some(known) => {
                    let whole = (known.contains("number") && own.contains("integer"))
                        || (own.contains("number") && known.contains("integer"));
                    known.intersection(&own).copied().chain(whole.then_some("integer")).collect()
                }
            });
        }
        let constant = keywords.get("const").map(|value| vec![value]);
        let listed = keywords.get("enum").and_then(Value::as_array).map(|all| all.iter().collect::<Vec<_>>());
        for own in constant.into_iter().chain(listed) {
            self.values = Some(match self.values.take() {
                None => own,
                Some(known) => known.into_iter().filter(|value| own.contains(value)).collect(),
            });
        }
        for (name, schema) in map("properties") {
            self.properties.entry(name).or_default().push(schema);
        }
        self.required.extend(list("required").filter_map(Value::as_str));
        self.patterns.extend(map("patternProperties").map(|(pattern, schema)| (pattern.as_str(), schema)));
        for key in ["additionalProperties", "unevaluatedProperties"] {
            match keywords.get(key) {
                Some(Value::Bool(false)) => self.closed = true,
                Some(schema) => self.additional.push(schema),
                None => {}
            }
        }
        self.items.extend(keywords.get("items"));
        if self.prefix.is_empty() {
            self.prefix = list("prefixItems").collect();
        }
        self.unique |= keywords.get("uniqueItems") == Some(&Value::Bool(true));
        self.format = self.format.or(text("format"));
        self.pattern = self.pattern.or(text("pattern"));
        self.shown.extend(list("examples"));
        self.bounds(keywords);
    }

    fn bounds(&mut self, keywords: &serde_json::Map<String, Value>) {
        let number = |key: &str| keywords.get(key).and_then(Value::as_f64);
        let inside = number("exclusiveMinimum").map(|bound| bound + 0.5).into_iter().chain(number("minimum"));
        self.minimum = inside.chain(self.minimum).reduce(f64::max);
        let inside = number("exclusiveMaximum").map(|bound| bound - 0.5).into_iter().chain(number("maximum"));
        self.maximum = inside.chain(self.maximum).reduce(f64::min);
        self.step = number("multipleOf").filter(|step| *step != 1.0).or(self.step);
        for (kind, least, most) in [
            ("text", "minLength", "maxLength"),
            ("list", "minItems", "maxItems"),
            ("object", "minProperties", "maxProperties"),
        ] {
            let count =
                |key: &str| keywords.get(key).and_then(Value::as_u64).and_then(|count| usize::try_from(count).ok());
            if let Some(bound) = count(least) {
                let known = self.least.entry(kind).or_default();
                *known = bound.max(*known);
            }
            if let Some(bound) = count(most) {
                let known = self.most.entry(kind).or_insert(bound);
                *known = bound.min(*known);
            }
        }
    }
}

/// The property and tag by which a discriminator knows a branch.
fn tag<'a>(discriminator: Option<&'a Value>, branch: &'a Value, random: &mut Random) -> Option<(&'a str, String)> {
    let property = discriminator?.get("propertyName")?.as_str()?;
    let target = branch.get("$ref")?.as_str()?;
    let mapping = discriminator?.get("mapping").and_then(Value::as_object);
    let tags: Vec<_> = mapping
        .into_iter()
        .flatten()
        .filter(|(_, to)| to.as_str() == Some(target))
        .map(|(tag, _)| tag.clone())
        .collect();
    let name = target.rsplit('/').next().unwrap_or(target).to_owned();
    Some((property, random.pick(&tags).cloned().unwrap_or(name)))
}

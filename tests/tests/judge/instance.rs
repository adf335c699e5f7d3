//! Instances made up from schemas.
//!
//! Takes schemas; gives instances that are mostly valid: the judge has the last word. The same in every run.

use crate::conjunction::Conjunction;
use crate::judge::Judge;
use crate::random::Random;
use crate::text;
use serde_json::{Map, Number, Value, json};

/// Deeper than this only what must be there is made, and deeper than twice this nothing.
const DEEP: usize = 4;

/// How much of what may be there is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fullness {
    /// Nothing.
    Least,
    /// Some.
    Some,
    /// Everything.
    Most,
}

/// Makes instances.
pub struct Maker<'a, 'j> {
    pub judge: &'j Judge<'a>,
    pub random: Random,
}

impl<'a> Maker<'a, '_> {
    /// An instance of all these schemas.
    pub fn make(&mut self, schemas: &[&'a Value], fullness: Fullness, depth: usize) -> Option<Value> {
        if depth > DEEP * 2 {
            return None;
        }
        // A choice that cannot be followed here may have other branches.
        (0..3).find_map(|_| {
            let all = Conjunction::of(schemas, self.judge, &mut self.random);
            self.follow(&all, fullness, depth)
        })
    }

    fn follow(&mut self, all: &Conjunction<'a>, fullness: Fullness, depth: usize) -> Option<Value> {
        if all.never {
            return None;
        }
        if let Some(values) = &all.values {
            return self.random.pick(values).map(|value| (*value).clone());
        }
        if !all.shown.is_empty() && self.random.chance(20) {
            return self.random.pick(&all.shown).map(|value| (*value).clone());
        }
        let types: Vec<&str> = match &all.types {
            Some(types) => types.iter().copied().collect(),
            None if !all.properties.is_empty() || !all.additional.is_empty() || !all.required.is_empty() => {
                vec!["object"]
            }
            None if !all.items.is_empty() => vec!["array"],
            // Raw binary, whose schema has no type (OpenAPI 3.1.1, "Working with Binary Data"), is no JSON but text.
            None if all.pattern.is_some() || all.format.is_some() || all.content => vec!["string"],
            None => vec!["string", "integer", "boolean", "object", "null"],
        };
        Some(match *self.random.pick(&types)? {
            "null" => Value::Null,
            "boolean" => self.random.chance(50).into(),
            "integer" => self.number(all, true)?,
            "number" => self.number(all, false)?,
            "string" => self.string(all)?.into(),
            "array" => self.list(all, fullness, depth)?,
            _ => self.object(all, fullness, depth)?,
        })
    }

    fn number(&mut self, all: &Conjunction<'_>, whole: bool) -> Option<Value> {
        let samples = [
            0.0,
            1.0,
            -1.0,
            42.0,
            1_000_000.0,
            2_147_483_648.0,
            9_007_199_254_740_991.0,
            0.5,
            -12.25,
            0.1,
            1e-7,
            99.99,
        ];
        let sample = *self.random.pick(&samples[..if whole { 7 } else { samples.len() }])?;
        let low = all.minimum.filter(|low| *low > -1e15);
        let high = all.maximum.filter(|high| *high < 1e15);
        let mut number = match (low, high) {
            (Some(low), Some(high)) if self.random.chance(70) => {
                low + (high - low) * self.random.below(11) as f64 / 10.0
            }
            (Some(low), None) if sample < low => low + sample.abs().min(1000.0),
            (None, Some(high)) if sample > high => high - sample.abs().min(1000.0),
            (low, high) => sample.clamp(low.unwrap_or(f64::MIN), high.unwrap_or(f64::MAX).max(low.unwrap_or(f64::MIN))),
        };
        if let Some(step) = all.step {
            number = (number / step).ceil() * step;
        }
        if whole {
            return Some(json!(number.ceil() as i64));
        }
        // A whole number is written as either.
        if number.fract() == 0.0 && number.abs() < 1e15 && self.random.chance(50) {
            return Some(json!(number as i64));
        }
        Number::from_f64(number).map(Value::Number)
    }

    fn string(&mut self, all: &Conjunction<'_>) -> Option<String> {
        if let Some(format) = all.format.and_then(|format| text::formatted(format, &mut self.random)) {
            return Some(format);
        }
        if let Some(pattern) = all.pattern {
            return text::matching(pattern, &mut self.random);
        }
        let least = all.least.get("text").copied().unwrap_or(0);
        let most = all.most.get("text").copied().unwrap_or(usize::MAX);
        Some(text::any(least, most, &mut self.random))
    }

    fn list(&mut self, all: &Conjunction<'a>, fullness: Fullness, depth: usize) -> Option<Value> {
        let least = all.least.get("list").copied().unwrap_or(0);
        let most = all.most.get("list").copied().unwrap_or(usize::MAX);
        let wanted = match fullness {
            Fullness::Least => 0,
            _ if depth > DEEP => 0,
            Fullness::Some => self.random.below(3),
            Fullness::Most => 2,
        };
        let mut list = Vec::new();
        for schema in &all.prefix {
            list.push(self.make(&[schema], fullness, depth + 1)?);
        }
        for _ in 0..least.max(wanted.min(most)).min(50) * 2 {
            if list.len() >= least.max(wanted.min(most)) {
                break;
            }
            match self.make(&all.items, fullness, depth + 1) {
                Some(item) if !(all.unique && list.contains(&item)) => list.push(item),
                Some(_) | None => {}
            }
        }
        (list.len() >= least).then_some(Value::Array(list))
    }

    fn object(&mut self, all: &Conjunction<'a>, fullness: Fullness, depth: usize) -> Option<Value> {
        let mut object = Map::new();
        for (name, schemas) in &all.properties {
            let required = all.required.contains(name) || all.tags.contains_key(name);
            let wanted = match fullness {
                Fullness::Least => false,
                _ if depth > DEEP => false,
                Fullness::Some => self.random.chance(50),
                Fullness::Most => true,
            };
            if !required && !wanted {
                continue;
            }
            match self.make(schemas, fullness, depth + 1) {
                Some(value) => drop(object.insert((*name).to_owned(), value)),
                None if required => return None,
                None => {}
            }
        }
        for name in all.required.iter().filter(|name| !all.properties.contains_key(*name)) {
            let value = self.make(&all.additional, fullness, depth + 1)?;
            object.insert((*name).to_owned(), value);
        }
        if fullness != Fullness::Least && depth <= DEEP {
            self.add_unlisted(all, fullness, depth, &mut object);
        }
        for (property, tag) in &all.tags {
            object.insert((*property).to_owned(), tag.as_str().into());
        }
        Some(Value::Object(object))
    }

    fn add_unlisted(
        &mut self,
        all: &Conjunction<'a>,
        fullness: Fullness,
        depth: usize,
        object: &mut Map<String, Value>,
    ) {
        for (pattern, schema) in &all.patterns {
            if let Some(key) = text::matching(pattern, &mut self.random)
                && let Some(value) = self.make(&[schema], fullness, depth + 1)
            {
                object.entry(key).or_insert(value);
            }
        }
        let unlisted = ["another key", "x-unlisted", "Ünlisted"];
        let typed = !all.additional.is_empty();
        if !all.closed && all.patterns.is_empty() && (typed || self.random.chance(10)) {
            for key in unlisted.into_iter().take(1 + self.random.below(2)) {
                if let Some(value) = self.make(&all.additional, fullness, depth + 1) {
                    object.entry(key).or_insert(value);
                }
            }
        }
    }
}

//! Whether what was written is what was read.
//!
//! Equal as JSON values: `1` is `1.0`, keys have no order. Dates and times may be written in another way. A key may be lost only where
//! the design says so: nothing in the schema names it and other keys are not said to be kept, only the other direction carries it,
//! or it is null and only responses carry the type. What was written must be valid again.

use crate::judge::{Judge, below};
use serde_json::Value;
use std::cell::Cell;
use std::collections::BTreeSet;

/// Schemas at one place; more are not looked at.
const MOST: usize = 200;

/// Compares what was read and what was written.
pub struct Compare<'a, 'j> {
    pub judge: &'j Judge<'a>,
    /// Whether absent and null are told apart.
    pub keeps_null: bool,
    /// Whether something was left out that may be demanded all the same: what only the other direction carries, or the tag of a union
    /// that its alternative demands and does not describe.
    pub excused: Cell<bool>,
}

impl Compare<'_, '_> {
    /// The first difference that may not be.
    ///
    /// # Errors
    /// With its place and nature.
    pub fn same(&self, reference: &str, read: &Value, written: &Value) -> Result<(), String> {
        self.values(&[reference.to_owned()], read, written).map_err(|(place, what)| format!("{what} at `{place}`"))?;
        if self.excused.get() || self.judge.allows(reference, written) == Some(true) {
            return Ok(());
        }
        Err(format!("what was written is invalid: {written}"))
    }

    fn values(&self, schemas: &[String], read: &Value, written: &Value) -> Result<(), (String, String)> {
        if read == written {
            return Ok(());
        }
        let other = || (String::new(), format!("{read} became {written}"));
        match (read, written) {
            (Value::Number(a), Value::Number(b)) => (a.as_f64() == b.as_f64()).then_some(()).ok_or_else(other),
            (Value::String(a), Value::String(b)) => (loose(a) == loose(b)).then_some(()).ok_or_else(other),
            (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
                let schemas = self.expand(schemas, read);
                a.iter().zip(b).enumerate().try_for_each(|(index, (a, b))| {
                    let items = self.items(&schemas, index);
                    self.values(&items, a, b).map_err(|(place, what)| (format!("/{index}{place}"), what))
                })
            }
            (Value::Object(a), Value::Object(b)) => {
                if let Some(key) = b.keys().find(|key| !a.contains_key(*key)) {
                    return Err((format!("/{key}"), "a key appeared".to_owned()));
                }
                let schemas = self.expand(schemas, read);
                a.iter().try_for_each(|(key, value)| match b.get(key) {
                    Some(written) => {
                        let inner = self.property(&schemas, key);
                        self.values(&inner, value, written).map_err(|(place, what)| (format!("/{key}{place}"), what))
                    }
                    None if self.may_be_lost(&schemas, key, value) => Ok(()),
                    None => Err((format!("/{key}"), "a key was lost".to_owned())),
                })
            }
            _ => Err(other()),
        }
    }

    fn may_be_lost(&self, schemas: &BTreeSet<String>, key: &str, value: &Value) -> bool {
        let all: Vec<_> = schemas.iter().filter_map(|schema| self.judge.schema(schema)).collect();
        let properties: Vec<_> = all.iter().filter_map(|schema| schema.get("properties")?.get(key)).collect();
        if value.is_null() && !self.keeps_null {
            return true;
        }
        let named = self.expand(&self.property(schemas, key), value);
        let one_way = named.iter().filter_map(|schema| self.judge.schema(schema)).any(|schema| {
            let says = |keyword: &str| schema.get(keyword) == Some(&Value::Bool(true));
            says("readOnly") || says("writeOnly")
        });
        let kept = all.iter().any(|schema| {
            let others = |keyword: &str| schema.get(keyword).is_some_and(|schema| *schema != Value::Bool(false));
            others("additionalProperties") || others("unevaluatedProperties") || others("patternProperties")
        });
        let unknown = properties.is_empty() && !kept;
        let listed = |schema: &&Value| {
            schema.get("required").and_then(Value::as_array).is_some_and(|all| all.contains(&key.into()))
        };
        let demanded = unknown && all.iter().any(listed);
        self.excused.set(self.excused.get() || one_way || demanded);
        // What is demanded is kept, whether it is described or not; but for tags, which their unions write.
        one_way || unknown && (!demanded || self.judge.tags.contains(key))
    }

    /// All schemas that say something of an instance where these do: referred to, combined, and chosen if they allow it.
    fn expand(&self, schemas: &[String], instance: &Value) -> BTreeSet<String> {
        let mut all = BTreeSet::new();
        let mut open: Vec<String> = schemas.to_vec();
        while let Some(reference) = open.pop() {
            let Some(schema) = self.judge.schema(&reference) else { continue };
            if all.len() > MOST || !all.insert(reference.clone()) {
                continue;
            }
            open.extend(schema.get("$ref").and_then(Value::as_str).map(str::to_owned));
            for keyword in ["allOf", "oneOf", "anyOf"] {
                let count = schema.get(keyword).and_then(Value::as_array).map_or(0, Vec::len);
                let branches = (0..count).map(|index| below(&reference, &[keyword, &index.to_string()]));
                open.extend(
                    branches.filter(|branch| keyword == "allOf" || self.judge.allows(branch, instance) == Some(true)),
                );
            }
        }
        all
    }

    fn property(&self, schemas: &BTreeSet<String>, key: &str) -> Vec<String> {
        let mut all = Vec::new();
        for reference in schemas {
            let Some(schema) = self.judge.schema(reference) else { continue };
            if schema.get("properties").is_some_and(|properties| properties.get(key).is_some()) {
                all.push(below(reference, &["properties", key]));
            } else if schema.get("additionalProperties").is_some() {
                all.push(below(reference, &["additionalProperties"]));
            }
        }
        all
    }

    fn items(&self, schemas: &BTreeSet<String>, index: usize) -> Vec<String> {
        let mut all = Vec::new();
        for reference in schemas {
            let Some(schema) = self.judge.schema(reference) else { continue };
            if schema.get("prefixItems").is_some_and(|prefix| prefix.get(index).is_some()) {
                all.push(below(reference, &["prefixItems", &index.to_string()]));
            } else if schema.get("items").is_some() {
                all.push(below(reference, &["items"]));
            }
        }
        all
    }
}

/// A text without what reading tolerates and writing makes strict: the spelling of dates, times and UUIDs.
fn loose(text: &str) -> String {
    let digits = |range: std::ops::Range<usize>| {
        text.get(range).is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let clock = |at: usize| digits(at..at + 2) && text.get(at + 2..at + 3) == Some(":");
    if (digits(0..4) && text.get(4..5) == Some("-") && clock(11)) || clock(0) {
        let mut text = text.to_ascii_uppercase().replace("+00:00", "Z").replace("-00:00", "Z");
        let fraction =
            text.find('.').map(|dot| (dot, dot + 1 + text[dot + 1..].bytes().take_while(u8::is_ascii_digit).count()));
        if let Some((dot, end)) = fraction {
            let kept = text[dot..end]
                .get(..10)
                .unwrap_or(&text[dot..end])
                .trim_end_matches('0')
                .trim_end_matches('.')
                .to_owned();
            text.replace_range(dot..end, &kept);
        }
        return text;
    }
    let uuid = text.len() == 36 && text.bytes().filter(|byte| *byte == b'-').count() == 4;
    if uuid { text.to_ascii_lowercase() } else { text.to_owned() }
}

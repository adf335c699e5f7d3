//! What the sampler's placeholders give away.
//!
//! Takes the strings of all examples of a page; gives the formats that the sampler must have seen. Promises that a
//! format is claimed only for a value that no author would have written. Never changes a type.

use std::collections::{BTreeMap, BTreeSet};

use crate::node::{Node, Value};

/// The date that later samplers always write.
const FIXED_DATE_TIME: &str = "2024-07-29T15:51:28.071Z";

/// The identifier that the sampler always writes.
const SAMPLED_UUID: &str = "3fa85f64-5717-4562-b3fc-2c963f66afa6";

/// Whether a value is one that the sampler writes for a format.
pub(super) fn is_sampled_format(text: &str) -> bool {
    text == FIXED_DATE_TIME
        || is_iso_milliseconds(text)
        || matches!(
            text,
            SAMPLED_UUID
                | "user@example.com"
                | "example.com"
                | "198.51.100.42"
                | "2001:0db8:5b96:0000:0000:426f:8e17:642a"
        )
}

/// Whether an example holds a value that a sampler wrote. Authors, too, write numbers and `"type": "string"`.
pub(super) fn is_sampled(example: &Node) -> bool {
    match &example.value {
        Value::String(text) => &**text == "string" || is_sampled_format(text),
        Value::List(items) => items.iter().any(is_sampled),
        Value::Map(map) => map.iter().any(|entry| {
            let is_type = entry.key.to_lowercase().ends_with("type") && entry.value.as_str().is_some();
            !is_type && is_sampled(&entry.value)
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The times at which the page's examples were made.
#[derive(Debug, Default)]
pub(super) struct Sampled {
    times: BTreeSet<String>,
    days: BTreeSet<String>,
}

impl Sampled {
    /// Looks through all examples of a page. Earlier samplers write the time of sampling, to the millisecond, for every
    /// date-time: where a sampler was at work and all such times of a page are one, it wrote them.
    pub fn new<'n>(examples: impl IntoIterator<Item = &'n Node> + Clone) -> Self {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for example in examples.clone() {
            count(example, &mut seen);
        }
        let now = match seen.iter().collect::<Vec<_>>().as_slice() {
            [(text, times)] if **times > 1 && examples.into_iter().any(holds_placeholder) => Some(**text),
            _ => None,
        };
        let fixed = seen.contains_key(FIXED_DATE_TIME).then_some(FIXED_DATE_TIME);
        let times: BTreeSet<String> = now.into_iter().chain(fixed).map(str::to_owned).collect();
        let days = times.iter().filter_map(|time| time.get(..10)).map(str::to_owned).collect();
        Self { times, days }
    }

    /// The format of a string that the sampler wrote.
    pub fn format(&self, text: &str) -> Option<&'static str> {
        if self.times.contains(text) {
            Some("date-time")
        } else if self.days.contains(text) {
            Some("date")
        } else {
            (text == SAMPLED_UUID).then_some("uuid")
        }
    }
}

/// Whether an example holds what the sampler writes for a string.
fn holds_placeholder(example: &Node) -> bool {
    match &example.value {
        Value::String(text) => &**text == "string",
        Value::List(items) => items.iter().any(holds_placeholder),
        Value::Map(map) => map.iter().any(|entry| holds_placeholder(&entry.value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

fn count<'n>(node: &'n Node, seen: &mut BTreeMap<&'n str, usize>) {
    match &node.value {
        Value::String(text) if is_iso_milliseconds(text) => *seen.entry(text).or_default() += 1,
        Value::List(items) => items.iter().for_each(|item| count(item, seen)),
        Value::Map(map) => map.iter().for_each(|entry| count(&entry.value, seen)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// `2025-10-28T10:23:49.444Z`
fn is_iso_milliseconds(text: &str) -> bool {
    let shape = "dddd-dd-ddTdd:dd:dd.dddZ";
    text.len() == shape.len()
        && text
            .bytes()
            .zip(shape.bytes())
            .all(|(byte, shape)| if shape == b'd' { byte.is_ascii_digit() } else { byte == shape })
}

//! A tree as text.
//!
//! Takes a [`Node`]; gives YAML or JSON. Promises that what it writes reads back as the same values, in the same order; JSON keeps the text of
//! numbers, YAML keeps their value. Never writes a tab or a byte order mark.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::{Node, Number, Value};

/// YAML, block style.
pub fn yaml(node: &Node) -> String {
    if only_json_holds(node) {
        return json(node);
    }
    // Writing to a string fails only where a value of ours has no YAML form, and every value has one.
    serde_yaml::to_string(node).unwrap_or_default()
}

/// Whether a text holds a line break of YAML 1.1 that is none in YAML 1.2, or a key is `<<`. The emitter writes these as
/// a break and as a merge key, which read back as something else; JSON, which is YAML too, holds them.
fn only_json_holds(node: &Node) -> bool {
    let foreign = |text: &str| text.contains(['\u{85}', '\u{2028}', '\u{2029}']);
    match &node.value {
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
        Value::String(text) => foreign(text),
        Value::List(items) => items.iter().any(only_json_holds),
        Value::Map(map) => {
            map.iter().any(|entry| &*entry.key == "<<" || foreign(&entry.key) || only_json_holds(&entry.value))
        }
    }
}

/// JSON, indented by two blanks, with a newline at the end.
pub fn json(node: &Node) -> String {
    let mut out = String::new();
    write(node, Some(0), &mut out);
    out.push('\n');
    out
}

/// JSON without any blanks.
pub fn json_compact(node: &Node) -> String {
    let mut out = String::new();
    write(node, None, &mut out);
    out
}

/// `indent` is the depth, or `None` for compact text.
fn write(node: &Node, indent: Option<usize>, out: &mut String) {
    match &node.value {
        Value::Null => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Number(number) => out.push_str(number.text()),
        Value::String(text) => json_string(text, out),
        Value::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                separate(index, indent, out);
                write(item, indent.map(|depth| depth + 1), out);
            }
            end(items.is_empty(), indent, out);
            out.push(']');
        }
        Value::Map(map) => {
            out.push('{');
            for (index, entry) in map.iter().enumerate() {
                separate(index, indent, out);
                json_string(&entry.key, out);
                out.push_str(if indent.is_some() { ": " } else { ":" });
                write(&entry.value, indent.map(|depth| depth + 1), out);
            }
            end(map.is_empty(), indent, out);
            out.push('}');
        }
    }
}

fn separate(index: usize, indent: Option<usize>, out: &mut String) {
    if index > 0 {
        out.push(',');
    }
    new_line(indent.map(|depth| depth + 1), out);
}

fn end(empty: bool, indent: Option<usize>, out: &mut String) {
    if !empty {
        new_line(indent, out);
    }
}

fn new_line(indent: Option<usize>, out: &mut String) {
    if let Some(depth) = indent {
        out.push('\n');
        (0..depth).for_each(|_| out.push_str("  "));
    }
}

/// Appends a JSON string, in quotes.
pub fn json_string(text: &str, out: &mut String) {
    out.push('"');
    let mut plain = text;
    while let Some(at) = plain.find(|c: char| matches!(c, '"' | '\\' | '\u{0}'..='\u{1f}')) {
        let (head, tail) = plain.split_at(at);
        out.push_str(head);
        let mut rest = tail.chars();
        match rest.next() {
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some(control) => out.push_str(&format!("\\u{:04x}", control as u32)),
            None => {}
        }
        plain = rest.as_str();
    }
    out.push_str(plain);
    out.push('"');
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.value {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Number(number) => number.serialize(serializer),
            Value::String(text) => serializer.serialize_str(text),
            Value::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                items.iter().try_for_each(|item| list.serialize_element(item))?;
                list.end()
            }
            Value::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                entries.iter().try_for_each(|entry| map.serialize_entry(&entry.key, &entry.value))?;
                map.end()
            }
        }
    }
}

impl Serialize for Number {
    /// Whole numbers exactly up to 128 bits, others as the nearest finite double.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Ok(whole) = self.text().parse::<i64>() {
            serializer.serialize_i64(whole)
        } else if let Ok(whole) = self.text().parse::<u64>() {
            serializer.serialize_u64(whole)
        } else if let Ok(whole) = self.text().parse::<i128>() {
            serializer.serialize_i128(whole)
        } else {
            serializer.serialize_f64(self.as_f64().unwrap_or_default().clamp(f64::MIN, f64::MAX))
        }
    }
}

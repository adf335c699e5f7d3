//! Values of a document as constants and JSON text.
//!
//! Takes nodes; gives [`Literal`]s and [`Json`]. Promises valid, compact JSON with keys in the order of the source.

use crate::ir::{Json, Literal};
use crate::node::{Node, Value};

/// A constant.
pub fn literal(node: &Node) -> Literal {
    match &node.value {
        Value::Null => Literal::Null,
        Value::Bool(value) => Literal::Boolean(*value),
        Value::Number(number) => match number.as_i128() {
            Some(whole) => Literal::Integer(whole),
            None => Literal::Number(number.text().into()),
        },
        Value::String(text) => Literal::String(text.clone()),
        Value::List(_) | Value::Map(_) => Literal::Json(json(node)),
    }
}

/// JSON text.
pub fn json(node: &Node) -> Json {
    let mut out = String::new();
    write(node, &mut out);
    Json(out.into())
}

/// A constant as JSON text.
pub fn text_of(literal: &Literal) -> String {
    match literal {
        Literal::Null => "null".to_owned(),
        Literal::Boolean(value) => value.to_string(),
        Literal::Integer(value) => value.to_string(),
        Literal::Number(text) => text.to_string(),
        Literal::String(text) => {
            let mut out = String::new();
            write_string(text, &mut out);
            out
        }
        Literal::Json(text) => text.0.to_string(),
    }
}

/// A scalar as the text it is in YAML's eyes and in a URL: `true`, `12`, `abc`.
pub fn text(node: &Node) -> Option<String> {
    match &node.value {
        Value::Null => Some("null".to_owned()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(number) => Some(number.text().to_owned()),
        Value::String(text) => Some(text.to_string()),
        Value::List(_) | Value::Map(_) => None,
    }
}

/// Appends a string as JSON.
pub fn write_string(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if (control as u32) < 0x20 => out.push_str(&format!("\\u{:04x}", control as u32)),
            other => out.push(other),
        }
    }
    out.push('"');
}

/// Appends a node as JSON. As deep as the tree, which its reader has bounded.
fn write(node: &Node, out: &mut String) {
    match &node.value {
        Value::Null => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Number(number) => out.push_str(number.text()),
        Value::String(text) => write_string(text, out),
        Value::List(list) => {
            out.push('[');
            for (index, item) in list.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        Value::Map(map) => {
            out.push('{');
            for (index, entry) in map.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_string(&entry.key, out);
                out.push(':');
                write(&entry.value, out);
            }
            out.push('}');
        }
    }
}

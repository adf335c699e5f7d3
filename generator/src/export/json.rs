//! Values of a tree for `openapiv3`, which holds them as `serde_json` values.
//!
//! Takes nodes; gives values. Numbers beyond 64 bits lose digits. Never gives a value where there is none.

use serde_json::Value as Json;

use crate::node::{Node, Number, Value};

pub(super) fn value(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Number(number) => self::number(number),
        Value::String(text) => Json::String(text.to_string()),
        Value::List(list) => Json::Array(list.iter().map(value).collect()),
        Value::Map(map) => Json::Object(map.iter().map(|entry| (entry.key.to_string(), value(&entry.value))).collect()),
    }
}

/// A whole number stays whole: `1.0` and `1e3` are written as `1` and `1000`.
pub(super) fn number(number: &Number) -> Json {
    let whole = number.as_i128();
    let whole = whole
        .and_then(|whole| i64::try_from(whole).map(Json::from).or_else(|_| u64::try_from(whole).map(Json::from)).ok());
    whole.unwrap_or_else(|| number.as_f64().and_then(serde_json::Number::from_f64).map_or(Json::Null, Json::Number))
}

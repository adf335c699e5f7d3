//! JSON values as drift compares them.
//!
//! Takes values; says when two are equal as JSON Schema means it (`1` and `1.0` are), and shows one in a sentence. Never changes one.

use serde_json::{Number, Value};

/// A number as JSON, whole where it is whole.
pub fn from_f64(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 9.0e15 {
        return Value::from(number as i64);
    }
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}

/// Whether two values are equal as JSON Schema compares them.
pub fn same(one: &Value, two: &Value) -> bool {
    match (one, two) {
        (Value::Number(one), Value::Number(two)) => match (one.as_i64(), two.as_i64(), one.as_u64(), two.as_u64()) {
            (Some(one), Some(two), _, _) => one == two,
            (_, _, Some(one), Some(two)) => one == two,
            _ => one.as_f64() == two.as_f64(),
        },
        (Value::Array(one), Value::Array(two)) => {
            one.len() == two.len() && one.iter().zip(two).all(|(one, two)| same(one, two))
        }
        (Value::Object(one), Value::Object(two)) => {
            one.len() == two.len()
                && one.iter().all(|(key, value)| two.get(key).is_some_and(|other| same(value, other)))
        }
        _ => one == two,
    }
}

/// Whether a number is whole.
pub fn is_whole(number: &Number) -> bool {
    number.is_i64() || number.is_u64() || number.as_f64().is_some_and(|it| it.fract() == 0.0)
}

/// The value as compact text, cut where it is long.
pub fn short(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(120) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

/// Values that are written as text the same way: a number or truth value and its text, and a list of one item and that item.
pub fn written_alike(value: &Value) -> Vec<Value> {
    let mut all = vec![each(value, &as_text), each(value, &as_scalar)];
    let alone: Vec<Value> = [value]
        .into_iter()
        .chain(&all)
        .filter_map(|it| it.as_array())
        .filter_map(|it| match it.as_slice() {
            [one] => Some(one.clone()),
            _ => None,
        })
        .collect();
    let listed: Vec<Value> = [value]
        .into_iter()
        .chain(&all)
        .filter(|it| !it.is_array() && !it.is_object())
        .map(|it| Value::Array(vec![it.clone()]))
        .collect();
    all.extend(alone);
    all.extend(listed);
    all.retain(|it| it != value);
    all
}

fn each(value: &Value, change: &dyn Fn(&Value) -> Value) -> Value {
    match value {
        Value::Array(items) => Value::Array(items.iter().map(|it| each(it, change)).collect()),
        Value::Object(map) => Value::Object(map.iter().map(|(key, it)| (key.clone(), each(it, change))).collect()),
        scalar => change(scalar),
    }
}

fn as_text(value: &Value) -> Value {
    match value {
        Value::Number(_) | Value::Bool(_) => Value::String(value.to_string()),
        other => other.clone(),
    }
}

/// A text as the number or truth value that it spells; other values as they are.
pub(crate) fn as_scalar(value: &Value) -> Value {
    let read = value.as_str().and_then(|text| serde_json::from_str::<Value>(text).ok());
    match read {
        Some(scalar @ (Value::Number(_) | Value::Bool(_))) => scalar,
        _ => value.clone(),
    }
}

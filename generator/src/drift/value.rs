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

//! Valid instances, spoiled.

use crate::random::Random;
use serde_json::{Value, json};

/// The instance with one key left out or one value of another type.
pub fn spoil(instance: &Value, random: &mut Random) -> Value {
    let mut spoiled = instance.clone();
    let mut pointers = Vec::new();
    collect(instance, String::new(), &mut pointers);
    let pointer = random.pick(&pointers).cloned().unwrap_or_default();
    let parent = pointer.rsplit_once('/').filter(|_| random.chance(50));
    if let Some((parent, key)) = parent
        && let Some(Value::Object(object)) = spoiled.pointer_mut(parent)
    {
        object.remove(&key.replace("~1", "/").replace("~0", "~"));
    } else if let Some(value) = spoiled.pointer_mut(&pointer) {
        *value = match value {
            Value::String(_) => json!(7),
            Value::Number(_) => json!("seven"),
            Value::Bool(_) => json!("true"),
            Value::Array(_) => json!({}),
            Value::Object(_) => json!([]),
            Value::Null => json!(true),
        };
    }
    spoiled
}

fn collect(value: &Value, pointer: String, into: &mut Vec<String>) {
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| collect(item, format!("{pointer}/{index}"), into));
        }
        Value::Object(object) => {
            let escape = |key: &str| key.replace('~', "~0").replace('/', "~1");
            object.iter().for_each(|(key, value)| collect(value, format!("{pointer}/{}", escape(key)), into));
        }
        _ => {}
    }
    into.push(pointer);
}

//! The text of bodies that are one item after the other.
//!
//! Takes an item as JSON; gives it as it stands in a body of its media type.

use crate::ir::{Codec, EventItem};

/// An item as it stands in a body, from its JSON.
pub fn write(codec: Codec, item: &str) -> String {
    use serde_json::Value;
    let text = |value: Value| match value {
        Value::String(text) => text,
        other => other.to_string(),
    };
    let field = |name: &str, value: Value| -> String {
        text(value).split(['\r', '\n']).map(|line| format!("{name}: {line}\n")).collect()
    };
    match (codec, serde_json::from_str(item)) {
        (Codec::EventStream(EventItem::Event), Ok(Value::Object(event))) => {
            event.into_iter().map(|(name, value)| field(&name, value)).chain(["\n".to_owned()]).collect()
        }
        (Codec::EventStream(_), Ok(data)) => field("data", data) + "\n",
        (_, _) => format!("{item}\n"),
    }
}

//! Parts of bodies that are given by themselves.

use super::value;
use api_client::{Call, InParts, Part};
use serde_json::Value;

/// A call with the parts that are given by themselves.
pub fn with_parts<O: InParts>(mut made: Call<O>, call: &'static Value) -> Result<Call<O>, String> {
    for part in call.get("parts").and_then(Value::as_array).into_iter().flatten() {
        let field = |name: &str| part.get(name).and_then(Value::as_str);
        let bytes: Vec<u8> = value(part.get("bytes").unwrap_or(&Value::Null))?;
        let mut own = Part::new(field("name").unwrap_or_default(), bytes);
        if let Some(file_name) = field("file_name") {
            own = own.file_name(file_name);
        }
        if let Some(media_type) = field("media_type") {
            own = own.content_type(media_type);
        }
        made = made.with_part(own);
    }
    Ok(made)
}

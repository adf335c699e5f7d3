//! An overlay that makes a description say what was observed.
//!
//! Takes what each finding asks for and the places of a description; gives the text of an overlay 1.0. Promises that an action targets one place by its JSON Path, and that what no
//! action can say is left out. Never applies it.

use crate::drift::Places;
use crate::drift::change::Spot;
use serde_json::{Map, Value, json};

/// What would make the description true.
#[derive(Debug, Clone)]
pub enum Fix {
    /// Nothing that an overlay can say.
    None,
    /// Values are added below the object: the path to them, and what is made of the observed values.
    Add(Vec<String>, Addition),
    /// A keyword of the object goes.
    Drop(&'static str),
    /// A keyword of the object is replaced.
    Replace(&'static str, Value),
    /// A name goes from a list of names.
    Unlist(&'static str, String),
}

/// What is added.
#[derive(Debug, Clone)]
pub enum Addition {
    /// This.
    Value(Value),
    /// The first value that was observed.
    First,
    /// A schema of the observed values, below these keys.
    Schema(Vec<String>),
    /// A parameter by that name.
    Parameter(String),
    /// A response.
    Response(Option<String>),
}

/// The overlay for the documents at these places.
pub fn overlay(
    title: &str,
    version: &str,
    fixes: Vec<(Fix, Option<Spot>, Vec<Value>)>,
    places: &mut Places<'_>,
) -> String {
    let mut actions: Vec<Value> = Vec::new();
    for (fix, spot, values) in fixes {
        let place = spot.and_then(|it| places.of(Spot::of(it.span)));
        let pointer = match (spot, place) {
            (None, _) => String::new(),
            (Some(_), Some(place)) => match place.pointer {
                Some(pointer) => pointer,
                None => continue,
            },
            (Some(_), None) => continue,
        };
        let target = path(&pointer);
        match fix {
            Fix::None => {}
            Fix::Add(keys, addition) => {
                let added = match addition {
                    Addition::Value(value) => value,
                    Addition::First => values.first().cloned().unwrap_or_default(),
                    Addition::Schema(keys) => nested(&keys, infer(&values, version)),
                    Addition::Parameter(name) => parameter(&name, &values, version),
                    Addition::Response(media_type) => response(media_type, &values, version),
                };
                // A list is a target of its own: what updates it is one more item.
                match keys.as_slice() {
                    [list] if list == "enum" => {
                        actions.push(json!({ "target": format!("{target}['enum']"), "update": added }))
                    }
                    keys => actions.push(json!({ "target": target, "update": nested(keys, added) })),
                }
            }
            Fix::Drop(keyword) => actions.push(json!({ "target": format!("{target}['{keyword}']"), "remove": true })),
            Fix::Replace(keyword, value) => {
                actions.push(json!({ "target": format!("{target}['{keyword}']"), "remove": true }));
                actions.push(json!({ "target": target, "update": { keyword: value } }));
            }
            Fix::Unlist(keyword, name) => {
                let query = format!("{target}['{keyword}'][?@ == {}]", quoted(&name));
                actions.push(json!({ "target": query, "remove": true }));
            }
        }
    }
    let mut seen: Vec<String> = Vec::new();
    actions.retain(|it| {
        let text = it.to_string();
        let is_new = !seen.contains(&text);
        seen.push(text);
        is_new
    });
    let overlay = json!({ "overlay": "1.0.0", "info": { "title": title, "version": "1" }, "actions": actions });
    serde_yaml::to_string(&overlay).unwrap_or_default()
}

fn nested(keys: &[String], value: Value) -> Value {
    keys.iter().rev().fold(value, |inner, key| {
        let mut map = Map::new();
        map.insert(key.clone(), inner);
        Value::Object(map)
    })
}

/// A JSON Path for a JSON Pointer.
fn path(pointer: &str) -> String {
    let mut out = "$".to_owned();
    for token in pointer.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        match token.parse::<usize>() {
            // An index where a list is; as a key, a number is a status, which a name selects.
            Ok(index) if index < 100 => out.push_str(&format!("[{index}]")),
            _ => out.push_str(&format!("[{}]", quoted(&token))),
        }
    }
    out
}

fn quoted(name: &str) -> String {
    format!("'{}'", name.replace('\\', "\\\\").replace('\'', "\\'"))
}

fn parameter(name: &str, values: &[Value], version: &str) -> Value {
    let schema = infer(values, version);
    let mut parameter = json!({ "name": name, "in": "query" });
    if let Value::Object(map) = &mut parameter {
        match (is_swagger(version), schema) {
            (true, Value::Object(schema)) => map.extend(schema),
            (_, schema) => {
                map.insert("schema".to_owned(), schema);
            }
        }
    }
    json!([parameter])
}

fn response(media_type: Option<String>, values: &[Value], version: &str) -> Value {
    let mut response = json!({ "description": "Observed in recorded traffic." });
    if let (Value::Object(map), Some(media_type)) = (&mut response, media_type) {
        let schema = infer(values, version);
        if is_swagger(version) {
            map.insert("schema".to_owned(), schema);
        } else {
            map.insert("content".to_owned(), json!({ media_type: { "schema": schema } }));
        }
    }
    response
}

fn is_swagger(version: &str) -> bool {
    version.starts_with("2.")
}

/// Whether null is a word of `type`.
pub fn has_null_type(version: &str) -> bool {
    !version.starts_with("2.") && !version.starts_with("3.0")
}

/// A schema that allows these values.
pub fn infer(values: &[Value], version: &str) -> Value {
    let mut types: Vec<&str> = Vec::new();
    let mut nullable = false;
    for value in values {
        let ty = match value {
            Value::Null => {
                nullable = true;
                continue;
            }
            Value::Bool(_) => "boolean",
            Value::Number(number) if number.is_f64() => "number",
            Value::Number(_) => "integer",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        if !types.contains(&ty) {
            types.push(ty);
        }
    }
    if types.contains(&"number") {
        types.retain(|it| *it != "integer");
    }
    let mut schema = Map::new();
    match types.as_slice() {
        [one] if nullable && has_null_type(version) => {
            schema.insert("type".to_owned(), json!([one, "null"]));
        }
        [one] => {
            schema.insert("type".to_owned(), json!(one));
            if nullable {
                schema.insert(if is_swagger(version) { "x-nullable" } else { "nullable" }.to_owned(), json!(true));
            }
        }
        // Of null alone, and of several types, no more is known than that.
        _ => return json!({}),
    }
    if types.contains(&"array") {
        let items: Vec<Value> = values.iter().filter_map(Value::as_array).flatten().cloned().collect();
        schema.insert("items".to_owned(), infer(&items, version));
    }
    if types.contains(&"object") {
        let mut properties: Map<String, Value> = Map::new();
        for name in values.iter().filter_map(Value::as_object).flat_map(Map::keys) {
            if !properties.contains_key(name) {
                let own: Vec<Value> = values.iter().filter_map(|it| it.get(name)).cloned().collect();
                properties.insert(name.clone(), infer(&own, version));
            }
        }
        schema.insert("properties".to_owned(), Value::Object(properties));
    }
    Value::Object(schema)
}

#[cfg(test)]
mod tests {
    use super::{infer, path};
    use serde_json::json;

    #[test]
    fn schemas_allow_what_was_seen() {
        let values = [json!({"a": 1, "b": null}), json!({"a": 1.5, "b": "x", "c": [true]})];
        let wanted = json!({"type": "object", "properties": {"a": {"type": "number"}, "b": {"type": ["string", "null"]}, "c": {"type": "array", "items": {"type": "boolean"}}}});
        assert_eq!(infer(&values, "3.1.0"), wanted);
    }

    #[test]
    fn pointers_are_paths() {
        assert_eq!(path("/paths/~1things/get/responses/200"), "$['paths']['/things']['get']['responses']['200']");
    }
}

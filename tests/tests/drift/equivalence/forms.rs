//! A document in other words that mean the same.
//!
//! Takes JSON; gives JSON. Promises to change how schemas are written and nothing that is sent. Leaves alone what hangs on the names of components: unions and discriminators.

use serde_json::{Map, Value, json};
use std::fs;
use std::path::Path;

const SCHEMAS: &str = "#/components/schemas/";

/// A document as JSON; `None` where it holds what JSON has no form for, as keys that are no text.
pub fn read(path: &Path) -> Option<Value> {
    let text = fs::read_to_string(path).ok()?;
    match path.extension().is_some_and(|it| it == "json") {
        true => serde_json::from_str(&text).ok(),
        false => serde_yaml::from_str(&text).ok(),
    }
}

/// Every component that holds no reference itself stands wherever it is referred to, until none is left that could; `None` where there are none.
pub fn inlined_throughout(document: &Value) -> Option<Value> {
    let mut out = document.clone();
    let mut count = 0;
    for _ in 0..4 {
        let components = out.pointer("/components/schemas").and_then(Value::as_object)?.clone();
        let before = count;
        let leaf = |name: &str| {
            components.get(name).filter(|it| {
                is_plain(it)
                    && it.get("title").is_none()
                    && !it.to_string().contains("\"$ref\"")
                    && it.to_string().len() < 400
            })
        };
        for part in ["paths", "components"] {
            if let Some(part) = out.get_mut(part) {
                replace(part, &leaf, &mut count, false);
            }
        }
        if count == before {
            break;
        }
    }
    (count > 0).then_some(out)
}

/// Puts schemas in the place of references to them, but for those in unions.
fn replace<'v>(value: &mut Value, leaf: &dyn Fn(&str) -> Option<&'v Value>, count: &mut usize, in_union: bool) {
    let name = value.get("$ref").and_then(Value::as_str).and_then(|it| it.strip_prefix(SCHEMAS));
    if let Some(target) = name.and_then(leaf).filter(|_| !in_union && value.as_object().is_some_and(|it| it.len() == 1))
    {
        *value = target.clone();
        *count += 1;
        return;
    }
    match value {
        Value::Object(map) => {
            for (key, inner) in map.iter_mut() {
                match key.as_str() {
                    "example" | "examples" | "default" | "enum" | "const" | "discriminator" => {}
                    key => replace(inner, leaf, count, matches!(key, "oneOf" | "anyOf")),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|it| replace(it, leaf, count, in_union)),
        _ => {}
    }
}

/// Components that are referred to from operations stand there themselves; `None` where there are none.
pub fn inlined(document: &Value) -> Option<Value> {
    let components = document.pointer("/components/schemas")?.as_object()?;
    let mut out = document.clone();
    let mut count = 0;
    // One level is enough: what is copied refers to components as before.
    messages(out.get_mut("paths")?, &mut |schema| {
        let name = schema.get("$ref").and_then(Value::as_str).and_then(|it| it.strip_prefix(SCHEMAS));
        if let Some(target) = name.and_then(|it| components.get(it)).filter(|it| is_plain(it)) {
            *schema = target.clone();
            count += 1;
        }
    });
    (count > 0).then_some(out)
}

/// Schemas that stand in operations are components; `None` where there are none.
pub fn bundled(document: &Value) -> Option<Value> {
    document.get("openapi")?;
    let mut out = document.clone();
    let mut made = Map::new();
    messages(out.get_mut("paths")?, &mut |schema| {
        if schema.get("type").is_some() && is_plain(schema) {
            let name = format!("ZzBundled{}", made.len());
            let reference = json!({ "$ref": format!("{SCHEMAS}{name}") });
            made.insert(name, std::mem::replace(schema, reference));
        }
    });
    if made.is_empty() {
        return None;
    }
    let components = out.as_object_mut()?.entry("components").or_insert_with(|| json!({}));
    let schemas = components.as_object_mut()?.entry("schemas").or_insert_with(|| json!({}));
    schemas.as_object_mut()?.extend(made);
    Some(out)
}

/// A document of OpenAPI 3.0 in the words of 3.1.
pub fn raised(document: &Value) -> Option<Value> {
    document.get("openapi")?.as_str().filter(|it| it.starts_with("3.0"))?;
    let text = document.to_string();
    // Bytes, and what stands beside a reference, are said otherwise in 3.1; a schema alone does not show it.
    if ["\"binary\"", "\"byte\"", "exclusiveM"].iter().any(|it| text.contains(it)) || beside_reference(document) {
        return None;
    }
    let mut out = document.clone();
    out.as_object_mut()?.insert("openapi".to_owned(), json!("3.1.0"));
    for part in ["paths", "components"] {
        if let Some(part) = out.get_mut(part) {
            raise(part);
        }
    }
    Some(out)
}

fn raise(value: &mut Value) {
    match value {
        Value::Object(map) => {
            let nullable =
                map.get("nullable").is_some_and(|it| it == true) && map.get("type").is_some_and(Value::is_string);
            if map.get("nullable").is_some_and(Value::is_boolean) && map.get("type").is_some_and(Value::is_string) {
                map.remove("nullable");
            }
            if nullable {
                let ty = map.get("type").cloned().unwrap_or_default();
                map.insert("type".to_owned(), json!([ty, "null"]));
                // In 3.0 the list of values need not name null; in 3.1 it must.
                if let Some(Value::Array(values)) = map.get_mut("enum")
                    && !values.contains(&Value::Null)
                {
                    values.push(Value::Null);
                }
            }
            for (key, value) in
                map.iter_mut().filter(|(key, _)| !matches!(key.as_str(), "example" | "examples" | "default" | "enum"))
            {
                if key != "x-enum" {
                    raise(value);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(raise),
        _ => {}
    }
}

/// Whether something other than documentation stands beside a reference.
fn beside_reference(value: &Value) -> bool {
    match value {
        Value::Object(map) => {
            map.get("$ref").is_some_and(Value::is_string) && map.len() > 1 || map.values().any(beside_reference)
        }
        Value::Array(items) => items.iter().any(beside_reference),
        _ => false,
    }
}

/// Whether a schema hangs on no name of a component, and nothing else on its own.
fn is_plain(schema: &Value) -> bool {
    let text = schema.to_string();
    schema.is_object()
        && ["discriminator", "\"$id\"", "$anchor", "$dynamic", "$defs"].iter().all(|it| !text.contains(it))
}

/// Every schema that a body of an operation holds as a whole.
fn messages(value: &mut Value, change: &mut dyn FnMut(&mut Value)) {
    match value {
        Value::Object(map) => {
            if let Some(Value::Object(content)) = map.get_mut("content") {
                for media in content.values_mut() {
                    if let Some(schema) = media.get_mut("schema") {
                        change(schema);
                    }
                }
            }
            for (_, inner) in
                map.iter_mut().filter(|(key, _)| !matches!(key.as_str(), "schema" | "example" | "examples"))
            {
                messages(inner, change);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|it| messages(it, change)),
        _ => {}
    }
}

//! What is claimed of a page accepts what the page shows, as a JSON Schema validator sees it.

use std::fs;

use serde_json::{Map, Value, json};

use crate::{read, shared};

/// Every schema of a document that stands beside examples, with these and with where it stands.
fn shown<'d>(node: &'d Value, at: &str, found: &mut Vec<(String, &'d Value, Vec<&'d Value>)>) {
    match node {
        Value::Object(map) => {
            if let Some(schema) = map.get("schema") {
                let one = map.get("example").into_iter();
                let several = map.get("examples").and_then(Value::as_object).into_iter().flatten();
                let examples: Vec<&Value> =
                    one.chain(several.filter_map(|(_, example)| example.get("value"))).collect();
                found.push((at.to_owned(), schema, examples));
            }
            for (key, value) in map.iter().filter(|(key, _)| !matches!(key.as_str(), "example" | "examples")) {
                shown(value, &format!("{at}/{key}"), found);
            }
        }
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(index, item)| shown(item, &format!("{at}/{index}"), found))
        }
        _ => {}
    }
}

/// Every part of a schema that has a default or examples, with these.
fn own<'d>(schema: &'d Value, found: &mut Vec<(&'d Value, &'d Value)>) {
    let Some(map) = schema.as_object() else { return };
    found.extend(map.get("default").map(|value| (schema, value)));
    found.extend(map.get("examples").and_then(Value::as_array).into_iter().flatten().map(|value| (schema, value)));
    for (key, value) in map {
        match (key.as_str(), value) {
            ("properties", Value::Object(properties)) => properties.values().for_each(|value| own(value, found)),
            ("items" | "additionalProperties", Value::Object(_)) => own(value, found),
            ("allOf" | "oneOf" | "anyOf", Value::Array(list)) => list.iter().for_each(|value| own(value, found)),
            _ => {}
        }
    }
}

/// A schema that stands alone. An example of a page may be partial, so nothing is required of it, and then several branches of a union may fit.
fn alone(schema: &Value, document: &Value) -> Value {
    let mut whole = Map::new();
    whole.insert("allOf".to_owned(), json!([schema]));
    whole.insert("components".to_owned(), document["components"].clone());
    let mut whole = Value::Object(whole);
    forget_required(&mut whole);
    whole
}

fn forget_required(node: &mut Value) {
    match node {
        Value::Object(map) => {
            map.retain(|key, value| !(key == "required" && value.is_array()));
            if let Some(branches) = map.remove("oneOf") {
                map.insert("anyOf".to_owned(), branches);
            }
            map.values_mut().for_each(forget_required);
        }
        Value::Array(list) => list.iter_mut().for_each(forget_required),
        _ => {}
    }
}

#[test]
fn claims_accept_the_values_of_their_pages() {
    let Some(folder) = shared() else { return };
    let (mut tried, mut refused) = (0, Vec::new());
    for format in ["starlight", "docusaurus", "docusaurus-lost"] {
        let mut paths: Vec<_> = fs::read_dir(folder.join(format)).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
        paths.sort();
        for path in paths {
            let (Some(document), _) = read(&fs::read_to_string(&path).unwrap()) else { continue };
            let mut bodies = Vec::new();
            shown(&document["paths"], "", &mut bodies);
            for (at, schema, examples) in bodies {
                let mut pairs: Vec<(&Value, &Value)> = examples.into_iter().map(|example| (schema, example)).collect();
                own(schema, &mut pairs);
                for (schema, value) in pairs {
                    let Ok(validator) = jsonschema::options()
                        .with_draft(jsonschema::Draft::Draft202012)
                        .build(&alone(schema, &document))
                    else {
                        continue;
                    };
                    tried += 1;
                    if let Err(error) = validator.validate(value) {
                        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
                        refused.push(format!("{format} {name} {at}: {error} at {}", error.schema_path()));
                    }
                }
            }
        }
    }
    refused.iter().for_each(|line| println!("{line}"));
    println!("{tried} values tried");
    assert!(tried > 150, "{tried} values");
    assert!(refused.is_empty(), "{} values are refused", refused.len());
}

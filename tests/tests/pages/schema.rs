//! A schema as facts.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::facts::{NotNull, Place, resolve};

/// Deeper facts are not compared.
const MAX_DEPTH: usize = 9;

/// A schema with its references followed and its parts merged.
#[derive(Debug, Default)]
struct Merged<'d> {
    types: Option<BTreeSet<String>>,
    null: bool,
    /// In the order of the document.
    properties: Vec<(String, Vec<&'d Value>)>,
    required: BTreeSet<String>,
    keywords: BTreeMap<&'static str, Value>,
    unions: Vec<(&'static str, Vec<Value>)>,
    additional: Option<Vec<&'d Value>>,
    items: Vec<&'d Value>,
    recursive: bool,
}

const BOUNDS: [&str; 12] = [
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "multipleOf",
    "pattern",
];

/// Reads a schema into facts.
pub fn read(document: &Value, schema: &Value, place: &mut Place<'_>) {
    walk(document, &[schema], place, &mut Vec::new(), 0);
}

/// A part of a schema in which further parts stand, as a page prints it.
pub struct Part {
    /// Where it stands, as facts say it.
    pub at: String,
    /// Its name, where it is a property.
    pub name: Option<String>,
    /// Whether properties can stand in it.
    pub object: bool,
    /// The only values it may have, if they are listed.
    pub values: Vec<Value>,
    /// The parts in it, in the order in which they are printed.
    pub parts: Vec<Part>,
}

/// The parts of a schema.
pub fn parts(document: &Value, schema: &Value, at: &str) -> Part {
    outline(document, &[schema], at.to_owned(), None, &mut Vec::new(), 0)
}

fn outline(
    document: &Value,
    schemas: &[&Value],
    at: String,
    name: Option<String>,
    stack: &mut Vec<String>,
    depth: usize,
) -> Part {
    let before = stack.len();
    let mut merged = Merged::default();
    schemas.iter().for_each(|schema| collect(document, schema, &mut merged, stack));
    let object =
        !merged.recursive && (!merged.properties.is_empty() || merged.types.iter().flatten().any(|ty| ty == "object"));
    let values = merged.keywords.get("enum").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut whole = Part { at, name, object, values, parts: Vec::new() };
    if !merged.recursive && depth <= MAX_DEPTH {
        let mut below = |schemas: &[&Value], step: &str, name: Option<&String>| {
            let at = format!("{}/{step}", whole.at);
            whole.parts.push(outline(document, schemas, at, name.cloned(), stack, depth + 1));
        };
        merged.properties.iter().for_each(|(name, schemas)| below(schemas, name, Some(name)));
        if let Some(additional) = &merged.additional {
            let schemas: Vec<&Value> = additional.iter().filter(|value| value.is_object()).copied().collect();
            below(&schemas, "*", None);
        }
        if !merged.items.is_empty() {
            below(&merged.items, "[]", None);
        }
        for (keyword, branches) in &merged.unions {
            branches
                .iter()
                .enumerate()
                .for_each(|(index, branch)| below(&[branch], &format!("{keyword}{index}"), None));
        }
    }
    stack.truncate(before);
    whole
}

fn collect<'d>(document: &'d Value, schema: &'d Value, merged: &mut Merged<'d>, stack: &mut Vec<String>) {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        // What stands beside a reference makes it a schema of its own.
        let alone = schema.as_object().is_some_and(|map| map.len() == 1);
        if stack.iter().filter(|known| *known == reference).count() > usize::from(!alone) {
            merged.recursive = true;
        }
        if stack.iter().filter(|known| *known == reference).count() > 2 {
            return;
        }
        stack.push(reference.to_owned());
        if let Some(target) = document.pointer(reference.trim_start_matches('#')) {
            collect(document, target, merged, stack);
        }
    }
    let listed: Option<BTreeSet<String>> = match &schema["type"] {
        Value::String(name) => Some(BTreeSet::from([name.clone()])),
        Value::Array(names) => Some(names.iter().filter_map(|name| Some(name.as_str()?.to_owned())).collect()),
        _ => None,
    };
    if let Some(mut types) = listed {
        // All parts must allow it.
        let null = types.remove("null") || schema["nullable"] == true;
        merged.null = null && (merged.null || merged.types.is_none());
        if types.is_empty() {
            types.insert("null".to_owned());
        }
        merged.types = Some(match merged.types.take() {
            Some(known) => known.intersection(&types).cloned().collect(),
            None => types,
        });
    } else if merged.types.is_none() {
        merged.null |= schema["nullable"] == true;
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        match merged.properties.iter_mut().find(|(known, _)| known == name) {
            Some((_, parts)) => parts.push(property),
            None => merged.properties.push((name.clone(), vec![property])),
        }
    }
    merged
        .required
        .extend(schema["required"].as_array().into_iter().flatten().filter_map(|name| Some(name.as_str()?.to_owned())));
    match schema.get("additionalProperties") {
        Some(Value::Bool(false)) | None => {}
        Some(other) => merged.additional.get_or_insert_default().push(other),
    }
    merged.items.extend(schema.get("items"));
    // A schema is around its properties, but a part of it is not.
    let before = stack.len();
    for part in schema["allOf"].as_array().into_iter().flatten() {
        collect(document, part, merged, stack);
        stack.truncate(before);
    }
    let keywords = ["format", "enum", "const", "default", "description", "title", "deprecated", "uniqueItems"];
    for keyword in keywords.into_iter().chain(BOUNDS) {
        if let Some(value) = schema.get(keyword) {
            let least = keyword.starts_with("min");
            let most = keyword.starts_with("max");
            let wins = match (merged.keywords.get(keyword).and_then(Value::as_f64), value.as_f64()) {
                (Some(old), Some(new)) => (least && new > old) || (most && new < old) || !(least || most),
                _ => true,
            };
            if wins {
                merged.keywords.insert(keyword, value.clone());
            }
        }
    }
    // A boolean bound of 3.0 makes the other bound exclusive.
    for (flag, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if merged.keywords.get(flag).is_some_and(Value::is_boolean) {
            let exclusive = merged.keywords.remove(flag) == Some(Value::Bool(true));
            if let Some(value) = merged.keywords.remove(bound) {
                merged.keywords.insert(if exclusive { flag } else { bound }, value);
            }
        }
    }
    for keyword in ["oneOf", "anyOf"] {
        if let Some(branches) = schema[keyword].as_array().filter(|branches| !branches.is_empty()) {
            read_union(document, schema, keyword, branches, merged, stack);
        }
    }
}

/// `null` among the branches makes the rest nullable; what a schema says beside a union, it says of each branch.
fn read_union<'d>(
    document: &'d Value,
    schema: &'d Value,
    keyword: &'static str,
    branches: &'d [Value],
    merged: &mut Merged<'d>,
    stack: &mut Vec<String>,
) {
    let others: Vec<&Value> = branches.iter().filter(|branch| branch["type"] != "null").collect();
    merged.null |= others.len() < branches.len();
    if let [one] = others[..]
        && others.len() < branches.len()
    {
        collect(document, one, merged, stack);
        merged.null = true;
        return;
    }
    let beside: Vec<&String> = schema.as_object().into_iter().flatten().map(|(key, _)| key).collect();
    let own = beside.iter().any(|key| matches!(key.as_str(), "properties" | "required" | "additionalProperties"));
    let branches = others.iter().map(|branch| {
        let mut whole = schema.clone();
        let texts = ["oneOf", "anyOf", "description", "title", "$ref"];
        whole.as_object_mut().expect("a schema").retain(|key, _| !texts.contains(&key.as_str()));
        if own || resolve(document, branch).get("type").is_none() {
            serde_json::json!({"allOf": [whole, branch]})
        } else {
            (*branch).clone()
        }
    });
    let branches = branches.collect();
    merged.unions.push((keyword, branches));
    if own {
        merged.properties.clear();
        merged.required.clear();
    }
}

fn number(value: &Value) -> String {
    match value.as_f64() {
        Some(number) => number.to_string(),
        None => value.to_string(),
    }
}

fn walk(document: &Value, schemas: &[&Value], place: &mut Place<'_>, stack: &mut Vec<String>, depth: usize) {
    if depth > MAX_DEPTH {
        return;
    }
    let before = stack.len();
    let mut merged = Merged::default();
    for schema in schemas {
        collect(document, schema, &mut merged, stack);
    }
    if merged.recursive {
        place.put("recursive", "");
    }
    let types = merged.types.clone().unwrap_or_default();
    let object = |branch: &Value| resolve(document, branch)["type"] == "object" || branch.get("allOf").is_some();
    let branches = merged.unions.iter().flat_map(|(_, branches)| branches);
    let implied = types.is_empty() && (!merged.properties.is_empty() || branches.clone().any(object));
    if !types.is_empty() || implied {
        let joined = if implied { "object".to_owned() } else { types.iter().cloned().collect::<Vec<_>>().join(" ") };
        place.put("type", joined);
    }
    if merged.recursive {
        stack.truncate(before);
        return;
    }
    let scalar = !types.is_empty() && !types.contains("object") && !types.contains("null") && merged.unions.is_empty();
    let never = match place.claims.not_null {
        NotNull::All => true,
        NotNull::Scalars => scalar,
        NotNull::None => false,
    };
    if merged.null || never {
        place.put("null", merged.null.to_string());
    }
    for (keyword, value) in &merged.keywords {
        match *keyword {
            "description" | "title" => place.put_text(keyword, value),
            "enum" => {
                let mut values: Vec<String> = value
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter(|value| !value.is_null())
                    .map(Value::to_string)
                    .collect();
                values.sort();
                if !values.is_empty() {
                    place.put("enum", values.join(" "));
                }
            }
            "deprecated" | "uniqueItems" => {
                if *value == true {
                    place.put(keyword, "true");
                }
            }
            "default" | "const" | "format" | "pattern" => place.put(keyword, value.to_string()),
            _ => place.put(keyword, number(value)),
        }
    }
    for (name, schemas) in &merged.properties {
        let mut place = place.below(name);
        place.put("is", "property");
        // Of a branch, what the schema around it requires is not printed.
        let branch = place.at.contains("/oneOf") || place.at.contains("/anyOf");
        if merged.required.contains(name) || !branch {
            place.put_required(merged.required.contains(name));
        }
        walk(document, schemas, &mut place, stack, depth + 1);
    }
    if let Some(additional) = &merged.additional {
        let mut place = place.below("*");
        place.put("is", "map");
        let schemas: Vec<&Value> = additional.iter().filter(|value| value.is_object()).copied().collect();
        walk(document, &schemas, &mut place, stack, depth + 1);
    }
    if !merged.items.is_empty() {
        walk(document, &merged.items.clone(), &mut place.below("[]"), stack, depth + 1);
    }
    for (keyword, branches) in &merged.unions {
        place.put(keyword, branches.len().to_string());
        for (index, branch) in branches.iter().enumerate() {
            walk(document, &[branch], &mut place.below(&format!("{keyword}{index}")), stack, depth + 1);
        }
    }
    stack.truncate(before);
}

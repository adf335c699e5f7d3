//! A `discriminator` without alternatives beside it: whoever names the schema in `allOf` is one.
//!
//! JSON Schema does not know this; here it is spelled out as `anyOf`, each alternative with its tags.

use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Spells it out for the schemas of components.
pub fn spell_out(schemas: &mut Map<String, Value>) {
    let children = children(schemas);
    let parents: Vec<String> =
        schemas.iter().filter(|(_, schema)| is_parent(schema)).map(|(name, _)| name.clone()).collect();
    let mut unions = Vec::new();
    for parent in parents {
        let Some(discriminator) = schemas.get(&parent).and_then(discriminator).cloned() else { continue };
        let alternatives = alternatives(&parent, &discriminator, &children, schemas);
        if !alternatives.is_empty() {
            unions.push((parent, alternatives));
        }
    }
    let names: BTreeSet<String> = unions.iter().map(|(parent, _)| reference(parent)).collect();
    for schema in schemas.values_mut() {
        name_the_bare(schema, &names);
    }
    for (parent, alternatives) in unions {
        if let Some(schema) = schemas.remove(&parent) {
            schemas.insert(bare(&parent), schema);
            schemas.insert(parent, json!({ "anyOf": alternatives }));
        }
    }
}

fn reference(name: &str) -> String {
    format!("#/$defs/{name}")
}

fn bare(name: &str) -> String {
    format!("{name}-itself")
}

fn is_parent(schema: &Value) -> bool {
    discriminator(schema).is_some() && schema.get("oneOf").is_none() && schema.get("anyOf").is_none()
}

/// A schema's own, or that of an inline member of its `allOf`.
fn discriminator(schema: &Value) -> Option<&Value> {
    let inline =
        |part: &&Value| part.get("$ref").is_none() && part.get("oneOf").is_none() && part.get("anyOf").is_none();
    std::iter::once(schema).chain(parts(schema).filter(inline)).find_map(|part| part.get("discriminator"))
}

fn children(schemas: &Map<String, Value>) -> BTreeMap<String, Vec<String>> {
    let mut children: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, schema) in schemas {
        for part in parts(schema) {
            if let Some(parent) = part.get("$ref").and_then(Value::as_str) {
                children.entry(parent.replace("#/$defs/", "")).or_default().push(name.clone());
            }
        }
    }
    children
}

fn parts(schema: &Value) -> impl Iterator<Item = &Value> {
    schema.get("allOf").and_then(Value::as_array).into_iter().flatten()
}

fn alternatives(
    parent: &str,
    discriminator: &Value,
    children: &BTreeMap<String, Vec<String>>,
    schemas: &Map<String, Value>,
) -> Vec<Value> {
    let Some(property) = discriminator.get("propertyName").and_then(Value::as_str) else { return Vec::new() };
    let mapping = discriminator.get("mapping").and_then(Value::as_object);
    let mut tags: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for (tag, target) in mapping.into_iter().flatten() {
        let target = target.as_str().unwrap_or_default().replace("#/$defs/", "");
        tags.entry(target).or_default().push(tag.as_str().into());
    }
    let (mut seen, mut found) = (BTreeSet::new(), Vec::new());
    let mut open: Vec<&String> = children.get(parent).into_iter().flatten().collect();
    while let Some(child) = open.pop() {
        if !seen.insert(child) {
            continue;
        }
        found.push(child);
        if !schemas.get(child).is_some_and(is_parent) {
            open.extend(children.get(child).into_iter().flatten());
        }
    }
    for child in &found {
        let of_another =
            |value: &Value| found.iter().any(|other| other != child && value.as_str() == Some(other.as_str()));
        let own = constants(schemas.get(*child), property).unwrap_or_else(|| vec![child.as_str().into()]);
        let own: Vec<Value> = own.into_iter().filter(|value| !of_another(value)).collect();
        if !own.is_empty() {
            tags.entry((*child).clone()).or_insert(own);
        }
    }
    if tags.keys().all(|name| name == parent) {
        return Vec::new();
    }
    let alternative = |(name, tags): (String, Vec<Value>)| {
        let name = if name == parent { bare(&name) } else { name };
        json!({ "allOf": [{ "$ref": reference(&name) }, { "properties": { property: { "enum": tags } }, "required": [property] }] })
    };
    tags.into_iter().map(alternative).collect()
}

/// What a child says its tag is.
fn constants(schema: Option<&Value>, property: &str) -> Option<Vec<Value>> {
    let schema = schema?;
    let mut all = std::iter::once(schema).chain(parts(schema));
    all.find_map(|part| {
        let property = part.get("properties")?.get(property)?;
        let listed = property.get("enum").and_then(Value::as_array).cloned();
        listed.or_else(|| Some(vec![property.get("const")?.clone()]))
    })
}

/// A child is the parent itself with more, not another of its children.
fn name_the_bare(schema: &mut Value, parents: &BTreeSet<String>) {
    for part in schema.get_mut("allOf").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(Value::String(target)) = part.get_mut("$ref")
            && parents.contains(target)
        {
            *target = bare(target);
        }
    }
}

//! The table of changes.
//!
//! Takes `tests/rust_verdicts/*.yaml`; gives rows, and the two descriptions that they are parts of. In texts `@` stands for the row's own name, so that rows share nothing:
//! `schema` is the component `@`, which one operation takes and answers unless there is an `operation`, `operation` is what `PUT /@` does (its id is `run`, in the group `@`), `document` is any part of the description, put over the others. The part
//! of a side that is left out is the same on both.

use crate::compiler::Version;
use serde_json::{Map, Value, json};
use specwright_tests::{files, root};

/// One change.
pub struct Row {
    /// `V007`: what its types are called and, in lower case, its group.
    pub name: String,
    /// What changes.
    pub title: String,
    /// The item that the verdict is about, without the name of the API: `types::V007::a`.
    pub item: String,
    /// `major`, `minor`, or `same` where nothing is to be reported of the item.
    pub verdict: String,
    code: String,
    sides: [Map<String, Value>; 2],
}

/// All of them.
pub fn rows() -> Vec<Row> {
    let texts = files(&root().join("tests/rust_verdicts"));
    let tables = texts.iter().filter(|(path, _)| path.extension().is_some_and(|it| it == "yaml"));
    let mut rows: Vec<Row> = Vec::new();
    for (path, bytes) in tables {
        let text = String::from_utf8_lossy(bytes);
        let list: Vec<Value> =
            serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for value in list {
            let name = format!("V{:03}", rows.len() + 1);
            rows.push(row(&name, &value));
        }
    }
    rows
}

fn row(name: &str, value: &Value) -> Row {
    let value = named(value, name);
    let text = |key: &str| {
        value
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_else(|| panic!("{name} has no text `{key}`: {value}"))
            .to_owned()
    };
    let map = value.as_object().expect("a row is a map");
    let part = |side: &str| -> Map<String, Value> {
        let own = |kind: &str| map.get(&format!("{side} {kind}")).or_else(|| map.get(kind));
        ["schema", "operation", "document"]
            .iter()
            .filter_map(|kind| Some(((*kind).to_owned(), own(kind)?.clone())))
            .collect()
    };
    let sides = [part("old"), part("new")];
    Row {
        name: name.to_owned(),
        title: text("title"),
        item: text("item"),
        verdict: text("verdict"),
        code: text("use"),
        sides,
    }
}

/// The same with the name of its row: `@` is the name, and `@` in lower case where a module or a path is meant.
fn named(value: &Value, name: &str) -> Value {
    let text = |text: &str| text.replace("~@", &name.to_lowercase()).replace('@', name);
    match value {
        Value::String(it) => Value::String(text(it)),
        Value::Array(items) => items.iter().map(|it| named(it, name)).collect(),
        Value::Object(map) => map.iter().map(|(key, it)| (text(key), named(it, name))).collect::<Map<_, _>>().into(),
        other => other.clone(),
    }
}

impl Row {
    /// The program that uses the item.
    pub fn program(&self) -> String {
        format!(
            "#![allow(unused, deprecated)]\nuse verdicts_client::{{self as client, api::{module}::*}};\nuse verdicts_server::{{self as server, {module} as handled}};\nuse verdicts_types::{{self as types, *}};\n\n{}\n",
            self.code,
            module = self.name.to_lowercase(),
        )
    }
}

/// The description of one side.
pub fn document(rows: &[Row], version: Version) -> Value {
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {"title": "Verdicts", "version": "1"},
        "servers": [{"url": "https://api.example.com"}],
        "paths": {"/base": {"get": {"operationId": "base", "tags": ["base"], "security": [{"base": []}], "responses": {"204": {"description": "Done."}}}}},
        "components": {"schemas": {}, "securitySchemes": {"base": {"type": "apiKey", "in": "header", "name": "X-Base"}}},
    });
    for row in rows {
        let name = &row.name;
        let group = name.to_lowercase();
        let side = &row.sides[usize::from(version == Version::New)];
        // Each row has a group on both sides, whatever becomes of its operation.
        let kept = json!({"operationId": format!("keep_{group}"), "tags": [group], "responses": {"204": {"description": "Done."}}});
        merge(&mut document, json!({"paths": {format!("/{group}/kept"): {"delete": kept}}}));
        if let Some(schema) = side.get("schema").filter(|it| !it.is_null()) {
            merge(&mut document, json!({"components": {"schemas": {name.as_str(): schema}}}));
            if !side.contains_key("operation") {
                let content = json!({"application/json": {"schema": {"$ref": format!("#/components/schemas/{name}")}}});
                let used = json!({
                    "operationId": format!("use_{group}"),
                    "tags": [group],
                    "requestBody": {"required": true, "content": content},
                    "responses": {"200": {"description": "As it is kept.", "content": content}},
                });
                merge(&mut document, json!({"paths": {format!("/{group}/used"): {"put": used}}}));
            }
        }
        if let Some(operation) = side.get("operation").filter(|it| !it.is_null()) {
            let mut whole = json!({"operationId": format!("run_{group}"), "tags": [group], "responses": {"204": {"description": "Done."}}});
            for (key, value) in operation.as_object().expect("an operation is a map") {
                whole[key] = value.clone();
            }
            let ids = if operation.to_string().contains("\"in\":\"path\"") {
                format!("/{group}/{{id}}")
            } else {
                format!("/{group}")
            };
            merge(&mut document, json!({"paths": {ids: {"put": whole}}}));
        }
        if let Some(part) = side.get("document") {
            merge(&mut document, part.clone());
        }
    }
    document
}

fn merge(into: &mut Value, part: Value) {
    match (into, part) {
        (Value::Object(into), Value::Object(part)) => {
            for (key, value) in part {
                merge(into.entry(key).or_insert(Value::Null), value);
            }
        }
        (into, part) => *into = part,
    }
}

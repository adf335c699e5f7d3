//! Published documents with one thing changed: the change is found, once, at its place.
//!
//! Kinds of mutations are tried at places chosen by a seed, in documents of the collection. What a mutation is about decides the rule that must tell of it and who may
//! break. `MUTATION=N cargo test …` tries N places for each kind in each document.

use crate::equivalence::documents;
use crate::pair::{Pair, parse};
use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};
use specwright::cli::understand_files;
use specwright::drift::{Change, Wire};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub fn trials() -> Vec<Trial> {
    vec![
        Trial::test("mutation::of_small_documents", || {
            run(&|path| fs::metadata(path).is_ok_and(|it| (8_000..40_000).contains(&it.len())), 12)
        }),
        Trial::test("mutation::of_all_documents", || {
            run(&|path| fs::metadata(path).is_ok_and(|it| it.len() < 1_000_000), 1_000)
        })
        .with_ignored_flag(true),
    ]
}

/// A kind of mutation: its rule, and what it does to a schema or an operation; `None` where it does not fit.
struct Kind {
    rule: &'static str,
    on: On,
    change: fn(&mut Value) -> Option<()>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum On {
    Schema,
    Operation,
}

fn typed(schema: &Value, ty: &str) -> Option<()> {
    let plain = [
        "enum",
        "const",
        "allOf",
        "anyOf",
        "oneOf",
        "not",
        "$ref",
        "format",
        "pattern",
        "nullable",
        "default",
        "minLength",
        "maxLength",
        "x-nullable",
    ];
    (schema.get("type")?.as_str()? == ty && plain.iter().all(|it| schema.get(it).is_none())).then_some(())
}

fn bare(schema: &Value, ty: &str, without: &[&str]) -> Option<()> {
    typed(schema, ty)?;
    without.iter().all(|it| schema.get(it).is_none()).then_some(())
}

fn set(value: &mut Value, key: &str, to: Value) -> Option<()> {
    value.as_object_mut()?.insert(key.to_owned(), to);
    Some(())
}

fn object(schema: &Value) -> Option<()> {
    typed(schema, "object")?;
    (!schema.get("properties")?.as_object()?.is_empty()
        && ["additionalProperties", "minProperties", "maxProperties", "patternProperties"]
            .iter()
            .all(|it| schema.get(it).is_none()))
    .then_some(())
}

fn required(schema: &Value) -> Vec<String> {
    schema
        .get("required")
        .and_then(Value::as_array)
        .map(|list| list.iter().filter_map(Value::as_str).map(str::to_owned).collect())
        .unwrap_or_default()
}

fn optional(schema: &Value) -> Option<String> {
    let needed = required(schema);
    let one_way =
        |it: &Value| it.get("readOnly").is_some() || it.get("writeOnly").is_some() || it.get("$ref").is_some();
    schema
        .get("properties")?
        .as_object()?
        .iter()
        .find(|(name, it)| !needed.contains(name) && !one_way(it))
        .map(|(name, _)| name.clone())
}

fn needed(schema: &Value) -> Option<String> {
    let properties = schema.get("properties")?.as_object()?;
    let plain = |name: &String| {
        properties.get(name).is_some_and(|it| ["readOnly", "writeOnly", "$ref"].iter().all(|key| it.get(key).is_none()))
    };
    required(schema).into_iter().find(plain)
}

fn drop_required(schema: &mut Value, name: &str) -> Option<()> {
    let list = schema.get_mut("required")?.as_array_mut()?;
    list.retain(|it| it.as_str() != Some(name));
    if list.is_empty() {
        schema.as_object_mut()?.remove("required");
    }
    Some(())
}

fn parameters(operation: &mut Value) -> Option<&mut Vec<Value>> {
    operation.as_object_mut()?.entry("parameters").or_insert_with(|| json!([])).as_array_mut()
}

fn inline(list: &mut [Value], required: bool) -> Option<&mut Value> {
    list.iter_mut().find(|it| {
        it.get("in").is_some_and(|it| it == "query") && it.get("required").is_some_and(|it| it == true) == required
    })
}

fn success(operation: &Value) -> Option<String> {
    operation.get("responses")?.as_object()?.keys().find(|it| it.starts_with('2')).cloned()
}

const KINDS: &[Kind] = &[
    Kind {
        rule: "type-changed",
        on: On::Schema,
        change: |it| {
            bare(it, "string", &[])?;
            set(it, "type", json!("boolean"))
        },
    },
    Kind {
        rule: "type-changed",
        on: On::Schema,
        change: |it| {
            bare(it, "integer", &["minimum", "maximum"])?;
            set(it, "type", json!("string"))
        },
    },
    Kind {
        rule: "type-changed",
        on: On::Schema,
        change: |it| {
            bare(it, "boolean", &[])?;
            set(it, "type", json!("integer"))
        },
    },
    Kind {
        rule: "type-widened",
        on: On::Schema,
        change: |it| {
            bare(it, "integer", &["minimum", "maximum", "multipleOf"])?;
            set(it, "type", json!("number"))
        },
    },
    Kind {
        rule: "values-listed",
        on: On::Schema,
        change: |it| {
            bare(it, "string", &[])?;
            set(it, "enum", json!(["red", "green"]))
        },
    },
    Kind {
        rule: "max-length-changed",
        on: On::Schema,
        change: |it| {
            bare(it, "string", &[])?;
            set(it, "maxLength", json!(5))
        },
    },
    Kind {
        rule: "min-length-changed",
        on: On::Schema,
        change: |it| {
            bare(it, "string", &[])?;
            set(it, "minLength", json!(2))
        },
    },
    Kind {
        rule: "pattern-changed",
        on: On::Schema,
        change: |it| {
            bare(it, "string", &[])?;
            set(it, "pattern", json!("^[a-z]{3}$"))
        },
    },
    Kind {
        rule: "format-changed",
        on: On::Schema,
        change: |it| {
            bare(it, "string", &[])?;
            set(it, "format", json!("uuid"))
        },
    },
    Kind {
        rule: "default-changed",
        on: On::Schema,
        change: |it| {
            bare(it, "string", &["default"])?;
            set(it, "default", json!("mutated"))
        },
    },
    Kind {
        rule: "maximum-changed",
        on: On::Schema,
        change: |it| {
            bare(it, "integer", &["maximum"])?;
            set(it, "maximum", json!(7))
        },
    },
    Kind {
        rule: "minimum-changed",
        on: On::Schema,
        change: |it| {
            bare(it, "integer", &["minimum"])?;
            set(it, "minimum", json!(3))
        },
    },
    Kind {
        rule: "multiple-of-changed",
        on: On::Schema,
        change: |it| {
            bare(it, "integer", &["multipleOf"])?;
            set(it, "multipleOf", json!(3))
        },
    },
    Kind {
        rule: "min-items-changed",
        on: On::Schema,
        change: |it| {
            bare(it, "array", &["minItems"])?;
            set(it, "minItems", json!(1))
        },
    },
    Kind {
        rule: "max-items-changed",
        on: On::Schema,
        change: |it| {
            bare(it, "array", &["maxItems"])?;
            set(it, "maxItems", json!(2))
        },
    },
    Kind {
        rule: "unique-items-changed",
        on: On::Schema,
        change: |it| {
            bare(it, "array", &["uniqueItems"])?;
            set(it, "uniqueItems", json!(true))
        },
    },
    Kind {
        rule: "property-added",
        on: On::Schema,
        change: |it| {
            object(it)?;
            set(it.get_mut("properties")?, "zz_mutated", json!({"type": "string"}))
        },
    },
    Kind {
        rule: "required-property-added",
        on: On::Schema,
        change: |it| {
            object(it)?;
            set(it.get_mut("properties")?, "zz_mutated", json!({"type": "string"}))?;
            let mut names = required(it);
            names.push("zz_mutated".to_owned());
            set(it, "required", json!(names))
        },
    },
    Kind {
        rule: "property-removed",
        on: On::Schema,
        change: |it| {
            object(it)?;
            let name = optional(it)?;
            it.get_mut("properties")?.as_object_mut()?.remove(&name).map(drop)
        },
    },
    Kind {
        rule: "required-property-removed",
        on: On::Schema,
        change: |it| {
            object(it)?;
            let name = needed(it)?;
            it.get_mut("properties")?.as_object_mut()?.remove(&name)?;
            drop_required(it, &name)
        },
    },
    Kind {
        rule: "property-required",
        on: On::Schema,
        change: |it| {
            object(it)?;
            let name = optional(it)?;
            let mut names = required(it);
            names.push(name);
            set(it, "required", json!(names))
        },
    },
    Kind {
        rule: "property-optional",
        on: On::Schema,
        change: |it| {
            object(it)?;
            let name = needed(it)?;
            drop_required(it, &name)
        },
    },
    Kind {
        rule: "additional-properties-refused",
        on: On::Schema,
        change: |it| {
            object(it)?;
            set(it, "additionalProperties", json!(false))
        },
    },
    Kind {
        rule: "additional-properties-changed",
        on: On::Schema,
        change: |it| {
            object(it)?;
            set(it, "additionalProperties", json!({"type": "integer"}))
        },
    },
    Kind {
        rule: "min-properties-changed",
        on: On::Schema,
        change: |it| {
            object(it)?;
            set(it, "minProperties", json!(40))
        },
    },
    Kind {
        rule: "max-properties-changed",
        on: On::Schema,
        change: |it| {
            object(it)?;
            set(it, "maxProperties", json!(60))
        },
    },
    Kind {
        rule: "enum-value-added",
        on: On::Schema,
        change: |it| {
            (it.get("type")?.as_str()? == "string").then_some(())?;
            it.get_mut("enum")?.as_array_mut()?.push(json!("zz_mutated"));
            Some(())
        },
    },
    Kind {
        rule: "enum-value-removed",
        on: On::Schema,
        change: |it| {
            (it.get("type")?.as_str()? == "string").then_some(())?;
            let list = it.get_mut("enum")?.as_array_mut()?;
            (list.len() > 1).then(|| list.pop()).map(drop)
        },
    },
    Kind {
        rule: "property-deprecated",
        on: On::Schema,
        change: |it| {
            bare(it, "string", &["deprecated"])?;
            set(it, "deprecated", json!(true))
        },
    },
    Kind {
        rule: "operation-deprecated",
        on: On::Operation,
        change: |it| {
            it.get("deprecated").is_none().then_some(())?;
            set(it, "deprecated", json!(true))
        },
    },
    Kind { rule: "operation-id-changed", on: On::Operation, change: |it| set(it, "operationId", json!("zzMutated")) },
    Kind { rule: "tags-changed", on: On::Operation, change: |it| set(it, "tags", json!(["zz mutated"])) },
    Kind {
        rule: "parameter-added",
        on: On::Operation,
        change: |it| {
            parameters(it)?.push(json!({"name": "zz", "in": "query", "schema": {"type": "string"}}));
            Some(())
        },
    },
    Kind {
        rule: "required-parameter-added",
        on: On::Operation,
        change: |it| {
            parameters(it)?.push(json!({"name": "zz", "in": "header", "required": true, "schema": {"type": "string"}}));
            Some(())
        },
    },
    Kind {
        rule: "parameter-required",
        on: On::Operation,
        change: |it| {
            let list = parameters(it)?;
            set(inline(list, false)?, "required", json!(true))
        },
    },
    Kind {
        rule: "parameter-optional",
        on: On::Operation,
        change: |it| {
            let list = parameters(it)?;
            set(inline(list, true)?, "required", json!(false))
        },
    },
    Kind {
        rule: "parameter-deprecated",
        on: On::Operation,
        change: |it| {
            let list = parameters(it)?;
            let it = inline(list, false)?;
            it.get("deprecated").is_none().then_some(())?;
            set(it, "deprecated", json!(true))
        },
    },
    Kind {
        rule: "status-added",
        on: On::Operation,
        change: |it| set(it.get_mut("responses")?, "418", json!({"description": "Mutated."})),
    },
    Kind {
        rule: "status-removed",
        on: On::Operation,
        change: |it| {
            let status = success(it)?;
            let responses = it.get_mut("responses")?.as_object_mut()?;
            (responses.len() > 1 && !responses.contains_key("default")).then(|| responses.remove(&status)).map(drop)
        },
    },
    Kind {
        rule: "media-type-added",
        on: On::Operation,
        change: |it| {
            let body = it.get_mut("requestBody")?;
            (body.get("$ref").is_none()).then_some(())?;
            set(body.get_mut("content")?, "application/x-zz", json!({}))
        },
    },
    Kind {
        rule: "body-required",
        on: On::Operation,
        change: |it| {
            let body = it.get_mut("requestBody")?;
            (body.get("$ref").is_none() && body.get("required").is_none_or(|it| it == false)).then_some(())?;
            set(body, "required", json!(true))
        },
    },
    Kind {
        rule: "required-header-added",
        on: On::Operation,
        change: |it| {
            let status = success(it)?;
            let response = it.get_mut("responses")?.get_mut(&status)?;
            response.get("$ref").is_none().then_some(())?;
            let headers = response.as_object_mut()?.entry("headers").or_insert_with(|| json!({}));
            set(headers, "X-Zz", json!({"required": true, "schema": {"type": "string"}}))
        },
    },
];

fn run(wanted: &dyn Fn(&Path) -> bool, most_documents: usize) -> Result<(), Failed> {
    let tries: usize = std::env::var("MUTATION").ok().and_then(|it| it.parse().ok()).unwrap_or(1);
    let place = tempfile::tempdir()?;
    let other = place.path().join("mutated.json");
    let mut faults = Vec::new();
    let (mut seed, mut count) = (0x5eed_u64, 0);
    let mut kinds = BTreeSet::new();
    let fitting: Vec<PathBuf> =
        documents().into_iter().filter(|it| wanted(it) && it.extension().is_some_and(|it| it == "json")).collect();
    for path in fitting.into_iter().take(most_documents) {
        let document = parse(&path);
        if document.get("openapi").is_none() {
            continue;
        }
        let old = Arc::new(understand_files(Path::new(""), std::slice::from_ref(&path), &[], "things"));
        if old.understood.is_none() {
            continue;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let schemas = sites(&document);
        let operations = operations(&document);
        for (index, kind) in KINDS.iter().enumerate() {
            let all = if kind.on == On::Schema { &schemas } else { &operations };
            let fits = |pointer: &&String| {
                document.pointer(pointer).is_some_and(|it| (kind.change)(&mut it.clone()).is_some())
            };
            let fitting: Vec<&String> = all.iter().filter(fits).collect();
            for _ in 0..tries.min(fitting.len()) {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let Some(pointer) = fitting.get((seed >> 33) as usize % fitting.len()) else { continue };
                let mut mutated = document.clone();
                let changed = mutated.pointer_mut(pointer).and_then(|it| (kind.change)(it));
                if changed.is_none() {
                    continue;
                }
                fs::write(&other, mutated.to_string())?;
                let pair = Pair::beside(&old, &path, &other);
                let report = pair.compare();
                count += 1;
                kinds.insert(index);
                let on_the_wire: Vec<&Change> =
                    report.changes.iter().filter(|it| (it.client, it.server) != (Wire::Same, Wire::Same)).collect();
                let at_place =
                    |it: &Change| pair.pointers(it).into_iter().flatten().any(|it| it.starts_with(pointer.as_str()));
                let sound = matches!(on_the_wire.as_slice(), [one] if one.rule.id == kind.rule && at_place(one));
                if !sound {
                    let found: Vec<String> =
                        on_the_wire.iter().map(|it| format!("{} at {:?}", it.rule.id, pair.pointers(it))).collect();
                    faults.push(format!("{name}: {} at {pointer}: found {found:?}", kind.rule));
                }
            }
        }
    }
    println!("{count} mutations of {} kinds", kinds.len());
    if faults.is_empty() {
        Ok(())
    } else {
        Err(format!("{} of {count}:\n{}", faults.len(), faults.iter().take(30).cloned().collect::<Vec<_>>().join("\n"))
            .into())
    }
}

fn operations(document: &Value) -> Vec<String> {
    let mut all = Vec::new();
    for (path, item) in document.get("paths").and_then(Value::as_object).into_iter().flatten() {
        for method in ["get", "put", "post", "delete", "patch"] {
            if item.get(method).is_some_and(|it| it.get("responses").is_some()) {
                all.push(format!("/paths/{}/{method}", escaped(path)));
            }
        }
    }
    all
}

/// Schemas that messages in JSON hold, beside unions and `allOf`, where a change may be no change of the whole.
fn sites(document: &Value) -> Vec<String> {
    let mut seen = BTreeSet::new();
    for operation in operations(document) {
        let of = |key: &str| format!("{operation}/{key}");
        content(document, &of("requestBody"), &mut seen);
        for status in document
            .pointer(&of("responses"))
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .map(|(status, _)| status)
        {
            content(document, &format!("{operation}/responses/{}", escaped(status)), &mut seen);
        }
    }
    // Within what is only reached through a union, or from one too, a change may be shown otherwise.
    let mut unions = BTreeSet::new();
    for (pointer, through) in &seen {
        if *through {
            unions.insert(pointer.clone());
        }
    }
    seen.into_iter()
        .filter(|(pointer, through)| !through && !unions.contains(pointer))
        .map(|(pointer, _)| pointer)
        .collect()
}

fn content(document: &Value, pointer: &str, seen: &mut BTreeSet<(String, bool)>) {
    let pointer = resolved(document, pointer);
    for (media, it) in document.pointer(&format!("{pointer}/content")).and_then(Value::as_object).into_iter().flatten()
    {
        if it.get("schema").is_some() && media.contains("json") {
            schema(document, &format!("{pointer}/content/{}/schema", escaped(media)), false, seen, 0);
        }
    }
}

fn resolved(document: &Value, pointer: &str) -> String {
    let target = document
        .pointer(pointer)
        .and_then(|it| it.get("$ref"))
        .and_then(Value::as_str)
        .and_then(|it| it.strip_prefix('#'));
    target.map_or_else(|| pointer.to_owned(), |it| resolved_once(document, it))
}

fn resolved_once(document: &Value, pointer: &str) -> String {
    let target = document
        .pointer(pointer)
        .and_then(|it| it.get("$ref"))
        .and_then(Value::as_str)
        .and_then(|it| it.strip_prefix('#'));
    target.unwrap_or(pointer).to_owned()
}

fn schema(document: &Value, pointer: &str, through: bool, seen: &mut BTreeSet<(String, bool)>, depth: usize) {
    let Some(it) = document.pointer(pointer) else { return };
    if depth > 40 || !it.is_object() || !seen.insert((pointer.to_owned(), through)) {
        return;
    }
    if let Some(target) = it.get("$ref").and_then(Value::as_str) {
        if let Some(target) = target.strip_prefix('#') {
            schema(document, target, through, seen, depth + 1);
        }
        return;
    }
    for (name, _) in it.get("properties").and_then(Value::as_object).into_iter().flatten() {
        schema(document, &format!("{pointer}/properties/{}", escaped(name)), through, seen, depth + 1);
    }
    for key in ["items", "additionalProperties"] {
        if it.get(key).is_some_and(Value::is_object) {
            schema(document, &format!("{pointer}/{key}"), through, seen, depth + 1);
        }
    }
    for key in ["allOf", "anyOf", "oneOf"] {
        for index in 0..it.get(key).and_then(Value::as_array).map_or(0, Vec::len) {
            schema(document, &format!("{pointer}/{key}/{index}"), true, seen, depth + 1);
        }
    }
}

fn escaped(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

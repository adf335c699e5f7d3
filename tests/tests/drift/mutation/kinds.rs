//! Kinds of mutations.

use serde_json::{Value, json};

/// A kind of mutation: its rule, and what it does to a schema or an operation; `None` where it does not fit.
pub struct Kind {
    pub rule: &'static str,
    pub on: On,
    pub change: fn(&mut Value) -> Option<()>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum On {
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

pub const KINDS: &[Kind] = &[
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
            (it.get("type")?.as_str()? == "string" && it.get("enum")?.get(0)?.is_string()).then_some(())?;
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

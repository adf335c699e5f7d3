//! The judge: what instances a document's schemas allow, by a JSON Schema validator.
//!
//! Takes the schemas of a document as JSON Schema 2020-12, below `$defs`; answers by reference (`#/$defs/Pet`). Formats hold only
//! where the types know them too: the rest are annotations.

use jsonschema::{Draft, Registry, Validator};
use serde_json::{Map, Value, json};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

const BASE: &str = "judge:/schemas";

/// Keywords that hold one schema.
const ONE: [&str; 10] = [
    "items",
    "additionalProperties",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "unevaluatedProperties",
    "unevaluatedItems",
];

/// Keywords that hold a list of schemas.
const LISTS: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];

/// Keywords that hold schemas by key.
const MAPS: [&str; 4] = ["properties", "patternProperties", "dependentSchemas", "$defs"];

/// Answers for one document.
pub struct Judge<'a> {
    schemas: &'a Value,
    registry: Registry<'a>,
    known: RefCell<BTreeMap<String, Option<Rc<Validator>>>>,
    /// The properties of all discriminators.
    pub tags: BTreeSet<&'a str>,
}

impl<'a> Judge<'a> {
    /// A judge of these schemas; `None` where they cannot be taken as JSON Schema at all.
    pub fn of(schemas: &'a Value) -> Option<Self> {
        let registry = Registry::new().add(BASE, schemas).ok()?.prepare().ok()?;
        let mut tags = BTreeSet::new();
        collect_tags(schemas, &mut tags);
        Some(Self { schemas, registry, known: RefCell::default(), tags })
    }

    /// Whether the schema allows the instance; `None` where the schema itself is not sound.
    pub fn allows(&self, reference: &str, instance: &Value) -> Option<bool> {
        let mut known = self.known.borrow_mut();
        let validator = known.entry(reference.to_owned()).or_insert_with(|| self.validator(reference).map(Rc::new));
        let validator = validator.clone();
        drop(known);
        validator.map(|validator| validator.is_valid(instance))
    }

    /// Why the schema does not allow the instance.
    pub fn refusal(&self, reference: &str, instance: &Value) -> String {
        let validator = self.validator(reference);
        let errors = validator.iter().flat_map(|validator| validator.iter_errors(instance));
        let errors: Vec<_> = errors.map(|error| format!("{} {error}", error.instance_path())).collect();
        errors.join("; ")
    }

    fn validator(&self, reference: &str) -> Option<Validator> {
        let encoded: String = reference.chars().map(encoded).collect();
        jsonschema::options()
            .with_draft(Draft::Draft202012)
            .with_registry(&self.registry)
            .should_validate_formats(true)
            .with_format("byte", is_base64)
            .with_format("time", is_time)
            .build(&json!({ "$ref": format!("{BASE}{encoded}") }))
            .ok()
    }

    /// The schema that a reference names.
    pub fn schema(&self, reference: &str) -> Option<&'a Value> {
        self.schemas.pointer(reference.strip_prefix('#')?)
    }
}

fn collect_tags<'a>(value: &'a Value, into: &mut BTreeSet<&'a str>) {
    match value {
        Value::Object(entries) => {
            into.extend(value.pointer("/discriminator/propertyName").and_then(Value::as_str));
            entries.values().for_each(|value| collect_tags(value, into));
        }
        Value::Array(items) => items.iter().for_each(|value| collect_tags(value, into)),
        _ => {}
    }
}

/// What a URI's fragment may hold as it stands, and percent signs.
fn encoded(letter: char) -> String {
    if letter.is_ascii_alphanumeric() || "#/-._~!$&'()*+,;=:@".contains(letter) {
        return letter.to_string();
    }
    let mut bytes = [0; 4];
    letter.encode_utf8(&mut bytes).bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Padded, in the plain alphabet: what is written.
fn is_base64(text: &str) -> bool {
    let bare = text.trim_end_matches('=');
    let loose = match bare.len() % 4 {
        0 => text.len() == bare.len(),
        2 => text.len() == bare.len() + 2 && bare.ends_with(['A', 'Q', 'g', 'w']),
        3 => text.len() == bare.len() + 1 && bare.ends_with(|last: char| "AEIMQUYcgkosw048".contains(last)),
        _ => false,
    };
    loose && bare.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/')
}

/// With or without an offset.
fn is_time(text: &str) -> bool {
    let number = |text: &str, at: usize| text.get(at..at + 2).and_then(|part| part.parse::<u8>().ok());
    let clock = matches!((number(text, 0), number(text, 3), number(text, 6)), (Some(0..24), Some(0..60), Some(0..=60)))
        && text.bytes().enumerate().all(|(index, byte)| (index == 2 || index == 5) == (byte == b':') || index > 7);
    let rest = text.get(8..).unwrap_or_default();
    let fraction = rest.strip_prefix('.').map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    let offset = fraction.unwrap_or(rest);
    let signed = offset.len() == 6 && offset.starts_with(['+', '-']) && offset.get(3..4) == Some(":");
    clock
        && (offset.is_empty() || offset == "Z" || signed && number(offset, 1).is_some() && number(offset, 4).is_some())
}

/// One step below a pointer.
pub fn below(pointer: &str, segments: &[&str]) -> String {
    let escaped = segments.iter().map(|segment| segment.replace('~', "~0").replace('/', "~1"));
    escaped.fold(pointer.to_owned(), |pointer, segment| pointer + "/" + &segment)
}

/// Turns a schema as OpenAPI 3.1 has it, and all below it, into what the judge understands.
pub fn prepare(schema: &mut Value) {
    let Some(keywords) = schema.as_object_mut() else { return };
    if let Some(Value::String(reference)) = keywords.get_mut("$ref") {
        *reference = reference.replace("#/components/schemas/", "#/$defs/");
    }
    if let Some(mapping) = keywords.get_mut("discriminator").and_then(|it| it.get_mut("mapping")) {
        for target in mapping.as_object_mut().into_iter().flat_map(Map::values_mut) {
            *target = target.as_str().unwrap_or_default().replace("#/components/schemas/", "#/$defs/").into();
        }
    }
    for key in ONE {
        keywords.get_mut(key).map(prepare);
    }
    for key in LISTS {
        keywords.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten().for_each(prepare);
    }
    for key in MAPS {
        keywords.get_mut(key).and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut).for_each(prepare);
    }
    implied(keywords);
    formats(keywords);
}

/// Keywords of one JSON type, or a format, without a `type`: that type is meant. JSON Schema allows all others too; no description
/// means that.
fn implied(keywords: &mut Map<String, Value>) {
    let any = |all: &[&str]| all.iter().any(|keyword| keywords.contains_key(*keyword));
    if any(&["type", "enum", "const", "$ref", "allOf", "anyOf", "oneOf"]) {
        return;
    }
    let implied = [
        (any(&["properties", "additionalProperties", "patternProperties", "minProperties", "maxProperties"]), "object"),
        (any(&["items", "prefixItems", "minItems"]), "array"),
        (any(&["pattern", "minLength", "maxLength", "contentEncoding"]), "string"),
        (any(&["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]), "number"),
    ];
    let mut types: Vec<&str> = implied.iter().filter(|(there, _)| *there).map(|(_, ty)| *ty).collect();
    if types.is_empty() {
        types.extend(match keywords.get("format").and_then(Value::as_str) {
            Some("int32" | "int64" | "uint32" | "uint64") => Some("integer"),
            Some("float" | "double") => Some("number"),
            Some("date-time" | "date" | "time" | "uuid" | "byte" | "binary" | "email" | "uri" | "password") => {
                Some("string")
            }
            Some(_) | None => None,
        });
    }
    if !types.is_empty() {
        keywords.insert("type".to_owned(), types.into());
    }
}

fn formats(keywords: &mut Map<String, Value>) {
    let base64 =
        keywords.get("contentEncoding").and_then(Value::as_str).is_some_and(|it| it.eq_ignore_ascii_case("base64"));
    let format = keywords.remove("format").and_then(|format| format.as_str().map(str::to_owned));
    let (whole, least, most) = match format.as_deref() {
        Some("int8" | "int16" | "int32") => (true, i64::from(i32::MIN), u64::from(i32::MAX as u32)),
        Some("uint8" | "uint16" | "uint32") => (true, 0, u64::from(u32::MAX)),
        Some("uint" | "uint64") => (true, 0, u64::MAX),
        Some("int64" | "integer") => (true, i64::MIN, i64::MAX as u64),
        Some(text @ ("date-time" | "date" | "time" | "uuid" | "byte")) => {
            keywords.insert("format".to_owned(), text.into());
            return;
        }
        _ if base64 => {
            keywords.insert("format".to_owned(), "byte".into());
            return;
        }
        _ => (false, i64::MIN, i64::MAX as u64),
    };
    let integer = keywords.get("type").is_some_and(|types| {
        types == "integer" || types.as_array().is_some_and(|types| types.contains(&"integer".into()))
    });
    if whole || integer {
        let mut bounds = json!({ "minimum": least, "maximum": most });
        if whole {
            bounds["multipleOf"] = 1.into();
        }
        if let Some(all) = keywords.entry("allOf").or_insert_with(|| json!([])).as_array_mut() {
            all.push(bounds);
        }
    }
}

//! The report in SARIF 2.1.0.
//!
//! Takes what is told; gives one run with the rules that were used and a result for each change. Promises relative URIs for relative paths, and the fingerprint as a partial
//! fingerprint, so that a service follows a change from run to run.

use super::super::place::Place;
use super::told::{Entry, Severity, Told};
use crate::drift::Rule;
use serde_json::{Value, json};

pub(super) fn write(told: &Told<'_>) -> String {
    let mut rules: Vec<&Rule> = Vec::new();
    for entry in &told.entries {
        if !rules.contains(&entry.change.rule) {
            rules.push(entry.change.rule);
        }
    }
    let results: Vec<Value> = told.entries.iter().map(|entry| result(entry, &rules)).collect();
    let rules: Vec<Value> =
        rules.iter().map(|it| json!({ "id": it.id, "fullDescription": { "text": it.explanation } })).collect();
    let sarif = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "specwright", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{sarif:#}\n")
}

fn result(entry: &Entry<'_>, rules: &[&Rule]) -> Value {
    let change = entry.change;
    let level = match entry.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let witness = change
        .witnesses
        .first()
        .map_or_else(String::new, |it| format!(" Witness, {}: {}. {}.", it.what, it.value, it.why));
    let index = rules.iter().position(|it| *it == change.rule);
    let mut result = json!({
        "ruleId": change.rule.id,
        "ruleIndex": index,
        "level": level,
        "message": { "text": format!("{}.{witness}", change.message) },
        "partialFingerprints": { "specwrightDrift/v1": entry.fingerprint },
    });
    let places: Vec<Value> = entry.new.iter().map(location).collect();
    let related: Vec<Value> = entry.old.iter().map(location).collect();
    if let Value::Object(map) = &mut result {
        map.insert("locations".to_owned(), json!(if places.is_empty() { related.clone() } else { places.clone() }));
        if !places.is_empty() && !related.is_empty() {
            map.insert("relatedLocations".to_owned(), json!(related));
        }
        if let Some(reason) = &entry.accepted {
            map.insert(
                "suppressions".to_owned(),
                json!([{ "kind": "external", "status": "accepted", "justification": reason }]),
            );
        }
    }
    result
}

fn location(place: &Place) -> Value {
    let uri: String = place.path.bytes().fold(String::new(), |mut uri, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
        uri
    });
    let uri = if uri.starts_with('/') { format!("file://{uri}") } else { uri };
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri },
            "region": { "startLine": place.line, "startColumn": place.column },
        },
    });
    if let (Value::Object(map), Some(pointer)) = (&mut location, &place.pointer) {
        map.insert("logicalLocations".to_owned(), json!([{ "fullyQualifiedName": pointer }]));
    }
    location
}

//! Answers of fakes, judged: every body that a response is given holds what its schema says, formats included.
//!
//! Takes descriptions; has each response's examples, as lowering leaves them, held against the exported document by a JSON Schema validator.

use crate::instance::{Fullness, Maker};
use crate::judge::{self, Judge, below};
use crate::random::Random;
use crate::subject::{path, status};
use serde_json::{Map, Value, json};
use specwright::cli;
use specwright::diagnostic::Diagnostics;
use specwright::export::{ExportVersion, export};
use specwright::ir::Codec;
use std::collections::BTreeSet;
use std::path::Path;

/// What was found in one description or many.
#[derive(Debug, Default)]
pub struct Found {
    /// Bodies that were judged.
    pub judged: usize,
    /// Those whose schema no value is found for, whoever looks: what it asks contradicts itself.
    pub impossible: usize,
    /// Those of which the validator says no.
    pub invalid: Vec<String>,
    /// Bodies that nothing was made for.
    pub missing: Vec<String>,
}

impl Found {
    /// Adds what was found elsewhere.
    pub fn add(&mut self, other: Self) {
        self.judged += other.judged;
        self.impossible += other.impossible;
        self.invalid.extend(other.invalid);
        self.missing.extend(other.missing);
    }
}

/// Judges the answers of a description.
pub fn of(file: &Path) -> Found {
    let read = cli::understand_files(Path::new("."), &[file.to_path_buf()], &[], "answers");
    let mut found = Found::default();
    let Some(understood) = read.understood else { return found };
    let written = export(&understood.document, ExportVersion::V3_1, &mut Diagnostics::default());
    let document: Value = serde_yaml::from_str(&written).expect("what is exported is YAML");
    let mut defs = Map::new();
    for (name, schema) in document.pointer("/components/schemas").and_then(Value::as_object).into_iter().flatten() {
        defs.insert(name.clone(), prepared(schema));
    }
    let mut bodies = Vec::new();
    // Operations of one path and method are told apart by what the exported document does not say of each.
    let operations = understood.api.operations().map(|(_, operation)| operation);
    let mut seen = BTreeSet::new();
    for operation in operations.filter(|it| seen.insert((it.method.clone(), path(it)))) {
        let at = path(operation);
        let written = document.get("paths").and_then(|it| it.get(&at)?.get(operation.method.to_ascii_lowercase()));
        for response in &operation.responses {
            let status = status(response.status);
            let content = written.and_then(|it| it.get("responses")?.get(&status)?.get("content"));
            for media in response.payload.media() {
                let what = format!("{}: {} {at} {status} {}", file.display(), operation.method, media.media_type);
                let examples = response.examples.iter().filter(|one| one.media_type == media.media_type);
                let examples: Vec<_> = examples.collect();
                if examples.is_empty() {
                    found.missing.push(what.clone());
                }
                let schema = content.and_then(|content| content.get(&media.media_type)?.get("schema"));
                let Some(schema) = schema.filter(|_| media.codec == Codec::Json) else { continue };
                let name = format!("answer-{}", bodies.len());
                defs.insert(name.clone(), prepared(schema));
                bodies.push((what, name, examples));
            }
        }
    }
    let schemas = json!({ "$defs": defs });
    let Some(judge) = Judge::of(&schemas) else { return found };
    for (what, name, examples) in bodies {
        for example in examples {
            let value: Value = serde_json::from_str(&example.body).expect("a body in JSON is JSON");
            let reference = below("#/$defs", &[&name]);
            let allowed = judge.allows(&reference, &value);
            found.judged += usize::from(allowed.is_some());
            if allowed == Some(false) && !is_satisfiable(&judge, &reference) {
                found.impossible += 1;
            } else if allowed == Some(false) {
                let why = judge.refusal(&reference, &value);
                found.invalid.push(format!("{what} {:?}: {why}: {}", example.provenance, example.body));
            }
        }
    }
    found
}

/// Whether a search that knows nothing of the one under test finds an instance.
fn is_satisfiable(judge: &Judge<'_>, reference: &str) -> bool {
    let Some(schema) = judge.schema(reference) else { return true };
    let mut maker = Maker { judge, random: Random::of(reference) };
    let fullness = [Fullness::Least, Fullness::Some, Fullness::Most];
    fullness.into_iter().cycle().take(60).any(|fullness| {
        maker.make(&[schema], fullness, 0).is_some_and(|made| judge.allows(reference, &made) == Some(true))
    })
}

/// A schema for the judge, with the formats of texts that it leaves to types otherwise.
fn prepared(schema: &Value) -> Value {
    let mut schema = schema.clone();
    keep_formats(&mut schema);
    required_of_responses(&mut schema);
    judge::prepare(&mut schema);
    restore_formats(&mut schema);
    schema
}

/// What only requests carry is not required of responses, and a name that is listed twice is required once.
fn required_of_responses(value: &mut Value) {
    match value {
        Value::Object(entries) => {
            let properties = entries.get("properties").cloned().unwrap_or_default();
            let is_sent = |name: &Value| {
                let name = name.as_str().unwrap_or_default();
                properties.get(name).and_then(|it| it.get("writeOnly")).and_then(Value::as_bool) == Some(true)
            };
            if let Some(Value::Array(required)) = entries.get_mut("required") {
                let mut seen = Vec::new();
                required.retain(|name| {
                    !is_sent(name) && !seen.contains(name) && {
                        seen.push(name.clone());
                        true
                    }
                });
            }
            entries.values_mut().for_each(required_of_responses);
        }
        Value::Array(items) => items.iter_mut().for_each(required_of_responses),
        _ => {}
    }
}

const FORMATS: [&str; 6] = ["email", "uri", "ipv4", "ipv6", "hostname", "duration"];

fn keep_formats(value: &mut Value) {
    match value {
        Value::Object(entries) => {
            let format = entries.get("format").and_then(Value::as_str).filter(|it| FORMATS.contains(it));
            if let Some(format) = format.map(str::to_owned) {
                entries.insert("x-format".to_owned(), format.into());
            }
            entries.values_mut().for_each(keep_formats);
        }
        Value::Array(items) => items.iter_mut().for_each(keep_formats),
        _ => {}
    }
}

fn restore_formats(value: &mut Value) {
    match value {
        Value::Object(entries) => {
            if let Some(format) = entries.remove("x-format") {
                entries.insert("format".to_owned(), format);
            }
            entries.values_mut().for_each(restore_formats);
        }
        Value::Array(items) => items.iter_mut().for_each(restore_formats),
        _ => {}
    }
}

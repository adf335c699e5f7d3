//! Published documents with one thing changed: the change is found, once, at its place.
//!
//! Kinds of mutations are tried at places chosen by a seed, in documents of the collection. What a mutation is about decides the rule that must tell of it and who may
//! break. `MUTATION=N cargo test …` tries N places for each kind in each document, and `MUTATION_OF=github` takes only the large documents whose name holds that.

mod kinds;

use crate::equivalence::{documents, stands_alone};
use crate::pair::{Pair, parse};
use kinds::{KINDS, On};
use libtest_mimic::{Failed, Trial};
use serde_json::Value;
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
        Trial::test("mutation::of_large_documents", || {
            let named = std::env::var("MUTATION_OF").unwrap_or_default();
            let is_named = |path: &Path| path.to_string_lossy().contains(&named);
            run(&|path| fs::metadata(path).is_ok_and(|it| it.len() >= 1_000_000) && is_named(path), 1_000)
        })
        .with_ignored_flag(true),
    ]
}

fn run(wanted: &dyn Fn(&Path) -> bool, most_documents: usize) -> Result<(), Failed> {
    let tries: usize = std::env::var("MUTATION").ok().and_then(|it| it.parse().ok()).unwrap_or(1);
    let place = tempfile::tempdir()?;
    let other = place.path().join("mutated.json");
    let mut faults = Vec::new();
    let (mut seed, mut count) = (0x5eed_u64, 0);
    let mut kinds = BTreeSet::new();
    let fitting: Vec<PathBuf> = documents().into_iter().filter(|it| wanted(it)).collect();
    for path in fitting.into_iter().take(most_documents) {
        let document = parse(&path);
        if document.get("openapi").is_none() || !stands_alone(&path) {
            continue;
        }
        // What is compared is written alike on both sides.
        let written = place.path().join("published.json");
        fs::write(&written, document.to_string())?;
        let of = if path.extension().is_some_and(|it| it == "json") { &path } else { &written };
        let old = Arc::new(understand_files(Path::new(""), std::slice::from_ref(of), &[], "things"));
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
                let pair = Pair::beside(&old, of, &other);
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

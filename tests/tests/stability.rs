//! An edit of a document leaves the surface of all that it is not about as it was.
//!
//! Operations and schemas are added, taken away and put into another order, in documents of the collection; what users can name of
//! everything else stays, line by line.

use serde_json::{Map, Value, json};
use specwright_tests::{root, run, shared};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Documents of this size have enough in them, and are read quickly without optimisation.
const SIZE: std::ops::Range<u64> = 40_000..400_000;

/// How many documents are edited.
const DOCUMENTS: usize = 10;

#[test]
fn an_added_operation_changes_nothing_else() {
    edited(|document| {
        let mut added = json!({"get": {
            "operationId": "zz_an_unrelated_operation",
            "tags": ["zz unrelated"],
            "parameters": [{"name": "zz", "in": "query", "schema": {"type": "string", "enum": ["a", "b"]}}],
            "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": {
                "type": "object", "properties": {"zz": {"type": "object", "properties": {"a": {"type": "string"}}}},
            }}}}},
        }});
        // It also has what others share, before they have it.
        for (holder, list) in [("parameters", "/get/parameters"), ("responses", "/get/responses")] {
            let at =
                if document.get("swagger").is_some() { format!("/{holder}") } else { format!("/components/{holder}") };
            let Some(key) = document.pointer(&at).and_then(Value::as_object).and_then(|all| all.keys().next()) else {
                continue;
            };
            let key = key.replace('~', "~0").replace('/', "~1");
            let reference = json!({"$ref": format!("#{at}/{key}")});
            match added.pointer_mut(list) {
                Some(Value::Array(parameters)) => parameters.push(reference),
                Some(Value::Object(responses)) => drop(responses.insert("418".to_owned(), reference)),
                _ => {}
            }
        }
        let mut edited = document.clone();
        let paths = edited.get_mut("paths").and_then(Value::as_object_mut).expect("checked before");
        // First of all, so that whoever comes first could lose its place.
        let others = std::mem::take(paths);
        paths.insert("/zz/unrelated".to_owned(), added);
        paths.extend(others);
        edited
    })
    .into_iter()
    .for_each(|(name, before, after)| {
        let lost: Vec<&String> = before.difference(&after).take(10).collect();
        assert!(lost.is_empty(), "{name}: lost {lost:#?}");
        let foreign: Vec<&String> = after.difference(&before).filter(|line| !is_unrelated(line)).take(10).collect();
        assert!(foreign.is_empty(), "{name}: new {foreign:#?}");
    });
}

#[test]
fn an_added_schema_and_property_change_nothing_else() {
    edited(|document| {
        let mut edited = document.clone();
        let added = json!({"type": "object", "properties": {"zz": {"type": "string", "enum": ["a"]}}});
        let holder = schemas(&mut edited);
        let others = std::mem::take(holder);
        holder.insert("ZzUnrelated".to_owned(), added);
        holder.extend(others);
        edited
    })
    .into_iter()
    .for_each(|(name, before, after)| {
        let lost: Vec<&String> = before.difference(&after).take(10).collect();
        assert!(lost.is_empty(), "{name}: lost {lost:#?}");
    });
}

#[test]
fn the_order_of_paths_and_schemas_names_nothing() {
    edited(|document| {
        let mut edited = document.clone();
        for seed in [7, 11] {
            let map = if seed == 7 {
                edited.get_mut("paths").and_then(Value::as_object_mut)
            } else {
                Some(schemas(&mut edited))
            };
            let Some(map) = map else { continue };
            let mut entries: Vec<(String, Value)> = std::mem::take(map).into_iter().collect();
            entries.sort_by_key(|(key, _)| mixed(key, seed));
            map.extend(entries);
        }
        edited
    })
    .into_iter()
    .for_each(|(name, before, after)| {
        let differ: Vec<&String> = before.symmetric_difference(&after).take(10).collect();
        assert!(differ.is_empty(), "{name}: {differ:#?}");
    });
}

#[test]
fn a_removed_operation_renames_nothing() {
    edited(|document| {
        let mut edited = document.clone();
        let paths = edited.get_mut("paths").and_then(Value::as_object_mut).expect("checked before");
        let first = paths.keys().next().cloned().unwrap_or_default();
        paths.remove(&first);
        edited
    })
    .into_iter()
    .for_each(|(name, before, after)| {
        // Types that the operation carried may have other fields, variants and traits now, and a group that is left alone with a type has a
        // Cargo feature for it: what is compared is what all else is called.
        let names = |lines: BTreeSet<String>| -> BTreeSet<String> {
            let parts = ["field ", "variant ", "impl ", "feature api_types/"];
            let is_part = |line: &&String| parts.iter().any(|part| line.starts_with(part));
            lines.iter().filter(|line| !is_part(line)).map(|line| named(line)).collect()
        };
        let (before, after) = (names(before), names(after));
        let new: Vec<&String> = after.difference(&before).take(10).collect();
        assert!(new.is_empty(), "{name}: new {new:#?}");
    });
}

/// What a line is about, without the signature: `field api_types::Contact::name`.
fn named(line: &str) -> String {
    let (kind, rest) = line.split_once(' ').unwrap_or((line, ""));
    let end = rest.find(['(', ' ']).into_iter().chain(rest.find(": ")).min().unwrap_or(rest.len());
    format!("{kind} {}", rest.get(..end).unwrap_or(rest))
}

/// A number that depends on a text and a seed alone.
fn mixed(text: &str, seed: u64) -> u64 {
    text.bytes().fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn is_unrelated(line: &str) -> bool {
    line.to_lowercase().contains("zz")
}

fn schemas(document: &mut Value) -> &mut Map<String, Value> {
    let root = document.as_object_mut().expect("checked before");
    if root.contains_key("swagger") {
        root.entry("definitions").or_insert_with(|| json!({})).as_object_mut().expect("a map of schemas")
    } else {
        let components = root.entry("components").or_insert_with(|| json!({})).as_object_mut().expect("a map");
        components.entry("schemas").or_insert_with(|| json!({})).as_object_mut().expect("a map of schemas")
    }
}

/// The surfaces of documents before and after an edit, with their names.
fn edited(edit: impl Fn(&Value) -> Value) -> Vec<(String, BTreeSet<String>, BTreeSet<String>)> {
    let Some(shared) = shared() else { return Vec::new() };
    let mut documents: Vec<(PathBuf, Value)> = fs::read_dir(shared.join("documents"))
        .expect("there are documents")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| fs::metadata(path).is_ok_and(|file| file.is_file() && SIZE.contains(&file.len())))
        .filter_map(|path| {
            let text = fs::read_to_string(&path).ok()?;
            let document: Value = serde_yaml::from_str(&text).ok()?;
            document.get("paths").and_then(Value::as_object).filter(|paths| paths.len() > 3)?;
            Some((path, document))
        })
        .collect();
    documents.sort_by(|(a, _), (b, _)| a.cmp(b));
    let step = (documents.len() / DOCUMENTS).max(1);
    let chosen: Vec<_> = documents.into_iter().step_by(step).take(DOCUMENTS).collect();
    assert_eq!(chosen.len(), DOCUMENTS, "there are too few documents");
    let place = tempfile::tempdir().expect("a temporary folder");
    let surfaces = chosen.into_iter().map(|(path, document)| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        (name, surface(place.path(), &document), surface(place.path(), &edit(&document)))
    });
    surfaces.collect()
}

fn surface(place: &Path, document: &Value) -> BTreeSet<String> {
    let file = place.join("document.json");
    fs::write(&file, document.to_string()).expect("writable");
    let ran = run(root(), ["inspect".into(), "--surface".into(), file.into_os_string()]);
    assert!(ran.status <= 1, "{}", ran.err);
    // The router and the routes of the whole API are about every group.
    let of_all =
        |line: &&str| ["router", "routes"].iter().any(|name| line.starts_with(&format!("fn api_server::{name}<")));
    ran.out.lines().filter(|line| !of_all(line)).map(str::to_owned).collect()
}

//! Whole vendors out of their pages: what is generated is what the whole document gives.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::{Map, Value, json};
use specwright::cli::understand_files;
use specwright::surface;

use crate::{shared, truth};

/// What users can name, line by line. Whose document a description is from makes no difference.
fn lines(documents: &[PathBuf], overlays: &[PathBuf]) -> BTreeSet<String> {
    let read = understand_files(Path::new(""), documents, overlays, "whole");
    let understood = read.understood.unwrap_or_else(|| panic!("{:?}", read.diagnostics));
    surface::text(&understood.api).lines().map(str::to_owned).collect()
}

/// A document without the components that no operation reaches: pages show what operations reach.
fn reached(document: &Value) -> Value {
    let mut whole = document.clone();
    whole["components"] = components(document, &document["paths"]);
    whole
}

/// The pages of a vendor and its whole document give the same, with the corrections in `specs/` as well as without.
fn compare(name: &str, whole: &Path, pages: &[PathBuf]) {
    let overlay = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../specs")).join(name).join("overlay.yaml");
    assert!(overlay.is_file(), "{}", overlay.display());
    compare_with(name, whole, pages, &[]);
    compare_with(name, whole, pages, &[overlay]);
}

fn compare_with(name: &str, whole: &Path, pages: &[PathBuf], overlays: &[PathBuf]) {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("whole.json");
    fs::write(&path, reached(&truth::document(whole)).to_string()).unwrap();
    let (whole, joined) = (lines(&[path], overlays), lines(pages, overlays));
    let more: Vec<_> = joined.difference(&whole).collect();
    let less: Vec<_> = whole.difference(&joined).collect();
    for line in more.iter().take(20) {
        println!("{name}: only of the pages: {line}");
    }
    for line in less.iter().take(20) {
        println!("{name}: only of the document: {line}");
    }
    println!("{name}: {} lines of {} agree", whole.len() - less.len(), whole.len());
    assert!(more.is_empty() && less.is_empty(), "{name}: {} lines more, {} less", more.len(), less.len());
}

/// The pages of a folder, in order.
fn pages(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    paths.sort();
    paths
}

#[test]
fn pages_of_libredesk_are_its_document() {
    let Some(folder) = shared() else { return };
    compare("libredesk", &folder.join("../vendors/libredesk/openapi.json"), &pages(&folder.join("libredesk-mintlify")));
}

#[test]
fn pages_of_close_are_its_document() {
    let Some(folder) = shared() else { return };
    compare("close", &folder.join("../vendors/close/openapi.yaml"), &pages(&folder.join("close-fern")));
}

/// The references of a value.
fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            found.extend(map.get("$ref").and_then(Value::as_str).map(str::to_owned));
            map.values().for_each(|value| references(value, found));
        }
        Value::Array(list) => list.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

/// The components that a value reaches.
fn components(document: &Value, from: &Value) -> Value {
    let mut components = json!({"securitySchemes": document["components"]["securitySchemes"]});
    let mut waiting = Vec::new();
    references(from, &mut waiting);
    while let Some(reference) = waiting.pop() {
        let parts: Vec<&str> = reference.trim_start_matches("#/components/").split('/').collect();
        let [kind, name] = parts[..] else { panic!("{reference}") };
        let target = &document["components"][kind][name];
        if components[kind].get(name).is_none() {
            components[kind][name] = target.clone();
            references(target, &mut waiting);
        }
    }
    components
}

/// A page for each operation, as Mintlify cuts them out.
fn cut(document: &Value) -> Vec<(String, String)> {
    let methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
    let mut pages = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in methods.into_iter().filter(|method| item.get(*method).is_some()) {
            let kept: Map<String, Value> = item
                .as_object()
                .unwrap()
                .iter()
                .filter(|(key, _)| *key == method || *key == "parameters" || *key == "servers")
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect();
            let paths = json!({ path: kept });
            let mut whole = document.clone();
            whole["components"] = components(document, &paths);
            whole["paths"] = paths;
            let text = serde_json::to_string_pretty(&whole).unwrap();
            let title = item[method]["summary"].as_str().unwrap_or("An operation");
            pages.push((
                format!("{:03}-{method}.md", pages.len()),
                format!("# {title}\n\n\n\n## OpenAPI\n\n````yaml {method} {path}\n{text}\n````\n"),
            ));
        }
    }
    pages
}

#[test]
fn a_vendor_is_generated_out_of_all_its_pages() {
    let Some(folder) = shared() else { return };
    let whole = folder.join("../vendors/chatwoot/2026-05-openapi-3.1.0.json");
    let document = truth::document(&whole);
    let place = tempfile::tempdir().unwrap();
    let vendor = place.path().join("specs/chatwoot");
    fs::create_dir_all(vendor.join("pages")).unwrap();
    let cut = cut(&document);
    for (name, text) in &cut {
        fs::write(vendor.join("pages").join(name), text).unwrap();
    }
    fs::write(vendor.join("pages/guide.md"), "# How to begin\n\nText.\n").unwrap();
    fs::write(vendor.join("vendor.yaml"), "name: chatwoot\ntitle: Chatwoot\ndocuments:\n  - pages/*.md\n").unwrap();
    let begun = Instant::now();
    let ran = specwright_tests::run(place.path(), ["generate", "--update-lock", "--allow-faults"].map(str::to_owned));
    println!("chatwoot: {} pages in {:.1} s", cut.len(), begun.elapsed().as_secs_f64());
    assert!(vendor.join("spec.lock").is_file(), "{}", ran.err);
    assert!(place.path().join("generated/chatwoot/client/Cargo.toml").is_file(), "{}", ran.err);
    let paths: Vec<PathBuf> = cut.iter().map(|(name, _)| vendor.join("pages").join(name)).collect();
    compare("chatwoot", &whole, &paths);
}

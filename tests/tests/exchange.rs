//! Crates of the cases under `cases/operations` at work, in programs of their user: `programs/`.

use serde_json::{Map, Value, json};
use specwright_tests::{root, run};
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

#[test]
fn webhooks_servers_and_headers_work() {
    works("exchange", &["webhooks", "callbacks", "servers", "response-headers"]);
}

#[test]
fn xml_works() {
    works("xml", &["xml", "xml-3-2"]);
}

#[test]
fn streams_work() {
    works("streams", &["streams"]);
}

#[test]
fn unions_keep_what_they_are() {
    works("variants", &["variants"]);
}

#[test]
fn servers_read_strictly_and_clients_do_not() {
    works("strict", &["strict"]);
}

#[test]
fn bodies_are_what_their_media_types_say() {
    works("raw-bodies", &["raw-bodies"]);
}

#[test]
fn webhooks_are_told_apart_once_their_signature_is_right() {
    works("webhooks", &["webhook-events", "webhook-names"]);
}

#[test]
fn secrets_are_told_by_nothing() {
    works("secrets", &["secrets"]);
}

#[test]
fn large_types_fit_on_a_stack() {
    let place = root().join("target/at-work-sizes-described");
    fs::create_dir_all(&place).expect("writable");
    let mut inputs = Vec::new();
    for (name, description) in [("wide", nested(6, 10)), ("deep", nested(64, 2)), ("flat", flat(300))] {
        let input = place.join(format!("{name}.json"));
        fs::write(&input, description.to_string()).expect("writable");
        inputs.push((name, input));
    }
    works_with("sizes", &inputs);
}

/// Objects in objects, so many of each in the one around them; none holds itself.
fn nested(levels: usize, width: usize) -> Value {
    let mut schemas = Map::new();
    for level in 0..levels {
        let inner = match level + 1 {
            last if last == levels => json!({"type": "string"}),
            next => json!({"$ref": format!("#/components/schemas/Box{next}")}),
        };
        let properties: Map<_, _> = (0..width).map(|at| (format!("part{at}"), inner.clone())).collect();
        schemas.insert(format!("Box{level}"), json!({"type": "object", "properties": properties}));
    }
    described("Box0", schemas)
}

/// One object with so many strings, the first of them required.
fn flat(width: usize) -> Value {
    let properties: Map<_, _> = (0..width).map(|at| (format!("field{at}"), json!({"type": "string"}))).collect();
    let form = json!({"type": "object", "required": ["field0"], "properties": properties});
    let mut description = described("Form", Map::from_iter([("Form".to_owned(), form)]));
    let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/Form"}}});
    let responses = json!({"204": {"description": "it is filled in"}});
    description["paths"]["/box"]["put"] =
        json!({"operationId": "fillForm", "requestBody": {"content": content}, "responses": responses});
    description
}

/// A description with an operation that answers one of these schemas.
fn described(answer: &str, schemas: Map<String, Value>) -> Value {
    let content = json!({"application/json": {"schema": {"$ref": format!("#/components/schemas/{answer}")}}});
    let responses = json!({"200": {"description": "the box", "content": content}, "404": {"description": "none", "content": content}});
    let operation = json!({"tags": ["boxes"], "operationId": "openBox", "responses": responses});
    json!({
        "openapi": "3.1.0", "info": {"title": "Boxes", "version": "1"},
        "paths": {"/box": {"get": operation}}, "components": {"schemas": schemas},
    })
}

/// Runs a program with the crates of these cases.
fn works(program: &str, cases: &[&str]) {
    let input = |case: &str| root().join("tests/cases/operations").join(case).join("input.yaml");
    works_with(program, &cases.iter().map(|case| (*case, input(case))).collect::<Vec<_>>());
}

/// Runs a program with the crates of these descriptions.
fn works_with(program: &str, inputs: &[(&str, PathBuf)]) {
    let place = root().join("target").join(format!("at-work-{program}"));
    fs::remove_dir_all(&place).ok();
    let mut dependencies = String::new();
    for (case, input) in inputs {
        let arguments = ["generate".as_ref(), "--spec".as_ref(), input.as_os_str(), "--name".as_ref(), case.as_ref()];
        let arguments: Vec<OsString> = arguments.into_iter().map(OsString::from).collect();
        let out: [OsString; 2] = ["--out".into(), place.join("vendored").join(case).into_os_string()];
        let ran = run(root(), arguments.into_iter().chain(out));
        assert_eq!(ran.status, 0, "{case}: {}", ran.err);
        dependencies.push_str(&format!(
            "{case}-client = {{ path = \"vendored/{case}/client\" }}\n\
             {case}-server = {{ path = \"vendored/{case}/server\", features = [\"fake\"] }}\n"
        ));
    }
    dependencies.push_str(
        "axum = { version = \"0.8\", default-features = false, features = [\"http1\", \"tokio\"] }\n\
         futures-core = { version = \"0.3\", default-features = false }\n\
         tokio = { version = \"1\", features = [\"macros\", \"net\", \"rt-multi-thread\", \"sync\", \"time\"] }\n",
    );
    fs::create_dir_all(place.join("src")).expect("writable");
    fs::copy(root().join(format!("tests/programs/{program}.rs")), place.join("src/main.rs")).expect("writable");
    let manifest = format!(
        "[workspace]\n\n[package]\nname = \"{program}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}"
    );
    fs::write(place.join("Cargo.toml"), manifest).expect("writable");
    // The versions of this repository's lock file: they are fetched already.
    fs::copy(root().join("Cargo.lock"), place.join("Cargo.lock")).expect("a lock file");
    let output = Command::new(env!("CARGO"))
        .args(["run", "--offline", "--quiet", "--color", "never", "--target-dir"])
        .arg(root().join("target"))
        .current_dir(&place)
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

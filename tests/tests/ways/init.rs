//! `init`: a vendor's folder from documents, or from a name.

use specwright_tests::{files, run};
use std::fs;
use std::path::Path;

const MAIN: &str = "openapi: 3.1.0
info: {title: 'Acme: CRM API v2', version: '1'}
paths:
  /a: {get: {operationId: a, responses: {'200': {description: ok, content: {application/json: {schema: {$ref: parts/a.yaml}}}}}}}
";

fn place() -> tempfile::TempDir {
    let place = tempfile::tempdir().expect("a temporary folder");
    let write = |path: &str, text: &str| {
        let path = place.path().join(path);
        fs::create_dir_all(path.parent().unwrap_or(Path::new(""))).expect("writable");
        fs::write(path, text).expect("writable");
    };
    write("docs/main.yaml", MAIN);
    write("docs/parts/a.yaml", "{type: object, properties: {b: {type: string}}}\n");
    write("faulty.yaml", &MAIN.replace("parts/a.yaml", "'#/nowhere'"));
    place
}

#[test]
fn documents_become_a_folder_and_crates() {
    let place = place();
    let ran = run(place.path(), ["init", "docs/main.yaml"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    for (copy, original) in [("main.yaml", "docs/main.yaml"), ("parts/a.yaml", "docs/parts/a.yaml")] {
        let read = |path: &str| fs::read(place.path().join(path)).expect("a file");
        assert_eq!(read(&format!("specs/acme-crm/{copy}")), read(original));
    }
    for said in ["next:", "generated/acme-crm/client/README.md", "specwright generate --check"] {
        assert!(ran.err.contains(said), "`{said}` is not in:\n{}", ran.err);
    }
    let check = run(place.path(), ["generate", "--check"]);
    assert_eq!((check.status, check.err.as_str()), (0, ""));

    let before = files(place.path());
    let again = run(place.path(), ["init", "docs/main.yaml"]);
    assert_eq!(again.status, 2);
    assert!(again.err.contains("`specs/acme-crm` exists"), "{}", again.err);
    assert!(files(place.path()) == before, "a folder that exists was touched");

    let below = place.path().join("docs");
    let named = run(&below, ["init", "main.yaml", "--name", "other"]);
    assert_eq!(named.status, 0, "{}", named.err);
    assert!(place.path().join("generated/other/types/Cargo.toml").exists(), "the root is where `specs` is");
}

#[test]
fn faults_make_nothing_unless_allowed() {
    let place = place();
    let before = files(place.path());
    let ran = run(place.path(), ["init", "faulty.yaml"]);
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("[unresolved-reference]") && ran.err.contains("--allow-faults"), "{}", ran.err);
    assert!(files(place.path()) == before);
    let ran = run(place.path(), ["init", "faulty.yaml", "--allow-faults"]);
    assert_eq!(ran.status, 1);
    assert!(place.path().join("generated/acme-crm/client/Cargo.toml").exists(), "{}", ran.err);
}

#[test]
fn a_name_makes_a_folder_that_waits() {
    let place = place();
    let ran = run(place.path(), ["init", "later"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.err.contains("specwright generate later --update-lock"), "{}", ran.err);
    fs::write(place.path().join("specs/later/openapi.yaml"), MAIN.replace("{$ref: parts/a.yaml}", "{type: string}"))
        .expect("writable");
    let ran = run(place.path(), ["generate", "later", "--update-lock"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
}

#[test]
fn what_cannot_be_named_or_read_makes_nothing() {
    let place = place();
    let before = files(place.path());
    for (arguments, said) in [
        (vec!["init", "No Such File"], "No Such File"),
        (vec!["init", "docs/main.yaml", "--name", "A b"], "`A b` is no name for crates"),
        (vec!["init", "docs/main.yaml", "--name", "../x"], "`../x` is no name for crates"),
    ] {
        let ran = run(place.path(), arguments);
        assert_eq!(ran.status, 2, "{}", ran.err);
        assert!(ran.err.contains(said), "{}", ran.err);
    }
    assert!(files(place.path()) == before);
}

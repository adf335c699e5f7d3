//! Bad input of every kind: a diagnostic that points at it, the right exit status, and not a byte changed on disk.

use specwright_tests::{Ran, copy, files, root, run};
use std::fs;
use std::path::Path;

const SOUND: &str = "openapi: 3.1.0
info: {title: Sound, version: '1'}
paths:
  /things/{id}:
    get:
      operationId: getThing
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: A thing., content: {application/json: {schema: {type: object, properties: {id: {type: string}}}}}}}
";

/// A folder with crates already generated from `SOUND`, so that any change by a failing command shows.
fn generated() -> tempfile::TempDir {
    let place = tempfile::tempdir().expect("a temporary folder");
    fs::write(place.path().join("sound.yaml"), SOUND).expect("writable");
    let ran = generate(place.path(), "sound.yaml");
    assert_eq!(ran.status, 0, "{}", ran.err);
    place
}

fn generate(directory: &Path, file: &str) -> Ran {
    run(directory, ["generate", "--spec", file, "--name", "sound", "--out", "out"])
}

/// Writes an input, generates from it into the folder that holds sound crates, and sees that nothing changes.
fn refused(input: &[u8], status: u8, says: &[&str]) {
    let place = generated();
    fs::write(place.path().join("input.yaml"), input).expect("writable");
    let before = files(place.path());
    let ran = generate(place.path(), "input.yaml");
    assert_eq!(ran.status, status, "{}", ran.err);
    for part in says {
        assert!(ran.err.contains(part), "`{part}` is not in:\n{}", ran.err);
    }
    assert!(files(place.path()) == before, "a command that failed changed files");
}

#[test]
fn a_missing_file() {
    let place = generated();
    let before = files(place.path());
    let ran = generate(place.path(), "nowhere.yaml");
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("nowhere.yaml"), "{}", ran.err);
    assert!(files(place.path()) == before);
}

#[test]
fn text_that_is_no_yaml() {
    refused(b"openapi: [3.1.0\ninfo: }", 2, &["input.yaml:"]);
}

#[test]
fn bytes_that_are_no_text() {
    refused(b"openapi: \xff\xfe", 2, &["not-utf8"]);
}

#[test]
fn a_yaml_bomb() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let list = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{list}]\n"));
    }
    refused(bomb.as_bytes(), 2, &["input.yaml:"]);
}

#[test]
fn deep_nesting() {
    refused("[".repeat(200_000).as_bytes(), 2, &["input.yaml:1:"]);
    refused(format!("{{\"openapi\":{}", "{\"a\":".repeat(200_000)).as_bytes(), 2, &["input.yaml:1:"]);
}

#[test]
fn yaml_that_is_no_openapi() {
    refused(b"name: something\nversion: 1\n", 2, &["input.yaml:1:1"]);
    refused(b"", 2, &["input.yaml"]);
}

#[test]
fn a_reference_to_nowhere() {
    let input =
        SOUND.replace("{type: object, properties: {id: {type: string}}}", "{$ref: '#/components/schemas/Nowhere'}");
    refused(input.as_bytes(), 1, &["input.yaml:8:", "#/components/schemas/Nowhere"]);
}

#[test]
fn a_reference_to_itself() {
    let input = format!(
        "{}components:\n  schemas:\n    A: {{$ref: '#/components/schemas/B'}}\n    B: {{$ref: '#/components/schemas/A'}}\n",
        SOUND.replace("{type: object, properties: {id: {type: string}}}", "{$ref: '#/components/schemas/A'}")
    );
    refused(input.as_bytes(), 1, &["input.yaml:"]);
}

#[test]
fn a_truncated_page() {
    for vendor in specwright_tests::folders(&root().join("specs")) {
        let page = fs::read_to_string(vendor.join("pages/get-contact.md")).expect("a page");
        let lines: Vec<_> = page.lines().collect();
        for kept in [1, 5, lines.len() / 4] {
            let place = generated();
            fs::write(place.path().join("input.yaml"), lines.get(..kept).unwrap_or(&[]).join("\n")).expect("writable");
            let before = files(place.path());
            let ran = generate(place.path(), "input.yaml");
            assert_ne!(ran.status, 0, "{} cut after {kept} lines is taken for a whole page", vendor.display());
            assert!(ran.err.contains("input.yaml"), "{}", ran.err);
            assert!(files(place.path()) == before);
        }
    }
}

#[test]
fn no_page_cut_anywhere_stops_the_program() {
    for vendor in specwright_tests::folders(&root().join("specs")) {
        let page = fs::read_to_string(vendor.join("pages/get-contact.md")).expect("a page");
        let place = tempfile::tempdir().expect("a temporary folder");
        for (end, _) in page.char_indices().filter(|(index, _)| index % 97 == 0) {
            fs::write(place.path().join("input.md"), page.get(..end).unwrap_or("")).expect("writable");
            let ran = run(place.path(), ["inspect", "input.md"]);
            assert!(ran.status <= 2, "{}", ran.err);
        }
    }
}

#[test]
fn an_unknown_key_in_vendor_yaml() {
    let place = tempfile::tempdir().expect("a temporary folder");
    copy(&root().join("specs/close"), &place.path().join("specs/close")).expect("copied");
    let config = place.path().join("specs/close/vendor.yaml");
    let text = fs::read_to_string(&config).expect("a config");
    fs::write(&config, format!("{text}\noverlayz: []\n")).expect("writable");
    let before = files(place.path());
    let ran = run(place.path(), ["generate"]);
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert!(ran.err.contains("overlayz") && ran.err.contains("specs/close/vendor.yaml:"), "{}", ran.err);
    assert!(files(place.path()) == before);
}

#[test]
fn a_page_that_is_not_the_locked_one() {
    let place = tempfile::tempdir().expect("a temporary folder");
    copy(&root().join("specs/close"), &place.path().join("specs/close")).expect("copied");
    let page = place.path().join("specs/close/pages/get-contact.md");
    let text = fs::read_to_string(&page).expect("a page");
    fs::write(&page, text.replace("Fetch a single contact", "Fetch one contact")).expect("writable");
    let before = files(place.path());
    let ran = run(place.path(), ["generate"]);
    assert_ne!(ran.status, 0);
    assert!(ran.err.contains("spec.lock") && ran.err.contains("--update-lock"), "{}", ran.err);
    assert!(files(place.path()) == before);
    assert_eq!(run(place.path(), ["generate", "--update-lock"]).status, 0);
    assert_eq!(run(place.path(), ["generate", "--check"]).status, 0);
}

#[test]
fn wrong_usage() {
    let place = generated();
    for arguments in [
        vec!["generate", "--spec", "sound.yaml"],
        vec!["generate", "nobody"],
        vec!["generate", "--spec", "sound.yaml", "--name", "../evil", "--out", "out"],
        vec!["generate", "--spec", "sound.yaml", "--name", "Sound Api", "--out", "out"],
        vec!["inspect"],
        vec!["nothing"],
    ] {
        let before = files(place.path());
        assert_eq!(run(place.path(), arguments.clone()).status, 2, "{arguments:?}");
        assert!(files(place.path()) == before);
    }
}

#[test]
fn a_folder_of_someone_else_is_left_alone() {
    let place = generated();
    fs::remove_dir_all(place.path().join("out")).expect("there");
    fs::create_dir_all(place.path().join("out/types")).expect("writable");
    fs::write(place.path().join("out/types/diary.txt"), "mine").expect("writable");
    let ran = generate(place.path(), "sound.yaml");
    assert_eq!(ran.status, 2, "{}", ran.err);
    assert_eq!(fs::read_to_string(place.path().join("out/types/diary.txt")).expect("still there"), "mine");
}

#[test]
fn faults_are_left_out_when_allowed() {
    let place = generated();
    let input =
        SOUND.replace("{type: object, properties: {id: {type: string}}}", "{$ref: '#/components/schemas/Nowhere'}");
    fs::write(place.path().join("input.yaml"), input).expect("writable");
    let ran =
        run(place.path(), ["generate", "--spec", "input.yaml", "--name", "sound", "--out", "new", "--allow-faults"]);
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert!(place.path().join("new/client/src/lib.rs").exists());
}

#[test]
fn inspect_and_export_of_every_page() {
    for vendor in specwright_tests::folders(&root().join("specs")) {
        let inspected = run(&vendor, ["inspect", "pages/get-contact.md"]);
        assert!(inspected.status <= 1, "{}", inspected.err);
        assert!(inspected.out.contains("GET /"), "{}", inspected.out);
        let json = run(&vendor, ["inspect", "pages/get-contact.md", "--format", "json"]);
        assert!(serde_json::from_str::<serde_json::Value>(&json.out).is_ok(), "{}", json.out);
        for version in ["3.0", "3.1"] {
            let exported = run(&vendor, ["export", "pages/get-contact.md", "--version", version]);
            assert!(exported.out.starts_with(&format!("openapi: {version}.")), "{}{}", exported.err, exported.out);
        }
    }
}

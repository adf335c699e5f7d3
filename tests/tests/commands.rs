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

/// Every way YAML has to write one map (YAML 1.2.2 §7.4, §8.2, §9).
#[test]
fn a_document_is_known_in_every_style_of_yaml() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let outline = |text: &str| {
        fs::write(place.path().join("input.yaml"), text).expect("writable");
        let ran = run(place.path(), ["inspect", "input.yaml", "--format", "json"]);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{text}");
        let mut outline: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
        without_places(&mut outline);
        outline
    };
    let expected = outline(SOUND);
    let indented: String = SOUND.lines().map(|line| format!("  {line}\n")).collect();
    for text in [
        SOUND.replace("openapi:", "openapi :"),
        SOUND.replace("openapi: 3.1.0", "'openapi' : '3.1.0'"),
        SOUND.replace("openapi: 3.1.0\n", "? openapi\n: 3.1.0\n"),
        SOUND.replace("openapi: 3.1.0", "openapi: !!str 3.1.0"),
        SOUND.replace("openapi: 3.1.0", "&key openapi: &version 3.1.0"),
        SOUND.replace("openapi: 3.1.0", "x-first key: [1]\nopenapi: 3.1.0"),
        format!("--- # a description\n{SOUND}"),
        format!("--- !!map\n{SOUND}"),
        format!("---\n{SOUND}---\n"),
        format!("---\n---\n{SOUND}...\n"),
        format!("%YAML 1.2\n---\n{SOUND}"),
        format!("# a remark\n\n   # another\n{SOUND}"),
        format!("\u{feff}{}", SOUND.replace('\n', "\r\n")),
        format!("{indented}# not indented\n"),
    ] {
        assert_eq!(outline(&text), expected, "{text}");
    }
}

/// Takes away where things stand, and extensions with it.
fn without_places(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(map) => {
            map.retain(|key, _| !["line", "column", "place", "origin", "span", "start", "end"].contains(&key.as_str()));
            map.values_mut().for_each(without_places);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(without_places),
        _ => {}
    }
}

const FAULTY: &str = "openapi: 3.1.0
info: {title: Faulty, version: '1'}
paths:
  /things:
    get:
      operationId: listThings
      responses:
        '204': {description: none}
        'ok': {description: no status}
";

#[test]
fn an_accepted_fault_changes_no_exit_status() {
    let place = tempfile::tempdir().expect("a temporary folder");
    fs::write(place.path().join("faulty.yaml"), FAULTY).expect("writable");
    let name = "invalid-status-code@/paths/~1things/get/responses/ok";
    let mut command = vec!["generate", "--spec", "faulty.yaml", "--name", "faulty", "--out", "out"];
    let refused = run(place.path(), &command);
    assert_eq!(refused.status, 1);
    assert!(refused.err.contains(&format!("--accept '{name}'")), "{}", refused.err);
    assert!(!place.path().join("out/types").exists());

    command.extend(["--accept", name]);
    let written = run(place.path(), &command);
    assert_eq!(written.status, 0, "{}", written.err);
    assert!(written.err.contains("accepted fault[invalid-status-code]"), "{}", written.err);
    command.push("--check");
    let checked = run(place.path(), &command);
    assert_eq!((checked.status, checked.err.as_str()), (0, ""));

    fs::write(place.path().join("faulty.yaml"), FAULTY.replace("/things", "/all")).expect("writable");
    let moved = run(place.path(), &command);
    assert_eq!(moved.status, 1, "{}", moved.err);
    assert!(moved.err.contains("fault[invalid-status-code]"), "{}", moved.err);
    for wrong in
        ["nothing", "invalid-status-cod@/paths", "unknown-field@/paths", "overlay-no-match@", "missing-field@a"]
    {
        let ran = run(place.path(), ["inspect", "faulty.yaml", "--accept", wrong]);
        assert_eq!(ran.status, 2, "{wrong}: {}", ran.err);
    }
}

/// A vendor's folder with two files, a patch and an accepted fault.
fn vendor() -> tempfile::TempDir {
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = place.path().join("specs/acme");
    fs::create_dir_all(folder.join("api")).expect("writable");
    fs::create_dir_all(folder.join("shared")).expect("writable");
    let write = |path: &str, text: &str| fs::write(folder.join(path), text).expect("writable");
    write(
        "vendor.yaml",
        "name: acme\ndocuments: [api/openapi.yaml]\npatches: [brace.patch]\naccept:\n  - fault: \
         invalid-status-code@/paths/~1things/get/responses/ok\n    reason: the vendor's pages show no such answer\n",
    );
    let broken = FAULTY.replace("'204': {description: none}", "'200': {$ref: ../shared/answers.yaml#/Things");
    write("api/openapi.yaml", &broken);
    let list =
        "Things: {description: all, content: {application/json: {schema: {type: array, items: {type: string}}}}}\n";
    write("shared/answers.yaml", list);
    write(
        "brace.patch",
        "--- a/api/openapi.yaml\n+++ b/api/openapi.yaml\n@@ -6,4 +6,4 @@\n       operationId: listThings\n       responses:\n\
         -        '200': {$ref: ../shared/answers.yaml#/Things\n\
         +        '200': {$ref: ../shared/answers.yaml#/Things}\n         'ok': {description: no status}\n",
    );
    place
}

#[test]
fn a_vendor_patches_accepts_and_refers_upwards_in_its_folder() {
    let place = vendor();
    let ran = run(place.path(), ["generate"]);
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert!(ran.err.contains("spec.lock") && ran.err.contains("generate acme --update-lock"), "{}", ran.err);
    let ran = run(place.path(), ["generate", "--update-lock"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let checked = run(place.path(), ["generate", "--check"]);
    assert_eq!((checked.status, checked.err.as_str()), (0, ""));
    let exported = fs::read_to_string(place.path().join("generated/acme/openapi.yaml")).expect("a document");
    assert!(exported.contains("description: all") && exported.contains("type: array"), "{exported}");

    // The lock records what the vendor published, and the patch fits no other text.
    let document = place.path().join("specs/acme/api/openapi.yaml");
    let text = fs::read_to_string(&document).expect("a document");
    fs::write(&document, text.replace("operationId: listThings", "operationId: all")).expect("writable");
    let before = files(place.path());
    let refused = run(place.path(), ["generate", "--update-lock"]);
    assert_eq!(refused.status, 2, "{}", refused.err);
    assert!(refused.err.contains("patch-refused") && refused.err.contains("brace.patch:3:"), "{}", refused.err);
    assert!(files(place.path()) == before);
}

#[test]
fn places_in_a_patched_text_are_those_of_the_published_lines() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let text = format!("{FAULTY}components: {{schemas: {{A: {{type: [}}}}\n");
    fs::write(place.path().join("api.yaml"), text).expect("writable");
    fs::write(
        place.path().join("fix.patch"),
        "--- api.yaml\n+++ api.yaml\n@@ -1 +1,3 @@\n openapi: 3.1.0\n+x-one: 1\n+x-two: 2\n@@ -10 +12,3 @@\n\
         -components: {schemas: {A: {type: [}}\n+components:\n+  schemas:\n+    A: {type: nothing}\n",
    )
    .expect("writable");
    let ran = run(place.path(), ["inspect", "api.yaml", "--patch", "fix.patch"]);
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert!(ran.err.contains("--> api.yaml:9:9"), "{}", ran.err);
    assert!(ran.err.contains("--> fix.patch:11:"), "{}", ran.err);
    let shown = run(place.path(), ["export", "api.yaml", "--patch", "fix.patch"]);
    assert!(shown.out.contains("provenance: overlay"), "{}", shown.out);
}

#[test]
fn every_stage_is_shown() {
    let place = tempfile::tempdir().expect("a temporary folder");
    fs::write(place.path().join("api.yaml"), SOUND).expect("writable");
    fs::write(
        place.path().join("fix.yaml"),
        "overlay: 1.1.0\ninfo: {title: Fix, version: '1'}\nactions:\n- {target: $.info, description: known, update: {title: Corrected}}\n",
    )
    .expect("writable");
    for (stage, holds) in [
        ("tree", "/info/title: \"Corrected\"  fix.yaml:4:56 (overlay)"),
        ("document", "title: \"Corrected\""),
        ("api", "name: \"api\""),
        ("surface", "struct api_client::Client"),
        ("tokens", "//// types/src/lib.rs"),
    ] {
        let ran = run(place.path(), ["inspect", "api.yaml", "--overlay", "fix.yaml", "--stage", stage]);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{stage}");
        assert!(ran.out.contains(holds), "{stage}: {}", ran.out);
    }
    let both = run(place.path(), ["inspect", "api.yaml", "--surface", "--stage", "api"]);
    assert_eq!(both.status, 2, "{}", both.err);
}

#[test]
fn references_upwards_are_read_below_the_root_only() {
    let place = tempfile::tempdir().expect("a temporary folder");
    for folder in ["admin", "shared"] {
        fs::create_dir_all(place.path().join(folder)).expect("writable");
    }
    let document =
        SOUND.replace("{type: object, properties: {id: {type: string}}}", "{$ref: '../shared/types.yaml#/Member'}");
    fs::write(place.path().join("admin/api.yaml"), &document).expect("writable");
    fs::write(place.path().join("shared/types.yaml"), "Member: {type: object, properties: {name: {type: string}}}\n")
        .expect("writable");
    let refused = run(place.path(), ["inspect", "admin/api.yaml"]);
    assert_eq!(refused.status, 1, "{}", refused.err);
    assert!(refused.err.contains("--root DIR") && !refused.err.contains("there is no file"), "{}", refused.err);
    for (directory, root, document) in [(".", ".", "admin/api.yaml"), ("admin", "..", "api.yaml")] {
        let ran = run(&place.path().join(directory), ["inspect", document, "--root", root]);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""));
        assert!(ran.out.contains("name"), "{}", ran.out);
    }
    for outside in ["../../etc/passwd", "/etc/passwd", "../shared/../../x.yaml"] {
        let climbing = document.replace("../shared/types.yaml", outside);
        fs::write(place.path().join("admin/api.yaml"), climbing).expect("writable");
        let ran = run(place.path(), ["inspect", "admin/api.yaml", "--root", "."]);
        assert!(ran.err.contains("[file-outside]"), "{outside}: {}", ran.err);
    }
    assert_eq!(run(place.path(), ["inspect", "admin/api.yaml", "--root", "nowhere"]).status, 2);
}

#[test]
fn an_overlay_settles_a_repeated_key() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let twice = FAULTY
        .replace("operationId: listThings", "operationId: one\n      operationId: two")
        .replace("        'ok': {description: no status}\n", "        '204': {description: [none]}\n");
    fs::write(place.path().join("api.yaml"), twice).expect("writable");
    let told = |actions: &[&str]| {
        let actions: Vec<String> = actions
            .iter()
            .map(|action| {
                format!("- {{description: seen in the vendor's pages, target: '$.paths[\"/things\"].get{action}}}\n")
            })
            .collect();
        let overlay = format!("overlay: 1.1.0\ninfo: {{title: a, version: '1'}}\nactions:\n{}", actions.concat());
        fs::write(place.path().join("overlay.yaml"), overlay).expect("writable");
        let ran = run(place.path(), ["inspect", "--overlay", "overlay.yaml", "api.yaml"]);
        let keys = ["`operationId`", "`204`"].map(|key| ran.err.contains(&format!("[conflicting-key]: the key {key}")));
        (keys, ran.err)
    };
    let unrelated = "', update: {summary: a}";
    let response = ".responses[\"204\"]', update: {description: none}";
    let cases: [(&[&str], [bool; 2]); 7] = [
        (&[unrelated], [true, true]),
        (&["', update: {operationId: two}"], [false, true]),
        (&["', update: {operationId: three}"], [false, true]),
        (&[".operationId', update: two"], [false, true]),
        (&[".operationId', remove: true"], [false, true]),
        (&[".responses[\"204\"]', remove: true"], [true, false]),
        (&[".responses[\"204\"].description', remove: true", response], [true, false]),
    ];
    for (actions, expected) in cases {
        let (still, err) = told(actions);
        assert_eq!(still, expected, "{actions:?}: {err}");
        assert!(!err.contains("[overlay-no-change]"), "{actions:?}: {err}");
    }
}

#[test]
fn mistakes_of_a_first_hour_are_answered() {
    let place = generated();
    fs::write(
        place.path().join("comma.json"),
        r#"{"openapi": "3.1.0", "info": {"title": "a", "version": "1",}, "paths": {}}"#,
    )
    .expect("writable");
    fs::write(place.path().join("comment.json"), "{\"openapi\": \"3.1.0\", // remark\n\"paths\": {}}")
        .expect("writable");
    fs::write(place.path().join("misspelt.yaml"), SOUND.replace("paths:", "path:")).expect("writable");
    let cases: [(&[&str], u8, &[&str]); 8] = [
        (&["inspect", "https://acme.example/v1/openapi.json"], 2, &["curl", "openapi.json"]),
        (&["inspect", "comma.json"], 0, &["[not-quite-json]", "remove the comma"]),
        (&["inspect", "comment.json"], 2, &["[json-syntax]", "remove the comment"]),
        (&["inspect", "misspelt.yaml"], 1, &["[no-operations]", "did you mean `paths`?"]),
        (&["explain", "duplicate-kye"], 2, &["did you mean `duplicate-key`?"]),
        (&["inspect", "--overlay", "nowhere.yaml", "sound.yaml"], 2, &["nowhere.yaml"]),
        (&["generate", "--root", "."], 2, &["--spec"]),
        (&["inspect", "sound.yaml", "--patch", "nowhere.patch"], 2, &["nowhere.patch"]),
    ];
    for (arguments, status, says) in cases {
        let ran = run(place.path(), arguments);
        assert_eq!(ran.status, status, "{arguments:?}: {}", ran.err);
        for part in says {
            assert!(ran.err.contains(part), "{arguments:?}: `{part}` is not in:\n{}", ran.err);
        }
    }
}

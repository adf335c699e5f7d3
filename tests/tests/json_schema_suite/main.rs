//! The official test suite of JSON Schema (draft 2020-12) as the judge of types and validation.
//!
//! All its schemas become the types of one document, which are compiled once with `runner.rs`. A valid instance must be read
//! and written back as the same JSON; `expected.yaml` lists, with the reason, the groups where one is not. Of the invalid
//! instances the share that reading and `Validate` refuse may only rise: its floor stands in `expected.yaml` too.

mod suite;
mod verdict;

use serde_json::Value;
use specwright_tests::{files, root, run, shared};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use suite::Group;
use verdict::{Expected, Outcome, judge};

#[test]
fn types_take_what_is_valid_and_refuse_what_is_not() {
    let Some(folder) = shared().map(|shared| shared.join("json-schema-suite")).filter(|folder| folder.is_dir()) else {
        println!("skipped: there is no ../shared/json-schema-suite");
        return;
    };
    let groups = suite::read(&folder.join("tests/draft2020-12"));
    assert!(groups.len() > 300, "the suite is not whole");
    let workspace = root().join("target/json-schema-suite");
    fs::create_dir_all(&workspace).expect("target/ is writable");
    generate(&groups, &folder.join("remotes/draft2020-12"), &workspace);
    let outcomes = compile_and_run(&groups, &workspace);
    judge(&groups, &outcomes, &Expected::read(include_str!("expected.yaml")));
}

/// One document with all schemas, each in a file of its own, and its types.
fn generate(groups: &[Group], remote: &Path, workspace: &Path) {
    let description = workspace.join("description");
    fs::remove_dir_all(&description).ok();
    fs::create_dir_all(&description).expect("target/ is writable");
    let mut components = BTreeMap::new();
    let mut cases = BTreeMap::new();
    for (index, group) in groups.iter().enumerate() {
        fs::write(description.join(format!("s{index}.json")), group.schema.to_string()).expect("writable");
        // The instance stands under a required key, so that every schema has a place in a type of known name.
        let case = serde_json::json!({
            "type": "object",
            "properties": {"v": {"$ref": format!("s{index}.json")}},
            "required": ["v"],
            "additionalProperties": false,
        });
        components.insert(format!("Case{index}"), case);
        let reference = format!("#/components/schemas/Case{index}");
        cases.insert(format!("c{index}"), serde_json::json!({"$ref": reference}));
    }
    components.extend(remotes(remote));
    components.insert("Suite".to_owned(), serde_json::json!({"type": "object", "properties": cases}));
    let body = serde_json::json!({"application/json": {"schema": {"$ref": "#/components/schemas/Suite"}}});
    let document = serde_json::json!({
        "openapi": "3.1.0",
        "info": {"title": "suite", "version": "1"},
        "paths": {"/suite": {"post": {
            "operationId": "check",
            "requestBody": {"required": true, "content": body},
            "responses": {"204": {"description": "all is well"}},
        }}},
        "components": {"schemas": components},
    });
    fs::write(description.join("openapi.json"), document.to_string()).expect("writable");
    let arguments = ["generate", "--allow-faults", "--spec", "description/openapi.json", "--name", "suite"];
    let ran = run(workspace, arguments.into_iter().chain(["--out", "crates", "--only", "types"]));
    assert!(ran.status <= 1, "{}", ran.err);
    fs::write(workspace.join("diagnostics.txt"), ran.err).expect("writable");
}

/// The schemas that the suite expects at `http://localhost:1234`, bundled with the document as JSON Schema has it: each under its `$id`, which
/// is where it is retrieved unless it says otherwise.
fn remotes(folder: &Path) -> BTreeMap<String, Value> {
    let mut bundled = BTreeMap::new();
    for (index, (path, bytes)) in files(folder).iter().enumerate() {
        let below = path.strip_prefix(folder).unwrap_or(path).to_string_lossy().replace('\\', "/");
        let retrieved = format!("http://localhost:1234/draft2020-12/{below}");
        let mut schema: Value = serde_json::from_slice(bytes).expect("the suite is JSON");
        let Some(keywords) = schema.as_object_mut() else { continue };
        let id = keywords.entry("$id").or_insert_with(|| retrieved.clone().into()).as_str().unwrap_or_default();
        if id != retrieved {
            let same = serde_json::json!({"$id": retrieved, "$ref": id});
            bundled.insert(format!("Retrieved{index}"), same);
        }
        bundled.insert(format!("Remote{index}"), schema);
    }
    bundled
}

/// The outcome of every instance, in the order of the groups.
fn compile_and_run(groups: &[Group], workspace: &Path) -> Vec<Outcome> {
    let runner = workspace.join("runner");
    fs::create_dir_all(runner.join("src")).expect("writable");
    let write = |path: &str, text: &str| {
        // An unchanged file keeps its time, and what is compiled of it.
        let path = workspace.join(path);
        if fs::read_to_string(&path).ok().as_deref() != Some(text) {
            fs::write(path, text).expect("writable");
        }
    };
    write(
        "Cargo.toml",
        "[workspace]\nresolver = \"3\"\nmembers = [\"crates/types\", \"runner\"]\n[profile.dev]\ndebug = false\n",
    );
    write(
        "runner/Cargo.toml",
        "[package]\nname = \"suite-runner\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         suite-types = { path = \"../crates/types\" }\nserde_json = \"1\"\n",
    );
    write("runner/src/main.rs", include_str!("runner.rs"));
    let table: Vec<String> =
        (0..groups.len()).map(|index| format!("crate::outcome::<suite_types::Case{index}>")).collect();
    write(
        "runner/src/table.rs",
        &format!("pub const TABLE: &[fn(&str) -> serde_json::Value] = &[\n    {},\n];\n", table.join(",\n    ")),
    );
    fs::copy(root().join("Cargo.lock"), workspace.join("Cargo.lock")).expect("a lock file");
    let instances: Vec<(usize, String)> = groups
        .iter()
        .enumerate()
        .flat_map(|(index, group)| group.tests.iter().map(move |test| (index, format!("{{\"v\":{}}}", test.data))))
        .collect();
    fs::write(workspace.join("instances.json"), serde_json::json!(instances).to_string()).expect("writable");
    let output = Command::new(env!("CARGO"))
        .args(["run", "--offline", "--quiet", "--package", "suite-runner", "--color", "never", "--target-dir"])
        .arg(root().join("target"))
        .args(["--", "instances.json"])
        .current_dir(workspace)
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines: Vec<Value> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line of JSON"))
        .collect();
    assert_eq!(lines.len(), instances.len(), "an outcome for every instance");
    let tests = groups.iter().flat_map(|group| &group.tests);
    tests.zip(&lines).map(|(test, line)| Outcome::of(&test.data, line)).collect()
}

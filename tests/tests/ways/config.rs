//! `generate --spec … --config FILE`: the same crates as those of a vendor's folder that says the same.

use specwright_tests::{files, run};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const DOCUMENT: &str = r"openapi: 3.1.0
info: {title: Mill, version: '1'}
paths:
  /grain:
    get:
      tags: [Grain]
      operationId: listGrain
      responses: {'200': {description: ok, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Grain'}}}}}}
  /flour:
    get: {tags: [Flour], operationId: getFlour, responses: {'204': {description: ok}}}
components:
  schemas:
    Grain: {type: object, required: [at, sack], properties: {at: {type: string, format: date-time}, sack: {$ref: '#/components/schemas/Nowhere'}}}
";

/// `at` is said to be what the patch makes of it: the last of patch, overlay and settings shows in the crates.
const SETTINGS: &str = "title: The Mill
overlays: [more.yaml]
patches: [name.patch]
accept: [{fault: 'unresolved-reference@/components/schemas/Grain/properties/sack/$ref', reason: the vendor never published it}]
only: {tags: [Grain]}
crates: [types, client]
types: {date-time: string}
package: {version: 0.3.1}
";

const OVERLAY: &str = "overlay: 1.0.0
info: {title: Sieve, version: '1'}
actions:
- {target: $.components.schemas.Grain.properties, description: The mill sends it., update: {fine: {type: boolean}}}
";

const PATCH: &str = "--- openapi.yaml
+++ openapi.yaml
@@ -5,3 +5,3 @@
     get:
       tags: [Grain]
-      operationId: listGrain
+      operationId: listSacks
";

/// Settings with those lines, and what they name.
fn describe(folder: &Path, settings: &str) {
    fs::create_dir_all(folder).expect("writable");
    for (name, text) in [("vendor.yaml", settings), ("more.yaml", OVERLAY), ("name.patch", PATCH)] {
        fs::write(folder.join(name), text).expect("writable");
    }
}

/// The files of the crates below a folder, without the record and what stands beside the crates.
fn crates(folder: &Path) -> BTreeMap<String, String> {
    let made = files(folder).into_iter().filter_map(|(path, bytes)| {
        let path = path.strip_prefix(folder).ok()?.to_string_lossy().replace('\\', "/");
        path.contains('/').then(|| (path, String::from_utf8_lossy(&bytes).into_owned()))
    });
    made.collect()
}

#[test]
fn settings_beside_a_description_are_those_of_a_vendor() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let vendor = place.path().join("specs/mill");
    describe(&vendor, &format!("name: mill\ndocuments: [openapi.yaml]\n{SETTINGS}"));
    fs::write(vendor.join("openapi.yaml"), DOCUMENT).expect("writable");
    let ran = run(place.path(), ["generate", "--update-lock"]);
    assert_eq!(ran.status, 0, "{}", ran.err);

    describe(&place.path().join("settings"), SETTINGS);
    fs::create_dir_all(place.path().join("given")).expect("writable");
    fs::write(place.path().join("given/openapi.yaml"), DOCUMENT).expect("writable");
    let given = [
        "generate",
        "--spec",
        "given/openapi.yaml",
        "--name",
        "mill",
        "--out",
        "out",
        "--config",
        "settings/vendor.yaml",
    ];
    let ran = run(place.path(), given);
    assert_eq!(ran.status, 0, "{}", ran.err);

    let made = crates(&place.path().join("out"));
    assert_eq!(made, crates(&place.path().join("generated/mill")));
    let shown = |folder: &str, text: &str| {
        let found = made.iter().any(|(path, all)| path.starts_with(folder) && all.contains(text));
        assert!(found, "{text} is nowhere in {folder}");
    };
    shown("types/src", "pub fine: Option<bool>,");
    shown("types/src", "pub at: String,");
    shown("types/Cargo.toml", "version = \"0.3.1\"");
    shown("client/src", "pub fn list_sacks(");
    assert!(!made.keys().any(|path| path.starts_with("server/") || path.ends_with("/flour.rs")), "{:?}", made.keys());

    let both = run(place.path(), given.into_iter().chain(["--only", "types"]).chain(["--overwrite"]));
    assert_eq!(both.status, 0, "{}", both.err);
    assert!(
        crates(&place.path().join("out")).keys().all(|path| path.starts_with("types/")),
        "the command line has the last word"
    );
}

#[test]
fn what_is_wrong_with_settings_stands_at_its_place() {
    let place = tempfile::tempdir().expect("a temporary folder");
    fs::write(place.path().join("openapi.yaml"), DOCUMENT).expect("writable");
    fs::write(place.path().join("mill.yaml"), "onyl: {tags: [Grain]}\n").expect("writable");
    let given = ["generate", "--spec", "openapi.yaml", "--name", "mill", "--out", "out", "--config"];
    let ran = run(place.path(), given.into_iter().chain(["mill.yaml"]));
    assert!(ran.status > 0 && ran.err.contains("--> mill.yaml:1:1") && ran.err.contains("`only`"), "{}", ran.err);
    let ran = run(place.path(), given.into_iter().chain(["nowhere.yaml"]));
    assert!(ran.status == 2 && ran.err.contains("nowhere.yaml"), "{}", ran.err);
    let ran = run(place.path(), ["generate", "--config", "mill.yaml"]);
    assert!(ran.status == 2 && ran.err.contains("--spec"), "{}", ran.err);
    assert!(!place.path().join("out").exists(), "nothing is written");
}

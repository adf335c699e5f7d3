//! `generate --scaffold`: a service that compiles without a warning and passes its own test, written once.

use specwright_tests::{complaints_of, root, run};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Groups with names that a package has a use for, and every kind of access.
const DOCUMENT: &str = r"openapi: 3.1.0
info: {title: Ferry, version: '1'}
components:
  securitySchemes:
    pass: {type: http, scheme: basic}
    key: {type: apiKey, in: header, name: X-Key}
    certificate: {type: mutualTLS}
paths:
  /open: {get: {tags: [mod], operationId: getOpen, responses: {'200': {description: ok, content: {text/plain: {schema: {type: string}}}}}}}
  /boats/{boat}:
    parameters: [{name: boat, in: path, required: true, schema: {type: string}}]
    get: {tags: [callers], operationId: getBoat, security: [{key: []}, {pass: []}, {certificate: []}], responses: {'204': {description: ok}}}
    put:
      tags: [callers]
      operationId: putBoat
      security: [{key: []}, {}]
      requestBody: {content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}}
      responses: {'204': {description: ok}}
  /untagged: {delete: {operationId: main, responses: {'204': {description: ok}}}}
webhooks:
  landed: {post: {tags: [signals], requestBody: {content: {application/json: {schema: {type: string}}}}, responses: {'204': {description: ok}}}}
";

/// A description without security whose only operation is a POST.
const PLAIN: &str = r"openapi: 3.1.0
info: {title: Plain, version: '1'}
paths:
  /a: {post: {tags: [a], operationId: a, requestBody: {required: true, content: {application/json: {schema: {type: array, items: {type: string}}}}}, responses: {'204': {description: ok}}}}
";

fn generated(place: &Path, name: &str, more: &[&str]) -> specwright_tests::Ran {
    let document = format!("{name}.yaml");
    let service = format!("services/{name}");
    let out = format!("vendored/{name}");
    let arguments = ["generate", "--spec", &document, "--name", name, "--out", &out, "--scaffold", &service];
    run(place, arguments.into_iter().chain(more.iter().copied()))
}

#[test]
fn a_service_begins() {
    let place = root().join("target/scaffold");
    fs::remove_dir_all(&place).ok();
    fs::create_dir_all(&place).expect("writable");
    for (name, document) in [("ferry", DOCUMENT), ("plain", PLAIN)] {
        fs::write(place.join(format!("{name}.yaml")), document).expect("writable");
        let ran = generated(&place, name, &[]);
        assert_eq!(ran.status, 0, "{}", ran.err);
    }
    let members = ["ferry", "plain"].map(|name| format!("\"services/{name}\", \"vendored/{name}/*\"")).join(", ");
    fs::write(place.join("Cargo.toml"), format!("[workspace]\nresolver = \"3\"\nmembers = [{members}]\n"))
        .expect("writable");
    let complaints = complaints_of("clippy", &place, &["--workspace", "--all-targets"]);
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    let tested = Command::new(env!("CARGO"))
        .args(["test", "--offline", "--color", "never", "--package", "ferry-service", "--target-dir"])
        .arg(root().join("target"))
        .current_dir(&place)
        .output()
        .expect("cargo runs");
    let said = String::from_utf8_lossy(&tested.stdout);
    assert!(tested.status.success() && said.contains("1 passed"), "{said}{}", String::from_utf8_lossy(&tested.stderr));
    assert!(!place.join("services/plain/tests").exists(), "no call of it can be written down shortly");

    let own = place.join("services/ferry/src/operations/callers.rs");
    let text = fs::read_to_string(&own).expect("written");
    for part in ["/// `GET /boats/{boat}`", "caller: crate::Caller,", "caller: Option<crate::Caller>,"] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
    fs::write(&own, "// mine\n").expect("writable");
    let again = generated(&place, "ferry", &[]);
    assert!(again.status == 0 && again.err.contains("kept: services/ferry"), "{}", again.err);
    assert_eq!(fs::read_to_string(&own).expect("still there"), "// mine\n");
}

#[test]
fn nothing_is_written_where_a_service_cannot_be() {
    let place = tempfile::tempdir().expect("a temporary folder");
    fs::write(place.path().join("ferry.yaml"), DOCUMENT).expect("writable");
    let ran = generated(place.path(), "ferry", &["--only", "client"]);
    assert!(ran.status == 1 && ran.err.contains("--scaffold needs the crate `server`"), "{}", ran.err);
    let arguments =
        ["generate", "--spec", "ferry.yaml", "--name", "ferry", "--out", "out", "--scaffold", "out/service"];
    let ran = run(place.path(), arguments);
    assert!(ran.status == 1 && ran.err.contains("a folder of your own"), "{}", ran.err);
    let ran = run(place.path(), ["generate", "--scaffold", "service"]);
    assert!(ran.status == 2 && ran.err.contains("name a vendor"), "{}", ran.err);
    let left: Vec<_> = fs::read_dir(place.path()).expect("a folder").flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(left, ["ferry.yaml"]);
}

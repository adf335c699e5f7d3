//! `specwright mock` from end to end: a description is generated, built, served on loopback, called and stopped.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const THINGS: &str = r"openapi: 3.1.0
info: {title: Things, version: '1'}
components:
  securitySchemes: {key: {type: apiKey, in: query, name: pass}}
  schemas:
    Thing: {type: object, required: [id, name], properties: {id: {type: integer}, name: {type: string}, pin: {type: string, format: password}}}
security: [{key: []}]
paths:
  /things:
    get: {responses: {'200': {description: All., content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}}}}}}
    post:
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
      responses: {'201': {description: Made., content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}
  /things/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get: {responses: {'200': {description: One., content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}, '404': {description: None.}}}
    patch:
      requestBody: {required: true, content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}}
      responses: {'200': {description: Changed., content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}
    delete: {responses: {'204': {description: Gone.}}}
";

/// A mock that runs; it ends with this.
struct Mock {
    process: Child,
    address: String,
}

impl Mock {
    fn start(place: &Path, more: &[&str]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_specwright"))
            .args(["mock", "things.yaml", "--port", "0", "--cache", "cache"])
            .args(more)
            .current_dir(place)
            .env("CARGO_NET_OFFLINE", "true")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(fs::File::create(place.join("log.txt")).unwrap())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let log = || fs::read_to_string(place.join("log.txt")).unwrap();
        let address = line.trim().strip_prefix("http://").unwrap_or_else(|| panic!("no address: {}", log())).to_owned();
        Self { process, address }
    }

    /// Status and body of an answer.
    fn ask(&self, method: &str, target: &str, prefer: &str, body: Option<&Value>) -> (u16, Value) {
        let body = body.map(ToString::to_string).unwrap_or_default();
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let separator = if target.contains('?') { '&' } else { '?' };
        write!(
            stream,
            "{method} {target}{separator}pass=sesame HTTP/1.1\r\nHost: mock\r\nConnection: close\r\nPrefer: {prefer}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        if stream.read_to_string(&mut answer).is_err() {
            return (0, Value::Null);
        }
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        let body = answer.split_once("\r\n\r\n").map(|(_, body)| body).unwrap_or_default();
        (status, serde_json::from_str(body).unwrap_or(Value::Null))
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

#[test]
fn a_description_is_served_until_it_is_stopped() {
    let place = tempfile::tempdir().unwrap();
    let place = place.path();
    fs::write(place.join("things.yaml"), THINGS).unwrap();
    let mock = Mock::start(place, &["--record", "things.har"]);
    let ask = |method, target, body: Value| mock.ask(method, target, "", Some(&body).filter(|body| !body.is_null()));

    assert_eq!(ask("POST", "/things", json!({"id": 7, "name": "a", "pin": "1234"})).0, 201);
    let (status, second) = ask("POST", "/things", json!({"id": 7, "name": "b"}));
    assert_eq!((status, &second["name"]), (201, &json!("b")));
    let of_second = format!("/things/{}", second["id"]);
    assert_eq!(ask("PATCH", &of_second, json!({"name": "c"})).1["name"], "c");
    assert_eq!(ask("GET", &of_second, Value::Null).1["name"], "c");
    let (_, all) = ask("GET", "/things", Value::Null);
    assert_eq!(all.as_array().unwrap().iter().map(|thing| &thing["name"]).collect::<Vec<_>>(), ["a", "c"]);
    assert_eq!(ask("PATCH", &of_second, json!({"name": 1})).0, 400, "what is refused changes nothing");
    assert_eq!(ask("GET", &of_second, Value::Null).1["name"], "c");
    assert_eq!(ask("DELETE", &of_second, Value::Null).0, 204);
    assert_eq!(ask("GET", &of_second, Value::Null).0, 404);
    assert_eq!(ask("GET", "/things", Value::Null).1.as_array().unwrap().len(), 1);

    assert_eq!(mock.ask("GET", "/things/1", "code=404", None).0, 404);
    assert_eq!(mock.ask("GET", "/things/1", "fail=503", None).0, 503);
    let started = Instant::now();
    assert_eq!(mock.ask("GET", "/things/1", "delay=200", None).0, 200);
    assert!(started.elapsed() >= Duration::from_millis(200));
    let before = fs::read_to_string(place.join("log.txt")).unwrap();
    mock.ask("GET", "/things/1", "fail=close", None);
    drop(mock);

    let log = fs::read_to_string(place.join("log.txt")).unwrap();
    assert!(log.len() > before.len(), "each request is a line: {log}");
    assert!(log.contains("GET /things/2?pass=*** 404"), "{log}");
    let recording = fs::read_to_string(place.join("things.har")).unwrap();
    let har: Value = serde_json::from_str(&recording).unwrap();
    assert_eq!(har["log"]["version"], "1.2");
    assert_eq!(har["log"]["entries"][0]["response"]["status"], 201);
    assert!(!recording.contains("sesame") && !recording.contains("1234"), "a secret is recorded");

    // What was built is served at once, and without memory where that is wanted.
    let started = Instant::now();
    let again = Mock::start(place, &["--stateless"]);
    assert!(started.elapsed() < Duration::from_secs(5), "it was built again: {:?}", started.elapsed());
    assert_eq!(again.ask("DELETE", "/things/2", "", None).0, 204);
    assert_eq!(again.ask("GET", "/things/2", "", None).0, 200);
}

#[test]
fn a_description_without_operations_is_refused() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("empty.yaml"), "openapi: 3.1.0\ninfo: {title: None, version: '1'}\npaths: {}\n")
        .unwrap();
    let ran = Command::new(env!("CARGO_BIN_EXE_specwright"))
        .args(["mock", "empty.yaml"])
        .current_dir(place.path())
        .output()
        .unwrap();
    assert_eq!(ran.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&ran.stderr).contains("no operation"));
}

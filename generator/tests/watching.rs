//! `generate --watch`: again after each change, until it is stopped.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The program, ended with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

fn description(field: &str) -> String {
    format!(
        "openapi: 3.1.0\ninfo: {{title: W, version: '1'}}\npaths:\n  /a: {{get: {{operationId: a, responses: {{'200': {{description: ok, content: \
         {{application/json: {{schema: {{$ref: '#/components/schemas/A'}}}}}}}}}}}}}}\ncomponents:\n  schemas:\n    A: {{type: object, properties: {{{field}: {{type: string}}}}}}\n"
    )
}

fn holds(place: &Path, field: &str) -> bool {
    let text = fs::read_to_string(place.join("out/types/src/declarations.rs")).unwrap_or_default();
    text.contains(&format!("pub {field}: Option<String>"))
}

fn wait_for(what: &str, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(60), "{what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_change_is_generated_and_a_fault_is_survived() {
    let place = tempfile::tempdir().unwrap();
    let input = place.path().join("openapi.yaml");
    fs::write(&input, description("first")).unwrap();
    let log = fs::File::create(place.path().join("log")).unwrap();
    let program = Command::new(env!("CARGO_BIN_EXE_specwright"))
        .args(["generate", "-w", "-s", "openapi.yaml", "-n", "w", "-o", "out"])
        .current_dir(place.path())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .unwrap();
    let mut running = Running(program);
    let log = || fs::read_to_string(place.path().join("log")).unwrap_or_default();

    wait_for("nothing is generated", || holds(place.path(), "first") && log().contains("watching"));
    fs::write(&input, "openapi: [").unwrap();
    wait_for("a fault is not told", || log().contains("error["));
    fs::write(&input, description("second")).unwrap();
    wait_for("a change is not seen", || holds(place.path(), "second"));
    assert!(running.0.try_wait().unwrap().is_none(), "it ended by itself");
}

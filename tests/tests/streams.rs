//! Streams between client and server: the case `operations/streams` is generated, and its crates talk to each other.
//!
//! No vendor of this repository answers with a stream, so the program (`streams/conversation.rs`) is built beside what is generated.

use specwright_tests::{root, run};
use std::fs;
use std::process::Command;

const MANIFEST: &str = r#"[workspace]
resolver = "3"
members = ["streams/*"]

[package]
name = "conversation"
version = "0.1.0"
edition = "2024"

[dependencies]
axum = { version = "0.8", default-features = false, features = ["http1", "tokio"] }
futures-core = { version = "0.3", default-features = false }
streams-client = { path = "streams/client" }
streams-server = { path = "streams/server", features = ["fake"] }
tokio = { version = "1", features = ["macros", "net", "rt-multi-thread", "sync", "time"] }
"#;

#[test]
fn generated_crates_stream_to_each_other() {
    let place = root().join("target/streams");
    let program = root().join("tests/tests/streams/conversation.rs");
    fs::remove_dir_all(&place).ok();
    let spec = root().join("tests/cases/operations/streams/input.yaml");
    let ran = run(
        root(),
        [
            "generate".as_ref(),
            "--spec".as_ref(),
            spec.as_os_str(),
            "--name".as_ref(),
            "streams".as_ref(),
            "--out".as_ref(),
            place.join("streams").as_os_str(),
        ],
    );
    assert_eq!(ran.status, 0, "{}", ran.err);
    fs::create_dir_all(place.join("src")).expect("writable");
    fs::copy(program, place.join("src/main.rs")).expect("the program");
    fs::write(place.join("Cargo.toml"), MANIFEST).expect("writable");
    // The versions of this repository's lock file: they are fetched already.
    fs::copy(root().join("Cargo.lock"), place.join("Cargo.lock")).expect("a lock file");
    let output = Command::new(env!("CARGO"))
        .args(["run", "--offline", "--color", "never", "--target-dir"])
        .arg(root().join("target"))
        .current_dir(&place)
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

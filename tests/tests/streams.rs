//! Streams between the client and the server of the case `operations/streams`, in a program of their user:
//! `programs/streams.rs`.

use specwright_tests::{root, run};
use std::fs;
use std::process::Command;

const MANIFEST: &str = r#"[workspace]

[package]
name = "conversation"
version = "0.1.0"
edition = "2024"

[dependencies]
axum = { version = "0.8", default-features = false, features = ["http1", "tokio"] }
futures-core = { version = "0.3", default-features = false }
streams-client = { path = "vendored/client" }
streams-server = { path = "vendored/server", features = ["fake"] }
tokio = { version = "1", features = ["macros", "net", "rt-multi-thread", "sync", "time"] }
"#;

#[test]
fn generated_crates_stream_to_each_other() {
    let place = root().join("target/streams");
    fs::remove_dir_all(&place).ok();
    let input = root().join("tests/cases/operations/streams/input.yaml");
    let arguments = ["generate".into(), "--spec".into(), input.into_os_string(), "--name".into(), "streams".into()];
    let out = ["--out".into(), place.join("vendored").into_os_string()];
    let ran = run(root(), arguments.into_iter().chain(out));
    assert_eq!(ran.status, 0, "{}", ran.err);
    fs::create_dir_all(place.join("src")).expect("writable");
    fs::copy(root().join("tests/programs/streams.rs"), place.join("src/main.rs")).expect("writable");
    fs::write(place.join("Cargo.toml"), MANIFEST).expect("writable");
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

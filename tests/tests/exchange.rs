//! Crates of the cases under `cases/operations` at work, in programs of their user: `programs/`.

use specwright_tests::{root, run};
use std::fs;
use std::process::Command;

#[test]
fn webhooks_servers_and_headers_work() {
    works("exchange", &["webhooks", "callbacks", "servers", "response-headers"]);
}

#[test]
fn xml_works() {
    works("xml", &["xml", "xml-3-2"]);
}

#[test]
fn streams_work() {
    works("streams", &["streams"]);
}

#[test]
fn secrets_are_told_by_nothing() {
    works("secrets", &["secrets"]);
}

/// Runs a program with the crates of these cases.
fn works(program: &str, cases: &[&str]) {
    let place = root().join("target").join(format!("at-work-{program}"));
    fs::remove_dir_all(&place).ok();
    let mut dependencies = String::new();
    for case in cases {
        let input = root().join("tests/cases/operations").join(case).join("input.yaml");
        let arguments = ["generate".into(), "--spec".into(), input.into_os_string(), "--name".into(), (*case).into()];
        let out = ["--out".into(), place.join("vendored").join(case).into_os_string()];
        let ran = run(root(), arguments.into_iter().chain(out));
        assert_eq!(ran.status, 0, "{case}: {}", ran.err);
        dependencies.push_str(&format!(
            "{case}-client = {{ path = \"vendored/{case}/client\" }}\n\
             {case}-server = {{ path = \"vendored/{case}/server\", features = [\"fake\"] }}\n"
        ));
    }
    dependencies.push_str(
        "axum = { version = \"0.8\", default-features = false, features = [\"http1\", \"tokio\"] }\n\
         futures-core = { version = \"0.3\", default-features = false }\n\
         tokio = { version = \"1\", features = [\"macros\", \"net\", \"rt-multi-thread\", \"sync\", \"time\"] }\n",
    );
    fs::create_dir_all(place.join("src")).expect("writable");
    fs::copy(root().join(format!("tests/programs/{program}.rs")), place.join("src/main.rs")).expect("writable");
    let manifest = format!(
        "[workspace]\n\n[package]\nname = \"{program}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}"
    );
    fs::write(place.join("Cargo.toml"), manifest).expect("writable");
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

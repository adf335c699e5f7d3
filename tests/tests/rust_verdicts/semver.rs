//! What cargo-semver-checks says of the same crates.
//!
//! Takes the crates of both sides; gives each change that it calls a major one, with its lint. Installs the tool below `target/tools` where it is not there, which takes long.

use specwright_tests::root;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The version whose output is read.
const VERSION: &str = "0.51.0";

/// A change that asks for a major version.
#[derive(Debug)]
pub struct Finding {
    /// The lint: `struct_missing`.
    pub lint: String,
    /// The crate: `types`.
    pub of: &'static str,
    /// What the lint says of one place.
    pub place: String,
}

/// What it finds in the crates of a folder that holds `old` and `new`.
///
/// # Errors
/// Where the tool cannot be had, or does not run to its end.
pub fn findings(place: &Path) -> Result<Vec<Finding>, String> {
    let tool = tool()?;
    let mut all = Vec::new();
    for side in ["old", "new"] {
        let members = "[workspace]\nmembers = [\"types\", \"client\", \"server\"]\nresolver = \"3\"\n";
        let written = fs::write(place.join(side).join("Cargo.toml"), members)
            .and_then(|()| fs::copy(root().join("Cargo.lock"), place.join(side).join("Cargo.lock")));
        written.map_err(|error| error.to_string())?;
    }
    for of in ["types", "client", "server"] {
        let output = Command::new(&tool)
            .args(["semver-checks", "--default-features", "--release-type", "minor", "--color", "never", "--package"])
            .arg(format!("verdicts-{of}"))
            .arg("--manifest-path")
            .arg(place.join("new/Cargo.toml"))
            .arg("--baseline-root")
            .arg(place.join("old"))
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_TARGET_DIR", root().join("target/semver-checks"))
            .output()
            .map_err(|error| error.to_string())?;
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        // 100: something breaks.
        if !matches!(output.status.code(), Some(0 | 100)) || !err.contains("Checked") {
            return Err(format!("cargo-semver-checks fails with {of}: {err}"));
        }
        all.extend(read(&out, of));
    }
    Ok(all)
}

/// The places below `Failed in:` of each lint.
fn read(text: &str, of: &'static str) -> Vec<Finding> {
    let (mut all, mut lint, mut listing) = (Vec::new(), String::new(), false);
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("--- ") {
            let name = rest.split_once(' ').map_or("", |it| it.1).split(':').next().unwrap_or_default();
            (lint, listing) = (name.to_owned(), false);
        } else if line.starts_with("Failed in:") {
            listing = true;
        } else if listing && line.starts_with("  ") {
            all.push(Finding { lint: lint.clone(), of, place: line.trim().to_owned() });
        } else {
            listing = false;
        }
    }
    all
}

/// The program, installed where it is not there.
fn tool() -> Result<PathBuf, String> {
    let tools = root().join("target/tools");
    let program = tools.join("bin/cargo-semver-checks");
    let is_there = |program: &Path| {
        let output = Command::new(program).args(["semver-checks", "--version"]).output();
        output.is_ok_and(|it| String::from_utf8_lossy(&it.stdout).contains(VERSION))
    };
    if !is_there(&program) {
        println!("cargo-semver-checks {VERSION} is installed below target/tools; that takes long");
        let status = Command::new(env!("CARGO"))
            .args(["install", "cargo-semver-checks", "--locked", "--version", VERSION, "--root"])
            .arg(&tools)
            .status();
        status.map_err(|error| error.to_string())?;
    }
    if is_there(&program) { Ok(program) } else { Err("cargo-semver-checks cannot be installed".to_owned()) }
}

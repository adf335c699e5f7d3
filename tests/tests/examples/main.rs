//! The examples at work: their crates are generated, and their tests run, in a copy below `target/examples`.
//!
//! Every program is tried against a server on loopback, or in one process, that answers as the vendor does. `tests/examples/README.md` says how long they
//! are, which is counted here.

use specwright_tests::{copy, folders, root, run};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn examples() -> PathBuf {
    root().join("tests/examples")
}

/// What somebody made by hand in the folder of the examples is none of theirs.
const MADE: [&str; 2] = ["generated", "target"];

#[test]
fn programs_do_what_they_say() {
    let place = root().join("target/examples");
    fs::remove_dir_all(&place).ok();
    fs::create_dir_all(&place).expect("writable");
    for folder in folders(&examples()) {
        let name = folder.file_name().expect("a name");
        if !MADE.iter().any(|made| name == *made) {
            copy(&folder, &place.join(name)).expect("copied");
        }
    }
    fs::copy(examples().join("Cargo.toml"), place.join("Cargo.toml")).expect("a manifest");
    let generated = run(&place, ["generate"]);
    assert_eq!(generated.status, 0, "{}", generated.err);
    // The versions of this repository's lock file: they are fetched already.
    fs::copy(root().join("Cargo.lock"), place.join("Cargo.lock")).expect("a lock file");
    let output = Command::new(env!("CARGO"))
        .args(["test", "--offline", "--quiet", "--color", "never", "--no-fail-fast", "--tests", "--target-dir"])
        .arg(root().join("target"))
        .current_dir(&place)
        .output()
        .expect("cargo runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !said.contains("warning: "), "{said}");
}

/// Lines of code: neither empty nor a comment.
fn lines(folder: &Path) -> usize {
    let sources = specwright_tests::files(&folder.join("src"));
    let is_code = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with("//");
    sources.iter().map(|(_, text)| String::from_utf8_lossy(text).lines().filter(is_code).count()).sum()
}

#[test]
fn the_table_of_lengths_is_true() {
    let page = fs::read_to_string(examples().join("README.md")).expect("a page");
    let programs = folders(&examples()).into_iter().filter(|folder| folder.join("Cargo.toml").is_file());
    for folder in programs.filter(|folder| !MADE.iter().any(|made| folder.ends_with(made))) {
        let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
        let row = format!("| [`{name}`]({name}/src) | {} |", lines(&folder));
        assert!(page.contains(&row), "there is no row `{row} …`");
    }
}

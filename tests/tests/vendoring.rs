//! Copying a vendor's folder into an unrelated workspace is all that vendoring takes.

use specwright_tests::{copy, folders, root};
use std::fs;
use std::process::Command;

#[test]
fn a_copied_folder_builds_in_an_unrelated_workspace() {
    let place = root().join("target/vendoring");
    fs::remove_dir_all(&place).ok();
    let mut dependencies = String::new();
    for vendor in folders(&root().join("generated")) {
        let name = vendor.file_name().unwrap_or_default().to_string_lossy().into_owned();
        copy(&vendor, &place.join("vendored").join(&name)).expect("copied");
        for of in ["types", "client", "server"] {
            dependencies.push_str(&format!("{name}-{of} = {{ path = \"vendored/{name}/{of}\" }}\n"));
        }
    }
    fs::create_dir_all(place.join("src")).expect("writable");
    fs::write(place.join("src/lib.rs"), "//! Someone else's program.\n").expect("writable");
    let manifest = format!(
        "[workspace]\n\n[package]\nname = \"unrelated\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[dependencies]\n{dependencies}"
    );
    fs::write(place.join("Cargo.toml"), manifest).expect("writable");
    // The versions of this repository's lock file: they are fetched already.
    fs::copy(root().join("Cargo.lock"), place.join("Cargo.lock")).expect("a lock file");
    let output = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--color", "never", "--target-dir"])
        .arg(root().join("target"))
        .current_dir(&place)
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

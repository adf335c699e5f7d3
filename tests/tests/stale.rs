//! The crates under `generated/` are just those that the documents under `specs/` make.

use specwright_tests::{copy, files, root, run};
use std::fs;

#[test]
fn nothing_under_generated_is_stale() {
    let ran = run(root(), ["generate", "--check"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "run `cargo xtask generate`");
}

#[test]
fn a_changed_file_is_named_with_the_command_that_repairs_it() {
    let place = tempfile::tempdir().expect("a temporary folder");
    copy(&root().join("specs"), &place.path().join("specs")).expect("specs can be copied");
    let made = run(place.path(), ["generate"]);
    assert_eq!(made.status, 0, "{}", made.err);
    let fresh = files(&place.path().join("generated"));
    let committed = files(&root().join("generated"));
    let bytes =
        |files: &[(std::path::PathBuf, Vec<u8>)]| files.iter().map(|(_, bytes)| bytes.clone()).collect::<Vec<_>>();
    assert!(bytes(&fresh) == bytes(&committed), "generating from nothing makes other bytes than those committed");

    let vendor = specwright_tests::folders(&place.path().join("generated")).remove(0);
    let name = vendor.file_name().unwrap_or_default().to_string_lossy().into_owned();
    fs::write(vendor.join("types/src/lib.rs"), "// changed by hand\n").expect("writable");
    fs::write(vendor.join("types/src/extra.rs"), "").expect("writable");
    fs::remove_file(vendor.join("README.md")).expect("there");
    let before = files(place.path());
    let check = run(place.path(), ["generate", "--check"]);
    assert_eq!(check.status, 1);
    for line in [
        format!("edited: generated/{name}/types/src/lib.rs"),
        format!("missing: generated/{name}/README.md"),
        format!("  to repair: cargo xtask generate {name}, with --overwrite: edits are lost"),
    ] {
        assert!(check.err.lines().any(|said| said == line), "`{line}` is not in:\n{}", check.err);
    }
    assert!(files(place.path()) == before, "--check changed files");

    assert_eq!(run(place.path(), ["generate"]).status, 2);
    assert!(files(place.path()) == before, "an edited file was replaced unasked");
    assert_eq!(run(place.path(), ["generate", "--overwrite"]).status, 0);
    assert!(vendor.join("types/src/extra.rs").exists(), "a file that is not listed is the user's");
    fs::remove_file(vendor.join("types/src/extra.rs")).expect("there");
    assert!(files(&place.path().join("generated")) == fresh, "generating again repairs it");
}

//! `Builder`: modules that compile in a crate of somebody else, and what cargo is told.
//!
//! `tests/build_script` is a crate with a real build script, which `.ci/run` builds and runs. Here the builder runs in this process on the same
//! description, and the same crate compiles with what it made.

use specwright::Builder;
use specwright_tests::{complaints, copy, files, root};
use std::fs;
use std::path::Path;

fn builder(directory: &Path, out: &Path) -> Builder {
    Builder::new("library")
        .document("openapi.yaml")
        .without_feature("hyper")
        .feature("fake")
        .directory(directory)
        .out_dir(out)
}

#[test]
fn modules_compile_in_the_example() {
    let example = root().join("tests/build_script");
    let place = root().join("target/ways/build-script");
    fs::remove_dir_all(&place).ok();
    let out = place.join("out");
    fs::create_dir_all(&out).expect("writable");
    let (lines, made) = builder(&example, &out).run();
    let made = made.unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(made.warnings, Vec::<String>::new());
    assert_eq!(lines.first().map(String::as_str), Some("cargo::rerun-if-changed=openapi.yaml"));
    for line in [
        "cargo::rustc-cfg=specwright_library=\"tower\"",
        "cargo::rustc-cfg=specwright_library=\"fake\"",
        "cargo::rustc-cfg=specwright_library=\"books\"",
    ] {
        assert!(lines.iter().any(|said| said == line), "`{line}` is not in {lines:#?}");
    }
    assert!(lines.iter().any(|said| said.starts_with("cargo::rustc-check-cfg=cfg(specwright_library, values(")));
    assert!(!lines.iter().any(|said| said == "cargo::rustc-cfg=specwright_library=\"rustls-tls\""), "{lines:#?}");

    // The example names just what it needs.
    let manifest = fs::read_to_string(example.join("Cargo.toml")).expect("a manifest");
    let table = manifest.split("[dependencies]\n").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap_or("");
    assert_eq!(table.lines().collect::<Vec<_>>(), made.dependencies);

    // The same crate, with a build script that only repeats what was said.
    copy(&example.join("src"), &place.join("src")).expect("copied");
    fs::write(place.join("said"), lines[1..].join("\n")).expect("writable");
    fs::write(place.join("build.rs"), SCRIPT).expect("writable");
    let without = manifest.split("[build-dependencies]").next().unwrap_or("");
    let rest = manifest.split("[dependencies]").nth(1).unwrap_or("");
    fs::write(place.join("Cargo.toml"), format!("{without}[dependencies]{rest}")).expect("writable");
    let complaints = complaints(&place, &["--all-targets"]);
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// Puts what was made into the script's folder and says what the builder said.
const SCRIPT: &str = r#"//! Repeats what a builder said.
use std::{env, fs, path::Path};

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

fn main() {
    copy(Path::new("out"), Path::new(&env::var("OUT_DIR").unwrap()));
    println!("{}", fs::read_to_string("said").unwrap());
}
"#;

#[test]
fn what_does_not_change_keeps_its_times() {
    let (example, place) = (root().join("tests/build_script"), tempfile::tempdir().expect("a temporary folder"));
    let times = || {
        let of = |path: &Path| fs::metadata(path).and_then(|it| it.modified()).expect("a file");
        files(place.path()).into_iter().map(|(path, _)| (of(&path), path)).collect::<Vec<_>>()
    };
    builder(&example, place.path()).run().1.unwrap_or_else(|failure| panic!("{failure}"));
    let before = times();
    builder(&example, place.path()).run().1.unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(times(), before);
    // What is no longer made goes.
    let only = builder(&example, place.path()).only([]).feature("books");
    assert!(only.run().1.is_err(), "`fake` is a feature of the server alone");
    let types = Builder::new("library").document("openapi.yaml").directory(&example).out_dir(place.path()).only([]);
    types.run().1.unwrap_or_else(|failure| panic!("{failure}"));
    assert!(place.path().join("library/types").exists() && !place.path().join("library/client").exists());
}

#[test]
fn faults_and_missing_files_fail_with_their_place() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let text = fs::read_to_string(root().join("tests/build_script/openapi.yaml")).expect("a description");
    fs::write(place.path().join("openapi.yaml"), text.replace("schemas/Loan'", "schemas/Loans'")).expect("writable");
    let out = place.path().join("out");
    fs::create_dir(&out).expect("writable");
    let (lines, made) = builder(place.path(), &out).run();
    let failure = made.expect_err("a fault").to_string();
    assert!(failure.contains("[unresolved-reference]") && failure.contains("openapi.yaml:16:"), "{failure}");
    assert_eq!(lines, ["cargo::rerun-if-changed=openapi.yaml"]);
    assert_eq!(files(&out), [], "files were made of a faulty description");

    let (lines, made) = Builder::new("library").document("nowhere.yaml").directory(place.path()).out_dir(&out).run();
    assert!(made.is_err_and(|failure| failure.to_string().contains("nowhere.yaml")));
    assert_eq!(lines, ["cargo::rerun-if-changed=nowhere.yaml"]);

    for (builder, said) in [
        (Builder::new("A b").out_dir(&out), "`A b`"),
        (Builder::new("a").module("acme::x").out_dir(&out), "`acme::x`"),
        (builder(&root().join("tests/build_script"), &out).feature("nothing"), "there is no feature `nothing`"),
    ] {
        let failure = builder.run().1.expect_err("wrong usage").to_string();
        assert!(failure.contains(said), "{failure}");
    }
}

#[test]
fn a_vendors_folder_with_its_settings() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = place.path().join("specs/library");
    copy(&root().join("tests/build_script"), &folder).expect("copied");
    fs::write(
        folder.join("vendor.yaml"),
        "name: library\ndocuments: [openapi.yaml]\nonly: {tags: [Loans]}\ntypes: {date-time: jiff}\n",
    )
    .expect("writable");
    let vendor =
        Builder::new("library").vendor("specs/library").directory(place.path()).out_dir(place.path().join("out"));
    let (lines, made) = vendor.run();
    let made = made.unwrap_or_else(|failure| panic!("{failure}"));
    assert!(made.dependencies.iter().any(|line| line.starts_with("jiff = ")), "{:#?}", made.dependencies);
    for path in ["vendor.yaml", "spec.lock", "openapi.yaml"] {
        let line = format!("cargo::rerun-if-changed=specs/library/{path}");
        assert!(lines.contains(&line), "{lines:#?}");
    }
    // Where there is a lock, it holds.
    fs::write(folder.join("spec.lock"), format!("documents: {{openapi.yaml: {{sha256: {}}}}}\n", "a".repeat(64)))
        .expect("writable");
    let failure = vendor.run().1.expect_err("another document").to_string();
    assert!(failure.contains("[lock-mismatch]"), "{failure}");
}

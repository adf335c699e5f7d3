//! What `drift` says of Rust, against Rust's compiler.
//!
//! Each row of `tests/rust_verdicts/*.yaml` is a change of a description, an item of the crates, the verdict on it, and a program that uses it. All rows are put into one
//! description before and one after; the crates of both are generated. Every program compiles with the old crates. With the new ones it fails where the verdict is `major`, and
//! compiles where it is `minor`, `patch` or `same`; and `drift` gives that verdict for the item.

mod compiler;
mod table;

use compiler::{Program, Version};
use specwright::cli::understand_files;
use specwright::drift::{Report, Side, compare};
use specwright_tests::{root, run};
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use table::Row;

/// Every how many rows one is taken where not all are.
const SOME: usize = 6;

#[test]
fn verdicts_of_some_changes_are_the_compilers() {
    let rows = table::rows();
    assert!(rows.len() >= 150, "there are {} rows", rows.len());
    agree(rows.into_iter().step_by(SOME).collect(), "some");
}

#[test]
#[ignore = "compiles more than a hundred programs; the other test takes some of them"]
fn verdicts_of_all_changes_are_the_compilers() {
    agree(table::rows(), "all");
}

fn agree(rows: Vec<Row>, name: &str) {
    let place = root().join("target/rust_verdicts").join(name);
    fs::remove_dir_all(&place).ok();
    fs::create_dir_all(&place).expect("writable");
    let documents = [Version::Old, Version::New].map(|version| {
        let path = place.join(version.word()).with_extension("json");
        fs::write(&path, table::document(&rows, version).to_string()).expect("writable");
        generate(&path, &place.join(version.word()));
        path
    });
    let mut complaints = judged(&rows, &documents);
    let programs: Vec<Program> =
        rows.iter().map(|row| Program { name: row.name.clone(), text: row.program() }).collect();
    let failing = compiler::failing(&place, Version::Old, &programs);
    complaints.extend(failing.iter().map(|(name, why)| format!("{name} does not compile with the old crates: {why}")));
    let (breaking, others): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| row.verdict == "major");
    let of = |rows: &[&Row]| -> Vec<Program> {
        rows.iter().map(|row| Program { name: row.name.clone(), text: row.program() }).collect()
    };
    let failing = compiler::failing(&place, Version::New, &of(&others));
    complaints.extend(failing.iter().map(|(name, why)| format!("{name} is no major change, and fails: {why}")));
    let failing: BTreeSet<String> = compiler::failing_each(&place, &of(&breaking)).into_iter().collect();
    let passing = breaking.iter().filter(|row| !failing.contains(&row.name));
    complaints.extend(passing.map(|row| format!("{} is a major change, and compiles", row.name)));
    let titles = |text: String| {
        let row = rows.iter().find(|row| text.starts_with(&row.name));
        row.map_or_else(|| text.clone(), |row| format!("{text} ({})", row.title))
    };
    let complaints: Vec<String> = complaints.into_iter().map(titles).collect();
    assert!(complaints.is_empty(), "{} of {}:\n{}", complaints.len(), rows.len(), complaints.join("\n"));
    println!("{} changes, {} of them major", rows.len(), breaking.len());
}

fn generate(description: &Path, out: &Path) {
    let arguments: Vec<OsString> = ["generate", "--name", "verdicts", "--spec"].map(OsString::from).into();
    let arguments = arguments.into_iter().chain([description.into(), "--out".into(), out.into()]);
    let ran = run(root(), arguments);
    assert_eq!(ran.status, 0, "{}", ran.err);
}

/// Whether `drift` gives each item the verdict of its row.
fn judged(rows: &[Row], [old, new]: &[PathBuf; 2]) -> Vec<String> {
    let report = compared(old, new);
    let verdict = |item: &str| {
        let told = report.changes.iter().flat_map(|it| &it.rust).filter(|it| it.path == format!("verdicts_{item}"));
        told.map(|it| it.level).max().map_or("same", |level| level.word())
    };
    let wrong = rows.iter().filter(|row| verdict(&row.item) != row.verdict);
    wrong
        .map(|row| {
            format!("{} expects `{}` of `{}`, and drift says `{}`", row.name, row.verdict, row.item, verdict(&row.item))
        })
        .collect()
}

fn compared(old: &Path, new: &Path) -> Report {
    let read = |path: &Path| understand_files(Path::new(""), &[path.to_path_buf()], &[], "verdicts");
    let (old, new) = (read(old), read(new));
    let (Some(before), Some(after)) = (&old.understood, &new.understood) else { panic!("both can be read") };
    compare(
        Side { document: &before.document, api: &before.api, sources: &old.sources },
        Side { document: &after.document, api: &after.api, sources: &new.sources },
    )
}

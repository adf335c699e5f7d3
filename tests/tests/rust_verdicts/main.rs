//! What `drift` says of Rust, against Rust's compiler.
//!
//! Each row of `tests/rust_verdicts/*.yaml` is a change of a description, an item of the crates, the verdict on it, and a program that uses it. All rows are put into one
//! description before and one after; the crates of both are generated. Every program compiles with the old crates. With the new ones it fails where the verdict is `major`, and
//! compiles where it is `minor`, `patch` or `same`; and `drift` gives that verdict for the item.
//!
//! `SEMVER_CHECKS=1 cargo test -p specwright-tests --test rust_verdicts semver` asks cargo-semver-checks as well: what it calls a major change is one here.

mod compiler;
mod semver;
mod table;

use compiler::{Program, Version};
use specwright::cli::understand_files;
use specwright::drift::usage::{Program as Used, Touch, judge};
use specwright::drift::{Change, Level, Party, Report, Side, compare};
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

/// Each program is told of the change of its item, and of hardly any other row's.
#[test]
fn programs_are_told_of_what_they_use() {
    let rows = table::rows();
    let place = tempfile::tempdir().expect("a temporary folder");
    let [old, new] = [Version::Old, Version::New].map(|version| {
        let path = place.path().join(version.word()).with_extension("json");
        fs::write(&path, table::document(&rows, version).to_string()).expect("writable");
        understand_files(Path::new(""), &[path], &[], "verdicts")
    });
    let (Some(before), Some(after)) = (&old.understood, &new.understood) else { panic!("both can be read") };
    let report = compare(
        Side { document: &before.document, api: &before.api, sources: &old.sources },
        Side { document: &after.document, api: &after.api, sources: &new.sources },
    );
    let changes: Vec<&Change> = report.changes.iter().collect();
    let (mut complaints, mut broken, mut perhaps) = (Vec::new(), 0, 0);
    for row in &rows {
        let program = Used { sources: vec![("src/main.rs".to_owned(), row.program())], dependencies: Vec::new() };
        let uses = judge(&program, &before.api, &[Party::Client, Party::Server], &changes);
        let of = |touch: Touch| changes.iter().zip(&uses).filter(move |(_, it)| it.touch == touch).map(|it| it.0);
        let own = |change: &&&Change| {
            change.rust.iter().any(|it| {
                it.path.contains(&row.name)
                    || it.path.contains(&row.name.to_lowercase())
                    || it.path.ends_with(&row.item)
            })
        };
        let told = of(Touch::Breaks).chain(of(Touch::MayBreak)).any(|it| own(&it));
        if row.verdict == "major" {
            broken += usize::from(of(Touch::Breaks).any(|it| own(&it)));
            perhaps += 1;
            if !told {
                complaints.push(format!("{} is not told of its change ({})", row.name, row.title));
            }
        }
        let foreign: Vec<&str> =
            of(Touch::Breaks).filter(|it| !own(it) && !it.rust.is_empty()).map(|it| it.message.as_str()).collect();
        if !foreign.is_empty() {
            complaints.push(format!(
                "{} is told of {} foreign changes: {:?}",
                row.name,
                foreign.len(),
                foreign.first()
            ));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    println!("{broken} of {perhaps} are sure");
    assert!(broken * 10 > perhaps * 9, "only {broken} of {perhaps} are sure");
}

/// All that cargo-semver-checks calls a major change is one here, without exception. It has no lint for most changes of types and signatures.
#[test]
fn semver_checks_agrees() {
    if std::env::var_os("SEMVER_CHECKS").is_none() {
        println!("skipped: SEMVER_CHECKS is not set");
        return;
    }
    let rows = table::rows();
    let place = root().join("target/rust_verdicts/semver");
    fs::remove_dir_all(&place).ok();
    fs::create_dir_all(&place).expect("writable");
    let documents = [Version::Old, Version::New].map(|version| {
        let path = place.join(version.word()).with_extension("json");
        fs::write(&path, table::document(&rows, version).to_string()).expect("writable");
        generate(&path, &place.join(version.word()));
        path
    });
    let report = compared(&documents[0], &documents[1]);
    let majors = |of: &str| {
        let krate = format!("verdicts_{of}");
        let all = report.changes.iter().flat_map(|it| &it.rust);
        all.filter(move |it| it.krate == krate && it.level == Level::Major).map(|it| it.path.as_str())
    };
    let is_of = |row: &Row, text: &str| text.contains(&row.name) || text.contains(&row.name.to_lowercase());
    let findings = semver::findings(&place).unwrap_or_else(|why| panic!("{why}"));
    let (mut seen, mut complaints) = (BTreeSet::new(), Vec::new());
    for finding in &findings {
        // What is of no row is told of by its own name, or by that of a module around it, which is that of the group's trait in lower case.
        let item = finding.place.split([',', '/']).next().unwrap_or_default();
        let names: Vec<&str> = item.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
        let is_named = |path: &str| {
            path.rsplit([':', '/']).next().is_some_and(|it| names.iter().any(|name| name.eq_ignore_ascii_case(it)))
        };
        match rows.iter().find(|row| is_of(row, &finding.place)) {
            Some(row) if majors(finding.of).any(|it| is_of(row, it)) => {
                seen.insert(&row.name);
            }
            _ if majors(finding.of).any(is_named) => {}
            _ => complaints.push(format!("{} in {}: {}", finding.lint, finding.of, finding.place)),
        }
    }
    let major: BTreeSet<&String> = rows.iter().filter(|row| row.verdict == "major").map(|row| &row.name).collect();
    println!(
        "{} findings of cargo-semver-checks; it sees {} of {} major changes",
        findings.len(),
        seen.intersection(&major).count(),
        major.len()
    );
    assert!(!seen.is_empty(), "it sees nothing");
    assert!(complaints.is_empty(), "{} are no major changes here:\n{}", complaints.len(), complaints.join("\n"));
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

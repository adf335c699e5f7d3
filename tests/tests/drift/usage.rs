//! Reports for a program that uses the crates.

use crate::reports::drift;
use libtest_mimic::{Failed, Trial};
use serde_json::Value;
use specwright_tests::{Ran, root};
use std::fs;

pub fn trials() -> Vec<Trial> {
    vec![
        Trial::test("usage::a_report_says_what_breaks_the_program", text),
        Trial::test("usage::each_format_says_it", formats),
        Trial::test("usage::only_what_touches_the_program_fails", status),
        Trial::test("usage::features_that_are_gone_are_told", features),
        Trial::test("usage::a_folder_without_sources_is_refused", refused),
    ]
}

fn of(more: &[&str]) -> Ran {
    let folder = root().join("tests/used_by");
    drift(&folder, &[&["old.yaml", "new.yaml", "--name", "library"], more].concat())
}

fn text() -> Result<(), Failed> {
    let found = of(&["--used-by", "program"]).out;
    let path = root().join("tests/used_by/expected");
    if std::env::var("DRIFT").as_deref() == Ok("write") {
        fs::write(&path, &found)?;
    }
    let wanted = fs::read_to_string(&path)?;
    if wanted == found { Ok(()) } else { Err(format!("expected:\n{wanted}\nfound:\n{found}").into()) }
}

fn formats() -> Result<(), Failed> {
    let report: Value = serde_json::from_str(&of(&["--used-by", "program", "--format", "json"]).out)?;
    let changes = report["changes"].as_array().ok_or("no changes")?;
    let touch = |it: &Value| it["used"]["touch"].as_str().map(str::to_owned);
    let words: Vec<String> = changes.iter().filter_map(touch).collect();
    let mut sorted = words.clone();
    sorted.sort_by_key(|it| ["breaks", "may-break", "untouched"].iter().position(|word| word == it));
    if words != sorted || words.len() != changes.len() || !words.iter().any(|it| it == "untouched") {
        return Err(format!("{words:?}").into());
    }
    for (format, wanted) in [("markdown", "**does not touch you**"), ("html", "data-used=\"untouched\"")] {
        let ran = of(&["--used-by", "program", "--format", format]);
        if !ran.out.contains(wanted) {
            return Err(format!("{format} has no {wanted}: {}", ran.out).into());
        }
    }
    let without = of(&["--format", "html"]).out;
    if without.contains("data-used") { Err("nobody asked about a program".into()) } else { Ok(()) }
}

/// Of the three things that change, one is used by nobody.
fn status() -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let source = "fn main() { let _ = library_client::Client::builder(\"https://library.example\"); }\n";
    fs::write(place.path().join("main.rs"), source)?;
    let folder = place.path().to_string_lossy().into_owned();
    for (program, wanted) in [("program", 1), (folder.as_str(), 0)] {
        let ran = of(&["--used-by", program, "--fail-on", "unproven"]);
        if ran.status != wanted {
            return Err(format!("{program} ends with {}: {}", ran.status, ran.out).into());
        }
    }
    Ok(())
}

fn features() -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    fs::write(place.path().join("main.rs"), "fn main() {}\n")?;
    let manifest = "[workspace.dependencies]\nloaned = { package = \"library-client\", version = \"1\" }\n[dependencies]\nloaned = { workspace = true, features = [\"loans\", \"books\"] }\n";
    fs::write(place.path().join("Cargo.toml"), manifest)?;
    let old = fs::read_to_string(root().join("tests/used_by/old.yaml"))?;
    fs::write(place.path().join("old.yaml"), &old)?;
    fs::write(place.path().join("new.yaml"), old.replace("tags: [loans]", "tags: [books]"))?;
    let ran = drift(place.path(), &["old.yaml", "new.yaml", "--name", "library", "--used-by", "."]);
    let told = ["feature library_client/loans is gone", "Cargo.toml turns on the feature `loans` of library-client"];
    let breaks = ran.out.split("## may break you").next().unwrap_or_default();
    if ran.status == 1 && told.iter().all(|it| breaks.contains(it)) && !ran.out.contains("`books` of") {
        Ok(())
    } else {
        Err(format!("{} {}", ran.status, ran.out).into())
    }
}

fn refused() -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let ran = of(&["--used-by", &place.path().to_string_lossy()]);
    if ran.status == 2 && ran.err.contains("holds no Rust source") { Ok(()) } else { Err(ran.err.into()) }
}

//! Published documents against themselves in another form: nothing on the wire may differ.
//!
//! Each document of the collection is written anew: keys of maps in another order, and exported as OpenAPI 3.1 and read again. `cargo test` takes small ones;
//! `EQUIVALENCE=text cargo test --release -p specwright-tests --test drift -- equivalence --ignored --nocapture` takes those whose name holds the text, or all.

use crate::pair::{Pair, parse, side};
use libtest_mimic::{Failed, Trial};
use serde_json::{Map, Value};
use specwright::cli::understand_files;
use specwright::diagnostic::Diagnostics;
use specwright::drift::{Report, Wire};
use specwright::export::{ExportVersion, export};
use specwright_tests::shared;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Bytes of a document that is small enough for a build without optimisation.
const SMALL: u64 = 60_000;

pub fn trials() -> Vec<Trial> {
    let small = Trial::test("equivalence::of_small_documents", || {
        all(&|path| fs::metadata(path).is_ok_and(|it| it.len() < SMALL))
    });
    let wanted = std::env::var("EQUIVALENCE").unwrap_or_default();
    let named =
        Trial::test("equivalence::of_named_documents", move || all(&|path| path.to_string_lossy().contains(&wanted)))
            .with_ignored_flag(true);
    vec![small, named]
}

/// The documents of the collection.
pub fn documents() -> Vec<PathBuf> {
    let Some(folder) = shared().map(|it| it.join("documents")) else { return Vec::new() };
    let mut all: Vec<PathBuf> = fs::read_dir(folder).into_iter().flatten().flatten().map(|it| it.path()).collect();
    all.retain(|it| it.extension().is_some_and(|it| it == "json" || it == "yaml" || it == "yml"));
    all.sort();
    all
}

fn all(wanted: &dyn Fn(&Path) -> bool) -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let mut faults = Vec::new();
    let mut count = 0;
    for path in documents().into_iter().filter(|it| wanted(it)) {
        let old = Arc::new(understand_files(Path::new(""), std::slice::from_ref(&path), &[], "things"));
        let Some(understood) = &old.understood else { continue };
        count += 1;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut forms: Vec<(&str, String)> = Vec::new();
        if path.extension().is_some_and(|it| it == "json") {
            forms.push(("reordered", reordered(&parse(&path)).to_string()));
        }
        if side(&old).is_some() {
            forms.push((
                "exported as 3.1",
                export(&understood.document, ExportVersion::V3_1, &mut Diagnostics::default()),
            ));
        }
        for (form, text) in forms {
            let other = place.path().join(if form == "reordered" { "other.json" } else { "other.yaml" });
            fs::write(&other, text)?;
            let pair = Pair::beside(&old, &path, &other);
            let report = pair.compare();
            faults.extend(on_the_wire(&report).map(|it| format!("{name} {form}: {it}")));
            faults.extend(on_the_wire(&pair.reversed().compare()).map(|it| format!("{name} {form}, reversed: {it}")));
        }
    }
    println!("{count} documents");
    if faults.is_empty() { Ok(()) } else { Err(format!("{} claims:\n{}", faults.len(), faults.join("\n")).into()) }
}

/// What is said of the wire.
fn on_the_wire(report: &Report) -> impl Iterator<Item = String> + '_ {
    report
        .changes
        .iter()
        .filter(|it| (it.client, it.server) != (Wire::Same, Wire::Same))
        .take(8)
        .map(|it| format!("{}: {}", it.rule.id, it.message))
}

/// The same with the keys of all maps in reverse.
fn reordered(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            Value::Object(map.iter().rev().map(|(key, value)| (key.clone(), reordered(value))).collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.iter().map(reordered).collect()),
        other => other.clone(),
    }
}

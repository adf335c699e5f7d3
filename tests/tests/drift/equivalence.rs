//! Published documents against themselves in another form: nothing on the wire may differ.
//!
//! Each document of the collection is written anew: keys of maps in another order, components inlined, inline schemas made components, 3.0 raised to 3.1, and exported and read
//! again. `cargo test` takes small ones;
//! `EQUIVALENCE=text cargo test --release -p specwright-tests --test drift -- equivalence --ignored --nocapture` takes those whose name holds the text, or all.

mod forms;

use crate::pair::{Pair, side};
use libtest_mimic::{Failed, Trial};
use serde_json::{Map, Value};
use specwright::cli::understand_files;
use specwright::diagnostic::{Diagnostics, Severity};
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
        if !stands_alone(&path) {
            continue;
        }
        count += 1;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut forms: Vec<(&str, String)> = Vec::new();
        if let Some(document) = forms::read(&path) {
            forms.push(("reordered.json", reordered(&document).to_string()));
            forms.extend(forms::inlined(&document).map(|it| ("inlined.json", it.to_string())));
            forms.extend(forms::inlined_throughout(&document).map(|it| ("inlined_throughout.json", it.to_string())));
            forms.extend(forms::bundled(&document).map(|it| ("bundled.json", it.to_string())));
            forms.extend(forms::raised(&document).map(|it| ("raised.json", it.to_string())));
        }
        if side(&old).is_some() {
            for (form, version) in
                [("exported_3_1.yaml", ExportVersion::V3_1), ("exported_3_0.yaml", ExportVersion::V3_0)]
            {
                let mut told = Diagnostics::default();
                let text = export(&understood.document, version, &mut told);
                // What that version cannot say is told, and then it is another API.
                if told.iter().all(|it| it.code.severity == Severity::Note) {
                    forms.push((form, text));
                }
            }
        }
        for (form, text) in forms {
            let other = place.path().join(form);
            fs::write(&other, text)?;
            let pair = Pair::beside(&old, &path, &other);
            let report = pair.compare();
            // Other forms give other names, or the same members in another order.
            if form == "raised.json" {
                let rust = report.changes.iter().flat_map(|it| &it.rust).take(8);
                faults.extend(rust.map(|it| format!("{name} {form}: {} {:?}, now {:?}", it.path, it.old, it.new)));
            }
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

/// Whether a document refers to no other file, which would be missing beside the other form.
pub fn stands_alone(path: &Path) -> bool {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.split("$ref").skip(1).all(|rest| {
        let target = rest.trim_start_matches(['"', '\'', ':', ' ']);
        // An address is no file; examples hold such keys, too.
        target.starts_with('#') || target.starts_with(['\n', '{']) || target.starts_with("https://")
    })
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

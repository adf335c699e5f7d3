//! What users of the crates can name, as the api says it, against what Rust's own parser finds in the crates.
//!
//! Each vendor's surface is a snapshot too: what a change of it means for users shows in review. The texts under `generated/` are locked
//! by `stale`.

#[path = "surface/found.rs"]
mod found;

use specwright_tests::{folders, root, run, shared};
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

/// A document of this size is large enough, and one beyond takes long without optimisation.
const LARGE: std::ops::Range<u64> = 300_000..1_500_000;

#[test]
fn the_surface_of_each_vendor_is_as_recorded_and_as_generated() {
    for folder in folders(&root().join("specs")) {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let config = fs::read_to_string(folder.join("vendor.yaml")).expect("each vendor has a vendor.yaml");
        let config: serde_json::Value = serde_yaml::from_str(&config).expect("it is YAML");
        let listed = |key: &str| -> Vec<PathBuf> {
            let inputs = config.get(key).and_then(serde_json::Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let path = |input: &serde_json::Value| Some(folder.join(input.get("path").unwrap_or(input).as_str()?));
            inputs.iter().filter_map(path).collect()
        };
        let text = surface(&name, &listed("documents"), &listed("overlays"));
        agree(&name, &text, &root().join("generated").join(&name));
        insta::with_settings!({ snapshot_path => "../surfaces", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, text);
        });
    }
}

#[test]
fn the_surfaces_of_large_documents_are_as_generated() {
    let Some(shared) = shared() else { return };
    let mut documents: Vec<PathBuf> = fs::read_dir(shared.join("documents"))
        .expect("there are documents")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| fs::metadata(path).is_ok_and(|file| file.is_file() && LARGE.contains(&file.len())))
        .collect();
    documents.sort();
    let every = documents.len() / 5;
    let mut compared = 0;
    for document in documents.iter().step_by(every.max(1)).take(5) {
        let out = tempfile::tempdir().expect("a temporary folder");
        let arguments = ["generate", "--allow-faults", "--name", "large", "--out"].map(OsString::from);
        let arguments = arguments.into_iter().chain([out.path().into(), "--spec".into(), document.into()]);
        let ran = run(root(), arguments);
        assert!(ran.status <= 1, "{}: {}", document.display(), ran.err);
        agree(&document.display().to_string(), &surface("large", std::slice::from_ref(document), &[]), out.path());
        compared += 1;
    }
    assert_eq!(compared, 5, "there are too few large documents");
}

fn surface(name: &str, documents: &[PathBuf], overlays: &[PathBuf]) -> String {
    let mut arguments: Vec<OsString> = ["inspect", "--surface", "--name", name].map(OsString::from).into();
    arguments.extend(documents.iter().map(OsString::from));
    if !overlays.is_empty() {
        arguments.push("--overlay".into());
        arguments.extend(overlays.iter().map(OsString::from));
    }
    let ran = run(root(), arguments);
    assert!(ran.status <= 1, "{name}: {}", ran.err);
    ran.out
}

/// Whether a surface is that of the crates in a folder.
fn agree(name: &str, surface: &str, folder: &Path) {
    let said: BTreeSet<String> = surface.lines().map(found::plain).collect();
    let found: BTreeSet<String> =
        found::items(name_of(surface), folder).iter().map(|line| found::plain(line)).collect();
    let missing: Vec<&String> = found.difference(&said).take(20).collect();
    let invented: Vec<&String> = said.difference(&found).take(20).collect();
    assert!(
        missing.is_empty() && invented.is_empty(),
        "{name}\nnot in the surface: {missing:#?}\nnot in the crates: {invented:#?}"
    );
    assert!(said.len() > 5, "{name}: there is nothing to compare");
}

/// The base name of the crates: what comes before `_types` or `_client`.
fn name_of(surface: &str) -> &str {
    let path = surface.split_whitespace().nth(1).unwrap_or_default();
    let package = path.split("::").next().unwrap_or_default();
    package.rsplit_once('_').map_or(package, |(name, _)| name)
}

//! The program that `--used-by` names.
//!
//! Takes a folder; gives the Rust sources below it and what its manifests say of dependencies. Hidden folders, `target` and what Specwright generated are no part of the program, and links are
//! not followed. Promises to end with a message where the folder cannot be read, or holds more than anyone writes.

use crate::drift::usage::{Dependency, Program};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// More files than this are no program of one team.
const MOST_FILES: usize = 50_000;
/// A source of more bytes was written by a program.
const MOST_BYTES: u64 = 8 << 20;
/// The record that lies in folders of generated crates.
const RECORD: &str = "specwright.sha256";

/// Reads the folder.
///
/// # Errors
/// Where it cannot be read.
pub(super) fn read(directory: &Path, folder: &Path) -> Result<Program, String> {
    let mut files = Vec::new();
    gather(&directory.join(folder), &mut files).map_err(|error| format!("`{}`: {error}", folder.display()))?;
    files.sort();
    let mut program = Program::default();
    let mut manifests = Vec::new();
    for path in files {
        let text = fs::read_to_string(&path).map_err(|error| format!("`{}`: {error}", path.display()))?;
        let shown = path.strip_prefix(directory).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        if path.extension().is_some_and(|it| it == "rs") {
            program.sources.push((shown, text));
        } else {
            let table: Table =
                text.parse().map_err(|error: toml::de::Error| format!("`{shown}`: {}", error.message()))?;
            manifests.push((shown, table));
        }
    }
    if program.sources.is_empty() {
        return Err(format!("`{}` holds no Rust source", folder.display()));
    }
    program.dependencies = dependencies(&manifests);
    Ok(program)
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let entries = fs::read_dir(folder).map_err(|error| error.to_string())?;
    if folder.join(RECORD).is_file() {
        return Ok(());
    }
    for entry in entries {
        let entry = entry.map_err(|error| error.to_string())?;
        let (kind, name) = (entry.file_type().map_err(|error| error.to_string())?, entry.file_name());
        let name = name.to_string_lossy();
        if kind.is_dir() && !name.starts_with('.') && name != "target" {
            gather(&entry.path(), files)?;
        } else if kind.is_file()
            && (name == "Cargo.toml" || name.ends_with(".rs"))
            && entry.metadata().is_ok_and(|it| it.len() <= MOST_BYTES)
        {
            files.push(entry.path());
        }
        if files.len() > MOST_FILES {
            return Err(format!("it has more than {MOST_FILES} files"));
        }
    }
    Ok(())
}

fn dependencies(manifests: &[(String, Table)]) -> Vec<Dependency> {
    let mut shared: BTreeMap<&str, &Value> = BTreeMap::new();
    let tables = manifests.iter().filter_map(|(_, it)| it.get("workspace")?.get("dependencies")?.as_table());
    shared.extend(tables.flatten().map(|(name, value)| (name.as_str(), value)));
    let mut all = Vec::new();
    for (path, manifest) in manifests {
        let of_targets = manifest.get("target").and_then(Value::as_table).into_iter().flat_map(|it| it.values());
        let places = of_targets.filter_map(Value::as_table).chain([manifest]);
        let lists = places.flat_map(|it| {
            ["dependencies", "dev-dependencies", "build-dependencies"].into_iter().filter_map(|key| it.get(key))
        });
        for (name, value) in lists.filter_map(Value::as_table).flatten() {
            let inherited = value.get("workspace").and_then(|_| shared.get(name.as_str()));
            let both = || [Some(value), inherited.copied()].into_iter().flatten();
            let package = both().find_map(|it| it.get("package")?.as_str()).unwrap_or(name);
            let features = both().filter_map(|it| it.get("features")?.as_array()).flatten();
            all.push(Dependency {
                name: name.clone(),
                package: package.to_owned(),
                features: features.filter_map(|it| it.as_str().map(str::to_owned)).collect(),
                manifest: path.clone(),
            });
        }
    }
    all
}

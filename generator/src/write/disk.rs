//! Packages to folders, and folders against packages.
//!
//! Takes a [`Package`] and the folder it belongs in; gives what differs, or writes it. Promises that a folder is replaced
//! as a whole: everything is laid out in a staging folder first and then changes places with the old one in one step, so
//! that a crash leaves the old files or the new ones; that unchanged files keep their times; and that a folder which was
//! not made by this product is left alone. Never follows symbolic links out of the folder.

use crate::emit::MARKER;
use crate::package::Package;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Names inside a generated folder that belong to the user's tools and survive a replacement.
const KEPT: [&str; 2] = ["target", "Cargo.lock"];

/// How a folder differs from the package it should hold. Paths are relative to the folder, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// In both, with another text.
    pub changed: Vec<String>,
    /// In the package only.
    pub missing: Vec<String>,
    /// In the folder only.
    pub surplus: Vec<String>,
}

impl Difference {
    /// Whether the folder holds just the package.
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.missing.is_empty() && self.surplus.is_empty()
    }
}

/// Compares a folder with a package.
///
/// # Errors
/// When the folder exists and cannot be read.
pub fn compare(package: &Package, folder: &Path) -> io::Result<Difference> {
    let mut on_disk = BTreeMap::new();
    if folder.exists() {
        list(folder, "", &mut on_disk)?;
    }
    let mut difference = Difference::default();
    for (path, text) in package.files() {
        match on_disk.remove(path) {
            None => difference.missing.push(path.to_owned()),
            Some(file) if file.is_symlink() || fs::read(&file)? != text.as_bytes() => {
                difference.changed.push(path.to_owned())
            }
            Some(_) => {}
        }
    }
    difference.surplus = on_disk.into_keys().collect();
    Ok(difference)
}

fn list(folder: &Path, prefix: &str, files: &mut BTreeMap<String, PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if KEPT.contains(&name.as_str()) {
            continue;
        }
        let path = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            list(&entry.path(), &format!("{path}/"), files)?;
        } else {
            files.insert(path, entry.path());
        }
    }
    Ok(())
}

/// Whether a folder may be replaced: it does not exist, is empty, or holds a manifest of ours (itself or one level down).
pub fn is_ours(folder: &Path) -> bool {
    let marked = |manifest: PathBuf| fs::read_to_string(manifest).is_ok_and(|text| text.starts_with(MARKER));
    let Ok(entries) = fs::read_dir(folder) else { return !folder.exists() };
    let entries: Vec<_> = entries.flatten().collect();
    entries.is_empty()
        || marked(folder.join("Cargo.toml"))
        || entries.iter().any(|entry| marked(entry.path().join("Cargo.toml")))
}

/// Makes `folder` hold just `package`, by way of `staging`, a folder on the same file system that may be created and
/// removed. Does nothing when nothing differs.
///
/// # Errors
/// When the folder is not ours (`PermissionDenied`), or the disk refuses. The folder is then as it was.
pub fn replace(package: &Package, folder: &Path, staging: &Path) -> io::Result<Difference> {
    let difference = compare(package, folder)?;
    if difference.is_empty() {
        return Ok(difference);
    }
    if !is_ours(folder) {
        let message = format!("{} was not made by Specwright; move it away or choose another folder", folder.display());
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, message));
    }
    remove(staging)?;
    let laid_out = lay_out(package, folder, staging, &difference).and_then(|()| take_place(staging, folder));
    let removed = remove(staging);
    laid_out?;
    removed?;
    Ok(difference)
}

fn lay_out(package: &Package, folder: &Path, staging: &Path, difference: &Difference) -> io::Result<()> {
    let differing: BTreeSet<&str> = difference.changed.iter().chain(&difference.missing).map(String::as_str).collect();
    fs::create_dir_all(staging)?;
    for (path, text) in package.files() {
        let target = staging.join(path);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)?;
        }
        if differing.contains(path) || fs::hard_link(folder.join(path), &target).is_err() {
            fs::write(&target, text)?;
        }
    }
    Ok(())
}

fn take_place(staging: &Path, folder: &Path) -> io::Result<()> {
    if !folder.exists() {
        if let Some(parent) = folder.parent() {
            fs::create_dir_all(parent)?;
        }
        return fs::rename(staging, folder);
    }
    exchange(staging, folder)?;
    // What the user's tools left in the old folder, now at `staging`, moves over to the new one.
    carry_over(staging, folder)
}

fn carry_over(old: &Path, new: &Path) -> io::Result<()> {
    for entry in fs::read_dir(old)? {
        let entry = entry?;
        let name = entry.file_name();
        let target = new.join(&name);
        if KEPT.iter().any(|kept| name.to_str() == Some(kept)) {
            fs::rename(entry.path(), target)?;
        } else if entry.file_type()?.is_dir() && target.is_dir() {
            carry_over(&entry.path(), &target)?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        if renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok() {
            return Ok(());
        }
    }
    exchange_by_renames(one, other)
}

#[cfg(not(unix))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    exchange_by_renames(one, other)
}

/// For file systems that cannot exchange: three renames, undone when the second fails.
fn exchange_by_renames(one: &Path, other: &Path) -> io::Result<()> {
    let aside = one.with_extension("aside");
    remove(&aside)?;
    fs::rename(other, &aside)?;
    if let Err(error) = fs::rename(one, other) {
        fs::rename(&aside, other)?;
        return Err(error);
    }
    fs::rename(&aside, one)
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn package(files: &[(&str, &str)]) -> Package {
        let mut package = Package::default();
        for (path, text) in files {
            package.insert(path, (*text).to_owned()).unwrap();
        }
        package
    }

    fn scratch(name: &str) -> PathBuf {
        let root = std::env::temp_dir().join(format!("specwright-{name}-{}", std::process::id()));
        remove(&root).unwrap();
        fs::create_dir_all(&root).unwrap();
        root
    }

    #[test]
    fn a_folder_comes_to_hold_just_the_package() {
        let root = scratch("replace");
        let (folder, staging) = (root.join("out"), root.join("staging"));
        let manifest = format!("{MARKER}\n");
        let first = package(&[("Cargo.toml", &manifest), ("src/lib.rs", "a"), ("src/old.rs", "b")]);
        assert_eq!(replace(&first, &folder, &staging).unwrap().missing.len(), 3);
        fs::create_dir(folder.join("target")).unwrap();
        let times = fs::metadata(folder.join("Cargo.toml")).unwrap().modified().unwrap();

        let second = package(&[("Cargo.toml", &manifest), ("src/lib.rs", "c"), ("src/new.rs", "d")]);
        let difference = replace(&second, &folder, &staging).unwrap();
        assert_eq!(difference.changed, ["src/lib.rs"]);
        assert_eq!(difference.missing, ["src/new.rs"]);
        assert_eq!(difference.surplus, ["src/old.rs"]);
        assert!(compare(&second, &folder).unwrap().is_empty());
        assert!(folder.join("target").is_dir());
        assert!(!staging.exists());
        assert_eq!(fs::metadata(folder.join("Cargo.toml")).unwrap().modified().unwrap(), times);
        remove(&root).unwrap();
    }

    #[test]
    fn a_folder_of_someone_else_is_left_alone() {
        let root = scratch("foreign");
        fs::create_dir(root.join("out")).unwrap();
        fs::write(root.join("out/Cargo.toml"), "[package]\n").unwrap();
        let package = package(&[("Cargo.toml", MARKER)]);
        let error = replace(&package, &root.join("out"), &root.join("staging")).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::PermissionDenied);
        assert_eq!(fs::read_to_string(root.join("out/Cargo.toml")).unwrap(), "[package]\n");
        remove(&root).unwrap();
    }

    #[test]
    fn renames_exchange_where_the_system_call_cannot() {
        let root = scratch("renames");
        for name in ["one", "other"] {
            fs::create_dir(root.join(name)).unwrap();
            fs::write(root.join(name).join("name"), name).unwrap();
        }
        exchange_by_renames(&root.join("one"), &root.join("other")).unwrap();
        assert_eq!(fs::read_to_string(root.join("one/name")).unwrap(), "other");
        assert_eq!(fs::read_to_string(root.join("other/name")).unwrap(), "one");
        remove(&root).unwrap();
    }
}

//! A copy of a vendor's folder in which the answers have their places.
//!
//! Takes the folder and the new texts; gives a directory that holds the copy under the same path, so that reports name files as they are. Promises that only regular files are
//! copied and that the directory is removed. Never touches the folder itself.

use super::upstream::Fetched;
use crate::cli::drift::checkout::Checkout;
use std::path::{Component, Path, PathBuf};
use std::{fs, io};

/// Folders within folders.
const MOST_DEPTH: usize = 32;

/// The copy; it goes when this does.
pub(super) struct Staging {
    directory: Checkout,
    folder: PathBuf,
}

impl Staging {
    /// Copies the folder and puts the answers in.
    pub(super) fn of(directory: &Path, folder: &Path, changed: &[&Fetched]) -> io::Result<Self> {
        // The way up to the root is no part of what files are called.
        let inside: PathBuf = folder.components().filter(|it| matches!(it, Component::Normal(_))).collect();
        let staging = Self { directory: Checkout::new()?, folder: inside };
        let target = staging.directory.directory().join(&staging.folder);
        copy(&directory.join(folder), &target, 0)?;
        for it in changed {
            let path = target.join(&it.path);
            path.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::write(path, it.text.as_deref().unwrap_or_default())?;
        }
        Ok(staging)
    }

    /// Where the folder lies under its own path.
    pub(super) fn directory(&self) -> &Path {
        self.directory.directory()
    }

    /// That path.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }
}

fn copy(from: &Path, to: &Path, depth: usize) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() && depth < MOST_DEPTH {
            copy(&entry.path(), &to.join(entry.file_name()), depth + 1)?;
        } else if kind.is_file() {
            fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}

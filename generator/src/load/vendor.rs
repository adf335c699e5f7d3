//! The vendors under `specs/`.
//!
//! Takes the repository's root and names; gives each vendor's description, read from disk. Promises that a vendor's
//! documents are those that its `spec.lock` records. Never writes.

use super::files::{self, Below};
use crate::config::{Input, Lock, Vendor};
use crate::diagnostic::code::files::{NO_SPECS_FOLDER, UNKNOWN_VENDOR};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::pipeline::Description;
use crate::source::Sources;
use crate::{overlay, tree};
use std::fs;
use std::path::{Path, PathBuf};

/// A vendor with everything that describes it.
pub(crate) struct Loaded {
    /// `vendor.yaml`
    pub config: Vendor,
    /// Its documents and overlays.
    pub description: Description,
    /// `spec.lock` and its text, where it is to be written.
    pub new_lock: Option<(PathBuf, String)>,
    first: PathBuf,
}

impl Loaded {
    /// The files that its documents may refer to.
    pub(crate) fn files(&self, directory: &Path) -> Below {
        Below::folder_of(directory, Some(&self.first))
    }
}

/// What `spec.lock` is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UseOfLock {
    /// It says what the documents have to be.
    Check,
    /// The same; nothing is said where there is none.
    WhereThereIsOne,
    /// What the documents are now is right, and is to be recorded.
    Update,
}

/// Reads the folder of a vendor under `specs/`.
pub(crate) fn load(
    directory: &Path,
    root: &Path,
    name: &str,
    update_lock: bool,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Loaded> {
    let lock = if update_lock { UseOfLock::Update } else { UseOfLock::Check };
    load_folder(directory, &root.join("specs").join(name), lock, sources, diagnostics)
}

/// Reads a folder that holds a `vendor.yaml`.
pub(crate) fn load_folder(
    directory: &Path,
    folder: &Path,
    lock: UseOfLock,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Loaded> {
    let config = files::read_within(directory, folder, &folder.join("vendor.yaml"), sources, diagnostics)?;
    let config = Vendor::read(sources, config, diagnostics)?;
    let paths = |inputs: &[Input]| inputs.iter().map(|input| folder.join(&input.path)).collect::<Vec<_>>();
    let (documents, overlays) = (paths(&config.documents), paths(&config.overlays));
    let mut read = |paths: &[PathBuf]| {
        let ids: Vec<_> =
            paths.iter().map(|path| files::read_within(directory, folder, path, sources, diagnostics)).collect();
        ids.into_iter().collect::<Option<Vec<_>>>()
    };
    let (read_documents, read_overlays) = (read(&documents), read(&overlays));
    let description =
        Description { documents: read_documents?, overlays: read_overlays?, selection: config.selection.clone() };
    for overlay in &description.overlays {
        // What is wrong with its text is told when it is applied.
        if let Some(overlay) = tree::parse(sources, *overlay, &mut Diagnostics::within(diagnostics.budgets().clone())) {
            overlay::require_reasons(&overlay, diagnostics);
        }
    }

    let path = folder.join("spec.lock");
    let now = Lock::of(sources, &config, description.documents.iter().copied());
    let new_lock = if lock == UseOfLock::Update {
        if !files::stays_within(directory, folder, &path, diagnostics)
            || !files::is_writable(directory, &path, diagnostics)
        {
            return None;
        }
        Some((path, now.write()))
    } else if lock == UseOfLock::WhereThereIsOne && directory.join(&path).symlink_metadata().is_err() {
        None
    } else {
        let recorded = files::read_within(directory, folder, &path, sources, diagnostics)?;
        Lock::read(sources, recorded, diagnostics).compare(&now, &config, diagnostics);
        None
    };
    let first = documents.into_iter().next()?;
    Some(Loaded { config, description, new_lock, first })
}

/// The nearest folder upwards that has `specs/`, as a path relative to the directory.
pub(crate) fn root(directory: &Path, diagnostics: &mut Diagnostics) -> Option<PathBuf> {
    for (depth, folder) in directory.ancestors().enumerate() {
        if folder.join("specs").is_dir() {
            return Some(if depth == 0 { PathBuf::new() } else { PathBuf::from(vec![".."; depth].join("/")) });
        }
    }
    let message = format!("there is no folder `specs` in {} or above it", directory.display());
    diagnostics.report(
        Diagnostic::new(&NO_SPECS_FOLDER, None, message)
            .help("run it inside the repository, or give a document with --spec FILE --name NAME --out DIR"),
    );
    None
}

/// The vendors there are, in order; those named, when names are given.
pub(crate) fn names(root: &Path, wanted: &[String], diagnostics: &mut Diagnostics) -> Option<Vec<String>> {
    let entries = fs::read_dir(root.join("specs")).ok()?;
    let mut all: Vec<String> = entries
        .flatten()
        .filter(|entry| entry.path().join("vendor.yaml").symlink_metadata().is_ok())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    all.sort();
    if wanted.is_empty() {
        return Some(all);
    }
    let mut known = true;
    for name in wanted.iter().filter(|name| !all.contains(name)) {
        let message = format!("there is no `specs/{name}/vendor.yaml`; the vendors are: {}", all.join(", "));
        diagnostics.report(Diagnostic::new(&UNKNOWN_VENDOR, None, message).help("name one of them"));
        known = false;
    }
    all.retain(|name| wanted.contains(name));
    known.then_some(all)
}

//! The vendors under `specs/`.
//!
//! Takes the repository's root and names; gives each vendor's description, read from disk. Promises that a vendor's
//! documents are those that its `spec.lock` records. Never writes.

use super::files::{self, Below};
use super::listed;
use super::reading::Accepts;
use crate::config::{Accept, Input, Lock, Vendor};
use crate::diagnostic::code::config::LOCK_INCOMPLETE;
use crate::diagnostic::code::files::{NO_SPECS_FOLDER, UNKNOWN_VENDOR};
use crate::diagnostic::{Diagnostic, Diagnostics, closest};
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
    /// The files that its documents may refer to: those of its folder.
    pub files: Below,
    /// The faults of its documents that are accepted.
    pub accepts: Accepts,
    /// The path of `spec.lock` and what it is to hold, where it is to be written.
    pub new_lock: Option<(PathBuf, Lock)>,
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
    /// Nothing: the documents are looked at as they are.
    Ignore,
}

/// Reads the folder of a vendor under `specs/`; `accepted` are faults that the command line accepts.
pub(crate) fn load(
    directory: &Path,
    root: &Path,
    name: &str,
    (update_lock, accepted): (bool, &[Accept]),
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Loaded> {
    let lock = if update_lock { UseOfLock::Update } else { UseOfLock::Check };
    load_folder(directory, &root.join("specs").join(name), lock, accepted, sources, diagnostics)
}

/// Reads a folder that holds a `vendor.yaml`.
pub(crate) fn load_folder(
    directory: &Path,
    folder: &Path,
    lock: UseOfLock,
    accepted: &[Accept],
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Loaded> {
    let from = diagnostics.len();
    let config = files::read_within(directory, folder, &folder.join("vendor.yaml"), sources, diagnostics)?;
    let mut config = Vendor::read(sources, config, diagnostics)?;
    let listed = listed::expand(directory, folder, &config.documents, sources, diagnostics)?;
    config.documents = listed.inputs;
    let paths = |inputs: &[Input]| inputs.iter().map(|input| folder.join(&input.path)).collect::<Vec<_>>();
    let (documents, overlays, patches) = (paths(&config.documents), paths(&config.overlays), paths(&config.patches));
    let mut read = |paths: &[PathBuf]| {
        let ids: Vec<_> =
            paths.iter().map(|path| files::read_within(directory, folder, path, sources, diagnostics)).collect();
        ids.into_iter().collect::<Option<Vec<_>>>()
    };
    let (read_documents, read_overlays, read_patches) = (read(&documents), read(&overlays), read(&patches));
    let title = Some(config.title.clone().unwrap_or_else(|| config.name.clone()));
    let read_documents = read_documents?;
    let of_many =
        read_documents.iter().enumerate().filter(|(at, _)| listed.of_many.contains(at)).map(|(_, id)| *id).collect();
    let description = Description {
        documents: read_documents,
        overlays: read_overlays?,
        title,
        of_many,
        selection: config.selection.clone(),
    };
    let mut below = Below::of(directory, folder);
    if !below.patch(&read_patches?, (&documents, &description.documents), sources, diagnostics) {
        return None;
    }
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
        let former = if directory.join(&path).symlink_metadata().is_ok() {
            // What is wrong with it is of no matter: it is written anew.
            let mut aside = diagnostics.aside();
            let id = files::read_within(directory, folder, &path, sources, &mut aside);
            id.map(|id| Lock::read(sources, id, &mut aside))
        } else {
            None
        };
        Some((path, now.with_validators(&former.unwrap_or_default())))
    } else if lock == UseOfLock::Ignore
        || lock == UseOfLock::WhereThereIsOne && directory.join(&path).symlink_metadata().is_err()
    {
        None
    } else {
        if directory.join(&path).symlink_metadata().is_err() {
            let message = format!("`{}` is missing, so nothing says which documents are right", path.display());
            let help = format!("record them as they are now: `cargo xtask generate {} --update-lock`", config.name);
            diagnostics.report(Diagnostic::new(&LOCK_INCOMPLETE, None, message).help(help));
        } else {
            let recorded = files::read_within(directory, folder, &path, sources, diagnostics)?;
            Lock::read(sources, recorded, diagnostics).compare(&now, &config, diagnostics);
        }
        None
    };
    let list = config.accept.iter().chain(accepted).cloned().collect();
    let accepts = Accepts::of(list, folder, &description, from);
    Some(Loaded { config, description, files: below, accepts, new_lock })
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
        let help = match closest(name, all.iter().map(String::as_str)) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("name one of them, or make the folder `specs/{name}`"),
        };
        diagnostics.report(Diagnostic::new(&UNKNOWN_VENDOR, None, message).help(help));
        known = false;
    }
    all.retain(|name| wanted.contains(name));
    known.then_some(all)
}

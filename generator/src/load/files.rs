//! Files from disk into sources.
//!
//! Takes paths; gives a [`Sources`] with a text each. Promises that only regular files are read, that one which cannot be read,
//! is too large or is not UTF-8 is told, and that no file outside a vendor's folder is read unless the command line names it. Never writes.

use crate::budget::Budget;
use crate::diagnostic::code::files::{FILE_OUTSIDE, FILE_TOO_LARGE, NOT_UTF8, UNREADABLE_FILE, UNWRITABLE_FOLDER};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::pipeline::Files;
use crate::source::{SourceId, Sources, Span};
use crate::write::regular::{self, Links, Refusal};
use std::path::{Path, PathBuf};

/// Files that a description refers to: only those below the folder of its first document.
pub(crate) struct Below {
    directory: PathBuf,
    root: PathBuf,
}

impl Below {
    /// Files below the folder that holds `document`, a path relative to `directory`.
    pub(crate) fn folder_of(directory: &Path, document: Option<&PathBuf>) -> Self {
        let root = document.and_then(|path| path.parent()).unwrap_or(Path::new("")).to_path_buf();
        Self { directory: directory.to_path_buf(), root }
    }

    /// Whether the file, links followed, lies below the root.
    fn holds(&self, path: &Path) -> bool {
        let real = |path: PathBuf| path.canonicalize();
        match (real(self.directory.join(&self.root)), real(self.directory.join(path))) {
            (Ok(root), Ok(file)) => file.starts_with(root),
            // A file that is not there is told as such; a path that climbs is not even looked at.
            _ => !path.components().any(|part| part == std::path::Component::ParentDir),
        }
    }
}

impl Files for Below {
    fn load(
        &mut self,
        path: &str,
        referred: Span,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<SourceId> {
        if !self.holds(Path::new(path)) {
            let message = format!("`{path}` lies outside the folder of the description");
            diagnostics.report(
                Diagnostic::new(&FILE_OUTSIDE, referred, message)
                    .help("move the file below the folder of the first document, or the document above both"),
            );
            return None;
        }
        if !self.directory.join(path).exists() {
            // The reader tells of the reference that leads nowhere, at each place.
            return None;
        }
        read(&self.directory, Path::new(path), sources, diagnostics)
    }
}

/// Reads a file of a directory and adds it under the path as given (with `/`).
pub(crate) fn read(
    directory: &Path,
    path: &Path,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<SourceId> {
    let name = path.to_string_lossy().replace('\\', "/");
    let most = diagnostics.budgets().of(Budget::FileBytes);
    let bytes = match regular::read(&directory.join(path), Links::Follow, most) {
        Ok(bytes) => bytes,
        Err(Refusal::Large(most)) => {
            let message = format!("`{name}` has more than {most} bytes, and no more are read");
            diagnostics.report(
                Diagnostic::new(&FILE_TOO_LARGE, None, message).exhausted(Budget::FileBytes, diagnostics.budgets()),
            );
            return None;
        }
        Err(refusal) => {
            let help = match &refusal {
                Refusal::Special(_) => "copy what it holds into a file, and give the path of that",
                Refusal::Io(_) | Refusal::Large(_) => "give the path of a file that exists and may be read",
            };
            let message = format!("`{name}` cannot be read: {refusal}");
            diagnostics.report(Diagnostic::new(&UNREADABLE_FILE, None, message).help(help));
            return None;
        }
    };
    match String::from_utf8(bytes) {
        Ok(text) => Some(sources.add(name, text)),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let message = format!("`{name}` is not UTF-8: byte {valid} is the first that is not");
            diagnostics.report(Diagnostic::new(&NOT_UTF8, None, message).help("convert the file to UTF-8"));
            None
        }
    }
}

/// Reads a file of a folder. One that a symbolic link leads out of the folder is told of, and no byte of it is read.
pub(crate) fn read_within(
    directory: &Path,
    folder: &Path,
    path: &Path,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<SourceId> {
    stays_within(directory, folder, path, diagnostics).then(|| read(directory, path, sources, diagnostics))?
}

/// Whether a file of a folder lies in it, links followed; told where it does not.
pub(crate) fn stays_within(directory: &Path, folder: &Path, path: &Path, diagnostics: &mut Diagnostics) -> bool {
    let real = |path: &Path| directory.join(path).canonicalize();
    let (Ok(root), Ok(file)) = (real(folder), real(path)) else {
        // What is not there is told when it is read; a link that leads nowhere is not written through.
        return !directory.join(path).is_symlink() || {
            outside(folder, path, diagnostics);
            false
        };
    };
    let within = file.starts_with(root);
    if !within {
        outside(folder, path, diagnostics);
    }
    within
}

fn outside(folder: &Path, path: &Path, diagnostics: &mut Diagnostics) {
    let message = format!("`{}` is a symbolic link that leads out of `{}`", path.display(), folder.display());
    diagnostics
        .report(Diagnostic::new(&FILE_OUTSIDE, None, message).help("put a copy of the file in the place of the link"));
}

/// Whether a file may be written in that place: none is there, or a regular one; told where it may not.
pub(crate) fn is_writable(directory: &Path, path: &Path, diagnostics: &mut Diagnostics) -> bool {
    let found = directory.join(path).symlink_metadata();
    let Some(kind) = found.ok().and_then(|metadata| regular::special(&metadata)) else { return true };
    let message = format!("`{}` cannot be written: it is {kind}", path.display());
    diagnostics.report(Diagnostic::new(&UNWRITABLE_FOLDER, None, message).help("move it away"));
    false
}

//! Files from disk into sources.
//!
//! Takes paths; gives a [`Sources`] with a text each. Promises that a file which cannot be read, is too large or is not
//! UTF-8 is told. Never writes.

use crate::budget::Budget;
use crate::diagnostic::code::files::{FILE_OUTSIDE, FILE_TOO_LARGE, NOT_UTF8, UNREADABLE_FILE};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::pipeline::Files;
use crate::source::{SourceId, Sources, Span};
use std::fs;
use std::path::{Path, PathBuf};

/// Files that a description refers to: only those below the folder of its first document.
pub(super) struct Below {
    directory: PathBuf,
    root: PathBuf,
}

impl Below {
    /// Files below the folder that holds `document`, a path relative to `directory`.
    pub(super) fn folder_of(directory: &Path, document: Option<&PathBuf>) -> Self {
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
pub(super) fn read(
    directory: &Path,
    path: &Path,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<SourceId> {
    let name = path.to_string_lossy().replace('\\', "/");
    let unreadable = |reason: String| {
        Diagnostic::new(&UNREADABLE_FILE, None, format!("`{name}` cannot be read: {reason}"))
            .help("give the path of a file that exists and may be read")
    };
    let file = directory.join(path);
    match fs::metadata(&file) {
        Err(error) => {
            diagnostics.report(unreadable(error.to_string()));
            return None;
        }
        Ok(metadata) if metadata.is_dir() => {
            diagnostics.report(unreadable("it is a folder".into()));
            return None;
        }
        Ok(metadata) if metadata.len() > diagnostics.budgets().of(Budget::FileBytes) => {
            let most = diagnostics.budgets().of(Budget::FileBytes);
            let message = format!("`{name}` has {} bytes, and at most {most} are read", metadata.len());
            diagnostics.report(
                Diagnostic::new(&FILE_TOO_LARGE, None, message).exhausted(Budget::FileBytes, diagnostics.budgets()),
            );
            return None;
        }
        Ok(_) => {}
    }
    let bytes = match fs::read(&file) {
        Ok(bytes) => bytes,
        Err(error) => {
            diagnostics.report(unreadable(error.to_string()));
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

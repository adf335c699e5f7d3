//! Files from disk into sources.
//!
//! Takes paths; gives a [`Sources`] with a text each. Promises that only regular files are read, that one which cannot be read,
//! is too large or is not UTF-8 is told, that no file outside the root of a description is read unless the command line names it, and that
//! patches change what they name before anything else reads it. Never writes.

use crate::budget::Budget;
use crate::config::{Patch, url_file};
use crate::diagnostic::code::config::PATCH_UNUSED;
use crate::diagnostic::code::files::{FILE_OUTSIDE, FILE_TOO_LARGE, NOT_UTF8, UNREADABLE_FILE, UNWRITABLE_FOLDER};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::pipeline::Files;
use crate::source::{SourceId, Sources, Span};
use crate::write::regular::{self, Links, Refusal};
use std::path::{Component, Path, PathBuf};

/// The files of a description: those it refers to only below its root.
pub(crate) struct Below {
    directory: PathBuf,
    root: PathBuf,
    patches: Vec<(Patch, Used)>,
}

/// Whether the file that a patch names was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Used {
    Yes,
    No,
}

impl Below {
    /// Files below the folder that holds `document`, a path relative to `directory`.
    pub(crate) fn folder_of(directory: &Path, document: Option<&PathBuf>) -> Self {
        Self::of(directory, document.and_then(|path| path.parent()).unwrap_or(Path::new("")))
    }

    /// Files below a folder.
    pub(crate) fn of(directory: &Path, root: &Path) -> Self {
        Self { directory: directory.to_path_buf(), root: root.to_path_buf(), patches: Vec::new() }
    }

    /// Adds patches, whose paths are relative to the root, and puts what they make of the documents in their place; `false`, and told, where one
    /// is no patch or does not fit. `documents` are paths and what was read there.
    pub(crate) fn patch(
        &mut self,
        patches: &[SourceId],
        documents: (&[PathBuf], &[SourceId]),
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> bool {
        let read: Option<Vec<_>> = patches.iter().map(|id| Patch::read(sources, *id, diagnostics)).collect();
        let Some(read) = read else { return false };
        self.patches.extend(read.into_iter().flatten().map(|patch| (patch, Used::No)));
        let (paths, ids) = documents;
        let patched: Vec<_> =
            paths.iter().zip(ids).map(|(path, id)| self.patched(path, *id, sources, diagnostics)).collect();
        patched.iter().all(Option::is_some)
    }

    /// Puts what patches make of a file that was read in its place; `None`, and told, where one does not fit.
    fn patched(
        &mut self,
        path: &Path,
        file: SourceId,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<SourceId> {
        let (path, root) = (lexical(&self.directory.join(path)), self.directory.join(&self.root));
        for (patch, used) in &mut self.patches {
            if lexical(&root.join(&patch.path)) == path {
                *used = Used::Yes;
                if !patch.apply(sources, file, diagnostics) {
                    return None;
                }
            }
        }
        Some(file)
    }

    /// Tells the patches of files that were not read.
    pub(crate) fn tell_unused(&self, diagnostics: &mut Diagnostics) {
        for (patch, _) in self.patches.iter().filter(|(_, used)| *used == Used::No) {
            let message = format!("`{}`, which this patch changes, is no file of the description", patch.path);
            let help = "name it as it is found from the folder of the description, or remove the patch";
            diagnostics.report(Diagnostic::new(&PATCH_UNUSED, Span::new(patch.source, 0, 0), message).help(help));
        }
    }

    /// Whether the file lies below the root: by its path and, where it is there, with links followed. Of a file outside nothing is
    /// looked at but its path.
    fn holds(&self, path: &Path) -> bool {
        let (root, file) = (self.directory.join(&self.root), self.directory.join(path));
        if !lexical(&file).starts_with(lexical(&root)) {
            return false;
        }
        match (root.canonicalize(), file.canonicalize()) {
            (Ok(root), Ok(file)) => file.starts_with(root),
            // What is not there is told as such.
            _ => true,
        }
    }
}

/// A path without `.` and `..`, worked out by its text.
fn lexical(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(plain.components().next_back(), Some(Component::Normal(_))) => {
                plain.pop();
            }
            _ => plain.push(part),
        }
    }
    plain
}

impl Files for Below {
    fn may_read(&self, path: &str) -> bool {
        self.holds(Path::new(path))
    }

    fn load(
        &mut self,
        path: &str,
        _referred: Span,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<SourceId> {
        if !self.may_read(path) || !self.directory.join(path).exists() {
            // The reader tells of the reference that leads nowhere, at each place.
            return None;
        }
        let file = read(&self.directory, Path::new(path), sources, diagnostics)?;
        self.patched(Path::new(path), file, sources, diagnostics)
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
    if let Some(file) = path.to_str().and_then(url_file) {
        let message = format!("`{}` is a URL, and nothing is fetched", path.display());
        let help = format!("fetch it first: `curl -fsSLo {file} {}`; then give `{file}`", path.display());
        diagnostics.report(Diagnostic::new(&UNREADABLE_FILE, None, message).help(help));
        return None;
    }
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

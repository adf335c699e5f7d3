//! How a description is read: its root, patches, and accepted faults, as a command line gives them.
//!
//! Takes the options; reads the files they name and gives the description. Promises that accepted faults are marked after everything about
//! the description was told, and only those of this description. Never writes.

use super::files::{self, Below};
use crate::config::Accept;
use crate::config::accept::{self, Around};
use crate::diagnostic::code::files::UNREADABLE_FILE;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::pipeline::Description;
use crate::source::Sources;
use std::path::{Path, PathBuf};

/// How a description is read.
#[derive(Debug, Default, Clone)]
pub struct Reading {
    /// The folder that a description may refer to files below; that of the first document where it is not given.
    pub root: Option<PathBuf>,
    /// Unified diffs that are applied to the documents before they are read; their paths are relative to the root.
    pub patch: Vec<PathBuf>,
    /// Faults that are accepted.
    pub accept: Vec<Accept>,
}

/// A description whose files are read.
pub(crate) struct Read {
    /// Its documents and overlays.
    pub description: Description,
    /// The files that it may refer to.
    pub files: Below,
    /// The faults of it that are accepted.
    pub accepts: Accepts,
}

/// The accepted faults of one description.
pub(crate) struct Accepts {
    list: Vec<Accept>,
    folder: String,
    first: Option<crate::source::SourceId>,
    from: usize,
}

impl Accepts {
    /// Those of a description whose first message is the one at `from`.
    pub(crate) fn of(list: Vec<Accept>, folder: &Path, description: &Description, from: usize) -> Self {
        let folder = folder.to_string_lossy().replace('\\', "/");
        Self { list, folder, first: description.documents.first().copied(), from }
    }

    fn around(&self) -> Option<Around<'_>> {
        Some(Around { first: self.first?, folder: &self.folder })
    }

    /// Marks them in what was told, and tells those that are not there.
    pub(crate) fn apply(&self, sources: &Sources, diagnostics: &mut Diagnostics) {
        if let Some(around) = self.around() {
            accept::apply(&self.list, &around, self.from, sources, diagnostics);
        }
    }

    /// The names of the faults that are left.
    pub(crate) fn left(&self, sources: &Sources, diagnostics: &Diagnostics) -> Vec<String> {
        self.around().map_or_else(Vec::new, |around| accept::names(&around, self.from, sources, diagnostics))
    }
}

/// Reads documents, overlays and patches; `None` when one cannot be read (all that cannot are told).
pub(crate) fn read(
    directory: &Path,
    documents: &[PathBuf],
    overlays: &[PathBuf],
    reading: &Reading,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Read> {
    let from = diagnostics.len();
    let mut read = |paths: &[PathBuf]| {
        let ids: Vec<_> = paths.iter().map(|path| files::read(directory, path, sources, diagnostics)).collect();
        ids.into_iter().collect::<Option<Vec<_>>>()
    };
    let (documents_read, overlays, patches) = (read(documents), read(overlays), read(&reading.patch));
    let mut files = match &reading.root {
        None => Below::folder_of(directory, documents.first()),
        Some(root) if directory.join(root).is_dir() => Below::of(directory, root),
        Some(root) => {
            let message = format!("`{}` is no folder", root.display());
            let help = "give a folder that the description and all its files lie in";
            diagnostics.report(Diagnostic::new(&UNREADABLE_FILE, None, message).help(help));
            return None;
        }
    };
    let description = Description { documents: documents_read?, overlays: overlays?, ..Description::default() };
    if !files.patch(&patches?, (documents, &description.documents), sources, diagnostics) {
        return None;
    }
    let folder = documents.first().and_then(|path| path.parent()).unwrap_or(Path::new(""));
    let accepts = Accepts::of(reading.accept.clone(), folder, &description, from);
    Some(Read { description, files, accepts })
}

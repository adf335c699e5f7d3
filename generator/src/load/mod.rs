//! Descriptions from disk.
//!
//! Takes paths and vendors' names; gives sources and what was understood of them. Promises that only regular files are read, within limits,
//! and none outside a description's folder that the caller did not name. Never writes.

pub(crate) mod files;
pub(crate) mod vendor;

use crate::budget::Budgets;
use crate::diagnostic::Diagnostics;
use crate::lower;
use crate::pipeline::{Description, Understood, understand};
use crate::source::Sources;
use std::path::{Path, PathBuf};

/// Reads documents and overlays; `None` when one cannot be read (all that cannot are told).
pub(crate) fn describe(
    directory: &Path,
    documents: &[PathBuf],
    overlays: &[PathBuf],
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Description> {
    let mut read = |paths: &[PathBuf]| {
        let ids: Vec<_> = paths.iter().map(|path| files::read(directory, path, sources, diagnostics)).collect();
        ids.into_iter().collect::<Option<Vec<_>>>()
    };
    let (documents, overlays) = (read(documents), read(overlays));
    Some(Description { documents: documents?, overlays: overlays?, ..Description::default() })
}

/// A description that was read from files.
pub struct ReadFiles {
    /// Every file read.
    pub sources: Sources,
    /// Everything said about them.
    pub diagnostics: Diagnostics,
    /// What was understood, where anything was.
    pub understood: Option<Understood>,
}

/// Reads documents or pages, with overlays, as one API of that name.
pub fn understand_files(directory: &Path, documents: &[PathBuf], overlays: &[PathBuf], name: &str) -> ReadFiles {
    understand_within(Budgets::default(), directory, documents, overlays, name)
}

/// The same, with budgets.
pub fn understand_within(
    budgets: Budgets,
    directory: &Path,
    documents: &[PathBuf],
    overlays: &[PathBuf],
    name: &str,
) -> ReadFiles {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::within(budgets));
    let options = lower::Options { name: name.to_owned(), ..lower::Options::default() };
    let mut files = files::Below::folder_of(directory, documents.first());
    let understood = describe(directory, documents, overlays, &mut sources, &mut diagnostics)
        .and_then(|it| understand(&mut sources, &mut files, &it, &options, &mut diagnostics));
    ReadFiles { sources, diagnostics, understood }
}

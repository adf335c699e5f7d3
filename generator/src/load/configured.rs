//! A description with a file of settings, as a command line gives both.
//!
//! Takes paths; reads the settings, what they name beside themselves, and the description. Promises that the settings name files of their
//! own folder only. Never writes.

use super::files;
use super::reading::{self, Read, Reading};
use crate::config::{Input, Vendor};
use crate::diagnostic::Diagnostics;
use crate::source::Sources;
use std::path::{Path, PathBuf};

/// What a command line names.
pub(crate) struct Named<'a> {
    /// The documents or pages.
    pub documents: &'a [PathBuf],
    /// Overlays, after those of the settings.
    pub overlays: &'a [PathBuf],
    /// Root, patches and accepted faults; the latter two after those of the settings.
    pub reading: Reading,
    /// The base name of the crates.
    pub name: &'a str,
    /// The settings.
    pub config: &'a Path,
}

/// Reads settings and description; `None`, and told, where one cannot be read.
pub(crate) fn read(
    directory: &Path,
    named: Named<'_>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<(Read, Vendor)> {
    let Named { documents, overlays, reading, name, config } = named;
    let id = files::read(directory, config, sources, diagnostics)?;
    let settings = Vendor::read_beside(sources, id, name, diagnostics)?;
    let folder = config.parent().unwrap_or(Path::new(""));
    let (own, patches) = (within(folder, &settings.overlays), within(folder, &settings.patches));
    for path in own.iter().chain(&patches) {
        if !files::stays_within(directory, folder, path, diagnostics) {
            return None;
        }
    }
    let overlays: Vec<PathBuf> = own.iter().chain(overlays).cloned().collect();
    let Reading { root, patch, accept } = reading;
    let reading = Reading {
        root,
        patch: patches.into_iter().chain(patch).collect(),
        accept: settings.accept.iter().cloned().chain(accept).collect(),
    };
    let mut read = reading::read(directory, documents, &overlays, &reading, sources, diagnostics)?;
    read.description.title = settings.title.clone();
    read.description.selection = settings.selection.clone();
    Some((read, settings))
}

fn within(folder: &Path, inputs: &[Input]) -> Vec<PathBuf> {
    inputs.iter().map(|input| folder.join(&input.path)).collect()
}

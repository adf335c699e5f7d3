//! Descriptions from disk.
//!
//! Takes paths and vendors' names; gives sources and what was understood of them. Promises that only regular files are read, within limits,
//! and none outside a description's folder that the caller did not name. Never writes.
#![cfg_attr(not(feature = "cli"), allow(dead_code, reason = "the command line alone uses all of it"))]

pub(crate) mod configured;
pub(crate) mod files;
pub(crate) mod listed;
pub(crate) mod reading;
pub(crate) mod vendor;

use crate::budget::Budgets;
use crate::config::Custom;
use crate::diagnostic::Diagnostics;
use crate::lower;
use crate::pipeline::{Description, Files, Understood, raise, understand};
use crate::source::{SourceId, Sources};
use crate::tree::Trees;
use reading::Read;
pub use reading::Reading;
use std::path::{Path, PathBuf};

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
    understand_within(Budgets::default(), directory, documents, overlays, &Reading::default(), name)
}

/// The same, with budgets and all that a command line says of reading. A vendor's folder alone stands for what its `vendor.yaml` says.
pub fn understand_within(
    budgets: Budgets,
    directory: &Path,
    documents: &[PathBuf],
    overlays: &[PathBuf],
    reading: &Reading,
    name: &str,
) -> ReadFiles {
    let files = Named { directory, documents, overlays, reading, name };
    let (sources, diagnostics, understood) = files.within(budgets, understand);
    ReadFiles { sources, diagnostics, understood }
}

/// The trees of documents or pages, corrected and raised to the newest version, with that of the first document.
pub fn raise_within(
    budgets: Budgets,
    directory: &Path,
    documents: &[PathBuf],
    overlays: &[PathBuf],
    reading: &Reading,
) -> (Sources, Diagnostics, Option<(SourceId, Trees)>) {
    let files = Named { directory, documents, overlays, reading, name: "api" };
    files.within(budgets, |sources, files, description, _, diagnostics| raise(sources, files, description, diagnostics))
}

/// What a command line names.
struct Named<'a> {
    directory: &'a Path,
    documents: &'a [PathBuf],
    overlays: &'a [PathBuf],
    reading: &'a Reading,
    name: &'a str,
}

/// A part of the way that begins with sources.
trait Stage<T>: FnOnce(&mut Sources, &mut dyn Files, &Description, &lower::Options, &mut Diagnostics) -> Option<T> {}

impl<T, F> Stage<T> for F where
    F: FnOnce(&mut Sources, &mut dyn Files, &Description, &lower::Options, &mut Diagnostics) -> Option<T>
{
}

impl Named<'_> {
    fn within<T>(&self, budgets: Budgets, stage: impl Stage<T>) -> (Sources, Diagnostics, Option<T>) {
        let Self { directory, documents, overlays, reading, name } = *self;
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::within(budgets));
        let mut options = lower::Options { name: name.to_owned(), ..lower::Options::default() };
        let read = match documents {
            [folder] if directory.join(folder).join("vendor.yaml").is_file() => {
                let read = of_vendor(directory, folder, overlays, reading, &mut sources, &mut diagnostics);
                read.map(|(read, custom)| {
                    options.custom = custom;
                    read
                })
            }
            _ => reading::read(directory, documents, overlays, reading, &mut sources, &mut diagnostics),
        };
        let made = read.and_then(|mut read| {
            let made = stage(&mut sources, &mut read.files, &read.description, &options, &mut diagnostics);
            read.files.tell_unused(&mut diagnostics);
            read.accepts.apply(&sources, &mut diagnostics);
            made
        });
        (sources, diagnostics, made)
    }
}

/// A vendor's folder as it is, whatever `spec.lock` says of it.
fn of_vendor(
    directory: &Path,
    folder: &Path,
    overlays: &[PathBuf],
    reading: &Reading,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<(Read, Custom)> {
    let lock = vendor::UseOfLock::Ignore;
    let loaded = vendor::load_folder(directory, folder, lock, &reading.accept, sources, diagnostics)?;
    let vendor::Loaded { config, mut description, files, accepts, .. } = loaded;
    for overlay in overlays {
        description.overlays.push(files::read(directory, overlay, sources, diagnostics)?);
    }
    Some((Read { description, files, accepts }, config.custom))
}

//! Descriptions from disk.
//!
//! Takes paths and vendors' names; gives sources and what was understood of them. Promises that only regular files are read, within limits,
//! and none outside a description's folder that the caller did not name. Never writes.
#![cfg_attr(not(feature = "cli"), allow(dead_code, reason = "the command line alone uses all of it"))]

pub(crate) mod files;
pub(crate) mod listed;
pub(crate) mod reading;
pub(crate) mod vendor;

use crate::budget::Budgets;
use crate::diagnostic::Diagnostics;
use crate::lower;
use crate::pipeline::{Understood, understand};
use crate::source::Sources;
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

/// The same, with budgets and all that a command line says of reading.
pub fn understand_within(
    budgets: Budgets,
    directory: &Path,
    documents: &[PathBuf],
    overlays: &[PathBuf],
    reading: &Reading,
    name: &str,
) -> ReadFiles {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::within(budgets));
    let options = lower::Options { name: name.to_owned(), ..lower::Options::default() };
    let read = reading::read(directory, documents, overlays, reading, &mut sources, &mut diagnostics);
    let understood = read.and_then(|mut read| {
        let understood = understand(&mut sources, &mut read.files, &read.description, &options, &mut diagnostics);
        read.files.tell_unused(&mut diagnostics);
        read.accepts.apply(&sources, &mut diagnostics);
        understood
    });
    ReadFiles { sources, diagnostics, understood }
}

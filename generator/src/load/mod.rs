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
use crate::config::Custom;
use crate::diagnostic::Diagnostics;
use crate::lower;
use crate::pipeline::{Understood, understand};
use crate::source::Sources;
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
    let understood = read.and_then(|mut read| {
        let understood = understand(&mut sources, &mut read.files, &read.description, &options, &mut diagnostics);
        read.files.tell_unused(&mut diagnostics);
        read.accepts.apply(&sources, &mut diagnostics);
        understood
    });
    ReadFiles { sources, diagnostics, understood }
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

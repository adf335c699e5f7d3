//! `fetch`: what the vendors publish now, and what that changes.
//!
//! Takes vendors; asks the addresses in their `vendor.yaml`, puts the answers into a copy of each vendor's folder, and compares the folder with the copy. Promises that nothing on
//! disk changes without `--accept`, nor when anything fails for any vendor, and that a description which cannot be read takes no place. Never sends credentials.

mod staging;
mod upstream;

use super::args::{FailOn, Fetch, Print};
use super::drift::{Read, Wanted, report};
use super::status::{FINDINGS, UNUSABLE, WELL};
use super::terminal::Terminal;
use crate::budget::{Budget, Budgets};
use crate::config::{Lock, Vendor};
use crate::diagnostic::{Diagnostics, Severity};
use crate::fetch::{Fetcher, Limits};
use crate::load::files;
use crate::load::vendor::{self, UseOfLock};
use crate::source::Sources;
use crate::write::file::Staged;
use staging::Staging;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;
use upstream::{Fetched, fetch};

/// No document is larger, whatever a file may have.
const MOST_BYTES: u64 = 100 << 20;

/// A vendor whose new state is known.
struct Found {
    /// The files, by path from the directory, with their new texts; `spec.lock` is the last.
    files: Vec<(PathBuf, String)>,
    /// What the comparison ends with.
    status: u8,
}

pub(super) fn run(command: &Fetch, budgets: Budgets, directory: &Path, terminal: &mut Terminal<'_>) -> u8 {
    let (sources, mut diagnostics) = (Sources::default(), Diagnostics::within(budgets.clone()));
    let root = vendor::root(directory, &mut diagnostics);
    let names =
        root.as_deref().and_then(|root| vendor::names(&directory.join(root), &command.vendors, &mut diagnostics));
    terminal.report(&sources, &diagnostics);
    let (Some(root), Some(names)) = (root, names) else { return UNUSABLE };
    let bytes = budgets.of(Budget::FileBytes).min(MOST_BYTES);
    let limits = Limits { bytes, time: Duration::from_secs(command.timeout) };
    let fetcher = Fetcher::new(limits);
    let print = Print {
        format: command.format,
        parties: command.parties,
        fail_on: command.fail_on.unwrap_or(if command.accept { FailOn::None } else { FailOn::Breaking }),
        date: None,
    };
    let mut found = Vec::new();
    for name in &names {
        match one(&root, name, &fetcher, &print, &budgets, directory, terminal) {
            Some(it) => found.push(it),
            None => {
                terminal.say("nothing on disk has changed");
                return UNUSABLE;
            }
        }
    }
    let status = found.iter().map(|it| it.status).max().unwrap_or(WELL);
    let files: Vec<_> = found.into_iter().flat_map(|it| it.files).collect();
    if files.is_empty() {
        return status;
    }
    if !command.accept {
        terminal.say("nothing on disk has changed: with --accept what was fetched takes its place");
        return status;
    }
    if status >= FINDINGS {
        terminal.say("nothing on disk has changed: there are findings of the kind that --fail-on names");
        return status;
    }
    match replace(directory, &files) {
        Ok(()) => {
            for (path, _) in &files {
                terminal.say(&format!("replaced {}", path.display()));
            }
            terminal.say("next: specwright generate");
            status
        }
        Err(error) => {
            terminal.say(&format!("error: {error}"));
            terminal.say("nothing on disk has changed");
            UNUSABLE
        }
    }
}

/// Fetches what one vendor publishes and tells what changed; `None`, and told, where it cannot be.
fn one(
    root: &Path,
    name: &str,
    fetcher: &Fetcher,
    print: &Print,
    budgets: &Budgets,
    directory: &Path,
    terminal: &mut Terminal<'_>,
) -> Option<Found> {
    let folder = root.join("specs").join(name);
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::within(budgets.clone()));
    let read = files::read_within(directory, &folder, &folder.join("vendor.yaml"), &mut sources, &mut diagnostics);
    let config = read.and_then(|id| Vendor::read(&sources, id, &mut diagnostics));
    let lock_path = folder.join("spec.lock");
    let lock = if directory.join(&lock_path).symlink_metadata().is_ok() {
        let id = files::read_within(directory, &folder, &lock_path, &mut sources, &mut diagnostics);
        id.map(|id| Lock::read(&sources, id, &mut diagnostics)).unwrap_or_default()
    } else {
        Lock::default()
    };
    terminal.report(&sources, &diagnostics);
    let config = config.filter(|_| diagnostics.worst().is_none_or(|worst| worst < Severity::Fault))?;

    terminal.progress(&format!("fetching {name}"));
    let fetched = fetch(&config, &lock, &directory.join(&folder), fetcher);
    terminal.end_progress();
    let fetched = match fetched {
        Ok(fetched) => fetched,
        Err(message) => {
            terminal.say(&format!("error: {name}: {message}"));
            return None;
        }
    };
    if fetched.is_empty() {
        terminal.say(&format!("{name}: no document has a `url` in vendor.yaml, so that nothing was asked for"));
        return Some(Found { files: Vec::new(), status: WELL });
    }
    let changed: Vec<&Fetched> = fetched.iter().filter(|it| it.text.is_some()).collect();
    for it in &changed {
        terminal.say(&format!("{name}: {} {}", it.path, if it.is_new { "is new" } else { "has changed" }));
    }
    if changed.is_empty() {
        terminal.say(&format!("{name}: nothing has changed"));
        return Some(Found { files: Vec::new(), status: WELL });
    }
    let staging = match Staging::of(directory, &folder, &changed) {
        Ok(staging) => staging,
        Err(error) => {
            terminal
                .say(&format!("error: {name}: the answers cannot be put into a folder for the time being: {error}"));
            return None;
        }
    };
    let new_lock = staged_lock(&staging, &lock, &fetched, budgets, terminal)?;
    let given = staging.folder().to_string_lossy().replace('\\', "/");
    let after = Read::of(staging.directory(), &given, &[], name, budgets);
    terminal.report_from(Severity::Error, &after.sources, &after.diagnostics);
    if after.understood.is_none() {
        terminal.say(&format!("error: {name}: what was fetched cannot be read"));
        return None;
    }
    let before_path = folder.to_string_lossy().replace('\\', "/");
    let complete = config
        .documents
        .iter()
        .all(|it| it.path.contains(['*', '?']) || directory.join(&folder).join(&it.path).symlink_metadata().is_ok());
    let status = if complete {
        let before = Read::of(directory, &before_path, &[], name, budgets);
        terminal.report_from(Severity::Error, &before.sources, &before.diagnostics);
        let accepted = before.accepted.clone();
        let names = (before_path.clone(), format!("{before_path} as fetched"));
        report(&before, &after, Wanted { names, accepted, print, program: None }, terminal)
    } else {
        terminal.say(&format!("{name}: documents are missing on disk, so that there is nothing to compare with"));
        WELL
    };
    if status >= UNUSABLE {
        return None;
    }
    let mut files: Vec<_> = changed.iter().filter_map(|it| Some((folder.join(&it.path), it.text.clone()?))).collect();
    files.push((lock_path, new_lock));
    Some(Found { files, status })
}

/// `spec.lock` as it is to be for the copy.
fn staged_lock(
    staging: &Staging,
    former: &Lock,
    fetched: &[Fetched],
    budgets: &Budgets,
    terminal: &mut Terminal<'_>,
) -> Option<String> {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::within(budgets.clone()));
    let (directory, folder) = (staging.directory(), staging.folder());
    let loaded = vendor::load_folder(directory, folder, UseOfLock::Update, &[], &mut sources, &mut diagnostics);
    let Some((_, lock)) = loaded.and_then(|it| it.new_lock) else {
        terminal.report_from(Severity::Error, &sources, &diagnostics);
        return None;
    };
    let mut lock = lock.with_validators(former);
    for it in fetched {
        lock.set_validators(&it.path, it.validators.etag.clone(), it.validators.last_modified.clone());
    }
    Some(lock.write())
}

/// Puts the texts in their places: all of them, or none.
fn replace(directory: &Path, files: &[(PathBuf, String)]) -> io::Result<()> {
    let mut staged = Vec::new();
    let mut made = Vec::new();
    let mut former = Vec::new();
    let attempt = (|| {
        for (path, text) in files {
            let place = directory.join(path);
            if let Some(parent) = place.parent().filter(|it| !it.exists()) {
                made.push(parent.to_path_buf());
                std::fs::create_dir_all(parent)?;
            }
            let old = std::fs::read(&place);
            former.push((place.clone(), old.ok()));
            staged.push(Staged::new(&place, text)?);
        }
        staged.drain(..).try_for_each(Staged::take_place)
    })();
    if attempt.is_err() {
        drop(staged);
        for (place, old) in former {
            // What cannot be put back is what could not be replaced either.
            let _ = match old {
                Some(bytes) if std::fs::read(&place).is_ok_and(|now| now != bytes) => std::fs::write(&place, bytes),
                Some(_) => Ok(()),
                None => std::fs::remove_file(&place),
            };
        }
        for folder in made {
            let _ = std::fs::remove_dir(folder);
        }
    }
    attempt
}

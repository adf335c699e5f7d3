//! A folder of a revision, put on disk for as long as it is read.
//!
//! Takes a repository, a revision and a folder in it; gives a directory that holds that folder's regular files under the same path.
//! Promises that no name of the revision leads out of that directory, that links and submodules are left out, that no more is written than a description may
//! have, and that the directory is removed. Never touches the repository's own files.

use crate::budget::Budget;
use crate::diagnostic::code::files::{FILE_TOO_LARGE, UNREADABLE_FILE};
use crate::diagnostic::{Diagnostic, Diagnostics};
use std::path::{Component, Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs, io, process};

/// The directory; it goes when this does.
pub(in crate::cli) struct Checkout(PathBuf);

/// More files than this are no vendor's folder.
const MOST_FILES: usize = 10_000;

impl Checkout {
    /// The folder as it was.
    pub(super) fn of(repository: &Path, revision: &str, folder: &str, diagnostics: &mut Diagnostics) -> Option<Self> {
        let shown = format!("{revision}:{folder}");
        let refuse = |diagnostics: &mut Diagnostics, why: &str| {
            let message = format!("`{shown}` cannot be read: {why}");
            let help = "name a revision that exists and a folder in it, from the repository's root; `git ls-tree -r REV:FOLDER` must list it";
            diagnostics.report(Diagnostic::new(&UNREADABLE_FILE, None, message).help(help));
            None
        };
        let Some(listed) = git(repository, &["ls-tree", "-r", "-z", "--long", &shown]) else {
            return refuse(diagnostics, "git does not list it");
        };
        let listed = String::from_utf8_lossy(&listed).into_owned();
        let files: Vec<(u64, &str)> = listed.split('\0').filter_map(regular).collect();
        if files.len() > MOST_FILES {
            return refuse(diagnostics, &format!("it has more than {MOST_FILES} files"));
        }
        let most = diagnostics.budgets().of(Budget::FileBytes);
        if let Some((_, name)) = files.iter().find(|(size, _)| *size > most) {
            let message = format!("`{shown}/{name}` has more than {most} bytes, and no more are read");
            diagnostics.report(
                Diagnostic::new(&FILE_TOO_LARGE, None, message).exhausted(Budget::FileBytes, diagnostics.budgets()),
            );
            return None;
        }
        match Self::new() {
            Ok(checkout) => {
                let written = files.iter().try_for_each(|(_, name)| {
                    let path = Path::new(folder).join(name);
                    let bytes = git(repository, &["cat-file", "blob", &format!("{shown}/{name}")]);
                    checkout.write(&path, &bytes.ok_or_else(|| io::Error::other("git does not show it"))?)
                });
                match written {
                    Ok(()) => Some(checkout),
                    Err(error) => refuse(diagnostics, &error.to_string()),
                }
            }
            Err(error) => refuse(diagnostics, &error.to_string()),
        }
    }

    /// Where the folder lies under its own path.
    pub(in crate::cli) fn directory(&self) -> &Path {
        &self.0
    }

    /// An empty one.
    pub(in crate::cli) fn new() -> io::Result<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("specwright-{}-{}", process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = env::temp_dir().join(name);
        // An existing one is somebody else's.
        fs::create_dir(&path)?;
        Ok(Self(path))
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if !path.components().all(|it| matches!(it, Component::Normal(_) | Component::CurDir)) {
            return Err(io::Error::other("its path leads out of the repository"));
        }
        let path = self.0.join(path);
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::write(path, bytes)
    }
}

impl Drop for Checkout {
    fn drop(&mut self) {
        // What cannot be removed is in the system's folder for such things.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The size and the name of a regular file, from a line of `git ls-tree --long`.
fn regular(line: &str) -> Option<(u64, &str)> {
    let (facts, name) = line.split_once('\t')?;
    let mut facts = facts.split_whitespace();
    let is_regular = facts.next()?.starts_with("100") && facts.next()? == "blob";
    let size = facts.nth(1)?.parse().ok()?;
    is_regular.then_some((size, name))
}

/// What git prints; `None` where it fails or is not there.
pub(super) fn git(repository: &Path, arguments: &[&str]) -> Option<Vec<u8>> {
    let output = Command::new("git").arg("-C").arg(repository).args(arguments).output().ok()?;
    output.status.success().then_some(output.stdout)
}

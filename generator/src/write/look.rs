//! What is on the disk, below an output folder.
//!
//! Takes the folder and plain paths; gives what is there. Promises never to follow a symbolic link below the folder, and never
//! to read what is not a regular file. Never writes.

use super::record::{Digest, RECORD, folders_of};
use super::regular::{self, Links, Refusal, Special};
use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

/// The largest file that is compared; none that was generated comes near.
const LARGEST: u64 = 1 << 30;

/// What is at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum There {
    /// Nothing.
    Nothing,
    /// A regular file, and what it holds.
    File(Digest),
    /// The file that is to be there, to the byte.
    Same,
    /// Something else, there or on the way.
    Other(Obstacle),
}

/// What stands where a file or a folder should.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Obstacle {
    /// Where, below the output folder.
    pub path: String,
    /// What it is.
    pub what: InTheWay,
}

/// What an obstacle is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum InTheWay {
    /// No regular file.
    Special(Special),
    /// A file where a folder should be.
    File,
    /// A file larger than any that is compared.
    TooLarge,
    /// A file that the record does not list.
    Unlisted,
    /// A folder of a crate of which the record lists nothing.
    UnlistedFolder,
}

impl InTheWay {
    /// Whether the user may say that it was generated.
    pub fn is_adoptable(self) -> bool {
        matches!(self, Self::Unlisted | Self::UnlistedFolder)
    }
}

impl fmt::Display for InTheWay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Special(special) => special.fmt(f),
            Self::File => f.write_str("a file"),
            Self::TooLarge => write!(f, "a file of more than {LARGEST} bytes"),
            Self::Unlisted => f.write_str("a file that the record does not list"),
            Self::UnlistedFolder => f.write_str("a folder of which no record lists a file"),
        }
    }
}

/// Looks at a path. With the text that is to be there, and its digest, a file that holds it is [`There::Same`].
pub fn look(root: &Path, path: &str, wanted: Option<(&str, Digest)>) -> io::Result<There> {
    for folder in folders_of(path) {
        let metadata = match fs::symlink_metadata(root.join(folder)) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(There::Nothing),
            metadata => metadata?,
        };
        if !metadata.is_dir() {
            let what = regular::special(&metadata).map_or(InTheWay::File, InTheWay::Special);
            return Ok(There::Other(Obstacle { path: folder.to_owned(), what }));
        }
    }
    match regular::read(&root.join(path), Links::Refuse, LARGEST) {
        Ok(bytes) => Ok(match wanted {
            Some((text, _)) if text.as_bytes() == bytes => There::Same,
            _ => There::File(Digest::of(&bytes)),
        }),
        Err(refusal) if refusal.is_missing() => Ok(There::Nothing),
        Err(Refusal::Special(special)) => {
            Ok(There::Other(Obstacle { path: path.to_owned(), what: InTheWay::Special(special) }))
        }
        Err(Refusal::Large(_)) => Ok(There::Other(Obstacle { path: path.to_owned(), what: InTheWay::TooLarge })),
        Err(Refusal::Io(error)) => Err(error),
    }
}

/// Files and folders below an output folder that are none of those known, outermost only; folders end with `/`. Nor those at the
/// top that `is_work` says belong to work on the folder.
pub fn others(root: &Path, known: &BTreeSet<&str>, is_work: &dyn Fn(&str) -> bool) -> io::Result<Vec<String>> {
    let folders: BTreeSet<&str> = known.iter().flat_map(|path| folders_of(path)).collect();
    let mut found = Vec::new();
    let mut waiting = vec![String::new()];
    while let Some(prefix) = waiting.pop() {
        let entries = match fs::read_dir(root.join(&prefix)) {
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            let is_folder = entry.file_type()?.is_dir();
            if is_folder && folders.contains(path.as_str()) {
                waiting.push(format!("{path}/"));
            } else if !(known.contains(path.as_str()) || path == RECORD || prefix.is_empty() && is_work(&name)) {
                found.push(if is_folder { format!("{path}/") } else { path });
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Whether a folder of the output is there and holds anything, or something else is in its place.
pub fn is_taken(folder: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        metadata => Ok(!metadata?.is_dir() || fs::read_dir(folder)?.next().is_some()),
    }
}

/// Whether a folder holds nothing but the files named, at any depth, and at least one of them.
pub fn holds_only(root: &Path, folder: &str, files: &BTreeSet<&str>) -> io::Result<bool> {
    let mut any = false;
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        let only = if entry.file_type()?.is_dir() { holds_only(root, &path, files)? } else { files.contains(&*path) };
        if !only {
            return Ok(false);
        }
        any = true;
    }
    Ok(any)
}

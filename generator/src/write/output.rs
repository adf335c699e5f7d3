//! An output folder while a command works on it: the lock, the record, and the files that are made.
//!
//! Takes a [`Place`] and files as they are made, from several threads; keeps of each its path, its digest and how the disk compares, and
//! stages it where it differs. Promises that before [`super::change`] nothing in the folder changes, and that dropped, it leaves nothing
//! behind. Completes what a process that was killed has left, before anything else.

use super::journal;
use super::lock::{self, Lock};
use super::look::{There, look};
use super::place::Place;
use super::record::{self, Digest, RECORD, Record};
use super::regular::{self, Links};
use crate::package::{NoMore, Sink};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What a command may do to an output folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Compare it with what is made.
    Check,
    /// Change it, though not what was edited by hand.
    Write,
    /// Change it, edited files too.
    Overwrite,
}

/// Why a folder cannot be worked on.
#[derive(Debug)]
pub enum Trouble {
    /// Its record is not one.
    Record(String),
    /// A process was killed while it wrote, and a check completes nothing.
    Unfinished,
    /// The same, and these files were changed since.
    Disturbed(Vec<String>),
    /// The disk says no.
    Io(io::Error),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// A file that was made.
#[derive(Debug, Clone)]
pub(super) struct Made {
    pub(super) digest: Digest,
    pub(super) there: There,
}

/// An output folder that is worked on. What is dropped first is named first.
#[derive(Debug)]
pub struct Output {
    pub(super) staging: Option<Staging>,
    _lock: Held,
    pub(super) place: Place,
    /// What the record says; `None` where there is none.
    pub(super) record: Option<Record>,
    /// The text of the record.
    pub(super) record_text: String,
    made: Mutex<BTreeMap<String, Made>>,
    failure: Mutex<Option<io::Error>>,
}

#[derive(Debug)]
enum Held {
    Alone { _lock: Lock },
    Shared { _file: Option<File> },
}

/// A folder that goes with its owner.
#[derive(Debug)]
pub(super) struct Staging(pub(super) PathBuf);

impl Staging {
    /// Where new files are.
    pub(super) fn new_files(&self) -> PathBuf {
        self.0.join("new")
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // What could be neither completed nor undone is left to the next command.
        if !journal::is_begun(&self.0) {
            let _later = fs::remove_dir_all(&self.0);
        }
    }
}

impl Output {
    /// Begins to work on a folder; `waiting` is called where another process has it.
    ///
    /// # Errors
    /// When it cannot be worked on. Nothing in it was changed, unless a process that was killed had to be completed.
    pub fn open(mut place: Place, purpose: Purpose, waiting: &mut dyn FnMut()) -> Result<Self, Trouble> {
        let lock = if purpose == Purpose::Check {
            Held::Shared { _file: lock::wait(&place.lock_file(), waiting) }
        } else {
            Held::Alone { _lock: place.lock(waiting)? }
        };
        for left in place.stagings()? {
            if journal::is_begun(&left) {
                complete(&place.root, &left, purpose)?;
            }
            if purpose != Purpose::Check {
                fs::remove_dir_all(left)?;
            }
        }
        let record_text = read_record(&place.root)?;
        let record = record_text.as_ref().map(|bytes| Record::parse(bytes)).transpose().map_err(Trouble::Record)?;
        let staging = if purpose == Purpose::Check { None } else { Some(Staging(place.new_staging()?)) };
        if let Some(staging) = &staging {
            fs::create_dir(staging.new_files())?;
        }
        Ok(Self {
            staging,
            _lock: lock,
            place,
            record,
            record_text: String::from_utf8(record_text.unwrap_or_default()).unwrap_or_default(),
            made: Mutex::default(),
            failure: Mutex::default(),
        })
    }

    /// The files made so far.
    pub(super) fn made(&self) -> MutexGuard<'_, BTreeMap<String, Made>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Why a file was refused.
    pub fn failure(&self) -> Option<io::Error> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn take(&self, path: &str, text: &str) -> io::Result<()> {
        let digest = Digest::of(text.as_bytes());
        let there = look(&self.place.root, path, Some((text, digest)))?;
        if let Some(staging) = self.staging.as_ref().filter(|_| there != There::Same) {
            write_below(&staging.new_files(), path, text)?;
        }
        self.made().insert(path.to_owned(), Made { digest, there });
        Ok(())
    }
}

impl Sink for Output {
    fn file(&self, path: &str, text: &str) -> Result<(), NoMore> {
        self.take(path, text).map_err(|error| {
            self.failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
            NoMore
        })
    }
}

/// Writes a new file, and the folders it is in.
pub(super) fn write_below(folder: &Path, path: &str, text: &str) -> io::Result<()> {
    let file = folder.join(path);
    match fs::write(&file, text) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            file.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::write(file, text)
        }
        written => written,
    }
}

fn read_record(root: &Path) -> Result<Option<Vec<u8>>, Trouble> {
    match regular::read(&root.join(RECORD), Links::Refuse, record::LARGEST) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(refusal) if refusal.is_missing() => Ok(None),
        Err(refusal) => Err(Trouble::Record(refusal.to_string())),
    }
}

fn complete(root: &Path, staging: &Path, purpose: Purpose) -> Result<(), Trouble> {
    if purpose == Purpose::Check {
        return Err(Trouble::Unfinished);
    }
    let steps = journal::steps(staging)?;
    let disturbed = journal::disturbed(root, &steps, purpose == Purpose::Overwrite)?;
    if !disturbed.is_empty() {
        return Err(Trouble::Disturbed(disturbed));
    }
    journal::make(root, staging, &steps)?;
    Ok(journal::end(staging)?)
}

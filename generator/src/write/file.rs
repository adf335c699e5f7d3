//! One file, written beside its place and renamed.
//!
//! Takes a path and a text; makes the file hold it. Promises that the file holds the old text or the new one at any time, that it is
//! not touched when it holds the text already, and that nothing is left beside it on failure. A device or a pipe is written to as it is.

use super::regular::{self, Links};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

/// A text that waits beside its place; dropped, it is gone.
#[derive(Debug)]
pub struct Staged {
    /// The file beside, and the place it is for. `None` where nothing is left to do.
    moved: Option<(PathBuf, PathBuf)>,
}

impl Staged {
    /// Writes the text beside the place. Nothing is done where the place holds it already.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn new(path: &Path, text: &str) -> io::Result<Self> {
        // What is named may be a link to the file that is meant.
        let place = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
        let old = fs::metadata(&place).ok();
        if let Some(old) = &old {
            if old.is_dir() {
                return Err(io::Error::from(io::ErrorKind::IsADirectory));
            }
            if regular::special(old).is_some() {
                OpenOptions::new().write(true).open(&place)?.write_all(text.as_bytes())?;
                return Ok(Self { moved: None });
            }
            let same = old.len() == text.len() as u64
                && regular::read(&place, Links::Refuse, old.len()).is_ok_and(|bytes| bytes == text.as_bytes());
            if same {
                return Ok(Self { moved: None });
            }
        }
        let name = place.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy().into_owned();
        let (beside, mut file) = create_beside(&place, &name)?;
        let staged = Self { moved: Some((beside.clone(), place)) };
        file.write_all(text.as_bytes())?;
        file.sync_data()?;
        if let Some(old) = old {
            fs::set_permissions(&beside, old.permissions())?;
        }
        Ok(staged)
    }

    /// Puts the text in its place.
    ///
    /// # Errors
    /// When the disk refuses; the place is then as it was.
    pub fn take_place(mut self) -> io::Result<()> {
        if let Some((beside, place)) = &self.moved {
            fs::rename(beside, place)?;
        }
        self.moved = None;
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if let Some((beside, _)) = &self.moved {
            let _gone = fs::remove_file(beside);
        }
    }
}

/// Makes a file hold a text.
///
/// # Errors
/// When the disk refuses; the file is then as it was.
pub fn write(path: &Path, text: &str) -> io::Result<()> {
    Staged::new(path, text)?.take_place()
}

/// A number that no other work of this process has.
pub(super) fn next_number() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

fn create_beside(place: &Path, name: &str) -> io::Result<(PathBuf, fs::File)> {
    loop {
        let beside = place.with_file_name(format!(".{name}.specwright-{}-{}", process::id(), next_number()));
        match OpenOptions::new().write(true).create_new(true).open(&beside) {
            Ok(file) => return Ok((beside, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
}

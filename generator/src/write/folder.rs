//! A folder that is written once, whole or not at all.
//!
//! Takes a place where nothing is and the files that it is to hold; writes them beside it, and moves them there on demand. Promises that nothing
//! is left behind of what is not moved. Never changes a folder that is there.

use std::path::{Path, PathBuf};
use std::{fs, io, process};

/// Files beside the place of their folder.
pub struct NewFolder {
    beside: PathBuf,
    place: PathBuf,
}

impl NewFolder {
    /// Whether a folder may be written here: nothing is there, or an empty folder.
    ///
    /// # Errors
    /// When the disk does not say.
    pub fn is_free(place: &Path) -> io::Result<bool> {
        match fs::read_dir(place) {
            Ok(mut entries) => Ok(entries.next().is_none()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(fs::symlink_metadata(place).is_err()),
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Writes the files beside the place; paths are relative to the folder, with `/`.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn write(place: &Path, files: &[(String, String)]) -> io::Result<Self> {
        let name = place.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy();
        let beside = place.with_file_name(format!(".{name}.specwright-{}", process::id()));
        if let Some(parent) = place.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::create_dir(&beside)?;
        let folder = Self { beside, place: place.to_path_buf() };
        for (path, text) in files {
            let file = folder.beside.join(path);
            if let Some(parent) = file.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(file, text)?;
        }
        Ok(folder)
    }

    /// Moves the files to their place.
    ///
    /// # Errors
    /// When the disk refuses, or something is there by now.
    pub fn take_place(self) -> io::Result<()> {
        match fs::remove_dir(&self.place) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        fs::rename(&self.beside, &self.place)
    }
}

impl Drop for NewFolder {
    /// Removes what was not moved.
    fn drop(&mut self) {
        fs::remove_dir_all(&self.beside).ok();
    }
}

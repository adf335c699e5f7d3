//! Where an output folder is, and where the work on it is done.
//!
//! Takes the folder, links resolved, and the folder to work in; gives names for the lock and for staging folders. Promises that work is
//! done on the folder's own file system, and that folders made on the way are removed again unless the output came to be.

use super::file::next_number;
use super::lock::Lock;
use super::record::Digest;
use std::fs::{self, DirBuilder};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::process;

/// An output folder.
#[derive(Debug)]
pub struct Place {
    /// The folder itself. It may be missing.
    pub root: PathBuf,
    /// Where lock and staging are: beside the folder, or in it where that cannot be.
    work: PathBuf,
    /// What their names begin with.
    prefix: String,
    /// Folders that were made for the work, outermost first.
    created: Vec<PathBuf>,
}

impl Place {
    /// The place of a folder; the work is done in `work`, or else beside the folder. Makes nothing.
    ///
    /// # Errors
    /// When something else is at the path.
    pub fn of(root: &Path, work: Option<&Path>) -> io::Result<Self> {
        let root = resolve(root)?;
        let beside = match work {
            Some(work) => work.canonicalize()?,
            None => root.parent().unwrap_or(&root).to_path_buf(),
        };
        let name = root.file_name().unwrap_or_default();
        let name = match name.to_str() {
            Some(name) if name.len() <= 100 => name.to_owned(),
            // A name that leaves no room for more, or cannot be part of a text, stands as its digest.
            _ => Digest::of(name.as_encoded_bytes()).to_string(),
        };
        let mut place = Self { root, work: beside, prefix: format!(".specwright-{name}"), created: Vec::new() };
        if place.is_apart() {
            place.work.clone_from(&place.root);
        }
        Ok(place)
    }

    /// Whether the work folder is on another file system than the output.
    fn is_apart(&self) -> bool {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let device = |path: &Path| path.ancestors().find_map(|it| fs::metadata(it).ok()).map(|it| it.dev());
            device(&self.root) != device(&self.work)
        }
        #[cfg(not(unix))]
        false
    }

    /// Whether the work is done in the output folder itself, which then cannot change places as a whole.
    pub(super) fn works_inside(&self) -> bool {
        self.work == self.root
    }

    /// Whether a name at the top of the output folder is that of our work.
    pub(super) fn is_work(&self, name: &str) -> bool {
        self.works_inside() && name.starts_with(&self.prefix)
    }

    /// The lock file.
    pub(super) fn lock_file(&self) -> PathBuf {
        self.work.join(format!("{}.lock", self.prefix))
    }

    /// Takes the lock, and makes the folders that it needs.
    pub(super) fn lock(&mut self, waiting: &mut dyn FnMut()) -> io::Result<Lock> {
        loop {
            self.create_folders()?;
            match Lock::acquire(&self.lock_file(), waiting) {
                // Who made the folders has taken them away again.
                Err(error) if error.kind() == ErrorKind::NotFound && !self.work.exists() => {}
                Err(error)
                    if matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem)
                        && !self.works_inside() =>
                {
                    self.work.clone_from(&self.root);
                }
                locked => return locked,
            }
        }
    }

    fn create_folders(&mut self) -> io::Result<()> {
        let missing: Vec<PathBuf> =
            self.work.ancestors().take_while(|folder| !folder.exists()).map(Path::to_path_buf).collect();
        for folder in missing.into_iter().rev() {
            match fs::create_dir(&folder) {
                Ok(()) => self.created.push(folder),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// What folders were made stays.
    pub(super) fn keep_folders(&mut self) {
        self.created.clear();
    }

    /// A new folder to stage files in.
    pub(super) fn new_staging(&self) -> io::Result<PathBuf> {
        loop {
            let folder = self.work.join(format!("{}-{}-{}", self.prefix, process::id(), next_number()));
            match DirBuilder::new().create(&folder) {
                Ok(()) => return Ok(folder),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Staging folders there are. Under the lock they are those of processes that have ended.
    pub(super) fn stagings(&self) -> io::Result<Vec<PathBuf>> {
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let is_ours = |name: &str| {
            let numbers = name.strip_prefix(&self.prefix).and_then(|rest| rest.strip_prefix('-')?.split_once('-'));
            numbers.is_some_and(|(process, number)| is_number(process) && is_number(number))
        };
        let mut found = Vec::new();
        // Work was done inside where beside could not be written; which of them holds may have changed since.
        let inside = (!self.works_inside()).then_some(self.root.as_path());
        for folder in [Some(self.work.as_path()), inside].into_iter().flatten() {
            let entries = match fs::read_dir(folder) {
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                entries => entries?,
            };
            for entry in entries {
                let entry = entry?;
                if entry.file_name().to_str().is_some_and(is_ours) && entry.file_type()?.is_dir() {
                    found.push(entry.path());
                }
            }
        }
        found.sort();
        Ok(found)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        for folder in self.created.iter().rev() {
            // A folder that others use by now is not empty and stays.
            let _stays = fs::remove_dir(folder);
        }
    }
}

/// The folder with links resolved, as far as it exists.
fn resolve(folder: &Path) -> io::Result<PathBuf> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    match folder.canonicalize() {
        Ok(real) if real.is_dir() => Ok(real),
        Ok(_) => Err(ErrorKind::NotADirectory.into()),
        Err(error) if error.kind() == ErrorKind::NotFound && !folder.is_symlink() => {
            let name = folder.file_name().ok_or(error)?;
            Ok(resolve(folder.parent().unwrap_or(Path::new("")))?.join(name))
        }
        Err(error) => Err(error),
    }
}

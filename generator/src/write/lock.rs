//! One process at a time for each output folder.
//!
//! Takes the path of a lock file; gives the lock, after waiting for whoever has it. Promises that the lock file is gone when nobody
//! holds or awaits the lock, and that of two holders never both hold the file at the path. Never waits on anything but a regular file.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// A lock that is held; dropped, it is free and its file is gone.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// Takes the lock; `waiting` is called once where another process has it.
    ///
    /// # Errors
    /// When the file cannot be made (`NotFound` where its folder is missing), or is no regular file.
    pub fn acquire(path: &Path, waiting: &mut dyn FnMut()) -> io::Result<Self> {
        let mut told = false;
        loop {
            let mut options = OpenOptions::new();
            options.read(true).write(true).create(true).truncate(false);
            let file = without_links(&mut options).open(path)?;
            if !file.metadata()?.is_file() {
                return Err(io::Error::other(format!("{} is in the way of a lock file", path.display())));
            }
            match file.try_lock() {
                Err(TryLockError::WouldBlock) => {
                    if !told {
                        waiting();
                        told = true;
                    }
                    file.lock()?;
                }
                // Some network file systems know no locks; one process alone works there as well.
                Err(TryLockError::Error(error)) if error.kind() != io::ErrorKind::Unsupported => return Err(error),
                _ => {}
            }
            // Whoever had it may have taken the file away.
            if is_at(&file, path)? {
                return Ok(Self { path: path.to_path_buf(), _file: file });
            }
        }
    }
}

/// Waits until no process has the lock, and keeps others from taking it while the result lives. Makes nothing.
pub(super) fn wait(path: &Path, waiting: &mut dyn FnMut()) -> Option<File> {
    let file = without_links(OpenOptions::new().read(true)).open(path).ok()?;
    if file.metadata().ok()?.is_file() {
        if file.try_lock_shared().is_err() {
            waiting();
            file.lock_shared().ok()?;
        }
        return Some(file);
    }
    None
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Elsewhere a file that others have open stays.
        if cfg!(unix) {
            let _gone = fs::remove_file(&self.path);
        }
    }
}

#[cfg(unix)]
fn without_links(options: &mut OpenOptions) -> &mut OpenOptions {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;
    options.custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed())
}

#[cfg(not(unix))]
fn without_links(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let own = file.metadata()?;
    match fs::symlink_metadata(path) {
        Ok(there) => Ok((own.dev(), own.ino()) == (there.dev(), there.ino())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(not(unix))]
fn is_at(_file: &File, _path: &Path) -> io::Result<bool> {
    Ok(true)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn one_holder_at_a_time_and_no_file_left() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("lock");
        let (inside, total) = (AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        let _lock = Lock::acquire(&path, &mut || {}).unwrap();
                        assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                        total.fetch_add(1, Ordering::SeqCst);
                        inside.fetch_sub(1, Ordering::SeqCst);
                    }
                });
            }
        });
        assert_eq!(total.into_inner(), 400);
        assert!(!path.exists());
    }
}

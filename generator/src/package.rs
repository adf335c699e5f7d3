//! Files, as they are made and in memory.
//!
//! Takes relative paths and texts; gives them to a [`Sink`], or an ordered map of them. Promises that every path stays below
//! the root it will be written under (no `..`, no absolute path, no empty or reserved component).
//! Never touches the disk.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Where files go as they are made, from several threads at once.
pub trait Sink: Sync {
    /// Takes a file; its path is plain.
    ///
    /// # Errors
    /// When no more files are wanted. The sink knows why.
    fn file(&self, path: &str, text: &str) -> Result<(), NoMore>;
}

/// A sink wants no more files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoMore;

impl Sink for Mutex<Package> {
    fn file(&self, path: &str, text: &str) -> Result<(), NoMore> {
        let mut package = self.lock().unwrap_or_else(PoisonError::into_inner);
        package.insert(path, text.to_owned()).map_err(|_| NoMore)
    }
}

/// Devices of Windows: a file of that name, whatever its extension, cannot be written there.
pub const DEVICES: &[&str] = &[
    "aux", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "conin", "conout",
    "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
];

/// An ordered set of text files, by relative path with `/`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Package {
    files: BTreeMap<String, String>,
}

/// A path that may not be written: it would leave the root or cannot exist everywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsafePath(pub String);

impl std::fmt::Display for UnsafePath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}` is not a path that stays below the output folder on every system", self.0)
    }
}

impl std::error::Error for UnsafePath {}

impl Package {
    /// Adds a file, replacing one of the same path.
    ///
    /// # Errors
    /// When the path is not made of plain components of `[A-Za-z0-9._-]`.
    pub fn insert(&mut self, path: &str, text: String) -> Result<(), UnsafePath> {
        check_path(path)?;
        self.files.insert(path.to_owned(), text);
        Ok(())
    }

    /// The text at a path.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// All files by path.
    pub fn files(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }
}

/// Whether a path may be written below any root on every system.
///
/// # Errors
/// When the path is not made of plain components of `[A-Za-z0-9._-]`.
pub fn check_path(path: &str) -> Result<(), UnsafePath> {
    if path.split('/').all(is_plain) { Ok(()) } else { Err(UnsafePath(path.to_owned())) }
}

fn is_plain(component: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let stem = component.split('.').next().unwrap_or("");
    let reserved = DEVICES.iter().any(|device| device.eq_ignore_ascii_case(stem));
    !component.is_empty() && component.chars().all(plain) && !component.ends_with('.') && component != ".." && !reserved
}

#[cfg(test)]
mod tests {
    use super::check_path;

    #[test]
    fn names_of_devices_are_no_files_and_names_like_them_are() {
        for path in ["src/con.rs", "src/NUL", "com1.tar.gz", "lpt9/x.rs", "a/PRN.rs", "aux", "../x", "/x", "", "x."] {
            assert!(check_path(path).is_err(), "{path}");
        }
        for path in ["src/comp.rs", "src/comb.rs", "lptx.rs", "src/com10.rs", "src/con_x.rs", "console/nulls.rs"] {
            assert!(check_path(path).is_ok(), "{path}");
        }
    }
}

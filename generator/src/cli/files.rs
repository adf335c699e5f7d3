//! Files from disk into sources.
//!
//! Takes paths; gives a [`Sources`] with a text each. Promises that a file which cannot be read, is too large or is not
//! UTF-8 is told. Never writes.

use crate::diagnostic::code::files::{FILE_TOO_LARGE, NOT_UTF8, UNREADABLE_FILE};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{SourceId, Sources};
use std::fs;
use std::path::Path;

/// The largest file read, in bytes. Spans count bytes in 32 bits; no published description comes near.
const LARGEST: u64 = 512 << 20;

/// Reads a file of a directory and adds it under the path as given (with `/`).
pub(super) fn read(directory: &Path, path: &Path, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Option<SourceId> {
    let name = path.to_string_lossy().replace('\\', "/");
    let unreadable = |reason: String| {
        Diagnostic::new(&UNREADABLE_FILE, None, format!("`{name}` cannot be read: {reason}"))
            .help("give the path of a file that exists and may be read")
    };
    let file = directory.join(path);
    match fs::metadata(&file) {
        Err(error) => {
            diagnostics.report(unreadable(error.to_string()));
            return None;
        }
        Ok(metadata) if metadata.is_dir() => {
            diagnostics.report(unreadable("it is a folder".into()));
            return None;
        }
        Ok(metadata) if metadata.len() > LARGEST => {
            let message = format!("`{name}` has {} bytes; files of up to {LARGEST} are read", metadata.len());
            diagnostics.report(
                Diagnostic::new(&FILE_TOO_LARGE, None, message).help("split the description into several files"),
            );
            return None;
        }
        Ok(_) => {}
    }
    let bytes = match fs::read(&file) {
        Ok(bytes) => bytes,
        Err(error) => {
            diagnostics.report(unreadable(error.to_string()));
            return None;
        }
    };
    match String::from_utf8(bytes) {
        Ok(text) => Some(sources.add(name, text)),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let message = format!("`{name}` is not UTF-8: byte {valid} is the first that is not");
            diagnostics.report(Diagnostic::new(&NOT_UTF8, None, message).help("convert the file to UTF-8"));
            None
        }
    }
}

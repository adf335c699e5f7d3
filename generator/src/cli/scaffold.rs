//! `generate --scaffold`: the beginning of a service, written once.
//!
//! Takes an api and where its crates go; writes the files of a package beside the place that was asked for. Promises that a folder that holds
//! anything is kept as it is, and that paths lead from the package to the crates.

use crate::emit::Crate;
use crate::emit::server::{Crates, scaffold};
use crate::ir::Api;
use crate::write::{NewFolder, assemble};
use std::io;
use std::path::{Component, Path, PathBuf};

/// What came of it.
pub(super) enum Scaffolded {
    /// The files, ready to be moved to their place.
    Ready(NewFolder),
    /// Nothing is to be written, for this reason.
    Kept(String),
    /// Something is wrong with what was asked for, or with this generator.
    Wrong(String),
}

/// Makes the package at `place` for the crates below `out`, both as they were given.
///
/// # Errors
/// When the disk refuses.
pub(super) fn of(
    api: &Api,
    crates: &[Crate],
    (directory, out): (&Path, &Path),
    place: &Path,
) -> io::Result<Scaffolded> {
    let shown = place.display();
    if !crates.contains(&Crate::Server) {
        return Ok(Scaffolded::Wrong("--scaffold needs the crate `server`".to_owned()));
    }
    let (from, to) = (absolute(directory, place)?, absolute(directory, out)?);
    if from.starts_with(&to) {
        let message =
            format!("`{shown}` is in the folder of generated crates: choose a folder of your own for --scaffold");
        return Ok(Scaffolded::Wrong(message));
    }
    if !NewFolder::is_free(&from)? {
        return Ok(Scaffolded::Kept(format!("kept: {shown} holds files already, and is written only once")));
    }
    let below = |of: Crate| relative(&from, &to.join(of.folder()));
    let client = crates.contains(&Crate::Client).then(|| below(Crate::Client));
    let Some(scaffold) = scaffold(api, &Crates { server: below(Crate::Server), client }) else {
        return Ok(Scaffolded::Kept(format!("kept: {shown}: the description has no operation to implement")));
    };
    match assemble::scaffold(scaffold) {
        Ok(files) => NewFolder::write(&from, &files).map(Scaffolded::Ready),
        Err(message) => Ok(Scaffolded::Wrong(message)),
    }
}

/// A path without `.` and `..`, whether or not anything is there.
fn absolute(directory: &Path, path: &Path) -> io::Result<PathBuf> {
    let mut absolute = PathBuf::new();
    for component in std::path::absolute(directory.join(path))?.components() {
        match component {
            Component::ParentDir => drop(absolute.pop()),
            Component::CurDir => {}
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => absolute.push(component),
        }
    }
    Ok(absolute)
}

/// The way from one folder to another, with `/`.
fn relative(from: &Path, to: &Path) -> String {
    let shared = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let up = from.components().skip(shared).map(|_| "..".to_owned());
    let down = to.components().skip(shared).map(|component| component.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

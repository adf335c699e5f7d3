//! Moves that are made one after another, and survive the process.
//!
//! Takes a folder, a staging folder with new files under `new/`, and [`Step`]s; makes the steps. Promises that once the journal is in its
//! place, any process can complete the steps, that a failure undoes those that were made, and that a file which somebody changed since
//! they were planned is not touched. What was replaced is kept under `old/` until the end.

use super::look::{InTheWay, There, look};
use super::record::{Digest, RECORD, folders_of, may_be_listed};
use super::regular::Special;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

const HEAD: &str = "specwright journal 1";
const END: &str = "end";
const JOURNAL: &str = "journal";

/// What becomes of one path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Below the folder.
    pub path: String,
    /// The file that is there before.
    pub old: Option<Digest>,
    /// The file that is there after.
    pub new: Option<Digest>,
}

/// The steps in the order they are made: first what goes, then what comes, at last the record.
pub fn ordered(mut steps: Vec<Step>) -> Vec<Step> {
    steps.sort_by(|a, b| {
        let key = |step: &Step| (step.new.is_some(), step.path == RECORD);
        key(a).cmp(&key(b)).then_with(|| a.path.cmp(&b.path))
    });
    steps
}

/// Writes the journal: from here on the steps will be made.
pub fn begin(staging: &Path, steps: &[Step]) -> io::Result<()> {
    let word = |digest: Option<Digest>| digest.map_or_else(|| String::from("-"), |digest| digest.to_string());
    let mut text = format!("{HEAD}\n");
    for step in steps {
        text.push_str(&format!("{} {} {}\n", word(step.old), word(step.new), step.path));
    }
    text.push_str(END);
    let part = staging.join("journal.part");
    let mut file = File::create(&part)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(part, staging.join(JOURNAL))
}

/// Whether a staging folder has a journal whose steps are not all made.
pub fn is_begun(staging: &Path) -> bool {
    staging.join(JOURNAL).is_file()
}

/// Reads the journal of a staging folder.
pub fn steps(staging: &Path) -> io::Result<Vec<Step>> {
    let text = fs::read_to_string(staging.join(JOURNAL))?;
    parse(&text)
        .ok_or_else(|| io::Error::new(ErrorKind::InvalidData, format!("{} has no sound journal", staging.display())))
}

fn parse(text: &str) -> Option<Vec<Step>> {
    let lines = text.strip_prefix(HEAD)?.strip_prefix('\n')?.strip_suffix(END)?;
    lines.lines().map(step).collect()
}

fn step(line: &str) -> Option<Step> {
    let mut words = line.splitn(3, ' ');
    let mut digest = || match words.next()? {
        "-" => Some(None),
        word => Digest::parse(word).map(Some),
    };
    let (old, new) = (digest()?, digest()?);
    let path = words.next().filter(|path| may_be_listed(path) || *path == RECORD)?;
    Some(Step { path: path.to_owned(), old, new })
}

/// The paths of a journal at which somebody has changed something since it was begun. With `overwrite` only those that cannot be
/// reached any more.
pub fn disturbed(root: &Path, steps: &[Step], overwrite: bool) -> io::Result<Vec<String>> {
    let mut paths = Vec::new();
    for step in steps {
        let sound = match look(root, &step.path, None)? {
            There::Nothing | There::Same => true,
            There::File(digest) => overwrite || Some(digest) == step.old || Some(digest) == step.new,
            // A folder goes when what it holds went.
            There::Other(obstacle) => obstacle.what == InTheWay::Special(Special::Folder) && step.new.is_some(),
        };
        if !sound {
            paths.push(step.path.clone());
        }
    }
    Ok(paths)
}

/// Makes the steps that are not made yet. A failure undoes them all, also those that another process made.
pub fn make(root: &Path, staging: &Path, steps: &[Step]) -> io::Result<()> {
    let made = steps.iter().try_for_each(|step| make_step(root, staging, step));
    if made.is_err() {
        undo(root, staging, steps)?;
    }
    made
}

/// Takes back all steps that were made.
pub fn undo(root: &Path, staging: &Path, steps: &[Step]) -> io::Result<()> {
    steps.iter().rev().try_for_each(|step| undo_step(root, staging, step))?;
    fs::remove_file(staging.join(JOURNAL))
}

/// Marks the steps as made, all of them.
pub fn end(staging: &Path) -> io::Result<()> {
    fs::rename(staging.join(JOURNAL), staging.join("journal.done"))
}

fn make_step(root: &Path, staging: &Path, step: &Step) -> io::Result<()> {
    let (there, old) = (root.join(&step.path), staging.join("old").join(&step.path));
    let Some(new) = step.new else {
        if !is_file(&there)? {
            return Ok(());
        }
        create_parent(&old)?;
        fs::rename(&there, &old)?;
        remove_empty_folders(root, &step.path);
        return Ok(());
    };
    let staged = staging.join("new").join(&step.path);
    if !is_file(&staged)? {
        return Ok(());
    }
    if look(&staging.join("new"), &step.path, None)? != There::File(new) {
        return Err(io::Error::new(ErrorKind::InvalidData, format!("{} is not what it was", staged.display())));
    }
    create_parent(&there)?;
    if is_file(&there)? && !is_file(&old)? {
        create_parent(&old)?;
        if fs::hard_link(&there, &old).is_err() {
            fs::rename(&there, &old)?;
        }
    }
    fs::rename(&staged, &there)
}

fn undo_step(root: &Path, staging: &Path, step: &Step) -> io::Result<()> {
    let (there, old) = (root.join(&step.path), staging.join("old").join(&step.path));
    if is_file(&old)? {
        create_parent(&there)?;
        return fs::rename(old, there);
    }
    // A file that still waits was not put anywhere.
    let was_put = step.new.is_some() && !is_file(&staging.join("new").join(&step.path))?;
    if was_put && is_file(&there)? {
        fs::remove_file(there)?;
        remove_empty_folders(root, &step.path);
    }
    Ok(())
}

fn is_file(path: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(path) {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(false),
        metadata => Ok(metadata?.is_file()),
    }
}

fn create_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}

/// Removes the folders of a path that are empty, innermost first.
fn remove_empty_folders(root: &Path, path: &str) {
    let folders: BTreeSet<&str> = folders_of(path).collect();
    for folder in folders.iter().rev() {
        if fs::remove_dir(root.join(folder)).is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_reads_what_it_wrote_and_nothing_else() {
        let place = tempfile::tempdir().unwrap();
        let digest = Some(Digest::of(b"x"));
        let steps = vec![
            Step { path: "types/src/old.rs".into(), old: digest, new: None },
            Step { path: "types/src/lib.rs".into(), old: None, new: digest },
            Step { path: RECORD.into(), old: digest, new: digest },
        ];
        begin(place.path(), &steps).unwrap();
        assert_eq!(super::steps(place.path()).unwrap(), steps);
        let text = fs::read_to_string(place.path().join(JOURNAL)).unwrap();
        for hostile in
            [text.replace("types", ".."), text.replace("types/src", "/etc"), text.replace("\nend", "\n"), String::new()]
        {
            assert_eq!(parse(&hostile), None, "{hostile}");
        }
    }
}

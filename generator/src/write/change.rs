//! Folders come to hold what was planned, all of them or none.
//!
//! Takes outputs with their plans, and single files that belong to them; changes the disk. Promises that everything is laid out before
//! anything is put in its place, and that a failure takes back what was done. A folder that holds nothing of anybody else changes
//! places with the new one in one system call; another is changed file by file, under a journal.

use super::file::Staged;
use super::journal;
use super::look::others;
use super::output::{Output, write_below};
use super::plan::Plan;
use super::record::RECORD;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

/// How a folder is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Nothing is to be done.
    Stay,
    /// The new folder is put where none is.
    Appear,
    /// The new folder and the old one change places.
    Exchange,
    /// File by file.
    Journal,
}

/// Carries out plans, then puts the files in their places.
///
/// # Errors
/// When the disk refuses: the number of the output it is about, and why. Everything is then as it was, or a journal is left that the next
/// command completes.
pub fn change(outputs: &mut [(Output, Plan)], files: Vec<Staged>) -> Result<(), (usize, io::Error)> {
    let mut ways = Vec::new();
    for (index, (output, plan)) in outputs.iter().enumerate() {
        ways.push(lay_out(output, plan).map_err(|error| (index, error))?);
    }
    let mut done = Vec::new();
    let mut failure = None;
    for (index, ((output, plan), way)) in outputs.iter().zip(ways).enumerate() {
        match put(output, plan, way) {
            Ok(way) => done.push((output, plan, way)),
            Err(error) => {
                failure = Some((index, error));
                break;
            }
        }
    }
    if failure.is_none() {
        let placed = files.into_iter().try_for_each(Staged::take_place);
        failure = placed.err().map(|error| (outputs.len().saturating_sub(1), error));
    }
    if let Some((index, error)) = failure {
        for (output, plan, way) in done.into_iter().rev() {
            take_back(output, plan, way).map_err(|error| (index, error))?;
        }
        return Err((index, error));
    }
    for (index, (output, plan, way)) in done.into_iter().enumerate() {
        end(output, plan, way).map_err(|error| (index, error))?;
    }
    outputs.iter_mut().for_each(|(output, _)| output.place.keep_folders());
    Ok(())
}

fn new_folder(output: &Output) -> io::Result<std::path::PathBuf> {
    let staging = output.staging.as_ref().ok_or_else(|| io::Error::other("a check writes nothing"))?;
    Ok(staging.new_files())
}

/// Completes the staging folder. This is where a full disk shows.
fn lay_out(output: &Output, plan: &Plan) -> io::Result<Way> {
    if plan.steps.is_empty() {
        return Ok(Way::Stay);
    }
    let (new, root) = (new_folder(output)?, &output.place.root);
    write_below(&new, RECORD, &plan.record)?;
    if output.place.works_inside() || !plan.kept.is_empty() {
        return Ok(Way::Journal);
    }
    if !root.exists() {
        return Ok(Way::Appear);
    }
    // Unchanged files are shared, so that their times stay.
    let put: BTreeSet<&str> = plan.steps.iter().map(|step| step.path.as_str()).collect();
    for path in output.made().keys().filter(|path| !put.contains(path.as_str())) {
        let target = new.join(path);
        target.parent().map_or(Ok(()), fs::create_dir_all)?;
        if fs::hard_link(root.join(path), &target).is_err() {
            return Ok(Way::Journal);
        }
    }
    fs::set_permissions(&new, fs::metadata(root)?.permissions())?;
    Ok(Way::Exchange)
}

fn put(output: &Output, plan: &Plan, way: Way) -> io::Result<Way> {
    let (new, root) = (new_folder(output)?, &output.place.root);
    match way {
        Way::Stay => return Ok(way),
        Way::Appear => {
            root.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::rename(new, root)?;
            return Ok(way);
        }
        Way::Exchange if exchange(&new, root).is_ok() => return Ok(way),
        Way::Exchange | Way::Journal => {}
    }
    let staging = new.parent().unwrap_or(&new);
    journal::begin(staging, &plan.steps)?;
    journal::make(root, staging, &plan.steps)?;
    Ok(Way::Journal)
}

fn take_back(output: &Output, plan: &Plan, way: Way) -> io::Result<()> {
    let (new, root) = (new_folder(output)?, &output.place.root);
    match way {
        Way::Stay => Ok(()),
        Way::Appear => fs::rename(root, new),
        Way::Exchange => exchange(&new, root),
        Way::Journal => journal::undo(root, new.parent().unwrap_or(&new), &plan.steps),
    }
}

fn end(output: &Output, plan: &Plan, way: Way) -> io::Result<()> {
    let new = new_folder(output)?;
    match way {
        Way::Stay | Way::Appear => Ok(()),
        Way::Exchange => carry_over(output, plan, &new),
        Way::Journal => journal::end(new.parent().unwrap_or(&new)),
    }
}

/// What somebody put into the old folder after it was looked at goes to the new one.
fn carry_over(output: &Output, plan: &Plan, old: &Path) -> io::Result<()> {
    let made = output.made();
    let listed = output.record.iter().flat_map(|record| record.files.keys());
    let known: BTreeSet<&str> = listed.chain(made.keys()).map(String::as_str).collect();
    debug_assert!(plan.kept.is_empty());
    for path in others(old, &known, &|_| false)? {
        let path = path.trim_end_matches('/');
        let target = output.place.root.join(path);
        target.parent().map_or(Ok(()), fs::create_dir_all)?;
        if !target.exists() {
            fs::rename(old.join(path), target)?;
        }
    }
    Ok(())
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

/// Where there is no such call, there is the journal.
#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn exchange(_one: &Path, _other: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

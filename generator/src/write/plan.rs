//! What is to become of each file of an output folder.
//!
//! Takes an [`Output`] whose files are made, and what the user allows; gives a [`Plan`]. Promises that a plan touches only files that the
//! record lists and paths where nothing is, unless the user allows more; whatever else is in the folder is named and kept. Never writes.

use super::journal::{Step, ordered};
use super::look::{InTheWay, Obstacle, There, holds_only, is_taken, look, others};
use super::output::Output;
use super::record::{Digest, RECORD, Record};
use super::regular::Special;
use std::collections::BTreeSet;
use std::io;

/// What the user allows beyond the rule.
#[derive(Debug, Clone, Copy, Default)]
pub struct Consent {
    /// Files that were edited by hand may be replaced.
    pub overwrite: bool,
    /// Files in the place of generated ones are taken as generated.
    pub adopt: bool,
}

/// What is to become of a folder. Paths are relative to it, in order.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// Replaced.
    pub changed: Vec<String>,
    /// Written where nothing is.
    pub added: Vec<String>,
    /// Taken away: listed, and no longer made.
    pub removed: Vec<String>,
    /// Edited by hand, so that nothing is to be written.
    pub edited: Vec<String>,
    /// Of somebody else, so that nothing is to be written.
    pub foreign: Vec<Obstacle>,
    /// Of somebody else, and in nobody's way.
    pub kept: Vec<String>,
    pub(super) steps: Vec<Step>,
    pub(super) record: String,
}

impl Plan {
    /// Whether the folder is as it should be.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty() && self.edited.is_empty() && self.foreign.is_empty()
    }

    /// Whether it may be carried out.
    pub fn is_allowed(&self) -> bool {
        self.edited.is_empty() && self.foreign.is_empty()
    }
}

/// What is to become of the folder of an output whose files are all made.
///
/// # Errors
/// When the folder cannot be read.
pub fn plan(output: &Output, consent: Consent) -> io::Result<Plan> {
    let made = output.made();
    let root = &output.place.root;
    let empty = Record::default();
    let listed = &output.record.as_ref().unwrap_or(&empty).files;
    let mut plan = Plan::default();
    for (path, digest) in listed.iter().filter(|(path, _)| !made.contains_key(*path)) {
        plan.no_longer_made(path, *digest, look(root, path, None)?, consent);
    }
    // Crates are taken over whole or not at all: a folder of which nothing is listed is somebody else's.
    let lists_below = |folder: &str| listed.keys().any(|path| path.split_once('/').is_some_and(|(it, _)| it == folder));
    let folders: BTreeSet<&str> = made.keys().filter_map(|path| Some(path.split_once('/')?.0)).collect();
    let mut foreign_folders = BTreeSet::new();
    for folder in folders.into_iter().filter(|folder| !consent.adopt && !lists_below(folder)) {
        if is_taken(&root.join(folder))? {
            foreign_folders.insert(folder);
            plan.foreign.push(Obstacle { path: folder.to_owned(), what: InTheWay::UnlistedFolder });
        }
    }
    let removed: BTreeSet<&str> = plan.steps.iter().map(|step| step.path.as_str()).collect();
    let mut gone = BTreeSet::new();
    for made in made.values() {
        if let There::Other(obstacle) = &made.there {
            let goes = removed.contains(&*obstacle.path)
                || obstacle.what == InTheWay::Special(Special::Folder) && holds_only(root, &obstacle.path, &removed)?;
            gone.extend(goes.then(|| obstacle.clone()));
        }
    }
    for (path, file) in made.iter() {
        if path.split_once('/').is_some_and(|(folder, _)| foreign_folders.contains(folder)) {
            continue;
        }
        let there = match &file.there {
            There::Other(obstacle) if gone.contains(obstacle) => There::Nothing,
            there => there.clone(),
        };
        plan.made(path, file.digest, there, listed.get(path).copied(), consent);
    }
    plan.foreign.sort();
    plan.foreign.dedup();
    let known: BTreeSet<&str> = listed.keys().chain(made.keys()).map(String::as_str).collect();
    plan.kept = others(root, &known, &|name| output.place.is_work(name))?;
    plan.record = Record { files: made.iter().map(|(path, file)| (path.clone(), file.digest)).collect() }.text();
    if plan.is_allowed() && plan.record != output.record_text {
        let digest = |text: &str| Some(Digest::of(text.as_bytes()));
        let old = digest(&output.record_text).filter(|_| output.record.is_some());
        if plan.steps.is_empty() {
            if old.is_some() { &mut plan.changed } else { &mut plan.added }.push(RECORD.to_owned());
        }
        plan.steps.push(Step { path: RECORD.to_owned(), old, new: digest(&plan.record) });
    }
    plan.steps = ordered(std::mem::take(&mut plan.steps));
    Ok(plan)
}

impl Plan {
    fn no_longer_made(&mut self, path: &str, listed: Digest, there: There, consent: Consent) {
        match there {
            There::File(digest) if digest != listed && !consent.overwrite => self.edited.push(path.to_owned()),
            There::File(digest) => {
                self.steps.push(Step { path: path.to_owned(), old: Some(digest), new: None });
                self.removed.push(path.to_owned());
            }
            There::Other(obstacle) if obstacle.what == InTheWay::Special(Special::Link) => self.foreign.push(obstacle),
            // The user has taken it away, or put something else in its place.
            There::Nothing | There::Same | There::Other(_) => {}
        }
    }

    fn made(&mut self, path: &str, new: Digest, there: There, listed: Option<Digest>, consent: Consent) {
        let old = match (there, listed) {
            (There::Nothing, _) => None,
            (There::Same, Some(_)) => return,
            (There::Same, None) if consent.adopt => return,
            (There::File(digest), Some(listed)) if digest == listed || consent.overwrite => Some(digest),
            (There::File(_), Some(_)) => {
                self.edited.push(path.to_owned());
                return;
            }
            (There::File(digest), None) if consent.adopt => Some(digest),
            (There::File(_) | There::Same, None) => {
                self.foreign.push(Obstacle { path: path.to_owned(), what: InTheWay::Unlisted });
                return;
            }
            (There::Other(obstacle), _) => {
                self.foreign.push(obstacle);
                return;
            }
        };
        if old.is_some() { &mut self.changed } else { &mut self.added }.push(path.to_owned());
        self.steps.push(Step { path: path.to_owned(), old, new: Some(new) });
    }
}

//! `drift`: what changed between two descriptions, and what that breaks.
//!
//! Takes two inputs, each a file, a folder or `GIT_REV:path`; prints a report. Promises that nothing is written, that revisions are read by the `git` command alone, and
//! that the exit status says whether something was found that the caller asked to fail on.

mod accepted;
pub(super) mod checkout;
mod input;
mod used_by;

use super::args::{Drift, FailOn, For, Print, ReportFormat};
use super::status::{FINDINGS, UNUSABLE, WELL};
use super::terminal::Terminal;
use crate::budget::Budgets;
use crate::diagnostic::{Diagnostics, Severity};
use crate::drift::change::Wire;
use crate::drift::report::{Entry, Format, Told};
use crate::drift::usage::{Program, Touch};
use crate::drift::{Party, Report, Side, compare};
use crate::load::files;
use crate::pipeline::Understood;
use crate::source::Sources;
use input::Input;
use std::path::{Path, PathBuf};
use std::thread;

/// One side, read.
pub(super) struct Read {
    pub sources: Sources,
    pub diagnostics: Diagnostics,
    pub understood: Option<Understood>,
    /// What the vendor's folder says is accepted.
    pub accepted: Option<(String, String)>,
}

impl Read {
    /// What a path or a revision names, below a directory.
    pub(super) fn of(directory: &Path, given: &str, overlays: &[PathBuf], name: &str, budgets: &Budgets) -> Self {
        let input = Input::new(directory, given);
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::within(budgets.clone()));
        let understood = input.understand(directory, overlays, name, &mut sources, &mut diagnostics);
        let accepted = input.accepted(&mut diagnostics.aside());
        Self { sources, diagnostics, understood, accepted }
    }
}

pub(super) fn run(command: &Drift, budgets: Budgets, directory: &Path, terminal: &mut Terminal<'_>) -> u8 {
    let overlays = |own: &[PathBuf]| command.overlay.iter().chain(own).cloned().collect::<Vec<_>>();
    let (old_overlays, new_overlays) = (overlays(&command.old_overlay), overlays(&command.new_overlay));
    let read = |given: &str, overlays: &[PathBuf]| Read::of(directory, given, overlays, &command.name, &budgets);
    let (old, new) = thread::scope(|scope| {
        let other = scope.spawn(|| read(&command.new, &new_overlays));
        let old = read(&command.old, &old_overlays);
        (old, other.join().ok())
    });
    let Some(new) = new else { return UNUSABLE };
    // What is wrong with a description is a matter of `generate`; here only what keeps it from being compared counts.
    terminal.report_from(Severity::Error, &old.sources, &old.diagnostics);
    terminal.report_from(Severity::Error, &new.sources, &new.diagnostics);
    let accepted = match &command.accepted {
        None => new.accepted.clone().or_else(|| old.accepted.clone()),
        Some(path) => {
            let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::within(budgets.clone()));
            let read = files::read(directory, path, &mut sources, &mut diagnostics);
            let Some(text) = read.and_then(|id| Some(sources.get(id)?.text().to_string())) else {
                terminal.report_from(Severity::Error, &sources, &diagnostics);
                return UNUSABLE;
            };
            Some((path.display().to_string(), text))
        }
    };
    let program = match command.used_by.as_ref().map(|it| used_by::read(directory, it)) {
        None => None,
        Some(Ok(program)) => Some(program),
        Some(Err(message)) => {
            terminal.say(&format!("error: {message}"));
            return UNUSABLE;
        }
    };
    let names = (command.old.clone(), command.new.clone());
    report(&old, &new, Wanted { names, accepted, print: &command.print, program }, terminal)
}

/// What is to be printed of two descriptions.
pub(super) struct Wanted<'c> {
    /// What they are called.
    pub names: (String, String),
    /// The list of accepted changes: its path and its text.
    pub accepted: Option<(String, String)>,
    /// What the command line says of it.
    pub print: &'c Print,
    /// The program that changes are judged for.
    pub program: Option<Program>,
}

/// Compares two descriptions and prints the report; gives the exit status.
pub(super) fn report(old: &Read, new: &Read, wanted: Wanted<'_>, terminal: &mut Terminal<'_>) -> u8 {
    let (Some(before), Some(after)) = (&old.understood, &new.understood) else { return UNUSABLE };
    let old_side = Side { document: &before.document, api: &before.api, sources: &old.sources };
    let new_side = Side { document: &after.document, api: &after.api, sources: &new.sources };
    let report = compare(old_side, new_side);
    show(&report, (old_side, new_side), wanted, terminal)
}

/// Prints a report; gives the exit status.
pub(super) fn show(
    report: &Report,
    (old, new): (Side<'_>, Side<'_>),
    wanted: Wanted<'_>,
    terminal: &mut Terminal<'_>,
) -> u8 {
    let Wanted { names, accepted, print, program } = wanted;
    let parties: &[Party] = match print.parties {
        For::Client => &[Party::Client],
        For::Server => &[Party::Server],
        For::Both => &[Party::Client, Party::Server],
    };
    let mut told = Told::new(report, names, parties, old, new);
    let mut unsound = false;
    let date = print.date.clone().unwrap_or_else(accepted::today);
    told.announce(&date);
    if let Some((path, text)) = accepted {
        match accepted::read(&path, &text) {
            Ok(list) => unsound = accepted::apply(&list, &path, &date, &mut told),
            Err(message) => {
                terminal.say(&format!("error: {message}"));
                return UNUSABLE;
            }
        }
    }
    let asked = program.is_some();
    if let Some(program) = program {
        told.split(&program, old.api);
    }
    let format = match print.format {
        ReportFormat::Text => Format::Text,
        ReportFormat::Json => Format::Json,
        ReportFormat::Markdown => Format::Markdown,
        ReportFormat::Github => Format::Github,
        ReportFormat::Sarif => Format::Sarif,
        ReportFormat::Junit => Format::Junit,
        ReportFormat::Html => Format::Html,
        ReportFormat::Changelog => Format::Changelog,
    };
    terminal.result(&told.write(format));
    let found = match print.fail_on {
        FailOn::None => false,
        FailOn::Breaking if asked => told.any_touches(Touch::Breaks) || unsound,
        FailOn::Unproven if asked => told.any_touches(Touch::MayBreak) || unsound,
        FailOn::Breaking => told.count(Wire::Breaking) > 0 || unsound,
        FailOn::Unproven => told.count(Wire::Breaking) + told.count(Wire::Unproven) > 0 || unsound,
        FailOn::Any => told.entries.iter().any(Entry::counts) || unsound,
    };
    if found { FINDINGS } else { WELL }
}

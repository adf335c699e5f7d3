//! The commands, as a library function.
//!
//! Takes arguments and two writers; gives the exit status. Promises that diagnostics go to the error stream, results to
//! the output stream, and that nothing on disk changes when a command fails. Home of everything that touches the disk.

pub mod args;
mod drift;
mod explain;
mod export;
mod files;
mod generate;
mod inspect;
mod listed;
mod outcome;
mod reading;
mod terminal;
mod vendor;

use crate::budget::Budgets;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Severity;
use crate::lower;
use crate::pipeline::{Understood, understand};
use crate::source::Sources;
use args::{Arguments, Command, Reading};
use clap::Parser;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
pub use terminal::{StreamKind, Terminal, run_on_own_streams};

/// Exit status: all well.
pub const WELL: u8 = 0;
/// Exit status: findings (stale files, faults in a document).
pub const FINDINGS: u8 = 1;
/// Exit status: wrong usage or unreadable input.
pub const UNUSABLE: u8 = 2;

/// Runs a command line, program name first, in a directory: paths of the command line are relative to it, and are
/// shown as given.
pub fn run(arguments: impl IntoIterator<Item = OsString>, directory: &Path, terminal: &mut Terminal<'_>) -> u8 {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            let status = terminal.usage(&error);
            return terminal.exit(status);
        }
    };
    terminal.set_up(arguments.diagnostics, arguments.color);
    let budgets = arguments.budgets();
    let status = match arguments.command {
        Command::Generate(command) => generate::run(&command, budgets, directory, terminal),
        Command::Inspect(command) => inspect::run(&command, budgets, directory, terminal),
        Command::Export(command) => export::run(&command, budgets, directory, terminal),
        Command::Drift(command) => drift::run(&command, budgets, directory, terminal),
        Command::Explain(command) => explain::run(&command, terminal),
    };
    terminal.exit(status)
}

/// The exit status that the worst message asks for.
fn status(worst: Option<Severity>) -> u8 {
    match worst {
        None | Some(Severity::Note | Severity::Warning) => WELL,
        Some(Severity::Fault) => FINDINGS,
        Some(Severity::Error) => UNUSABLE,
    }
}

/// A description that was read from files.
pub struct ReadFiles {
    /// Every file read.
    pub sources: Sources,
    /// Everything said about them.
    pub diagnostics: Diagnostics,
    /// What was understood, where anything was.
    pub understood: Option<Understood>,
}

/// Reads documents or pages, with overlays, as one API of that name.
pub fn understand_files(directory: &Path, documents: &[PathBuf], overlays: &[PathBuf], name: &str) -> ReadFiles {
    understand_within(Budgets::default(), directory, documents, overlays, &Reading::default(), name)
}

/// The same, with budgets and all that a command line says of reading.
pub fn understand_within(
    budgets: Budgets,
    directory: &Path,
    documents: &[PathBuf],
    overlays: &[PathBuf],
    reading: &Reading,
    name: &str,
) -> ReadFiles {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::within(budgets));
    let options = lower::Options { name: name.to_owned(), ..lower::Options::default() };
    let read = reading::read(directory, documents, overlays, reading, &mut sources, &mut diagnostics);
    let understood = read.and_then(|mut read| {
        let understood = understand(&mut sources, &mut read.files, &read.description, &options, &mut diagnostics);
        read.files.tell_unused(&mut diagnostics);
        read.accepts.apply(&sources, &mut diagnostics);
        understood
    });
    ReadFiles { sources, diagnostics, understood }
}

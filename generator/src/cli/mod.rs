//! The commands, as a library function.
//!
//! Takes arguments and two writers; gives the exit status. Promises that diagnostics go to the error stream, results to
//! the output stream, and that nothing on disk changes when a command fails.

pub mod args;
mod bump;
mod drift;
mod explain;
mod export;
#[cfg(feature = "fetch")]
mod fetch;
mod generate;
mod init;
mod inspect;
mod manual;
mod mock;
mod outcome;
mod scaffold;
mod status;
mod terminal;
mod verify;
mod watch;

pub use crate::load::{ReadFiles, understand_files, understand_within};
use args::{Arguments, Command};
use clap::Parser;
pub use status::{FINDINGS, UNUSABLE, WELL};
use std::ffi::OsString;
use std::io;
use std::path::Path;
pub use terminal::{StreamKind, Terminal};

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
        Command::Verify(command) => verify::run(&command, budgets, directory, terminal),
        #[cfg(feature = "fetch")]
        Command::Fetch(command) => fetch::run(&command, budgets, directory, terminal),
        Command::Mock(command) => mock::run(&command, budgets, directory, terminal),
        Command::Explain(command) => explain::run(&command, terminal),
        Command::Init(command) => init::run(&command, budgets, directory, terminal),
        Command::Schema => manual::schema(terminal),
        Command::Completions(command) => manual::completions(&command, terminal),
        Command::Man(command) => manual::page(&command, terminal),
    };
    terminal.exit(status)
}

/// Runs the command line of this program on its own streams.
pub fn run_on_own_streams() -> u8 {
    let (out, err) = (io::stdout(), io::stderr());
    let kind = terminal::kind_of(&err);
    let (mut out, mut err) = (out.lock(), err.lock());
    let directory = std::env::current_dir().unwrap_or_default();
    run(std::env::args_os(), &directory, &mut Terminal::new(&mut out, &mut err, kind))
}

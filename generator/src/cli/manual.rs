//! What the command line says of itself to shells, editors and manuals.
//!
//! Takes the declared arguments and keys; gives scripts, pages and schemas on the output stream. Promises that none of them can differ from what
//! the program takes. Never writes a file.

use super::args::{Arguments, Completions, Man};
use super::status::{UNUSABLE, WELL};
use super::terminal::Terminal;
use crate::config;
use crate::diagnostic::closest;
use clap::CommandFactory;

/// `schema`
pub(super) fn schema(terminal: &mut Terminal<'_>) -> u8 {
    terminal.result(&config::schema::text());
    WELL
}

/// `completions`
pub(super) fn completions(command: &Completions, terminal: &mut Terminal<'_>) -> u8 {
    let mut script = Vec::new();
    clap_complete::generate(command.shell, &mut Arguments::command(), "specwright", &mut script);
    terminal.result(&String::from_utf8_lossy(&script));
    WELL
}

/// `man`
pub(super) fn page(command: &Man, terminal: &mut Terminal<'_>) -> u8 {
    let mut whole = Arguments::command();
    whole.build();
    let page = match &command.command {
        None => whole,
        Some(name) => match whole.find_subcommand(name) {
            Some(found) => found.clone(),
            None => {
                let names: Vec<_> = whole.get_subcommands().map(clap::Command::get_name).collect();
                let meant = closest(name, names.iter().copied()).map(|meant| format!("; did you mean `{meant}`?"));
                terminal.say(&format!("error: there is no command `{name}`{}", meant.unwrap_or_default()));
                return UNUSABLE;
            }
        },
    };
    let mut text = Vec::new();
    // Memory takes everything.
    let _infallible = clap_mangen::Man::new(page).render(&mut text);
    terminal.result(&String::from_utf8_lossy(&text));
    WELL
}

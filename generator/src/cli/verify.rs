//! `verify`: whether recorded traffic is as a description says.
//!
//! Takes a description and recordings; prints a report in the formats of `drift`. Promises that nothing is written but the overlay that was asked for, and that the exit status says
//! whether something was found that the caller asked to fail on.

use super::args::{Print, Verify};
use super::drift::{Read, Wanted, show};
use super::status::UNUSABLE;
use super::terminal::Terminal;
use crate::budget::Budgets;
use crate::diagnostic::{Diagnostics, Severity};
use crate::drift::Side;
use crate::load::files;
use crate::observed::observe;
use crate::source::Sources;
use std::fs;
use std::path::Path;

pub(super) fn run(command: &Verify, budgets: Budgets, directory: &Path, terminal: &mut Terminal<'_>) -> u8 {
    let read = Read::of(directory, &command.spec, &command.overlay, "api", &budgets);
    terminal.report_from(Severity::Error, &read.sources, &read.diagnostics);
    let Some(understood) = &read.understood else { return UNUSABLE };
    let side = Side { document: &understood.document, api: &understood.api, sources: &read.sources };
    let mut recordings = Vec::new();
    for path in &command.har {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::within(budgets.clone()));
        let text = files::read(directory, path, &mut sources, &mut diagnostics)
            .and_then(|id| Some(sources.get(id)?.text().to_string()));
        let Some(text) = text else {
            terminal.report_from(Severity::Error, &sources, &diagnostics);
            return UNUSABLE;
        };
        recordings.push((path.display().to_string(), text));
    }
    let observed = match observe(side, &recordings) {
        Ok(observed) => observed,
        Err(message) => {
            terminal.say(&format!("error: {message}"));
            return UNUSABLE;
        }
    };
    if let Some(path) = &command.suggest
        && let Err(error) = fs::write(directory.join(path), &observed.overlay)
    {
        terminal.say(&format!("error: `{}` cannot be written: {error}", path.display()));
        return UNUSABLE;
    }
    terminal.say(&format!("exchanges read: {}", observed.exchanges));
    let names = recordings.into_iter().map(|(name, _)| name).collect::<Vec<_>>().join(", ");
    let print = Print { format: command.format, parties: command.parties, fail_on: command.fail_on, date: None };
    let wanted =
        Wanted { names: (command.spec.clone(), names), accepted: read.accepted.clone(), print: &print, program: None };
    show(&observed.report, (side, side), wanted, terminal)
}

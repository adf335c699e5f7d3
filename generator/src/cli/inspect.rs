//! `inspect`: what was understood of a description.

use super::args::{Inspect, InspectFormat};
use super::terminal::Terminal;
use super::{UNUSABLE, status};
use crate::budget::Budgets;
use crate::diagnostic::Severity;
use crate::ir::outline;
use crate::load::understand_within;
use crate::surface;
use std::path::Path;

pub(super) fn run(command: &Inspect, budgets: Budgets, directory: &Path, terminal: &mut Terminal<'_>) -> u8 {
    let read = understand_within(
        budgets,
        directory,
        &command.files,
        &command.overlay,
        &command.reading.plain(),
        &command.name,
    );
    terminal.report_from(Severity::Note, &read.sources, &read.diagnostics);
    let Some(understood) = read.understood else { return UNUSABLE };
    match command.format {
        _ if command.surface => terminal.result(&surface::text(&understood.api)),
        InspectFormat::Text => terminal.result(&outline::text(&understood.api)),
        InspectFormat::Json => terminal.result(&outline::json(&understood.api)),
    }
    status(read.diagnostics.worst())
}

//! `inspect`: what was understood of a description.

use super::args::{Inspect, InspectFormat};
use super::files::Below;
use super::terminal::Terminal;
use super::{UNUSABLE, status};
use crate::diagnostic::{Diagnostics, Severity};
use crate::ir::outline;
use crate::pipeline::{Description, understand};
use crate::source::Sources;
use std::path::Path;

pub(super) fn run(command: &Inspect, directory: &Path, terminal: &mut Terminal<'_>) -> u8 {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let description = super::describe(directory, &command.files, &command.overlay, &mut sources, &mut diagnostics);
    let options = crate::lower::Options::default();
    let understood = description
        .and_then(|it| understand(&mut sources, &mut Below::folder_of(directory, command.files.first()), &it, &options, &mut diagnostics));
    terminal.report_from(Severity::Note, &sources, &diagnostics);
    let Some(understood) = understood else { return UNUSABLE };
    match command.format {
        InspectFormat::Text => terminal.result(&outline::text(&understood.api)),
        InspectFormat::Json => terminal.result(&outline::json(&understood.api)),
    }
    status(diagnostics.worst())
}

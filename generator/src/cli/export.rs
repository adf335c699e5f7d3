//! `export`: the OpenAPI document of a description.

use super::args::{Export, Version};
use super::status::{UNUSABLE, status};
use super::terminal::Terminal;
use crate::budget::Budgets;
use crate::diagnostic::code::files::UNWRITABLE_FOLDER;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::export::{ExportVersion, export};
use crate::load::reading;
use crate::pipeline::read;
use crate::source::Sources;
use crate::write::file;
use std::path::Path;

pub(super) fn run(command: &Export, budgets: Budgets, directory: &Path, terminal: &mut Terminal<'_>) -> u8 {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::within(budgets));
    let found = reading::read(
        directory,
        &command.files,
        &command.overlay,
        &command.reading.plain(),
        &mut sources,
        &mut diagnostics,
    );
    let mut accepts = None;
    let document = found.and_then(|mut found| {
        let document = read(&mut sources, &mut found.files, &found.description, &mut diagnostics);
        found.files.tell_unused(&mut diagnostics);
        accepts = Some(found.accepts);
        document
    });
    let version = match command.version {
        Version::V3_0 => ExportVersion::V3_0,
        Version::V3_1 => ExportVersion::V3_1,
    };
    let text = document.map(|document| export(&document, version, &mut diagnostics));
    if let Some(accepts) = accepts {
        accepts.apply(&sources, &mut diagnostics);
    }
    if let (Some(text), Some(path)) = (&text, &command.out)
        && let Err(error) = file::write(&directory.join(path), text)
    {
        let message = format!("`{}` cannot be written: {error}", path.display());
        diagnostics.report(Diagnostic::new(&UNWRITABLE_FOLDER, None, message).help("name a file that may be written"));
    }
    terminal.report(&sources, &diagnostics);
    match (text, &command.out) {
        (None, _) => return UNUSABLE,
        (Some(text), None) => terminal.result(&text),
        (Some(_), Some(_)) => {}
    }
    status(diagnostics.worst())
}

//! `inspect`: what was understood of a description.

mod page;

use super::args::{Inspect, InspectFormat, Stage};
use super::status::{UNUSABLE, status};
use super::terminal::Terminal;
use crate::budget::Budgets;
use crate::diagnostic::Severity;
use crate::emit::Crate;
use crate::ir::{Api, outline};
use crate::load::{raise_within, understand_within};
use crate::pipeline::{Stopped, package};
use crate::{surface, tree};
use std::fmt::Write;
use std::path::Path;

pub(super) fn run(command: &Inspect, budgets: Budgets, directory: &Path, terminal: &mut Terminal<'_>) -> u8 {
    let reading = command.reading.plain();
    if command.stage == Some(Stage::Tree) {
        let raised = raise_within(budgets, directory, &command.files, &command.overlay, &reading);
        let (sources, diagnostics, raised) = raised;
        terminal.report_from(Severity::Note, &sources, &diagnostics);
        let Some((root, trees)) = raised else { return UNUSABLE };
        terminal.result(&tree::listing(root, &trees, &sources));
        return status(diagnostics.worst());
    }
    let read = understand_within(budgets, directory, &command.files, &command.overlay, &reading, &command.name);
    terminal.report_from(Severity::Note, &read.sources, &read.diagnostics);
    let Some(understood) = read.understood else { return UNUSABLE };
    let api = &understood.api;
    let shown = match (command.stage, command.format) {
        // The forms of Rust's `Debug` and of tokens change with the types behind them.
        (Some(Stage::Document), _) => Ok(format!("{:#?}\n", understood.document)),
        (Some(Stage::Api), _) => Ok(format!("{api:#?}\n")),
        (Some(Stage::Tokens), _) => tokens(api),
        (Some(Stage::Surface), _) => Ok(surface::text(api)),
        (Some(Stage::Tree) | None, _) if command.surface => Ok(surface::text(api)),
        (Some(Stage::Tree) | None, InspectFormat::Text) => Ok(outline::text(api)),
        (Some(Stage::Tree) | None, InspectFormat::Json) => Ok(outline::json(api)),
        (Some(Stage::Tree) | None, InspectFormat::Html) => Ok(page::write(api, &read.sources, &read.diagnostics)),
    };
    match shown {
        Ok(text) => terminal.result(&text),
        Err(message) => {
            terminal.say(&format!("error: {message}"));
            return UNUSABLE;
        }
    }
    status(read.diagnostics.worst())
}

/// The text of the crates without their runtimes, which are the same for all.
fn tokens(api: &Api) -> Result<String, String> {
    let package = package(api, &Crate::ALL).map_err(|stopped| match stopped {
        Stopped::Emitter(message) => format!("{message}; this is a fault of specwright: please report it"),
        Stopped::Budget | Stopped::Sink => "the crates have more bytes than are made at most".to_owned(),
    })?;
    let mut text = String::new();
    let made = |path: &str| path.ends_with(".rs") && !path.contains("/runtime/");
    for (path, content) in package.files().filter(|(path, _)| made(path)) {
        let _infallible = write!(text, "//// {path}\n{content}\n");
    }
    Ok(text)
}

//! `inspect`: what was understood of a description.

mod page;

use super::args::{Inspect, InspectFormat, Stage};
use super::status::{UNUSABLE, status};
use super::terminal::Terminal;
use crate::budget::Budgets;
use crate::diagnostic::Severity;
use crate::emit::Crate;
use crate::ir::outline;
use crate::load::{raise_within, understand_within};
use crate::pipeline::{Understood, package};
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
    let stage = command.stage.or(command.surface.then_some(Stage::Surface));
    match stage {
        Some(stage) => terminal.result(&text_of(stage, &understood)),
        None => terminal.result(&match command.format {
            InspectFormat::Text => outline::text(&understood.api),
            InspectFormat::Json => outline::json(&understood.api),
            InspectFormat::Html => page::write(&understood.api, &read.sources, &read.diagnostics),
        }),
    }
    status(read.diagnostics.worst())
}

/// A stage as text. The forms of Rust's `Debug` and of tokens change with the types behind them.
fn text_of(stage: Stage, understood: &Understood) -> String {
    match stage {
        Stage::Tree => String::new(),
        Stage::Document => format!("{:#?}\n", understood.document),
        Stage::Api => format!("{:#?}\n", understood.api),
        Stage::Surface => surface::text(&understood.api),
        Stage::Tokens => tokens(understood),
    }
}

fn tokens(understood: &Understood) -> String {
    let package = match package(&understood.api, &Crate::ALL) {
        Ok(package) => package,
        Err(stopped) => return format!("{stopped:?}\n"),
    };
    let mut text = String::new();
    let made = |path: &str| path.ends_with(".rs") && !path.contains("/runtime/");
    for (path, content) in package.files().filter(|(path, _)| made(path)) {
        let _infallible = write!(text, "//// {path}\n{content}\n");
    }
    text
}

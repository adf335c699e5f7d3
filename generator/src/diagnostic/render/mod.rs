//! Diagnostics as text: for people, for programs, for CI.
//!
//! Takes the sources and the diagnostics; gives one string. Promises that no text of a document reaches a terminal or a log as a control
//! character, that a line of megabytes is shown as a window, and that the cost of a message does not
//! grow with its source. Never prints and never sorts.

mod colour;
mod github;
mod json;
mod text;
mod visible;

use super::{Diagnostic, Diagnostics};
use crate::source::Sources;

pub use colour::Colour;

/// How diagnostics are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people: the place, the source line with marks under it, the way out.
    Text(Colour),
    /// One JSON object a line, exact and complete.
    Json,
    /// GitHub workflow commands: `::error file=…,line=…`.
    Github,
}

/// All diagnostics in their order.
pub fn render(sources: &Sources, diagnostics: &Diagnostics, format: Format) -> String {
    diagnostics.iter().map(|diagnostic| render_one(sources, diagnostic, format)).collect()
}

/// One diagnostic, with a line end.
pub fn render_one(sources: &Sources, diagnostic: &Diagnostic, format: Format) -> String {
    match format {
        Format::Text(colour) => text::render(sources, diagnostic, colour),
        Format::Json => json::render(sources, diagnostic),
        Format::Github => github::render(sources, diagnostic),
    }
}

#[cfg(test)]
mod tests;

//! Diagnostics as GitHub workflow commands.
//!
//! Takes a diagnostic; gives one line. Promises that no text of a document can end the line, a property or the command. Never
//! gives more than one annotation for a diagnostic.

use crate::diagnostic::render::visible::visible;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Sources;

pub(super) fn render(sources: &Sources, diagnostic: &Diagnostic) -> String {
    let command = match diagnostic.severity() {
        Severity::Note => "notice",
        Severity::Warning => "warning",
        Severity::Fault | Severity::Error => "error",
    };
    let mut properties = String::new();
    if let Some(place) = diagnostic.span.and_then(|span| sources.locate(span)) {
        let file = property(place.path);
        properties = format!("file={file},line={},col={},", place.line, place.column);
    }
    let mut message = diagnostic.message.clone();
    for (span, what) in &diagnostic.related {
        if let Some(place) = sources.locate(*span) {
            message.push_str(&format!("\n{}:{}:{}: {what}", place.path, place.line, place.column));
        }
    }
    if let Some(help) = &diagnostic.help {
        message.push_str(&format!("\nhelp: {help}"));
    }
    let title = property(diagnostic.code.id);
    format!("::{command} {properties}title={title}::{}\n", data(&message))
}

/// The text after the command: line ends are kept, escaped.
fn data(text: &str) -> String {
    let lines: Vec<_> = text.split('\n').map(|line| visible(line).replace('%', "%25")).collect();
    lines.join("%0A")
}

fn property(text: &str) -> String {
    visible(text).replace('%', "%25").replace(':', "%3A").replace(',', "%2C")
}

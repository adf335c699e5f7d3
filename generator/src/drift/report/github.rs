//! Workflow commands that GitHub shows beside the line.
//!
//! Takes what is told; gives a command for each change, at its place in the new description. Promises that no text of a description can become a command of its own.

use super::told::{Severity, Told};
use std::fmt::Write;

pub(super) fn write(told: &Told<'_>) -> String {
    let mut text = String::new();
    for entry in told.entries.iter().filter(|it| it.counts()) {
        let level = match entry.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let place = entry.new.as_ref().or(entry.old.as_ref());
        let place = place
            .map_or_else(String::new, |it| format!("file={},line={},col={},", property(&it.path), it.line, it.column));
        let witness = entry
            .change
            .witnesses
            .first()
            .map_or_else(String::new, |it| format!("\n{}: {}\n{}", it.what, it.value, it.why));
        let message = data(&format!("{}{witness}", entry.change.message));
        let _infallible = writeln!(text, "::{level} {place}title={}::{message}", property(entry.change.rule.id));
    }
    for remark in &told.remarks {
        let _infallible = writeln!(text, "::warning title=accepted::{}", data(remark));
    }
    let _infallible = writeln!(text, "::notice title=drift::{}", data(&told.summary()));
    text
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

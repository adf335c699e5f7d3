//! The report as JUnit's XML.
//!
//! Takes what is told; gives one test case for each change, failed where it breaks and skipped where it is accepted. Promises well-formed XML 1.0.

use super::told::{Severity, Told, at};
use std::fmt::Write;

pub(super) fn write(told: &Told<'_>) -> String {
    let failures = told.entries.iter().filter(|it| it.severity == Severity::Error && it.counts()).count();
    let skipped = told.entries.iter().filter(|it| it.accepted.is_some()).count();
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let counts = format!("tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\"", told.entries.len());
    let _infallible = writeln!(text, "<testsuites {counts}>\n  <testsuite name=\"drift\" {counts}>");
    for entry in &told.entries {
        let change = entry.change;
        let place = entry.new.as_ref().or(entry.old.as_ref()).map_or_else(String::new, at);
        let name = format!("{} {}", change.message, entry.fingerprint);
        let _infallible =
            writeln!(text, "    <testcase classname=\"drift.{}\" name=\"{}\">", change.rule.id, escaped(&name));
        if let Some(reason) = &entry.accepted {
            let _infallible = writeln!(text, "      <skipped message=\"{}\"/>", escaped(reason));
        } else if entry.severity == Severity::Error && entry.counts() {
            let witness = change
                .witnesses
                .first()
                .map_or_else(String::new, |it| format!("{}: {}\n{}", it.what, it.value, it.why));
            let _infallible = writeln!(
                text,
                "      <failure message=\"{}\" type=\"{}\">{}</failure>",
                escaped(&change.message),
                change.rule.id,
                escaped(&format!("{place}\n{witness}"))
            );
        } else {
            let _infallible = writeln!(
                text,
                "      <system-out>{}</system-out>",
                escaped(&format!("{}: {place}", entry.severity.word()))
            );
        }
        text.push_str("    </testcase>\n");
    }
    text.push_str("  </testsuite>\n</testsuites>\n");
    text
}

/// Text for content and attributes; what XML 1.0 has no character for is shown as U+FFFD.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            c if (c as u32) < 0x20 || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

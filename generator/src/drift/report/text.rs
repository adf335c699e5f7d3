//! The report for people at a terminal.
//!
//! Takes what is told; gives text in the manner of rustc: a title with its rule, places, what follows for whom, the witness. Never uses colour.

use super::told::{Entry, Severity, Told, at};
use crate::drift::change::{Level, Party, Wire};
use std::fmt::Write;

/// Operations that are named one by one.
const FEW: usize = 5;

pub(super) fn write(told: &Told<'_>) -> String {
    let mut text = String::new();
    let mut before = None;
    for entry in &told.entries {
        let touch = entry.used.as_ref().map(|it| it.touch);
        if let Some(touch) = touch.filter(|_| before != touch) {
            let _infallible = writeln!(text, "## {}\n", touch.words());
        }
        before = touch;
        one(entry, &mut text);
    }
    for remark in &told.remarks {
        let _infallible = writeln!(text, "warning: {remark}\n");
    }
    let versions: Vec<String> = told
        .crates
        .iter()
        .filter(|it| it.1 > Level::Patch)
        .map(|(name, level)| format!("{name} {}", level.word()))
        .collect();
    let next = told.next.as_ref().map_or_else(String::new, |it| format!(", {} to {it}", told.version));
    let versions =
        if versions.is_empty() { String::new() } else { format!("; versions: {}{next}", versions.join(", ")) };
    let _infallible = writeln!(text, "{}{versions}", told.summary());
    text
}

fn one(entry: &Entry<'_>, text: &mut String) {
    let change = entry.change;
    let word = match entry.severity {
        Severity::Error => "breaking",
        Severity::Warning => "unproven",
        Severity::Note => "note",
    };
    let _infallible = writeln!(text, "{word}[{}]: {}", change.rule.id, visible(&change.message));
    for (side, place) in [("old", &entry.old), ("new", &entry.new)] {
        if let Some(place) = place {
            let pointer = place.pointer.as_ref().map_or_else(String::new, |it| format!("  #{it}"));
            let _infallible = writeln!(text, "  --> {side} {}{}", visible(&at(place)), visible(&pointer));
        }
    }
    if !change.operations.is_empty() {
        let named: Vec<&str> = change.operations.iter().take(FEW).map(String::as_str).collect();
        let more = change.operations.len() - named.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let _infallible = writeln!(text, "   = in {}{more}", visible(&named.join(", ")));
    }
    if (change.client, change.server) != (Wire::Same, Wire::Same) {
        let _infallible = writeln!(
            text,
            "   = wire: existing clients {}, existing servers {}",
            change.client.word(),
            change.server.word()
        );
    }
    if change.client > Wire::Compatible {
        let _infallible = writeln!(text, "   = generated client of the old description: {}", change.our_client.words());
    }
    if change.server > Wire::Compatible {
        let _infallible = writeln!(text, "   = generated server of the old description: {}", change.our_server.words());
    }
    for item in change.rust.iter().take(FEW) {
        let _infallible = writeln!(text, "   = rust ({}): {}", item.level.word(), rust(item));
    }
    if change.rust.len() > FEW {
        let _infallible = writeln!(text, "   = rust: {} more items", change.rust.len() - FEW);
    }
    for witness in &change.witnesses {
        let who = match witness.party {
            Party::Client => "existing clients",
            Party::Server => "existing servers",
        };
        let of = if witness.operation.is_empty() { String::new() } else { format!(" of {}", witness.operation) };
        let _infallible = writeln!(
            text,
            "   = witness for {who}, {}{}: {}",
            witness.what,
            visible(&of),
            visible(&witness.value.to_string())
        );
        let _infallible = writeln!(text, "     {}", visible(&witness.why));
    }
    if let Some(because) = entry.used.as_ref().and_then(|it| it.because.as_ref()) {
        let _infallible = writeln!(text, "   = used: {}", visible(because));
    }
    if let Some(reason) = &entry.accepted {
        let _infallible = writeln!(text, "   = accepted: {}", visible(reason));
    }
    let _infallible = writeln!(text, "   = fingerprint {}\n", entry.fingerprint);
}

/// `close_types::Contact::name: String -> : Option<String>` in one line.
pub(super) fn rust(item: &crate::drift::RustChange) -> String {
    if let Some(path) = &item.moved {
        return format!("{} {} is now {path}", item.kind, item.path);
    }
    match (&item.old, &item.new) {
        (Some(old), Some(new)) => format!("{} {}{old} -> {}", item.kind, item.path, new.trim_start_matches(": ")),
        (Some(old), None) => format!("{} {}{old} is gone", item.kind, item.path),
        (None, Some(new)) => format!("{} {}{new} is new", item.kind, item.path),
        (None, None) => format!("{} {}", item.kind, item.path),
    }
}

/// Control characters made visible: the text is a document's, and goes to a terminal.
pub(super) fn visible(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().flat_map(|c| if hidden(c) { c.escape_unicode().collect::<Vec<_>>() } else { vec![c] }).collect()
}

//! The report for a pull request's comment.
//!
//! Takes what is told; gives Markdown: a summary, a table, folded details. Promises to stay below 65,000 characters, and that no text of a description becomes markup, a mention
//! or a link. What does not fit is counted.

use super::text;
use super::told::{Entry, Severity, Told, at};
use crate::drift::change::{Level, Wire};
use crate::drift::usage::Touch;
use std::fmt::Write;

/// GitHub takes 65,536 characters.
const MOST: usize = 64_000;
/// Room for what ends the comment.
const END: usize = 600;

pub(super) fn write(told: &Told<'_>) -> String {
    let mut out = String::new();
    let _infallible = writeln!(out, "## API drift: {}\n", told.summary());
    let _infallible = writeln!(
        out,
        "From {} to {}, for existing {}.\n",
        code(&told.names.0),
        code(&told.names.1),
        told.parties.iter().map(|it| format!("{}s", it.word())).collect::<Vec<_>>().join(" and ")
    );
    if told.crates.iter().any(|it| it.1 > Level::Patch) {
        let next = told.next.map_or_else(|| "next version".to_owned(), |it| format!("{} to {it}", told.version));
        let _infallible = writeln!(out, "| crate | {next} |\n|---|---|");
        for (name, level) in told.crates {
            let _infallible = writeln!(out, "| {} | {} |", code(name), level.word());
        }
        out.push('\n');
    }
    for remark in &told.remarks {
        let _infallible = writeln!(out, "> {}\n", plain(remark));
    }
    if !told.entries.is_empty() {
        out.push_str("| | change | wire: clients / servers | Rust |\n|---|---|---|---|\n");
    }
    let mut left = 0;
    let mut before = None;
    for entry in &told.entries {
        let touch = entry.used.as_ref().map(|it| it.touch);
        let heading =
            touch.filter(|_| before != touch).map_or_else(String::new, |it| format!("| | **{}** | | |\n", it.words()));
        before = touch;
        let row = heading + &row(entry);
        // Half of the room is for details.
        if out.len() + row.len() > MOST / 2 {
            left += 1;
        } else {
            out.push_str(&row);
        }
    }
    if left > 0 {
        let _infallible = writeln!(out, "| | {left} more changes | | |");
    }
    out.push('\n');
    let mut left = 0;
    let is_bad =
        |it: &&Entry<'_>| it.severity > Severity::Note || it.used.as_ref().is_some_and(|it| it.touch == Touch::Breaks);
    for entry in told.entries.iter().filter(|it| it.counts()).filter(is_bad) {
        let details = details(entry);
        if out.len() + details.len() > MOST - END {
            left += 1;
        } else {
            out.push_str(&details);
        }
    }
    if left > 0 {
        let _infallible =
            writeln!(out, "{left} more have details that do not fit here; `specwright drift` prints them all.");
    }
    out
}

fn row(entry: &Entry<'_>) -> String {
    let change = entry.change;
    let mark = match (
        &entry.accepted,
        change.verdict(&[super::super::change::Party::Client, super::super::change::Party::Server]),
    ) {
        (Some(_), _) => "accepted",
        (None, _) if entry.severity == Severity::Error => "**breaking**",
        (None, _) if entry.severity == Severity::Warning => "unproven",
        (None, Wire::Same) => "Rust",
        (None, _) => "note",
    };
    let level = if change.rust.is_empty() { "" } else { change.level().word() };
    format!("| {mark} | {} | {} / {} | {level} |\n", plain(&change.message), change.client.word(), change.server.word())
}

fn details(entry: &Entry<'_>) -> String {
    let change = entry.change;
    let mut out = String::new();
    let _infallible = writeln!(out, "<details><summary>{} — {}</summary>\n", change.rule.id, html(&change.message));
    for (side, place) in [("old", &entry.old), ("new", &entry.new)] {
        if let Some(place) = place {
            let pointer = place.pointer.as_ref().map_or_else(String::new, |it| format!(" {}", code(&format!("#{it}"))));
            let _infallible = writeln!(out, "- {side}: {}{pointer}", code(&at(place)));
        }
    }
    if let Some(first) = change.operations.first() {
        let more = change.operations.len() - 1;
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let _infallible = writeln!(out, "- in {}{more}", code(first));
    }
    if change.client > Wire::Compatible {
        let _infallible = writeln!(out, "- the generated client of the old description {}", change.our_client.words());
    }
    if let Some(usage) = entry.usage() {
        let _infallible = writeln!(out, "- {}", plain(&usage));
    }
    for item in change.rust.iter().take(8) {
        let _infallible = writeln!(out, "- {}: {}", item.level.word(), code(&text::rust(item)));
    }
    for witness in &change.witnesses {
        let mut value = format!("{:#}", witness.value);
        if value.len() > 2_000 {
            value = witness.value.to_string().chars().take(2_000).collect::<String>() + "…";
        }
        let fence = "`".repeat(longest_run(&value).max(2) + 1);
        let _infallible = writeln!(
            out,
            "\nWitness for existing {}s, {}: {}.\n\n{fence}json\n{value}\n{fence}",
            witness.party.word(),
            plain(&witness.what),
            plain(&witness.why)
        );
    }
    let _infallible = writeln!(out, "\nFingerprint {}\n\n</details>\n", code(&entry.fingerprint));
    out
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// A code span that holds the text as it is.
fn code(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let ticks = "`".repeat(longest_run(&text) + 1);
    let blank = if text.starts_with('`') || text.ends_with('`') || text.is_empty() { " " } else { "" };
    // In a table a bar would end the cell.
    format!("{ticks}{blank}{}{blank}{ticks}", text.replace('|', "\\|"))
}

/// Text without markup: what stands between backticks becomes code, and the rest is escaped.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for (at, part) in text.split('`').enumerate() {
        match at % 2 {
            1 if !part.is_empty() => out.push_str(&code(part)),
            _ => out.push_str(&escaped(part)),
        }
    }
    out
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' | '(' | ')' => out.extend(['\\', c]),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '@' => out.push_str("&#64;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('@', "&#64;")
        .replace(['\n', '\r'], " ")
}

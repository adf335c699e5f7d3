//! The report as a page that needs nothing else.
//!
//! Takes what is told; gives HTML with its style and script inside: a summary, filters, and for each change both texts side by side with the lines marked. Promises that no text of a
//! description becomes markup, that nothing is requested from elsewhere (a policy in the page says so to browsers), and that everything can be read without the script.

use super::{Entry, Place, Severity, Told, at, text};
use crate::drift::change::{Level, Wire};
use crate::source::Sources;
use std::fmt::Write;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// Lines before and after the one that is marked.
const AROUND: usize = 3;
/// Letters of a line that are shown.
const WIDEST: usize = 220;

pub(super) fn write(told: &Told<'_>) -> String {
    let mut out = String::new();
    out.push_str("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n");
    out.push_str("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n");
    let _infallible = writeln!(
        out,
        "<title>API drift: {}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>",
        escaped(&told.summary())
    );
    head(told, &mut out);
    out.push_str("<main>\n");
    for entry in &told.entries {
        change(told, entry, &mut out);
    }
    if told.entries.is_empty() {
        out.push_str("<p>Nothing changed, neither on the wire nor in Rust.</p>\n");
    }
    let _infallible = writeln!(
        out,
        "<p id=\"none\" hidden>No change fits the filter.</p>\n</main>\n<script>\n{SCRIPT}</script>\n</body>\n</html>"
    );
    out
}

fn head(told: &Told<'_>, out: &mut String) {
    let (old, new) = (escaped(&told.names.0), escaped(&told.names.1));
    let _infallible =
        writeln!(out, "<header>\n<h1>API drift</h1>\n<p>From <code>{old}</code> to <code>{new}</code></p>");
    let count =
        |severity: Severity| told.entries.iter().filter(|it| it.severity == severity && it.accepted.is_none()).count();
    let accepted = told.entries.iter().filter(|it| it.accepted.is_some()).count();
    out.push_str("<ul class=\"counts\">\n");
    for (class, number, word) in [
        ("error", count(Severity::Error), "breaking"),
        ("warning", count(Severity::Warning), "unproven"),
        ("note", count(Severity::Note), "notes"),
        ("accepted", accepted, "accepted"),
    ] {
        let _infallible = writeln!(out, "<li class=\"{class}\"><b>{number}</b> {word}</li>");
    }
    out.push_str("</ul>\n");
    if told.crates.iter().any(|it| it.1 > Level::Patch) {
        let next = told.next.map_or_else(|| "next version".to_owned(), |it| format!("{} to {it}", told.version));
        let _infallible = writeln!(
            out,
            "<table><caption>Versions of the crates</caption>\n<tr><th>crate</th><th>{}</th></tr>",
            escaped(&next)
        );
        for (name, level) in told.crates {
            let _infallible =
                writeln!(out, "<tr><td><code>{}</code></td><td>{}</td></tr>", escaped(name), level.word());
        }
        out.push_str("</table>\n");
    }
    for remark in &told.remarks {
        let _infallible = writeln!(out, "<p class=\"remark\">{}</p>", escaped(remark));
    }
    out.push_str(
        "<form id=\"filter\" role=\"search\" aria-label=\"Filter\" hidden>\n<fieldset><legend>Severity</legend>\n",
    );
    for (value, word) in [("error", "breaking"), ("warning", "unproven"), ("note", "notes"), ("accepted", "accepted")] {
        let _infallible = writeln!(
            out,
            "<label><input type=\"checkbox\" name=\"severity\" value=\"{value}\" checked> {word}</label>"
        );
    }
    out.push_str("</fieldset>\n<fieldset><legend>Concerns</legend>\n");
    for (value, word) in [("client", "clients"), ("server", "servers"), ("rust", "Rust")] {
        let _infallible =
            writeln!(out, "<label><input type=\"checkbox\" name=\"concerns\" value=\"{value}\"> {word}</label>");
    }
    if let Some(counts) = told.split_counts() {
        out.push_str("</fieldset>\n<fieldset><legend>Your program</legend>\n");
        for (touch, count) in counts {
            let (value, words) = (touch.word(), touch.words());
            let _infallible = writeln!(
                out,
                "<label><input type=\"checkbox\" name=\"used\" value=\"{value}\" checked> {words} ({count})</label>"
            );
        }
    }
    out.push_str("</fieldset>\n<label>Operation or text <input type=\"search\" name=\"text\" autocomplete=\"off\"></label>\n<output id=\"shown\"></output>\n</form>\n</header>\n");
}

fn change(told: &Told<'_>, entry: &Entry<'_>, out: &mut String) {
    let change = entry.change;
    let severity = if entry.accepted.is_some() { "accepted" } else { entry.severity.word() };
    let mut concerns = Vec::new();
    concerns.extend((change.client > Wire::Compatible).then_some("client"));
    concerns.extend((change.server > Wire::Compatible).then_some("server"));
    concerns.extend((!change.rust.is_empty()).then_some("rust"));
    let open = if entry.severity == Severity::Error && entry.counts() { " open" } else { "" };
    let used = entry.used.as_ref().map_or_else(String::new, |it| format!(" data-used=\"{}\"", it.touch.word()));
    let _infallible = writeln!(
        out,
        "<details class=\"change {severity}\" data-severity=\"{severity}\" data-concerns=\"{}\"{used} id=\"c{}\"{open}>\n<summary><span class=\"mark\">{}</span> {} <code class=\"rule\">{}</code></summary>",
        concerns.join(" "),
        entry.fingerprint,
        word(entry),
        marked(&change.message),
        change.rule.id
    );
    let _infallible = writeln!(out, "<p>{}</p>", escaped(change.rule.explanation));
    if let Some(usage) = entry.usage() {
        let _infallible = writeln!(out, "<p class=\"used\">{}</p>", escaped(&usage));
    }
    if !change.operations.is_empty() {
        let named: Vec<String> =
            change.operations.iter().take(12).map(|it| format!("<code>{}</code>", escaped(it))).collect();
        let more = change.operations.len() - named.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let _infallible = writeln!(out, "<p class=\"operations\">In {}{more}</p>", named.join(", "));
    }
    if (change.client, change.server) != (Wire::Same, Wire::Same) {
        let _infallible = writeln!(
            out,
            "<table><tr><th>with the other side of the new description</th><th>what the documents promise</th><th>what is generated from the old one</th></tr>\n<tr><td>existing clients</td><td>{}</td><td>{}</td></tr>\n<tr><td>existing servers</td><td>{}</td><td>{}</td></tr></table>",
            change.client.word(),
            change.our_client.words(),
            change.server.word(),
            change.our_server.words()
        );
    }
    out.push_str("<div class=\"sides\">\n");
    for (side, place, sources) in [("old", &entry.old, told.old.sources), ("new", &entry.new, told.new.sources)] {
        if let Some(place) = place {
            excerpt(side, place, sources, out);
        }
    }
    out.push_str("</div>\n");
    for witness in &change.witnesses {
        let of = if witness.operation.is_empty() {
            String::new()
        } else {
            format!(" of <code>{}</code>", escaped(&witness.operation))
        };
        let _infallible = writeln!(
            out,
            "<figure><figcaption>Witness for existing {}s, {}{of}: {}.</figcaption><pre tabindex=\"0\">{}</pre></figure>",
            witness.party.word(),
            escaped(&witness.what),
            escaped(&witness.why),
            escaped(&format!("{:#}", witness.value))
        );
    }
    if !change.rust.is_empty() {
        out.push_str("<ul class=\"rust\">\n");
        for item in &change.rust {
            let _infallible =
                writeln!(out, "<li>{} <code>{}</code></li>", item.level.word(), escaped(&text::rust(item)));
        }
        out.push_str("</ul>\n");
    }
    if let Some(reason) = &entry.accepted {
        let _infallible = writeln!(out, "<p>Accepted: {}</p>", escaped(reason));
    }
    let _infallible =
        writeln!(out, "<p class=\"fingerprint\">Fingerprint <code>{}</code></p>\n</details>", entry.fingerprint);
}

fn word(entry: &Entry<'_>) -> &'static str {
    match (&entry.accepted, entry.severity) {
        (Some(_), _) => "accepted",
        (None, Severity::Error) => "breaking",
        (None, Severity::Warning) => "unproven",
        (None, Severity::Note) => "note",
    }
}

fn excerpt(side: &str, place: &Place, sources: &Sources, out: &mut String) {
    let pointer = place.pointer.as_ref().map_or_else(String::new, |it| format!("<br><code>#{}</code>", escaped(it)));
    let _infallible = write!(
        out,
        "<figure><figcaption>{side} <code>{}</code>{pointer}</figcaption><pre tabindex=\"0\">",
        escaped(&at(place))
    );
    let text = sources.get(place.span.source).map(|it| it.text().as_ref()).unwrap_or_default();
    let first = place.line.saturating_sub(AROUND).max(1);
    for (number, line) in lines_from(text, place.span.start as usize, place.line, first, place.line + AROUND) {
        let mut shown: String = line.chars().take(WIDEST).collect();
        if line.chars().nth(WIDEST).is_some() {
            shown.push('…');
        }
        let (open, close) = if number == place.line { ("<mark>", "</mark>") } else { ("", "") };
        let _infallible = writeln!(out, "{open}<span class=\"line\">{number:>6}</span> {}{close}", escaped(&shown));
    }
    out.push_str("</pre></figure>\n");
}

/// Lines `first` to `last` about a byte that stands on line `line`, without reading the whole text.
fn lines_from(text: &str, byte: usize, line: usize, first: usize, last: usize) -> Vec<(usize, &str)> {
    let mut start = text.get(..byte.min(text.len())).and_then(|it| it.rfind('\n')).map_or(0, |it| it + 1);
    for _ in first..line {
        start = text.get(..start.saturating_sub(1)).and_then(|it| it.rfind('\n')).map_or(0, |it| it + 1);
    }
    let rest = text.get(start..).unwrap_or_default();
    (first..=last).zip(rest.lines()).collect()
}

/// Text in which what stands between backticks is code.
fn marked(text: &str) -> String {
    let part =
        |(at, part): (usize, &str)| if at % 2 == 1 { format!("<code>{}</code>", escaped(part)) } else { escaped(part) };
    text.split('`').enumerate().map(part).collect()
}

fn escaped(text: &str) -> String {
    let text = text::visible(&text.replace('\t', "    ").replace('\n', "\u{1}")).replace("\\u{1}", "\n");
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

//! The report as a page that needs nothing else.
//!
//! Takes what is told; gives HTML with its style and script inside: a summary, filters, and for each change both texts side by side with the lines marked. Promises that no text of a
//! description becomes markup, that nothing is requested from elsewhere (a policy in the page says so to browsers), and that everything can be read without the script.

use super::parts::{self, escaped, excerpt, marked};
use super::text;
use super::told::{Entry, Severity, Told};
use crate::drift::change::{Level, Wire};
use std::fmt::Write;

pub(super) fn write(told: &Told<'_>) -> String {
    let mut out = String::new();
    parts::begin(&format!("API drift: {}", told.summary()), &mut out);
    head(told, &mut out);
    out.push_str("<main>\n");
    for entry in &told.entries {
        change(told, entry, &mut out);
    }
    if told.entries.is_empty() {
        out.push_str("<p>Nothing changed, neither on the wire nor in Rust.</p>\n");
    }
    out.push_str("<p id=\"none\" hidden>No change fits the filter.</p>\n</main>\n");
    parts::end(&mut out);
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
        "<form id=\"filter\" data-noun=\"changes\" role=\"search\" aria-label=\"Filter\" hidden>\n<fieldset><legend>Severity</legend>\n",
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
            "<table class=\"verdicts\"><tr><th>made for the old description</th><th>by the documents</th><th>the generated crate</th></tr>\n<tr><td>existing clients</td><td>{}</td><td>{}</td></tr>\n<tr><td>existing servers</td><td>{}</td><td>{}</td></tr></table>",
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
            marked(&witness.why),
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

//! Diagnostics as JSON, an object a line.
//!
//! Takes a diagnostic; gives one line of ASCII controls only inside escapes. Promises that the texts are exact. Never leaves a key
//! out: what is not there is null or an empty list.

use serde_json::{Value, json};

use crate::diagnostic::render::visible::is_hidden;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{Sources, Span};

pub(super) fn render(sources: &Sources, diagnostic: &Diagnostic) -> String {
    let severity = match diagnostic.code.severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Fault => "fault",
        Severity::Error => "error",
    };
    let related = diagnostic.related.iter().map(|(span, what)| json!({"place": place(sources, *span), "what": what}));
    let object = json!({
        "code": diagnostic.code.id,
        "severity": severity,
        "clause": diagnostic.code.clause,
        "message": diagnostic.message,
        "help": diagnostic.help,
        "accepted": diagnostic.accepted,
        "place": diagnostic.span.map(|span| place(sources, span)),
        "related": related.collect::<Value>(),
    });
    escaped(&object.to_string()) + "\n"
}

/// `start` and `end` count bytes, `line` and `column` count from 1.
fn place(sources: &Sources, span: Span) -> Value {
    match sources.locate(span) {
        Some(found) => json!({
            "path": found.path, "line": found.line, "column": found.column, "start": span.start, "end": span.end,
        }),
        None => Value::Null,
    }
}

/// What JSON allows unescaped in strings, but a terminal or a reader may misread. It stands only in strings.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for character in json.chars() {
        if is_hidden(character) {
            let mut halves = [0; 2];
            character.encode_utf16(&mut halves).iter().for_each(|half| out.push_str(&format!("\\u{half:04x}")));
        } else {
            out.push(character);
        }
    }
    out
}

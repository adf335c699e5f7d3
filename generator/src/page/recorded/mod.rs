//! Requests that somebody kept: Postman collections and HAR recordings.
//!
//! Takes a text of either kind; gives the tree of an OpenAPI document that describes what was sent and answered. Promises that everything is known by example or
//! inferred, that this is told, and that nothing is required because it occurred. Never keeps a credential or the value of a header.

mod document;
mod exchange;
mod har;
mod postman;
mod sample;
mod template;

use super::part::Part;
use crate::diagnostic::code::page as code;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::node::Node;
use crate::source::Sources;
use crate::tree;

/// Whether a text is a Postman collection of version 2, or a HAR recording.
pub fn recognises(part: &Part<'_>) -> bool {
    kind(part).is_some()
}

/// What kept the requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Postman,
    Har,
}

fn kind(part: &Part<'_>) -> Option<Kind> {
    let text = part.own().trim_start_matches('\u{feff}').trim_start();
    if !text.starts_with('{') {
        return None;
    }
    let has = |word: &str| text.contains(word);
    let collection = has("getpostman.com/json/collection/v2")
        || has("postman.com/json/collection/v2")
        || (has("\"_postman_id\"") && has("\"item\""));
    if collection {
        return Some(Kind::Postman);
    }
    let inside = text.get(1..).map(str::trim_start).unwrap_or("");
    (inside.starts_with("\"log\"") && has("\"entries\"")).then_some(Kind::Har)
}

/// Reads what was kept.
pub fn read(sources: &Sources, part: &Part<'_>, diagnostics: &mut Diagnostics) -> Vec<Node> {
    let Some(tree) = tree::parse_range(sources, part.whole(), diagnostics) else { return Vec::new() };
    let recording = match kind(part) {
        Some(Kind::Postman) => postman::read(&tree),
        Some(Kind::Har) => har::read(&tree),
        None => None,
    };
    let span = tree.span();
    let Some(recording) = recording.filter(|recording| !recording.exchanges.is_empty()) else {
        let message = "no request of an HTTP API is recorded here";
        let help = "record requests whose bodies or answers are JSON, or export the collection with its requests";
        diagnostics.report(Diagnostic::new(&code::UNREAD_FORM, span, message).help(help));
        return Vec::new();
    };
    let (requests, answers) =
        (recording.exchanges.len(), recording.exchanges.iter().map(|one| one.answers.len()).sum::<usize>());
    let document = document::make(&recording, span);
    let message = format!(
        "this description is made of {requests} requests and {answers} answers: it has what occurs in them, and its types are what these samples share"
    );
    diagnostics.report(
        Diagnostic::new(&code::RECORDED, recording.exchanges.first().map_or(span, |one| one.span), message)
            .help("`export` gives it as an OpenAPI document; correct it there, or by an overlay"),
    );
    vec![document]
}

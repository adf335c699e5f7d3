//! Pages that hold an OpenAPI document in a fenced block.
//!
//! Takes a page; gives the document's tree, with spans into the page. What the page says outside of the document (the info
//! string, the request line) is checked against it, and what the exporter is known to have lost is put right or told. Promises
//! that a page whose parts disagree is refused. Never reads a second document of the page.

mod exporter;

use std::ops::Range;

use super::fence::{self, End, Fence};
use super::{front, lines};
use crate::diagnostic::code::page as code;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::node::Node;
use crate::source::{SourceId, Sources, Span};
use crate::tree;

/// What was found on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// One document, with the line a request is shown on.
    Document {
        /// The info string of its fence.
        info: Range<usize>,
        /// The document.
        content: Range<usize>,
        /// `GET https://…` above it.
        request: Option<Range<usize>>,
    },
    /// Several documents; where the second one begins.
    Several(Range<usize>),
    /// A document whose fence nothing closes; its info string.
    Cut(Range<usize>),
    /// A form that holds no document; what it is, and where it shows.
    Unread(&'static str, Range<usize>),
}

/// Whether a text is an OpenAPI document by itself: JSON that names a version, or YAML whose root map has one.
pub fn is_document(text: &str) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with(['"', '}']))
        && holds_json(text)
    {
        return true;
    }
    if !VERSION_KEYS.iter().any(|key| text.contains(key)) {
        return false;
    }
    let Some(version) = tree::root_scalar(text, &VERSION_KEYS) else { return false };
    version.value.starts_with(|first: char| first.is_ascii_digit()) && !is_front_matter(text)
}

/// Whether a text that is no page has a line that names a version of OpenAPI as a root key does.
pub fn looks_like_document(text: &str) -> bool {
    !text.contains("```") && text.lines().any(is_version)
}

/// The root keys that say which version a document has.
const VERSION_KEYS: [&str; 2] = ["openapi", "swagger"];

/// Whether the map that a text opens with is the front matter of a page: it stands between two marks, and what follows is no map.
fn is_front_matter(text: &str) -> bool {
    let mut lines = text.split_inclusive('\n');
    let is_mark = |line: &str| line.trim_end() == "---";
    let Some(first) = lines.next().filter(|line| is_mark(line)) else { return false };
    let mut at = first.len();
    for line in lines {
        at += line.len();
        if is_mark(line) {
            let body = text.get(at..).unwrap_or("");
            return !body.trim().is_empty() && tree::root_scalar(body, &VERSION_KEYS).is_none();
        }
    }
    false
}

/// `openapi: 3.1.0` or `swagger: "2.0"` at the start of a line.
fn is_version(line: &str) -> bool {
    let Some((key, value)) = line.split_once(':') else { return false };
    let key = key.trim_end().trim_matches(['"', '\'']);
    let value = value.trim().trim_start_matches(['"', '\'']);
    matches!(key, "openapi" | "swagger") && value.starts_with(|first: char| first.is_ascii_digit())
}

/// Whether JSON has a key that says a version of OpenAPI, at any depth: the reader says what is wrong with one that is not at the root.
fn holds_json(text: &str) -> bool {
    VERSION_KEYS.iter().any(|key| {
        text.match_indices(&format!("\"{key}\"")).any(|(at, found)| {
            let rest = text.get(at + found.len()..).unwrap_or("").trim_start();
            rest.strip_prefix(':').is_some_and(|value| {
                value.trim_start().trim_start_matches('"').starts_with(|c: char| c.is_ascii_digit())
            })
        })
    })
}

/// Finds what a page holds.
pub fn find(text: &str) -> Option<Found> {
    let lines = lines::lines(text, front::read(text).body);
    let fences = fence::all(text, &lines);
    let mut documents = fences.iter().filter(|fence| holds_document(text, fence));
    if let Some(first) = documents.next() {
        if let Some(second) = documents.next() {
            return Some(Found::Several(second.info.clone()));
        }
        let above = lines.get(..first.first_line).unwrap_or(&[]);
        let request =
            above.iter().find(|line| request_line(text.get((*line).clone()).unwrap_or("")).is_some()).cloned();
        if first.end == End::Open {
            return Some(Found::Cut(first.info.clone()));
        }
        return Some(Found::Document { info: first.info.clone(), content: first.content.clone(), request });
    }
    if let Some(fence) = fences.iter().find(|fence| is_legacy(text, fence)) {
        return Some(Found::Unread(
            "it has the exporter's own grammar of 2024, not an OpenAPI document",
            fence.info.clone(),
        ));
    }
    let line = |at: &Range<usize>| text.get(at.clone()).unwrap_or("");
    let heading = lines.iter().find(|at| line(at).trim_end() == "## Request");
    let answer = lines.iter().any(|at| line(at).trim_end() == "## Response");
    let items = lines.iter().any(|at| is_item(line(at)));
    heading
        .filter(|_| answer && items)
        .map(|at| Found::Unread("it describes the operation in lists, without an OpenAPI document", at.clone()))
}

fn holds_document(text: &str, fence: &Fence) -> bool {
    let info = text.get(fence.info.clone()).unwrap_or("");
    let language = info.split_whitespace().next().unwrap_or("").to_ascii_lowercase();
    if !matches!(language.as_str(), "yaml" | "yml" | "json" | "") {
        return false;
    }
    let content = text.get(fence.content.clone()).unwrap_or("");
    if content.trim_start().starts_with('{') {
        return holds_json(content);
    }
    let indent = |line: &str| line.len() - line.trim_start().len();
    let least = content.lines().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    content.lines().any(|line| line.get(least..).is_some_and(is_version))
}

/// A document in which `paths` holds one operation's `path` and `method`.
fn is_legacy(text: &str, fence: &Fence) -> bool {
    let content = text.get(fence.content.clone()).unwrap_or("");
    let mut below = content.lines().skip_while(|line| line.trim_end() != "paths:").skip(1).take(2);
    below.next().is_some_and(|line| line.trim_start().starts_with("path:"))
        && below.next().is_some_and(|line| line.trim_start().starts_with("method:"))
}

/// `- `name` (type, required) — text`
fn is_item(line: &str) -> bool {
    line.strip_prefix("- `").and_then(|rest| rest.split_once("` (")).is_some_and(|(_, rest)| rest.contains(')'))
}

/// The method and the URL of a line that shows a request.
fn request_line(line: &str) -> Option<(&str, &str)> {
    let (method, url) = line.trim().split_once(' ')?;
    let known = matches!(method, "GET" | "PUT" | "POST" | "DELETE" | "OPTIONS" | "HEAD" | "PATCH" | "TRACE");
    let url = url.trim();
    let whole = (url.starts_with("https://") || url.starts_with("http://")) && !url.contains(char::is_whitespace);
    (known && whole).then_some((method, url))
}

/// Reads what was found.
pub fn read(sources: &Sources, source: SourceId, found: &Found, diagnostics: &mut Diagnostics) -> Option<Node> {
    let span = |range: &Range<usize>| Span::new(source, range.start, range.end);
    match found {
        Found::Several(second) => {
            let message = "this page holds several OpenAPI documents";
            diagnostics.report(
                Diagnostic::new(&code::SEVERAL_DESCRIPTIONS, span(second), message)
                    .help("put each document into a file of its own"),
            );
            None
        }
        Found::Cut(info) => {
            let message =
                "the page ends before the end of the fenced block that opens here, so what was cut off is not known";
            diagnostics.report(Diagnostic::new(&code::PAGE_CUT, span(info), message).help("fetch the whole page"));
            None
        }
        Found::Unread(what, place) => {
            let message = format!("this page is not read: {what}");
            diagnostics.report(
                Diagnostic::new(&code::UNREAD_FORM, span(place), message)
                    .help("fetch the page as the site serves it today, or give the vendor's OpenAPI document"),
            );
            None
        }
        Found::Document { info, content, request } => {
            let mut tree = tree::parse_range(sources, span(content), diagnostics)?;
            let info_span = span(info);
            if let Some(named) = exporter::named_operation(sources.slice(info_span)) {
                exporter::check_info_string(&tree, &named, info_span, diagnostics)?;
                exporter::drop_artefacts(&mut tree);
            } else if let Some(request) = request {
                let line = span(request);
                let (method, url) = request_line(sources.slice(line))?;
                exporter::repair(&mut tree);
                exporter::check_request_line(&mut tree, method, url, line, diagnostics)?;
            }
            Some(tree)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_known_by_its_root() {
        for text in [
            "openapi : 3.0.0\npaths: {}\n",
            "--- # comment\nopenapi: 3.0.3\n",
            "---\nopenapi: 3.0.3\n---\n",
            "---\nopenapi: 3.0.3\n---\nopenapi: 3.0.3\n",
            "  swagger: '2.0'\n  paths: {}\n",
            "# remark\n\n   # indented remark\nopenapi: 3.0.3\n",
            "{openapi: 3.0.3, paths: {}}",
            "{ # comment\n openapi: 3.0.3}",
            "? openapi\n: 3.0.3\n",
            "info:\n  description: |\n    ```yaml\n    a: 1\n    ```\nopenapi: 3.0.3\n",
            "my key: 1\nopenapi: 3.0.3\n",
            r#"{"swagger": "2.0", "definitions": {}}"#,
            r#"{"swagger" : 2.0"#,
        ] {
            assert!(is_document(text), "{text}");
        }
    }

    #[test]
    fn a_page_is_no_document() {
        for text in [
            "# Title\n\n```yaml\nopenapi: 3.0.3\n```\n",
            "---\ntitle: Get\nopenapi: get /things\n---\n# Get\n",
            "---\nopenapi: 3.0.3\n---\n\n# Get a thing\n",
            "> A remark.\n\n# Title\n\n```json\n{\"openapi\": \"3.0.3\"}\n```\n",
            "{/* a remark of MDX */}\n\n# Title\n",
            r#"{"name": "openapi"}"#,
            r#"{"info": {"schema": "https://postman.example/v2.1.0"}, "item": []}"#,
            "",
        ] {
            assert!(!is_document(text), "{text}");
        }
    }
}

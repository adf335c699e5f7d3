//! Pages that hold an OpenAPI document in a fenced block.
//!
//! Takes a page; gives the trees of its documents, with spans into the page. What the page says outside of the document (the info
//! string, the request line) is checked against it, and what the exporter is known to have lost is put right or told. Promises
//! that a document which disagrees with what its page says of it is refused.

mod authorization;
mod exporter;

pub use authorization::infer as infer_authorization;

use std::ops::Range;

use super::fence::{self, End, Fence};
use super::part::Part;
use super::{front, lines};
use crate::diagnostic::code::page as code;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::node::Node;
use crate::source::Sources;
use crate::tree;

/// A document that a page holds.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Embedded {
    /// The info string of its fence.
    info: Range<usize>,
    /// The document.
    content: Range<usize>,
    /// `GET https://…` above it.
    request: Option<Range<usize>>,
    /// Whether its fence ends.
    end: End,
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

/// The documents that a page holds, in order.
fn documents(part: &Part<'_>) -> Vec<Embedded> {
    let text = part.text;
    let lines = lines::lines(text, front::read(text, part.start).body);
    let mut found = Vec::new();
    let mut above = 0;
    for fence in fence::all(text, &lines).into_iter().filter(|fence| holds_document(text, fence)) {
        let between = lines.get(above..fence.first_line).unwrap_or(&[]);
        let request = between.iter().rev().find(|line| request_line(part.slice(line)).is_some()).cloned();
        above = fence.last_line.min(lines.len());
        found.push(Embedded { info: fence.info, content: fence.content, request, end: fence.end });
    }
    found
}

/// Whether a page holds a document.
pub fn recognises(part: &Part<'_>) -> bool {
    !documents(part).is_empty()
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

/// The method and the URL of a line that shows a request.
fn request_line(line: &str) -> Option<(&str, &str)> {
    let (method, url) = line.trim().split_once(' ')?;
    let known = matches!(method, "GET" | "PUT" | "POST" | "DELETE" | "OPTIONS" | "HEAD" | "PATCH" | "TRACE");
    let url = url.trim();
    let whole = (url.starts_with("https://") || url.starts_with("http://")) && !url.contains(char::is_whitespace);
    (known && whole).then_some((method, url))
}

/// Reads the documents that a page holds.
pub fn read(sources: &Sources, part: &Part<'_>, diagnostics: &mut Diagnostics) -> Vec<Node> {
    let found = documents(part);
    found.iter().filter_map(|one| document(sources, part, one, diagnostics)).collect()
}

fn document(sources: &Sources, part: &Part<'_>, found: &Embedded, diagnostics: &mut Diagnostics) -> Option<Node> {
    let info = part.span(&found.info);
    if found.end == End::Open {
        let message =
            "the page ends before the end of the fenced block that opens here, so what was cut off is not known";
        diagnostics.report(Diagnostic::new(&code::PAGE_CUT, info, message).help("fetch the whole page"));
        return None;
    }
    let mut tree = tree::parse_range(sources, part.span(&found.content), diagnostics)?;
    if let Some(named) = exporter::named_operation(part.slice(&found.info)) {
        exporter::check_info_string(&tree, &named, info, diagnostics)?;
        exporter::drop_artefacts(&mut tree);
    } else if let Some(request) = &found.request {
        let line = part.span(request);
        let (method, url) = request_line(part.slice(request))?;
        exporter::repair(&mut tree);
        exporter::check_request_line(&mut tree, method, url, line, diagnostics)?;
        authorization::infer(&mut tree, diagnostics);
    }
    Some(tree)
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

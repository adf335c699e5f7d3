//! Documentation pages to OpenAPI trees.
//!
//! Takes a page, or a plain OpenAPI document; gives the tree of an OpenAPI document. Formats are told apart by what a page
//! holds, never by its name. Promises that a page which cannot be read soundly is refused, saying what was looked for: a wrong
//! fact is worse than none. Never resolves a reference and never fetches anything.

pub mod docusaurus;
pub mod embedded;
mod fence;
mod front;
pub mod join;
mod lines;
mod nodes;
pub mod starlight;

use crate::diagnostic::code::page as code;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::node::Node;
use crate::source::{SourceId, Sources, Span};
use crate::tree;

/// Reads a page or a document; `None`, and told, where it is neither.
pub fn read(sources: &Sources, source: SourceId, diagnostics: &mut Diagnostics) -> Option<Node> {
    let text = sources.get(source)?.text().clone();
    if embedded::is_document(&text) {
        return tree::parse(sources, source, diagnostics);
    }
    match embedded::find(&text) {
        Some(found) => return embedded::read(sources, source, &found, diagnostics),
        None if starlight::recognises(&text) => return starlight::read(sources, source, diagnostics),
        None if docusaurus::recognises(&text) => return docusaurus::read(sources, source, diagnostics),
        None => {}
    }
    if embedded::looks_like_document(&text) {
        // The reader says where the text stops being YAML, or that another document than the first has the version.
        return tree::parse(sources, source, diagnostics);
    }
    refuse(&text, source, diagnostics);
    None
}

/// Whether the fence at `at` has text before it on its line. A longer fence, an indented one and one that begins a list
/// item or a quotation have none (CommonMark 0.31 §4.5, §5.1, §5.2).
fn opens_in_a_line(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or("");
    let line = before.rsplit('\n').next().unwrap_or("").trim_end_matches('`');
    let number = |word: &str| {
        let digits = word.trim_end_matches(['.', ')']);
        digits.len() + 1 == word.len() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    !line
        .split_whitespace()
        .all(|word| matches!(word, "-" | "*" | "+") || word.bytes().all(|b| b == b'>') || number(word))
}

/// Says what was looked for and, where the page shows why it was not found, what is wrong.
fn refuse(text: &str, source: SourceId, diagnostics: &mut Diagnostics) {
    let collapsed = text.match_indices("```yaml").map(|(at, _)| at).find(|at| opens_in_a_line(text, *at));
    if let Some(at) = collapsed {
        let message = "a fenced block opens in the middle of a line, so the line breaks of this page are lost";
        diagnostics.report(
            Diagnostic::new(&code::COLLAPSED_PAGE, Span::new(source, at, at + 7), message)
                .help("fetch the page as its site serves it, with its line breaks"),
        );
        return;
    }
    let body = front::read(text).body;
    let end = text.get(body..).and_then(|rest| rest.find('\n')).map_or(text.len(), |length| body + length);
    let message = "this is neither an OpenAPI document nor a documentation page of a known kind; looked for a root key `openapi` or \
                   `swagger`, for a fenced block that holds one, and for a method, a path and the section `Responses` of a rendered page";
    diagnostics.report(
        Diagnostic::new(&code::UNKNOWN_PAGE, Span::new(source, body, end), message)
            .help("give the vendor's OpenAPI document, or the Markdown form of a page that describes one operation"),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fence_that_opens_a_line_is_none_in_its_middle() {
        let collapsed = |text: &str| text.find("```yaml").is_some_and(|at| opens_in_a_line(text, at));
        for text in
            ["```yaml", "a\n````yaml b.json c", "1. One:\n\n    ```yaml", "- ```yaml", "> 12) ```yaml", "\r\n```yaml"]
        {
            assert!(!collapsed(text), "{text}");
        }
        assert!(collapsed("# Get it GET /x ```yaml openapi: 3.1.0"));
    }
}

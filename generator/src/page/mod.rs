//! Documentation pages to OpenAPI trees.
//!
//! Takes a text that holds one page, several pages or a plain OpenAPI document; gives the trees of OpenAPI documents. Forms are told apart by
//! what a page holds, never by its name. Promises that a page which cannot be read soundly is refused, saying what was looked for: a wrong
//! fact is worse than none. Never resolves a reference and never fetches anything.

mod apart;
mod collection;
pub mod docusaurus;
pub mod embedded;
mod fence;
mod foreign;
mod front;
mod html;
pub mod join;
mod lines;
mod lists;
mod nodes;
mod part;
mod proof;
mod recorded;
mod shapes;
pub mod starlight;

use std::ops::Range;

use crate::diagnostic::code::page as code;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::node::Node;
use crate::source::{SourceId, Sources, Span};
use crate::tree;

use part::Part;

/// A form that pages come in.
struct Format {
    /// Whether a page is of the form.
    recognises: fn(&Part<'_>) -> bool,
    /// The documents that a page of the form holds; what cannot be read is told.
    read: fn(&Sources, &Part<'_>, &mut Diagnostics) -> Vec<Node>,
}

/// All forms, those first that say most plainly what they are.
const FORMATS: [Format; 6] = [
    Format { recognises: recorded::recognises, read: recorded::read },
    Format { recognises: html::recognises, read: html::read },
    Format { recognises: embedded::recognises, read: embedded::read },
    Format { recognises: starlight::recognises, read: starlight::read },
    Format { recognises: lists::recognises, read: lists::read },
    Format { recognises: docusaurus::recognises, read: docusaurus::read },
];

/// Reads a page or a document; `None`, and told, where it is neither. What several pages of one text say is joined.
pub fn read(sources: &Sources, source: SourceId, diagnostics: &mut Diagnostics) -> Option<Node> {
    let found = documents(sources, source, diagnostics);
    join::join(found, None, diagnostics)
}

/// The documents that a text holds; none, and told, where it holds none.
pub fn documents(sources: &Sources, source: SourceId, diagnostics: &mut Diagnostics) -> Vec<Node> {
    let Some(text) = sources.get(source).map(|source| source.text().clone()) else { return Vec::new() };
    if embedded::is_document(&text) {
        return tree::parse(sources, source, diagnostics).into_iter().collect();
    }
    let cuts = collection::cut(&text);
    let (mut found, mut known) = (Vec::new(), false);
    for range in &cuts {
        let part = Part { source, text: text.get(..range.end).unwrap_or(&text), start: range.start };
        // Among pages of operations stand others, which say nothing of the kind.
        if let Some(format) = FORMATS.iter().find(|format| (format.recognises)(&part)) {
            known = true;
            found.append(&mut (format.read)(sources, &part, diagnostics));
        }
    }
    if !known && embedded::looks_like_document(&text) {
        // The reader says where the text stops being YAML, or that another document than the first has the version.
        return tree::parse(sources, source, diagnostics).into_iter().collect();
    }
    let whole = Part { source, text: &text, start: 0 };
    if !known && !foreign::refuse(&whole, diagnostics) {
        refuse(&text, source, diagnostics);
    }
    found
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
    let body = front::read(text, 0).body;
    if let Some(range) = in_one_line(text, body) {
        let message =
            "the method, the path and the responses stand in one line, so the line breaks of this page are lost";
        diagnostics.report(
            Diagnostic::new(&code::COLLAPSED_PAGE, Span::new(source, range.start, range.end), message)
                .help("fetch the page as its site serves it, with its line breaks"),
        );
        return;
    }
    let end = text.get(body..).and_then(|rest| rest.find('\n')).map_or(text.len(), |length| body + length);
    let message = "this is neither an OpenAPI document nor a documentation page of a known kind; looked for a root key `openapi` or \
                   `swagger`, for a fenced block that holds one, and for a method, a path and the section `Responses` of a rendered page";
    diagnostics.report(
        Diagnostic::new(&code::UNKNOWN_PAGE, Span::new(source, body, end), message)
            .help("give the vendor's OpenAPI document, or the Markdown form of a page that describes one operation"),
    );
}

/// Where a page stands that is all in one line: a method with a path, and `Responses` behind it.
fn in_one_line(text: &str, body: usize) -> Option<Range<usize>> {
    let own = text.get(body..)?;
    let line = own.trim();
    if line.contains('\n') {
        return None;
    }
    let methods = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"];
    let (before, _) = line.split_once("Responses")?;
    let route = methods.iter().any(|method| {
        before.match_indices(method).any(|(at, _)| {
            before.get(at + method.len()..).is_some_and(|rest| rest.trim_start_matches(' ').starts_with('/'))
        })
    });
    let start = body + own.len() - own.trim_start().len();
    route.then(|| start..start + line.len())
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

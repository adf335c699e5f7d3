//! HTML pages that hold an OpenAPI document for a viewer: Redoc, Scalar, Swagger UI, Stoplight Elements and their kin.
//!
//! Takes a page; gives the document that its scripts or attributes hold. Promises that a page which only says where its document is shows that
//! address to the user. Never runs a script, and never takes a document apart from what surrounds it by its name.

mod script;

use std::ops::Range;

use super::apart;
use super::embedded::is_document;
use super::part::Part;
use crate::diagnostic::code::page as code;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::node::Node;
use crate::source::{Provenance, Sources};
use crate::tree;

/// Viewers, each with words that only their pages have.
const VIEWERS: [(&str, &[&str]); 6] = [
    ("Swagger UI", &["swaggeruibundle", "swagger-ui"]),
    ("Redoc", &["redoc"]),
    ("Scalar", &["@scalar/", "scalar.createapireference", "id=\"api-reference\"", "id='api-reference'"]),
    ("Stoplight Elements", &["<elements-api", "@stoplight/elements"]),
    ("RapiDoc", &["<rapi-doc"]),
    ("Swagger Editor", &["swagger-editor"]),
];

/// Attributes and options that say where a document is.
const ADDRESSES: [&str; 8] =
    ["spec-url", "data-url", "apidescriptionurl", "data-spec-url", "specurl", "api-description-url", "spec_url", "url"];

/// Whether a page is HTML.
pub fn recognises(part: &Part<'_>) -> bool {
    let text = part.own().trim_start_matches('\u{feff}').trim_start();
    let begins = |word: &str| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    begins("<!doctype html")
        || begins("<html")
        || begins("<head")
        || begins("<script")
        || (begins("<!--") && text.get(..2000.min(text.len())).unwrap_or(text).to_ascii_lowercase().contains("<html"))
}

/// Reads the document that a page holds; none, and told, where it holds none.
pub fn read(sources: &Sources, part: &Part<'_>, diagnostics: &mut Diagnostics) -> Vec<Node> {
    let scripts = scripts(part);
    for script in &scripts {
        let text = part.slice(script);
        if is_document(text)
            && !text.trim_start().starts_with(['<', '/'])
            && let Some(tree) = tree::parse_range(sources, part.span(script), &mut diagnostics.aside()).filter(is_root)
        {
            return vec![tree];
        }
        let found = script::scan(part.text, script.clone());
        for object in &found.objects {
            if let Some(tree) = tree::parse_range(sources, part.span(object), &mut diagnostics.aside()).filter(is_root)
            {
                return vec![tree];
            }
        }
        for literal in &found.literals {
            if let Some(tree) = meant(part, literal, &script::unescape(part.slice(literal))) {
                return vec![tree];
            }
        }
    }
    for value in attributes(part).filter(|value| value.len() > 60) {
        if let Some(tree) = meant(part, &value, &decode(part.slice(&value))) {
            return vec![tree];
        }
    }
    refuse(part, diagnostics);
    Vec::new()
}

/// The document that a text means: by itself, or as the `content` of a viewer's settings.
fn meant(part: &Part<'_>, at: &Range<usize>, text: &str) -> Option<Node> {
    if !text.contains("openapi") && !text.contains("swagger") {
        return None;
    }
    let tree = apart::parse(text, part.span(at), Provenance::Document)?;
    if is_root(&tree) {
        return Some(tree);
    }
    let inside = ["spec", "content", "data", "definition"];
    let mut node = &tree;
    for _ in 0..4 {
        node = inside.iter().find_map(|key| node.get(key))?;
        if is_root(node) {
            return Some(node.clone());
        }
        if let Some(text) = node.as_str() {
            return apart::parse(text, part.span(at), Provenance::Document).filter(is_root);
        }
    }
    None
}

fn is_root(tree: &Node) -> bool {
    let version = tree.get("openapi").or_else(|| tree.get("swagger")).and_then(Node::as_str);
    let described = ["paths", "webhooks", "components"].iter().any(|key| tree.get(key).is_some());
    version.is_some_and(|version| version.starts_with(|c: char| c.is_ascii_digit())) && described
}

/// What stands in each script.
fn scripts(part: &Part<'_>) -> Vec<Range<usize>> {
    let lower = part.text.to_ascii_lowercase();
    let (mut found, mut at) = (Vec::new(), part.start);
    while let Some(open) = lower.get(at..).and_then(|rest| rest.find("<script")).map(|offset| at + offset) {
        let Some(begin) = lower.get(open..).and_then(|rest| rest.find('>')).map(|offset| open + offset + 1) else {
            break;
        };
        let end =
            lower.get(begin..).and_then(|rest| rest.find("</script")).map_or(lower.len(), |offset| begin + offset);
        found.push(begin..end);
        at = end.max(begin);
    }
    found
}

/// The values of all attributes outside of scripts that are quoted.
fn attributes<'p>(part: &'p Part<'_>) -> impl Iterator<Item = Range<usize>> + 'p {
    let bytes = part.text.as_bytes();
    let mut at = part.start;
    std::iter::from_fn(move || {
        loop {
            let equals = at + bytes.get(at..)?.iter().position(|byte| *byte == b'=')?;
            at = equals + 1;
            let quote = *bytes.get(at)?;
            if !matches!(quote, b'"' | b'\'') {
                continue;
            }
            let begin = at + 1;
            let length = bytes.get(begin..)?.iter().position(|byte| *byte == quote)?;
            at = begin + length + 1;
            return Some(begin..begin + length);
        }
    })
}

/// Character references of an attribute, undone.
fn decode(text: &str) -> String {
    let named = [
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&#10;", "\n"),
    ];
    let plain = named.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    plain.replace("&amp;", "&")
}

/// Says what made the page, and where it has its document from.
fn refuse(part: &Part<'_>, diagnostics: &mut Diagnostics) {
    let lower = part.own().to_ascii_lowercase();
    let viewer = VIEWERS.iter().find(|(_, words)| words.iter().any(|word| lower.contains(word)));
    let first = part.own().trim_start().find('>').map_or(1, |end| end + 1);
    let start = part.start + (part.own().len() - part.own().trim_start().len());
    let top = start..(start + first).min(part.text.len());
    let (place, message, help) = match (viewer, viewer.and_then(|_| address(part, &lower))) {
        (Some((name, _)), Some(at)) => {
            let url = decode(part.slice(&at));
            let message =
                format!("this is a page of {name}, which loads its document from `{url}`; the page does not hold it");
            (at, message, format!("fetch `{url}` (relative to the page's address), and give that file"))
        }
        (Some((name, _)), None) => {
            let message = format!("this is a page of {name}, and the document it shows is not in it");
            (
                top,
                message,
                "find in the browser's network view from where the page loads the document, and give that file"
                    .to_owned(),
            )
        }
        (None, _) => {
            let message = "this is an HTML page that holds no OpenAPI document".to_owned();
            let help = "fetch the Markdown form of the page (many sites serve it at the page's address with `.md` or `/index.md`), or give the vendor's OpenAPI document";
            (top, message, help.to_owned())
        }
    };
    diagnostics.report(Diagnostic::new(&code::UNREAD_FORM, part.span(&place), message).help(help));
}

/// The address of the document, by the names that viewers have for it, or as the argument of a call.
fn address(part: &Part<'_>, lower: &str) -> Option<Range<usize>> {
    let named = ADDRESSES.iter().find_map(|name| {
        lower.match_indices(name).find_map(|(at, _)| {
            let before = lower.get(..at)?.chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.')) {
                return None;
            }
            let after = lower.get(at + name.len()..)?;
            let rest = after.trim_start_matches(['"', '\'']).trim_start().strip_prefix([':', '='])?;
            quoted(part, lower, rest)
        })
    });
    named.or_else(|| quoted(part, lower, lower.split_once("redoc.init(")?.1))
}

/// What stands in quotes at the beginning of the rest of a page, where it can be an address.
fn quoted(part: &Part<'_>, lower: &str, rest: &str) -> Option<Range<usize>> {
    let rest = rest.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let begin = lower.len() - rest.len() + 1;
    let length = lower.get(begin..)?.find(quote)?;
    let plausible = length > 0 && length < 2_000 && !lower.get(begin..begin + length)?.contains(char::is_whitespace);
    plausible.then(|| part.start + begin..part.start + begin + length)
}

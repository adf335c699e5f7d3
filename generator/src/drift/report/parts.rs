//! Parts of pages: the frame with its style and script, text without markup, and a place with the lines around it.
//!
//! Takes texts and places; writes HTML. Promises that no text of a description becomes markup, and that a page asks for nothing from elsewhere (a policy in it says so to browsers).

use super::super::place::Place;
use super::text;
use super::told::at;
use crate::source::Sources;
use std::fmt::Write;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// Lines before and after the one that is marked.
const AROUND: usize = 3;
/// Letters of a line that are shown.
const WIDEST: usize = 220;

/// What a page begins with, up to the body.
pub(crate) fn begin(title: &str, out: &mut String) {
    out.push_str("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n");
    out.push_str("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n");
    let _infallible = writeln!(out, "<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>", escaped(title));
}

/// What a page ends with: the script that filters.
pub(crate) fn end(out: &mut String) {
    let _infallible = writeln!(out, "<script>\n{SCRIPT}</script>\n</body>\n</html>");
}

/// A place with the lines around it, that line marked.
pub(crate) fn excerpt(side: &str, place: &Place, sources: &Sources, out: &mut String) {
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
pub(crate) fn marked(text: &str) -> String {
    let part =
        |(at, part): (usize, &str)| if at % 2 == 1 { format!("<code>{}</code>", escaped(part)) } else { escaped(part) };
    text.split('`').enumerate().map(part).collect()
}

/// Text without markup and without control characters.
pub(crate) fn escaped(text: &str) -> String {
    let text = text::visible(&text.replace('\t', "    ").replace('\n', "\u{1}")).replace("\\u{1}", "\n");
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

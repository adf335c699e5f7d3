//! Objects and strings of a script that may be OpenAPI documents.
//!
//! Takes the text of a script; gives the ranges of objects that name a version of OpenAPI among their own keys, and of strings that may hold a document. Promises one
//! pass over the text. Never understands the script: braces and quotes are all that it looks at.

use std::ops::Range;

/// What was found, in order.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Objects from brace to brace.
    pub objects: Vec<Range<usize>>,
    /// Strings without their quotes.
    pub literals: Vec<Range<usize>>,
}

/// Shorter strings hold no document.
const SHORTEST: usize = 40;

/// Looks through a script.
pub(super) fn scan(text: &str, range: Range<usize>) -> Found {
    let bytes = text.as_bytes();
    let mut found = Found::default();
    // Where each open object begins, and whether it names a version.
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut at = range.start;
    let end = range.end.min(bytes.len());
    while at < end {
        let Some(byte) = bytes.get(at).copied() else { break };
        match byte {
            b'{' => open.push((at, false)),
            b'}' => {
                if let Some((start, true)) = open.pop() {
                    found.objects.push(start..at + 1);
                }
            }
            b'"' | b'\'' | b'`' => {
                let close = close(bytes, at, end);
                let inside = at + 1..close;
                let literal = text.get(inside.clone()).unwrap_or("");
                if is_version_key(literal) && version_follows(text, close + 1) {
                    mark(&mut open);
                } else if literal.len() >= SHORTEST && (literal.contains("openapi") || literal.contains("swagger")) {
                    found.literals.push(inside);
                }
                at = close;
            }
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                at +=
                    bytes.get(at..end).and_then(|rest| rest.iter().position(|byte| *byte == b'\n')).unwrap_or(end - at);
            }
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                at += text.get(at..end).and_then(|rest| rest.find("*/")).map_or(end - at, |offset| offset + 1);
            }
            b'o' | b's' => {
                let key = ["openapi", "swagger"]
                    .iter()
                    .find(|key| text.get(at..).is_some_and(|rest| rest.starts_with(**key)));
                let begins = at
                    .checked_sub(1)
                    .and_then(|before| bytes.get(before))
                    .is_none_or(|byte| matches!(byte, b'{' | b',' | b' ' | b'\n' | b'\t' | b'\r'));
                if let Some(key) = key.filter(|_| begins) {
                    if version_follows(text, at + key.len()) {
                        mark(&mut open);
                    }
                    at += key.len() - 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    found
}

fn is_version_key(literal: &str) -> bool {
    matches!(literal, "openapi" | "swagger")
}

fn mark(open: &mut [(usize, bool)]) {
    if let Some((_, marked)) = open.last_mut() {
        *marked = true;
    }
}

/// Whether `: "3…` follows.
fn version_follows(text: &str, at: usize) -> bool {
    let rest = text.get(at..).unwrap_or("").trim_start();
    let value = rest.strip_prefix(':').map(str::trim_start).unwrap_or("");
    let inside = value.strip_prefix(['"', '\'', '`']).unwrap_or(value);
    inside.starts_with(|c: char| c.is_ascii_digit())
}

/// Where a string ends that opens at `at`. Only templates go over several lines.
fn close(bytes: &[u8], at: usize, end: usize) -> usize {
    let quote = bytes.get(at).copied().unwrap_or(b'"');
    let mut index = at + 1;
    while index < end {
        match bytes.get(index).copied() {
            Some(b'\\') => index += 1,
            Some(b'\n') if quote != b'`' => return index,
            Some(byte) if byte == quote => return index,
            _ => {}
        }
        index += 1;
    }
    end
}

/// What a string of a script means.
pub(super) fn unescape(literal: &str) -> String {
    let mut plain = String::with_capacity(literal.len());
    let mut rest = literal.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            plain.push(c);
            continue;
        }
        match rest.next() {
            Some('n') => plain.push('\n'),
            Some('r') => plain.push('\r'),
            Some('t') => plain.push('\t'),
            Some('u') => {
                let digits: String = rest.by_ref().take(4).collect();
                plain.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
            }
            Some('x') => {
                let digits: String = rest.by_ref().take(2).collect();
                plain.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
            }
            Some(other) => plain.push(other),
            None => {}
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_that_name_a_version_are_found() {
        let text = r#"// don't
            const state = {"menu": {"a": 1}, "spec": {"data": {"openapi": "3.0.0", "info": {"x": "}"}}}}; x({swagger: '2.0'})"#;
        let found = scan(text, 0..text.len());
        let objects: Vec<&str> = found.objects.iter().filter_map(|range| text.get(range.clone())).collect();
        assert_eq!(objects, [r#"{"openapi": "3.0.0", "info": {"x": "}"}}"#, "{swagger: '2.0'}"]);
    }

    #[test]
    fn escapes_are_undone() {
        assert_eq!(unescape(r#"a\nb\"c\u0041\x42"#), "a\nb\"cAB");
    }
}

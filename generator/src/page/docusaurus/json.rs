//! The JSON values among the lines of a page.
//!
//! Takes lines; gives where JSON values begin and end. Promises that a value is whole, and that none is found where lines
//! that can only be of a larger value stand beside it. Never reads a value: the parser does.

use std::ops::Range;

use super::line::Line;

/// Whether a line opens a JSON value of several lines, or is an empty one.
pub(super) fn opens(text: &str) -> bool {
    matches!(text, "{" | "[" | "{}" | "[]")
}

/// Where a brace that opens a value is glued to the end of a text.
pub(super) fn glued(text: &str) -> Option<usize> {
    let (at, brace) = text.char_indices().next_back()?;
    let before = text.get(..at)?;
    let apart = before.is_empty() || before.ends_with(char::is_whitespace) || before.ends_with(':');
    (matches!(brace, '{' | '[') && !apart && !begins_inside(text)).then_some(at)
}

/// Whether a text is how a line inside a JSON value begins.
pub(super) fn begins_inside(text: &str) -> bool {
    text.starts_with(['"', '{', '[', '}', ']'])
        || text.trim_end_matches(',').parse::<f64>().is_ok()
        || matches!(text.trim_end_matches(','), "true" | "false" | "null")
}

/// How many lines the value takes that begins here; `None` where it does not end.
pub(super) fn length(lines: &[Line<'_>]) -> Option<usize> {
    let first = lines.first()?;
    let empty = matches!(&*first.text, "{}" | "[]");
    if !opens(&first.text) || !(empty || lines.get(1).is_some_and(|next| begins_inside(&next.text))) {
        return None;
    }
    let (mut depth, mut in_string, mut escaped) = (0_i64, false, false);
    for (index, line) in lines.iter().enumerate() {
        if matches!(&*line.text, "Schema" | "- Schema") {
            return None;
        }
        for byte in line.text.bytes() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if in_string => escaped = true,
                b'"' => in_string = !in_string,
                b'{' | b'[' if !in_string => depth += 1,
                b'}' | b']' if !in_string => depth -= 1,
                _ => {}
            }
        }
        in_string = false;
        escaped = false;
        if depth <= 0 {
            return Some(index + 1);
        }
    }
    None
}

/// What JSON there is among lines.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// These values, each whole.
    Values(Vec<Range<usize>>),
    /// Lines of a value whose beginning or end is not there.
    Torn,
}

/// The outermost values.
pub(super) fn values(lines: &[Line<'_>]) -> Found {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let rest = lines.get(at..).unwrap_or(&[]);
        if let Some(length) = length(rest) {
            found.push(at..at + length);
            at += length;
        } else if is_inside(&line.text)
            || (opens(&line.text) && rest.get(1).is_some_and(|next| begins_inside(&next.text)))
        {
            return Found::Torn;
        } else {
            at += 1;
        }
    }
    Found::Values(found)
}

/// Whether a line can only be of a value that holds it.
fn is_inside(text: &str) -> bool {
    matches!(text, "}" | "}," | "],") || (text.starts_with('"') && text.contains("\":"))
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;
    use crate::page::part::Part;
    use crate::source::Sources;

    fn found(text: &str) -> Found {
        let mut sources = Sources::default();
        let source = sources.add("page.md", text);
        values(&lines(&Part { source, text, start: 0 }))
    }

    #[test]
    fn only_whole_values_are_found() {
        assert_eq!(found("a\n{\n\"b\": [\n{\n}\n]\n}\nc\n{}\n"), Found::Values(vec![1..7, 8..9]));
        assert_eq!(found("\"b\": [\n{\n\"c\": 1\n}\n]\n}\n"), Found::Torn);
        assert_eq!(found("{\n\"b\": {\n\"c\": 1\n}\n"), Found::Torn);
        assert_eq!(found("Array [\n]\na {b}\n"), Found::Values(Vec::new()));
    }

    #[test]
    fn a_brace_is_glued_to_a_word() {
        assert_eq!(glued("red{"), Some(3));
        for text in ["{", "Array [", "\"a\":{", "red {", "for example:{", "a}", ""] {
            assert_eq!(glued(text), None, "{text}");
        }
    }
}

//! A page as lines.
//!
//! Takes a text; gives the byte range of each line, without its line break. Promises that LF, CRLF and a missing last line
//! break make no difference. Never changes the text.

use std::ops::Range;

/// The lines that begin in `text` at or after `from`.
pub fn lines(text: &str, from: usize) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = from;
    while let Some(rest) = text.get(start..).filter(|rest| !rest.is_empty()) {
        let length = rest.find('\n').unwrap_or(rest.len());
        let line = rest.get(..length).unwrap_or(rest);
        lines.push(start..start + line.strip_suffix('\r').unwrap_or(line).len());
        start += length + 1;
    }
    lines
}

/// A range without the white space at its ends.
pub fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let Some(slice) = text.get(range.clone()) else { return range };
    let start = range.start + (slice.len() - slice.trim_start().len());
    start..start + slice.trim().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_of_any_kind_end_a_line() {
        let text = "a\r\n\nbc\nlast";
        let found: Vec<_> = lines(text, 0).into_iter().map(|line| text.get(line).unwrap_or("?")).collect();
        assert_eq!(found, ["a", "", "bc", "last"]);
        assert_eq!(lines("a\n", 0), vec![0..1]);
        assert_eq!(lines("", 0), Vec::<std::ops::Range<usize>>::new());
    }
}

//! Fenced blocks of a page.
//!
//! Takes the lines of a page; gives its fences with their info strings and contents. Promises to honour the length of the
//! opening fence, so that fences inside a block stay inside, and that a fence nobody closes ends with the text. Never
//! guesses at a fence that opens in the middle of a line.

use std::ops::Range;

/// One fenced block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fence {
    /// The info string, trimmed.
    pub info: Range<usize>,
    /// How many backticks or tildes open it.
    pub length: usize,
    /// What it holds, whole lines.
    pub content: Range<usize>,
    /// Index of the opening line.
    pub first_line: usize,
    /// Index of the closing line, or one past the last line.
    pub last_line: usize,
    /// Whether a line closes it.
    pub end: End,
}

/// How a fenced block ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// With a closing fence.
    Closed,
    /// With the text, which goes on elsewhere or was cut.
    Open,
}

/// How far a fence may be indented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Indent {
    /// Three spaces, as CommonMark has it.
    Three,
    /// Any number, for blocks inside list items.
    Any,
}

/// The opening fence on a line: its mark, its length and where the info string begins.
fn opening(line: &str, indent: Indent) -> Option<(char, usize, usize)> {
    let trimmed = line.trim_start_matches(' ');
    let spaces = line.len() - trimmed.len();
    if indent == Indent::Three && spaces > 3 {
        return None;
    }
    let mark = trimmed.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let info = trimmed.trim_start_matches(mark);
    let length = trimmed.len() - info.len();
    (length >= 3 && !(mark == '`' && info.contains('`'))).then_some((mark, length, spaces + length))
}

/// The fence that opens on line `at`.
pub fn at(text: &str, lines: &[Range<usize>], at: usize, indent: Indent) -> Option<Fence> {
    let line = lines.get(at)?;
    let content = text.get(line.clone())?;
    let (mark, length, info) = opening(content, indent)?;
    let closes = |line: &Range<usize>| {
        let line = text.get(line.clone()).unwrap_or("");
        let trimmed = line.trim();
        let spaces = line.len() - line.trim_start_matches(' ').len();
        (indent == Indent::Any || spaces <= 3) && trimmed.len() >= length && trimmed.chars().all(|c| c == mark)
    };
    let rest = lines.get(at + 1..).unwrap_or(&[]);
    let height = rest.iter().position(closes).unwrap_or(rest.len());
    let start = rest.first().map_or(text.len(), |line| line.start);
    let end = rest.get(height).map_or(text.len(), |line| line.start);
    Some(Fence {
        info: super::lines::trim(text, line.start + info..line.end),
        length,
        content: start..end.max(start),
        first_line: at,
        last_line: at + 1 + height,
        end: if height < rest.len() { End::Closed } else { End::Open },
    })
}

/// All fences, in order.
pub fn all(text: &str, lines: &[Range<usize>]) -> Vec<Fence> {
    let mut found = Vec::new();
    let mut line = 0;
    while line < lines.len() {
        match at(text, lines, line, Indent::Three) {
            Some(fence) => {
                line = fence.last_line + 1;
                found.push(fence);
            }
            None => line += 1,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    #[test]
    fn a_longer_fence_holds_shorter_ones() {
        let text = "````yaml get /x\na: |\n  ```\n  b\n  ```\n````\nafter";
        let fences = all(text, &lines(text, 0));
        assert_eq!(fences.len(), 1);
        assert_eq!(text.get(fences[0].info.clone()), Some("yaml get /x"));
        assert_eq!(text.get(fences[0].content.clone()), Some("a: |\n  ```\n  b\n  ```\n"));
    }

    #[test]
    fn a_fence_nobody_closes_ends_with_the_text() {
        let text = "```\nabc";
        assert_eq!(all(text, &lines(text, 0))[0].content, 4..7);
        assert_eq!(all(text, &lines(text, 0))[0].end, End::Open);
        assert_eq!(all("```\n```", &lines("```\n```", 0))[0].end, End::Closed);
        assert_eq!(all("```", &lines("```", 0))[0].content, 3..3);
    }

    #[test]
    fn a_fence_in_the_middle_of_a_line_is_none() {
        let text = "## OpenAPI ```yaml\nopenapi: 3.1.0\n";
        assert!(all(text, &lines(text, 0)).is_empty());
    }
}

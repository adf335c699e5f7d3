//! The body of a page as blocks.
//!
//! Takes a text; gives headings, fenced blocks and paragraphs, each with its place. Promises that what stands in a fence is
//! never taken for anything else. Never reads inline markup.

use std::ops::Range;

use crate::page::fence::{self, End, Indent};
use crate::page::lines;

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// `## Responses`
    Heading(u8),
    /// A fenced block; the range is its content.
    Fence,
    /// Lines up to the next empty one. Lists are paragraphs too.
    Paragraph,
}

/// One block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// What it says: a heading without its marks, a fence without its fences, a paragraph trimmed.
    pub content: Range<usize>,
    /// All of it.
    pub whole: Range<usize>,
}

/// The blocks of `text` from `from` on.
pub fn blocks(text: &str, from: usize) -> Vec<Block> {
    let lines = lines::lines(text, from);
    let mut blocks = Vec::new();
    let mut paragraph: Option<Range<usize>> = None;
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let content = text.get(line.clone()).unwrap_or("");
        let fence = fence::at(text, &lines, at, Indent::Any);
        let heading = heading(content);
        if content.trim().is_empty() || fence.is_some() || heading.is_some() {
            close(text, &mut paragraph, &mut blocks);
        }
        if let Some(fence) = fence {
            let end = lines.get(fence.last_line).map_or(text.len(), |line| line.end);
            let content = lines::trim(text, fence.content);
            blocks.push(Block { kind: Kind::Fence, content, whole: line.start..end });
            at = fence.last_line + 1;
            continue;
        }
        if let Some((level, marks)) = heading {
            let content = lines::trim(text, line.start + marks..line.end);
            blocks.push(Block { kind: Kind::Heading(level), content, whole: line.clone() });
        } else if !content.trim().is_empty() {
            let start = paragraph.as_ref().map_or(line.start, |open| open.start);
            paragraph = Some(start..line.end);
        }
        at += 1;
    }
    close(text, &mut paragraph, &mut blocks);
    blocks
}

/// The opening line of a fenced block that ends with the text, not with a fence.
pub fn open_fence(text: &str, blocks: &[Block]) -> Option<Range<usize>> {
    let last = blocks.last().filter(|block| block.kind == Kind::Fence)?;
    let lines = lines::lines(text.get(..last.whole.end)?, last.whole.start);
    let fence = fence::at(text, &lines, 0, Indent::Any)?;
    lines.first().filter(|_| fence.end == End::Open).cloned()
}

fn close(text: &str, paragraph: &mut Option<Range<usize>>, blocks: &mut Vec<Block>) {
    if let Some(range) = paragraph.take() {
        let content = lines::trim(text, range);
        blocks.push(Block { kind: Kind::Paragraph, whole: content.clone(), content });
    }
}

/// The level of a heading and the length of its marks.
fn heading(line: &str) -> Option<(u8, usize)> {
    let rest = line.trim_start_matches('#');
    let marks = line.len() - rest.len();
    let level = u8::try_from(marks).ok().filter(|level| (1..=6).contains(level))?;
    (rest.is_empty() || rest.starts_with(' ')).then_some((level, marks))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fence_may_be_left_open() {
        let open = |text| open_fence(text, &blocks(text, 0));
        assert_eq!(open("a\n\n```json\n{"), Some(3..10));
        assert_eq!(open("a\n\n```json\n{\n```\n"), None);
        assert_eq!(open("```json\n{\n```\n\nb\n"), None);
    }

    #[test]
    fn blocks_of_every_kind() {
        let text = "GET\r\n\r\n/x\n\n## Responses\n```\n# no heading\n\n**no key**\n```\n- a\n- b\n";
        let found: Vec<_> =
            blocks(text, 0).into_iter().map(|block| (block.kind, text.get(block.content).unwrap_or("?"))).collect();
        assert_eq!(
            found,
            [
                (Kind::Paragraph, "GET"),
                (Kind::Paragraph, "/x"),
                (Kind::Heading(2), "Responses"),
                (Kind::Fence, "# no heading\n\n**no key**"),
                (Kind::Paragraph, "- a\n- b"),
            ]
        );
    }
}

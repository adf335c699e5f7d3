//! Texts that hold several pages, such as `llms-full.txt`.
//!
//! Takes a text; gives the range of each page in it, in order. Promises that nothing inside of a fenced block is taken for the beginning of a page, and that
//! a text without borders of pages is one page. Never reads a page.

use std::ops::Range;

use super::fence::{self, Indent};
use super::lines;

/// How many lines front matter has at most.
const LONGEST_FRONT: usize = 60;

/// How many lines stand between the title of an operation's page and its method.
const NEAR_TITLE: usize = 8;

/// The pages of a text.
pub fn cut(text: &str) -> Vec<Range<usize>> {
    let lines = lines::lines(text, 0);
    let line = |at: usize| lines.get(at).and_then(|range| text.get(range.clone())).unwrap_or("");
    let outside = outside(text, &lines);
    let marked: Vec<usize> = outside.iter().copied().filter(|at| is_marked(*at, &line)).collect();
    let begins = if marked.is_empty() {
        let titled: Vec<usize> = outside.iter().copied().filter(|at| is_titled(*at, &line)).collect();
        // One title is that of the only page.
        if titled.len() > 1 { titled } else { Vec::new() }
    } else {
        marked
    };
    let start = |at: usize| lines.get(at).map_or(text.len(), |range| range.start);
    let mut cuts: Vec<usize> = std::iter::once(0).chain(begins.into_iter().map(start)).collect();
    cuts.dedup();
    let ends = cuts.iter().skip(1).copied().chain([text.len()]);
    let pages: Vec<Range<usize>> = cuts.iter().copied().zip(ends).map(|(start, end)| start..end).collect();
    let filled = |page: &Range<usize>| text.get(page.clone()).is_some_and(|text| !text.trim().is_empty());
    pages.iter().filter(|page| filled(page) || pages.len() == 1).cloned().collect()
}

/// The lines that stand in no fenced block.
fn outside(text: &str, lines: &[Range<usize>]) -> Vec<usize> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < lines.len() {
        match fence::at(text, lines, at, Indent::Three) {
            Some(fence) => at = fence.last_line + 1,
            None => {
                found.push(at);
                at += 1;
            }
        }
    }
    found
}

/// Whether a page begins here for certain: with the address that it was taken from, or with front matter that has a title.
fn is_marked<'t>(at: usize, line: &impl Fn(usize) -> &'t str) -> bool {
    let own = line(at).trim();
    let address = |text: &str| text.starts_with("https://") || text.starts_with("http://");
    let source = |text: &str| {
        ["Source:", "URL:", "Url:"].iter().any(|key| text.strip_prefix(key).is_some_and(|rest| address(rest.trim())))
    };
    if own.strip_prefix("<!--").is_some_and(|rest| source(rest.trim())) || own.strip_prefix("# ").is_some_and(source) {
        return true;
    }
    if own.starts_with("# ") {
        return source(line(at + 1).trim()) || (line(at + 1).trim().is_empty() && source(line(at + 2).trim()));
    }
    let opens = own == "---" && (at == 0 || line(at - 1).trim().is_empty());
    opens
        && (at + 1..at + LONGEST_FRONT)
            .take_while(|at| line(*at).trim() != "---" && !line(*at).trim().is_empty())
            .any(|at| line(at).starts_with("title:"))
}

/// Whether the title of a page stands here whose operation follows it.
fn is_titled<'t>(at: usize, line: &impl Fn(usize) -> &'t str) -> bool {
    let methods = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"];
    line(at).starts_with("# ")
        && (at + 1..=at + NEAR_TITLE).take_while(|at| !line(*at).starts_with('#')).any(|at| {
            let (method, rest) = line(at).trim().split_once(' ').unwrap_or((line(at).trim(), ""));
            methods.contains(&method) && (rest.is_empty() || rest.starts_with('/') || rest.starts_with("http"))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(text: &str) -> Vec<&str> {
        cut(text).into_iter().map(|range| text.get(range).unwrap_or("?")).collect()
    }

    #[test]
    fn pages_begin_where_their_address_stands() {
        let text = "# A\nSource: https://x.example/a\n\ntext\n```\n# B\nSource: https://no.example\n```\n# C\nSource: https://x.example/c\n\n# part\n";
        assert_eq!(pages(text).len(), 2);
        assert!(pages(text)[1].starts_with("# C"));
        assert_eq!(pages("# A\n\ntext\n\n# B\n").len(), 1);
    }

    #[test]
    fn pages_begin_with_front_matter_or_with_an_operation() {
        assert_eq!(pages("---\ntitle: A\n---\n\nGET\n\n/a\n\n---\ntitle: B\n---\n\nGET\n\n/b\n").len(), 2);
        assert_eq!(pages("# A\n\nGET https://x.example/a\n\n# B\n\nPOST https://x.example/b\n").len(), 2);
        assert_eq!(pages("a\n\n---\n\nb\n").len(), 1);
    }
}

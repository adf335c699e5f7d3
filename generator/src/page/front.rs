//! What stands above a page proper.
//!
//! Takes a page; gives where its body begins and the title that front matter states. Strips a byte order mark, lines that a
//! scraper added, front matter and the index note that some sites put first. Never reads past the first line of the body.

use std::ops::Range;

use super::lines::{lines, trim};

/// The top of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Front {
    /// Where the title of the front matter stands, without quotes.
    pub title: Option<Range<usize>>,
    /// Where the body begins.
    pub body: usize,
}

/// Reads the top of the page that begins at `from`.
pub fn read(text: &str, from: usize) -> Front {
    let mark = text.get(from..).is_some_and(|text| text.starts_with('\u{feff}'));
    let start = if mark { from + '\u{feff}'.len_utf8() } else { from };
    let lines = lines(text, start);
    let mut front = Front { title: None, body: start };
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let content = text.get(line.clone()).unwrap_or("").trim();
        let next = if content.is_empty() || scraper_line(content) || index_note(content) {
            at + 1
        } else if content == "---" {
            let rest = lines.get(at + 1..).unwrap_or(&[]);
            let Some(length) = rest.iter().position(|line| text.get(line.clone()).unwrap_or("").trim_end() == "---")
            else {
                break;
            };
            let inside = rest.get(..length).unwrap_or(&[]);
            front.title = inside.iter().find_map(|line| title(text, line)).or(front.title);
            at + length + 2
        } else {
            break;
        };
        at = next;
        front.body = lines.get(at).map_or(text.len(), |line| line.start);
    }
    front
}

fn scraper_line(line: &str) -> bool {
    (line.starts_with("<!--") && line.ends_with("-->")) || line.starts_with("# Source:")
}

/// The quoted lines that point readers to an index for language models.
fn index_note(line: &str) -> bool {
    let Some(quoted) = line.strip_prefix('>') else { return false };
    let quoted = quoted.trim();
    quoted.contains("llms.txt")
        || quoted == "## Documentation Index"
        || quoted.starts_with("Use this file to discover")
        || quoted.starts_with("For clean Markdown of any page")
        || quoted.starts_with("This is a page from the")
}

fn title(text: &str, line: &Range<usize>) -> Option<Range<usize>> {
    let content = text.get(line.clone())?;
    let value = content.strip_prefix("title:")?;
    let range = trim(text, line.end - value.len()..line.end);
    let value = text.get(range.clone())?;
    let quoted =
        ['"', '\''].into_iter().any(|quote| value.len() >= 2 && value.starts_with(quote) && value.ends_with(quote));
    Some(if quoted { range.start + 1..range.end - 1 } else { range })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_above_the_body_is_stripped() {
        let text = "\u{feff}# Source: https://x.example\r\n---\r\ntitle: 'Get it | Docs'\r\n---\r\n\r\n> see llms.txt\r\n\r\nGET\r\n";
        let front = read(text, 0);
        assert_eq!(front.title.and_then(|range| text.get(range)), Some("Get it | Docs"));
        assert_eq!(text.get(front.body..), Some("GET\r\n"));
    }

    #[test]
    fn an_open_front_matter_is_body() {
        let front = read("---\ntitle: x\n", 0);
        assert_eq!(front, Front { title: None, body: 0 });
    }
}

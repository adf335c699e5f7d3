//! Multipart bodies (RFC 2046 §5.1, RFC 7578) and the parameters of their headers.
//!
//! Takes a body and its content type; gives where its parts stand. Promises to look at each byte a constant number of times, to refuse
//! more parts or longer heads than any API needs, and never to take a boundary within a line for the end of a part. Never copies a part.

use std::fmt;
use std::ops::Range;

/// More parts than this are refused.
pub const MOST_PARTS: usize = 1000;

/// Longer heads of a part than this are refused, in bytes.
pub const LONGEST_HEAD: usize = 16 * 1024;

/// The longest boundary there can be.
const LONGEST_BOUNDARY: usize = 70;

/// One part of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section<'a> {
    /// Its headers, names as they were sent.
    pub headers: Vec<(&'a str, &'a str)>,
    /// Where in the body its content stands.
    pub content: Range<usize>,
}

impl<'a> Section<'a> {
    /// The first header of that name.
    #[inline]
    pub fn header(&self, name: &str) -> Option<&'a str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    }

    /// The media type of the content.
    #[inline]
    pub fn content_type(&self) -> Option<&'a str> {
        self.header("content-type")
    }

    /// The field that the content is the value of.
    #[inline]
    pub fn name(&self) -> Option<String> {
        parameter(self.header("content-disposition")?, "name").map(unescaped)
    }

    /// The name of the file that the content is.
    #[inline]
    pub fn file_name(&self) -> Option<String> {
        parameter(self.header("content-disposition")?, "filename").map(unescaped)
    }
}

/// Why bytes are no multipart body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Malformed {
    /// The content type names no boundary, or one that cannot be.
    NoBoundary,
    /// The boundary does not stand in the body.
    NoPart,
    /// The boundary does not stand at the end.
    Unfinished,
    /// A part has no empty line after its headers, or its headers are not text.
    Headless,
    /// The headers of a part are longer than [`LONGEST_HEAD`].
    HeadTooLong,
    /// There are more parts than [`MOST_PARTS`].
    TooManyParts,
}

impl fmt::Display for Malformed {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoBoundary => f.write_str("the content type has no `boundary` that parts could be told apart by"),
            Self::NoPart => f.write_str("the boundary that the content type names does not stand in the body"),
            Self::Unfinished => f.write_str("the body does not end with its boundary"),
            Self::Headless => f.write_str("a part has no headers that end with an empty line"),
            Self::HeadTooLong => write!(f, "the headers of a part are longer than {LONGEST_HEAD} bytes"),
            Self::TooManyParts => write!(f, "the body has more than {MOST_PARTS} parts"),
        }
    }
}

impl std::error::Error for Malformed {}

/// The parts of a body, in order.
///
/// # Errors
/// When the body is not of that content type.
#[inline]
pub fn sections<'a>(content_type: &str, body: &'a [u8]) -> Result<Vec<Section<'a>>, Malformed> {
    let boundary = parameter(content_type, "boundary")
        .filter(|boundary| (1..=LONGEST_BOUNDARY).contains(&boundary.len()) && !boundary.contains(['\r', '\n']))
        .ok_or(Malformed::NoBoundary)?;
    let delimiter = format!("\r\n--{boundary}");
    let mut sections = Vec::new();
    let mut at = first(body, delimiter.as_bytes()).ok_or(Malformed::NoPart)?;
    while let Delimiter { end, last: false, .. } = at {
        if sections.len() == MOST_PARTS {
            return Err(Malformed::TooManyParts);
        }
        // The line break of one delimiter may begin the next.
        at = next(body, end.saturating_sub(2), delimiter.as_bytes()).ok_or(Malformed::Unfinished)?;
        sections.push(section(body, end..at.start)?);
    }
    Ok(sections)
}

/// A line that tells parts apart.
struct Delimiter {
    /// Where the line break before it stands.
    start: usize,
    /// Where what follows it stands.
    end: usize,
    /// Whether no part follows.
    last: bool,
}

#[inline]
fn first(body: &[u8], delimiter: &[u8]) -> Option<Delimiter> {
    // At the very beginning, no line break comes before it.
    let opening = delimiter.get(2..)?;
    let here = body.starts_with(opening).then(|| line(body, 0, opening.len())).flatten();
    here.or_else(|| next(body, 0, delimiter))
}

#[inline]
fn next(body: &[u8], mut from: usize, delimiter: &[u8]) -> Option<Delimiter> {
    loop {
        let start = from + find(body.get(from..)?, delimiter)?;
        if let Some(found) = line(body, start, start + delimiter.len()) {
            return Some(found);
        }
        from = start + 2;
    }
}

/// The delimiter at `start`, if nothing but blanks follows the boundary that ends at `end`.
#[inline]
fn line(body: &[u8], start: usize, end: usize) -> Option<Delimiter> {
    let rest = body.get(end..)?;
    if rest.starts_with(b"--") {
        return Some(Delimiter { start, end: end + 2, last: true });
    }
    let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    rest.get(blanks..)?.starts_with(b"\r\n").then_some(Delimiter { start, end: end + blanks + 2, last: false })
}

#[inline]
fn section(body: &[u8], within: Range<usize>) -> Result<Section<'_>, Malformed> {
    let part = body.get(within.clone()).ok_or(Malformed::Headless)?;
    if part.starts_with(b"\r\n") {
        return Ok(Section { headers: Vec::new(), content: within.start + 2..within.end });
    }
    let head = part.get(..part.len().min(LONGEST_HEAD + 4)).unwrap_or(part);
    let length = match find(head, b"\r\n\r\n") {
        Some(length) => length,
        None if head.len() < part.len() => return Err(Malformed::HeadTooLong),
        None => return Err(Malformed::Headless),
    };
    let head = head.get(..length).and_then(|head| std::str::from_utf8(head).ok()).ok_or(Malformed::Headless)?;
    let lines = head.split("\r\n").filter_map(|line| line.split_once(':'));
    let headers = lines.map(|(name, value)| (name.trim(), value.trim())).collect();
    Ok(Section { headers, content: within.start + length + 4..within.end })
}

/// Where `wanted` first stands, comparing few bytes at each place, since a boundary has at most 70.
#[inline]
pub fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = wanted.first()?;
    let mut from = 0;
    while let Some(offset) = bytes.get(from..)?.iter().position(|byte| byte == first) {
        if bytes.get(from + offset..)?.starts_with(wanted) {
            return Some(from + offset);
        }
        from += offset + 1;
    }
    None
}

/// A parameter of a header such as a content type: `boundary`, `charset`.
#[inline]
pub fn parameter(header: &str, name: &str) -> Option<String> {
    let mut rest = header.split_once(';')?.1;
    loop {
        let (key, tail) = rest.split_once('=')?;
        // What stands before has no value.
        let key = key.rsplit(';').next().unwrap_or(key);
        let (value, tail) = match tail.trim_start().strip_prefix('"') {
            Some(quoted) => unquoted(quoted),
            None => {
                let (value, tail) = tail.split_once(';').unwrap_or((tail, ""));
                (value.trim().to_owned(), tail)
            }
        };
        if key.trim().eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = tail.trim_start().strip_prefix(';').unwrap_or(tail);
    }
}

/// The text up to the closing quote, and what follows it. A backslash that escapes no quote is one: some names of files hold them.
#[inline]
fn unquoted(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (value, text.get(at + 1..).unwrap_or_default()),
            '\\' => {
                value.push(characters.next_if(|(_, next)| matches!(next, '"' | '\\')).map_or('\\', |(_, next)| next))
            }
            plain => value.push(plain),
        }
    }
    (value, "")
}

/// A name as it can stand between quotes (WHATWG HTML, "multipart/form-data encoding algorithm").
#[inline]
pub fn escaped(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

#[inline]
fn unescaped(name: String) -> String {
    if name.contains('%') { name.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n") } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Name, file name, content type and content.
    type Shown<'a> = (Option<String>, Option<String>, Option<&'a str>, &'a str);

    fn read(body: &str) -> Result<Vec<Shown<'_>>, Malformed> {
        let sections = sections("multipart/form-data; boundary=x", body.as_bytes())?;
        let content = |section: &Section<'_>| body.get(section.content.clone()).unwrap_or("?");
        Ok(sections.iter().map(|s| (s.name(), s.file_name(), s.content_type(), content(s))).collect())
    }

    #[test]
    fn parts_are_taken_apart() {
        let body = "preamble\r\n--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x  \r\n\
                    content-disposition: form-data; name=\"b%22\"; filename=\"c:\\d\\\".txt\"\r\nContent-Type: text/plain\r\n\r\n\
                    \r\n2\r\n--xy\r\n\r\n--x\r\n\r\n\r\n--x--\r\nepilogue\r\n--x\r\n";
        let text = |text: &str| Some(text.to_owned());
        let expected = vec![
            (text("a"), None, None, "1"),
            (text("b\""), text("c:\\d\".txt"), Some("text/plain"), "\r\n2\r\n--xy\r\n"),
            (None, None, None, ""),
        ];
        assert_eq!(read(body), Ok(expected));
        assert_eq!(read("--x--"), Ok(vec![]));
    }

    #[test]
    fn half_a_body_is_refused() {
        let whole = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x--";
        for length in 0..whole.len() {
            let found = read(whole.get(..length).unwrap_or(""));
            assert!(matches!(found, Err(Malformed::NoPart | Malformed::Unfinished)), "{length}: {found:?}");
        }
    }

    #[test]
    fn too_much_is_refused() {
        let part = "--x\r\na: b\r\n\r\n\r\n";
        assert_eq!(read(&format!("{}--x--", part.repeat(MOST_PARTS))).map(|parts| parts.len()), Ok(MOST_PARTS));
        assert_eq!(read(&format!("{}--x--", part.repeat(MOST_PARTS + 1))), Err(Malformed::TooManyParts));
        let head = |length: usize| format!("--x\r\n{}\r\n\r\n\r\n--x--", "a".repeat(length));
        assert_eq!(read(&head(LONGEST_HEAD)).map(|parts| parts.len()), Ok(1));
        assert_eq!(read(&head(LONGEST_HEAD + 1)), Err(Malformed::HeadTooLong));
        assert_eq!(read("--x\r\na: b\r\n--x--"), Err(Malformed::Headless));
        assert_eq!(sections("multipart/form-data", b""), Err(Malformed::NoBoundary));
    }

    #[test]
    fn parameters_of_headers_are_found() {
        for (media_type, expected) in [
            ("multipart/form-data; boundary=abc", Some("abc")),
            ("multipart/form-data; charset=x; Boundary=\"a;b\\\"c\"", Some("a;b\"c")),
            ("multipart/form-data; charset=\"x\"; boundary=abc ", Some("abc")),
            ("multipart/form-data; flag; boundary=abc", Some("abc")),
            ("multipart/form-data", None),
            ("multipart/form-data; boundary", None),
        ] {
            assert_eq!(parameter(media_type, "boundary").as_deref(), expected, "{media_type}");
        }
    }
}

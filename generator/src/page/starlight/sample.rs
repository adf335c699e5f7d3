//! Code samples of a page.
//!
//! Takes the text of samples; gives the request they make: its URL, headers, cookies and body. Promises to read only what a
//! shell or a `fetch` call would, and nothing from a language it does not know. Never runs anything.

use std::ops::Range;

use super::page::Page;

/// A request as a sample makes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// The URL with its query.
    pub url: Option<(String, Range<usize>)>,
    /// Names and values.
    pub headers: Vec<(String, String, Range<usize>)>,
    /// `name=value` pairs.
    pub cookies: Vec<(String, String, Range<usize>)>,
    /// Where the body stands, if it stands there unescaped.
    pub body: Option<Range<usize>>,
}

impl Request {
    /// The pairs of the query, not decoded.
    pub fn query(&self) -> Vec<(&str, &str)> {
        let Some((_, query)) = self.url.as_ref().and_then(|(url, _)| url.split_once('?')) else { return Vec::new() };
        query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, ""))).collect()
    }

    /// A header by its name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _, _)| own.eq_ignore_ascii_case(name)).map(|(_, value, _)| value.as_str())
    }
}

/// The request of the samples: that of a shell where there is one.
pub fn read(page: Page<'_>, samples: &[Range<usize>]) -> Request {
    let curl = samples.iter().find(|sample| page.slice(sample).trim_start().starts_with("curl "));
    if let Some(sample) = curl {
        return from_shell(page, sample);
    }
    let fetch = samples.iter().find(|sample| page.slice(sample).contains("const url = "));
    fetch.map(|sample| from_script(page, sample)).unwrap_or_default()
}

/// A word of a command, where it stands, and whether it stands there as it is.
struct Word {
    text: String,
    range: Range<usize>,
    escaped: bool,
}

fn words(page: Page<'_>, sample: &Range<usize>) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word: Option<Word> = None;
    let mut quote: Option<char> = None;
    let mut escape = false;
    for (offset, character) in page.slice(sample).char_indices() {
        let at = sample.start + offset;
        let end = at + character.len_utf8();
        if escape {
            escape = false;
            if character != '\n' && character != '\r' {
                let word = word.get_or_insert_with(|| Word { text: String::new(), range: at..at, escaped: true });
                word.escaped = true;
                word.text.push(character);
                word.range.end = end;
            }
            continue;
        }
        match (quote, character) {
            (None | Some('"'), '\\') => escape = true,
            (Some(open), close) if open == close => quote = None,
            (None, '\'' | '"') => {
                quote = Some(character);
                match &mut word {
                    Some(word) => word.escaped = true,
                    None => word = Some(Word { text: String::new(), range: end..end, escaped: false }),
                }
            }
            (None, space) if space.is_whitespace() => words.extend(word.take()),
            _ => {
                let word = word.get_or_insert_with(|| Word { text: String::new(), range: at..at, escaped: false });
                word.text.push(character);
                word.range.end = end;
            }
        }
    }
    words.extend(word);
    words
}

fn from_shell(page: Page<'_>, sample: &Range<usize>) -> Request {
    let mut request = Request::default();
    let mut words = words(page, sample).into_iter();
    while let Some(option) = words.next() {
        match option.text.as_str() {
            "--url" => request.url = words.next().map(|word| (word.text, word.range)),
            "--header" | "-H" => {
                let Some(word) = words.next() else { break };
                if let Some((name, value)) = word.text.split_once(':') {
                    request.headers.push((name.trim().to_owned(), value.trim().to_owned(), word.range));
                }
            }
            "--cookie" | "-b" => {
                let Some(word) = words.next() else { break };
                for pair in word.text.split(';') {
                    if let Some((name, value)) = pair.split_once('=') {
                        request.cookies.push((name.trim().to_owned(), value.trim().to_owned(), word.range.clone()));
                    }
                }
            }
            "--data" | "-d" | "--data-raw" => {
                request.body = words.next().filter(|word| !word.escaped).map(|word| word.range);
            }
            "--request" | "-X" => {
                words.next();
            }
            other if other.contains("://") && request.url.is_none() => {
                request.url = Some((option.text, option.range));
            }
            _ => {}
        }
    }
    request
}

/// The URL and the headers of a `fetch` call.
fn from_script(page: Page<'_>, sample: &Range<usize>) -> Request {
    let mut request = Request::default();
    let text = page.slice(sample);
    let mut previous: Option<(&str, usize)> = None;
    for (start, literal) in literals(text) {
        let range = sample.start + start..sample.start + start + literal.len();
        let before = text.get(..start.saturating_sub(1)).unwrap_or("").trim_end();
        if before.ends_with("url =") && request.url.is_none() {
            request.url = Some((literal.to_owned(), range));
        } else if let Some(name) = before.strip_suffix(':') {
            let quoted = previous.filter(|(_, end)| name.len() == end + 1).map(|(literal, _)| literal);
            let bare = name.rsplit(|character: char| !(character.is_alphanumeric() || character == '_')).next();
            if let Some(name) = quoted.or(bare).filter(|name| !matches!(*name, "method" | "body" | "")) {
                request.headers.push((name.to_owned(), literal.to_owned(), range));
            }
        }
        previous = Some((literal, start + literal.len()));
    }
    request
}

/// The string literals in single quotes, with where each begins.
fn literals(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    let mut escape = false;
    for (at, character) in text.char_indices() {
        match (open, character) {
            _ if escape => escape = false,
            (Some(_), '\\') => escape = true,
            (Some(start), '\'') => {
                found.extend(text.get(start..at).map(|literal| (start, literal)));
                open = None;
            }
            (None, '\'') => open = Some(at + 1),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn request(text: &str) -> Request {
        let mut sources = Sources::default();
        let source = sources.add("page", text);
        read(Page { source, text, start: 0 }, std::slice::from_ref(&(0..text.len())))
    }

    #[test]
    fn a_shell_command_is_read() {
        let text = "curl --request POST \\\n  --url 'https://x.example/a?b=1&c=<c>' \\\n  --header 'X-Key: <X-Key>' \\\n  --cookie s=1 \\\n  --data '{ \"a\": 1 }'";
        let found = request(text);
        assert_eq!(found.url.as_ref().map(|(url, _)| url.as_str()), Some("https://x.example/a?b=1&c=<c>"));
        assert_eq!(found.query(), [("b", "1"), ("c", "<c>")]);
        assert_eq!(found.header("x-key"), Some("<X-Key>"));
        assert_eq!(found.cookies.len(), 1);
        assert_eq!(found.body.and_then(|range| text.get(range)), Some("{ \"a\": 1 }"));
        assert_eq!(request("curl --url x --data 'it'\\''s'").body, None);
    }

    #[test]
    fn a_fetch_call_is_read() {
        let text = "const url = 'https://x.example/a';\nconst options = {\n  method: 'PUT',\n  headers: {'X-Key': '<X-Key>', Authorization: 'Basic <credentials>'}\n};";
        let found = request(text);
        assert_eq!(found.url.as_ref().map(|(url, _)| url.as_str()), Some("https://x.example/a"));
        assert_eq!(found.header("X-Key"), Some("<X-Key>"));
        assert_eq!(found.header("Authorization"), Some("Basic <credentials>"));
        assert_eq!(found.headers.len(), 2);
    }
}

//! What was requested and answered.
//!
//! Takes the text of a recording in HAR; gives its exchanges that came to an end. Promises to refuse a text that is no HAR.

use crate::diagnostic::Diagnostics;
use crate::source::Sources;
use crate::traffic::har;
use crate::tree;
use serde_json::Value;

/// One request and its answer.
#[derive(Debug, Default)]
pub struct Entry {
    /// `GET`
    pub method: String,
    /// The path of the address, percent-encoded.
    pub path: String,
    /// Names and values of the query, decoded.
    pub query: Vec<(String, String)>,
    /// What was sent.
    pub sent: Option<Body>,
    /// The status.
    pub status: u16,
    /// What came back.
    pub answered: Option<Body>,
}

/// A body.
#[derive(Debug)]
pub struct Body {
    /// `application/json`
    pub media_type: String,
    /// Its text; `None` where it was not recorded.
    pub text: Option<String>,
}

impl Body {
    /// The body as JSON, where it is.
    pub fn json(&self) -> Option<Value> {
        let essence = self.media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if !essence.ends_with("json") {
            return None;
        }
        serde_json::from_str(self.text.as_deref()?).ok()
    }
}

/// The entries of a recording.
///
/// # Errors
/// Where the text is no HAR.
pub fn read(name: &str, text: &str) -> Result<Vec<Entry>, String> {
    let mut sources = Sources::default();
    let id = sources.add(name, text.trim_start_matches('\u{feff}'));
    let tree = tree::parse(&sources, id, &mut Diagnostics::default()).ok_or("it is not JSON")?;
    let entries = har::entries(&tree).ok_or("it has no `log.entries`")?;
    Ok(entries.iter().filter_map(entry).collect())
}

fn entry(entry: &har::Entry<'_>) -> Option<Entry> {
    let listed: Vec<_> = entry.listed.iter().map(|it| (it.name.to_owned(), it.value.to_owned())).collect();
    let in_address = || {
        entry.query.split('&').filter(|it| !it.is_empty()).map(|it| {
            let (name, value) = it.split_once('=').unwrap_or((it, ""));
            (decoded(name), decoded(value))
        })
    };
    Some(Entry {
        method: entry.method.clone(),
        path: if entry.path.is_empty() { "/".to_owned() } else { entry.path.to_owned() },
        query: if listed.is_empty() { in_address().collect() } else { listed },
        sent: entry.sent.as_ref().and_then(body),
        status: entry.status?,
        answered: entry.answered.as_ref().and_then(body),
    })
}

fn body(content: &har::Content<'_>) -> Option<Body> {
    (content.has_bytes && !content.media_type.is_empty()).then(|| Body {
        media_type: content.media_type.to_owned(),
        text: content.text.as_ref().map(|it| it.clone().into_owned()),
    })
}

/// A text without percent signs and plus signs that stand for something else.
pub fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let code = bytes.get(at + 1..at + 3).and_then(|it| std::str::from_utf8(it).ok());
        match (byte, code.and_then(|it| u8::from_str_radix(it, 16).ok())) {
            (b'%', Some(code)) => {
                out.push(code);
                at += 2;
            }
            (b'+', _) => out.push(b' '),
            (other, _) => out.push(*other),
        }
        at += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{decoded, read};

    #[test]
    fn a_text_that_is_no_recording_is_refused() {
        assert!(read("a.har", "[]").is_err());
        assert!(read("a.har", "{").is_err());
        assert_eq!(read("a.har", r#"{"log":{"entries":[{}]}}"#).map(|it| it.len()), Ok(0));
    }

    #[test]
    fn escapes_are_read() {
        assert_eq!(decoded("a%20b+c%zz%"), "a b c%zz%");
    }
}

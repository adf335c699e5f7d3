//! Recorded traffic: HAR 1.2.
//!
//! Takes the text of a file; gives what was requested and answered. Promises to leave out what it cannot read of one entry, and to refuse a text that is no HAR. Never
//! decodes more than base64 of bodies.

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
pub fn read(text: &str) -> Result<Vec<Entry>, String> {
    let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|error| format!("it is not JSON: {error}"))?;
    let entries = value.pointer("/log/entries").and_then(Value::as_array).ok_or("it has no `log.entries`")?;
    Ok(entries.iter().filter_map(entry).collect())
}

fn entry(value: &Value) -> Option<Entry> {
    let (request, response) = (value.get("request")?, value.get("response")?);
    let url = request.get("url")?.as_str()?;
    let (address, query) = url.split('#').next()?.split_once('?').map_or((url, ""), |(one, two)| (one, two));
    let path = match address.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"),
        None => address,
    };
    let listed = request.get("queryString").and_then(Value::as_array).map(|list| {
        let text = |it: &Value, key: &str| it.get(key).and_then(Value::as_str).map(str::to_owned);
        list.iter().filter_map(|it| Some((text(it, "name")?, text(it, "value")?))).collect::<Vec<_>>()
    });
    let in_url = || {
        query.split('&').filter(|it| !it.is_empty()).map(|it| {
            let (name, value) = it.split_once('=').unwrap_or((it, ""));
            (decoded(name), decoded(value))
        })
    };
    Some(Entry {
        method: request.get("method")?.as_str()?.to_ascii_uppercase(),
        path: path.split('?').next().unwrap_or_default().to_owned(),
        query: listed.filter(|it| !it.is_empty()).unwrap_or_else(|| in_url().collect()),
        sent: request.get("postData").and_then(body),
        // A request that was given up has the status 0.
        status: u16::try_from(response.get("status")?.as_u64()?).ok().filter(|it| *it > 0)?,
        answered: response.get("content").and_then(body),
    })
}

fn body(value: &Value) -> Option<Body> {
    let media_type = value.get("mimeType").and_then(Value::as_str).unwrap_or_default().to_owned();
    let text = value.get("text").and_then(Value::as_str);
    let text = match value.get("encoding").and_then(Value::as_str) {
        Some("base64") => text.and_then(unbase64).and_then(|it| String::from_utf8(it).ok()),
        _ => text.map(str::to_owned),
    };
    let is_empty =
        text.as_ref().is_none_or(String::is_empty) && value.get("size").and_then(Value::as_i64).unwrap_or(0) <= 0;
    (!is_empty && !media_type.is_empty()).then_some(Body { media_type, text })
}

fn unbase64(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let (mut bits, mut count) = (0_u32, 0_u8);
    for byte in text.bytes().filter(|it| !it.is_ascii_whitespace() && *it != b'=') {
        let sextet = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(sextet);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push(u8::try_from((bits >> count) & 0xff).ok()?);
        }
    }
    Some(out)
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
    use super::{decoded, read, unbase64};

    #[test]
    fn a_text_that_is_no_recording_is_refused() {
        assert!(read("[]").is_err());
        assert!(read("{").is_err());
        assert_eq!(read(r#"{"log":{"entries":[{}]}}"#).map(|it| it.len()), Ok(0));
    }

    #[test]
    fn escapes_are_read() {
        assert_eq!(decoded("a%20b+c%zz%"), "a b c%zz%");
        assert_eq!(unbase64("eyJhIjoxfQ==").as_deref(), Some(&b"{\"a\":1}"[..]));
        assert_eq!(unbase64("a*"), None);
    }
}

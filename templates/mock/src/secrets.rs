//! What may not be shown of a request or an answer.
//!
//! Takes the names that the description calls secret; gives texts with a mask in the place of each value by such a name. Promises that a body
//! that cannot be looked through is not shown at all.

use super::facts::Segment;
use super::percent::decoded_form;
use serde_json::Value;
use types::runtime::is_secret_header;

/// What stands in the place of a secret.
const MASK: &str = "***";

/// Where secrets are.
#[derive(Debug)]
pub struct Secrets {
    /// Names of headers, parameters, cookies and properties that hold them.
    pub names: Vec<String>,
    /// Paths that hold them.
    pub paths: Vec<Vec<Segment>>,
}

impl Secrets {
    /// Whether a value by that name is secret.
    pub fn holds(&self, name: &str) -> bool {
        let described: Vec<&str> = self.names.iter().map(String::as_str).collect();
        is_secret_header(name, &described) || is_secret_header(&name.replace('_', "-"), &described)
    }

    /// A value as it may be shown.
    pub fn shown<'v>(&self, name: &str, value: &'v str) -> &'v str {
        if self.holds(name) { MASK } else { value }
    }

    /// A path as it may be shown. One that an operation without a secret shares with another is masked for both.
    pub fn path(&self, path: &str) -> String {
        let mut segments: Vec<&str> = path.split('/').collect();
        for hidden in &self.paths {
            let is_at = hidden.len() + 1 == segments.len()
                && hidden.iter().zip(segments.iter().skip(1)).all(|(own, segment)| match own {
                    Segment::Literal(text) => text == segment,
                    Segment::Any | Segment::Secret => true,
                });
            let secret =
                hidden.iter().zip(segments.iter_mut().skip(1)).filter(|(own, _)| is_at && **own == Segment::Secret);
            secret.for_each(|(_, segment)| *segment = MASK);
        }
        segments.join("/")
    }

    /// A query, or a form, as it may be shown.
    pub fn query(&self, query: &str) -> String {
        let pairs = query.split('&').map(|pair| match pair.split_once('=') {
            Some((name, value)) => format!("{name}={}", self.shown(&decoded_form(name), value)),
            None => pair.to_owned(),
        });
        pairs.collect::<Vec<_>>().join("&")
    }

    /// A body as it may be shown: none where it is no text that this looks through.
    pub fn body(&self, media_type: &str, bytes: &[u8]) -> Option<String> {
        let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let text = std::str::from_utf8(bytes).ok()?;
        if essence.ends_with("json") {
            let mut value: Value = serde_json::from_str(text).ok()?;
            self.mask(&mut value);
            return Some(value.to_string());
        }
        match essence.as_str() {
            "application/x-www-form-urlencoded" => Some(self.query(text)),
            _ => None,
        }
    }

    fn mask(&self, value: &mut Value) {
        match value {
            Value::Object(entries) => {
                for (name, value) in entries {
                    if self.holds(name) && !value.is_null() {
                        *value = Value::from(MASK);
                    } else {
                        self.mask(value);
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.mask(item)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_masked_wherever_they_stand() {
        let paths = vec![vec![Segment::Literal("shares".to_owned()), Segment::Secret, Segment::Any]];
        let secrets = Secrets { names: vec!["pin".to_owned()], paths };
        assert_eq!(secrets.path("/shares/abc/files"), "/shares/***/files");
        assert_eq!(secrets.path("/others/abc/files"), "/others/abc/files");
        assert_eq!(secrets.path("/shares/abc"), "/shares/abc");
        assert_eq!(secrets.query("%70in=2&api%5Fkey=3"), "%70in=***&api%5Fkey=***");
        assert_eq!(secrets.query("a=1&pin=2&api_key=3&access_token=4"), "a=1&pin=***&api_key=***&access_token=***");
        let body = secrets.body("application/json; charset=utf-8", br#"{"a":[{"PIN":7,"b":1}],"password":"x"}"#);
        assert_eq!(body.as_deref(), Some(r#"{"a":[{"PIN":"***","b":1}],"password":"***"}"#));
        // What is not looked through is not shown.
        for media_type in ["image/png", "text/plain", "text/event-stream", "application/xml"] {
            assert_eq!(secrets.body(media_type, b"text"), None);
        }
    }
}

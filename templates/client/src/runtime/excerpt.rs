//! What a message shows of a response.
//!
//! Takes headers and a body, and what the API's documentation says is secret; gives an excerpt to print. Promises that no text of a body
//! is shown where the API has types that hold secrets: of JSON the structure is (keys and kinds), of all else the size. The body itself is
//! had from the response.

use http::{HeaderMap, HeaderValue, header};
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt::{self, Write};
use types::runtime::{Decode, is_secret_header, json};

/// What is secret in the responses of an API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hidden {
    values: Values,
    headers: &'static [&'static str],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Values {
    /// None.
    None,
    /// Those under these keys.
    Under(&'static [&'static str]),
    /// Any may be.
    All,
}

impl Hidden {
    /// Nothing.
    pub const NOTHING: Self = Self { values: Values::None, headers: &[] };
    /// Every value of a body.
    pub const VALUES: Self = Self { values: Values::All, headers: &[] };

    /// The values under these keys.
    pub const fn under(keys: &'static [&'static str]) -> Self {
        Self { values: Values::Under(keys), headers: &[] }
    }

    /// And these headers.
    pub const fn headers(self, headers: &'static [&'static str]) -> Self {
        Self { headers, ..self }
    }

    /// Marks the headers that hold secrets, so that `Debug` does not show them.
    pub(super) fn mark(self, headers: &mut HeaderMap) {
        for (name, value) in headers.iter_mut() {
            let name = name.as_str();
            if is_secret_header(name, self.headers) || (is_reference(name) && has_query(value)) {
                value.set_sensitive(true);
            }
        }
    }

    /// Whether a key names a secret.
    fn is_under(self, key: &str) -> bool {
        match self.values {
            Values::None => false,
            Values::Under(keys) => keys.iter().any(|secret| secret.eq_ignore_ascii_case(key)),
            Values::All => true,
        }
    }
}

/// Headers that hold URLs, which repeat the query of the request.
fn is_reference(name: &str) -> bool {
    [header::LOCATION, header::CONTENT_LOCATION, header::LINK, header::REFRESH].iter().any(|it| it == name)
}

fn has_query(value: &HeaderValue) -> bool {
    value.as_bytes().iter().any(|byte| matches!(byte, b'?' | b'#' | b'@'))
}

/// A text from a header as a message shows it: its beginning.
pub(super) struct Label<'a>(pub &'a str);

impl fmt::Display for Label<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.get(..EXCERPT).unwrap_or(self.0))?;
        f.write_str(if self.0.len() > EXCERPT { "…" } else { "" })
    }
}

/// The beginning or the structure of a body, safe to print.
pub(super) struct Excerpt<'a> {
    pub body: &'a [u8],
    pub hidden: Hidden,
}

/// The most characters that are shown.
const EXCERPT: usize = 300;
/// The largest body whose structure is looked for.
const LARGEST: usize = 1 << 20;

impl fmt::Debug for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { body, hidden } = *self;
        if hidden.values == Values::None || body.is_empty() {
            return beginning(body, f);
        }
        let outline = (body.len() <= LARGEST).then(|| json::decode::<Tree>(body).ok()).flatten();
        match outline {
            Some(tree) => {
                let mut out = String::new();
                tree.write(hidden, hidden.values == Values::All, &mut out);
                f.write_str(&out)?;
                if out.len() >= EXCERPT { write!(f, " … of {} bytes", body.len()) } else { Ok(()) }
            }
            None if hidden.may_be_in(body) => write!(f, "{} bytes", body.len()),
            None => beginning(body, f),
        }
    }
}

impl Hidden {
    /// Whether a body that is no JSON may hold a secret.
    fn may_be_in(self, body: &[u8]) -> bool {
        match self.values {
            Values::None => false,
            Values::All => true,
            Values::Under(keys) => {
                let text = String::from_utf8_lossy(body).to_ascii_lowercase();
                // JSON that is cut off, or too long.
                let in_json = text.trim_start().starts_with(['{', '[', '"']);
                in_json || text.contains('\\') || keys.iter().any(|key| text.contains(&key.to_ascii_lowercase()))
            }
        }
    }
}

fn beginning(body: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let start = body.get(..EXCERPT).unwrap_or(body);
    write!(f, "\"{}\"", start.escape_ascii())?;
    match body.len() - start.len() {
        0 => Ok(()),
        more => write!(f, " and {more} bytes more"),
    }
}

/// A JSON value.
enum Tree {
    Null,
    Boolean(bool),
    Number(String),
    Text(String),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

impl Tree {
    /// Writes the value, or with `kind` what kind of value it is.
    fn write(&self, hidden: Hidden, kind: bool, out: &mut String) {
        if out.len() >= EXCERPT {
            return;
        }
        // Writing to a string cannot fail.
        let _ = match self {
            Self::Null => out.write_str("null"),
            Self::Boolean(_) if kind => out.write_str("boolean"),
            Self::Number(_) if kind => out.write_str("number"),
            Self::Text(_) if kind => out.write_str("string"),
            Self::Boolean(value) => write!(out, "{value}"),
            Self::Number(text) => out.write_str(text),
            Self::Text(text) => write!(out, "{:?}", cut(text)),
            Self::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate().take(EXCERPT) {
                    out.push_str(if index == 0 { "" } else { ", " });
                    item.write(hidden, kind, out);
                }
                out.write_str("]")
            }
            Self::Object(entries) => {
                out.push('{');
                for (index, (key, value)) in entries.iter().enumerate().take(EXCERPT) {
                    let _ = write!(out, "{}{:?}: ", if index == 0 { "" } else { ", " }, cut(key));
                    value.write(hidden, kind || hidden.is_under(key), out);
                    if out.len() >= EXCERPT {
                        break;
                    }
                }
                out.write_str("}")
            }
        };
    }
}

fn cut(text: &str) -> &str {
    text.char_indices().nth(EXCERPT).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

impl Decode for Tree {
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Look)
    }
}

struct Look;

impl<'de> Visitor<'de> for Look {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Boolean(value))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Tree, E> {
        Ok(Tree::Number(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Tree, E> {
        Ok(Tree::Number(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Tree, E> {
        Ok(Tree::Number(number.to_string()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Tree, E> {
        Ok(Tree::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Tree, A::Error> {
        let mut list = Vec::new();
        while list.len() < EXCERPT
            && let Some(Item(item)) = items.next_element()?
        {
            list.push(item);
        }
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Tree::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Tree, A::Error> {
        let mut object = Vec::new();
        while let Some((key, Item(value))) = entries.next_entry::<String, Item>()? {
            if object.len() < EXCERPT {
                object.push((key, value));
            }
        }
        Ok(Tree::Object(object))
    }
}

struct Item(Tree);

impl<'de> serde::Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Tree::decode(from).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(body: &str, hidden: Hidden) -> String {
        format!("{:?}", Excerpt { body: body.as_bytes(), hidden })
    }

    #[test]
    fn of_json_the_structure_is_shown() {
        let body = r#"{"user":"ada","keys":[{"secret":"hush"},7,true,null,1.5,[]]}"#;
        let structure = r#"{"user": string, "keys": [{"secret": string}, number, boolean, null, number, []]}"#;
        assert_eq!(shown(body, Hidden::VALUES), structure);
        let named = r#"{"user": "ada", "keys": [{"secret": string}, 7, true, null, 1.5, []]}"#;
        assert_eq!(shown(body, Hidden::under(&["Secret"])), named);
        assert_eq!(shown(body, Hidden::NOTHING), format!("\"{}\"", body.escape_default()));
        let long = format!("[{}]", vec!["\"hush\""; 1000].join(","));
        assert!(shown(&long, Hidden::VALUES).ends_with("of 7001 bytes"));
        assert!(!shown(&long, Hidden::VALUES).contains("hush"));
    }

    #[test]
    fn of_all_else_the_size_is_shown() {
        for body in ["{\"secret\":\"hush", "hush", "<secret>hush</secret>", "secret=hush", "[\"hush\"]x"] {
            assert_eq!(shown(body, Hidden::VALUES), format!("{} bytes", body.len()));
        }
        for body in ["{\"secret\":\"hush", "<secret>hush</secret>", "SECRET=hush", "{\"\\u0073ecret\":\"hush\""] {
            assert_eq!(shown(body, Hidden::under(&["secret"])), format!("{} bytes", body.len()));
        }
        assert_eq!(shown("bad gateway", Hidden::under(&["secret"])), "\"bad gateway\"");
    }

    #[test]
    fn headers_that_hold_secrets_are_marked() {
        let mut headers = HeaderMap::new();
        for name in ["set-cookie", "authorization", "x-api-key", "x-auth-token", "x-mine", "location", "server"] {
            headers.insert(name, HeaderValue::from_static("/a?hush=1"));
        }
        Hidden::NOTHING.headers(&["X-Mine"]).mark(&mut headers);
        let plain: Vec<&str> =
            headers.iter().filter(|(_, value)| !value.is_sensitive()).map(|(name, _)| name.as_str()).collect();
        assert_eq!(plain, ["server"]);
    }
}

//! JSON Pointer (RFC 6901).
//!
//! Takes pointers as text, as URI fragments or token by token; gives [`Pointer`]s that name one place of a tree. Promises that a pointer's text
//! parses back to the same pointer. Never reports: a caller knows where a wrong pointer stands.

use std::fmt;

use super::{Node, Value};

/// A path from the root of a document to one of its values.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Pointer {
    tokens: Vec<String>,
}

/// Why a text is no JSON Pointer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PointerError {
    /// It is not empty and does not begin with `/` (RFC 6901 §3).
    NoSlash,
    /// A `~` is not followed by `0` or `1` (RFC 6901 §3).
    Escape,
    /// A `%` is not followed by two hexadecimal digits, or the bytes are no UTF-8 (RFC 6901 §6).
    Percent,
}

impl fmt::Display for PointerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoSlash => "a JSON Pointer is empty or begins with `/`",
            Self::Escape => "`~` in a JSON Pointer is written `~0`, and `/` in a key `~1`",
            Self::Percent => "`%` in a URI fragment is followed by two hexadecimal digits, and the bytes are UTF-8",
        })
    }
}

impl std::error::Error for PointerError {}

impl Pointer {
    /// The pointer to the whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// A pointer written as a string: `/paths/~1contacts/get`.
    ///
    /// # Errors
    /// When the text is no JSON Pointer.
    pub fn parse(text: &str) -> Result<Self, PointerError> {
        if text.is_empty() {
            return Ok(Self::root());
        }
        let tokens = text.strip_prefix('/').ok_or(PointerError::NoSlash)?;
        Ok(Self { tokens: tokens.split('/').map(unescape).collect::<Result<_, _>>()? })
    }

    /// A pointer written as a URI fragment, without its `#`: `/paths/~1contacts~1%7Bid%7D`.
    ///
    /// # Errors
    /// When the fragment is no JSON Pointer.
    pub fn from_fragment(fragment: &str) -> Result<Self, PointerError> {
        Self::parse(&percent_decode(fragment)?)
    }

    /// The pointer as a URI fragment, without its `#`.
    pub fn to_fragment(&self) -> String {
        let text = self.to_string();
        let mut fragment = String::with_capacity(text.len());
        for byte in text.bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => fragment.push(char::from(byte)),
                b'-' | b'.' | b'_' | b'~' | b'/' | b'?' | b':' | b'@' | b'!' | b'$' | b'&' | b'\'' => {
                    fragment.push(char::from(byte));
                }
                b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=' => fragment.push(char::from(byte)),
                _ => fragment.push_str(&format!("%{byte:02X}")),
            }
        }
        fragment
    }

    /// The unescaped tokens.
    pub fn tokens(&self) -> &[String] {
        &self.tokens
    }

    /// Goes one step further down.
    pub fn push(&mut self, token: impl Into<String>) {
        self.tokens.push(token.into());
    }

    /// Goes one step back up and gives the step.
    pub fn pop(&mut self) -> Option<String> {
        self.tokens.pop()
    }

    /// The pointer one step further down.
    #[must_use]
    pub fn join(&self, token: impl Into<String>) -> Self {
        let mut longer = self.clone();
        longer.push(token);
        longer
    }

    /// The value it names, if there is one.
    pub fn resolve<'n>(&self, root: &'n Node) -> Option<&'n Node> {
        self.tokens.iter().try_fold(root, |node, token| match &node.value {
            Value::Map(map) => map.get(token),
            Value::List(items) => items.get(list_index(token)?),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        })
    }

    /// The value it names, if there is one, to change.
    pub fn resolve_mut<'n>(&self, root: &'n mut Node) -> Option<&'n mut Node> {
        self.tokens.iter().try_fold(root, |node, token| match &mut node.value {
            Value::Map(map) => map.get_mut(token),
            Value::List(items) => items.get_mut(list_index(token)?),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        })
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tokens.iter().try_for_each(|token| write!(f, "/{}", token.replace('~', "~0").replace('/', "~1")))
    }
}

impl<T: Into<String>> FromIterator<T> for Pointer {
    fn from_iter<I: IntoIterator<Item = T>>(tokens: I) -> Self {
        Self { tokens: tokens.into_iter().map(Into::into).collect() }
    }
}

/// RFC 6901 §4: digits without a leading zero.
fn list_index(token: &str) -> Option<usize> {
    let plain = token == "0" || !token.starts_with('0');
    (plain && token.bytes().all(|byte| byte.is_ascii_digit())).then(|| token.parse().ok())?
}

fn unescape(token: &str) -> Result<String, PointerError> {
    let mut parts = token.split('~');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        if let Some(rest) = part.strip_prefix('0') {
            plain.push('~');
            plain.push_str(rest);
        } else if let Some(rest) = part.strip_prefix('1') {
            plain.push('/');
            plain.push_str(rest);
        } else {
            return Err(PointerError::Escape);
        }
    }
    Ok(plain)
}

pub(crate) fn percent_decode(text: &str) -> Result<String, PointerError> {
    if !text.contains('%') {
        return Ok(text.to_owned());
    }
    let mut decoded = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let mut digit = || bytes.next().and_then(|byte| char::from(byte).to_digit(16)).ok_or(PointerError::Percent);
            let value = digit()? * 16 + digit()?;
            decoded.push(u8::try_from(value).unwrap_or(u8::MAX));
        } else {
            decoded.push(byte);
        }
    }
    String::from_utf8(decoded).map_err(|_| PointerError::Percent)
}

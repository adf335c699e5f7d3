//! Percent-encoding (RFC 3986 §2.1).
//!
//! Takes text as it stands in a URL; gives the text that was meant, or the other way round. Never fails on half an escape:
//! a `%` without two digits stands for itself.

use std::borrow::Cow;

/// The text that was encoded, if it is UTF-8.
pub(super) fn decode(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('%') {
        return Some(Cow::Borrowed(text));
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        if let (b'%', Some((byte, after))) = (first, escape(tail)) {
            bytes.push(byte);
            rest = after;
        } else {
            bytes.push(first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

/// The text that was encoded in a query or form, where `+` is a space too.
pub(super) fn decode_form(text: &str) -> Option<String> {
    if text.contains('+') {
        decode(&text.replace('+', " ")).map(Cow::into_owned)
    } else {
        decode(text).map(Cow::into_owned)
    }
}

fn escape(text: &[u8]) -> Option<(u8, &[u8])> {
    let (digits, rest) = text.split_first_chunk::<2>()?;
    let [high, low] = digits.map(|digit| char::from(digit).to_digit(16));
    let byte = u8::try_from(high? * 16 + low?).ok()?;
    Some((byte, rest))
}

/// A literal of a path template as a client writes it: what may not stand in a path is escaped.
pub(super) fn encode_path(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@%".contains(&byte);
        if plain {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

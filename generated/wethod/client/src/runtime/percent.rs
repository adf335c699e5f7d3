//! Percent-encoding (RFC 3986 §2.1).
//!
//! Takes text; gives it with everything outside a set of characters as `%XX` of its UTF-8 bytes. Never decodes, but knows an
//! encoded dot where it would leave its segment.

/// Which characters stay as they are. Letters, digits and `-._~` always do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Escape {
    /// All others are encoded.
    AllButUnreserved,
    /// `allowReserved` in a query: reserved characters and `%XX` stay, but for those that would end the value or the query.
    QueryReserved,
    /// `allowReserved` in a path: reserved characters and `%XX` stay, but for those that would end the segment or the path.
    PathReserved,
    /// Nothing is encoded: headers, and cookies of style `cookie`.
    Nothing,
}

impl Escape {
    fn keeps(self, byte: u8) -> bool {
        let unreserved = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        unreserved
            || match self {
                Self::AllButUnreserved => false,
                Self::QueryReserved => {
                    matches!(
                        byte,
                        b':' | b'/' | b'?' | b'@' | b'!' | b'$' | b'\'' | b'(' | b')' | b'*' | b',' | b';' | b'='
                    )
                }
                Self::PathReserved => {
                    matches!(
                        byte,
                        b':' | b'@' | b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'='
                    )
                }
                Self::Nothing => true,
            }
    }

    fn keeps_triplets(self) -> bool {
        match self {
            Self::AllButUnreserved => false,
            Self::QueryReserved | Self::PathReserved | Self::Nothing => true,
        }
    }
}

/// A pair of a query, encoded.
pub fn pair(name: &str, value: &str) -> String {
    let mut pair = encoded(name, Escape::AllButUnreserved);
    pair.push('=');
    write(&mut pair, value, Escape::AllButUnreserved);
    pair
}

/// Appends `text` to `out`, encoded.
pub fn write(out: &mut String, text: &str, escape: Escape) {
    if escape == Escape::Nothing {
        out.push_str(text);
        return;
    }
    let bytes = text.as_bytes();
    for (index, &byte) in bytes.iter().enumerate() {
        let triplet = byte == b'%'
            && escape.keeps_triplets()
            && matches!(bytes.get(index + 1..index + 3), Some(digits) if digits.iter().all(u8::is_ascii_hexdigit));
        if triplet || escape.keeps(byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(hex_digit(byte >> 4));
            out.push(hex_digit(byte & 0xf));
        }
    }
}

/// `text`, encoded.
pub fn encoded(text: &str, escape: Escape) -> String {
    let mut out = String::with_capacity(text.len());
    write(&mut out, text, escape);
    out
}

/// Whether a segment of a path is `.` or `..` to who parses it as a URL: `%2e` is a dot (RFC 3986 §6.2.2.2), and in `http` URLs
/// a backslash separates segments as a slash does (WHATWG URL, "path state").
pub fn has_dot_segment(path: &str) -> bool {
    path.split(['/', '\\']).any(|segment| {
        let rest = without_dot(segment);
        rest.is_some_and(|rest| rest.is_empty() || without_dot(rest).is_some_and(str::is_empty))
    })
}

fn without_dot(text: &str) -> Option<&str> {
    let (start, rest) = text.split_at_checked(3).unwrap_or((text, ""));
    if start.eq_ignore_ascii_case("%2e") { Some(rest) } else { text.strip_prefix('.') }
}

fn hex_digit(nibble: u8) -> char {
    char::from(if nibble < 10 { b'0' + nibble } else { b'A' + nibble - 10 })
}

#[cfg(test)]
mod tests {
    use super::has_dot_segment;

    #[test]
    fn dot_segments_are_known_in_every_writing() {
        for path in
            ["/.", "/..", "/a/./b", "/a/../b", "/%2e", "/%2E.", "/.%2e/b", "/%2e%2E", "/a\\..\\b", "..", "/a/%2e/"]
        {
            assert!(has_dot_segment(path), "{path}");
        }
        for path in ["", "/", "/a.b", "/...", "/%2e%2e%2e", "/..;", "/%252e", "/a%2e", "/%2f..%2f", "/%5c..%5c", "/é."]
        {
            assert!(!has_dot_segment(path), "{path}");
        }
    }
}

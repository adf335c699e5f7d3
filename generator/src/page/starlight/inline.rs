//! Markdown of one line as plain text.
//!
//! Takes text as a Markdown writer escaped it; gives what was written. Promises to undo backslash escapes and character
//! references only. Never touches emphasis or links.

/// The text without escapes.
pub fn unescape(markdown: &str) -> String {
    let mut plain = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some(character) = rest.chars().next() {
        let after = rest.get(character.len_utf8()..).unwrap_or("");
        rest = match character {
            '\\' => match after.chars().next().filter(char::is_ascii_punctuation) {
                Some(escaped) => {
                    plain.push(escaped);
                    after.get(1..).unwrap_or("")
                }
                None => {
                    plain.push('\\');
                    after
                }
            },
            '&' => match reference(after) {
                Some((meant, length)) => {
                    plain.push(meant);
                    after.get(length..).unwrap_or("")
                }
                None => {
                    plain.push('&');
                    after
                }
            },
            other => {
                plain.push(other);
                after
            }
        };
    }
    plain
}

/// The character a reference names, and how many bytes follow its `&`.
fn reference(after: &str) -> Option<(char, usize)> {
    let end = after.char_indices().take(10).find(|(_, character)| *character == ';')?.0;
    let name = after.get(..end)?;
    let meant = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "nbsp" => '\u{a0}',
        _ => {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((meant, end + 1))
}

/// What stands between `open` and `close` if nothing else does and neither occurs inside.
pub fn wrapped<'a>(markdown: &'a str, open: &str, close: &str) -> Option<&'a str> {
    let inside = markdown.strip_prefix(open)?.strip_suffix(close)?;
    let mut escaped = false;
    let bare_star = inside.chars().any(|character| {
        let bare = character == '*' && !escaped;
        escaped = character == '\\' && !escaped;
        bare
    });
    (!inside.trim().is_empty() && !bare_star && !escaped).then_some(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_references_are_undone() {
        assert_eq!(unescape(r"first\_name"), "first_name");
        assert_eq!(unescape(r"/^\[a-z]{2,4}$/"), "/^[a-z]{2,4}$/");
        assert_eq!(unescape(r"^\d+$"), r"^\d+$");
        assert_eq!(unescape(r"a\&amp;b &amp; c&#x20;d &nope; &"), "a&amp;b & c d &nope; &");
        assert_eq!(unescape("\\"), "\\");
    }

    #[test]
    fn only_a_whole_line_is_wrapped() {
        assert_eq!(wrapped("**a**", "**", "**"), Some("a"));
        assert_eq!(wrapped(r"**a\*b**", "**", "**"), Some(r"a\*b"));
        assert_eq!(wrapped("**a** and **b**", "**", "**"), None);
        assert_eq!(wrapped("****", "**", "**"), None);
    }
}

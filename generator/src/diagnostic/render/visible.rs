//! Characters that would act on a terminal or mislead a reader.
//!
//! Takes any text; gives one in which control, bidirectional and invisible characters are spelled out. Never changes other text.

use std::borrow::Cow;
use std::fmt::Write;

/// The text with acting and invisible characters as `\u{202e}`; line ends and tabs become blanks.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '\n' | '\t' => shown.push(' '),
            // Writing to a string cannot fail.
            hidden if is_hidden(hidden) => _ = write!(shown, "\\u{{{:x}}}", hidden as u32),
            plain => shown.push(plain),
        }
    }
    Cow::Owned(shown)
}

/// The text with stand-ins of the same number of bytes for acting and invisible characters beyond ASCII, so that spans
/// keep their place. The renderer shows those of ASCII itself.
pub(super) fn same_length(text: &str) -> Cow<'_, str> {
    let beyond_ascii = |character: char| !character.is_ascii() && is_hidden(character);
    if !text.contains(beyond_ascii) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character.len_utf8() {
            _ if !beyond_ascii(character) => shown.push(character),
            2 => shown.push('¿'),
            3 => shown.push(char::REPLACEMENT_CHARACTER),
            _ => shown.push_str("\u{fffd} "),
        }
    }
    Cow::Owned(shown)
}

/// Whether a character acts on a terminal, changes the direction of text, or cannot be seen.
pub(super) fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(character, '\u{e0000}'..='\u{e007f}')
}

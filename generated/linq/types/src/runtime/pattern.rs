//! Patterns of JSON Schema (ECMA-262) by the `regex` crate, each compiled once.
//!
//! What that crate cannot express (look-around, back references) is taken to match: a check that cannot be made
//! must not refuse a request.

use regex::{Regex, RegexBuilder};
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

/// A pattern that would compile to more than this is not checked.
const SIZE_LIMIT: usize = 1 << 20;

static COMPILED: RwLock<Option<HashMap<&'static str, Option<Regex>>>> = RwLock::new(None);

/// Whether the pattern matches somewhere in the text.
pub(super) fn is_match(pattern: &'static str, text: &str) -> bool {
    let known = COMPILED.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(compiled) = known.as_ref().and_then(|known| known.get(pattern)) {
        return compiled.as_ref().is_none_or(|regex| regex.is_match(text));
    }
    drop(known);
    let compiled = RegexBuilder::new(&translate(pattern)).size_limit(SIZE_LIMIT).build().ok();
    let matches = compiled.as_ref().is_none_or(|regex| regex.is_match(text));
    COMPILED.write().unwrap_or_else(PoisonError::into_inner).get_or_insert_default().insert(pattern, compiled);
    matches
}

/// Writes in the crate's syntax what ECMA-262 writes otherwise: `\d` and `\w` are ASCII, `/` and `-` may be escaped.
fn translate(pattern: &str) -> String {
    let mut translated = String::with_capacity(pattern.len());
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            translated.push(character);
            continue;
        }
        match characters.next() {
            Some('d') => translated.push_str("[0-9]"),
            Some('D') => translated.push_str("[^0-9]"),
            Some('w') => translated.push_str("[0-9A-Za-z_]"),
            Some('W') => translated.push_str("[^0-9A-Za-z_]"),
            Some('/') => translated.push('/'),
            Some(escaped) => translated.extend(['\\', escaped]),
            None => translated.push('\\'),
        }
    }
    translated
}

#[cfg(test)]
mod tests {
    use super::is_match;

    #[test]
    fn digits_and_words_are_ascii() {
        assert!(is_match(r"^\d{3}-[\d]$", "123-4"));
        assert!(!is_match(r"^\d$", "٣"));
        assert!(is_match(r"^https?:\/\/", "https://example.com"));
        assert!(!is_match(r"^[^\w]+$", "a"));
    }

    #[test]
    fn what_cannot_be_checked_matches() {
        assert!(is_match(r"^(?!a)b", "anything"));
    }
}

//! Patterns of JSON Schema (ECMA-262) by the `regex` crate, each compiled once.
//!
//! What that crate cannot express (look-around, back references) is taken to match: a check that cannot be made
//! must not refuse a request.

mod ecma;

use regex::{Regex, RegexBuilder};
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

/// A pattern that would compile to more than this is not checked.
const SIZE_LIMIT: usize = 1 << 20;

static COMPILED: RwLock<Option<HashMap<&'static str, Option<Regex>>>> = RwLock::new(None);

/// Whether the pattern matches somewhere in the text.
#[inline]
pub(super) fn is_match(pattern: &'static str, text: &str) -> bool {
    let known = COMPILED.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(compiled) = known.as_ref().and_then(|known| known.get(pattern)) {
        return compiled.as_ref().is_none_or(|regex| regex.is_match(text));
    }
    drop(known);
    let translated = ecma::translate(pattern).ok();
    let compiled = translated.and_then(|regex| RegexBuilder::new(&regex).size_limit(SIZE_LIMIT).build().ok());
    let matches = compiled.as_ref().is_none_or(|regex| regex.is_match(text));
    COMPILED.write().unwrap_or_else(PoisonError::into_inner).get_or_insert_default().insert(pattern, compiled);
    matches
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
        for pattern in [r"^(?!a)b", r"(?<=a)b", r"(a)\1", r"(?<x>a)\k<x>", r"a\Z", r"\uD83D", "(?>a)b"] {
            assert!(super::ecma::translate(pattern).is_err(), "{pattern}");
            assert!(is_match(pattern, "anything"));
        }
    }

    #[test]
    fn other_dialects_of_regular_expressions_mean_the_same_here() {
        for (pattern, matching, other) in [
            (r"^\s$", "\u{FEFF}", "\u{85}"),
            (r"^[^\S]$", "\u{A0}", "x"),
            (r"^.$", "x", "\u{2028}"),
            (r"^\cA$", "\u{1}", "A"),
            (r"^\x41\u0042\u{43}$", "ABC", "abc"),
            (r"^\uD83D\uDE00$", "😀", "x"),
            (r"^[\b]$", "\u{8}", "b"),
            (r"^[[a]$", "[", "b"),
            (r"^[a&&b]+$", "a&b", "c"),
            (r"^[--/]$", ".", "+"),
            (r"^[+--]$", ",", "."),
            (r"^{a}$", "{a}", "a"),
            (r"^a{,2}$", "a{,2}", "aa"),
            (r"^a{2,}$", "aaa", "a"),
            (r"^[^]$", "\n", ""),
            (r"^\/\-\_\@\<$", "/-_@<", "/"),
            (r"^\p{Lu}$", "É", "é"),
            (r"^\0$", "\0", "0"),
            (r"\Aab\z", "ab", "cab"),
            (r"^(?<year>\d{4})$", "2024", "24"),
        ] {
            assert!(super::ecma::translate(pattern).is_ok(), "{pattern}");
            assert!(is_match(pattern, matching), "{pattern} should match {matching:?}");
            assert!(!is_match(pattern, other), "{pattern} should not match {other:?}");
        }
        assert!(!is_match("a[]b", "ab"));
    }
}

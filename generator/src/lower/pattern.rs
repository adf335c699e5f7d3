//! Whether generated code can check a pattern.
//!
//! Takes patterns; answers by the very translation that the runtime of generated crates has. Compiles each pattern it is asked
//! about, so ask once.

use regex::RegexBuilder;

#[path = "../../templates/types/src/runtime/pattern/ecma.rs"]
mod ecma;

/// A pattern that would compile to more than this is not checked there.
const SIZE_LIMIT: usize = 1 << 20;

/// Whether the pattern has the same meaning for the crate that checks it.
pub fn is_checkable(pattern: &str) -> bool {
    why_not(pattern).is_none()
}

/// Whether a text matches; `None` where the pattern cannot be checked.
pub fn matches(pattern: &str, text: &str) -> Option<bool> {
    let translated = ecma::translate(pattern).ok()?;
    let regex = RegexBuilder::new(&translated).size_limit(SIZE_LIMIT).build().ok()?;
    Some(regex.is_match(text))
}

/// Why a pattern cannot be checked.
pub fn why_not(pattern: &str) -> Option<String> {
    let translated = match ecma::translate(pattern) {
        Ok(translated) => translated,
        Err(reason) => return Some(reason.to_owned()),
    };
    match RegexBuilder::new(&translated).size_limit(SIZE_LIMIT).build() {
        Ok(_) => None,
        Err(regex::Error::CompiledTooBig(_)) => Some("it is too large".to_owned()),
        Err(_) => Some("it is no regular expression".to_owned()),
    }
}

/// The pattern in the syntax of the crate that checks it; `None` where it cannot be checked.
pub fn translated(pattern: &str) -> Option<String> {
    ecma::translate(pattern).ok()
}

/// A pattern that texts can be held against.
#[derive(Debug, Clone)]
pub struct Matcher(regex::Regex);

impl Matcher {
    /// Of a pattern; `None` where it cannot be checked.
    pub fn new(pattern: &str) -> Option<Self> {
        RegexBuilder::new(&translated(pattern)?).size_limit(SIZE_LIMIT).build().ok().map(Self)
    }

    /// Whether the pattern occurs in the text.
    pub fn is_match(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

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

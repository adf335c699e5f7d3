//! What in the path of a request is a value.
//!
//! Takes the text of a segment; says whether it looks like an id. Promises that a word is none.

/// Whether a text looks like an id: digits, a UUID, a hash, or a mix of letters and digits that is no word.
pub fn is_id(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let token =
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if !token || digits == 0 {
        return false;
    }
    if digits == text.len() {
        return true;
    }
    let version = text
        .strip_prefix(['v', 'V'])
        .is_some_and(|rest| rest.len() < 4 && rest.bytes().all(|byte| byte.is_ascii_digit()));
    if version {
        return false;
    }
    let hex = text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-') && text.len() >= 16;
    // Prefixed ids: `cus_9s6XKzkNRiz8i3`, `cont_1`.
    let tail = text.rsplit(['_', '-']).next().unwrap_or(text);
    let prefixed = text.contains('_') && tail.bytes().any(|byte| byte.is_ascii_digit()) && tail.len() >= 6;
    let mixed = text.len() >= 12 && digits >= 3;
    hex || prefixed || mixed
}

#[cfg(test)]
mod tests {
    use super::is_id;

    #[test]
    fn ids_are_told_from_words() {
        for text in ["42", "0f8fad5b-d9cb-469f-a165-70867728950e", "507f1f77bcf86cd799439011", "cus_9s6XKzkNRiz8i3"] {
            assert!(is_id(text), "{text}");
        }
        for text in ["v1", "contacts", "oauth2", "me", "2fa-codes", ""] {
            assert!(!is_id(text), "{text}");
        }
    }
}

//! What a message says of a value without showing it.
//!
//! Takes the message of a fault; gives it with `…` in place of the values that `serde` and this crate quote. Promises that nothing of a
//! quoted value is left. Never changes what was expected.

/// The words after which `serde` quotes a value that is no string.
const KINDS: [&str; 4] = ["boolean `", "integer `", "floating point `", "character `"];

/// Hides the value of a fault that says that a value is of another kind than the documented one: it may belong elsewhere, and
/// be a secret there.
#[cold]
pub fn of_another_kind(message: String) -> String {
    if message.starts_with("invalid type: ") { without_quotes(&message) } else { message }
}

/// Hides every value: of what fits none of several types, one of which may be secret.
#[cold]
pub(super) fn all(message: &str) -> String {
    let mut out = String::new();
    let mut rest = without_quotes(message);
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let after = rest.split_off(start);
        let length =
            after.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '_'))).unwrap_or(after.len());
        let (number, after) = after.split_at_checked(length).unwrap_or((&after, ""));
        let is_name = rest.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        out.push_str(rest.strip_suffix('-').filter(|_| !is_name).unwrap_or(&rest));
        out.push_str(if is_name { number } else { "…" });
        rest = after.to_owned();
    }
    out.push_str(&rest);
    out
}

fn without_quotes(message: &str) -> String {
    let mut out = String::new();
    let mut rest = message.chars();
    while let Some(c) = rest.next() {
        if c == '"' {
            let mut escaped = false;
            // A quote that does not end hides what follows.
            let _ = rest.find(|c| {
                let ends = *c == '"' && !escaped;
                escaped = *c == '\\' && !escaped;
                ends
            });
            out.push('…');
            continue;
        }
        out.push(c);
        if c == '`' && KINDS.iter().any(|kind| out.ends_with(kind)) {
            let _ = rest.find(|c| *c == '`');
            out.push_str("…`");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{all, of_another_kind};

    #[test]
    fn values_are_hidden_and_kinds_are_not() {
        for (message, hidden) in [
            (
                r#"invalid type: string "a \" b", expected i64 at line 1"#,
                "invalid type: string …, expected i64 at line 1",
            ),
            ("invalid type: integer `5`, expected a string", "invalid type: integer `…`, expected a string"),
            ("invalid type: floating point `1.5`, expected `x`", "invalid type: floating point `…`, expected `x`"),
            (r#"invalid value: string "x", expected a date"#, r#"invalid value: string "x", expected a date"#),
        ] {
            assert_eq!(of_another_kind(message.to_owned()), hidden);
        }
        for (message, hidden) in [
            (r#""red" is no Color: it is one of `blue`, `green`"#, "… is no Color: it is one of `blue`, `green`"),
            (r#"String("red") is no Color"#, "String(…) is no Color"),
            ("-5 is no Code: it is one of `1`", "… is no Code: it is one of `…`"),
            ("the number 1.5e7 does not fit `i64`", "the number … does not fit `i64`"),
            (r#"invalid value: string "2024", expected u8 or v2_1"#, "invalid value: string …, expected u8 or v2_1"),
            (r#"open "quote"#, "open …"),
        ] {
            assert_eq!(all(message), hidden);
        }
    }
}

//! What a message says of a value without showing it.
//!
//! Takes the message of a fault; gives it with `…` in place of the value that `serde` quotes. This crate's own faults quote none.
//! Promises that nothing of a quoted value is left. Never changes what was expected.

/// The words after which `serde` quotes a value that is no string.
const KINDS: [&str; 4] = ["boolean `", "integer `", "floating point `", "character `"];

/// Hides the value that `serde` quotes where one is of another kind or form than the documented one: it may belong elsewhere, and be a
/// secret there.
#[cold]
pub fn quoted(message: String) -> String {
    let quotes = message.starts_with("invalid type: ") || message.starts_with("invalid value: ");
    if quotes { without_quotes(&message) } else { message }
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
    use super::quoted;

    #[test]
    fn values_are_hidden_and_kinds_are_not() {
        for (message, hidden) in [
            (
                r#"invalid type: string "a \" b", expected i64 at line 1"#,
                "invalid type: string …, expected i64 at line 1",
            ),
            ("invalid type: integer `5`, expected a string", "invalid type: integer `…`, expected a string"),
            ("invalid type: floating point `1.5`, expected `x`", "invalid type: floating point `…`, expected `x`"),
            (r#"invalid value: string "2024", expected a date"#, "invalid value: string …, expected a date"),
            ("invalid value: integer `300`, expected u8", "invalid value: integer `…`, expected u8"),
            (r#"invalid value: string "open"#, "invalid value: string …"),
            (r#"unknown key "b": the keys are `a`"#, r#"unknown key "b": the keys are `a`"#),
        ] {
            assert_eq!(quoted(message.to_owned()), hidden);
        }
    }
}

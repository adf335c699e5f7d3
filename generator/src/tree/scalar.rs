//! Plain scalars by the core schema of YAML 1.2.
//!
//! Takes the text of an untagged plain scalar, or of a tagged one; gives its [`Value`]. Promises that `NO`, `on` and `2024-06-15` are strings
//! and that numbers come out in JSON's grammar, otherwise as written. Never loses a digit.

use super::{Number, Value};

/// What a plain scalar is.
pub(super) enum Scalar {
    /// A value of JSON.
    Json(Value),
    /// A number that JSON cannot hold: infinity, NaN, or a hexadecimal or octal one of more than 128 bits.
    NotJson,
}

/// YAML 1.2.2 §10.3.2, tag resolution of the core schema.
pub(super) fn resolve(text: &str) -> Scalar {
    Scalar::Json(match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => return number(text).unwrap_or_else(|| Scalar::Json(Value::String(text.into()))),
    })
}

/// The number that a text is, in JSON's grammar.
pub(super) fn number(text: &str) -> Option<Scalar> {
    if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) {
        return None;
    }
    if let Some(value) = radix(text) {
        return Some(value.map_or(Scalar::NotJson, |value| json(value.to_string())));
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Some(Scalar::NotJson);
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let exponent_digits = exponent.map(|exponent| exponent.strip_prefix(['+', '-']).unwrap_or(exponent));
    let sound = digits(whole)
        && fraction.is_none_or(digits)
        && !(whole.is_empty() && fraction.is_none_or(str::is_empty))
        && exponent_digits.is_none_or(|exponent| !exponent.is_empty() && digits(exponent));
    if !sound {
        return None;
    }
    let stripped = whole.trim_start_matches('0');
    let plain = (whole == "0" || (!whole.is_empty() && stripped.len() == whole.len()))
        && fraction != Some("")
        && !text.starts_with('+');
    if plain {
        return Some(json(text.to_owned()));
    }
    let mut out = String::with_capacity(text.len() + 2);
    out.push_str(if text.starts_with('-') { "-" } else { "" });
    out.push_str(if stripped.is_empty() { "0" } else { stripped });
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(if fraction.is_empty() { "0" } else { fraction });
    }
    if let Some(exponent) = exponent {
        out.push('e');
        out.push_str(exponent);
    }
    Some(json(out))
}

/// `0o17`, `0x1F`; the inner `None` is a number of more than 128 bits.
fn radix(text: &str) -> Option<Option<u128>> {
    let (digits, radix) = match (text.strip_prefix("0o"), text.strip_prefix("0x")) {
        (Some(digits), _) => (digits, 8),
        (None, Some(digits)) => (digits, 16),
        (None, None) => return None,
    };
    let sound = !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(radix));
    sound.then(|| u128::from_str_radix(digits, radix).ok())
}

fn json(text: String) -> Scalar {
    Scalar::Json(Value::Number(Number::new(text)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found = match resolve(text) {
            Scalar::Json(Value::Null) => "null".to_owned(),
            Scalar::Json(Value::Bool(value)) => value.to_string(),
            Scalar::Json(Value::Number(number)) => number.text().to_owned(),
            Scalar::Json(Value::String(text)) => format!("{text:?}"),
            Scalar::Json(Value::List(_) | Value::Map(_)) => panic!("a scalar is no collection"),
            Scalar::NotJson => "not JSON".to_owned(),
        };
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn core_schema_table() {
        for text in ["", "~", "null", "Null", "NULL"] {
            check(text, "null");
        }
        for text in ["true", "True", "TRUE"] {
            check(text, "true");
        }
        for text in
            ["NO", "no", "on", "y", "tRUE", "nULL", "2024-06-15", "1_000", "0b11", "0x", "0o8", "1e", ".", "+", "-"]
        {
            check(text, &format!("{text:?}"));
        }
        for text in ["-0x1F", "1.2.3", "1e5.0", "+.", "e3", "..5", "infinity", "٣", "1:30"] {
            check(text, &format!("{text:?}"));
        }
        for text in [".inf", "-.Inf", "+.INF", ".nan", ".NaN"] {
            check(text, "not JSON");
        }
        check("-.nan", "\"-.nan\"");
    }

    #[test]
    fn numbers_come_out_in_the_grammar_of_json() {
        for same in ["0", "-0", "12", "1.0", "1e3", "1.5E-7", "-9223372036854776000", "0.10"] {
            check(same, same);
        }
        for (text, expected) in [
            ("012", "12"),
            ("-007", "-7"),
            ("00", "0"),
            ("+1", "1"),
            (".5", "0.5"),
            ("-.5", "-0.5"),
            ("5.", "5.0"),
            ("5.e3", "5.0e3"),
            ("0o14", "12"),
            ("0x1F", "31"),
            ("0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", "340282366920938463463374607431768211455"),
        ] {
            check(text, expected);
        }
        check("0x100000000000000000000000000000000", "not JSON");
    }
}

//! Values that the page prints as text: allowed values, defaults, constants.
//!
//! Takes the text and the type printed with it; gives values of JSON, where the text can mean one value only. Promises to
//! give nothing where it can mean several: values are separated by spaces, and may hold spaces. Never guesses a type.

use crate::node::{Node, Value};
use crate::source::{Provenance, Span};

use super::types::Name;
use crate::page::nodes;

/// One value of a type.
pub fn typed(text: &str, names: &[Name], span: Span, provenance: Provenance) -> Option<Node> {
    let value = match names {
        [Name::String] => Value::String(text.into()),
        [Name::Integer | Name::Number] => Value::Number(nodes::number(text)?),
        [Name::Boolean] => Value::Bool(text.parse().ok()?),
        // Without a type only what cannot be read as another literal is a string.
        [] if nodes::number(text).is_none() && !matches!(text, "true" | "false" | "null") => Value::String(text.into()),
        _ => return None,
    };
    Some(Node::new(span, provenance, value))
}

/// What a page shows beside a list of allowed values.
#[derive(Debug, Clone, Default)]
pub struct Beside {
    /// Its default and the values of its examples, as the list would print them.
    pub shown: Vec<String>,
    /// Whether `null` is allowed, which a list prints as nothing.
    pub nullable: bool,
}

/// The allowed values of a type, where the page proves that the spaces stand between them and not inside them.
pub fn separated(text: &str, names: &[Name], beside: &Beside, span: Span) -> Option<Vec<Node>> {
    let words: Vec<&str> = text.split(' ').collect();
    if !proven(&words, names, beside) {
        return None;
    }
    let provenance = if words.len() == 1 { Provenance::Page } else { Provenance::Inferred };
    let values = words.into_iter().map(|word| {
        let word = if word == "\"\"" { "" } else { word };
        typed(word, names, span, provenance)
    });
    values.collect()
}

/// Whether each word is a value for certain: what is shown must be among them, and then their spelling proves it, or what is shown does.
fn proven(words: &[&str], names: &[Name], beside: &Beside) -> bool {
    let is_shown = |word: &str| beside.shown.iter().any(|value| value == word);
    if !beside.shown.iter().all(|value| value.is_empty() || words.contains(&value.as_str())) {
        return false;
    }
    if let [_] = words {
        return true;
    }
    if !separable(words) {
        return false;
    }
    let literal = matches!(names, [Name::Integer | Name::Number | Name::Boolean]);
    // A single value is announced in the singular.
    let pair = words.len() == 2 && !beside.nullable;
    let apart = words.windows(2).all(|pair| pair.iter().any(|word| is_shown(word)));
    literal || pair || apart || beside.shown.iter().any(|value| !value.is_empty()) || is_code(words)
}

/// Whether the author joins words where a value has several, and so writes no spaces in them.
fn is_code(words: &[&str]) -> bool {
    words.iter().any(|word| joins_words(word) || word.contains(['/', ':', '@', '+']))
}

/// Words that stand inside of values rather than for one.
const CONNECTIVES: [&str; 26] = [
    "not", "or", "and", "for", "to", "of", "in", "on", "with", "too", "the", "only", "off", "no", "by", "per", "a",
    "an", "at", "from", "is", "are", "as", "won't", "isn't", "&",
];

/// Whether each word is a value by all signs. Of 3,800 enumerations in published documents 49 have spaces in values; these
/// rules find 46 of them and wrongly doubt one enumeration in fifty.
fn separable(words: &[&str]) -> bool {
    if let [_] = words {
        return true;
    }
    let mut sorted = words.to_vec();
    sorted.sort_unstable();
    let repeated = sorted.windows(2).any(|pair| matches!(pair, [a, b] if a == b));
    let quoted = words
        .iter()
        .any(|word| *word != "\"\"" && word.contains(['\'', '"', '“', '”', '‘', '’', ';']) || word.ends_with(','));
    if repeated || quoted || words.contains(&"") {
        return false;
    }
    let short = words.iter().all(|word| word.len() <= 4);
    let connected =
        words.len() > 2 && !short && words.iter().any(|word| CONNECTIVES.contains(&word.to_lowercase().as_str()));
    let joined = words.iter().any(|word| joins_words(word));
    let capitalised = words.windows(2).any(|pair| pair.iter().all(|word| is_capitalised(word)));
    let digits = words.iter().any(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
    let letters = words.iter().any(|word| word.bytes().all(|byte| byte.is_ascii_alphabetic()));
    !(connected || (capitalised && !joined) || (digits && letters && words.len() > 2))
}

fn is_capitalised(word: &str) -> bool {
    let mut characters = word.chars();
    characters.next().is_some_and(char::is_uppercase) && word.len() > 1 && characters.all(char::is_lowercase)
}

/// Whether a word is several words put together, so that the author does not write spaces.
fn joins_words(word: &str) -> bool {
    let humps = word.chars().zip(word.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase());
    humps || word.contains(['_', '-', '.'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> bool {
        separable(&text.split(' ').collect::<Vec<_>>())
    }

    #[test]
    fn capitals_do_not_prove_where_values_end() {
        let words = ["FRAUD", "CUSTOMER", "REQUEST", "RETURN"];
        assert!(!proven(&words, &[Name::String], &Beside::default()));
        assert!(proven(&words, &[Name::String], &Beside { shown: vec!["CUSTOMER".into()], nullable: false }));
    }

    #[test]
    fn doubtful_values_are_not_separated() {
        for text in [
            "100 200 FOO 300 FOO_BAR",
            "Not Applicable Not Registered Failed",
            "processed not delivered delivered",
            "Check Direct Deposit",
            "false positive won't fix used in tests",
            "editor viewer previewer uploader previewer uploader",
        ] {
            assert!(!split(text), "{text}");
        }
        for text in ["asc desc", "on off", "A B C", "BLOCKED_CONTACT no_answer", "1 2 3", "application/json text/plain"]
        {
            assert!(split(text), "{text}");
        }
    }
}

//! One item of a list that describes a field: `` - `name` (type, required) — text ``.
//!
//! Takes a line; gives its parts. Promises that a line which is none of the known kinds is none. Never looks at other lines.

use std::ops::Range;

use super::kind;

/// What an item says, and how far its line is indented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// How far the line is indented.
    pub indent: usize,
    /// What it says.
    pub says: Says,
}

/// The kinds of items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Says {
    /// `` `name` (type, required) — text ``
    Field {
        /// Where the name stands.
        name: Range<usize>,
        /// Where the words in parentheses stand, if any do.
        words: Option<Range<usize>>,
        /// Where the text stands, if there is one.
        text: Option<Range<usize>>,
    },
    /// `` Allowed values: `a`, `b` ``
    Values(Vec<Range<usize>>),
    /// `` `type`: `cat` (Cat) ``, an alternative by the value of a property.
    Tagged {
        /// The property.
        property: Range<usize>,
        /// Its value.
        value: Range<usize>,
        /// The name of the alternative.
        title: Option<Range<usize>>,
    },
    /// `Cat`, an alternative by its name alone.
    Named(Range<usize>),
    /// `` `list of string` ``, the type of a whole body.
    Whole(Range<usize>),
}

/// Reads a line that begins at `start`.
pub(super) fn read(line: &str, start: usize) -> Option<Item> {
    let rest = line.trim_start();
    let indent = line.len() - rest.len();
    let body = ["- ", "* ", "+ "].iter().find_map(|mark| rest.strip_prefix(mark))?.trim();
    let at = |part: &str| {
        let begin = start + (part.as_ptr() as usize).saturating_sub(line.as_ptr() as usize);
        begin..begin + part.len()
    };
    let says = match body.strip_prefix('`') {
        Some(code) => {
            let (name, rest) = code.split_once('`')?;
            coded(name, rest.trim_start(), &at)?
        }
        None => match body.strip_prefix("Allowed values:") {
            Some(values) => Says::Values(spans(values).map(at).collect()),
            None => {
                let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
                let named = body.chars().all(is_name) && body.starts_with(char::is_alphabetic);
                named.then(|| Says::Named(at(body)))?
            }
        },
    };
    Some(Item { indent, says })
}

/// What begins with `code`.
fn coded(name: &str, rest: &str, at: &impl Fn(&str) -> Range<usize>) -> Option<Says> {
    if let Some(value) = rest.strip_prefix(':').and_then(|rest| rest.trim_start().strip_prefix('`')) {
        let (value, title) = value.split_once('`')?;
        let title = title.trim().strip_prefix('(').and_then(|title| title.strip_suffix(')'));
        return (!name.is_empty()).then(|| Says::Tagged { property: at(name), value: at(value), title: title.map(at) });
    }
    // No name has parts of a type in it; where nothing follows, a word may be a type.
    if rest.is_empty() && kind::is_type(name) {
        return Some(Says::Whole(at(name)));
    }
    if name.is_empty() || name.contains(char::is_whitespace) {
        return None;
    }
    let (words, rest) = match rest.strip_prefix('(') {
        Some(inside) => {
            let end = close(inside)?;
            (Some(at(inside.get(..end)?)), inside.get(end + 1..)?)
        }
        None => (None, rest),
    };
    let text = rest.trim_start().trim_start_matches(['—', '–', '-', ':']).trim();
    Some(Says::Field { name: at(name), words, text: (!text.is_empty()).then(|| at(text)) })
}

/// The contents of code spans.
pub(super) fn spans(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// Where a parenthesis closes that is open.
fn close(text: &str) -> Option<usize> {
    let (mut depth, mut quote) = (0_usize, None);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) if open == c => quote = None,
            (Some(_), _) => {}
            (None, '`' | '"') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') if depth == 0 => return Some(at),
            (None, ')') => depth -= 1,
            (None, _) => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(line: &str) -> Option<Says> {
        read(line, 0).map(|item| item.says)
    }

    #[test]
    fn items_are_taken_apart() {
        let line = "  - `id` (string, required) — The id (of it)";
        let text = |range: &Range<usize>| line.get(range.clone()).unwrap_or("").to_owned();
        assert_eq!(read(line, 0).map(|item| item.indent), Some(2));
        let Some(Says::Field { name, words, text: said }) = says(line) else { panic!("a field") };
        assert_eq!((text(&name), words.map(|range| text(&range))), ("id".into(), Some("string, required".into())));
        assert_eq!(said.map(|range| text(&range)), Some("The id (of it)".into()));
        assert_eq!(says("- text `id` (string)"), None);
        assert_eq!(says("- `a b` (string)"), None);
        assert_eq!(says("- Two words"), None);
    }

    #[test]
    fn alternatives_values_and_whole_types_are_no_fields() {
        assert!(matches!(says("- `type`: `cat` (Cat)"), Some(Says::Tagged { title: Some(_), .. })));
        assert!(matches!(says("- `type`: `cat`"), Some(Says::Tagged { title: None, .. })));
        assert!(matches!(says("  - Cat"), Some(Says::Named(_))));
        assert!(matches!(says("- `list of string`"), Some(Says::Whole(_))));
        assert!(matches!(says("- `limit`"), Some(Says::Field { words: None, .. })));
        let Some(Says::Values(values)) = says("  - Allowed values: `a`, `b, c`") else { panic!("values") };
        assert_eq!(values, [21..22, 26..30]);
    }
}

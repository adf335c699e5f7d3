//! One item of a list that describes a field: `` - `name` (type, required) — text ``.
//!
//! Takes a line; gives its parts. Promises that words in parentheses which are no type and no flag make no claim. Never looks at other lines.

use std::ops::Range;

/// What a line says of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// How far the line is indented.
    pub indent: usize,
    /// Where the name stands.
    pub name: Range<usize>,
    /// Where the words in parentheses stand, if any do.
    pub words: Option<Range<usize>>,
    /// Where the text stands, if there is one.
    pub text: Option<Range<usize>>,
}

/// Reads a line that begins at `start`.
pub(super) fn read(line: &str, start: usize) -> Option<Item> {
    let rest = line.trim_start();
    let indent = line.len() - rest.len();
    let body = ["- ", "* ", "+ "].iter().find_map(|mark| rest.strip_prefix(mark))?.trim_start();
    let at = |part: &str| start + (part.as_ptr() as usize).saturating_sub(line.as_ptr() as usize);
    let (name, mut rest) = body.strip_prefix('`')?.split_once('`')?;
    if name.is_empty() || name.contains(char::is_whitespace) {
        return None;
    }
    let name = at(name)..at(name) + name.len();
    let mut words = None;
    let after = rest.trim_start();
    if let Some(inside) = after.strip_prefix('(') {
        let end = close(inside)?;
        let inner = inside.get(..end)?;
        words = Some(at(inner)..at(inner) + inner.len());
        rest = inside.get(end + 1..)?;
    }
    let text = rest.trim_start().trim_start_matches(['—', '–', '-', ':']).trim();
    let text = (!text.is_empty()).then(|| at(text)..at(text) + text.len());
    Some(Item { indent, name, words, text })
}

/// Where a parenthesis closes that is open.
fn close(text: &str) -> Option<usize> {
    let (mut depth, mut code) = (0_usize, false);
    for (at, c) in text.char_indices() {
        match c {
            '`' => code = !code,
            '(' if !code => depth += 1,
            ')' if !code && depth == 0 => return Some(at),
            ')' if !code => depth -= 1,
            _ => {}
        }
    }
    None
}

/// What the words in parentheses say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// The type.
    pub ty: Option<Type>,
    /// `required`
    pub required: bool,
    /// `nullable`
    pub nullable: bool,
    /// `deprecated`
    pub deprecated: bool,
    /// `default: x`
    pub default: Option<String>,
    /// Allowed values.
    pub values: Vec<String>,
}

/// A type in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Type {
    /// One of JSON Schema's, with a format.
    Named(&'static str, Option<&'static str>),
    /// A list.
    List(Option<Box<Type>>),
    /// A map from names.
    Map(Option<Box<Type>>),
    /// Any value.
    Any,
}

/// Reads the words in parentheses.
pub(super) fn words(text: &str) -> Words {
    let mut words = Words::default();
    for part in split(text) {
        match part.to_ascii_lowercase().as_str() {
            "required" => words.required = true,
            "nullable" => words.nullable = true,
            "deprecated" => words.deprecated = true,
            "optional" | "" => {}
            _ => {
                let (key, value) =
                    part.split_once([':', '=']).map_or((part, ""), |(key, value)| (key.trim(), value.trim()));
                let code = |text: &str| text.trim().trim_matches(['`', '"', '\'']).to_owned();
                match key.to_ascii_lowercase().as_str() {
                    "default" | "defaults to" => words.default = Some(code(value)),
                    _ if part.starts_with('`') && part.contains('|') => {
                        words.values.extend(part.split('|').map(code));
                    }
                    _ if words.ty.is_none() => {
                        let (ty, null) = ty(part);
                        words.ty = ty;
                        words.nullable |= null;
                    }
                    _ => {}
                }
            }
        }
    }
    words
}

/// The parts between commas outside of code.
fn split(text: &str) -> Vec<&str> {
    let (mut parts, mut start, mut code) = (Vec::new(), 0, false);
    for (at, c) in text.char_indices() {
        match c {
            '`' => code = !code,
            ',' if !code => {
                parts.extend(text.get(start..at).map(str::trim));
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.extend(text.get(start..).map(str::trim));
    parts
}

/// The type that words name, and whether `null` is one of the alternatives.
pub(super) fn ty(text: &str) -> (Option<Type>, bool) {
    let parts: Vec<&str> = text.split(['|']).flat_map(|part| part.split(" or ")).map(str::trim).collect();
    let null = parts.len() > 1 && parts.contains(&"null");
    let others: Vec<&str> = parts.into_iter().filter(|part| !(null && *part == "null")).collect();
    match others.as_slice() {
        [one] => (single(one, 0), null),
        _ => (None, null),
    }
}

fn single(text: &str, depth: usize) -> Option<Type> {
    if depth > 8 {
        return None;
    }
    let text = text.trim().trim_matches('`');
    let lower = text.to_ascii_lowercase();
    let inner = |inside: &str| single(inside, depth + 1).map(Box::new);
    if let Some(items) = lower.strip_suffix("[]") {
        return Some(Type::List(inner(items)));
    }
    for word in ["list of ", "array of ", "lists of ", "arrays of "] {
        if let Some(items) = lower.strip_prefix(word) {
            return Some(Type::List(inner(items.trim_end_matches('s')).or_else(|| inner(items))));
        }
    }
    for word in ["list<", "array<"] {
        if let Some(items) = lower.strip_prefix(word).and_then(|rest| rest.strip_suffix('>')) {
            return Some(Type::List(inner(items)));
        }
    }
    if let Some(values) = lower.strip_prefix("map from strings to ").or_else(|| lower.strip_prefix("map of ")) {
        return Some(Type::Map(inner(values.trim_end_matches('s')).or_else(|| inner(values))));
    }
    Some(match lower.as_str() {
        "string" => Type::Named("string", None),
        "integer" | "int" => Type::Named("integer", None),
        "long" => Type::Named("integer", Some("int64")),
        "number" | "double" | "float" => Type::Named("number", None),
        "boolean" | "bool" => Type::Named("boolean", None),
        "object" => Type::Named("object", None),
        "datetime" | "date-time" => Type::Named("string", Some("date-time")),
        "date" => Type::Named("string", Some("date")),
        "uuid" => Type::Named("string", Some("uuid")),
        "base64" => Type::Named("string", Some("byte")),
        "file" => Type::Named("string", Some("binary")),
        "list" | "array" => Type::List(None),
        "map" => Type::Map(None),
        "any" | "unknown" => Type::Any,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_taken_apart() {
        let line = "  - `id` (string, required) — The id (of it)";
        let item = read(line, 0).expect("an item");
        let text = |range: &Range<usize>| line.get(range.clone()).unwrap_or("");
        assert_eq!((item.indent, text(&item.name)), (2, "id"));
        assert_eq!(item.words.as_ref().map(text), Some("string, required"));
        assert_eq!(item.text.as_ref().map(text), Some("The id (of it)"));
        assert_eq!(read("- text `id` (string)", 0), None);
        assert_eq!(read("- `a b` (string)", 0), None);
    }

    #[test]
    fn words_say_types_and_flags() {
        let said = words("list of strings, required, default: `a, b`");
        assert_eq!(said.ty, Some(Type::List(Some(Box::new(Type::Named("string", None))))));
        assert_eq!((said.required, said.default.as_deref()), (true, Some("a, b")));
        assert!(words("string | null").nullable);
        assert_eq!(words("Contact, required").ty, None);
    }
}

//! Types, flags and defaults in words: `list of string, required, default: 3`.
//!
//! Takes the words in parentheses behind a name; gives the type and what else they say. Promises no type where the words can be read in two ways. Never
//! takes a word for a type that is none.

/// What the words in parentheses say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// The type; `None` where the words are no type, or none is there.
    pub ty: Option<Type>,
    /// Whether words stand where a type does.
    pub stated: bool,
    /// `required`
    pub required: bool,
    /// `nullable`
    pub nullable: bool,
    /// `deprecated`
    pub deprecated: bool,
    /// `default: x`
    pub default: Option<String>,
    /// `` `a` | `b` ``
    pub values: Vec<String>,
}

/// A type in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Type {
    /// One of JSON Schema's, with a format.
    Named(&'static str, Option<&'static str>),
    /// A whole number that is not negative.
    Unsigned,
    /// An object, whose fields stand below it.
    Object,
    /// One of the values that stand below it.
    Enum,
    /// One text.
    Const(String),
    /// A list.
    List(Option<Box<Type>>),
    /// A map from names.
    Map(Option<Box<Type>>),
    /// A type that the page describes by its name.
    Reference(String),
    /// One of several.
    Union(Vec<Type>),
    /// Any value.
    Any,
}

/// Types may lie in each other as deep as this.
const MOST_DEPTH: usize = 8;

/// Reads the words in parentheses; `named` are the types that the page describes.
pub(super) fn words(text: &str, named: &[&str]) -> Words {
    let mut words = Words::default();
    let parts = split(text, ',');
    let mut at = 0;
    while let Some(part) = parts.get(at).map(|part| part.trim()) {
        at += 1;
        match part.to_ascii_lowercase().as_str() {
            "required" => words.required = true,
            "nullable" => words.nullable = true,
            "deprecated" => words.deprecated = true,
            "optional" | "" => {}
            lower if lower.starts_with("default:") || lower.starts_with("default=") => {
                // A default may have commas; the flags behind it are none of it.
                let flags = parts.get(at..).unwrap_or(&[]).iter().rev().take_while(|part| is_flag(part)).count();
                let last = parts.get(parts.len().saturating_sub(flags + 1)).copied().unwrap_or(part);
                let start = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize) + "default:".len();
                let end = (last.as_ptr() as usize).saturating_sub(text.as_ptr() as usize) + last.len();
                words.default = text.get(start..end).map(|value| bare(value).to_owned());
                at = parts.len() - flags;
            }
            _ if part.starts_with('`') && part.contains('|') => {
                words.values.extend(part.split('|').map(|value| bare(value).to_owned()));
            }
            _ if !words.stated => {
                words.stated = true;
                let (ty, null) = ty(part, named);
                words.ty = ty;
                words.nullable |= null;
            }
            _ => {}
        }
    }
    words
}

fn is_flag(part: &str) -> bool {
    matches!(part.trim().to_ascii_lowercase().as_str(), "required" | "optional" | "nullable" | "deprecated")
}

/// A value without the marks around it.
fn bare(text: &str) -> &str {
    let text = text.trim();
    let marked = |mark: char| text.strip_prefix(mark).and_then(|text| text.strip_suffix(mark));
    marked('`').or_else(|| marked('\'')).unwrap_or(text)
}

/// The parts between separators outside of code, quotes and brackets.
fn split(text: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut start, mut quote, mut depth) = (Vec::new(), 0, None, 0_usize);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) if open == c => quote = None,
            (Some(_), _) => {}
            (None, '`' | '"') => quote = Some(c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth = depth.saturating_sub(1),
            (None, c) if c == separator && depth == 0 => {
                parts.extend(text.get(start..at));
                start = at + c.len_utf8();
            }
            (None, _) => {}
        }
    }
    parts.extend(text.get(start..));
    parts
}

/// The alternatives of words, between `or` or bars outside of quotes.
fn alternatives(text: &str) -> Vec<&str> {
    let (mut parts, mut rest) = (Vec::new(), text);
    let mut from = 0;
    while let Some(at) = rest.get(from..).and_then(|text| text.find(" or ")).map(|at| at + from) {
        if rest.get(..at).is_some_and(|before| before.matches('"').count() % 2 == 0) {
            parts.extend(rest.get(..at));
            rest = rest.get(at + 4..).unwrap_or("");
            from = 0;
        } else {
            from = at + 4;
        }
    }
    parts.push(rest);
    parts.into_iter().flat_map(|part| split(part, '|')).map(str::trim).collect()
}

/// The type that words name, and whether `null` is one of the alternatives.
pub(super) fn ty(text: &str, named: &[&str]) -> (Option<Type>, bool) {
    let parts = alternatives(text);
    let null = parts.len() > 1 && parts.contains(&"null");
    let others: Vec<&str> = parts.into_iter().filter(|part| !(null && *part == "null")).collect();
    // `list of a or b` is a list of either, or a list of the one beside the other.
    let opens = |part: &&str| part.contains(" of ") || part.starts_with("map from ");
    if let [one] = others.as_slice() {
        return (single(one, named, 0), null);
    }
    if others.iter().rev().skip(1).any(opens) {
        return (None, null);
    }
    let types: Option<Vec<Type>> = others.into_iter().map(|part| single(part, named, 0)).collect();
    (types.map(Type::Union), null)
}

/// Whether words are a type by themselves.
pub(super) fn is_type(text: &str) -> bool {
    alternatives(text).iter().all(|part| single(part, &[], 0).is_some())
}

fn single(text: &str, named: &[&str], depth: usize) -> Option<Type> {
    if depth > MOST_DEPTH {
        return None;
    }
    let text = text.trim().trim_matches('`');
    if let Some(value) = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
        return Some(Type::Const(value.to_owned()));
    }
    if named.contains(&text) {
        return Some(Type::Reference(text.to_owned()));
    }
    let inner = |inside: &str| single(inside, named, depth + 1).map(Box::new);
    if let Some(items) = text.strip_suffix("[]") {
        return Some(Type::List(inner(items)));
    }
    let after = |words: &[&str]| words.iter().find_map(|word| strip(text, word));
    let plural = |text: &str| inner(text).or_else(|| inner(text.strip_suffix('s')?));
    if let Some(items) = after(&["list of ", "array of ", "lists of ", "arrays of "]) {
        return Some(Type::List(plural(items)));
    }
    if let Some(items) = after(&["list<", "array<"]).and_then(|rest| rest.strip_suffix('>')) {
        return Some(Type::List(inner(items)));
    }
    if let Some(values) = after(&["map from string to ", "map from strings to ", "map of "]) {
        return Some(Type::Map(plural(values)));
    }
    Some(match text.to_ascii_lowercase().as_str() {
        "string" => Type::Named("string", None),
        "integer" | "int" | "biginteger" => Type::Named("integer", None),
        "uint" | "uint64" => Type::Unsigned,
        "long" => Type::Named("integer", Some("int64")),
        "number" | "double" | "float" => Type::Named("number", None),
        "boolean" | "bool" => Type::Named("boolean", None),
        "datetime" | "date-time" => Type::Named("string", Some("date-time")),
        "date" => Type::Named("string", Some("date")),
        "uuid" => Type::Named("string", Some("uuid")),
        "base64" => Type::Named("string", Some("byte")),
        "file" => Type::Named("string", Some("binary")),
        "object" => Type::Object,
        "enum" => Type::Enum,
        "list" | "array" => Type::List(None),
        "map" => Type::Map(None),
        "any" | "unknown" => Type::Any,
        _ => return None,
    })
}

/// What follows a beginning, in any case of letters.
fn strip<'t>(text: &'t str, beginning: &str) -> Option<&'t str> {
    let (head, rest) = text.split_at_checked(beginning.len())?;
    head.eq_ignore_ascii_case(beginning).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: Type = Type::Named("string", None);

    #[test]
    fn words_say_types_and_flags() {
        let said = words("list of strings, required, default: `a, b`", &[]);
        assert_eq!(said.ty, Some(Type::List(Some(Box::new(TEXT)))));
        assert_eq!((said.required, said.default.as_deref()), (true, Some("a, b")));
        assert!(words("string | null", &[]).nullable);
        assert_eq!(words("Contact, required", &[]).ty, None);
        assert_eq!(words("Contact, required", &["Contact"]).ty, Some(Type::Reference("Contact".into())));
        let said = words("list of enum, optional, default: [\"a\", \"b\"], deprecated", &[]);
        assert_eq!((said.default.as_deref(), said.deprecated), (Some("[\"a\", \"b\"]"), true));
        assert_eq!(words("\"a, b\", required", &[]).ty, Some(Type::Const("a, b".into())));
    }

    #[test]
    fn alternatives_are_read_where_the_words_can_mean_one_thing() {
        let both = Type::Union(vec![TEXT, Type::List(Some(Box::new(TEXT)))]);
        assert_eq!(ty("string or list of string", &[]), (Some(both), false));
        assert_eq!(ty("list of string or string", &[]), (None, false));
        assert_eq!(ty("string or null", &[]), (Some(TEXT), true));
        assert!(is_type("list of object") && is_type("any or any") && !is_type("limit") && !is_type("a b"));
    }
}

//! The line that names a type.
//!
//! Takes one line of plain text; gives the types it names, or nothing where it is no such line. Promises to accept exactly
//! what the renderer prints: a type, a union of types, lists of them, a format, the mark of recursion. Never guesses.

/// A type line: `string | null format: date-time`, `Array<object> recursive`, `not string`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeLine {
    /// The alternatives, in order.
    pub kinds: Vec<Kind>,
    /// The format.
    pub format: Option<String>,
    /// Whether the type is one of the enclosing ones.
    pub recursion: Recursion,
    /// Whether the type is one the value may have, or one it may not have.
    pub polarity: Polarity,
}

/// One alternative of a type line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// One of JSON Schema's types, or a type of older documents.
    Named(Name),
    /// A list; what its items are is not always printed.
    Array(Vec<Kind>),
}

/// The name of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name {
    /// `string`
    String,
    /// `integer`
    Integer,
    /// `number`
    Number,
    /// `boolean`
    Boolean,
    /// `object`
    Object,
    /// `array` whose items are not described.
    Array,
    /// `null`
    Null,
    /// `file`, of OpenAPI 2.0.
    File,
    /// `unknown`: the document names no type.
    Unknown,
    /// `recursive`: one of the enclosing types.
    Recursive,
}

impl Name {
    /// The word of JSON Schema, where there is one.
    pub fn word(self) -> Option<&'static str> {
        match self {
            Self::String | Self::File => Some("string"),
            Self::Integer => Some("integer"),
            Self::Number => Some("number"),
            Self::Boolean => Some("boolean"),
            Self::Object => Some("object"),
            Self::Array => Some("array"),
            Self::Null => Some("null"),
            Self::Unknown | Self::Recursive => None,
        }
    }
}

/// Whether a type line refers to an enclosing type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recursion {
    /// It stands for itself.
    None,
    /// It stands for an enclosing type.
    Enclosing,
}

/// What a type line says of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Polarity {
    /// A value is of it.
    Is,
    /// A value is not of it.
    IsNot,
}

/// Reads a type line.
pub fn parse(line: &str) -> Option<TypeLine> {
    let (line, polarity) = match line.strip_prefix("not ") {
        Some(rest) => (rest, Polarity::IsNot),
        None => (line, Polarity::Is),
    };
    if polarity == Polarity::IsNot && line == "matching" {
        let kinds = vec![Kind::Named(Name::Object)];
        return Some(TypeLine { kinds, format: None, recursion: Recursion::None, polarity });
    }
    let (line, format) = match line.split_once(" format: ") {
        Some((types, format)) => (types, Some(format.trim().to_owned())),
        None => (line, None),
    };
    let (mut kinds, rest) = alternatives(line, 0)?;
    let recursion = match rest.strip_prefix(" recursive") {
        Some("") => Recursion::Enclosing,
        // A recursive list prints its other alternatives after the mark.
        Some(others) => {
            let (others, rest) = alternatives(others.strip_prefix(" | ")?, 0)?;
            kinds.extend(others);
            rest.is_empty().then_some(Recursion::Enclosing)?
        }
        None => rest.is_empty().then_some(Recursion::None)?,
    };
    let unknown = kinds.iter().any(|kind| matches!(kind, Kind::Named(Name::Unknown | Name::Recursive)));
    (!unknown || recursion == Recursion::Enclosing).then_some(TypeLine { kinds, format, recursion, polarity })
}

/// How deep lists may be nested in a type line.
const MAX_DEPTH: usize = 16;

fn alternatives(line: &str, depth: usize) -> Option<(Vec<Kind>, &str)> {
    let (first, mut rest) = alternative(line, depth)?;
    let mut kinds = vec![first];
    while let Some(next) = rest.strip_prefix(" | ") {
        let (kind, after) = alternative(next, depth)?;
        kinds.push(kind);
        rest = after;
    }
    Some((kinds, rest))
}

fn alternative(line: &str, depth: usize) -> Option<(Kind, &str)> {
    if depth > MAX_DEPTH {
        return None;
    }
    if let Some(inside) = line.strip_prefix("Array<") {
        let (items, rest) = alternatives(inside, depth + 1)?;
        return Some((Kind::Array(items), rest.strip_prefix('>')?));
    }
    let end = line.find(|character: char| !character.is_ascii_alphabetic()).unwrap_or(line.len());
    let (word, rest) = line.split_at_checked(end)?;
    let name = match word {
        "string" => Name::String,
        "integer" => Name::Integer,
        "number" => Name::Number,
        "boolean" => Name::Boolean,
        "object" => Name::Object,
        "array" => Name::Array,
        "null" => Name::Null,
        "file" => Name::File,
        "unknown" => Name::Unknown,
        "recursive" if depth > 0 => Name::Recursive,
        "Array" => return Some((Kind::Array(Vec::new()), rest)),
        _ => return None,
    };
    Some((Kind::Named(name), rest))
}

impl Kind {
    fn printed(&self) -> String {
        match self {
            Self::Named(Name::Unknown) => "unknown".to_owned(),
            Self::Named(Name::Recursive) => "recursive".to_owned(),
            Self::Named(Name::File) => "file".to_owned(),
            Self::Named(name) => name.word().unwrap_or("unknown").to_owned(),
            Self::Array(items) if items.is_empty() => "Array".to_owned(),
            Self::Array(items) => format!("Array<{}>", printed(items)),
        }
    }
}

fn printed(kinds: &[Kind]) -> String {
    kinds.iter().map(Kind::printed).collect::<Vec<_>>().join(" | ")
}

impl TypeLine {
    /// The alternatives as they are printed.
    pub fn printed(&self) -> String {
        printed(&self.kinds)
    }

    /// The list among the alternatives, with what its items are.
    pub fn array(&self) -> Option<&[Kind]> {
        self.kinds.iter().find_map(|kind| match kind {
            Kind::Array(items) => Some(items.as_slice()),
            Kind::Named(_) => None,
        })
    }

    /// The alternatives but for `null`, where each has a name.
    pub fn names(&self) -> Vec<Name> {
        let named = self.kinds.iter().filter_map(|kind| match kind {
            Kind::Named(Name::Null) | Kind::Array(_) => None,
            Kind::Named(name) => Some(*name),
        });
        named.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(names: &[Name]) -> Vec<Kind> {
        names.iter().map(|name| Kind::Named(*name)).collect()
    }

    #[test]
    fn types_as_they_are_printed() {
        let line = parse("string | null format: date-time").expect("a type line");
        assert_eq!(line.kinds, named(&[Name::String, Name::Null]));
        assert_eq!(line.format.as_deref(), Some("date-time"));
        let line = parse("Array<Array<object>> | null").expect("a type line");
        assert_eq!(line.array(), Some(&[Kind::Array(named(&[Name::Object]))][..]));
        assert_eq!(parse("Array<object> recursive | null").map(|line| line.recursion), Some(Recursion::Enclosing));
        assert_eq!(parse("not matching").map(|line| line.polarity), Some(Polarity::IsNot));
        assert_eq!(parse("Array").and_then(|line| line.array().map(<[_]>::len)), Some(0));
    }

    #[test]
    fn prose_is_no_type() {
        for line in
            ["Array of strings", "String", "a string", "unknown", "recursive", "object that", "string |", "Array<x>"]
        {
            assert_eq!(parse(line), None, "{line}");
        }
        assert_eq!(parse(&"Array<".repeat(5000)), None);
    }
}

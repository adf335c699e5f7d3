//! A name's type and flags as a page prints them: `string<null>nullablerequired` without the gaps.
//!
//! Takes the text behind a name; gives the type and the flags. Promises that a text that is no type of the pages'
//! vocabulary is refused, for it may be prose. Never looks at other lines.

/// What JSON type a printed type is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Printed {
    /// No type is printed, or `any`.
    Anything,
    /// One or several primitive types, or `object`.
    Types {
        /// JSON Schema's names, without `null`.
        names: Vec<&'static str>,
        /// Whether `null` is among them.
        null: Null,
        /// A format, which is printed in place of the type.
        format: Option<String>,
    },
    /// `…[]`
    List(Box<Printed>),
    /// The title of a schema, printed in place of its type.
    Title(String),
}

/// Whether `null` is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Null {
    /// It is.
    Allowed,
    /// Nothing says so.
    #[default]
    Unsaid,
}

/// The words behind a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Flags {
    /// `required`
    pub required: bool,
    /// `nullable`
    pub nullable: bool,
    /// `deprecated`
    pub deprecated: bool,
}

impl Flags {
    /// Takes a flag's word.
    pub fn set(&mut self, word: &str) -> bool {
        let flag = match word {
            "required" => &mut self.required,
            "nullable" => &mut self.nullable,
            "deprecated" => &mut self.deprecated,
            _ => return false,
        };
        *flag = true;
        true
    }
}

const TYPES: [&str; 6] = ["string", "integer", "number", "boolean", "object", "array"];

/// The formats of the OpenAPI format registry and of JSON Schema, each with the type it refines.
const FORMATS: [(&str, &str); 34] = [
    ("date-time", "string"),
    ("date", "string"),
    ("time", "string"),
    ("duration", "string"),
    ("email", "string"),
    ("idn-email", "string"),
    ("hostname", "string"),
    ("idn-hostname", "string"),
    ("ipv4", "string"),
    ("ipv6", "string"),
    ("uri", "string"),
    ("uri-reference", "string"),
    ("uri-template", "string"),
    ("iri", "string"),
    ("iri-reference", "string"),
    ("url", "string"),
    ("uuid", "string"),
    ("json-pointer", "string"),
    ("relative-json-pointer", "string"),
    ("regex", "string"),
    ("byte", "string"),
    ("binary", "string"),
    ("base64url", "string"),
    ("password", "string"),
    ("int8", "integer"),
    ("int16", "integer"),
    ("int32", "integer"),
    ("int64", "integer"),
    ("uint8", "integer"),
    ("uint16", "integer"),
    ("uint32", "integer"),
    ("uint64", "integer"),
    ("float", "number"),
    ("double", "number"),
];

/// The type and the flags behind a name. A bare title is taken only where the caller knows that a type must stand.
pub(super) fn read(text: &str, titles: Titles) -> Option<(Printed, Flags)> {
    let text = text.trim();
    let mut rest = text;
    let mut flags = Flags::default();
    loop {
        let word = ["required", "nullable", "deprecated"].into_iter().find(|word| rest.ends_with(word));
        let Some(word) = word else { break };
        flags.set(word);
        rest = rest.get(..rest.len() - word.len())?.trim_end();
    }
    if rest.is_empty() {
        return (flags != Flags::default()).then_some((Printed::Anything, flags));
    }
    // Prose has a gap before such a word.
    let glued = flags != Flags::default() && !text.get(..rest.len() + 1).is_some_and(|start| start.ends_with(' '));
    let printed = printed(rest).or_else(|| (glued || titles.allow(rest)).then(|| title(rest)))?;
    Some((printed, flags))
}

/// Which titles may stand for a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Titles {
    /// Any one word: something else says that this is a type.
    Any,
    /// Only a word that prose would not hold: `SavedSearchType`.
    CamelCase,
    /// None: parameters print bare titles, properties do not.
    Never,
}

impl Titles {
    fn allow(self, text: &str) -> bool {
        let word = text.trim_end_matches("[]");
        let one_word = !word.is_empty()
            && !word.ends_with('.')
            && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
        match self {
            Self::Any => one_word,
            Self::CamelCase => {
                let humps =
                    word.chars().zip(word.chars().skip(1)).filter(|(a, b)| !a.is_uppercase() && b.is_uppercase());
                one_word && word.starts_with(char::is_uppercase) && humps.count() > 0
            }
            Self::Never => false,
        }
    }
}

fn title(text: &str) -> Printed {
    match text.strip_suffix("[]") {
        Some(items) => Printed::List(Box::new(title(items))),
        None => Printed::Title(text.to_owned()),
    }
}

/// A type of the vocabulary alone: `integer`, `string[]`, `date-time`, `string,null`, `Title (object)`.
pub(super) fn printed(text: &str) -> Option<Printed> {
    if let Some(items) = text.strip_suffix("[]") {
        let items = if items == "undefined" { Printed::Anything } else { printed(items)? };
        return Some(Printed::List(Box::new(items)));
    }
    if text == "any" {
        return Some(Printed::Anything);
    }
    if text == "array" {
        return Some(Printed::List(Box::new(Printed::Anything)));
    }
    if let Some((format, name)) = FORMATS.iter().find(|(format, _)| *format == text) {
        return Some(Printed::Types { names: vec![name], null: Null::Unsaid, format: Some((*format).to_owned()) });
    }
    if let Some((before, within)) = text.strip_suffix(')').and_then(|text| text.rsplit_once(" (")) {
        return if before.is_empty() { None } else { type_list(within) };
    }
    if let Some((name, format)) = text.strip_suffix('>').and_then(|text| text.split_once('<')) {
        return match type_list(name)? {
            Printed::Types { names, null, .. } => Some(Printed::Types { names, null, format: Some(format.to_owned()) }),
            Printed::Anything | Printed::List(_) | Printed::Title(_) => None,
        };
    }
    type_list(text)
}

/// A type list loses its commas where the names are kept: `stringnull`.
fn type_list(text: &str) -> Option<Printed> {
    let (mut names, mut null) = (Vec::new(), Null::Unsaid);
    let mut rest = text;
    while !rest.is_empty() {
        rest = rest.trim_start_matches([',', ' ']);
        if let Some(tail) = rest.strip_prefix("null") {
            null = Null::Allowed;
            rest = tail;
            continue;
        }
        let name = TYPES.into_iter().find(|name| rest.starts_with(name))?;
        if names.contains(&name) {
            return None;
        }
        names.push(name);
        rest = rest.get(name.len()..)?;
    }
    (!names.is_empty()).then_some(Printed::Types { names, null, format: None })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn types(names: &[&'static str], null: Null) -> Printed {
        Printed::Types { names: names.to_vec(), null, format: None }
    }

    #[test]
    fn printed_types_are_read() {
        let read = |text: &str| read(text, Titles::Never);
        let required = Flags { required: true, ..Flags::default() };
        assert_eq!(read("integerrequired"), Some((types(&["integer"], Null::Unsaid), required)));
        assert_eq!(read("stringnullrequired"), Some((types(&["string"], Null::Allowed), required)));
        assert_eq!(read("required"), Some((Printed::Anything, required)));
        assert_eq!(read("PhoneNumberType (string)required"), Some((types(&["string"], Null::Unsaid), required)));
        assert_eq!(read("string[]").unwrap().0, Printed::List(Box::new(types(&["string"], Null::Unsaid))));
        assert_eq!(read("Task Idrequired"), Some((Printed::Title("Task Id".to_owned()), required)));
        assert!(
            matches!(read("date-time").unwrap().0, Printed::Types { format: Some(format), .. } if format == "date-time")
        );
    }

    #[test]
    fn prose_is_no_type() {
        for text in ["scopes", "Status", "is required", "of the field", "stringent", ""] {
            assert_eq!(read(text, Titles::CamelCase), None, "{text}");
        }
        assert!(read("SavedSearchType[]", Titles::CamelCase).is_some());
    }
}

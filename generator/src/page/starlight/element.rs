//! What each block of a described value is.
//!
//! Takes blocks; gives elements: keys, flags, type lines, tags, prose. Promises that every block is one element, prose where
//! it is nothing else. Never looks at neighbours but for the flags that belong to a key.

use std::ops::Range;

use super::block::{Block, Kind};
use super::inline::{unescape, wrapped};
use super::tags::{self, Tag};
use super::types::{self, TypeLine};

/// One element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// What it is.
    pub kind: ElementKind,
    /// Where it stands.
    pub range: Range<usize>,
}

/// The kinds of elements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ElementKind {
    /// `**name**`
    Key(Key),
    /// `*title*`
    Title(String),
    /// `string format: date`
    Type(TypeLine),
    /// `any`, of additional properties only.
    Any,
    /// `>= 1 characters`
    Tags(Vec<Tag>),
    /// `Allowed value: x`
    Constant(String),
    /// `Allowed values: a b`
    Values(String),
    /// `One of:` with its labels.
    Union(Union),
    /// `##### Example`
    Example(Authorship),
    /// `##### Examples`, of which several may follow.
    Examples,
    /// `Select example one`, `Example one`.
    Picker,
    /// `Media type application/json`
    Media(String),
    /// A word in lower case, which descriptions do not begin with: a type that OpenAPI does not have.
    Word,
    /// `[More information](https://…)`: what `externalDocs` prints.
    Link(String),
    /// A fenced block.
    Code,
    /// Anything else.
    Prose,
}

/// A key of an object, or a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The name.
    pub name: String,
    /// Whether it names a property or stands for all others.
    pub additional: bool,
    /// `required` follows.
    pub required: Option<Range<usize>>,
    /// It is struck through or `deprecated` follows.
    pub deprecated: bool,
    /// Whether it may be prose in bold instead.
    pub certainty: Certainty,
}

/// Whether a name in bold is a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// It is.
    Key,
    /// It may be the description of the key before it, which has no other.
    KeyOrProse,
}

/// The head of a union.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Union {
    /// `oneOf` or `anyOf`.
    pub keyword: &'static str,
    /// The property that tells the branches apart.
    pub discriminator: Option<String>,
    /// The labels of the branches: a title or a type each.
    pub labels: Vec<String>,
}

/// Who wrote an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authorship {
    /// The document. It may be partial.
    Authored,
    /// The renderer, out of the schema: complete but for what is read-only.
    Generated,
}

/// The elements of some blocks.
pub fn elements(text: &str, blocks: &[Block]) -> Vec<Element> {
    let mut elements: Vec<Element> = Vec::with_capacity(blocks.len());
    let mut after_key = false;
    for block in blocks {
        let raw = text.get(block.content.clone()).unwrap_or("");
        let last = elements.last_mut().map(|element| &mut element.kind);
        if after_key && let Some(ElementKind::Key(key)) = last {
            match raw {
                "required" => {
                    key.required = Some(block.content.clone());
                    continue;
                }
                "deprecated" => {
                    key.deprecated = true;
                    continue;
                }
                "additional properties" => {
                    key.additional = true;
                    continue;
                }
                _ => {}
            }
        }
        let kind = match (&block.kind, last) {
            (Kind::Fence, _) => ElementKind::Code,
            (Kind::Heading(_), _) => heading(raw),
            (Kind::Paragraph, Some(ElementKind::Union(union))) if union.labels.is_empty() => match labels(raw) {
                Some(found) => {
                    union.labels = found;
                    continue;
                }
                None => match raw.strip_prefix("discriminator: ") {
                    Some(name) if union.discriminator.is_none() => {
                        union.discriminator = Some(unescape(name.trim()));
                        continue;
                    }
                    _ => paragraph(raw),
                },
            },
            (Kind::Paragraph, Some(ElementKind::Key(key))) if key.additional && raw == "any" => ElementKind::Any,
            (Kind::Paragraph, _) => paragraph(raw),
        };
        after_key = matches!(kind, ElementKind::Key(_));
        elements.push(Element { kind, range: block.whole.clone() });
    }
    elements
}

fn heading(raw: &str) -> ElementKind {
    match raw {
        "Example" => ElementKind::Example(Authorship::Authored),
        "Examples" => ElementKind::Examples,
        "Example generated" | "Examplegenerated" => ElementKind::Example(Authorship::Generated),
        _ => ElementKind::Prose,
    }
}

fn paragraph(raw: &str) -> ElementKind {
    if raw.contains('\n') {
        return ElementKind::Prose;
    }
    if let Some(key) = key(raw) {
        return ElementKind::Key(key);
    }
    if let Some(title) = wrapped(raw, "*", "*").or_else(|| wrapped(raw, "_", "_")) {
        return ElementKind::Title(unescape(title));
    }
    if let Some(union) = union(raw) {
        return ElementKind::Union(union);
    }
    if let Some(value) = raw.strip_prefix("Allowed value: ") {
        return ElementKind::Constant(unescape(value));
    }
    if let Some(values) = raw.strip_prefix("Allowed values: ") {
        return ElementKind::Values(unescape(values));
    }
    let plain = unescape(raw);
    if let Some(line) = types::parse(&plain) {
        return ElementKind::Type(line);
    }
    if let Some(tags) = tags::parse(&plain) {
        return ElementKind::Tags(tags);
    }
    if raw.starts_with("Select example ") {
        return ElementKind::Picker;
    }
    if let Some((name, _)) = media(raw) {
        return ElementKind::Media(name);
    }
    if let Some(target) = raw.strip_prefix("[More information](").and_then(|rest| rest.strip_suffix(')')) {
        return ElementKind::Link(target.to_owned());
    }
    let word = raw.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte));
    if word && raw.starts_with(|first: char| first.is_ascii_lowercase()) {
        return ElementKind::Word;
    }
    ElementKind::Prose
}

/// A key: its name in bold, struck through where it is deprecated, in italics where it stands for all other properties.
fn key(raw: &str) -> Option<Key> {
    if let Some(name) = wrapped(raw, "***", "***") {
        return (name == "key").then(|| Key {
            name: unescape(name),
            additional: true,
            required: None,
            deprecated: false,
            certainty: Certainty::Key,
        });
    }
    let inside =
        wrapped(raw, "**", "**").or_else(|| wrapped(raw, "~~**", "**~~")).filter(|inside| inside.trim() == *inside)?;
    let struck = inside.strip_prefix("~~").and_then(|name| name.strip_suffix("~~"));
    let deprecated = struck.is_some() || raw.starts_with("~~");
    Some(Key {
        name: unescape(struck.unwrap_or(inside)),
        additional: false,
        required: None,
        deprecated,
        certainty: Certainty::Key,
    })
}

/// Whether one media type is described or several are, of which the first is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Number {
    /// One.
    One,
    /// Two or more.
    Several,
}

/// The line that names a media type.
pub fn media(raw: &str) -> Option<(String, Number)> {
    let several = ["Select media type ", "The list of MIME types the operation can consume "];
    let (name, number) = match raw.strip_prefix("Media type ") {
        Some(name) => (name, Number::One),
        None => (several.iter().find_map(|label| raw.strip_prefix(label))?, Number::Several),
    };
    let name = unescape(name.trim());
    let essence = name.split(';').next().unwrap_or("").trim();
    let (kind, subtype) = essence.split_once('/')?;
    let token = |part: &str| !part.is_empty() && !part.contains(char::is_whitespace);
    (token(kind) && token(subtype)).then_some((name, number))
}

fn union(raw: &str) -> Option<Union> {
    let (keyword, rest) = match raw.strip_prefix("One of:") {
        Some(rest) => ("oneOf", rest),
        None => ("anyOf", raw.strip_prefix("Any of:")?),
    };
    let discriminator = match rest.trim() {
        "" => None,
        rest => Some(unescape(rest.strip_prefix("discriminator:")?.trim())),
    };
    Some(Union { keyword, discriminator, labels: Vec::new() })
}

/// A list of links to tabs.
fn labels(raw: &str) -> Option<Vec<String>> {
    raw.lines()
        .map(|line| {
            let item = line.trim().strip_prefix(['-', '*'])?.trim_start();
            let (label, target) = item.strip_prefix('[')?.rsplit_once("](")?;
            target.starts_with("#tab-panel").then(|| unescape(label))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::block::blocks;
    use super::*;

    fn kinds(text: &str) -> Vec<ElementKind> {
        elements(text, &blocks(text, 0)).into_iter().map(|element| element.kind).collect()
    }

    #[test]
    fn keys_take_their_flags() {
        let found =
            kinds("**~~a\\_b~~**\n\nrequired\n\ndeprecated\n\nstring\n\n***key***\n\nadditional properties\n\nany\n");
        let [ElementKind::Key(first), ElementKind::Type(_), ElementKind::Key(second), ElementKind::Any] = &found[..]
        else {
            panic!("{found:?}")
        };
        assert_eq!((first.name.as_str(), first.deprecated, first.required.is_some()), ("a_b", true, true));
        assert!(second.additional);
    }

    #[test]
    fn unions_take_their_labels() {
        let found = kinds("One of: discriminator: kind\n\n- [A thing](#tab-panel-5)\n- [null](#tab-panel-6)\n\nnull\n");
        let [ElementKind::Union(union), ElementKind::Type(_)] = &found[..] else { panic!("{found:?}") };
        assert_eq!(union.labels, ["A thing", "null"]);
        assert_eq!(union.discriminator.as_deref(), Some("kind"));
    }
}

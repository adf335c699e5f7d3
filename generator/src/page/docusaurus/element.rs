//! The elements of a schema: the entries that stand under one another, each with what is said about it.
//!
//! Takes the lines of a schema; gives its elements in order. Promises that every line is kept, as a head, a detail or a
//! mark. Never decides what lies inside what: the extraction lost that.

use std::collections::BTreeSet;

use crate::source::Span;

use super::declaration::{self, Flags, Printed, Titles};
use super::line::{Bracket, DEFAULT, Gap, Line, QUALIFIER, bracket};
use super::prose::ends_sentence;
use super::qualifier::{self, Qualifier};
use super::reading::{Heads, Names, Order, Reading};

/// The elements of one schema or of one list of parameters.
#[derive(Debug, Default)]
pub(super) struct Elements {
    /// Details before the first head: in pages without names, those of unnamed properties.
    pub preface: Vec<Detail>,
    /// The heads in order.
    pub list: Vec<Element>,
    /// How many `Array [` there are.
    pub brackets: usize,
    /// List items that are no brackets: labels of unions, or lists torn out of descriptions.
    pub items: usize,
    /// Whether values of the example stood among the lines.
    pub values: Values,
}

/// Whether a page prints an example's values among the lines of its schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Values {
    /// It does.
    Printed,
    /// Nothing shows that it does.
    #[default]
    Unprinted,
}

/// A head and the details behind it.
#[derive(Debug)]
pub(super) struct Element {
    /// What it is.
    pub head: Head,
    /// What type is printed.
    pub printed: Printed,
    /// What flags are printed.
    pub flags: Flags,
    /// The bytes of the head.
    pub span: Span,
    /// What is said behind it.
    pub details: Vec<Detail>,
    /// Whether branches follow.
    pub parts: Parts,
}

/// How the parts of an element belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parts {
    /// All of them make one value.
    Together,
    /// They are branches of a union.
    Branches,
}

/// What a head names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Head {
    /// A property or parameter without parts.
    Leaf(String),
    /// A property with parts.
    Branch(String),
    /// The values of a map, without parts.
    Entry,
    /// The values of a map, with parts.
    EntryBranch,
    /// A type alone: the whole schema, the items of a list or one branch of a union.
    Bare,
}

impl Head {
    /// The property's name.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Leaf(name) | Self::Branch(name) => Some(name),
            Self::Entry | Self::EntryBranch | Self::Bare => None,
        }
    }

    /// Whether others may lie inside.
    pub fn has_parts(&self) -> bool {
        match self {
            Self::Branch(_) | Self::EntryBranch => true,
            Self::Leaf(_) | Self::Entry | Self::Bare => false,
        }
    }
}

/// One line about a schema.
#[derive(Debug, Clone)]
pub(super) struct Detail {
    /// What it says.
    pub kind: DetailKind,
    /// Its bytes.
    pub span: Span,
}

/// What a line about a schema says.
#[derive(Debug, Clone)]
pub(super) enum DetailKind {
    /// Bounds and values.
    Qualifier(Qualifier),
    /// A default.
    Default(String),
    /// Prose.
    Text(String),
    /// `oneOf` or `anyOf`: what follows are branches.
    Union,
}

impl Element {
    /// Whether it is a union of branches.
    pub fn is_union(&self) -> bool {
        self.parts == Parts::Branches
    }
}

impl Detail {
    /// Whether it says that branches follow.
    pub fn is_union(&self) -> bool {
        matches!(self.kind, DetailKind::Union)
    }

    /// The prose, if it is prose.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            DetailKind::Text(text) => Some(text),
            DetailKind::Qualifier(_) | DetailKind::Default(_) | DetailKind::Union => None,
        }
    }
}

/// The name of a property that may have parts, where its type stands beside it: `page object`.
pub(super) fn inline_head(text: &str) -> Option<&str> {
    let (name, ty) = text.split_once(' ')?;
    let (printed, _) = declaration::read(ty, Titles::Never)?;
    (is_name(name) && has_parts(&printed)).then_some(name)
}

/// Reads lines into elements.
pub(super) fn elements(lines: &[Line<'_>], reading: &Reading<'_>) -> Elements {
    let mut elements = Elements::default();
    let mut rest = lines;
    // Whether the line before is a list item of a description, whose sentence goes on.
    let mut open_item = false;
    while let [line, tail @ ..] = rest {
        rest = tail;
        let after_item = std::mem::take(&mut open_item);
        if let Some(bracket) = bracket(&line.text) {
            elements.brackets += usize::from(bracket == Bracket::Opens);
            continue;
        }
        if line.text.starts_with("- ") || line.text == "-" {
            elements.items += 1;
            open_item = line.text.contains(' ') && !ends_sentence(&line.text);
            continue;
        }
        let prose =
            reading.names == Names::Kept && reading.order == Order::DescriptionLast && elements.ends_with_prose();
        if let Some(detail) = marked_detail(line).filter(|detail| !prose || detail.is_union()) {
            if let Some(last) = elements.list.last_mut().filter(|_| detail.is_union()) {
                last.parts = Parts::Branches;
            }
            elements.details().push(detail);
        } else if let Some((element, used)) = branch(line, tail, reading)
            .filter(|(element, _)| !after_item || !matches!(element.printed, Printed::Title(_)))
        {
            elements.list.push(element);
            rest = tail.get(used..).unwrap_or(&[]);
        } else if let Some(element) =
            leaf(line, reading, elements.ends_in_mid_sentence()).or_else(|| bare(line, &elements))
        {
            elements.list.push(element);
        } else {
            let kind = DetailKind::Text(line.text.clone().into_owned());
            elements.details().push(Detail { kind, span: line.span });
        }
    }
    elements
}

impl Elements {
    /// Where the next detail belongs.
    fn details(&mut self) -> &mut Vec<Detail> {
        match self.list.last_mut() {
            Some(element) => &mut element.details,
            None => &mut self.preface,
        }
    }

    /// Whether the last line was of a description: what looks like a qualifier behind it is a part of it.
    fn ends_with_prose(&self) -> bool {
        let details = self.list.last().map_or(&self.preface, |element| &element.details);
        details.last().is_some_and(|detail| detail.text().is_some())
    }

    /// Whether the last line was prose that may go on.
    fn ends_in_mid_sentence(&self) -> bool {
        let details = self.list.last().map_or(&self.preface, |element| &element.details);
        details.last().and_then(Detail::text).is_some_and(|text| !ends_sentence(text))
    }

    /// Whether the schema as a whole is a union.
    pub fn is_union(&self) -> bool {
        self.preface.iter().any(Detail::is_union)
    }
}

fn marked_detail(line: &Line<'_>) -> Option<Detail> {
    let kind = if let Some(text) = line.text.strip_prefix(QUALIFIER).filter(|text| qualifier::begins(text)) {
        DetailKind::Qualifier(qualifier::read(text))
    } else if let Some(text) = line.text.strip_prefix(DEFAULT) {
        let text = text.trim();
        DetailKind::Default(if text == "``" { String::new() } else { text.to_owned() })
    } else if matches!(&*line.text, "oneOf" | "anyOf") {
        DetailKind::Union
    } else {
        return None;
    };
    Some(Detail { kind, span: line.span })
}

/// A head whose name, type and flags stand on lines of their own; with how many lines it takes behind the name.
fn branch(line: &Line<'_>, tail: &[Line<'_>], reading: &Reading<'_>) -> Option<(Element, usize)> {
    let name = &*line.text;
    let ty = tail.first()?;
    let entry = name == "property name*";
    if !entry && !is_name(name) {
        return None;
    }
    let printed = if entry || reading.keys.contains(name) {
        branch_type(&ty.text).or_else(|| declaration::read(&ty.text, Titles::Any).map(|(printed, _)| printed))?
    } else {
        let union = || declaration::printed(&ty.text).filter(|_| opens_union(tail.get(1..).unwrap_or(&[])));
        branch_type(&ty.text).or_else(|| list_title(&ty.text)).or_else(|| echo(name, &ty.text)).or_else(union)?
    };
    let mut flags = Flags::default();
    let words = tail.get(1..)?.iter().take_while(|line| flags.set(&line.text)).count();
    let span = Span { end: tail.get(words).map_or(ty.span.end, |line| line.span.end), ..line.span };
    // A list of values without parts has their type on the next line once more.
    let values = ty.text.strip_suffix("[]").filter(|_| entry && is_plain(&printed));
    let again = values.is_some_and(|values| tail.get(1 + words).is_some_and(|line| &*line.text == values));
    let head = match (entry, values) {
        (true, Some(_)) => Head::Entry,
        (true, None) => Head::EntryBranch,
        (false, _) => Head::Branch(name.to_owned()),
    };
    let element = Element { head, printed, flags, span, details: Vec::new(), parts: Parts::Together };
    Some((element, words + 1 + usize::from(again)))
}

/// Whether a flag follows, or `oneOf` or `anyOf`.
fn opens_union(lines: &[Line<'_>]) -> bool {
    let mut flags = Flags::default();
    lines.first().is_some_and(|line| flags.set(&line.text) || matches!(&*line.text, "oneOf" | "anyOf"))
}

/// The types that a property with parts has: objects, lists of them, unions.
fn branch_type(text: &str) -> Option<Printed> {
    declaration::printed(text).filter(has_parts)
}

fn has_parts(printed: &Printed) -> bool {
    match printed {
        Printed::Types { names, format: None, .. } => names.contains(&"object"),
        Printed::List(items) => matches!(&**items, Printed::Types { names, .. } if names.contains(&"object")),
        Printed::Types { .. } | Printed::Anything | Printed::Title(_) => false,
    }
}

/// Whether a list has items of types that have no parts.
fn is_plain(printed: &Printed) -> bool {
    matches!(printed, Printed::List(items) if matches!(**items, Printed::Types { .. })) && !has_parts(printed)
}

/// `Tag[]`: prose does not look so.
fn list_title(text: &str) -> Option<Printed> {
    let printed = declaration::read(text, Titles::Any)?.0;
    matches!(&printed, Printed::List(items) if matches!(**items, Printed::Title(_))).then_some(printed)
}

/// A title that says its property's name again: `category` / `Category`.
fn echo(name: &str, title: &str) -> Option<Printed> {
    let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    (plain(name) == plain(title)).then(|| Printed::Title(title.to_owned()))
}

/// Whether a text can be the name of a property: one word, and not of marks alone.
fn is_name(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
        && text.len() <= 200
        && !text.contains(char::is_whitespace)
        && !text.ends_with(['.', ':', ','])
}

/// Whether a word is spelt as no word of prose is.
fn is_code(word: &str) -> bool {
    let humps = word.chars().zip(word.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase());
    word.contains('_') || humps
}

/// A head on one line: `id integerrequired`, `property name* string`.
fn leaf(line: &Line<'_>, reading: &Reading<'_>, mid_sentence: bool) -> Option<Element> {
    let text = &*line.text;
    if let Some(ty) = text.strip_prefix("property name*") {
        let (printed, flags) = declaration::read(ty, Titles::Any)?;
        return Some(Element {
            head: Head::Entry,
            printed,
            flags,
            span: line.span,
            details: Vec::new(),
            parts: Parts::Together,
        });
    }
    let inline = inline_head(text).filter(|_| reading.heads == Heads::Inline);
    if reading.names == Names::Lost && inline.is_none_or(|name| !reading.keys.contains(name)) {
        return None;
    }
    let (name, printed, flags) = match text.split_once(' ') {
        Some((name, ty)) => {
            let titles = if reading.keys.contains(name) { Titles::Any } else { reading.titles };
            let titles =
                if !mid_sentence && (is_code(name) || echo(name, ty).is_some()) { Titles::Any } else { titles };
            let (printed, flags) = declaration::read(ty, titles)?;
            (name, printed, flags)
        }
        // A name whose type is not printed keeps the gap before it.
        None if line.gap == Gap::Behind => (text, Printed::Anything, Flags::default()),
        None => {
            let (name, printed, flags) = glued(text, reading.keys)?;
            (name, printed, flags)
        }
    };
    let head = if inline.is_some() { Head::Branch(name.to_owned()) } else { Head::Leaf(name.to_owned()) };
    is_name(name).then_some(Element {
        head,
        printed,
        flags,
        span: line.span,
        details: Vec::new(),
        parts: Parts::Together,
    })
}

/// `versionintegerrequired`: read only where the example has a key of that name.
fn glued<'t>(text: &'t str, keys: &BTreeSet<&str>) -> Option<(&'t str, Printed, Flags)> {
    let mut found = text.char_indices().skip(1).filter_map(|(at, _)| {
        let (name, ty) = text.split_at(at);
        let (printed, flags) = declaration::read(ty, Titles::Never).filter(|_| keys.contains(name))?;
        Some((name, printed, flags))
    });
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// A type alone, where one can stand: at the beginning, or among the branches of a union.
fn bare(line: &Line<'_>, before: &Elements) -> Option<Element> {
    let branches = match before.list.last() {
        None => before.preface.last().is_none_or(Detail::is_union),
        Some(last) => last.head == Head::Bare || last.details.last().is_some_and(Detail::is_union),
    };
    let alone = branches || (line.gap == Gap::Before && before.list.is_empty());
    let printed = declaration::printed(&line.text).filter(|_| alone && !line.text.contains(' '))?;
    Some(Element {
        head: Head::Bare,
        printed,
        flags: Flags::default(),
        span: line.span,
        details: Vec::new(),
        parts: Parts::Together,
    })
}

/// Whether the parts of a page that hold elements keep the names of properties without parts: then every list begins
/// with a head, every qualifier stands below one, and the names are those of the example. `keys` are the keys of each
/// part's example.
pub(super) fn names(parts: &[(&[Line<'_>], BTreeSet<&str>)], order: Order, heads: Heads) -> Names {
    let (mut for_it, mut against, mut objects) = (0_usize, 0_usize, 0_usize);
    for (lines, keys) in parts {
        let titles = if keys.is_empty() { Titles::CamelCase } else { Titles::Never };
        let order_of_names = Order::DescriptionFirst;
        let reading = Reading { names: Names::Kept, keys, titles, order: order_of_names, heads: Heads::Apart };
        let elements = elements(lines, &reading);
        against += usize::from(elements.preface.iter().any(|detail| !detail.is_union()));
        for element in &elements.list {
            let is_qualifier = |detail: &&Detail| matches!(detail.kind, DetailKind::Qualifier(_));
            let count = element.details.iter().filter(is_qualifier).count();
            let late =
                order == Order::DescriptionLast && element.details.iter().skip(1).any(|detail| is_qualifier(&detail));
            against += count.saturating_sub(1).max(usize::from(late));
            if let Head::Leaf(name) = &element.head {
                let known = keys.is_empty() || keys.contains(name.as_str());
                let count = if has_parts(&element.printed) { &mut objects } else { &mut for_it };
                *count += usize::from(known);
            }
        }
    }
    // Those of objects with parts are kept where those of properties without parts are lost.
    if heads == Heads::Apart {
        for_it += objects;
    }
    // A line of prose may look like a name and a type, and a list of parameters may begin oddly.
    if for_it > 0 && against * 3 <= for_it { Names::Kept } else { Names::Lost }
}

//! The fields of a list, nested as the list is.
//!
//! Takes the lines of a section; gives its fields and their schemas. Promises that a field lies in the one above it that is indented less. Never claims
//! that a list of objects has items of one kind unless fields stand below it.

use std::ops::Range;

use super::item::{self, Type, Words};
use crate::diagnostic::code::page as code;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::node::{Entry, Node, Value};
use crate::page::lines::trim;
use crate::page::nodes;
use crate::page::part::Part;
use crate::source::{Provenance, Span};

/// A field with those inside it.
#[derive(Debug, Clone)]
pub(super) struct Field {
    /// Where its name stands.
    pub name: Range<usize>,
    /// What is said of it.
    pub words: Words,
    /// Where that stands.
    at: Option<Range<usize>>,
    /// Its description.
    text: Option<Range<usize>>,
    indent: usize,
    inside: Vec<Field>,
}

/// Where a field's description is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// In its schema.
    Here,
    /// In what holds its schema.
    Elsewhere,
}

/// How deep fields may lie.
const MOST_DEPTH: usize = 32;

/// The fields of a section.
pub(super) fn fields(part: &Part<'_>, ranges: &[Range<usize>], section: Range<usize>) -> Vec<Field> {
    let mut open: Vec<Field> = Vec::new();
    let mut found = Vec::new();
    for range in ranges.get(section).unwrap_or(&[]) {
        let line = part.slice(range);
        let Some(read) = item::read(line, range.start) else {
            // Text that is indented below a field goes on with its description.
            let indent = line.len() - line.trim_start().len();
            if let Some(last) = open.last_mut().filter(|last| !line.trim().is_empty() && indent > last.indent) {
                let text = trim(part.text, range.clone());
                last.text = Some(last.text.as_ref().map_or(text.start, |own| own.start)..text.end);
            }
            continue;
        };
        while open.last().is_some_and(|last| last.indent >= read.indent) || open.len() >= MOST_DEPTH {
            close(&mut open, &mut found);
        }
        let words = read.words.as_ref().map(|range| item::words(part.slice(range))).unwrap_or_default();
        open.push(Field {
            name: read.name,
            words,
            at: read.words,
            text: read.text,
            indent: read.indent,
            inside: Vec::new(),
        });
    }
    while !open.is_empty() {
        close(&mut open, &mut found);
    }
    found
}

fn close(open: &mut Vec<Field>, found: &mut Vec<Field>) {
    let Some(field) = open.pop() else { return };
    match open.last_mut() {
        Some(outer) => outer.inside.push(field),
        None => found.push(field),
    }
}

/// The schema of an object with these fields.
pub(super) fn object(part: &Part<'_>, fields: &[Field], span: Span, diagnostics: &mut Diagnostics) -> Node {
    let mut entries = vec![nodes::string("type", span, Provenance::Page, "object")];
    let properties: Vec<Entry> = fields
        .iter()
        .map(|field| Entry {
            key: part.slice(&field.name).into(),
            key_span: part.span(&field.name),
            value: field.schema(part, Says::Here, diagnostics),
        })
        .collect();
    let required: Vec<Node> = fields
        .iter()
        .filter(|field| field.words.required)
        .map(|field| Node::string(part.span(&field.name), Provenance::Page, part.slice(&field.name)))
        .collect();
    entries.push(nodes::entry("properties", nodes::map(span, Provenance::Page, properties)));
    if !required.is_empty() {
        entries.push(nodes::entry("required", nodes::list(span, Provenance::Page, required)));
    }
    nodes::map(span, Provenance::Page, entries)
}

impl Field {
    /// The description.
    pub(super) fn description(&self, part: &Part<'_>) -> Option<Entry> {
        let text = self.text.as_ref()?;
        Some(nodes::string("description", part.span(text), Provenance::Page, part.slice(text)))
    }

    /// The schema.
    pub(super) fn schema(&self, part: &Part<'_>, says: Says, diagnostics: &mut Diagnostics) -> Node {
        let span = self.at.as_ref().map_or(part.span(&self.name), |at| part.span(at));
        let mut entries = match (&self.words.ty, self.inside.is_empty()) {
            (Some(ty), true) => stated(ty, span),
            (Some(Type::List(_)), false) => {
                let items = object(part, &self.inside, span, diagnostics);
                vec![nodes::string("type", span, Provenance::Page, "array"), nodes::entry("items", items)]
            }
            (Some(Type::Map(_)), false) => {
                let values = object(part, &self.inside, span, diagnostics);
                vec![
                    nodes::string("type", span, Provenance::Page, "object"),
                    nodes::entry("additionalProperties", values),
                ]
            }
            // Fields stand only below what has fields.
            (_, false) => match object(part, &self.inside, span, diagnostics).value {
                Value::Map(map) => map.into_entries().collect(),
                _ => Vec::new(),
            },
            (None, true) => {
                if let Some(at) = self.at.as_ref().filter(|_| !self.words_are_flags(part)) {
                    let message = format!(
                        "`{}` names no type of JSON, so the type of `{}` is left out",
                        part.slice(at),
                        part.slice(&self.name)
                    );
                    diagnostics.report(
                        Diagnostic::new(&code::KEYWORD_LEFT_OUT, part.span(at), message)
                            .help("add the type by an overlay"),
                    );
                }
                Vec::new()
            }
        };
        if self.words.nullable {
            for entry in entries.iter_mut().filter(|entry| &*entry.key == "type" && entry.value.as_str().is_some()) {
                let null = Node::string(span, Provenance::Page, "null");
                entry.value = nodes::list(span, Provenance::Page, vec![entry.value.clone(), null]);
            }
        }
        let of = match &self.words.ty {
            Some(Type::Named(name, _)) => Some(*name),
            _ => None,
        };
        if !self.words.values.is_empty() {
            let values: Option<Vec<Node>> =
                self.words.values.iter().map(|text| typed(text, of.unwrap_or("string"), span)).collect();
            entries.extend(values.map(|values| nodes::entry("enum", nodes::list(span, Provenance::Page, values))));
        }
        if let Some(value) = self.words.default.as_ref().and_then(|text| typed(text, of?, span)) {
            entries.push(nodes::entry("default", value));
        }
        if says == Says::Here {
            entries.extend(self.description(part));
            if self.words.deprecated {
                entries.push(nodes::yes("deprecated", span, Provenance::Page));
            }
        }
        nodes::map(span, Provenance::Page, entries)
    }

    /// Whether what stands in parentheses is flags alone.
    fn words_are_flags(&self, part: &Part<'_>) -> bool {
        let text = self.at.as_ref().map_or("", |at| part.slice(at));
        text.split(',').all(|word| {
            matches!(word.trim().to_ascii_lowercase().as_str(), "required" | "optional" | "nullable" | "deprecated")
        })
    }
}

/// The keywords of a type in words.
fn stated(ty: &Type, span: Span) -> Vec<Entry> {
    let text = |key: &str, value: &str| nodes::string(key, span, Provenance::Page, value);
    let inner = |ty: &Type| nodes::map(span, Provenance::Page, stated(ty, span));
    match ty {
        Type::Named(name, format) => {
            let mut entries = vec![text("type", name)];
            entries.extend(format.map(|format| text("format", format)));
            entries
        }
        Type::List(items) => {
            let mut entries = vec![text("type", "array")];
            entries.extend(items.as_ref().map(|items| nodes::entry("items", inner(items))));
            entries
        }
        Type::Map(values) => {
            let mut entries = vec![text("type", "object")];
            let open = || Node::new(span, Provenance::Page, Value::Bool(true));
            entries
                .push(nodes::entry("additionalProperties", values.as_ref().map_or_else(open, |values| inner(values))));
            entries
        }
        Type::Any => Vec::new(),
    }
}

/// A printed scalar as a value of a type.
fn typed(text: &str, ty: &str, span: Span) -> Option<Node> {
    let value = match ty {
        "string" => Value::String(text.into()),
        "integer" | "number" => Value::Number(nodes::number(text)?),
        "boolean" => Value::Bool(text.parse().ok()?),
        _ => return None,
    };
    Some(Node::new(span, Provenance::Page, value))
}

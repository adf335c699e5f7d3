//! The schemas of what lists describe.
//!
//! Takes the items of a list; gives schemas. Promises that a type in words which are no type, or which can be read in two ways, is left out and told, and
//! that fields belong to an alternative only where the page shows to which. Never makes a value of JSON out of words that are not one of the type.

use std::ops::Range;

use super::kind::{self, Type};
use super::page::Page;
use super::tree::{Branch, Field, Inside};
use crate::diagnostic::code::page as code;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::node::{Entry, Node, Value};
use crate::page::nodes;
use crate::source::{Provenance, Span};

/// Where a field's description is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// In its schema.
    Here,
    /// In what holds its schema.
    Elsewhere,
}

/// Makes the schemas of a page.
pub(super) struct Schemas<'r, 'a> {
    /// The page.
    pub page: &'r Page<'a>,
}

fn map(span: Span, entries: Vec<Entry>) -> Node {
    nodes::map(span, Provenance::Page, entries)
}

fn text(key: &str, span: Span, value: &str) -> Entry {
    nodes::string(key, span, Provenance::Page, value)
}

impl Schemas<'_, '_> {
    fn span(&self, range: &Range<usize>) -> Span {
        self.page.part.span(range)
    }

    fn node(&self, range: &Range<usize>) -> Node {
        Node::string(self.span(range), Provenance::Page, self.page.part.slice(range))
    }

    /// The schema of what stands below a heading; `None` where nothing does.
    pub(super) fn below(&self, inside: &Inside, span: Span, diagnostics: &mut Diagnostics) -> Option<Node> {
        if inside.is_empty() {
            return None;
        }
        if let Some((range, below)) = &inside.whole {
            let (ty, null) = kind::ty(self.page.part.slice(range), &self.page.types);
            let span = self.span(range);
            if ty.is_none() {
                self.unread(range, "the whole body", diagnostics);
            }
            return Some(nullable(self.typed(ty.as_ref(), below, span, diagnostics), null, span));
        }
        Some(map(span, self.parts(inside, span, diagnostics)))
    }

    /// The keywords of what has fields, alternatives or values.
    fn parts(&self, inside: &Inside, span: Span, diagnostics: &mut Diagnostics) -> Vec<Entry> {
        let mut entries = Vec::new();
        if !inside.values.is_empty() {
            entries.extend(self.enumeration(&inside.values, span, diagnostics));
        }
        if !inside.fields.is_empty() {
            entries.extend(self.object(&inside.fields, None, span, diagnostics));
        }
        if !inside.branches.is_empty() {
            let tagged = inside.branches.iter().all(|branch| branch.tag.is_some());
            let list = inside.branches.iter().map(|branch| self.branch(branch, diagnostics)).collect();
            let keyword = if tagged { "oneOf" } else { "anyOf" };
            entries.push(nodes::entry(keyword, nodes::list(span, Provenance::Page, list)));
        }
        entries
    }

    fn branch(&self, branch: &Branch, diagnostics: &mut Diagnostics) -> Node {
        let span = self.span(&branch.at());
        let mut entries: Vec<Entry> =
            branch.title.iter().map(|title| nodes::entry("title", self.node(title))).collect();
        match &branch.tag {
            Some(tag) => entries.extend(self.object(&branch.inside.fields, Some(tag), span, diagnostics)),
            None => entries.extend(self.parts(&branch.inside, span, diagnostics)),
        }
        map(span, entries)
    }

    /// The keywords of an object with these fields, and with the property that tells it apart.
    fn object(
        &self,
        fields: &[Field],
        tag: Option<&(Range<usize>, Range<usize>)>,
        span: Span,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Entry> {
        let key = |range: &Range<usize>, value: Node| Entry {
            key: self.page.part.slice(range).into(),
            key_span: self.span(range),
            value,
        };
        let tagged = tag.map(|(property, value)| {
            let constant = map(self.span(value), vec![nodes::entry("const", self.node(value))]);
            key(property, constant)
        });
        let own = fields.iter().map(|field| key(&field.name, self.field(field, Says::Here, diagnostics)));
        let properties: Vec<Entry> = tagged.into_iter().chain(own).collect();
        let needed = fields.iter().filter(|field| field.words.required).map(|field| &field.name);
        let required: Vec<Node> =
            tag.map(|(property, _)| property).into_iter().chain(needed).map(|at| self.node(at)).collect();
        let mut entries = vec![text("type", span, "object"), nodes::entry("properties", map(span, properties))];
        if !required.is_empty() {
            entries.push(nodes::entry("required", nodes::list(span, Provenance::Page, required)));
        }
        entries
    }

    /// The description of a field.
    pub(super) fn description(&self, field: &Field) -> Option<Entry> {
        Some(nodes::entry("description", self.node(field.text.as_ref()?)))
    }

    /// The schema of a field.
    pub(super) fn field(&self, field: &Field, says: Says, diagnostics: &mut Diagnostics) -> Node {
        let span = field.at.as_ref().map_or(self.span(&field.name), |at| self.span(at));
        let words = &field.words;
        if let (Some(at), true, None) = (&field.at, words.stated, &words.ty) {
            self.unread(at, self.page.part.slice(&field.name), diagnostics);
        }
        let mut schema = if words.ty.is_none() && words.stated {
            map(span, Vec::new())
        } else {
            self.typed(words.ty.as_ref(), &field.inside, span, diagnostics)
        };
        let of = match &words.ty {
            Some(Type::Named(name, _)) => Some(*name),
            Some(Type::Unsigned) => Some("integer"),
            Some(Type::Enum) => Some("string"),
            _ => None,
        };
        if !words.values.is_empty() {
            let values: Option<Vec<Node>> =
                words.values.iter().map(|value| scalar(value, of.unwrap_or("string"), span)).collect();
            let list = values.map(|values| nodes::entry("enum", nodes::list(span, Provenance::Page, values)));
            if let (Some(list), Some(map)) = (list, schema.as_map_mut()) {
                map.push(list);
            }
        }
        schema = nullable(schema, words.nullable, span);
        let default = words.default.as_ref().and_then(|value| scalar(value, of?, span));
        let mut entries: Vec<Entry> = default.map(|value| nodes::entry("default", value)).into_iter().collect();
        if says == Says::Here {
            entries.extend(self.description(field));
            entries.extend(words.deprecated.then(|| nodes::yes("deprecated", span, Provenance::Page)));
        }
        if let Some(map) = schema.as_map_mut() {
            entries.into_iter().for_each(|entry| map.push(entry));
        }
        schema
    }

    fn unread(&self, at: &Range<usize>, of: &str, diagnostics: &mut Diagnostics) {
        let message = format!(
            "`{}` names no type of JSON, or can be read as several, so the type of `{of}` is left out",
            self.page.part.slice(at)
        );
        diagnostics.report(
            Diagnostic::new(&code::KEYWORD_LEFT_OUT, self.span(at), message).help("add the type by an overlay"),
        );
    }

    /// The schema of a type with what stands below it.
    fn typed(&self, ty: Option<&Type>, inside: &Inside, span: Span, diagnostics: &mut Diagnostics) -> Node {
        let entries = match ty {
            None if inside.is_empty() => Vec::new(),
            None => self.parts(inside, span, diagnostics),
            Some(Type::Named(name, format)) => {
                let format = format.map(|format| text("format", span, format));
                [text("type", span, name)].into_iter().chain(format).collect()
            }
            Some(Type::Unsigned) => {
                let zero = nodes::number("0").map(|zero| Node::new(span, Provenance::Page, Value::Number(zero)));
                let minimum = zero.map(|zero| nodes::entry("minimum", zero));
                [text("type", span, "integer")].into_iter().chain(minimum).collect()
            }
            Some(Type::Object) if inside.is_empty() => vec![text("type", span, "object")],
            Some(Type::Object) => self.parts(inside, span, diagnostics),
            Some(Type::Enum) if inside.values.is_empty() => Vec::new(),
            Some(Type::Enum) => self.enumeration(&inside.values, span, diagnostics).into_iter().collect(),
            Some(Type::Const(value)) => vec![text("const", span, value)],
            Some(Type::List(items)) => {
                let items = (items.is_some() || !inside.is_empty())
                    .then(|| nodes::entry("items", self.typed(items.as_deref(), inside, span, diagnostics)));
                [text("type", span, "array")].into_iter().chain(items).collect()
            }
            Some(Type::Map(values)) => {
                let open = Node::new(span, Provenance::Page, Value::Bool(true));
                let of = (values.is_some() || !inside.is_empty())
                    .then(|| self.typed(values.as_deref(), inside, span, diagnostics));
                vec![text("type", span, "object"), nodes::entry("additionalProperties", of.unwrap_or(open))]
            }
            Some(Type::Reference(name)) => vec![text("$ref", span, &format!("#/components/schemas/{name}"))],
            Some(Type::Union(types)) => {
                let list = self.union(types, inside, span, diagnostics);
                vec![nodes::entry("anyOf", nodes::list(span, Provenance::Page, list))]
            }
            Some(Type::Any) => Vec::new(),
        };
        map(span, entries)
    }

    /// The alternatives of a union. What stands below is that of its objects, where it is told which is whose.
    fn union(&self, types: &[Type], inside: &Inside, span: Span, diagnostics: &mut Diagnostics) -> Vec<Node> {
        let objects = types.iter().filter(|ty| matches!(ty, Type::Object)).count();
        let fields = Inside { branches: Vec::new(), values: Vec::new(), ..inside.clone() };
        let told = match (inside.branches.is_empty(), inside.fields.is_empty()) {
            (false, true) => inside.branches.len() == objects,
            (true, false) => objects == 1,
            (true, true) => true,
            (false, false) => false,
        };
        if !told {
            let message = "to which of these alternatives the fields below belong is not told, so they are left out";
            diagnostics.report(
                Diagnostic::new(&code::KEYWORD_LEFT_OUT, span, message).help("add their properties by an overlay"),
            );
        }
        let mut branches = inside.branches.iter();
        let values = Inside { values: inside.values.clone(), ..Inside::default() };
        let alternatives = types.iter().map(|ty| match ty {
            Type::Object if told => match branches.next() {
                Some(branch) => self.branch(branch, diagnostics),
                None => self.typed(Some(ty), &fields, span, diagnostics),
            },
            Type::Enum => self.typed(Some(ty), &values, span, diagnostics),
            _ => self.typed(Some(ty), &Inside::default(), span, diagnostics),
        });
        alternatives.collect()
    }

    /// The allowed values, which are texts: digits may stand for numbers as well.
    fn enumeration(&self, values: &[Range<usize>], span: Span, diagnostics: &mut Diagnostics) -> Option<Entry> {
        let literal = |range: &Range<usize>| {
            let text = self.page.part.slice(range);
            nodes::number(text).is_some() || matches!(text, "true" | "false" | "null")
        };
        if values.iter().all(literal) {
            let message = "whether these values are texts is not told, so they are left out";
            diagnostics
                .report(Diagnostic::new(&code::KEYWORD_LEFT_OUT, span, message).help("add `enum` by an overlay"));
            return None;
        }
        let list = values.iter().map(|range| self.node(range)).collect();
        Some(nodes::entry("enum", nodes::list(span, Provenance::Page, list)))
    }
}

/// A schema that `null` is an instance of as well.
fn nullable(mut schema: Node, null: bool, span: Span) -> Node {
    if !null || schema.as_map().is_none_or(crate::node::Map::is_empty) {
        return schema;
    }
    let closed = ["enum", "const"].iter().any(|key| schema.get(key).is_some());
    let ty = schema.get("type").and_then(Node::as_str).map(str::to_owned);
    match (ty, closed) {
        (Some(ty), false) => {
            let name = |name: &str| Node::string(span, Provenance::Page, name);
            if let Some(map) = schema.as_map_mut() {
                map.insert("type", span, nodes::list(span, Provenance::Page, vec![name(&ty), name("null")]));
            }
            schema
        }
        _ => {
            let null = map(span, vec![text("type", span, "null")]);
            map(span, vec![nodes::entry("anyOf", nodes::list(span, Provenance::Page, vec![schema, null]))])
        }
    }
}

/// A printed scalar as a value of a type.
fn scalar(text: &str, ty: &str, span: Span) -> Option<Node> {
    let value = match ty {
        "string" => Value::String(text.into()),
        "integer" | "number" => Value::Number(nodes::number(text)?),
        "boolean" => Value::Bool(text.parse().ok()?),
        _ => return None,
    };
    Some(Node::new(span, Provenance::Page, value))
}

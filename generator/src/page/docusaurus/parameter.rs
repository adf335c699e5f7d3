//! The parameters of a page.
//!
//! Takes the lines under a heading such as `Path Parameters`; gives Parameter Objects. Promises that a parameter of the
//! path is named by the path, and that one whose name is lost is told, never named. Never reads a style: none is printed.

use std::collections::BTreeSet;

use crate::diagnostic::code::page_docusaurus as code;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::node::{Entry, Node};
use crate::page::nodes::{self, entry, string, yes};
use crate::page::proof;
use crate::source::{Provenance, Span};

use super::constraints::{Target, keywords, prose, type_of};
use super::declaration::{Printed, Titles};
use super::element::{Detail, DetailKind, Elements, Head, elements};
use super::layout::{Layout, ParameterList};
use super::panel::is_header_name;
use super::reading::{Context, Heads, Names, Order, Reading};

/// The parameters of a page, in order.
pub(super) fn parameters(layout: &Layout<'_, '_>, context: &Context<'_>, diagnostics: &mut Diagnostics) -> Vec<Node> {
    let (names, order) = (context.names, context.order);
    let mut found = Vec::new();
    let template = layout.route.parameters();
    let mut listed = BTreeSet::new();
    for list in &layout.parameters {
        let reading = Reading { names, keys: &BTreeSet::new(), titles: Titles::CamelCase, order, heads: Heads::Apart };
        let elements = elements(list.lines, &reading);
        match (names, list.location) {
            (Names::Kept, _) => named(list, &elements, &mut listed, &mut found, diagnostics),
            (Names::Lost, "path") => {}
            (Names::Lost, _) => tell_lost(list, &elements, diagnostics),
        }
    }
    let path = layout.parameters.iter().find(|list| list.location == "path");
    for name in &template {
        if !listed.contains(*name) {
            let only = template.len() == 1 && names == Names::Lost;
            found.push(from_template(name, layout.route.span, path.filter(|_| only)));
        }
    }
    found
}

fn named(
    list: &ParameterList<'_, '_>,
    elements: &Elements,
    listed: &mut BTreeSet<String>,
    found: &mut Vec<Node>,
    diagnostics: &mut Diagnostics,
) {
    for element in &elements.list {
        let Some(name) = element.head.name() else { continue };
        if list.location == "path" {
            listed.insert(name.to_owned());
        }
        let stated = keywords(&element.details, &Target::printed(&element.printed));
        let mut schema = match element.head {
            Head::Leaf(_) => type_of(&element.printed, element.flags, stated.null, element.span, stated.items),
            Head::Branch(_) | Head::Entry | Head::EntryBranch | Head::Bare => Vec::new(),
        };
        schema.extend(stated.own);
        let text = prose(&element.details).filter(|_| elements.items == 0);
        let mut entries = head(name, list.location, element.span);
        entries.extend(text.map(|(text, span)| string("description", span, Provenance::Page, &text)));
        if element.flags.required || list.location == "path" {
            entries.push(yes("required", element.span, Provenance::Page));
        }
        if element.flags.deprecated {
            entries.push(yes("deprecated", element.span, Provenance::Page));
        }
        let mut schema = nodes::map(element.span, Provenance::Page, schema);
        proof::settle(&mut schema, &[], &[], diagnostics);
        entries.push(entry("schema", schema));
        found.push(nodes::map(element.span, Provenance::Page, entries));
    }
}

fn head(name: &str, location: &str, span: Span) -> Vec<Entry> {
    vec![string("name", span, Provenance::Page, name), string("in", span, Provenance::Page, location)]
}

/// A parameter that the path names. With one name in the path, all lines under the heading are about it.
fn from_template(name: &str, route: Span, list: Option<&ParameterList<'_, '_>>) -> Node {
    let mut entries = head(name, "path", route);
    let mut schema = Vec::new();
    if let Some(list) = list {
        let reading = Reading {
            names: Names::Lost,
            keys: &BTreeSet::new(),
            titles: Titles::Never,
            order: Order::DescriptionLast,
            heads: Heads::Apart,
        };
        let elements = elements(list.lines, &reading);
        let (found, texts) = (&elements.preface, elements.items == 0 && elements.list.is_empty());
        if is_one(found) {
            let stated = keywords(found, &lost_target(found));
            schema.extend(stated.own);
            let text = prose(found).filter(|_| texts);
            entries.extend(text.map(|(text, span)| string("description", span, Provenance::Page, &text)));
        }
    }
    entries.push(yes("required", route, Provenance::Page));
    entries.push(entry("schema", nodes::map(route, Provenance::Page, schema)));
    nodes::map(route, Provenance::Page, entries)
}

/// Whether details can be those of one parameter: a qualifier, a default, prose.
fn is_one(details: &[Detail]) -> bool {
    let rank = |detail: &Detail| match detail.kind {
        DetailKind::Qualifier(_) => 0,
        DetailKind::Default(_) => 1,
        DetailKind::Text(_) => 2,
        DetailKind::Union => 3,
    };
    let ranks: Vec<i32> = details.iter().map(rank).collect();
    ranks.iter().zip(ranks.iter().skip(1)).all(|(a, b)| a < b || (*a == 2 && *b == 2)) && !ranks.contains(&3)
}

/// Bounds of a type that is not printed: characters mean a string, a range a number (a list is no part of a path).
fn lost_target(details: &[Detail]) -> Target {
    use super::qualifier::Group;
    let groups = details.iter().filter_map(|detail| match &detail.kind {
        DetailKind::Qualifier(qualifier) => Some(&qualifier.groups),
        DetailKind::Default(_) | DetailKind::Text(_) | DetailKind::Union => None,
    });
    let numeric = |group: &Group| matches!(group, Group::Range { .. });
    if groups.flatten().any(numeric) { Target::Number } else { Target::Unknown }
}

fn tell_lost(list: &ParameterList<'_, '_>, elements: &Elements, diagnostics: &mut Diagnostics) {
    let lines = elements.preface.len();
    let place = list.location;
    let message = match lines {
        0 => format!("the page has parameters in the {place}, and nothing of them is left"),
        1 => format!("the page has parameters in the {place}, of which one line without a name is left"),
        _ => format!("the page has parameters in the {place}, of which {lines} lines without names are left"),
    };
    let span = list.lines.last().map_or(list.heading.span, |last| Span { end: last.span.end, ..list.heading.span });
    let help = format!("add the parameters in the {place} by an overlay");
    diagnostics.report(Diagnostic::new(&code::PAGE_PARAMETER_NAMES_LOST, span, message).help(help));
}

/// A response header: `X-Rate-Limit - integer - Calls left`.
pub(super) fn header(text: &str, span: Span) -> Option<Entry> {
    if is_header_name(text) {
        let schema = entry("schema", nodes::map(span, Provenance::Page, []));
        return Some(Entry { key: text.into(), key_span: span, value: nodes::map(span, Provenance::Page, [schema]) });
    }
    let (name, rest) = text.strip_prefix("- ")?.split_once(" - ")?;
    let (ty, mut rest) = rest.split_once(" - ").map_or((rest, None), |(ty, rest)| (ty, Some(rest)));
    let (printed, flags) = super::declaration::read(ty, Titles::Any).unwrap_or((Printed::Anything, Default::default()));
    let mut entries = Vec::new();
    if let Some(example) = rest.and_then(|rest| rest.strip_prefix("Example: ")) {
        rest = example.split_once(" - ").map(|(_, rest)| rest);
    }
    let text = rest.map(str::trim).filter(|text| !text.is_empty());
    entries.extend(text.map(|text| string("description", span, Provenance::Page, text)));
    let schema = type_of(&printed, flags, super::declaration::Null::Unsaid, span, Vec::new());
    entries.push(entry("schema", nodes::map(span, Provenance::Page, schema)));
    Some(Entry { key: name.trim().into(), key_span: span, value: nodes::map(span, Provenance::Page, entries) })
}

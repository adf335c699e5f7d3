//! Parameters and response headers.
//!
//! Takes the blocks of a section; gives Parameter and Header Objects. The keys of a parameter that is an object are printed
//! like parameters, so who belongs where is decided as in a body, with the path and the code samples as examples. Promises
//! that what is undecided is left out and told. Never gives a parameter that the path does not have.

use crate::diagnostic::Diagnostics;
use crate::node::{Entry, Map, Node, Value};
use crate::page::nodes;
use crate::page::proof;
use crate::source::Provenance;

use super::block::Block;
use super::content::{Contents, tell_doubts, tell_undecided};
use super::element::{self, Key};
use super::evidence::Extent;
use super::nesting;
use super::page::Page;
use super::sample::Request;
use super::schema;
use super::value::{self, Item, Opens, Role, Shape};

/// The parameters of one place.
pub fn parameters(
    contents: &Contents<'_>,
    place: &str,
    path: &str,
    request: &Request,
    blocks: &[Block],
    diagnostics: &mut Diagnostics,
) -> Vec<Node> {
    let page = contents.page();
    let (names, extent): (Vec<&str>, Extent) = match place {
        "path" => (template(path), Extent::Complete),
        "query" => (request.query().into_iter().map(|(name, _)| name).collect(), Extent::Partial),
        "header" => (request.headers.iter().map(|(name, _, _)| name.as_str()).collect(), Extent::Partial),
        _ => (request.cookies.iter().map(|(name, _, _)| name.as_str()).collect(), Extent::Partial),
    };
    let keys = keys(page, blocks, &names, extent, diagnostics);
    let found = keys.into_iter().filter(|found| place != "path" || names.contains(&found.key.name.as_str()));
    found
        .map(|found| {
            let span = page.span(&found.item.range);
            let mut entries = vec![
                nodes::string("name", span, Provenance::Page, &found.key.name),
                nodes::string("in", span, Provenance::Page, place),
            ];
            entries.extend(found.fields(page));
            nodes::map(span, Provenance::Page, entries)
        })
        .collect()
}

/// The headers of a response.
pub fn headers(contents: &Contents<'_>, blocks: &[Block], diagnostics: &mut Diagnostics) -> Vec<Entry> {
    let page = contents.page();
    let keys = keys(page, blocks, &[], Extent::Partial, diagnostics);
    keys.into_iter()
        .map(|found| {
            let span = page.span(&found.item.range);
            let node = nodes::map(span, Provenance::Page, found.fields(page));
            Entry { key: found.key.name.as_str().into(), key_span: span, value: node }
        })
        .collect()
}

/// The names in braces.
fn template(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
}

/// One key with its schema.
struct Found {
    key: Key,
    item: Item,
    schema: Node,
}

fn keys(page: Page<'_>, blocks: &[Block], names: &[&str], extent: Extent, diagnostics: &mut Diagnostics) -> Vec<Found> {
    let elements = element::elements(page.text, blocks);
    let value = value::read_parameters(&elements);
    // The keys of an object are written like parameters in a query.
    let spread =
        extent == Extent::Partial && value.items.iter().skip(1).any(|item| item.head.opens() != Opens::Nothing);
    let sample = (!names.is_empty() && !spread).then(|| (shown(page, names), extent));
    let samples: Vec<_> = sample.into_iter().collect();
    let nesting = nesting::decide(&value.items, &samples);
    tell_undecided(page, &value.items, &nesting, diagnostics);
    let mut items = value.items;
    // What stands above the object of a parameter describes the parameter.
    let mut lifted: Vec<Item> = items.clone();
    for (item, owner) in items.iter_mut().zip(&nesting.owners) {
        if *owner == Some(0) && item.head.opens() == Opens::Object && item.head.shape == Shape::Object {
            item.head.text = None;
        }
    }
    // Prose below the last part of a list or a union describes the parameter around it.
    let mut below = vec![None; items.len()];
    for (index, item) in items.iter().enumerate() {
        if item.below.is_some() {
            let mut at = index;
            while let Some(owner) = nesting.owners.get(at).copied().flatten().filter(|owner| *owner != 0) {
                at = owner;
            }
            if let Some(slot) = below.get_mut(at).filter(|slot| slot.is_none()) {
                *slot = item.below.clone();
            }
        }
    }
    for (item, below) in lifted.iter_mut().zip(below) {
        item.below = below;
    }
    let mut schema = schema::make(page, &items, &nesting, &samples, "");
    proof::settle(&mut schema.node, &[], &schema.components, diagnostics);
    tell_doubts(page, &schema.doubts, diagnostics);
    let mut schemas = match schema.node.value {
        Value::Map(mut map) => {
            map.remove("properties").and_then(|entry| entry.value.as_map().cloned()).unwrap_or_default()
        }
        _ => Map::new(),
    };
    let placed = lifted.into_iter().zip(&nesting.owners).filter(|(_, owner)| **owner == Some(0));
    let mut found: Vec<Found> = Vec::new();
    for (item, _) in placed {
        let Role::Property(key) = &item.role else { continue };
        if let Some(entry) = schemas.remove(&key.name) {
            found.push(Found { key: key.clone(), item, schema: entry.value });
        }
    }
    found
}

/// An object with these keys, of which nothing more is known.
fn shown(page: Page<'_>, names: &[&str]) -> Node {
    let span = page.span(&(0..0));
    let entries = names.iter().map(|name| nodes::entry(name, Node::new(span, Provenance::Example, Value::Null)));
    nodes::map(span, Provenance::Example, entries)
}

impl Found {
    /// The fixed fields that parameters and headers share.
    fn fields(&self, page: Page<'_>) -> Vec<Entry> {
        let mut entries = Vec::new();
        let above = self.item.head.text.as_ref().filter(|_| self.item.head.shape == Shape::Object);
        if let Some(text) = self.item.below.as_ref().or(above) {
            entries.push(nodes::entry("description", page.string(text, &page.prose(text))));
        }
        if let Some(range) = &self.key.required {
            entries.push(nodes::yes("required", page.span(range), Provenance::Page));
        }
        if self.key.deprecated {
            entries.push(nodes::yes("deprecated", page.span(&self.item.range), Provenance::Page));
        }
        match &self.item.head.media {
            Some((name, range)) => {
                let schema =
                    nodes::map(page.span(range), Provenance::Page, [nodes::entry("schema", self.schema.clone())]);
                let media = nodes::map(page.span(range), Provenance::Page, [nodes::entry(name, schema)]);
                entries.push(nodes::entry("content", media));
            }
            None => entries.push(nodes::entry("schema", self.schema.clone())),
        }
        entries
    }
}

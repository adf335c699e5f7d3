//! Pages of the docusaurus OpenAPI theme, flattened to text.
//!
//! Takes a page as the extraction left it, with or without the names of its properties; gives the OpenAPI description of
//! its one operation. Promises that what can be read in two ways is left out and told, and that every node points into
//! the page and says how it is known. Never invents a name, a server or a security requirement.
//!
//! The way of a page: `lines` joins what was split; `layout` and `panel` cut it into parts; `element` reads heads
//! and details; `placement` finds the nesting again and `assignment` the owners of unnamed lines; `schema` and
//! `operation` write it down.

mod assignment;
mod candidate;
mod constraints;
mod cut;
mod declaration;
mod element;
mod example;
mod inference;
mod json;
mod layout;
mod line;
mod lines;
mod mark;
mod operation;
mod panel;
mod parameter;
mod placement;
mod prose;
mod qualifier;
mod reading;
mod route;
mod schema;
#[cfg(test)]
mod tests;
mod values;
mod window;
mod words;

use std::collections::BTreeSet;

use crate::diagnostic::code::page as page_code;
use crate::diagnostic::code::page_docusaurus as code;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::node::Node;
use crate::page::nodes;
use crate::page::part::Part;
use crate::source::{Provenance, Sources, Span};
use crate::tree;

use example::Example;
use inference::Sampled;
use layout::{Layout, Responses, contents};
use line::Line;
use operation::Examples;
use reading::{Context, Heads, Names, Order};

/// The largest page that is read, in bytes.
const LARGEST_PAGE: usize = 1 << 20;

/// Whether a text has the look of such a page: method and path near its top, then `Request` or `Responses`.
pub fn recognises(part: &Part<'_>) -> bool {
    let text = part.own();
    let mut lines = text.lines().map(str::trim);
    let methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"];
    let mut near_top = lines.by_ref().filter(|line| !line.is_empty()).take(40).peekable();
    while let Some(line) = near_top.next() {
        let Some(rest) = methods.iter().find_map(|method| line.strip_prefix(method)) else { continue };
        let path = if rest.is_empty() { near_top.peek().copied().unwrap_or("") } else { rest.trim() };
        let path = path.starts_with(['/', '<']) || path.starts_with("http");
        if path && !path_has_gap(rest) {
            drop(near_top);
            return text.lines().map(str::trim).any(|line| matches!(line, "Request" | "Responses"))
                && !text.lines().any(|line| line.starts_with("```") || line.starts_with('#'));
        }
    }
    false
}

fn path_has_gap(rest: &str) -> bool {
    rest.trim().contains(char::is_whitespace)
}

/// Reads a page; nothing, and told, where it is not of this form.
pub fn read(sources: &Sources, part: &Part<'_>, diagnostics: &mut Diagnostics) -> Vec<Node> {
    description(sources, part, diagnostics).into_iter().collect()
}

fn description(sources: &Sources, part: &Part<'_>, diagnostics: &mut Diagnostics) -> Option<Node> {
    let (text, whole) = (part.own(), part.whole());
    if text.len() > LARGEST_PAGE {
        let message = format!("the page has {} bytes, and none of more than {LARGEST_PAGE} is read", text.len());
        diagnostics.report(Diagnostic::new(&code::PAGE_NOT_FLATTENED, whole, message));
        return None;
    }
    let lines = lines::lines(part);
    let Some(layout) = layout::cut(&lines) else {
        let first = lines.first().map_or(whole, |line| line.span);
        let message = "no line near the top of the page is a method with a path, such as `GET/items/{id}`";
        let help = "give the page as text that keeps its line breaks";
        diagnostics.report(Diagnostic::new(&code::PAGE_NOT_FLATTENED, first, message).help(help));
        return None;
    };
    if matches!(layout.responses, Responses::Unlisted(_)) && layout.body.is_none() && layout.parameters.is_empty() {
        let message = "below the method and the path stands neither a request nor a list of status codes";
        let help = "save the page again with its content shown";
        diagnostics.report(Diagnostic::new(&code::PAGE_WITHOUT_SCHEMA, layout.route.span, message).help(help));
        return None;
    }
    if let Some((at, what)) = cut::end(&lines, text) {
        let message = format!("the page ends before {what}, so it was cut");
        diagnostics.report(Diagnostic::new(&page_code::PAGE_CUT, at, message).help("fetch the whole page"));
        return None;
    }
    let examples = parse_examples(sources, &layout, diagnostics);
    let sampled = Sampled::new(examples.values());
    let order = order(&layout);
    let heads = heads(&layout, &examples);
    let names = element::names(&parts(&layout, &examples), order, heads);
    let context = Context { names, order, heads, sampled: &sampled };
    Some(operation::document(&layout, &examples, &context, diagnostics))
}

/// The examples of a page, by where they begin. One that is no JSON is told by its reader.
fn parse_examples(sources: &Sources, layout: &Layout<'_, '_>, diagnostics: &mut Diagnostics) -> Examples {
    contents(layout)
        .flat_map(|content| &content.examples)
        .filter_map(|lines| {
            let (first, last) = (lines.first()?, lines.last()?);
            let mut node = tree::parse_range(sources, Span { end: last.span.end, ..first.span }, diagnostics)?;
            nodes::known(&mut node, Provenance::Example);
            Some((first.span.start, node))
        })
        .collect()
}

/// The name of the tab tells the age of the theme, and that the order of a property's lines.
fn order(layout: &Layout<'_, '_>) -> Order {
    let newer = contents(layout).flat_map(|content| content.tabs).any(|tab| tab.text == "- Example (auto)");
    if newer { Order::DescriptionFirst } else { Order::DescriptionLast }
}

/// The heads of objects stand on one line where an example shows that such a line has parts.
fn heads(layout: &Layout<'_, '_>, examples: &Examples) -> Heads {
    let inline = contents(layout).any(|content| {
        let first = content.examples.first().and_then(|lines| examples.get(&lines.first()?.span.start));
        let example = first.map(Example::new).unwrap_or_default();
        let filled = example.slots.iter().enumerate().filter(|(at, slot)| slot.end > at + 1).map(|(_, slot)| slot.key);
        let filled: BTreeSet<&str> = filled.collect();
        content.schema.iter().filter_map(|line| element::inline_head(&line.text)).any(|name| filled.contains(name))
    });
    let apart = contents(layout).any(|content| {
        let pairs = content.schema.iter().zip(content.schema.iter().skip(1));
        pairs.into_iter().any(|(name, ty)| element::inline_head(&format!("{} {}", name.text, ty.text)).is_some())
    });
    if inline && !apart { Heads::Inline } else { Heads::Apart }
}

/// The lists of elements of a page, each with the keys of its example.
fn parts<'p>(layout: &Layout<'p, 'p>, examples: &'p Examples) -> Vec<(&'p [Line<'p>], BTreeSet<&'p str>)> {
    let parameters = layout.parameters.iter().map(|list| (list.lines, BTreeSet::new()));
    let schemas = contents(layout).map(|content| {
        let first = content.examples.first().and_then(|lines| examples.get(&lines.first()?.span.start));
        (content.schema, first.map(|node| Example::new(node).keys()).unwrap_or_default())
    });
    let bodies = layout.body.iter().flat_map(|body| &body.schemas).map(|schema| {
        // A body may begin with prose of its own.
        let named = schema::prose_before_names(schema.lines, Names::Kept);
        (named.and_then(|named| schema.lines.get(named..)).unwrap_or(&[]), BTreeSet::new())
    });
    parameters.chain(schemas).chain(bodies).collect()
}

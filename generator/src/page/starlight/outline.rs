//! The sections of a page.
//!
//! Takes blocks; gives the method, the path and the sections that describe the operation. Promises to take a heading for a
//! section only at its place in the fixed order, since descriptions may hold headings too. Never reads a section.

use std::ops::Range;

use super::block::{Block, Kind};
use super::inline::unescape;
use super::page::Page;

/// The methods of OpenAPI, as they are printed.
const METHODS: [&str; 8] = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"];

/// A page by its sections.
#[derive(Debug, Clone)]
pub struct Outline<'b> {
    /// `Deprecated` above the method.
    pub deprecated: Option<Range<usize>>,
    /// The method.
    pub method: Range<usize>,
    /// The path.
    pub path: Range<usize>,
    /// Code samples.
    pub samples: Vec<Range<usize>>,
    /// Items of the list of servers.
    pub servers: Vec<Range<usize>>,
    /// The description of the operation.
    pub description: Option<Range<usize>>,
    /// Below `## Authorizations`.
    pub authorizations: &'b [Block],
    /// Below `## Parameters`.
    pub parameters: &'b [Block],
    /// The heading `## Request Body`, and what is below it.
    pub request_body: Option<(&'b Block, &'b [Block])>,
    /// The heading `## Callbacks`.
    pub callbacks: Option<&'b Block>,
    /// Below `## Responses`; `None` where the page has none.
    pub responses: Option<&'b [Block]>,
}

/// Reads the outline; `None` where the blocks are no page of this kind.
pub fn read<'b>(page: Page<'_>, blocks: &'b [Block]) -> Option<Outline<'b>> {
    let mut at = 0;
    let paragraph =
        |at: usize| blocks.get(at).filter(|block| block.kind == Kind::Paragraph).map(|block| &block.content);
    let deprecated = paragraph(at).filter(|range| page.slice(range) == "Deprecated").cloned();
    at += usize::from(deprecated.is_some());
    let method = paragraph(at).filter(|range| METHODS.contains(&page.slice(range)))?.clone();
    let path = paragraph(at + 1)?.clone();
    let written = page.slice(&path);
    if !written.starts_with('/') || written.contains(char::is_whitespace) {
        return None;
    }
    at += 2;

    let sections = Sections::find(page, blocks);
    let lead_end = sections.first().unwrap_or(blocks.len());
    let lead = blocks.get(at..lead_end).unwrap_or(&[]);
    let (samples, lead) = samples(page, lead);
    let (servers, lead) = servers(page, lead, &unescape(written));
    let description = lead.first().zip(lead.last()).map(|(first, last)| first.whole.start..last.whole.end);
    let below = |at: Option<usize>| at.map(|at| blocks.get(at + 1..sections.end_of(at, blocks.len())).unwrap_or(&[]));
    let responses = below(sections.responses);
    let described = responses.is_some() || sections.parameters.is_some() || sections.request_body.is_some();
    let recognised = described || !samples.is_empty();
    recognised.then(|| Outline {
        deprecated,
        method,
        path,
        samples,
        servers,
        description,
        authorizations: below(sections.authorizations).unwrap_or(&[]),
        parameters: below(sections.parameters).unwrap_or(&[]),
        request_body: sections.request_body.and_then(|at| blocks.get(at)).zip(below(sections.request_body)),
        callbacks: sections.callbacks.and_then(|at| blocks.get(at)),
        responses,
    })
}

/// Indices of the headings of sections.
#[derive(Debug, Default)]
struct Sections {
    authorizations: Option<usize>,
    parameters: Option<usize>,
    request_body: Option<usize>,
    callbacks: Option<usize>,
    responses: Option<usize>,
}

impl Sections {
    /// From the last section to the first, each before the ones after it.
    fn find(page: Page<'_>, blocks: &[Block]) -> Self {
        let last = |end: usize, fits: &dyn Fn(&str, Option<&Block>) -> bool| {
            (0..end).rev().find(|at| {
                let heading = blocks.get(*at).filter(|block| block.kind == Kind::Heading(2));
                heading.is_some_and(|block| fits(page.slice(&block.content), blocks.get(at + 1)))
            })
        };
        let mut end = blocks.len();
        let mut find = |fits: &dyn Fn(&str, Option<&Block>) -> bool| {
            let found = last(end, fits);
            end = found.unwrap_or(end);
            found
        };
        let below = |next: Option<&Block>| next.is_some_and(|next| next.kind == Kind::Heading(3));
        let responses = find(&|title, next| title == "Responses" && (next.is_none() || below(next)));
        let callbacks = find(&|title, next| title == "Callbacks" && below(next));
        let request_body = find(&|title, _| matches!(title, "Request Body" | "Request Body required"));
        let parameters = find(&|title, next| title == "Parameters" && below(next));
        let authorizations = find(&|title, _| title == "Authorizations");
        Self { authorizations, parameters, request_body, callbacks, responses }
    }

    fn all(&self) -> impl Iterator<Item = usize> {
        [self.authorizations, self.parameters, self.request_body, self.callbacks, self.responses].into_iter().flatten()
    }

    fn first(&self) -> Option<usize> {
        self.all().min()
    }

    fn end_of(&self, at: usize, length: usize) -> usize {
        self.all().filter(|other| *other > at).min().unwrap_or(length)
    }
}

/// The code samples at the start of some blocks, and the rest.
fn samples<'b>(page: Page<'_>, blocks: &'b [Block]) -> (Vec<Range<usize>>, &'b [Block]) {
    let picker = |block: &Block| {
        let text = page.slice(&block.content);
        block.kind == Kind::Paragraph && (text.starts_with("Select code sample") || text.starts_with("Code sample:"))
    };
    let length = blocks.iter().take_while(|block| block.kind == Kind::Fence || picker(block)).count();
    let (taken, rest) = blocks.split_at_checked(length).unwrap_or((blocks, &[]));
    let samples = taken.iter().filter(|block| block.kind == Kind::Fence).map(|block| block.content.clone());
    (samples.collect(), rest)
}

/// The list of servers at the start of some blocks, and the rest: each item ends with the path.
fn servers<'b>(page: Page<'_>, blocks: &'b [Block], path: &str) -> (Vec<Range<usize>>, &'b [Block]) {
    let Some((first, rest)) = blocks.split_first() else { return (Vec::new(), blocks) };
    let mut items = Vec::new();
    let mut start = first.content.start;
    for line in page.slice(&first.content).split_inclusive('\n') {
        let range = crate::page::lines::trim(page.text, start..start + line.len());
        start += line.len();
        let item = page.slice(&range);
        let Some(inside) = item.strip_prefix("- ").or_else(|| item.strip_prefix("* ")) else {
            return (Vec::new(), blocks);
        };
        let url = inside.rsplit(' ').next().unwrap_or(inside);
        if !unescape(url).ends_with(path) {
            return (Vec::new(), blocks);
        }
        items.push(range.end - inside.len()..range.end);
    }
    (items, rest)
}

//! The bodies of a request and of its responses.
//!
//! Takes the blocks below each media type; gives Content Objects. Bodies that the page prints alike are decided together, so
//! that the example of one serves the other. Promises that a body it cannot read is left out and told. Never names a media
//! type that the page does not.

use std::ops::Range;

use crate::diagnostic::code::page as code;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::node::{Entry, Node};
use crate::page::nodes;
use crate::page::proof::{self, Shown, Written};
use crate::source::{Provenance, Sources};
use crate::tree;

use super::block::Block;
use super::element::{self, Authorship, Element, Number};
use super::evidence::Extent;
use super::inline::unescape;
use super::nesting::{self, Nesting};
use super::page::Page;
use super::schema::{self, Doubt};
use super::value::{self, Item, Opens, Role, Shape};

/// All bodies of a page.
pub struct Contents<'a> {
    sources: &'a Sources,
    page: Page<'a>,
    bodies: Vec<Content>,
}

/// One body.
struct Content {
    name: String,
    media: String,
    range: Range<usize>,
    number: Number,
    items: Vec<Item>,
    examples: Vec<Node>,
    samples: Vec<(Node, Extent)>,
    /// What no item could be made of.
    rest: Option<Range<usize>>,
    /// What is printed, to tell bodies that are printed alike.
    printed: String,
    nesting: Option<Nesting>,
}

impl<'a> Contents<'a> {
    /// No bodies yet.
    pub fn new(sources: &'a Sources, page: Page<'a>) -> Self {
        Self { sources, page, bodies: Vec::new() }
    }

    /// The page they stand on.
    pub fn page(&self) -> Page<'a> {
        self.page
    }

    /// Adds the body that stands in `blocks`. `shown` is where a code sample sends it.
    pub fn add(
        &mut self,
        name: &str,
        range: Range<usize>,
        media: String,
        number: Number,
        blocks: &[Block],
        shown: Option<Range<usize>>,
    ) -> usize {
        let elements = element::elements(self.page.text, blocks);
        let mut value = value::read(&elements, number);
        let mut samples = Vec::new();
        let mut examples = Vec::new();
        self.settle(&mut value);
        for (fence, authorship) in &value.examples {
            let range = schema::content(self.page, fence);
            let Some(node) = self.json(&range) else {
                if media.starts_with("text/") || self.page.slice(&range).starts_with('<') {
                    examples.push(Node::string(self.page.span(&range), Provenance::Page, self.page.slice(&range)));
                }
                continue;
            };
            let extent = match authorship {
                Authorship::Authored => Extent::Partial,
                Authorship::Generated => Extent::Complete,
            };
            if *authorship == Authorship::Authored {
                examples.push(node.clone());
            }
            samples.push((node, extent));
        }
        if let Some(node) = shown.and_then(|range| self.json(&range)) {
            samples.push((node, Extent::Complete));
        }
        let rest = elements.get(value.length).map(|element| element.range.clone()).filter(|_| number == Number::One);
        let printed = printed(self.page, &elements, value.length);
        let (items, nesting) = (value.items, None);
        self.bodies.push(Content {
            name: name.to_owned(),
            media,
            range,
            number,
            items,
            examples,
            samples,
            rest,
            printed,
            nesting,
        });
        self.bodies.len() - 1
    }

    /// Decides to which part the last example belongs.
    fn settle(&self, value: &mut value::Value) {
        let parts = value.items.iter().any(|item| item.head.example.is_some() || matches!(item.role, Role::Example(_)));
        let [(fence, Authorship::Authored)] = &value.examples[..] else { return };
        let fence = fence.clone();
        let object = self.json(&schema::content(self.page, &fence)).is_some_and(|node| node.as_map().is_some());
        let whole = value.items.first().is_some_and(|item| item.head.shape == Shape::Object);
        // Where parts print their examples the whole has none; an object's example is an object.
        if !parts && (object || !whole) {
            return;
        }
        let Some(last) = value.items.last_mut().filter(|item| item.role != Role::Root) else { return };
        value.examples.clear();
        if last.head.opens() == Opens::Nothing && last.head.example.is_none() {
            last.head.example = Some(fence);
        }
    }

    /// The JSON value of a range.
    fn json(&self, range: &Range<usize>) -> Option<Node> {
        let text = self.page.slice(range);
        if !text.starts_with(['{', '[']) {
            return None;
        }
        let mut told = Diagnostics::default();
        let mut node = tree::parse_range(self.sources, self.page.span(range), &mut told)?;
        if !told.is_empty() {
            return None;
        }
        nodes::known(&mut node, Provenance::Example);
        Some(node)
    }

    /// Decides the nesting of all bodies.
    pub fn decide(&mut self) {
        for index in 0..self.bodies.len() {
            let Some(body) = self.bodies.get(index) else { continue };
            let mut samples = body.samples.clone();
            for other in
                self.bodies.iter().enumerate().filter(|(at, other)| *at != index && other.printed == body.printed)
            {
                samples.extend(other.1.samples.iter().cloned());
            }
            let nesting = nesting::decide(&body.items, &samples);
            if let Some(body) = self.bodies.get_mut(index) {
                body.nesting = Some(nesting);
                body.samples = samples;
            }
        }
    }

    /// The Content Object of a body.
    pub fn content(&self, index: usize, components: &mut Vec<Entry>, diagnostics: &mut Diagnostics) -> Option<Node> {
        let body = self.bodies.get(index)?;
        let page = self.page;
        let span = page.span(&body.range);
        let mut entries = Vec::new();
        if let Some(rest) = &body.rest {
            let message = "the description of this body is not understood from here on, so its schema is left out";
            diagnostics.report(
                Diagnostic::new(&code::VALUE_UNREADABLE, page.span(rest), message)
                    .relate(span, "the body")
                    .help("give the schema by an overlay"),
            );
        } else if let Some(nesting) = &body.nesting {
            let first = body.items.first();
            if body.items.len() > 1 || first.is_some_and(|item| item.head != value::Head::default()) {
                let name = component_name(page, body, components);
                let mut schema = schema::make(page, &body.items, nesting, &body.samples, &name);
                let shown: Vec<Shown<'_>> =
                    body.samples.iter().map(|(node, extent)| (node, written(*extent))).collect();
                proof::settle(&mut schema.node, &shown, &schema.components, diagnostics);
                tell_undecided(page, &body.items, nesting, diagnostics);
                tell_doubts(page, &schema.doubts, diagnostics);
                components.extend(schema.components);
                entries.push(nodes::entry("schema", schema.node));
            }
        }
        match &body.examples[..] {
            [] => {}
            [one] => entries.push(nodes::entry("example", one.clone())),
            several => {
                let named = several.iter().enumerate().map(|(index, node)| {
                    let value = nodes::map(node.span(), Provenance::Page, [nodes::entry("value", node.clone())]);
                    nodes::entry(&format!("example{}", index + 1), value)
                });
                entries.push(nodes::entry("examples", nodes::map(span, Provenance::Page, named)));
            }
        }
        if body.number == Number::Several {
            let message = format!("the page names `{}` of several media types; the others are left out", body.media);
            diagnostics.report(
                Diagnostic::new(&code::MEDIA_TYPES_LOST, span, message).help("add the other media types by an overlay"),
            );
        }
        let media = nodes::map(span, Provenance::Page, entries);
        Some(nodes::map(
            span,
            Provenance::Page,
            [Entry { key: body.media.as_str().into(), key_span: span, value: media }],
        ))
    }
}

/// The renderer makes what is complete.
fn written(extent: Extent) -> Written {
    match extent {
        Extent::Partial => Written::Author,
        Extent::Complete => Written::Sampler,
    }
}

fn printed(page: Page<'_>, elements: &[Element], length: usize) -> String {
    let own = elements.get(..length).unwrap_or(&[]);
    let own = own.iter().take_while(|element| {
        !matches!(element.kind, element::ElementKind::Example(_) | element::ElementKind::Examples)
    });
    let mut text = String::new();
    for element in own {
        match &element.kind {
            // Tabs are numbered over the page.
            element::ElementKind::Union(union) => text.push_str(&format!("{union:?}")),
            _ => text.push_str(page.slice(&element.range)),
        }
        text.push('\n');
    }
    text
}

/// A name for a schema that refers to itself.
fn component_name(page: Page<'_>, body: &Content, components: &[Entry]) -> String {
    let title = body.items.iter().find_map(|item| item.head.innermost().title.as_ref());
    let root =
        body.items.first().and_then(|item| item.head.innermost().title.as_ref()).filter(|own| Some(*own) == title);
    let plain = |text: &str| text.chars().filter(|character| character.is_ascii_alphanumeric()).collect::<String>();
    let base = match root.map(|(title, _)| plain(title)).filter(|title| !title.is_empty()) {
        Some(title) => title,
        None => format!("{}{}", page_name(page), body.name),
    };
    let taken = |name: &str| components.iter().any(|entry| &*entry.key == name);
    let numbered = std::iter::once(base.clone()).chain((2..).map(|number| format!("{base}{number}")));
    numbered.into_iter().find(|name| !taken(name)).unwrap_or(base)
}

/// The path of the page's operation as a word.
fn page_name(page: Page<'_>) -> String {
    let path = page
        .text
        .get(page.start..)
        .unwrap_or("")
        .lines()
        .find(|line| line.starts_with('/'))
        .map(unescape)
        .unwrap_or_default();
    let words = path.split(|character: char| !character.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words
        .map(|word| word.split_at_checked(1).map_or(String::new(), |(first, rest)| first.to_uppercase() + rest))
        .collect()
}

/// Tells which keys could not be placed.
pub fn tell_undecided(page: Page<'_>, items: &[Item], nesting: &Nesting, diagnostics: &mut Diagnostics) {
    let undecided: Vec<&Item> = items
        .iter()
        .zip(&nesting.owners)
        .skip(1)
        .filter(|(item, owner)| owner.is_none() && !matches!(item.role, Role::Example(_)))
        .map(|(item, _)| item)
        .collect();
    let Some(first) = undecided.first() else { return };
    let names: Vec<String> = undecided
        .iter()
        .filter_map(|item| match &item.role {
            Role::Property(key) => Some(format!("`{}`", key.name)),
            Role::Root | Role::Additional | Role::Branch { .. } | Role::Part | Role::Example(_) => None,
        })
        .collect();
    let shown = names.get(..names.len().min(8)).unwrap_or(&[]).join(", ");
    let more = if names.len() > 8 { format!(" and {} more", names.len() - 8) } else { String::new() };
    let message = format!("the page does not tell which object these fields belong to: {shown}{more}");
    diagnostics.report(
        Diagnostic::new(&code::NESTING_UNDECIDED, page.span(&first.range), message)
            .help("they are left out; add them under the right `properties` by an overlay"),
    );
}

/// Tells what a schema leaves out.
pub fn tell_doubts(page: Page<'_>, doubts: &[Doubt], diagnostics: &mut Diagnostics) {
    for doubt in doubts {
        let (range, message) = match doubt {
            Doubt::Values(range) => {
                (range, "the values are printed with spaces between them and may hold spaces or be of several types")
            }
            Doubt::Recursion(range) => (range, "the page does not tell which of the enclosing types this refers to"),
            Doubt::Key(range) => (range, "this is a field, or the description in bold of the field before it"),
            Doubt::Negation(range) => (range, "a type that values are not of is left out"),
        };
        diagnostics.report(
            Diagnostic::new(&code::KEYWORD_LEFT_OUT, page.span(range), message).help("add what is meant by an overlay"),
        );
    }
}

//! Pages that the starlight-openapi plugin rendered, as Markdown.
//!
//! Takes a page without an OpenAPI document; gives the tree of one that says what the page says. Promises that every fact
//! stands on the page or follows from it, each with its span, and that what cannot be decided is left out and told. Never
//! takes the absence of what the renderer cannot print for a fact.

mod block;
mod content;
mod element;
mod evidence;
mod inline;
mod nesting;
mod outline;
mod page;
mod parameter;
mod sample;
mod schema;
mod security;
mod server;
mod tags;
mod types;
mod value;
mod values;

use std::ops::Range;

use crate::diagnostic::code::page as code;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::node::{Entry, Node};
use crate::source::{Provenance, Sources, Span};

use self::block::{Block, Kind};
use self::content::Contents;
use self::element::Number;
use self::inline::unescape;
use self::outline::Outline;
use self::page::Page;
use self::sample::Request;
use super::part::Part;
use super::{front, nodes};

/// Whether the page is one of this kind.
pub fn recognises(part: &Part<'_>) -> bool {
    let blocks = block::blocks(part.text, front::read(part.text, part.start).body);
    outline::read(Page::from(part), &blocks).is_some()
}

/// Reads the page.
pub fn read(sources: &Sources, part: &Part<'_>, diagnostics: &mut Diagnostics) -> Vec<Node> {
    let page = Page::from(part);
    let front = front::read(part.text, part.start);
    let blocks = block::blocks(part.text, front.body);
    let Some(outline) = outline::read(page, &blocks) else { return Vec::new() };
    let codes = outline.responses.unwrap_or(&[]).iter();
    let codes = codes.filter(|block| block.kind == Kind::Heading(3) && is_status(page.slice(&block.content)));
    if codes.count() == 0 {
        let end = Span::new(part.source, part.text.trim_end().len(), part.text.len());
        let message = "the page has no section `Responses` with an answer: it was cut, or its document describes none";
        diagnostics.report(
            Diagnostic::new(&code::PAGE_CUT, end, message)
                .help("fetch the whole page; if this is all there is, add the responses by an overlay"),
        );
    }
    if let Some(fence) = block::open_fence(part.text, &blocks) {
        let message = "the page ends before the end of the fenced block that opens here, so it was cut";
        diagnostics.report(Diagnostic::new(&code::PAGE_CUT, page.span(&fence), message).help("fetch the whole page"));
    }
    if let Some(last) = blocks.last().filter(|last| announces(page, last)) {
        let message = "the page ends here, before what this line announces, so it was cut";
        let told = Diagnostic::new(&code::PAGE_CUT, page.span(&last.whole), message);
        diagnostics.report(told.help("fetch the whole page"));
    }
    let reader = Reader { sources, page, outline: &outline, request: sample::read(page, &outline.samples) };
    vec![reader.document(front.title, diagnostics)]
}

/// Whether something always follows a block.
fn announces(page: Page<'_>, block: &Block) -> bool {
    let text = page.slice(&block.content);
    match block.kind {
        Kind::Heading(level) => level > 3,
        Kind::Fence => false,
        Kind::Paragraph => {
            let begins = ["Media type ", "Select media type ", "One of:", "Any of:", "Select example "];
            text == "required" || text == "Array\\<object>" || begins.iter().any(|begin| text.starts_with(begin))
        }
    }
}

struct Reader<'a, 'b> {
    sources: &'a Sources,
    page: Page<'a>,
    outline: &'a Outline<'b>,
    request: Request,
}

impl Reader<'_, '_> {
    fn document(&self, title: Option<Range<usize>>, diagnostics: &mut Diagnostics) -> Node {
        let page = self.page;
        let outline = self.outline;
        let whole = page.span(&(outline.method.start..page.text.len()));
        let path = unescape(page.slice(&outline.path));
        let method = page.slice(&outline.method).to_lowercase();

        let mut components = Vec::new();
        let security = security::read(page, outline.authorizations, &self.request, diagnostics);
        let operation = self.operation(&path, title.clone(), &security, &mut components, diagnostics);

        let method_span = page.span(&outline.method);
        let path_span = page.span(&outline.path);
        let item = nodes::map(
            path_span,
            Provenance::Page,
            [Entry { key: method.into(), key_span: method_span, value: operation }],
        );
        let paths = nodes::map(
            path_span,
            Provenance::Page,
            [Entry { key: path.as_str().into(), key_span: path_span, value: item }],
        );

        let inferred = |key: &str, text: &str| nodes::string(key, method_span, Provenance::Inferred, text);
        let mut entries = vec![inferred("openapi", "3.1.0"), nodes::entry("info", self.info(title))];
        entries.extend(
            server::read(page, &outline.servers, &path, &self.request, diagnostics)
                .map(|node| nodes::entry("servers", node)),
        );
        entries.push(nodes::entry("paths", paths));
        let mut parts = Vec::new();
        if !components.is_empty() {
            parts.push(nodes::entry("schemas", nodes::map(whole, Provenance::Page, components)));
        }
        if !security.schemes.is_empty() {
            parts.push(nodes::entry("securitySchemes", nodes::map(whole, Provenance::Inferred, security.schemes)));
        }
        if !parts.is_empty() {
            entries.push(nodes::entry("components", nodes::map(whole, Provenance::Page, parts)));
        }
        nodes::map(whole, Provenance::Page, entries)
    }

    /// The title of the operation and that of the site, which front matter puts after the last bar.
    fn titles(&self, title: &Range<usize>) -> (Range<usize>, Range<usize>) {
        match self.page.slice(title).rfind(" | ") {
            Some(bar) => (title.start..title.start + bar, title.start + bar + 3..title.end),
            None => (title.clone(), title.clone()),
        }
    }

    fn info(&self, title: Option<Range<usize>>) -> Node {
        let method = self.page.span(&self.outline.method);
        let (span, text) = match title.map(|title| self.titles(&title).1) {
            Some(site) => (self.page.span(&site), self.page.slice(&site)),
            None => (method, ""),
        };
        let title = nodes::string("title", span, Provenance::Inferred, text);
        // The page names no version, and OpenAPI wants one.
        let version = nodes::string("version", method, Provenance::Inferred, "0");
        nodes::map(method, Provenance::Inferred, [title, version])
    }

    fn operation(
        &self,
        path: &str,
        title: Option<Range<usize>>,
        security: &security::Security,
        components: &mut Vec<Entry>,
        diagnostics: &mut Diagnostics,
    ) -> Node {
        let page = self.page;
        let outline = self.outline;
        let mut entries = Vec::new();
        if let Some(title) = title.map(|title| self.titles(&title).0) {
            let text = page.slice(&title);
            // An operation without a summary shows its id or its path there, which are single words.
            if text.contains(' ') && !text.contains(&format!("({})", page.slice(&outline.method))) {
                entries.push(nodes::entry("summary", page.string(&title, text)));
            }
        }
        if let Some(description) = &outline.description {
            entries.push(nodes::entry("description", page.string(description, &page.prose(description))));
        }
        if let Some(deprecated) = &outline.deprecated {
            entries.push(nodes::yes("deprecated", page.span(deprecated), Provenance::Page));
        }
        if let Some(requirements) = &security.requirements {
            entries.push(nodes::entry("security", requirements.clone()));
        }

        let mut contents = Contents::new(self.sources, page);
        self.parameters(path, &mut contents, diagnostics, &mut entries);
        let body = outline.request_body.map(|(heading, blocks)| self.request_body(heading, blocks, &mut contents));
        let responses = outline.responses.map(|blocks| self.responses(blocks, &mut contents, diagnostics));
        contents.decide();
        if let Some(body) = body {
            entries.push(nodes::entry("requestBody", body.node(&mut contents, components, diagnostics)));
        }
        if let Some(heading) = outline.callbacks {
            let message = "the callbacks of this operation are left out: their pages are not read yet";
            diagnostics.report(
                Diagnostic::new(&code::PART_LEFT_OUT, page.span(&heading.whole), message)
                    .help("describe them by an overlay if a server of yours must answer them"),
            );
        }
        if let Some(responses) = responses {
            let nodes: Vec<Entry> =
                responses.into_iter().map(|answer| answer.entry(&mut contents, components, diagnostics)).collect();
            let span = nodes.first().map_or(page.span(&outline.method), |entry| entry.key_span);
            entries.push(nodes::entry("responses", nodes::map(span, Provenance::Page, nodes)));
        }
        nodes::map(page.span(&outline.method), Provenance::Page, entries)
    }

    fn parameters(
        &self,
        path: &str,
        contents: &mut Contents<'_>,
        diagnostics: &mut Diagnostics,
        entries: &mut Vec<Entry>,
    ) {
        let mut list = Vec::new();
        let sections = split(self.outline.parameters, |block| block.kind == Kind::Heading(3));
        for (heading, blocks) in sections {
            let title = self.page.slice(&heading.content);
            let place = match title {
                "Path Parameters" => "path",
                "Query Parameters" => "query",
                "Header Parameters" => "header",
                "Cookie Parameters" => "cookie",
                _ => {
                    let message = format!("the section `{title}` is left out: OpenAPI 3 has no such parameters");
                    diagnostics.report(Diagnostic::new(&code::PART_LEFT_OUT, self.page.span(&heading.whole), message));
                    continue;
                }
            };
            list.extend(parameter::parameters(contents, place, path, &self.request, blocks, diagnostics));
        }
        if let Some(first) = list.first().map(Node::span) {
            entries.push(nodes::entry("parameters", nodes::list(first, Provenance::Page, list)));
        }
    }

    fn request_body<'p>(&self, heading: &'p Block, blocks: &'p [Block], contents: &mut Contents<'_>) -> Body {
        let required = self.page.slice(&heading.content).ends_with(" required").then(|| heading.content.clone());
        let (description, media) = described(self.page, blocks);
        let content = media.map(|(range, name, number, blocks)| {
            let sent = self.request.header("Content-Type").is_some_and(|sent| sent == name);
            let shown = self.request.body.clone().filter(|_| sent);
            contents.add("RequestBody", range, name, number, blocks, shown)
        });
        Body { heading: heading.content.clone(), required, description, content }
    }

    fn responses(&self, blocks: &[Block], contents: &mut Contents<'_>, diagnostics: &mut Diagnostics) -> Vec<Answer> {
        let status = |block: &Block| block.kind == Kind::Heading(3) && is_status(self.page.slice(&block.content));
        let mut answers = Vec::new();
        for (heading, blocks) in split(blocks, status) {
            let code = self.page.slice(&heading.content);
            let headers = blocks
                .iter()
                .rposition(|block| block.kind == Kind::Heading(4) && self.page.slice(&block.content) == "Headers");
            let (blocks, headers) = blocks.split_at_checked(headers.unwrap_or(blocks.len())).unwrap_or((blocks, &[]));
            let (description, media) = described(self.page, blocks);
            let content = media.map(|(range, name, number, blocks)| {
                contents.add(&format!("Response{code}"), range, name, number, blocks, None)
            });
            let headers = headers
                .split_first()
                .map(|(heading, blocks)| (heading.content.clone(), parameter::headers(contents, blocks, diagnostics)));
            answers.push(Answer {
                heading: heading.content.clone(),
                code: code.to_owned(),
                description,
                content,
                headers,
            });
        }
        answers
    }
}

struct Body {
    heading: Range<usize>,
    required: Option<Range<usize>>,
    description: Option<Range<usize>>,
    content: Option<usize>,
}

impl Body {
    fn node(self, contents: &mut Contents<'_>, components: &mut Vec<Entry>, diagnostics: &mut Diagnostics) -> Node {
        let page = contents.page();
        let mut entries = Vec::new();
        if let Some(description) = &self.description {
            entries.push(nodes::entry("description", page.string(description, &page.prose(description))));
        }
        if let Some(range) = &self.required {
            entries.push(nodes::yes("required", page.span(range), Provenance::Page));
        }
        let span = page.span(&self.heading);
        let content = self.content.and_then(|index| contents.content(index, components, diagnostics));
        let content = content.unwrap_or_else(|| nodes::map(span, Provenance::Page, []));
        entries.push(nodes::entry("content", content));
        nodes::map(span, Provenance::Page, entries)
    }
}

struct Answer {
    heading: Range<usize>,
    code: String,
    description: Option<Range<usize>>,
    content: Option<usize>,
    headers: Option<(Range<usize>, Vec<Entry>)>,
}

impl Answer {
    fn entry(self, contents: &mut Contents<'_>, components: &mut Vec<Entry>, diagnostics: &mut Diagnostics) -> Entry {
        let page = contents.page();
        let span = page.span(&self.heading);
        let description = match &self.description {
            Some(range) => nodes::entry("description", page.string(range, &page.prose(range))),
            // OpenAPI wants a description; an empty one prints nothing.
            None => nodes::string("description", span, Provenance::Inferred, ""),
        };
        let mut entries = vec![description];
        if let Some((range, headers)) = self.headers {
            entries.push(nodes::entry("headers", nodes::map(page.span(&range), Provenance::Page, headers)));
        }
        let content = self.content.and_then(|index| contents.content(index, components, diagnostics));
        entries.extend(content.map(|content| nodes::entry("content", content)));
        Entry { key: self.code.into(), key_span: span, value: nodes::map(span, Provenance::Page, entries) }
    }
}

/// Blocks below each heading that `heads` accepts.
fn split(blocks: &[Block], heads: impl Fn(&Block) -> bool) -> Vec<(&Block, &[Block])> {
    let starts: Vec<usize> =
        blocks.iter().enumerate().filter(|(_, block)| heads(block)).map(|(index, _)| index).collect();
    let ends = starts.iter().skip(1).copied().chain([blocks.len()]);
    let found = starts.iter().copied().zip(ends).filter_map(|(start, end)| {
        let (heading, below) = blocks.get(start..end)?.split_first()?;
        Some((heading, below))
    });
    found.collect()
}

/// A media type line: where it stands, the type, whether there are more, and the blocks below it.
type Media<'b> = (Range<usize>, String, Number, &'b [Block]);

/// What stands above the line that names a media type, and what below it.
fn described<'b>(page: Page<'_>, blocks: &'b [Block]) -> (Option<Range<usize>>, Option<Media<'b>>) {
    let named = blocks.iter().enumerate().find_map(|(index, block)| {
        let media = (block.kind == Kind::Paragraph).then(|| element::media(page.slice(&block.content))).flatten()?;
        Some((index, block.content.clone(), media))
    });
    let end = named.as_ref().map_or(blocks.len(), |(index, _, _)| *index);
    let above = blocks.get(..end).unwrap_or(&[]);
    let description = above.first().zip(above.last()).map(|(first, last)| first.whole.start..last.whole.end);
    let media =
        named.map(|(index, range, (name, number))| (range, name, number, blocks.get(index + 1..).unwrap_or(&[])));
    (description, media)
}

fn is_status(text: &str) -> bool {
    let mut bytes = text.bytes();
    let class = bytes.next().is_some_and(|byte| (b'1'..=b'5').contains(&byte));
    text == "default"
        || (text.len() == 3
            && class
            && (bytes.clone().all(|byte| byte.is_ascii_digit()) || bytes.all(|byte| byte == b'X')))
}

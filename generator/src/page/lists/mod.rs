//! Pages that describe an operation in lists: `` - `name` (type, required) — text `` below headings such as `## Request` and `## Response`.
//!
//! Takes a page without an OpenAPI document; gives the tree of one that says what its lists say. Promises that the nesting of fields is that of the
//! lists, and that a type in words which are no type of JSON is left out and told. Never takes a sample for a description.

mod access;
mod examples;
mod item;
mod kind;
mod page;
mod schema;
mod tree;

use std::ops::Range;

use super::part::Part;
use super::{embedded, nodes, proof};
use crate::diagnostic::code::page as code;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::node::{Entry, Node};
use crate::source::{Provenance, Sources, Span};
use access::Server;
use examples::Examples;
use page::Page;
use schema::{Says, Schemas};
use tree::{Field, Inside};

const REQUEST: [&str; 2] = ["Request", "Requests"];
const RESPONSE: [&str; 2] = ["Response", "Responses"];

/// Whether a page is of this form: a request line, and below a heading `Response` a status code or a field.
pub fn recognises(part: &Part<'_>) -> bool {
    let page = Page::of(part);
    let described = |section: Range<usize>| section.into_iter().any(|at| tree::describes(page.line(at)));
    let codes = |section: Range<usize>| page.parts(section).iter().any(|(words, ..)| status(words).is_some());
    let response = page.section(&RESPONSE);
    route(&page).is_some()
        && response.is_some_and(|response| {
            codes(response.clone()) || described(response) || page.section(&REQUEST).is_some_and(described)
        })
}

/// Method and URL as a page prints them above its sections.
struct Route {
    method: String,
    url: Range<usize>,
    line: usize,
}

fn route(page: &Page<'_>) -> Option<Route> {
    let methods = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"];
    (0..page.first_section()).find_map(|at| {
        let line = page.line(at).trim().trim_matches('`');
        let (method, url) = line.split_once(' ')?;
        let url = url.trim().trim_matches('`');
        let fits = methods.contains(&method)
            && (url.starts_with('/') || url.starts_with("http"))
            && !url.contains(char::is_whitespace);
        let range = page.ranges.get(at)?;
        let start = range.start + page.line(at).find(url)?;
        fits.then(|| Route { method: method.to_ascii_lowercase(), url: start..start + url.len(), line: at })
    })
}

/// The status code that a heading begins with, and the words behind it.
fn status(words: &str) -> Option<(&str, &str)> {
    let (code, rest) = words.split_once(' ').unwrap_or((words, ""));
    let code = code.trim_matches('`');
    let known = code.len() == 3
        && code.bytes().all(|byte| byte.is_ascii_digit())
        && code.starts_with(['1', '2', '3', '4', '5']);
    (known || code == "default").then_some((code, rest.trim()))
}

/// Reads the page.
pub fn read(sources: &Sources, part: &Part<'_>, diagnostics: &mut Diagnostics) -> Vec<Node> {
    let page = Page::of(part);
    let Some(route) = route(&page) else { return Vec::new() };
    let examples = examples::read(&page, sources, diagnostics);
    let reader = Reader { page: &page, schemas: Schemas { page: &page } };
    let mut tree = reader.document(&route, &examples, diagnostics);
    embedded::infer_authorization(&mut tree, diagnostics);
    vec![tree]
}

struct Reader<'r, 'a> {
    page: &'r Page<'a>,
    schemas: Schemas<'r, 'a>,
}

impl Reader<'_, '_> {
    fn slice(&self, range: &Range<usize>) -> &str {
        self.page.part.slice(range)
    }

    fn string(&self, key: &str, range: &Range<usize>) -> Entry {
        nodes::string(key, self.page.part.span(range), Provenance::Page, self.slice(range))
    }

    fn document(&self, route: &Route, examples: &Examples, diagnostics: &mut Diagnostics) -> Node {
        let span = self.page.part.span(&route.url);
        let map = |entries: Vec<Entry>| nodes::map(span, Provenance::Page, entries);
        let title = self.title().map_or_else(String::new, |range| self.slice(&range).to_owned());
        let info = [
            nodes::string("title", span, Provenance::Inferred, &title),
            nodes::string("version", span, Provenance::Inferred, "0"),
        ];
        let servers = access::servers(self.page);
        let (base, path) = self.split(self.slice(&route.url), &servers);
        let security = access::security(self.page, diagnostics);
        let schemas = self.types(diagnostics);
        let operation = self.operation(route, path, &security, (examples, &schemas), diagnostics);
        let mut root = vec![
            nodes::string("openapi", span, Provenance::Inferred, "3.1.0"),
            nodes::entry("info", nodes::map(span, Provenance::Inferred, info)),
        ];
        let mut list: Vec<Node> = servers.iter().map(|server| self.server(server)).collect();
        if let Some(base) = base {
            list.insert(0, map(vec![nodes::string("url", span, Provenance::Page, base)]));
        }
        if !list.is_empty() {
            root.push(nodes::entry("servers", nodes::list(span, Provenance::Page, list)));
        }
        root.push(nodes::entry(
            "paths",
            map(vec![nodes::entry(path, map(vec![nodes::entry(&route.method, operation)]))]),
        ));
        let mut components = Vec::new();
        if !schemas.is_empty() {
            components.push(nodes::entry("schemas", map(schemas)));
        }
        if !security.schemes.is_empty() {
            components.push(nodes::entry("securitySchemes", map(security.schemes)));
        }
        if !components.is_empty() {
            root.push(nodes::entry("components", map(components)));
        }
        map(root)
    }

    /// The heading of the page.
    fn title(&self) -> Option<Range<usize>> {
        let at =
            (0..self.page.first_section()).find(|at| self.page.heading(*at).is_some_and(|(level, _)| level == 1))?;
        let range = self.page.ranges.get(at)?;
        let text = self.page.heading(at)?.1;
        let start = range.start + self.page.line(at).find(text)?;
        Some(start..start + text.len())
    }

    fn server(&self, server: &Server) -> Node {
        let at = self.page.part.span(&server.url);
        let url = nodes::string("url", at, Provenance::Page, self.slice(&server.url).trim_end_matches('/'));
        let description = server.description.as_ref().map(|range| self.string("description", range));
        nodes::map(at, Provenance::Page, [url].into_iter().chain(description))
    }

    /// The base of a URL that no listed server is, and the path: what stands behind the longest server that the URL begins with, or behind the host.
    fn split<'t>(&self, url: &'t str, servers: &[Server]) -> (Option<&'t str>, &'t str) {
        let path = |server: &Server| {
            let rest = url.strip_prefix(self.slice(&server.url).trim_end_matches('/'))?;
            (rest.is_empty() || rest.starts_with('/')).then_some(rest)
        };
        let or_root = |path: &'t str| if path.is_empty() { "/" } else { path };
        if let Some(path) = servers.iter().filter_map(path).min_by_key(|rest| rest.len()) {
            return (None, or_root(path));
        }
        let Some(scheme) = url.find("://") else { return (None, url) };
        let host = scheme + 3;
        let slash = url.get(host..).and_then(|rest| rest.find('/')).map_or(url.len(), |at| host + at);
        (url.get(..slash), or_root(url.get(slash..).unwrap_or("")))
    }

    /// The schemas of the types that the page describes by name.
    fn types(&self, diagnostics: &mut Diagnostics) -> Vec<Entry> {
        let section = self.page.section(&["Types"]).unwrap_or(0..0);
        let mut found = Vec::new();
        for (name, at, lines) in self.page.parts(section) {
            if !self.page.types.contains(&name) {
                continue;
            }
            let span = self.page.part.span(&at);
            let inside = tree::read(self.page, lines.clone());
            let mut schema = self
                .schemas
                .below(&inside, span, diagnostics)
                .unwrap_or_else(|| nodes::map(span, Provenance::Page, []));
            if let (Some(text), Some(map)) = (self.above(lines), schema.as_map_mut()) {
                map.push(self.string("description", &text));
            }
            found.push(nodes::entry(name, schema));
        }
        found
    }

    /// The text above the first item of some lines.
    fn above(&self, lines: Range<usize>) -> Option<Range<usize>> {
        let first = lines.clone().find(|at| self.page.item(*at).is_some() && tree::describes(self.page.line(*at)));
        self.page.prose(lines.start..first.unwrap_or(lines.end))
    }

    fn operation(
        &self,
        route: &Route,
        path: &str,
        security: &access::Security,
        (examples, schemas): (&Examples, &[Entry]),
        diagnostics: &mut Diagnostics,
    ) -> Node {
        let span = self.page.part.span(&route.url);
        let mut entries: Vec<Entry> = self.title().iter().map(|range| self.string("summary", range)).collect();
        let head = route.line + 1..self.page.first_section();
        let note =
            |at: &usize| ["Reference:", "Content-Type:"].iter().any(|word| self.page.line(*at).starts_with(word));
        if let Some(text) = self.page.prose(head.clone().filter(|at| !note(at))) {
            entries.push(self.string("description", &text));
        }
        let media = head.filter_map(|at| self.page.line(at).strip_prefix("Content-Type:")).next().map(str::trim);
        let request = self.page.section(&REQUEST).map(|section| self.page.parts(section)).unwrap_or_default();
        let parameters = self.parameters(&request, path, span, diagnostics);
        if !parameters.is_empty() {
            entries.push(nodes::entry("parameters", nodes::list(span, Provenance::Page, parameters)));
        }
        let bodies: Vec<_> =
            request.iter().filter_map(|(words, _, lines)| Some((body(words)?, lines.clone()))).collect();
        let media = |stated: &str| {
            if stated.is_empty() { media.unwrap_or("application/json").to_owned() } else { stated.to_owned() }
        };
        let mut content = Vec::new();
        for (stated, lines) in &bodies {
            let shown = if bodies.len() == 1 { examples.requests.as_slice() } else { &[] };
            let node = self.media(lines.clone(), shown, schemas, diagnostics);
            content.push(nodes::entry(&media(stated), node));
        }
        if !content.is_empty() {
            let text = bodies.iter().filter(|_| bodies.len() == 1).find_map(|(_, lines)| self.above(lines.clone()));
            let text = text.filter(|range| !self.slice(range).starts_with(EXPECTS));
            let description = text.map(|range| self.string("description", &range));
            let content = nodes::entry("content", nodes::map(span, Provenance::Page, content));
            let body = nodes::map(span, Provenance::Page, description.into_iter().chain([content]));
            entries.push(nodes::entry("requestBody", body));
        }
        let responses = self.responses(examples, schemas, diagnostics);
        if responses.is_empty() {
            let message = "the page shows no answer of this operation: below `## Response` stands no status code";
            diagnostics.report(
                Diagnostic::new(&code::PAGE_CUT, span, message)
                    .help("fetch the whole page, or add the responses by an overlay"),
            );
        }
        entries.push(nodes::entry("responses", nodes::map(span, Provenance::Page, responses)));
        entries.extend(security.requirements.clone().map(|list| nodes::entry("security", list)));
        nodes::map(span, Provenance::Page, entries)
    }

    fn parameters(
        &self,
        request: &[(&str, Range<usize>, Range<usize>)],
        path: &str,
        span: Span,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Node> {
        let mut found = Vec::new();
        let mut named = Vec::new();
        for (words, _, lines) in request {
            let place = match words.to_ascii_lowercase().as_str() {
                "path parameters" | "path" => "path",
                "query parameters" | "query" => "query",
                "headers" | "header parameters" => "header",
                "cookies" | "cookie parameters" => "cookie",
                _ => continue,
            };
            for field in tree::read(self.page, lines.clone()).fields {
                let name = self.slice(&field.name);
                // What the path has no place for is no parameter of it.
                if place == "path" && !path.contains(&format!("{{{name}}}")) {
                    let message = format!("the path has no `{{{name}}}`, so this parameter is left out");
                    diagnostics.report(
                        Diagnostic::new(&code::PAGE_CONTRADICTION, self.page.part.span(&field.name), message)
                            .help("say by an overlay which of both is right"),
                    );
                    continue;
                }
                if place == "path" {
                    named.push(name.to_owned());
                }
                found.push(self.parameter(&field, place, diagnostics));
            }
        }
        for name in path.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0)) {
            if !named.iter().any(|known| known == name) {
                let text = |key: &str, value: &str| nodes::string(key, span, Provenance::Page, value);
                let required = nodes::yes("required", span, Provenance::Page);
                let schema = nodes::entry("schema", nodes::map(span, Provenance::Page, []));
                let own = [text("name", name), text("in", "path"), required, schema];
                found.push(nodes::map(span, Provenance::Page, own));
            }
        }
        found
    }

    fn parameter(&self, field: &Field, place: &str, diagnostics: &mut Diagnostics) -> Node {
        let span = self.page.part.span(&field.name);
        let mut entries = vec![
            nodes::string("name", span, Provenance::Page, self.slice(&field.name)),
            nodes::string("in", span, Provenance::Page, place),
        ];
        entries.extend(self.schemas.description(field));
        if field.words.required || place == "path" {
            entries.push(nodes::yes("required", span, Provenance::Page));
        }
        if field.words.deprecated {
            entries.push(nodes::yes("deprecated", span, Provenance::Page));
        }
        let mut schema = self.schemas.field(field, Says::Elsewhere, diagnostics);
        proof::settle(&mut schema, &[], &[], diagnostics);
        entries.push(nodes::entry("schema", schema));
        nodes::map(span, Provenance::Page, entries)
    }

    /// The media type of a body or of a response.
    fn media(&self, lines: Range<usize>, shown: &[Node], schemas: &[Entry], diagnostics: &mut Diagnostics) -> Node {
        let first = self.page.ranges.get(lines.start).or(self.page.ranges.last()).cloned().unwrap_or(0..0);
        let span = self.page.part.span(&first);
        let inside = tree::read(self.page, lines.clone());
        let mut entries = Vec::new();
        match self.schemas.below(&inside, span, diagnostics).or_else(|| self.expected(lines)) {
            Some(mut schema) => {
                // Samples of clients are often made by a program.
                let values: Vec<_> = shown.iter().map(|value| (value, proof::Written::Sampler)).collect();
                proof::settle(&mut schema, &values, schemas, diagnostics);
                entries.push(nodes::entry("schema", schema));
            }
            None => {
                let message = "no line below this heading names a field, so the schema is not known";
                diagnostics.report(
                    Diagnostic::new(&code::VALUE_UNREADABLE, span, message).help("give the schema by an overlay"),
                );
            }
        }
        if let [one] = shown {
            entries.push(nodes::entry("example", one.clone()));
        }
        nodes::map(span, Provenance::Page, entries)
    }

    /// The type that a sentence names: "This endpoint expects a Contact."
    fn expected(&self, lines: Range<usize>) -> Option<Node> {
        let range = self.page.prose(lines)?;
        let name = self.slice(&range).strip_prefix(EXPECTS)?.split(['.', '\n']).next()?.trim();
        let name = ["a ", "an "].iter().find_map(|article| name.strip_prefix(article)).unwrap_or(name);
        let span = self.page.part.span(&range);
        let reference = format!("#/components/schemas/{name}");
        let known = self.page.types.contains(&name);
        known.then(|| nodes::map(span, Provenance::Page, [nodes::string("$ref", span, Provenance::Page, &reference)]))
    }

    fn responses(&self, examples: &Examples, schemas: &[Entry], diagnostics: &mut Diagnostics) -> Vec<Entry> {
        let sections = [self.page.section(&RESPONSE), self.page.section(&["Errors"])];
        let parts: Vec<_> = sections.into_iter().flatten().flat_map(|section| self.page.parts(section)).collect();
        let is_success = |words: &str| status(words).is_some_and(|(code, _)| code.starts_with('2'));
        let single = parts.iter().filter(|(words, ..)| is_success(words)).count() == 1;
        let mut found = Vec::new();
        for (words, at, lines) in parts {
            let Some((code, title)) = status(words) else { continue };
            let span = self.page.part.span(&at);
            let inside: Inside = tree::read(self.page, lines.clone());
            let text = self.above(lines.clone());
            let shown = if single && is_success(words) { examples.responses.as_slice() } else { &[] };
            let description = match &text {
                Some(range) => self.string("description", range),
                None if !title.is_empty() => nodes::string("description", span, Provenance::Page, title),
                None => nodes::string("description", span, Provenance::Inferred, ""),
            };
            let mut entries = vec![description];
            if !inside.is_empty() || !shown.is_empty() {
                let media = self.media(lines, shown, schemas, diagnostics);
                let media = nodes::entry("application/json", media);
                entries.push(nodes::entry("content", nodes::map(span, Provenance::Page, [media])));
            }
            found.push(Entry { key: code.into(), key_span: span, value: nodes::map(span, Provenance::Page, entries) });
        }
        found
    }
}

/// How a page names the type of a body.
const EXPECTS: &str = "This endpoint expects ";

/// The media type that the heading of a body states, empty where it states none.
fn body(words: &str) -> Option<&str> {
    let rest = ["Body", "Request body"].iter().find_map(|word| words.strip_prefix(word))?.trim();
    if rest.is_empty() {
        return Some("");
    }
    rest.strip_prefix('(')?.strip_suffix(')').map(str::trim)
}

//! Pages that describe an operation in lists: `` - `name` (type, required) — text `` below headings such as `## Request` and `## Response`.
//!
//! Takes a page without an OpenAPI document; gives the tree of one that says what its lists say. Promises that the nesting of fields is that of the
//! lists, and that a type in words which are no type of JSON is left out and told. Never takes a sample for a description.

mod fields;
mod item;

use std::ops::Range;

use super::part::Part;
use super::{front, lines, nodes, proof};
use crate::diagnostic::code::page as code;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::node::{Entry, Node};
use crate::source::{Provenance, Sources};
use fields::{Field, fields};

/// The lines of a page with their headings.
struct Lines<'a> {
    part: Part<'a>,
    ranges: Vec<Range<usize>>,
}

impl<'a> Lines<'a> {
    fn of(part: &Part<'a>) -> Self {
        Self { part: *part, ranges: lines::lines(part.text, front::read(part.text, part.start).body) }
    }

    fn line(&self, at: usize) -> &'a str {
        self.ranges.get(at).map_or("", |range| self.part.slice(range))
    }

    /// The level and the words of a heading.
    fn heading(&self, at: usize) -> Option<(usize, &'a str)> {
        let line = self.line(at);
        let words = line.trim_start_matches('#');
        let level = line.len() - words.len();
        (level > 0 && words.starts_with(' ')).then(|| (level, words.trim()))
    }

    /// The lines below a heading of that level and words, up to the next of the same or a higher level.
    fn section(&self, within: &Range<usize>, level: usize, words: &[&str]) -> Option<Range<usize>> {
        let is = |at: &usize| {
            self.heading(*at)
                .is_some_and(|(own, text)| own == level && words.iter().any(|word| text.eq_ignore_ascii_case(word)))
        };
        let start = within.clone().find(is)? + 1;
        let end =
            (start..within.end).find(|at| self.heading(*at).is_some_and(|(own, _)| own <= level)).unwrap_or(within.end);
        Some(start..end)
    }

    fn all(&self) -> Range<usize> {
        0..self.ranges.len()
    }
}

/// Whether a page is of this form: a request line, the headings of request and response, and a field.
pub fn recognises(part: &Part<'_>) -> bool {
    let lines = Lines::of(part);
    let section = |words: &[&str]| lines.section(&lines.all(), 2, words);
    let (request, response) = (section(&REQUEST), section(&RESPONSE));
    let described = |range: &Option<Range<usize>>| {
        let has_field =
            |at: usize| lines.ranges.get(at).is_some_and(|range| item::read(lines.line(at), range.start).is_some());
        range.clone().is_some_and(|mut range| range.any(has_field))
    };
    route(&lines).is_some() && (response.is_some() && (described(&request) || described(&response)))
}

const REQUEST: [&str; 2] = ["Request", "Requests"];
const RESPONSE: [&str; 2] = ["Response", "Responses"];

/// Method and URL as a page prints them above its sections.
struct Route {
    method: String,
    url: Range<usize>,
    line: usize,
}

fn route(lines: &Lines<'_>) -> Option<Route> {
    let methods = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"];
    let end =
        lines.all().find(|at| lines.heading(*at).is_some_and(|(level, _)| level == 2)).unwrap_or(lines.ranges.len());
    (0..end).find_map(|at| {
        let line = lines.line(at).trim().trim_matches('`');
        let (method, url) = line.split_once(' ')?;
        let url = url.trim().trim_matches('`');
        let fits = methods.contains(&method)
            && (url.starts_with('/') || url.starts_with("http"))
            && !url.contains(char::is_whitespace);
        let range = lines.ranges.get(at)?;
        let start = range.start + lines.line(at).find(url)?;
        fits.then(|| Route { method: method.to_ascii_lowercase(), url: start..start + url.len(), line: at })
    })
}

/// Reads the page.
pub fn read(_: &Sources, part: &Part<'_>, diagnostics: &mut Diagnostics) -> Vec<Node> {
    let lines = Lines::of(part);
    let Some(route) = route(&lines) else { return Vec::new() };
    let reader = Reader { lines: &lines, part };
    vec![reader.document(&route, diagnostics)]
}

struct Reader<'r, 'a> {
    lines: &'r Lines<'a>,
    part: &'r Part<'a>,
}

impl Reader<'_, '_> {
    fn document(&self, route: &Route, diagnostics: &mut Diagnostics) -> Node {
        let span = self.part.span(&route.url);
        let url = self.part.slice(&route.url);
        let servers = self.servers();
        let (base, path) = split(url, &servers);
        let operation = self.operation(route, path, diagnostics);
        let map = |entries: Vec<Entry>| nodes::map(span, Provenance::Page, entries);
        let title = self.title().map_or_else(String::new, |range| self.part.slice(&range).to_owned());
        let info = [
            nodes::string("title", span, Provenance::Inferred, &title),
            nodes::string("version", span, Provenance::Inferred, "0"),
        ];
        let mut root = vec![
            nodes::string("openapi", span, Provenance::Inferred, "3.1.0"),
            nodes::entry("info", nodes::map(span, Provenance::Inferred, info)),
        ];
        let mut list: Vec<Node> = servers
            .iter()
            .map(|(range, description)| {
                let at = self.part.span(range);
                let mut entries =
                    vec![nodes::string("url", at, Provenance::Page, self.part.slice(range).trim_end_matches('/'))];
                entries.extend(description.iter().map(|range| {
                    nodes::string("description", self.part.span(range), Provenance::Page, self.part.slice(range))
                }));
                nodes::map(at, Provenance::Page, entries)
            })
            .collect();
        if list.is_empty() && !base.is_empty() {
            list.push(map(vec![nodes::string("url", span, Provenance::Page, base)]));
        }
        if !list.is_empty() {
            root.push(nodes::entry("servers", nodes::list(span, Provenance::Page, list)));
        }
        let item = map(vec![nodes::entry(&route.method, operation)]);
        root.push(nodes::entry("paths", map(vec![nodes::entry(path, item)])));
        map(root)
    }

    /// The heading of the page.
    fn title(&self) -> Option<Range<usize>> {
        let at = self.lines.all().find(|at| self.lines.heading(*at).is_some_and(|(level, _)| level == 1))?;
        let range = self.lines.ranges.get(at)?;
        let text = self.lines.heading(at)?.1;
        Some(range.end - text.len().min(range.len())..range.end)
    }

    /// What is listed below `## Servers`: a URL each, and what it is.
    fn servers(&self) -> Vec<(Range<usize>, Option<Range<usize>>)> {
        let Some(section) = self.lines.section(&self.lines.all(), 2, &["Servers", "Server"]) else { return Vec::new() };
        section
            .filter_map(|at| {
                let range = self.lines.ranges.get(at)?;
                let line = self.lines.line(at);
                let start = line.find("http")?;
                let length = line
                    .get(start..)?
                    .find(|c: char| c.is_whitespace() || matches!(c, '`' | ')' | '>' | ','))
                    .unwrap_or(line.len() - start);
                let url = range.start + start..range.start + start + length;
                let before = line.get(..start)?.trim_matches(|c: char| c.is_whitespace() || "-*`(<:—–[]".contains(c));
                let after =
                    line.get(start + length..)?.trim_matches(|c: char| c.is_whitespace() || "-*`()>:—–".contains(c));
                let said = [after, before].into_iter().find(|text| text.contains(char::is_alphabetic));
                let description = said.map(|text| {
                    let at = range.start + (text.as_ptr() as usize).saturating_sub(line.as_ptr() as usize);
                    at..at + text.len()
                });
                Some((url, description))
            })
            .collect()
    }

    fn operation(&self, route: &Route, path: &str, diagnostics: &mut Diagnostics) -> Node {
        let span = self.part.span(&route.url);
        let all = self.lines.all();
        let mut entries = Vec::new();
        entries.extend(
            self.title().map(|range| {
                nodes::string("summary", self.part.span(&range), Provenance::Page, self.part.slice(&range))
            }),
        );
        let first =
            all.clone().find(|at| self.lines.heading(*at).is_some_and(|(level, _)| level == 2)).unwrap_or(all.end);
        let mut media = None;
        let prose = |at: &usize| {
            let line = self.lines.line(*at);
            !line.starts_with("Reference:") && !line.starts_with("Content-Type:")
        };
        if let Some(text) = self.prose((route.line + 1..first).filter(prose).collect()) {
            entries.push(nodes::string("description", self.part.span(&text), Provenance::Page, self.part.slice(&text)));
        }
        for at in route.line + 1..first {
            media = self.lines.line(at).strip_prefix("Content-Type:").map(str::trim).or(media);
        }
        let request = self.lines.section(&all, 2, &REQUEST);
        let mut parameters = Vec::new();
        for (place, words) in [
            ("path", ["Path parameters", "Path"]),
            ("query", ["Query parameters", "Query"]),
            ("header", ["Headers", "Header parameters"]),
            ("cookie", ["Cookies", "Cookie parameters"]),
        ] {
            let section = request.as_ref().and_then(|request| self.lines.section(request, 3, &words));
            for field in section.map(|section| fields(self.part, &self.lines.ranges, section)).unwrap_or_default() {
                parameters.push(self.parameter(&field, place, diagnostics));
            }
        }
        let named: Vec<String> =
            parameters.iter().filter_map(|node| Some(node.get("name")?.as_str()?.to_owned())).collect();
        for name in path.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0)) {
            if !named.iter().any(|known| known == name) {
                let schema = nodes::map(span, Provenance::Page, []);
                let text = |key: &str, value: &str| nodes::string(key, span, Provenance::Page, value);
                let own = [
                    text("name", name),
                    text("in", "path"),
                    nodes::yes("required", span, Provenance::Page),
                    nodes::entry("schema", schema),
                ];
                parameters.push(nodes::map(span, Provenance::Page, own));
            }
        }
        if !parameters.is_empty() {
            entries.push(nodes::entry("parameters", nodes::list(span, Provenance::Page, parameters)));
        }
        if let Some(body) =
            request.as_ref().and_then(|request| self.lines.section(request, 3, &["Body", "Request body"]))
        {
            let media = media.unwrap_or("application/json");
            entries.push(nodes::entry("requestBody", self.content(body, media, diagnostics)));
        }
        let responses = self.responses(diagnostics);
        if responses.is_empty() {
            let message = "the page shows no answer of this operation: below `## Response` stands no status code";
            diagnostics.report(
                Diagnostic::new(&code::PAGE_CUT, span, message)
                    .help("fetch the whole page, or add the responses by an overlay"),
            );
        }
        entries.push(nodes::entry("responses", nodes::map(span, Provenance::Page, responses)));
        nodes::map(span, Provenance::Page, entries)
    }

    /// The text of lines in a row, without the blank ones at its ends.
    fn prose(&self, lines: Vec<usize>) -> Option<Range<usize>> {
        let filled: Vec<usize> = lines.into_iter().filter(|at| !self.lines.line(*at).trim().is_empty()).collect();
        let (first, last) = (self.lines.ranges.get(*filled.first()?)?, self.lines.ranges.get(*filled.last()?)?);
        Some(lines::trim(self.part.text, first.start..last.end))
    }

    fn parameter(&self, field: &Field, place: &str, diagnostics: &mut Diagnostics) -> Node {
        let span = self.part.span(&field.name);
        let mut entries = vec![
            nodes::string("name", span, Provenance::Page, self.part.slice(&field.name)),
            nodes::string("in", span, Provenance::Page, place),
        ];
        entries.extend(field.description(self.part));
        if field.words.required || place == "path" {
            entries.push(nodes::yes("required", span, Provenance::Page));
        }
        if field.words.deprecated {
            entries.push(nodes::yes("deprecated", span, Provenance::Page));
        }
        let mut schema = field.schema(self.part, fields::Says::Elsewhere, diagnostics);
        proof::settle(&mut schema, &[], &[], diagnostics);
        entries.push(nodes::entry("schema", schema));
        nodes::map(span, Provenance::Page, entries)
    }

    /// The content of a body or of an answer that has fields.
    fn content(&self, section: Range<usize>, media: &str, diagnostics: &mut Diagnostics) -> Node {
        let found = fields(self.part, &self.lines.ranges, section.clone());
        let first = self.lines.ranges.get(section.start).or(self.lines.ranges.last()).cloned().unwrap_or(0..0);
        let span = found.first().map_or(self.part.span(&first), |field| self.part.span(&field.name));
        let mut entries = Vec::new();
        if found.is_empty() {
            let message = "no line below this heading names a field, so the schema is not known";
            diagnostics
                .report(Diagnostic::new(&code::VALUE_UNREADABLE, span, message).help("give the schema by an overlay"));
        } else {
            let mut schema = fields::object(self.part, &found, span, diagnostics);
            proof::settle(&mut schema, &[], &[], diagnostics);
            entries.push(nodes::entry("schema", schema));
        }
        let media = nodes::entry(media, nodes::map(span, Provenance::Page, entries));
        let content = nodes::entry("content", nodes::map(span, Provenance::Page, [media]));
        nodes::map(span, Provenance::Page, [content])
    }

    fn responses(&self, diagnostics: &mut Diagnostics) -> Vec<Entry> {
        let Some(section) = self.lines.section(&self.lines.all(), 2, &RESPONSE) else { return Vec::new() };
        let heads: Vec<usize> = section.clone().filter(|at| self.status(*at).is_some()).collect();
        let ends = heads.iter().skip(1).copied().chain([section.end]);
        let mut found = Vec::new();
        for (start, end) in heads.iter().copied().zip(ends) {
            let (Some(code), Some(range)) = (self.status(start), self.lines.ranges.get(start)) else { continue };
            let span = self.part.span(range);
            let inside = start + 1..end;
            let field = |at: &usize| {
                self.lines.ranges.get(*at).is_some_and(|range| item::read(self.lines.line(*at), range.start).is_some())
            };
            let head = inside.clone().find(field).unwrap_or(end);
            let text = self.prose((inside.start..head).collect());
            let mut node = if head < end {
                self.content(inside, "application/json", diagnostics)
            } else {
                nodes::map(span, Provenance::Page, [])
            };
            let description = match &text {
                Some(range) => Node::string(self.part.span(range), Provenance::Page, self.part.slice(range)),
                None => Node::string(span, Provenance::Inferred, ""),
            };
            if let Some(map) = node.as_map_mut() {
                map.insert("description", span, description);
            }
            found.push(Entry { key: code.into(), key_span: span, value: node });
        }
        found
    }

    /// The status code that a heading names.
    fn status(&self, at: usize) -> Option<&str> {
        let (level, words) = self.lines.heading(at)?;
        let code = words.split_whitespace().next()?.trim_matches('`');
        let known = code.len() == 3
            && code.bytes().all(|byte| byte.is_ascii_digit())
            && code.starts_with(['1', '2', '3', '4', '5']);
        (level == 3 && (known || code == "default")).then_some(code)
    }
}

/// What stands before the path, and the path: a server that is listed, else all up to the first slash behind the host.
fn split<'u>(url: &'u str, servers: &[(Range<usize>, Option<Range<usize>>)]) -> (&'u str, &'u str) {
    let host = match url.find("://") {
        Some(scheme) => scheme + 3,
        None => return ("", url),
    };
    let slash = url.get(host..).and_then(|rest| rest.find('/')).map_or(url.len(), |at| host + at);
    let _ = servers;
    let path = url.get(slash..).filter(|path| !path.is_empty()).unwrap_or("/");
    (url.get(..slash).unwrap_or(url), path)
}

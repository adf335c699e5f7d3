//! The one-operation description that a page holds.
//!
//! Takes the parts of a page; gives an OpenAPI tree. Promises that the order of parameters, responses and media types is
//! the page's. Never writes an `operationId`, a server or a security requirement: the pages print none.

use crate::diagnostic::code::page_docusaurus as code;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::node::{Entry, Node};
use crate::page::nodes::{self, entry, string, yes};
use crate::page::proof::{self, Shown, Written};
use crate::source::{Provenance, Span};

use super::inference::is_sampled;
use super::layout::{Body, BodySchema, Layout, Responses, contents};
use super::line::{Line, bracket};
use super::mark::{media_type, status_code};
use super::panel::{Content, Panel};
use super::parameter;
use super::reading::{Context, Given, Names, Source};
use super::schema;

/// A response's example, as it was parsed: by its first line.
pub(super) type Examples = std::collections::BTreeMap<u32, Node>;

/// The whole description.
pub(super) fn document(
    layout: &Layout<'_, '_>,
    examples: &Examples,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) -> Node {
    let span = layout.route.span;
    let mut operation = Vec::new();
    let title = layout.title.filter(|title| is_summary(&title.text));
    operation.extend(title.map(|title| string("summary", title.span, Provenance::Page, &title.text)));
    operation.extend(description(layout));
    operation.extend(layout.deprecated.map(|line| yes("deprecated", line.span, Provenance::Page)));
    let parameters = parameter::parameters(layout, context, diagnostics);
    if !parameters.is_empty() {
        operation.push(entry("parameters", nodes::list(span, Provenance::Page, parameters)));
    }
    if let Some(body) = &layout.body {
        operation.push(entry("requestBody", request_body(body, layout, examples, context, diagnostics)));
    }
    operation.push(entry("responses", responses(layout, examples, context, diagnostics)));
    let map = |entries: Vec<Entry>| nodes::map(span, Provenance::Page, entries);
    let path_item = map(vec![entry(&layout.route.method, map(operation))]);
    let mut root = vec![string("openapi", span, Provenance::Inferred, "3.1.0")];
    if let Some(origin) = &layout.route.origin {
        let server = map(vec![string("url", span, Provenance::Page, origin)]);
        root.push(entry("servers", nodes::list(span, Provenance::Page, vec![server])));
    }
    root.push(entry("paths", map(vec![entry(&layout.route.path, path_item)])));
    map(root)
}

/// A title of one word, or one that begins low, may be the `operationId`, which is printed where there is no summary; where there is neither,
/// the theme says so.
fn is_summary(title: &str) -> bool {
    title.contains(' ') && !title.starts_with(char::is_lowercase) && title != "Missing summary"
}

/// The description; where there is none, the title is printed again.
fn description(layout: &Layout<'_, '_>) -> Option<Entry> {
    if let ([line], Some(title)) = (layout.description, layout.title)
        && line.text == title.text
    {
        return None;
    }
    text(layout.description).map(|(text, span)| string("description", span, Provenance::Page, &text))
}

fn text(lines: &[Line<'_>]) -> Option<(String, Span)> {
    let (first, last) = (lines.first()?, lines.last()?);
    let all: Vec<&str> = lines.iter().map(|line| &*line.text).collect();
    Some((all.join("\n"), Span { end: last.span.end, ..first.span }))
}

fn request_body(
    body: &Body<'_, '_>,
    layout: &Layout<'_, '_>,
    examples: &Examples,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) -> Node {
    let first = body.media_types.first().or(body.schemas.first().map(|schema| &schema.heading));
    let span = first.map_or(layout.route.span, |line| line.span);
    let mut entries = Vec::new();
    if let Some(first) = body.schemas.first() {
        let lead = lead(first, context);
        entries.extend(text(lead).map(|(text, span)| string("description", span, Provenance::Page, &text)));
        entries.extend(first.required.map(|line| yes("required", line.span, Provenance::Page)));
    }
    let mut content = Vec::new();
    for (index, line) in body.media_types.iter().enumerate() {
        let Some(name) = media_type(&line.text) else { continue };
        // With fewer headings than media types it is not known whose schema they show.
        let shown = body.schemas.get(index).filter(|_| body.schemas.len() == body.media_types.len());
        let schema = shown.map(|shown| entry("schema", body_schema(shown, layout, examples, context, diagnostics)));
        content.push(entry(name, nodes::map(line.span, Provenance::Page, schema)));
    }
    entries.push(entry("content", nodes::map(span, Provenance::Page, content)));
    nodes::map(span, Provenance::Page, entries)
}

fn body_schema(
    shown: &BodySchema<'_, '_>,
    layout: &Layout<'_, '_>,
    examples: &Examples,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) -> Node {
    let lines = shown.lines.get(lead(shown, context).len()..).unwrap_or(shown.lines);
    let (array, at) = (shown.array.is_some(), shown.heading.span);
    let (example, source) = example_of_the_same(lines, array, layout, examples, context.names);
    let given = Given { lines, array, example, source, at };
    let mut schema = schema::read(&given, context, diagnostics);
    proof::settle(&mut schema, &[], &[], diagnostics);
    schema
}

/// A page shows no example of a body. Where a response is printed in the same lines its example tells which object each name is in; without names the
/// same lines may be of other properties.
fn example_of_the_same<'e>(
    lines: &[Line<'_>],
    array: bool,
    layout: &Layout<'_, '_>,
    examples: &'e Examples,
    names: Names,
) -> (Option<&'e Node>, Source) {
    let printed_alike = |content: &&Content<'_, '_>| {
        let texts = |lines: &[Line<'_>]| lines.iter().map(|line| line.text.to_string()).collect::<Vec<_>>();
        names == Names::Kept && !lines.is_empty() && texts(content.schema) == texts(lines)
    };
    contents(layout)
        .filter(printed_alike)
        .find_map(|content| {
            let example = examples.get(&content.examples.first()?.first()?.span.start)?;
            (example.as_list().is_some() == array).then(|| (Some(example), source(content, example)))
        })
        .unwrap_or((None, Source::Author))
}

/// Who wrote the first example of a response.
fn source(content: &Content<'_, '_>, example: &Node) -> Source {
    match content.is_from_schema() {
        true if is_sampled(example) => Source::Sampler,
        true => Source::Schema,
        false => Source::Author,
    }
}

/// The lines of a body's own description: prose before the brackets of its lists, or before its first name.
fn lead<'l, 'a>(shown: &BodySchema<'l, 'a>, context: &Context<'_>) -> &'l [Line<'a>] {
    let bracket = shown.lines.iter().position(|line| line.text.starts_with("- ") || bracket(&line.text).is_some());
    let named = schema::prose_before_names(shown.lines, context.names);
    let end = match (bracket, named) {
        (Some(bracket), Some(named)) => bracket.min(named),
        (Some(end), None) | (None, Some(end)) => end,
        (None, None) => 0,
    };
    let lead = shown.lines.get(..end).unwrap_or(&[]);
    if schema::is_prose(lead) { lead } else { &[] }
}

fn responses(
    layout: &Layout<'_, '_>,
    examples: &Examples,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) -> Node {
    let route = layout.route.span;
    let codes = match &layout.responses {
        Responses::Listed(codes) => codes,
        Responses::Unlisted(lines) => {
            tell_unlisted(lines, route, diagnostics);
            return nodes::map(route, Provenance::Page, []);
        }
    };
    if let (Some((first, _)), Some((last, _))) = (codes.first(), codes.last())
        && codes.iter().any(|(_, panel)| panel.is_none())
    {
        let span = Span { end: last.span.end, ..first.span };
        let message =
            format!("what stands below the {} status codes can be shared out over them in several ways", codes.len());
        let help = "add descriptions and content of the responses by an overlay";
        diagnostics.report(Diagnostic::new(&code::PAGE_STATUS_AMBIGUOUS, span, message).help(help));
    }
    let mut entries = Vec::new();
    for (line, panel) in codes {
        let Some(code) = status_code(&line.text) else { continue };
        let panel = panel.clone().unwrap_or_default();
        entries.push(entry(&code, response(&panel, line, examples, context, diagnostics)));
    }
    let span = codes.first().map_or(route, |(line, _)| line.span);
    nodes::map(span, Provenance::Page, entries)
}

/// Says that no answer is known.
fn tell_unlisted(lines: &[Line<'_>], route: Span, diagnostics: &mut Diagnostics) {
    let (span, what) = match (lines.first(), lines.last()) {
        (Some(first), Some(last)) => {
            (Span { end: last.span.end, ..first.span }, "of which answer this speaks is not known")
        }
        _ => (route, "the page shows no answer of this operation"),
    };
    let message = format!("{what}, for there is no list of status codes");
    let help = "save the page again with its content shown, or add the responses by an overlay";
    diagnostics.report(Diagnostic::new(&code::PAGE_RESPONSES_LOST, span, message).help(help));
}

fn response(
    panel: &Panel<'_, '_>,
    code: &Line<'_>,
    examples: &Examples,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) -> Node {
    let mut entries = Vec::new();
    entries.extend(text(panel.description).map(|(text, span)| string("description", span, Provenance::Page, &text)));
    let headers: Vec<Entry> =
        panel.headers.iter().filter_map(|line| parameter::header(&line.text, line.span)).collect();
    if let Some(first) = headers.first() {
        entries.push(entry("headers", nodes::map(first.key_span, Provenance::Page, headers)));
    }
    let mut content = Vec::new();
    for shown in &panel.content {
        let Some(name) = media_type(&shown.media_type.text) else { continue };
        content.push(entry(name, media(shown, examples, context, diagnostics)));
    }
    if let Some(first) = content.first() {
        entries.push(entry("content", nodes::map(first.key_span, Provenance::Page, content)));
    }
    nodes::map(code.span, Provenance::Page, entries)
}

fn media(content: &Content<'_, '_>, examples: &Examples, context: &Context<'_>, diagnostics: &mut Diagnostics) -> Node {
    let at = content.media_type.span;
    let parsed = |lines: &&[Line<'_>]| lines.first().and_then(|line| examples.get(&line.span.start));
    let first = content.examples.first().and_then(parsed);
    let source = first.map_or(Source::Author, |example| source(content, example));
    let given = Given { lines: content.schema, array: false, example: first, source, at };
    let written = if content.is_from_schema() { Written::Sampler } else { Written::Author };
    let shown: Vec<Shown<'_>> = content
        .examples
        .iter()
        .enumerate()
        .filter_map(|(index, lines)| {
            // Behind what the sampler made stands what somebody wrote.
            Some((parsed(lines)?, if index == 0 { written } else { Written::Author }))
        })
        .collect();
    let mut entries = Vec::new();
    let mut example = first;
    if !content.schema.is_empty() || first.is_some() {
        let mut schema = schema::read(&given, context, diagnostics);
        proof::settle(&mut schema, &shown, &[], diagnostics);
        // What the sampler wrote is no example where it breaks a bound: it knows none.
        let fits =
            |example: &Node| written == Written::Author || proof::accepts(&schema, example, Written::Author, &[]);
        example = example.filter(|example| fits(example));
        entries.push(entry("schema", schema));
    }
    let named = content.tabs.iter().zip(&content.examples).filter(|(tab, _)| !tab.text.starts_with("- Example"));
    let examples: Vec<Entry> = named
        .filter_map(|(tab, lines)| {
            let value = parsed(lines)?.clone();
            let name = tab.text.strip_prefix("- ")?.trim();
            Some(entry(name, nodes::map(tab.span, Provenance::Page, [entry("value", value)])))
        })
        .collect();
    if let Some(first) = examples.first() {
        entries.push(entry("examples", nodes::map(first.key_span, Provenance::Page, examples)));
    } else if let Some(example) = example {
        entries.push(entry("example", example.clone()));
    }
    nodes::map(at, Provenance::Page, entries)
}

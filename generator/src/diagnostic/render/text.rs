//! Diagnostics for people, in the manner of rustc.
//!
//! Takes a diagnostic; gives its message, the source lines it is about with marks under the bytes, and the way out. Promises to read only
//! the neighbourhood of the spans. Never shows a span beyond its first line.

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::colour::Colour;
use super::visible::{same_length, visible};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{Location, Sources, Span};

/// How many bytes of a line are shown before a span, and from its start on.
const BEFORE: usize = 60;
const AFTER: usize = 100;

pub(super) fn render(sources: &Sources, diagnostic: &Diagnostic, colour: Colour) -> String {
    let level = match diagnostic.code.severity {
        Severity::Fault if diagnostic.accepted.is_some() => Level::WARNING.with_name("accepted fault"),
        Severity::Note => Level::NOTE,
        Severity::Warning => Level::WARNING,
        Severity::Fault => Level::ERROR.with_name("fault"),
        Severity::Error => Level::ERROR,
    };
    let title = level.primary_title(visible(&diagnostic.message)).id(diagnostic.code.id);
    let mut group = Group::with_title(title);
    for excerpt in excerpts(sources, diagnostic) {
        let Location { path, line, column } = excerpt.place;
        let annotations = excerpt.marks.into_iter().map(Mark::annotation);
        let snippet = Snippet::source(excerpt.text).line_start(line).annotations(annotations);
        group = match excerpt.begins {
            Begins::WithLine => group.element(snippet.path(visible(path))),
            // The renderer would count columns from the beginning of the window.
            Begins::InsideLine => {
                group.element(Origin::path(visible(path)).line(line).char_column(column)).element(snippet)
            }
        };
    }
    if !diagnostic.code.clause.is_empty() {
        group = group.element(Level::NOTE.message(diagnostic.code.clause));
    }
    let accepted = diagnostic.accepted.as_ref().filter(|reason| !reason.is_empty());
    let accepted = accepted.map(|reason| format!("accepted: {reason}"));
    match (&accepted, &diagnostic.help) {
        (Some(accepted), _) => group = group.element(Level::NOTE.message(visible(accepted))),
        (None, Some(help)) if diagnostic.accepted.is_none() => {
            group = group.element(Level::HELP.message(visible(help)))
        }
        (None, _) => {}
    }
    let renderer = match colour {
        Colour::Plain => Renderer::plain(),
        Colour::Ansi => Renderer::styled(),
    };
    let text = renderer.render(&[group]);
    let lines = text.lines().filter(|line| !is_origin_without_path(line));
    format!("{}\n\n", lines.collect::<Vec<_>>().join("\n"))
}

/// The renderer's `:::`, which it also writes above a snippet whose path stands in an [`Origin`] of its own.
fn is_origin_without_path(line: &str) -> bool {
    let mut visible = String::new();
    for (index, piece) in line.split("\u{1b}[").enumerate() {
        visible.push_str(if index == 0 { piece } else { piece.split_once('m').map_or("", |(_, rest)| rest) });
    }
    visible.trim() == ":::"
}

/// A window on one line, with the marks in it.
struct Excerpt<'a> {
    place: Location<'a>,
    text: String,
    /// Bytes of the source that the window shows.
    shown: Span,
    begins: Begins,
    marks: Vec<Mark>,
}

/// Where a window begins.
#[derive(Clone, Copy)]
enum Begins {
    WithLine,
    InsideLine,
}

/// What is said about a range of an excerpt's text.
struct Mark {
    kind: AnnotationKind,
    start: usize,
    end: usize,
    label: String,
}

impl Mark {
    fn annotation(self) -> Annotation<'static> {
        let mark = self.kind.span(self.start..self.end);
        if self.label.is_empty() { mark } else { mark.label(self.label) }
    }
}

/// An excerpt for each line that a span begins on; spans in sight of an earlier one share its excerpt.
fn excerpts<'a>(sources: &'a Sources, diagnostic: &Diagnostic) -> Vec<Excerpt<'a>> {
    let primary = diagnostic.span.map(|span| (AnnotationKind::Primary, span, ""));
    let related = diagnostic.related.iter().map(|(span, what)| (AnnotationKind::Context, *span, what.as_str()));
    let mut excerpts: Vec<Excerpt<'a>> = Vec::new();
    for (kind, span, label) in primary.into_iter().chain(related) {
        let in_sight = |excerpt: &&mut Excerpt<'a>| {
            let shown = excerpt.shown;
            shown.source == span.source && shown.start <= span.start && span.end.min(span.start + 1) <= shown.end
        };
        let seen = excerpts.iter_mut().find(in_sight);
        let Some(excerpt) = (match seen {
            Some(excerpt) => Some(excerpt),
            None => {
                excerpts.extend(window(sources, span));
                excerpts.last_mut().filter(|excerpt| excerpt.shown.source == span.source)
            }
        }) else {
            continue;
        };
        let offset = match excerpt.begins {
            Begins::WithLine => 0,
            Begins::InsideLine => CUT.len(),
        };
        let in_text = |place: u32| {
            let inside = place.clamp(excerpt.shown.start, excerpt.shown.end) - excerpt.shown.start;
            floor(&excerpt.text, offset + inside as usize)
        };
        let (start, end) = (in_text(span.start), in_text(span.end.max(span.start)));
        excerpt.marks.push(Mark { kind, start, end, label: visible(label).into_owned() });
    }
    excerpts
}

/// Stands where a line goes on outside of the window.
const CUT: &str = "… ";

/// The part of the span's first line around the span.
fn window(sources: &Sources, span: Span) -> Option<Excerpt<'_>> {
    let place = sources.locate(span)?;
    let text = sources.get(span.source)?.text();
    let start = floor(text, (span.start as usize).min(text.len()));
    let low = floor(text, start.saturating_sub(BEFORE));
    let high = floor(text, (start + AFTER).min(text.len()));
    let (head, tail) = (text.get(low..start)?, text.get(start..high)?);
    let first = head.rfind('\n').map(|newline| low + newline + 1);
    let last = tail.find('\n').map(|newline| start + newline);
    let from = first.unwrap_or(low);
    let to = last.unwrap_or(high);
    let line = text.get(from..to)?.trim_end_matches('\r');
    let begins = if first.is_none() && low > 0 { Begins::InsideLine } else { Begins::WithLine };
    let cut_before = match begins {
        Begins::WithLine => "",
        Begins::InsideLine => CUT,
    };
    let cut_after = if last.is_none() && high < text.len() { " …" } else { "" };
    let shown = Span::new(span.source, from, from + line.len());
    let line = same_length(line);
    Some(Excerpt { place, text: format!("{cut_before}{line}{cut_after}"), shown, begins, marks: Vec::new() })
}

/// The nearest boundary of characters at or before a place.
fn floor(text: &str, place: usize) -> usize {
    (0..=place).rev().take(4).find(|place| text.is_char_boundary(*place)).unwrap_or(0)
}

//! Which reader a text gets.
//!
//! Takes a source or a range of one; gives its tree with spans into the whole source. Promises that JSON takes
//! the quick reader and that a text which is neither JSON nor YAML is told once, in the words of the
//! format it looks like. Never looks at the file's name.

use super::json::{self, Slip};
use super::{Node, Value, build::Place, yaml};
use crate::diagnostic::{Diagnostic, Diagnostics, code::tree as code};
use crate::source::{Provenance, Source, SourceId, Sources, Span};

/// The tree of a whole source, JSON or YAML; `None`, and told, where it is neither.
pub fn parse(sources: &Sources, id: SourceId, diagnostics: &mut Diagnostics) -> Option<Node> {
    let length = sources.get(id).map_or(0, |source| source.text().len());
    parse_range(sources, Span::new(id, 0, length), diagnostics)
}

/// The tree of a range of a source, such as a fenced block of a page. The range begins at the start of a line
/// where the lines are indented.
pub fn parse_range(sources: &Sources, range: Span, diagnostics: &mut Diagnostics) -> Option<Node> {
    let text = sources.slice(range);
    let stripped = text.strip_prefix('\u{feff}').unwrap_or(text);
    let place = Place { source: range.source, base: range.start as usize + text.len() - stripped.len() };
    let mut tree = if stripped.trim_start().starts_with(['{', '[']) {
        json_or_yaml(stripped, place, diagnostics)
    } else {
        yaml::read(stripped, place, diagnostics)
    };
    if let (Some(tree), Some(source)) = (&mut tree, sources.get(range.source))
        && source.line_origins().is_some()
    {
        mark_added(tree, source);
    }
    tree
}

/// What stands in lines that a patch brought is known from the patch, as what an overlay says is known from the overlay.
fn mark_added(node: &mut Node, source: &Source) {
    let span = node.span();
    if source.is_added(span.start, span.end) {
        node.origin.provenance = Provenance::Overlay;
    }
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|item| mark_added(item, source)),
        Value::Map(map) => map.iter_mut().for_each(|entry| mark_added(&mut entry.value, source)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Flow YAML begins as JSON does, so only a text that is also no YAML is told as JSON that is wrong.
fn json_or_yaml(text: &str, place: Place, diagnostics: &mut Diagnostics) -> Option<Node> {
    let mut told = diagnostics.aside();
    let outcome = json::read(text, place, &mut told);
    let (outcome, slip) = match outcome {
        json::Outcome::Whole(node) => {
            diagnostics.append(told);
            return Some(node);
        }
        json::Outcome::Bounded => {
            diagnostics.append(told);
            return None;
        }
        json::Outcome::Broken(Slip::Comment) => {
            diagnostics.append(told);
            return None;
        }
        json::Outcome::Followed(node) => (Some(node), Slip::Other),
        json::Outcome::Broken(slip) => (None, slip),
    };
    let mut told_as_yaml = diagnostics.aside();
    if let Some(node) = yaml::read(text, place, &mut told_as_yaml) {
        diagnostics.append(told_as_yaml);
        if let (Slip::TrailingComma, Some(fault)) = (slip, told.iter().last()) {
            let message = "a comma stands before the end of a map or a list, so that this is no JSON";
            let help = "it is read as YAML, which allows that; remove the comma for readers of JSON";
            diagnostics.report(Diagnostic::new(&code::NOT_QUITE_JSON, fault.span, message).help(help));
        }
        return Some(node);
    }
    diagnostics.append(told);
    outcome
}

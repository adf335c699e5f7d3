//! Which reader a text gets.
//!
//! Takes a source or a range of one; gives its tree with spans into the whole source. Promises that JSON takes
//! the quick reader and that a text which is neither JSON nor YAML is told once, in the words of the
//! format it looks like. Never looks at the file's name.

use super::{Node, build::Place, json, yaml};
use crate::diagnostic::Diagnostics;
use crate::source::{SourceId, Sources, Span};

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
    if stripped.trim_start().starts_with(['{', '[']) {
        json_or_yaml(stripped, place, diagnostics)
    } else {
        yaml::read(stripped, place, diagnostics)
    }
}

/// Flow YAML begins as JSON does, so only a text that is also no YAML is told as JSON that is wrong.
fn json_or_yaml(text: &str, place: Place, diagnostics: &mut Diagnostics) -> Option<Node> {
    let mut told = diagnostics.aside();
    let outcome = json::read(text, place, &mut told);
    let outcome = match outcome {
        json::Outcome::Whole(node) => {
            diagnostics.append(told);
            return Some(node);
        }
        json::Outcome::Bounded => {
            diagnostics.append(told);
            return None;
        }
        json::Outcome::Followed(node) => Some(node),
        json::Outcome::Broken => None,
    };
    let mut told_as_yaml = diagnostics.aside();
    if let Some(node) = yaml::read(text, place, &mut told_as_yaml) {
        diagnostics.append(told_as_yaml);
        return Some(node);
    }
    diagnostics.append(told);
    outcome
}

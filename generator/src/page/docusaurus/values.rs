//! Values of the example among the lines of a schema: newer themes print one behind each property's text, and some
//! extractions leave no gap behind it.
//!
//! Takes the lines of a schema without names and its example; gives the lines without such values. Promises that a line is cut
//! only where its beginning is a value and its rest begins as a text or is a key. Never takes a text apart otherwise.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::declaration;
use super::example::{Example, items, scalar_text};
use super::line::{Line, split};

/// No longer line is looked at.
const LONGEST_LINE: usize = 512;

/// The scalars of an example.
pub(super) fn scalars<'n>(example: &Example<'n>) -> BTreeSet<&'n str> {
    let mut found = BTreeSet::new();
    for slot in &example.slots {
        let inside = items(&slot.values);
        found.extend(slot.values.iter().chain(&inside).filter_map(|value| scalar_text(value)));
    }
    found.remove("");
    found
}

/// The lines without values, and whether there were any.
pub(super) fn without_values<'x, 'a>(lines: &'x [Line<'a>], example: &Example<'_>) -> (Cow<'x, [Line<'a>]>, bool) {
    let (scalars, keys) = (scalars(example), example.keys());
    let alone = |line: &Line<'_>| scalars.contains(&*line.text) && !keys.contains(&*line.text) && !is_type(&line.text);
    let cut = |line: &Line<'a>| {
        let text = &*line.text;
        if text.len() > LONGEST_LINE || keys.contains(text) {
            return None;
        }
        let ends = text.char_indices().skip(1).map(|(at, _)| at);
        let mut fits = ends.filter(|at| {
            let (value, rest) = text.split_at(*at);
            let begins = rest.starts_with(char::is_uppercase) && (value.len() > 2 || value.parse::<f64>().is_ok());
            scalars.contains(value) && (begins || keys.contains(rest))
        });
        fits.next().and_then(|at| split(line, at)).map(|(_, rest)| rest)
    };
    if !lines.iter().any(|line| alone(line) || cut(line).is_some()) {
        return (Cow::Borrowed(lines), false);
    }
    let kept = lines.iter().filter(|line| !alone(line)).map(|line| cut(line).unwrap_or_else(|| line.clone()));
    (Cow::Owned(kept.collect()), true)
}

fn is_type(text: &str) -> bool {
    declaration::printed(text).is_some() || matches!(text, "required" | "nullable" | "deprecated")
}

//! What schemas that hold at once say of numbers, texts, lists and objects.
//!
//! Takes a [`Conj`]; gives its narrowest bounds. Promises that the order of the schemas does not show. Never looks into properties and items.

use super::view::{Conj, View};
use crate::document::{JsonType, Schema};
use crate::format;

/// A bound on numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bound {
    /// The number.
    pub at: f64,
    /// Whether it is excluded itself.
    pub exclusive: bool,
}

/// Of numbers.
#[derive(Debug, Default, PartialEq)]
pub struct Numbers {
    /// Only whole ones.
    pub whole: bool,
    /// The least.
    pub minimum: Option<Bound>,
    /// The most.
    pub maximum: Option<Bound>,
    /// Each divides them.
    pub steps: Vec<f64>,
    /// Formats, sorted.
    pub formats: Vec<String>,
}

/// Of texts.
#[derive(Debug, Default, PartialEq)]
pub struct Strings {
    /// Characters at least.
    pub least: u64,
    /// Characters at most.
    pub most: Option<u64>,
    /// All match, sorted.
    pub patterns: Vec<String>,
    /// Formats, sorted.
    pub formats: Vec<String>,
    /// `contentEncoding` and `contentMediaType`, sorted.
    pub content: Vec<String>,
}

/// Of arrays and objects.
#[derive(Debug, Default, PartialEq)]
pub struct Counts {
    /// Items or properties at least.
    pub least: u64,
    /// At most.
    pub most: Option<u64>,
    /// No item comes twice.
    pub unique: bool,
}

/// What is said of numbers.
pub fn numbers(view: &View<'_>, conj: &Conj) -> Numbers {
    let mut of = Numbers::default();
    for schema in view.leaves(conj) {
        of.whole |= schema.types.contains(JsonType::Integer) && !schema.types.contains(JsonType::Number);
        let number = |it: &Option<crate::node::Number>| it.as_ref().and_then(crate::node::Number::as_f64);
        let keywords = &schema.number;
        let format = schema.format.as_deref().and_then(format::bounds);
        let inclusive = |at: f64| Bound { at, exclusive: false };
        let exclusive = |at: f64| Bound { at, exclusive: true };
        for low in [
            number(&keywords.minimum).map(inclusive),
            number(&keywords.exclusive_minimum).map(exclusive),
            format.map(|it| inclusive(it.0)),
        ] {
            of.minimum = tighter(of.minimum, low, |new, old| new > old);
        }
        let high = format.map(|it| it.1).filter(|it| it.is_finite());
        for high in [
            number(&keywords.maximum).map(inclusive),
            number(&keywords.exclusive_maximum).map(exclusive),
            high.map(inclusive),
        ] {
            of.maximum = tighter(of.maximum, high, |new, old| new < old);
        }
        of.steps.extend(number(&keywords.multiple_of));
        // Words for bytes are about texts alone.
        let about_bytes = |it: &&str| matches!(*it, "byte" | "binary");
        of.formats.extend(schema.format.as_deref().filter(|it| !about_bytes(it)).map(str::to_owned));
    }
    of.steps.sort_by(f64::total_cmp);
    of.steps.dedup();
    sorted(&mut of.formats);
    of
}

fn tighter(old: Option<Bound>, new: Option<Bound>, better: impl Fn(f64, f64) -> bool) -> Option<Bound> {
    match (old, new) {
        (Some(old), Some(new)) => {
            let same = old.at == new.at;
            Some(if better(new.at, old.at) || (same && new.exclusive) { new } else { old })
        }
        (old, new) => old.or(new),
    }
}

/// What is said of texts.
pub fn strings(view: &View<'_>, conj: &Conj) -> Strings {
    let mut of = Strings::default();
    for schema in view.leaves(conj) {
        let string = &schema.string;
        of.least = of.least.max(string.min_length.unwrap_or(0));
        of.most = fewer(of.most, string.max_length);
        of.patterns.extend(string.pattern.clone());
        match schema.format.as_deref() {
            // Words of OpenAPI 3.0 for what later versions say with keywords of their own.
            Some("byte") => of.content.push("in base64".to_owned()),
            Some("binary") => of.content.push("holding application/octet-stream".to_owned()),
            format => of.formats.extend(format.map(str::to_owned)),
        }
        of.content.extend(content(schema));
    }
    sorted(&mut of.patterns);
    sorted(&mut of.formats);
    sorted(&mut of.content);
    of
}

/// How bytes are written in a text.
fn content(schema: &Schema) -> impl Iterator<Item = String> {
    let string = &schema.string;
    let encoding = string.content_encoding.as_ref().map(|it| format!("in {it}"));
    encoding.into_iter().chain(string.content_media_type.as_ref().map(|it| format!("holding {it}")))
}

/// What is said of the number of items.
pub fn arrays(view: &View<'_>, conj: &Conj) -> Counts {
    let mut of = Counts::default();
    for schema in view.leaves(conj) {
        of.least = of.least.max(schema.array.min_items.unwrap_or(0));
        of.most = fewer(of.most, schema.array.max_items);
        of.unique |= schema.array.unique_items;
    }
    of
}

/// What is said of the number of properties.
pub fn objects(view: &View<'_>, conj: &Conj) -> Counts {
    let mut of = Counts::default();
    for schema in view.leaves(conj) {
        of.least = of.least.max(schema.object.min_properties.unwrap_or(0));
        of.most = fewer(of.most, schema.object.max_properties);
    }
    of
}

fn fewer(old: Option<u64>, new: Option<u64>) -> Option<u64> {
    match (old, new) {
        (Some(old), Some(new)) => Some(old.min(new)),
        (old, new) => old.or(new),
    }
}

fn sorted(list: &mut Vec<String>) {
    list.sort();
    list.dedup();
}

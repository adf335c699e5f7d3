//! Parameters and headers of 2.0, which hold their schema's keywords themselves.
//!
//! Takes a parameter that is no body, or a header; changes it in place: keywords into `schema`, `collectionFormat` into
//! `style` and `explode`. Never drops a keyword it does not know.

use super::super::build;
use super::context::Raising;
use crate::diagnostic::{Diagnostic, code::read as code};
use crate::node::{Entry, Map, Node, Value};
use crate::source::Origin;

/// Keywords of the schema that stand in a parameter, a header or a form field.
const KEYWORDS: [&str; 19] = [
    "type",
    "format",
    "items",
    "default",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "enum",
    "multipleOf",
    "x-nullable",
    "x-enum-varnames",
    "x-enum-descriptions",
];

/// How the items of a list are written.
pub(super) struct Collection {
    pub style: Option<&'static str>,
    pub explode: bool,
    pub origin: Origin,
}

impl Raising<'_, '_> {
    pub(super) fn parameter(&mut self, node: &mut Node) {
        let origin = node.origin;
        let Some(map) = node.as_map_mut() else { return };
        if map.get("$ref").is_some() {
            return;
        }
        let in_query = matches!(map.get("in").and_then(Node::as_str), Some("query"));
        let collection = self.collection(map, in_query);
        self.schema_of(map, origin);
        if let Some(Collection { style, explode, origin }) = collection {
            if let Some(style) = style {
                build::set(map, "style", build::text(origin, style));
            }
            build::set(map, "explode", build::boolean(origin, explode));
        }
    }

    /// Moves the schema's keywords into `schema`, unless the parameter has one already.
    pub(super) fn schema_of(&mut self, map: &mut Map, origin: Origin) {
        if map.get("schema").is_some() {
            return;
        }
        let (keywords, rest): (Vec<_>, Vec<_>) =
            std::mem::take(map).into_entries().partition(|entry| KEYWORDS.contains(&&*entry.key));
        *map = rest.into_iter().collect();
        let schema: Map = keywords.into_iter().collect();
        map.push(Entry { key: "schema".into(), key_span: origin.span, value: build::node(origin, Value::Map(schema)) });
    }

    /// `collectionFormat` of a list, `csv` if it is not there. `None` for what is no list, and for a list that no style of 3.x
    /// writes: it becomes a text, which is told.
    pub(super) fn collection(&mut self, map: &mut Map, in_query_or_form: bool) -> Option<Collection> {
        let format = map.remove("collectionFormat");
        let list = map.get("type").filter(|ty| ty.as_str() == Some("array"))?;
        let origin = format.as_ref().map_or(list.origin, |format| format.value.origin);
        self.nested_lists(map);
        let word = format.as_ref().and_then(|format| format.value.as_str()).unwrap_or("csv");
        let (style, explode) = match (word, in_query_or_form) {
            // Written comma separated; in the query that differs from the default of 3.x.
            ("csv", true) => (None, false),
            // Outside the query that is the only way.
            ("csv", false) => return None,
            ("ssv", true) => (Some("spaceDelimited"), false),
            ("pipes", true) => (Some("pipeDelimited"), false),
            ("multi", true) => (None, true),
            ("ssv" | "tsv" | "pipes", _) => {
                self.tell_text(origin, &format!("a list in the format `{word}` has no style here in OpenAPI 3"));
                become_text(map);
                return None;
            }
            (other, _) => {
                let message = format!("`{other}` is no `collectionFormat` here; it is read as `csv`");
                let help = "the formats are csv, ssv, tsv and pipes, and multi in a query or a form";
                self.diagnostics.report(Diagnostic::new(&code::INVALID_VALUE, origin.span, message).help(help));
                (None, false)
            }
        };
        in_query_or_form.then_some(Collection { style, explode, origin })
    }

    /// Lists in lists have no style of their own in 3.x: they become texts.
    fn nested_lists(&mut self, map: &mut Map) {
        let Some(items) = map.get_mut("items") else { return };
        let origin = items.origin;
        let Some(items) = items.as_map_mut() else { return };
        items.remove("collectionFormat");
        if items.get("type").and_then(Node::as_str) == Some("array") {
            self.tell_text(origin, "a list in a list has no style in OpenAPI 3");
            become_text(items);
        }
    }

    fn tell_text(&mut self, origin: Origin, what: &str) {
        let message = format!("{what}; it is taken as a text");
        let help = "the caller joins the items as the format says";
        self.diagnostics.report(Diagnostic::new(&code::COLLECTION_FORMAT, origin.span, message).help(help));
    }
}

/// Makes a list's keywords those of a string.
fn become_text(map: &mut Map) {
    const OF_LISTS: [&str; 6] = ["items", "minItems", "maxItems", "uniqueItems", "default", "enum"];
    map.retain(|entry| !OF_LISTS.contains(&&*entry.key));
    if let Some(ty) = map.get_mut("type") {
        ty.value = Value::String("string".into());
    }
}

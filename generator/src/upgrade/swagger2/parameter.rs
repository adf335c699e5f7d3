//! Parameters and headers of 2.0, which hold their schema's keywords themselves.
//!
//! Takes a parameter that is no body, or a header; changes it in place: keywords into `schema`, `collectionFormat` into
//! `style` and `explode`. Never drops a keyword it does not know.

use super::super::build;
use super::Raising;
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

impl Raising<'_> {
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
        let mut schema: Map = keywords.into_iter().collect();
        if let Some(items) = schema.get_mut("items") {
            strip_collection_formats(items);
        }
        map.push(Entry { key: "schema".into(), key_span: origin.span, value: build::node(origin, Value::Map(schema)) });
    }

    /// `collectionFormat` of a list, `csv` if it is not there. `None` for what is no list.
    pub(super) fn collection(&mut self, map: &mut Map, in_query_or_form: bool) -> Option<Collection> {
        let format = map.remove("collectionFormat");
        let list = map.get("type").filter(|ty| ty.as_str() == Some("array"))?;
        let origin = format.as_ref().map_or(list.origin, |format| format.value.origin);
        let (style, explode) = match format.as_ref().and_then(|format| format.value.as_str()) {
            // Written comma separated; in the query that differs from the default of 3.x.
            None | Some("csv") => (None, false),
            Some("ssv") => (Some("spaceDelimited"), false),
            Some("pipes") => (Some("pipeDelimited"), false),
            Some("multi") => (None, true),
            Some(other) => {
                let message =
                    format!("`{other}` as `collectionFormat` cannot be said in OpenAPI 3; it is read as `csv`");
                let help = "use csv, ssv, pipes or multi";
                self.diagnostics.report(Diagnostic::new(&code::INVALID_VALUE, origin.span, message).help(help));
                (None, false)
            }
        };
        // Outside the query only comma separated lists exist, and that is the default there.
        in_query_or_form.then_some(Collection { style, explode, origin })
    }
}

/// Lists in lists have no style of their own in 3.x.
fn strip_collection_formats(items: &mut Node) {
    let mut next = Some(items);
    while let Some(map) = next.and_then(Node::as_map_mut) {
        map.remove("collectionFormat");
        next = map.get_mut("items");
    }
}

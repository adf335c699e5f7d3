//! Body and form parameters as request bodies.
//!
//! Takes the parameters of an operation that are sent in its body; gives its `requestBody`. Promises that a form with
//! a file is multipart, and that the order of the fields is kept. Never makes a body of nothing.

use super::super::build;
use super::context::Raising;
use super::parameter::Collection;
use super::parts::{content, rename};
use crate::diagnostic::{Diagnostic, code::read as code};
use crate::node::{Map, Node, Value};
use crate::source::Origin;

const MULTIPART: &str = "multipart/form-data";
const URL_ENCODED: &str = "application/x-www-form-urlencoded";

/// Whether a parameter is sent in the body.
pub(super) fn is_part(parameter: &Node) -> bool {
    matches!(parameter.get("in").and_then(Node::as_str), Some("body" | "formData"))
}

impl Raising<'_, '_> {
    /// The request body that these parameters come to.
    pub(super) fn request_body(&mut self, parts: Vec<Node>, consumes: &[Node]) -> Option<Node> {
        let (bodies, fields): (Vec<_>, Vec<_>) =
            parts.into_iter().partition(|part| part.get("in").and_then(Node::as_str) == Some("body"));
        let is_form =
            |media_type: &Node| media_type.as_str().is_some_and(|name| [MULTIPART, URL_ENCODED].contains(&name));
        let only_forms = !consumes.is_empty() && consumes.iter().all(is_form);
        let keeps_form = bodies.is_empty() || (only_forms && !fields.is_empty());
        let left_out = if keeps_form { bodies.as_slice() } else { bodies.get(1..).unwrap_or_default() };
        for part in left_out.iter().chain(fields.iter().filter(|_| !keeps_form)) {
            self.tell_left_out(part);
        }
        match bodies.into_iter().next().filter(|_| !keeps_form) {
            Some(body) => Some(self.body(body, consumes)),
            None => self.form(fields, consumes),
        }
    }

    fn tell_left_out(&mut self, part: &Node) {
        let name = part.get("name").and_then(Node::as_str).unwrap_or_default();
        let message = format!("the parameter `{name}` was left out: the operation has another body");
        let help = "describe one body: a parameter in `body`, or all of a form's in `formData`";
        self.diagnostics.report(Diagnostic::new(&code::SEVERAL_BODIES, part.span(), message).help(help));
    }

    fn body(&mut self, mut parameter: Node, consumes: &[Node]) -> Node {
        let origin = parameter.origin;
        let mut contents = Map::new();
        let mut body = Map::new();
        if let Some(map) = parameter.as_map_mut() {
            rename(map, "schema", &mut contents, "schema");
            for entry in std::mem::take(map).into_entries() {
                if matches!(&*entry.key, "description" | "required") || entry.key.starts_with("x-") {
                    body.push(entry);
                }
            }
        }
        let json = [build::text(origin, "application/json")];
        let media_types = if consumes.is_empty() { &json } else { consumes };
        body.push(build::entry("content", content(media_types, origin, &contents)));
        build::node(origin, Value::Map(body))
    }

    fn form(&mut self, fields: Vec<Node>, consumes: &[Node]) -> Option<Node> {
        let origin = fields.first()?.origin;
        let mut form = Form::default();
        for field in fields {
            self.field(field, &mut form);
        }
        let media_types = form.media_types(consumes, origin);
        let required = !form.required.is_empty();
        let mut contents = Map::new();
        contents.push(build::entry("schema", form.schema(origin)));
        if !form.encoding.is_empty() {
            contents.push(build::entry("encoding", build::node(origin, Value::Map(form.encoding))));
        }
        let content = content(&media_types, origin, &contents);
        let mut body = Map::new();
        if required {
            body.push(build::entry("required", build::boolean(origin, true)));
        }
        body.push(build::entry("content", content));
        Some(build::node(origin, Value::Map(body)))
    }

    fn field(&mut self, mut field: Node, form: &mut Form) {
        let origin = field.origin;
        let Some(map) = field.as_map_mut() else { return };
        let Some(name) = map.remove("name").map(|entry| entry.value) else { return };
        let Some(key) = name.as_str() else { return };
        if map.remove("required").is_some_and(|entry| entry.value.as_bool() == Some(true)) {
            form.required.push(name.clone());
        }
        map.remove("in");
        form.has_file |= map.get("type").and_then(Node::as_str) == Some("file");
        let collection = self.collection(map, true);
        // What is left describes the field: it is its schema.
        let description = map.remove("description");
        self.schema_of(map, origin);
        let mut schema = map.remove("schema").map_or_else(|| build::map(origin, []), |entry| entry.value);
        if let (Some(schema), Some(description)) = (schema.as_map_mut(), description) {
            schema.push(description);
        }
        if let Some(Collection { style, explode, origin }) = collection {
            let style = build::entry("style", build::text(origin, style.unwrap_or("form")));
            let explode = build::entry("explode", build::boolean(origin, explode));
            form.encoding.insert(key, name.span(), build::map(origin, [style, explode]));
        }
        form.properties.insert(key, name.span(), schema);
    }
}

#[derive(Default)]
struct Form {
    properties: Map,
    required: Vec<Node>,
    encoding: Map,
    has_file: bool,
}

impl Form {
    fn schema(&mut self, origin: Origin) -> Node {
        let mut schema = Map::new();
        schema.push(build::entry("type", build::text(origin, "object")));
        schema.push(build::entry("properties", build::node(origin, Value::Map(std::mem::take(&mut self.properties)))));
        if !self.required.is_empty() {
            schema.push(build::entry("required", build::list(origin, std::mem::take(&mut self.required))));
        }
        build::node(origin, Value::Map(schema))
    }

    /// The form's own media types among those consumed; the one that fits where there is none.
    fn media_types(&self, consumes: &[Node], origin: Origin) -> Vec<Node> {
        let fits = |name: &str| name.starts_with(MULTIPART) || (!self.has_file && name.starts_with(URL_ENCODED));
        let mut media_types: Vec<_> =
            consumes.iter().filter(|media_type| media_type.as_str().is_some_and(fits)).cloned().collect();
        if media_types.is_empty() {
            media_types.push(build::text(origin, if self.has_file { MULTIPART } else { URL_ENCODED }));
        }
        media_types
    }
}

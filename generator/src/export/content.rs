//! Request bodies, responses, media types, examples and links.
//!
//! Takes those of operations; gives them as `openapiv3` has them. Never orders responses but for `default`, which comes first.

use crate::node::Node;
use indexmap::IndexMap;
use openapiv3::{
    Content, Example, Link, LinkOperation, MediaType, ReferenceOr, RequestBody, Response, Responses, StatusCode,
};
use serde_json::Value as Json;

use super::exporter::{Exporter, Fields};
use super::parameter::query_style;
use crate::document::{self, Encoding, StatusPattern};
use crate::source::Provenance;

/// `example`, and `examples` by name.
type Examples = (Option<Json>, IndexMap<String, ReferenceOr<Example>>);

impl Exporter<'_> {
    pub(super) fn request_body(
        &mut self,
        body: &document::RequestBody,
        around: Provenance,
    ) -> ReferenceOr<RequestBody> {
        ReferenceOr::Item(RequestBody {
            description: body.description.clone(),
            content: self.content(&body.content, body.origin.provenance),
            required: body.required,
            extensions: self.extension(&body.extension, body.origin, around),
        })
    }

    pub(super) fn responses(&mut self, responses: &[document::Response], around: Provenance) -> Responses {
        let mut written = Responses::default();
        for response in responses {
            let item = ReferenceOr::Item(self.response(response, around));
            match response.status {
                StatusPattern::Default => written.default = Some(item),
                StatusPattern::Exact(code) => {
                    written.responses.insert(StatusCode::Code(code), item);
                }
                StatusPattern::Class(digit) => {
                    written.responses.insert(StatusCode::Range(u16::from(digit)), item);
                }
            }
        }
        written
    }

    fn response(&mut self, response: &document::Response, around: Provenance) -> Response {
        let provenance = response.origin.provenance;
        if response.summary.is_some() {
            self.lose("`summary` of a response", response.origin.span);
        }
        let headers = response.headers.iter();
        Response {
            description: response.description.clone(),
            headers: headers.map(|header| (header.name.clone(), self.header(header, provenance))).collect(),
            content: self.content(&response.content, provenance),
            links: response.links.iter().map(|one| (one.name.clone(), ReferenceOr::Item(link(one)))).collect(),
            extensions: self.extension(&response.extension, response.origin, around),
        }
    }

    pub(super) fn content(&mut self, content: &[document::MediaType], around: Provenance) -> Content {
        content.iter().map(|media_type| (media_type.name.clone(), self.media_type(media_type, around))).collect()
    }

    fn media_type(&mut self, media_type: &document::MediaType, around: Provenance) -> MediaType {
        let span = media_type.origin.span;
        if media_type.item_schema.is_some() {
            self.lose("`itemSchema`", span);
        }
        if media_type.item_encoding.is_some() || !media_type.prefix_encoding.is_empty() {
            self.lose("`prefixEncoding` or `itemEncoding`", span);
        }
        let provenance = media_type.origin.provenance;
        let mut extensions = self.extension(&None, media_type.origin, around);
        // The `Encoding` of `openapiv3` writes an absent `contentType` as null.
        let encoding: serde_json::Map<_, _> =
            media_type.encoding.iter().map(|one| (one.property.clone(), self.encoding(one, provenance))).collect();
        if !encoding.is_empty() {
            extensions.insert("encoding".to_owned(), Json::Object(encoding));
        }
        let (example, examples) = self.examples(&media_type.examples);
        let schema = media_type.schema.map(|schema| self.schema(schema, provenance));
        MediaType { schema, example, examples, encoding: IndexMap::new(), extensions }
    }

    fn encoding(&mut self, encoding: &Encoding, around: Provenance) -> Json {
        let mut written = serde_json::Map::new();
        let mut set = |key: &str, value: Json| written.insert(key.to_owned(), value);
        if let Some(content_type) = &encoding.content_type {
            set("contentType", content_type.as_str().into());
        }
        if !encoding.headers.is_empty() {
            let headers = encoding.headers.iter();
            let headers = headers
                .map(|one| (one.name.clone(), serde_json::to_value(self.header(one, around)).unwrap_or_default()));
            set("headers", Json::Object(headers.collect()));
        }
        if let Some(style) = encoding.style.and_then(query_style) {
            set("style", serde_json::to_value(style).unwrap_or_default());
        }
        if let Some(explode) = encoding.explode {
            set("explode", explode.into());
        }
        if encoding.allow_reserved {
            set("allowReserved", true.into());
        }
        if !encoding.encoding.is_empty() || !encoding.prefix_encoding.is_empty() || encoding.item_encoding.is_some() {
            self.lose("`encoding` within an encoding", encoding.origin.span);
        }
        Json::Object(written)
    }

    /// `example` alone stays so; beside others it becomes one of them, since only one of the two fields may stand.
    pub(super) fn examples(&mut self, examples: &[document::Example]) -> Examples {
        if let [document::Example { name: None, value: Some(value), .. }] = examples {
            return (Some(value.to_json()), IndexMap::new());
        }
        let mut written = IndexMap::new();
        for example in examples {
            let name = example.name.clone().unwrap_or_else(|| "example".to_owned());
            written.insert(name, ReferenceOr::Item(self::example(example)));
        }
        (None, written)
    }
}

fn example(example: &document::Example) -> Example {
    let serialized = example.serialized.as_deref().map(Json::from);
    Example {
        summary: example.summary.clone(),
        description: None,
        value: example.value.as_ref().map(Node::to_json).or(serialized),
        external_value: example.external_value.clone(),
        extensions: Fields::new(),
    }
}

fn link(link: &document::Link) -> Link {
    let reference = link.operation.contains(['#', '/']);
    let operation = link.operation.clone();
    Link {
        description: link.description.clone(),
        operation: match reference {
            true => LinkOperation::OperationRef(operation),
            false => LinkOperation::OperationId(operation),
        },
        request_body: link.request_body.as_deref().map(Into::into),
        parameters: link.parameters.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect(),
        server: None,
        extensions: Fields::new(),
    }
}

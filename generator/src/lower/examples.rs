//! Bodies of answers: those the vendor shows, and after them one made up, for where none of those is right (`answers` judges them).
//!
//! Takes the lowered api and the document; fills the examples of every response. Promises that every example in JSON can be
//! read as its response's type; what the vendor shows and cannot is told.

use crate::diagnostic::{Diagnostic, code};
use crate::document::{self, MediaType};
use crate::ir::{Api, Codec, Constraints, Media, Payload, Response, ResponseExample, TypeTable};
use crate::lower::fits::fits;
use crate::lower::literal::{json, text};
use crate::lower::made_text::Texts;
use crate::lower::place;
use crate::lower::responses::pattern;
use crate::lower::sample::Sampler;
use crate::lower::schema::Lowering;
use crate::lower::sequence;
use crate::node::{Node, Value};
use crate::source::Provenance;

/// Fills the examples. `positions` says which operation of the document each is.
pub fn fill(lowering: &mut Lowering<'_, '_>, api: &mut Api, positions: &[Vec<usize>]) {
    let document = lowering.graph.document;
    let incoming = place::incoming(document);
    let outgoing = place::operations(document).map(|(_, operation)| operation);
    let operations: Vec<&document::Operation> = outgoing.chain(incoming.iter().map(|one| one.operation)).collect();
    let Api { types, groups, incoming, .. } = api;
    let mut texts = Texts::default();
    for (group, positions) in groups.iter_mut().chain(incoming).zip(positions) {
        for (operation, position) in group.operations.iter_mut().zip(positions) {
            let Some(source) = operations.get(*position) else { continue };
            for response in &mut operation.responses {
                let same = |given: &&document::Response| pattern(given.status) == response.status;
                if let Some(given) = source.responses.iter().find(same) {
                    fill_response(lowering, types, response, &given.content, &mut texts);
                }
            }
        }
    }
}

fn fill_response<'d>(
    lowering: &mut Lowering<'d, '_>,
    types: &TypeTable,
    response: &mut Response,
    content: &'d [MediaType],
    texts: &mut Texts,
) {
    let media = match &response.payload {
        Payload::Empty => return,
        Payload::One(media) => std::slice::from_ref(media),
        Payload::Several { media, .. } => media,
    };
    let mut examples = Vec::new();
    for media in media {
        let given = content.iter().find(|given| given.name == media.media_type);
        let shown = given.map(|given| shown(lowering, types, media, given)).unwrap_or_default();
        examples.extend(shown);
        examples.extend(made_up(lowering, types, media, texts));
    }
    if examples.is_empty() {
        examples.extend(media.iter().find_map(|media| last_resort(lowering, types, media, texts)));
    }
    response.examples = examples;
}

/// What the vendor shows of a body: beside the media type, else beside its schema.
fn shown<'d>(
    lowering: &mut Lowering<'d, '_>,
    types: &TypeTable,
    media: &Media,
    given: &'d MediaType,
) -> Vec<ResponseExample> {
    let mut all = Vec::new();
    let example = |name: Option<&str>, body: String, provenance: Provenance| ResponseExample {
        name: name.map(str::to_owned),
        media_type: media.media_type.clone(),
        body,
        provenance,
    };
    for one in &given.examples {
        let name = one.name.as_deref();
        let provenance = one.origin.provenance;
        match (&one.value, &one.serialized, media.codec) {
            (_, Some(text), Codec::Text | Codec::EventStream(_) | Codec::JsonLines) => {
                all.push(example(name, text.clone(), provenance));
            }
            (Some(value), _, _) => {
                all.extend(body(lowering, types, media, value).map(|body| example(name, body, provenance)));
            }
            (None, _, _) => {}
        }
    }
    let of_schema = given.schema.filter(|_| all.is_empty() && matches!(media.codec, Codec::Json | Codec::Text));
    if let Some(id) = of_schema {
        let node = lowering.graph.node(id);
        let flat = lowering.graph.flat(node);
        let default = flat.default.filter(|value| flat.examples.is_empty() && fits(value, &media.ty, types));
        for value in flat.examples.iter().copied().chain(default) {
            let body = body(lowering, types, media, value);
            all.extend(body.map(|body| example(None, body, value.origin.provenance)));
        }
    }
    all
}

fn body(lowering: &mut Lowering<'_, '_>, types: &TypeTable, media: &Media, value: &Node) -> Option<String> {
    match media.codec {
        Codec::Json | Codec::Xml if fits(value, &media.ty, types) => Some(json(value).0.into()),
        // A document as text, which nothing here reads.
        Codec::Xml if matches!(value.value, Value::String(_)) => None,
        Codec::Json | Codec::Xml => {
            lowering.graph.tell(
                Diagnostic::new(
                    &code::lower::EXAMPLE_MISMATCH,
                    value.span(),
                    "this example is no instance of the schema that it is to show",
                )
                .help("it was left out; correct the example or the schema in an overlay"),
            );
            None
        }
        Codec::EventStream(_) | Codec::JsonLines => items(types, media, value),
        Codec::Text => text(value),
        Codec::Form => match &value.value {
            Value::String(text) => Some(text.to_string()),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::List(_) | Value::Map(_) => None,
        },
        Codec::Bytes | Codec::Multipart => None,
    }
}

/// A sequence: its text, an item, or a list of items.
fn items(types: &TypeTable, media: &Media, value: &Node) -> Option<String> {
    let fits = |item: &&Node| fits(item, &media.ty, types);
    match &value.value {
        Value::String(text) => Some(text.to_string()),
        _ if fits(&value) => Some(sequence::write(media.codec, &json(value).0)),
        Value::List(items) if items.iter().all(|item| fits(&item)) => {
            Some(items.iter().map(|item| sequence::write(media.codec, &json(item).0)).collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::List(_) | Value::Map(_) => None,
    }
}

/// A body in a form that is only made where a response has no other: bytes, of which nothing more is known, hold a text.
fn last_resort(
    lowering: &Lowering<'_, '_>,
    types: &TypeTable,
    media: &Media,
    texts: &mut Texts,
) -> Option<ResponseExample> {
    let body = match media.codec {
        Codec::Form => form(&Sampler::new(types, &lowering.drafts, texts).value(&media.ty)?)?,
        Codec::Bytes => texts.of(None, &Constraints::default())?,
        // A body of parts needs a boundary, which a description never gives.
        Codec::Multipart | Codec::Json | Codec::Xml | Codec::EventStream(_) | Codec::JsonLines | Codec::Text => {
            return None;
        }
    };
    Some(ResponseExample { name: None, media_type: media.media_type.clone(), body, provenance: Provenance::Inferred })
}

/// The pairs of an object, as a form.
fn form(json: &str) -> Option<String> {
    let object: serde_json::Value = serde_json::from_str(json).ok()?;
    let mut pairs = Vec::new();
    for (name, value) in object.as_object()? {
        let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        for value in values {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            pairs.push(format!("{}={}", escaped(name), escaped(&text)));
        }
    }
    Some(pairs.join("&"))
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'*' | b'-' | b'.' | b'_' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

fn made_up(
    lowering: &Lowering<'_, '_>,
    types: &TypeTable,
    media: &Media,
    texts: &mut Texts,
) -> Option<ResponseExample> {
    let mut sampler = Sampler::new(types, &lowering.drafts, texts);
    let body = match media.codec {
        Codec::Json | Codec::Xml => sampler.value(&media.ty)?,
        Codec::EventStream(_) | Codec::JsonLines => sequence::write(media.codec, &sampler.value(&media.ty)?),
        Codec::Text => texts.of(None, &media.constraints)?,
        Codec::Form | Codec::Multipart | Codec::Bytes => return None,
    };
    Some(ResponseExample { name: None, media_type: media.media_type.clone(), body, provenance: Provenance::Inferred })
}

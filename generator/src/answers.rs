//! Answers that are right: the examples of responses, judged by their schemas.
//!
//! Takes a document and its lowered api, whose responses have what the vendor shows and one body made up; leaves what is valid. Promises that an
//! example which is certainly no instance of its schema is left out, and told where the vendor shows it; that where none is left a made one is mended or
//! made again; and that what cannot be decided stays. Judges JSON, XML by the value it holds, and text.

use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::document::{self, Document, MediaType, SchemaId};
use crate::drift::sample::Sampler;
use crate::drift::validate::{Answer, Violation, validate};
use crate::drift::view::{Message, View};
use crate::ir::{Api, Codec, Media, Response, ResponseExample, Scalar, Type, TypeTable};
use crate::lower::fits::fits;
use crate::lower::place;
use crate::node::{self, Entry, Map, Node, Number};
use crate::source::{Provenance, Span};
use crate::tree::Pointer;
use serde_json::Value;
use std::collections::HashMap;

/// Most places of one value that are mended.
const MOST_MENDED: usize = 64;

/// Leaves what is right in every response of an api.
pub fn settle(document: &Document, api: &mut Api, diagnostics: &mut Diagnostics) {
    let mut given: HashMap<Span, &document::Response> = HashMap::new();
    let incoming = place::incoming(document);
    let operations = place::operations(document).map(|(_, operation)| operation);
    for operation in operations.chain(incoming.iter().map(|one| one.operation)) {
        given.extend(operation.responses.iter().map(|response| (response.origin.span, response)));
    }
    let view = View::new(&document.schemas);
    let Api { types, groups, incoming, .. } = api;
    let mut settling = Settling { view: &view, types, diagnostics, known: HashMap::new() };
    for group in groups.iter_mut().chain(incoming) {
        for response in group.operations.iter_mut().flat_map(|operation| &mut operation.responses) {
            let of = given.get(&response.origin.span);
            if let Some(of) = of {
                settling.response(response, &of.content);
            }
        }
    }
}

struct Settling<'v, 'd, 'r> {
    view: &'v View<'d>,
    types: &'v TypeTable,
    diagnostics: &'r mut Diagnostics,
    /// What became of bodies: many operations answer the same errors.
    known: HashMap<(SchemaId, String), Fate>,
}

/// What becomes of a body.
#[derive(Debug, Clone)]
enum Fate {
    Right,
    /// It is no instance; this one is, where one was found.
    Wrong(Option<String>),
}

impl Settling<'_, '_, '_> {
    fn response(&mut self, response: &mut Response, content: &[MediaType]) {
        let examples = std::mem::take(&mut response.examples);
        let all = response.payload.media();
        let mut left = Vec::with_capacity(examples.len());
        for media in all {
            let given = content.iter().find(|given| given.name == media.media_type);
            let of = examples.iter().filter(|example| example.media_type == media.media_type);
            let (made, shown): (Vec<_>, Vec<_>) = of.partition(|one| one.provenance == Provenance::Inferred);
            let schema = given.and_then(|given| given.schema).filter(|_| is_judged(media));
            let before = left.len();
            for one in shown {
                match schema.map(|schema| self.fate(schema, media, &one.body)) {
                    Some(Fate::Wrong(_)) => self.tell(given, &one.body),
                    Some(Fate::Right) | None => left.push(one.clone()),
                }
            }
            if left.len() > before {
                continue;
            }
            let fate = |made: &&ResponseExample| schema.map(|schema| self.fate(schema, media, &made.body));
            let made = made.first().copied();
            let body = match (made.as_ref().and_then(fate), made) {
                (Some(Fate::Wrong(mended)), made) => mended.or_else(|| made.map(|made| made.body.clone())),
                (Some(Fate::Right) | None, Some(made)) => Some(made.body.clone()),
                (_, None) => schema.and_then(|schema| self.made(schema, media)),
            };
            left.extend(body.map(|body| ResponseExample {
                name: None,
                media_type: media.media_type.clone(),
                body,
                provenance: Provenance::Inferred,
            }));
        }
        response.examples = left;
    }

    fn fate(&mut self, schema: SchemaId, media: &Media, body: &str) -> Fate {
        let key = (schema, body.to_owned());
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let fate = match value(media, body) {
            None => Fate::Right,
            Some(value) => match validate(self.view, &[schema], &value, Message::Response) {
                Answer::Valid | Answer::Unsure => Fate::Right,
                Answer::Invalid(violation) => {
                    let mended =
                        self.mended(schema, value, violation).filter(|value| self.is_read(schema, media, value));
                    Fate::Wrong(mended.and_then(|value| text(media, &value)).or_else(|| self.made(schema, media)))
                }
            },
        };
        self.known.insert(key, fate.clone());
        fate
    }

    fn made(&self, schema: SchemaId, media: &Media) -> Option<String> {
        let made = Sampler::new(self.view, Message::Response).any(&self.view.conj(&[schema]));
        made.filter(|value| self.is_read(schema, media, value)).and_then(|value| text(media, &value))
    }

    /// Whether the type of a body reads a value: a discriminator may ask for more than its schema.
    fn is_read(&self, schema: SchemaId, media: &Media, value: &Value) -> bool {
        media.codec == Codec::Text || fits(&node(value, self.view.schema(schema).origin.span), &media.ty, self.types)
    }

    /// A value whose wrong parts were made again, or left out.
    fn mended(&self, schema: SchemaId, mut value: Value, mut violation: Violation) -> Option<Value> {
        let mut tried: Vec<String> = Vec::new();
        for _ in 0..MOST_MENDED {
            let pointer = violation.pointer;
            let is_new = !tried.contains(&pointer);
            let made = is_new.then(|| self.part(schema, &pointer)).flatten();
            match made {
                Some(made) => *value.pointer_mut(&pointer)? = made,
                None => remove(&mut value, &pointer)?,
            }
            tried.push(pointer);
            match validate(self.view, &[schema], &value, Message::Response) {
                Answer::Valid => return Some(value),
                Answer::Unsure => return None,
                Answer::Invalid(next) => violation = next,
            }
        }
        None
    }

    /// An instance of what holds at a place of an instance.
    fn part(&self, schema: SchemaId, pointer: &str) -> Option<Value> {
        let mut conj = self.view.conj(&[schema]);
        for token in Pointer::parse(pointer).ok()?.tokens() {
            let property = self.view.property(&conj, token);
            conj = match token.parse() {
                Ok(position) if property.is_empty() => self.view.item(&conj, position),
                _ => property,
            };
        }
        Sampler::new(self.view, Message::Response).any(&conj)
    }

    /// Tells that an example the vendor shows is left out.
    fn tell(&mut self, given: Option<&MediaType>, body: &str) {
        let shown = |one: &&document::Example| match &one.value {
            Some(node) => serde_json::from_str(body).is_ok_and(|body: Value| body == node.to_json()),
            None => false,
        };
        let Some(one) = given.and_then(|given| given.examples.iter().find(shown)) else { return };
        self.diagnostics.report(
            Diagnostic::new(
                &code::lower::EXAMPLE_MISMATCH,
                one.origin.span,
                "this example is no instance of the schema that it is to show",
            )
            .help("it was left out; correct the example or the schema in an overlay"),
        );
    }
}

fn is_judged(media: &Media) -> bool {
    matches!(media.codec, Codec::Json | Codec::Xml | Codec::Text)
}

/// The value that a body holds; `None` where it is none that can be judged.
fn value(media: &Media, body: &str) -> Option<Value> {
    match media.codec {
        // A text whose schema is of something else is that thing, written.
        Codec::Text => match media.ty {
            Type::Scalar(
                Scalar::Boolean | Scalar::I32 | Scalar::I64 | Scalar::U32 | Scalar::U64 | Scalar::F32 | Scalar::F64,
            ) => serde_json::from_str(body).ok(),
            Type::Scalar(_) | Type::Defined(_) => Some(Value::String(body.to_owned())),
            _ => None,
        },
        _ => serde_json::from_str(body).ok(),
    }
}

/// The body that holds a value.
fn text(media: &Media, value: &Value) -> Option<String> {
    match (media.codec, value) {
        (Codec::Text, Value::String(text)) => Some(text.clone()),
        (Codec::Text, Value::Object(_) | Value::Array(_)) => None,
        _ => Some(value.to_string()),
    }
}

/// A value as a node, all of which stands where its schema does.
fn node(value: &Value, span: Span) -> Node {
    let value = match value {
        Value::Null => node::Value::Null,
        Value::Bool(value) => node::Value::Bool(*value),
        Value::Number(number) => node::Value::Number(Number::new(number.to_string())),
        Value::String(text) => node::Value::String(text.as_str().into()),
        Value::Array(items) => node::Value::List(items.iter().map(|item| node(item, span)).collect()),
        Value::Object(entries) => {
            let mut map = Map::new();
            for (key, value) in entries {
                map.push(Entry { key: key.as_str().into(), key_span: span, value: node(value, span) });
            }
            node::Value::Map(map)
        }
    };
    Node::new(span, Provenance::Inferred, value)
}

/// Takes a part out of an object or a list.
fn remove(value: &mut Value, pointer: &str) -> Option<()> {
    let mut parent = Pointer::parse(pointer).ok()?;
    let last = parent.pop()?;
    match value.pointer_mut(&parent.to_string())? {
        Value::Object(entries) => entries.shift_remove(&last).map(drop),
        Value::Array(items) => {
            let position = last.parse().ok().filter(|position| *position < items.len())?;
            items.remove(position);
            Some(())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

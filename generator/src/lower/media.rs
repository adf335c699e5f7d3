//! Media types: which codec, and what a body in it holds.
//!
//! Takes the `content` of a body or parameter; gives a [`Payload`]. Promises that what no codec can carry is told, and that
//! a body in one format is not listed twice.

use crate::diagnostic::{Diagnostic, code};
use crate::document::{JsonType, JsonTypes, MediaType, SchemaId};
use crate::ir::{Codec, Constraints, EventItem, Media, Note, Payload, Scalar, Sending, Type, XmlBody};
use crate::lower::body_names::BodyNames;
use crate::lower::codec::codec;
use crate::lower::graph::{Described, described};
use crate::lower::naming::{Outcome, Scope, Wanted};
use crate::lower::place::Step;
use crate::lower::plan::scalar;
use crate::lower::schema::Lowering;
use crate::source::Origin;

/// What a codec is called as a variant.
fn word(codec: Codec) -> &'static str {
    match codec {
        Codec::Json => "Json",
        Codec::Form => "Form",
        Codec::Multipart => "Multipart",
        Codec::Text => "Text",
        Codec::Bytes => "Bytes",
        Codec::EventStream(_) => "Events",
        Codec::JsonLines => "JsonLines",
        Codec::Xml => "Xml",
    }
}

impl<'d> Lowering<'d, '_> {
    /// A body, and the media type that each medium was lowered from.
    pub fn payload(
        &mut self,
        content: &'d [MediaType],
        operation: usize,
        step: &Step<'d>,
        bodies: &mut BodyNames,
    ) -> (Payload, Vec<&'d MediaType>) {
        let kept = self.supported(content);
        let mut media: Vec<(Codec, Type, &'d MediaType)> = Vec::new();
        for given in kept {
            let codec = self.codec_of(given);
            let ty = self.held(given, codec, operation, step);
            // `application/json`, `text/json` and `application/json; charset=utf-8` of one schema are one.
            let twin = media.iter_mut().find(|(known, held, other)| {
                *known == codec && *held == ty && plain(&other.name) == plain(&given.name)
            });
            match twin {
                Some(twin) if essence(&twin.2.name) != plain(&twin.2.name) => twin.2 = given,
                Some(_) => {}
                None => media.push((codec, ty, given)),
            }
        }
        let forms = self.xml_forms(&mut media);
        let mut scope = Scope::variants();
        let wanted: Vec<Wanted> = media.iter().map(|(codec, _, given)| wanted(*codec, &given.name, &media)).collect();
        let names = scope.assign(&wanted);
        let origins: Vec<&MediaType> = media.iter().map(|(_, _, given)| *given).collect();
        let mut built = Vec::with_capacity(media.len());
        for (((codec, ty, given), xml), assigned) in media.into_iter().zip(forms).zip(names) {
            if let Outcome::Contested { wanted } = &assigned.outcome {
                self.graph.contested(given.origin, wanted, &assigned.name);
            }
            let encodings = self.encodings(given, codec);
            let (media_type, sending) = (given.name.clone(), sending(&given.name, codec));
            let constraints = self.of_body(given, codec, &ty).into();
            built.push(Media { name: assigned.name, media_type, sending, codec, ty, constraints, encodings, xml });
        }
        let payload = match (built.len(), built.pop()) {
            (0, _) | (_, None) => Payload::Empty,
            (1, Some(one)) => Payload::One(one),
            (_, Some(last)) => {
                built.push(last);
                let is_taken = built.iter().any(|media| self.is_named_as_body(&media.ty));
                Payload::Several { name: bodies.of(operation, step, is_taken), media: built }
            }
        };
        (payload, origins)
    }

    /// What a body that is read whole must satisfy beyond its type.
    fn of_body(&mut self, media: &MediaType, codec: Codec, ty: &Type) -> Constraints {
        match (codec, media.schema) {
            (Codec::Json | Codec::Form | Codec::Multipart | Codec::Text | Codec::Xml, Some(id)) => {
                let node = self.graph.node(id);
                self.constraints(node, ty)
            }
            (_, _) => Constraints::default(),
        }
    }

    /// Whether a type is named as the body that it stands in: after the operation, and nothing else.
    fn is_named_as_body(&self, ty: &Type) -> bool {
        let Type::Defined(id) = ty else { return false };
        let place = self.drafts.get(id.index()).map(|draft| self.graph.places.path(draft.place));
        match place.as_deref() {
            Some([Step::Operation(_), Step::RequestBody | Step::Response(_), rest @ ..]) => {
                rest.iter().all(|step| matches!(step, Step::Part(_)))
            }
            _ => false,
        }
    }

    /// How each body stands in XML. One in XML that is of the same type as one in JSON becomes another form of that.
    fn xml_forms(&mut self, media: &mut Vec<(Codec, Type, &'d MediaType)>) -> Vec<Option<XmlBody>> {
        let mut twins: Vec<(usize, XmlBody)> = Vec::new();
        let mut own = Vec::with_capacity(media.len());
        let mut kept = Vec::with_capacity(media.len());
        for (codec, ty, given) in std::mem::take(media) {
            let root = given.schema.filter(|_| codec == Codec::Xml).map(|id| self.xml_root(id));
            own.push(root.map(|root| XmlBody { media_type: given.name.clone(), root }));
            kept.push((codec, ty, given));
        }
        let json = |ty: &Type| kept.iter().position(|(codec, other, _)| *codec == Codec::Json && other == ty);
        for ((codec, ty, _), form) in kept.iter().zip(&mut own) {
            if let (Codec::Xml, Some(json)) = (codec, json(ty)) {
                twins.extend(form.take().map(|form| (json, form)));
            }
        }
        for (json, form) in twins {
            if let Some(slot) = own.get_mut(json) {
                slot.get_or_insert(form);
            }
        }
        let all = kept.into_iter().zip(own).filter(|((codec, _, _), form)| *codec != Codec::Xml || form.is_some());
        let (left, forms) = all.unzip();
        *media = left;
        forms
    }

    /// Media that a codec can carry; XML and objects as plain text only where there is nothing else.
    fn supported(&mut self, content: &'d [MediaType]) -> Vec<&'d MediaType> {
        let (named, nameless): (Vec<_>, Vec<_>) = content.iter().partition(|media| !essence(&media.name).is_empty());
        for media in nameless {
            let message = "a body without the name of a media type was left out";
            self.graph.tell(
                Diagnostic::new(&code::lower::MEDIA_TYPE_OMITTED, media.origin.span, message)
                    .help("a media type is a type and a subtype, such as `text/plain` (RFC 9110 §8.3.1)"),
            );
        }
        let other = named.iter().any(|media| codec(&media.name) != Codec::Xml);
        let json = named.iter().any(|media| codec(&media.name) == Codec::Json);
        let mut kept = Vec::with_capacity(named.len());
        for media in named {
            let duplicate = match codec(&media.name) {
                Codec::Xml => other && !self.is_typed(media),
                Codec::Text => json && self.is_structured(media),
                Codec::EventStream(_) | Codec::JsonLines => false,
                Codec::Json | Codec::Form | Codec::Multipart | Codec::Bytes => false,
            };
            if duplicate {
                self.graph.tell(
                    Diagnostic::new(
                        &code::lower::MEDIA_TYPE_OMITTED,
                        media.origin.span,
                        format!("`{}` was left out: the same body is offered in another media type", media.name),
                    )
                    .help("generated crates speak XML without a schema, and objects in plain text, only as text"),
                );
            } else {
                kept.push(media);
            }
        }
        kept
    }

    /// Whether a body is an object or a list, which plain text cannot be.
    fn is_structured(&mut self, media: &MediaType) -> bool {
        media.schema.is_some_and(|id| {
            let node = self.graph.node(id);
            let kinds = self.graph.kinds_of(node);
            kinds == JsonTypes::only(JsonType::Object) || kinds == JsonTypes::only(JsonType::Array)
        })
    }

    fn codec_of(&mut self, media: &MediaType) -> Codec {
        let by_name = codec(&media.name);
        let raw = |lowering: &mut Self| {
            media.schema.is_some_and(|id| {
                let node = lowering.graph.node(id);
                let flat = lowering.graph.flat(node);
                flat.format == Some("binary")
            })
        };
        match by_name {
            // A file under the name of JSON, or under any name.
            Codec::Json | Codec::JsonLines if raw(self) => Codec::Bytes,
            // Where the name says nothing, only what no text is can be JSON.
            Codec::Json if is_any(&media.name) && !self.is_told_from_text(media) => Codec::Bytes,
            Codec::EventStream(_) => Codec::EventStream(self.event_item(media)),
            Codec::Xml if !self.is_typed(media) => Codec::Text,
            Codec::Json
            | Codec::Form
            | Codec::Multipart
            | Codec::Text
            | Codec::Bytes
            | Codec::JsonLines
            | Codec::Xml => by_name,
        }
    }

    /// Whether a schema describes something that is no text.
    fn is_told_from_text(&mut self, media: &MediaType) -> bool {
        media.schema.is_some_and(|id| {
            let node = self.graph.node(id);
            let kinds = self.graph.kinds_of(node);
            !kinds.is_empty() && kinds != JsonTypes::only(JsonType::String)
        })
    }

    /// Whether XML is more than a text.
    fn is_typed(&mut self, media: &MediaType) -> bool {
        media.schema.is_some_and(|id| self.is_typed_xml(id))
    }

    /// Whether a text must not be shown.
    fn is_secret(&mut self, media: &MediaType) -> bool {
        media.schema.is_some_and(|id| {
            let node = self.graph.node(id);
            scalar::is_secret(&self.graph.flat(node))
        })
    }

    fn held(&mut self, media: &'d MediaType, codec: Codec, operation: usize, step: &Step<'d>) -> Type {
        match codec {
            Codec::Text => Type::Scalar(if self.is_secret(media) { Scalar::Secret } else { Scalar::String }),
            Codec::Bytes => Type::Scalar(Scalar::Bytes),
            Codec::EventStream(_) | Codec::JsonLines => self.item(media, codec, operation, step),
            Codec::Json | Codec::Form | Codec::Multipart | Codec::Xml => match media.schema.or(media.item_schema) {
                // The items of a body in parts.
                Some(id) if codec == Codec::Multipart && media.schema.is_none() => {
                    Type::List(Box::new(self.schema(id).nested()))
                }
                Some(id) => self.schema(id).nested(),
                None => {
                    let place = self.graph.places.of_operation(operation, step.clone());
                    self.missing(place, "no schema is given for the body", media.origin)
                }
            },
        }
    }

    /// What an event stream describes.
    fn event_item(&self, media: &MediaType) -> EventItem {
        let described = described(&self.graph.document.schemas, &self.graph.aliases, media);
        described.map_or(EventItem::Data, |described| self.graph.events.item(&self.graph.aliases, described))
    }

    /// What one item of a sequence holds.
    fn item(&mut self, media: &'d MediaType, codec: Codec, operation: usize, step: &Step<'d>) -> Type {
        let reason = match described(&self.graph.document.schemas, &self.graph.aliases, media) {
            // Documents say so of JSON lines when they mean that these are text.
            Some(Described::Whole(id)) if codec == Codec::JsonLines && self.is_text(id) => {
                "the schema of the body is that of a string, which no item of JSON lines is"
            }
            Some(Described::Item(id) | Described::Whole(id)) => {
                return match self.schema(id).nested() {
                    Type::Scalar(Scalar::Bytes) => Type::Scalar(Scalar::String),
                    ty => ty,
                };
            }
            None => "no schema is given for the body",
        };
        let place = self.graph.places.of_operation(operation, step.clone());
        self.missing(place, reason, media.origin)
    }

    fn is_text(&mut self, id: SchemaId) -> bool {
        let node = self.graph.node(id);
        self.graph.kinds_of(node) == JsonTypes::only(JsonType::String)
    }

    fn missing(&mut self, place: crate::lower::place::PlaceId, reason: &'static str, origin: Origin) -> Type {
        self.gaps.push(crate::lower::schema::Gap { place, reason, origin });
        Type::Any
    }
}

/// What stands in `Content-Type` for a media type or range.
fn sending(name: &str, codec: Codec) -> Sending {
    if !name.contains('*') {
        return Sending::AsDocumented;
    }
    Sending::As(match codec {
        Codec::Json => "application/json",
        Codec::Form => "application/x-www-form-urlencoded",
        Codec::Multipart => "multipart/form-data",
        Codec::Text => "text/plain",
        Codec::Bytes => "application/octet-stream",
        Codec::EventStream(_) => "text/event-stream",
        Codec::JsonLines => "application/jsonl",
        Codec::Xml => "application/xml",
    })
}

/// The headers that parts of a body can have.
pub fn headers(payload: &Payload) -> impl Iterator<Item = Note> {
    let encodings = payload.media().iter().flat_map(|media| &media.encodings);
    let described = encodings.filter(|encoding| !encoding.headers.is_empty());
    described.map(|encoding| Note::PartHeaders { of: encoding.of.clone(), names: encoding.headers.clone() })
}

fn wanted(codec: Codec, name: &str, all: &[(Codec, Type, &MediaType)]) -> Wanted {
    let alone = all.iter().filter(|(other, _, _)| *other == codec).count() == 1;
    let plain = matches!(essence(name).as_str(), "application/json" | "text/plain" | "application/octet-stream");
    let subtype = essence(name).rsplit('/').next().unwrap_or_default().replace('*', "any");
    Wanted {
        text: if alone || plain { word(codec).to_owned() } else { subtype.clone() },
        qualifier: word(codec).to_owned(),
        fallback: word(codec).to_owned(),
    }
}

/// Whether a range says nothing of the format.
fn is_any(name: &str) -> bool {
    matches!(essence(name).as_str(), "*/*" | "application/*")
}

/// The plainest media type that means the same.
fn plain(name: &str) -> String {
    let essence = essence(name);
    match essence.as_str() {
        "text/xml" => "application/xml".to_owned(),
        "text/json" | "application/*+json" | "application/*" | "*/*" => "application/json".to_owned(),
        _ => essence,
    }
}

fn essence(name: &str) -> String {
    name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codecs() {
        for (name, expected) in [
            ("application/json", Codec::Json),
            ("application/json; charset=utf-8", Codec::Json),
            ("application/problem+json", Codec::Json),
            ("*/*", Codec::Json),
            ("text/json", Codec::Json),
            ("application/x-www-form-urlencoded", Codec::Form),
            ("multipart/form-data", Codec::Multipart),
            ("text/event-stream; charset=utf-8", Codec::EventStream(EventItem::Data)),
            ("application/x-ndjson", Codec::JsonLines),
            ("application/jsonl", Codec::JsonLines),
            ("application/jsonlines", Codec::JsonLines),
            ("application/json-seq", Codec::JsonLines),
            ("application/geo+json-seq", Codec::JsonLines),
            ("application/vnd.api+xml", Codec::Xml),
            ("image/svg+xml", Codec::Bytes),
            ("text/csv", Codec::Text),
            ("text/*", Codec::Text),
            ("application/pdf", Codec::Bytes),
        ] {
            assert_eq!(codec(name), expected, "{name}");
        }
    }
}

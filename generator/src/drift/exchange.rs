//! One operation on both sides: what is sent and what comes back.
//!
//! Takes two operations that belong together; tells what differs in them and hands schemas to the [`Walk`]. Promises that the same code judges what clients send
//! and what the API itself sends (webhooks, callbacks): only who breaks is turned round. Never matches operations: `operations` does.

use super::change::{Change, Ours, Party, Spot, Wire, Witness};
use super::media;
use super::reading::Carrier;
use super::rule::{self, Rule};
use super::sample::Sampler;
use super::status::words;
use super::sunset;
use super::view::{Message, View};
use super::walk::{Flow, Root, Walk, Way};
use crate::document::{
    Document, MediaType, Operation, Parameter, ParameterLocation, ParameterSerialization, RequestBody, SchemaId,
    StatusPattern,
};
use crate::source::Span;
use serde_json::{Map, Value, json};

/// What a comparison of operations is made in.
pub(super) struct Exchange<'x, 'w, 'd> {
    pub walk: &'x mut Walk<'w, 'd>,
    pub changes: &'x mut Vec<Change>,
    pub old: &'d Document,
    pub new: &'d Document,
    /// `GET /contacts`
    pub name: String,
    /// Where the old operation stands.
    pub operation: Span,
    /// The path templates.
    pub templates: (&'d str, &'d str),
    /// Who sends the request.
    pub flow: Flow,
}

/// What is told of a change that no schema shows.
pub(super) struct Told {
    pub rule: &'static Rule,
    pub message: String,
    pub old: Option<Spot>,
    pub new: Option<Spot>,
    /// For the one that sends the request.
    pub sender: Wire,
    /// For the one that receives it.
    pub receiver: Wire,
    pub our_sender: Ours,
    pub our_receiver: Ours,
    /// For each that breaks: what it is, the value, and why.
    pub witness: Option<(&'static str, Value, String)>,
}

impl<'d> Exchange<'_, '_, 'd> {
    pub(super) fn tell(&mut self, told: Told) {
        let (client, server, our_client, our_server) = match self.flow {
            Flow::ToServer => (told.sender, told.receiver, told.our_sender, told.our_receiver),
            Flow::ToClient => (told.receiver, told.sender, told.our_receiver, told.our_sender),
        };
        let mut witnesses = Vec::new();
        for (party, wire) in [(Party::Client, client), (Party::Server, server)] {
            if let (Wire::Breaking, Some((what, value, why))) = (wire, &told.witness) {
                witnesses.push(Witness {
                    party,
                    what: (*what).to_owned(),
                    operation: self.name.clone(),
                    value: value.clone(),
                    why: why.clone(),
                    judged: None,
                });
            }
        }
        self.changes.push(Change {
            rule: told.rule,
            message: told.message,
            operations: vec![self.name.clone()],
            old: told.old,
            new: told.new,
            client: client.max(Wire::Compatible),
            server: server.max(Wire::Compatible),
            our_client,
            our_server,
            rust: Vec::new(),
            subject: None,
            sunset: None,
            witnesses,
        });
    }

    /// Tells that something is gone, whose end may have been announced.
    pub(super) fn tell_end(&mut self, mut told: Told, date: Option<&str>) {
        told.message.push_str(&sunset::announced(date));
        self.tell(told);
        if let Some(change) = self.changes.last_mut() {
            change.sunset = date.map(str::to_owned);
        }
    }

    pub(super) fn request_way(&self) -> Way {
        Way { message: Message::Request, flow: self.flow, text: false, xml: false }
    }

    pub(super) fn response_way(&self) -> Way {
        let flow = match self.flow {
            Flow::ToServer => Flow::ToClient,
            Flow::ToClient => Flow::ToServer,
        };
        Way { message: Message::Response, flow, text: false, xml: false }
    }

    pub(super) fn schemas(&mut self, what: String, old: Option<SchemaId>, new: Option<SchemaId>, way: Way) {
        let list = |id: Option<SchemaId>| id.into_iter().collect::<Vec<_>>();
        self.root(what, (list(old), list(new)), way, false, None);
    }

    /// Schemas of a value that both descriptions ask for, or that may be absent.
    pub(super) fn root(
        &mut self,
        what: String,
        (old, new): (Vec<SchemaId>, Vec<SchemaId>),
        way: Way,
        required: bool,
        carrier: Option<Carrier>,
    ) {
        self.walk.compare(Root { what, operation: self.name.clone(), old, new, way, required, carrier });
    }

    /// A request that the old or the new description allows, with one thing more or less.
    pub(super) fn request(&self, of: &Operation, view: &View<'_>) -> Value {
        let sampler = Sampler::new(view, Message::Request);
        let mut parts: Map<String, Value> = Map::new();
        let place = |location| match location {
            ParameterLocation::Path => "path parameters",
            ParameterLocation::Query | ParameterLocation::QueryString => "query",
            ParameterLocation::Header => "headers",
            ParameterLocation::Cookie => "cookies",
        };
        for parameter in of.parameters.iter().filter(|it| it.required) {
            let value =
                schema_of(parameter).and_then(|id| sampler.any(&view.conj(&[id]))).unwrap_or_else(|| json!("text"));
            let part = parts.entry(place(parameter.location)).or_insert_with(|| json!({}));
            if let Value::Object(part) = part {
                part.insert(parameter.name.clone(), value);
            }
        }
        let mut request = json!({ "request": self.name });
        if let Value::Object(map) = &mut request {
            map.extend(parts);
            if let Some(body) = of.request_body.as_ref().filter(|it| it.required)
                && let Some(media) = body.content.first()
                && let Some(value) = media.schema.and_then(|id| sampler.any(&view.conj(&[id])))
            {
                map.insert("body".to_owned(), value);
            }
        }
        request
    }

    /// Everything about two operations.
    pub(super) fn compare(&mut self, old: &'d Operation, new: &'d Operation) {
        self.words(old, new);
        self.parameters(old, new);
        self.body(old, new);
        self.responses(old, new);
        self.security(old, new);
    }

    fn words(&mut self, old: &Operation, new: &Operation) {
        let (was, is) = (Spot::of(old.origin.span), Spot::of(new.origin.span));
        let plain = |rule, message: String, keyword| Told {
            rule,
            message,
            old: Some(Spot { keyword: Some(keyword), ..was }),
            new: Some(Spot { keyword: Some(keyword), ..is }),
            sender: Wire::Compatible,
            receiver: Wire::Compatible,
            our_sender: Ours::Works,
            our_receiver: Ours::Works,
            witness: None,
        };
        let name = self.name.clone();
        match (old.deprecated, new.deprecated) {
            (false, true) => {
                self.tell(plain(&rule::OPERATION_DEPRECATED, format!("{name} is deprecated"), "deprecated"))
            }
            (true, false) => {
                self.tell(plain(&rule::OPERATION_UNDEPRECATED, format!("{name} is no longer deprecated"), "deprecated"))
            }
            _ => {}
        }
        let told = plain(&rule::SUNSET_CHANGED, format!("the announced end of {name}"), "x-sunset");
        self.sunset(told, old.sunset.as_deref(), new.sunset.as_deref());
        if old.operation_id != new.operation_id {
            let words =
                |id: &Option<String>| id.as_ref().map_or_else(|| "without an id".to_owned(), |it| format!("`{it}`"));
            let text = format!("{name} was {} and is {}", words(&old.operation_id), words(&new.operation_id));
            self.tell(plain(&rule::OPERATION_ID_CHANGED, text, "operationId"));
        }
        if old.tags != new.tags {
            let words = |tags: &[String]| {
                if tags.is_empty() { "no tag".to_owned() } else { format!("the tags {}", tags.join(", ")) }
            };
            let text = format!("{name} had {} and has {}", words(&old.tags), words(&new.tags));
            self.tell(plain(&rule::TAGS_CHANGED, text, "tags"));
        }
    }

    /// Tells of another end than was announced, in a sentence that says of what.
    pub(super) fn sunset(&mut self, mut told: Told, old: Option<&str>, new: Option<&str>) {
        let Some((text, earlier)) = sunset::change(old, new) else { return };
        told.message = format!("{} {text}", told.message);
        if earlier {
            told.sender = Wire::Unproven;
            told.our_sender = Ours::Depends;
        }
        self.tell(told);
    }

    fn body(&mut self, old: &'d Operation, new: &'d Operation) {
        let name = self.name.clone();
        let (was, is) = (Spot::of(old.origin.span), Spot::of(new.origin.span));
        let without = |required: bool, of: &Operation, exchange: &Self, view: &View<'_>, why: &str| {
            required.then(|| ("request", exchange.request(of, view), why.to_owned()))
        };
        match (&old.request_body, &new.request_body) {
            (None, None) => {}
            (None, Some(body)) => {
                let needs = body.required;
                let witness = without(
                    needs,
                    old,
                    self,
                    self.walk.old,
                    "the new description requires a body, and this request has none",
                );
                self.tell(Told {
                    rule: if needs { &rule::REQUIRED_BODY_ADDED } else { &rule::BODY_ADDED },
                    message: format!("{name} {} a body", if needs { "requires" } else { "takes" }),
                    old: Some(was),
                    new: Some(Spot::of(body.origin.span)),
                    sender: if needs { Wire::Breaking } else { Wire::Compatible },
                    receiver: Wire::Unproven,
                    our_sender: if needs { Ours::Fails } else { Ours::Works },
                    our_receiver: Ours::Ignores,
                    witness,
                });
            }
            (Some(body), None) => {
                let needed = body.required;
                let witness = without(
                    needed,
                    new,
                    self,
                    self.walk.new,
                    "the old description requires a body, and this request has none",
                );
                self.tell(Told {
                    rule: if needed { &rule::REQUIRED_BODY_REMOVED } else { &rule::BODY_REMOVED },
                    message: format!("{name} no longer takes a body"),
                    old: Some(Spot::of(body.origin.span)),
                    new: Some(is),
                    sender: Wire::Unproven,
                    receiver: if needed { Wire::Breaking } else { Wire::Compatible },
                    our_sender: Ours::Depends,
                    our_receiver: if needed { Ours::Fails } else { Ours::Works },
                    witness,
                });
            }
            (Some(before), Some(after)) => self.bodies(old, new, before, after),
        }
    }

    fn bodies(&mut self, old: &'d Operation, new: &'d Operation, before: &'d RequestBody, after: &'d RequestBody) {
        let name = self.name.clone();
        let (was, is) = (Spot::keyword(before.origin.span, "required"), Spot::keyword(after.origin.span, "required"));
        let request = |exchange: &Self, of: &Operation, view: &View<'_>| {
            let mut value = exchange.request(of, view);
            if let Value::Object(map) = &mut value {
                map.remove("body");
            }
            value
        };
        if before.required != after.required {
            let (rule, text, sender, receiver, why, value) = match after.required {
                true => (
                    &rule::BODY_REQUIRED,
                    "requires its body",
                    Wire::Breaking,
                    Wire::Compatible,
                    "the new description requires a body, and this request has none",
                    request(self, old, self.walk.old),
                ),
                false => (
                    &rule::BODY_OPTIONAL,
                    "no longer requires its body",
                    Wire::Compatible,
                    Wire::Breaking,
                    "the old description requires a body, and this request has none",
                    request(self, new, self.walk.new),
                ),
            };
            self.tell(Told {
                rule,
                message: format!("{name} {text}"),
                old: Some(was),
                new: Some(is),
                sender,
                receiver,
                our_sender: Ours::Depends,
                our_receiver: Ours::Fails,
                witness: Some(("request", value, why.to_owned())),
            });
        }
        let (was, is) = (Spot::keyword(before.origin.span, "content"), Spot::keyword(after.origin.span, "content"));
        self.contents(None, (&before.content, was), (&after.content, is), self.request_way());
    }

    /// Bodies of a request, or of responses with a status, by media type.
    pub(super) fn contents(
        &mut self,
        status: Option<StatusPattern>,
        (before, was): (&'d [MediaType], Spot),
        (after, is): (&'d [MediaType], Spot),
        way: Way,
    ) {
        let what = status.map_or_else(|| "request body".to_owned(), |it| format!("response body ({})", words(it)));
        let (pairs, gone, come) = media::pairs(before, after);
        let name = self.name.clone();
        let request = way.message == Message::Request;
        for media in gone.iter().filter(|_| !after.is_empty() || request) {
            let value = json!({ "request": name, "content type": media.name });
            let witness = (
                if request { "request" } else { "response" },
                value,
                format!("the new description has no {what} in `{}`", media.name),
            );
            // What answers are in is what their reader asked for; who reads one syntax may take all that is written in it.
            let akin = !request && come.iter().any(|it| media::is_akin(&it.name, &media.name));
            let (sender, receiver) = match (request, akin) {
                (true, _) => (Wire::Breaking, Wire::Compatible),
                (false, true) => (Wire::Unproven, Wire::Unproven),
                (false, false) => (Wire::Breaking, Wire::Unproven),
            };
            self.tell(Told {
                rule: &rule::MEDIA_TYPE_REMOVED,
                message: format!("the {what} of {name} is no longer in `{}`", media.name),
                old: Some(Spot::of(media.origin.span)),
                new: Some(is),
                sender,
                receiver,
                our_sender: Ours::Fails,
                our_receiver: Ours::Works,
                witness: Some(witness),
            });
        }
        for media in come.iter().filter(|_| !before.is_empty() || request) {
            let value = json!({ "request": name, "content type": media.name });
            let witness = ("request", value, format!("the old description has no {what} in `{}`", media.name));
            self.tell(Told {
                rule: &rule::MEDIA_TYPE_ADDED,
                message: format!("the {what} of {name} may be in `{}`", media.name),
                old: Some(was),
                new: Some(Spot::of(media.origin.span)),
                sender: Wire::Compatible,
                receiver: if request { Wire::Breaking } else { Wire::Unproven },
                our_sender: Ours::Works,
                our_receiver: Ours::Fails,
                witness: Some(witness),
            });
        }
        let akin =
            gone.iter().filter_map(|old| Some((*old, *come.iter().find(|new| media::is_akin(&old.name, &new.name))?)));
        for (old, new) in pairs.into_iter().chain(akin) {
            let both = |holds: fn(&str) -> bool| holds(&old.name) && holds(&new.name);
            let way = Way { text: both(media::is_text), xml: both(media::is_xml), ..way };
            if old.schema.is_some() || new.schema.is_some() {
                let carrier = Carrier { operation: self.operation, status, media_type: old.name.clone() };
                let list = |id: Option<SchemaId>| id.into_iter().collect::<Vec<_>>();
                self.root(what.clone(), (list(old.schema), list(new.schema)), way, false, Some(carrier));
            }
            if old.item_schema.is_some() || new.item_schema.is_some() {
                self.schemas(format!("item of the {what}"), old.item_schema, new.item_schema, way);
            }
            for (property, text) in media::encodings(old, new) {
                self.tell(Told {
                    rule: &rule::ENCODING_CHANGED,
                    message: format!("`{property}` in the {what} of {name} {text}"),
                    old: Some(Spot::keyword(old.origin.span, "encoding")),
                    new: Some(Spot::keyword(new.origin.span, "encoding")),
                    sender: Wire::Unproven,
                    receiver: Wire::Unproven,
                    our_sender: Ours::Depends,
                    our_receiver: Ours::Depends,
                    witness: None,
                });
            }
        }
    }
}

/// The schema of a parameter or header.
pub(super) fn schema_of(parameter: &Parameter) -> Option<SchemaId> {
    match &parameter.serialization {
        ParameterSerialization::Styled { schema, .. } => Some(*schema),
        ParameterSerialization::Content(media) => media.schema,
    }
}

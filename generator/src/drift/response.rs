//! Responses of two operations: statuses, headers, bodies, links.
//!
//! Takes two operations of an [`Exchange`]; tells which statuses came and went, and compares what belongs together. Promises that a status which a range or `default`
//! of the other side documents is compared with that. Never takes the absence of a status for a promise that it is not sent.

use super::change::{Ours, Spot, Wire};
use super::exchange::{Exchange, Told, schema_of};
use super::finding::Way;
use super::parameter::is_styled;
use super::rule;
use super::sample::Sampler;
use super::status::{is_success, words};
use super::view::{Message, View};
use crate::document::{Operation, Parameter, Response, StatusPattern};
use serde_json::{Value, json};

impl<'d> Exchange<'_, '_, 'd> {
    /// Responses of both sides.
    pub(super) fn responses(&mut self, old: &'d Operation, new: &'d Operation) {
        for before in &old.responses {
            let exact = new.responses.iter().find(|it| it.status == before.status);
            match exact.or_else(|| covering(new, before.status)) {
                Some(after) => {
                    self.response(before, after, exact.is_some());
                    if exact.is_none() {
                        self.status_gone(new, before, true);
                    }
                }
                None => self.status_gone(new, before, false),
            }
        }
        for after in &new.responses {
            if old.responses.iter().any(|it| it.status == after.status) {
                continue;
            }
            if let Some(before) = covering(old, after.status) {
                self.response(before, after, false);
            }
            let operation = self.name.clone();
            self.tell(Told {
                rule: &rule::STATUS_ADDED,
                message: format!("{operation} documents {}", words(after.status)),
                old: Some(Spot::keyword(old.origin.span, "responses")),
                new: Some(Spot::of(after.origin.span)),
                sender: Wire::Compatible,
                receiver: Wire::Compatible,
                our_sender: if is_success(after.status) { Ours::Depends } else { Ours::Works },
                our_receiver: Ours::Works,
                witness: None,
            });
        }
    }

    fn status_gone(&mut self, new: &Operation, before: &'d Response, covered: bool) {
        let operation = self.name.clone();
        let breaks = is_success(before.status) && !covered;
        let sampler = Sampler::new(self.walk.old, Message::Response);
        let body =
            before.content.first().and_then(|it| it.schema).and_then(|id| sampler.any(&self.walk.old.conj(&[id])));
        let mut value = json!({ "request": operation, "status": words(before.status) });
        if let (Value::Object(map), Some(body)) = (&mut value, body) {
            map.insert("body".to_owned(), body);
        }
        let why = format!("the old description documents {} and the new one does not", words(before.status));
        self.tell(Told {
            rule: &rule::STATUS_REMOVED,
            message: format!("{operation} no longer documents {}", words(before.status)),
            old: Some(Spot::of(before.origin.span)),
            new: Some(Spot::keyword(new.origin.span, "responses")),
            sender: if breaks { Wire::Breaking } else { Wire::Compatible },
            receiver: if breaks { Wire::Unproven } else { Wire::Compatible },
            our_sender: if breaks { Ours::Depends } else { Ours::Works },
            our_receiver: Ours::Works,
            witness: breaks.then_some(("response", value, why)),
        });
    }

    /// Two responses; where a range or `default` stands for one of them, bodies are compared only where both have one.
    fn response(&mut self, before: &'d Response, after: &'d Response, exact: bool) {
        let status = words(before.status);
        let way = self.response_way();
        let (was, is) = (Spot::of(before.origin.span), Spot::of(after.origin.span));
        let one_sided = before.content.is_empty() != after.content.is_empty();
        if one_sided && !exact {
            return;
        }
        if one_sided && after.content.is_empty() {
            // A body that is gone: what was in it is gone with it.
            let operation = self.name.clone();
            let sampler = Sampler::new(self.walk.old, Message::Response);
            let body =
                before.content.first().and_then(|it| it.schema).and_then(|id| sampler.any(&self.walk.old.conj(&[id])));
            let value = json!({ "request": operation, "status": status, "body": body });
            for media in &before.content {
                self.tell(Told {
                    rule: &rule::MEDIA_TYPE_REMOVED,
                    message: format!(
                        "the response of {operation} with {status} no longer has a body in `{}`",
                        media.name
                    ),
                    old: Some(Spot::of(media.origin.span)),
                    new: Some(is),
                    sender: Wire::Breaking,
                    receiver: Wire::Compatible,
                    our_sender: Ours::Fails,
                    our_receiver: Ours::Works,
                    witness: Some(("response", value.clone(), "the new description has no body here".to_owned())),
                });
            }
        } else if one_sided {
            let operation = self.name.clone();
            for media in &after.content {
                self.tell(Told {
                    rule: &rule::MEDIA_TYPE_ADDED,
                    message: format!("the response of {operation} with {status} has a body in `{}`", media.name),
                    old: Some(was),
                    new: Some(Spot::of(media.origin.span)),
                    sender: Wire::Compatible,
                    receiver: Wire::Unproven,
                    our_sender: Ours::Ignores,
                    our_receiver: Ours::Works,
                    witness: None,
                });
            }
        } else {
            self.contents(Some(before.status), (&before.content, was), (&after.content, is), way);
        }
        self.headers(before, after);
        self.links(before, after);
    }

    fn headers(&mut self, before: &'d Response, after: &'d Response) {
        let status = words(before.status);
        let operation = self.name.clone();
        let find = |list: &'d [Parameter], name: &str| list.iter().find(|it| it.name.eq_ignore_ascii_case(name));
        let told = |rule, message: String, old: Option<Spot>, new: Option<Spot>| Told {
            rule,
            message,
            old,
            new,
            sender: Wire::Compatible,
            receiver: Wire::Compatible,
            our_sender: Ours::Works,
            our_receiver: Ours::Works,
            witness: None,
        };
        let answer = |view: &View<'_>, list: &[Parameter], but: &str| {
            let sampler = Sampler::new(view, Message::Response);
            let value = |it: &Parameter| {
                schema_of(it).and_then(|id| sampler.any(&view.conj(&[id]))).unwrap_or_else(|| json!("text"))
            };
            let needed = list.iter().filter(|it| it.required && !it.name.eq_ignore_ascii_case(but));
            let headers: serde_json::Map<String, Value> = needed.map(|it| (it.name.clone(), value(it))).collect();
            json!({ "request": operation, "status": status, "headers": headers })
        };
        for header in &before.headers {
            let (name, was) = (&header.name, Spot::of(header.origin.span));
            let place = format!("the response of {operation} with {status}");
            let why = format!("the old description says that the header `{name}` is always there, and it is not");
            match find(&after.headers, name) {
                None => {
                    let rule = if header.required { &rule::REQUIRED_HEADER_REMOVED } else { &rule::HEADER_REMOVED };
                    let told = told(
                        rule,
                        format!("{place} no longer has the header `{name}`"),
                        Some(was),
                        Some(Spot::of(after.origin.span)),
                    );
                    let witness =
                        header.required.then(|| ("response", answer(self.walk.new, &after.headers, name), why));
                    let sender = if header.required { Wire::Breaking } else { Wire::Unproven };
                    self.tell(Told { sender, our_sender: Ours::Depends, witness, ..told });
                }
                Some(now) => {
                    let is = Spot::of(now.origin.span);
                    match (header.required, now.required) {
                        (true, false) => {
                            let told = told(
                                &rule::HEADER_OPTIONAL,
                                format!("{place} may lack the header `{name}`"),
                                Some(was),
                                Some(is),
                            );
                            let witness = Some(("response", answer(self.walk.new, &after.headers, name), why));
                            self.tell(Told { sender: Wire::Breaking, our_sender: Ours::Depends, witness, ..told });
                        }
                        (false, true) => {
                            let told = told(
                                &rule::HEADER_REQUIRED,
                                format!("{place} always has the header `{name}`"),
                                Some(was),
                                Some(is),
                            );
                            let why = format!(
                                "the new description says that the header `{name}` is always there, and it is not"
                            );
                            let witness = Some(("response", answer(self.walk.old, &before.headers, name), why));
                            self.tell(Told { receiver: Wire::Breaking, our_receiver: Ours::Depends, witness, ..told });
                        }
                        _ => {}
                    }
                    self.writing(header, now, &format!("header `{name}`"));
                    let way = Way { text: is_styled(header) && is_styled(now), ..self.response_way() };
                    self.schemas(format!("response header `{name}`"), schema_of(header), schema_of(now), way);
                }
            }
        }
        for header in after.headers.iter().filter(|it| find(&before.headers, &it.name).is_none()) {
            let rule = if header.required { &rule::REQUIRED_HEADER_ADDED } else { &rule::HEADER_ADDED };
            let text = format!("the response of {operation} with {status} has the header `{}`", header.name);
            let told = told(rule, text, Some(Spot::of(before.origin.span)), Some(Spot::of(header.origin.span)));
            let why =
                format!("the new description says that the header `{}` is always there, and it is not", header.name);
            let witness = header.required.then(|| ("response", answer(self.walk.old, &before.headers, ""), why));
            let receiver = if header.required { Wire::Breaking } else { Wire::Compatible };
            self.tell(Told { receiver, our_receiver: Ours::Depends, our_sender: Ours::Ignores, witness, ..told });
        }
    }

    fn links(&mut self, before: &Response, after: &Response) {
        let operation = self.name.clone();
        let told = |rule, message: String, old: Spot, new: Spot, sender| Told {
            rule,
            message,
            old: Some(old),
            new: Some(new),
            sender,
            receiver: Wire::Compatible,
            our_sender: Ours::Works,
            our_receiver: Ours::Works,
            witness: None,
        };
        for link in &before.links {
            let was = Spot::of(link.origin.span);
            match after.links.iter().find(|it| it.name == link.name) {
                None => {
                    let text = format!("{operation} no longer has the link `{}`", link.name);
                    self.tell(told(&rule::LINK_REMOVED, text, was, Spot::of(after.origin.span), Wire::Unproven));
                }
                Some(now) => {
                    let sorted = |mut it: Vec<(String, String)>| {
                        it.sort();
                        it
                    };
                    let same = now.operation == link.operation
                        && sorted(now.parameters.clone()) == sorted(link.parameters.clone())
                        && now.request_body == link.request_body;
                    if !same {
                        let text = format!(
                            "the link `{}` of {operation} leads elsewhere, or gives other parameters",
                            link.name
                        );
                        self.tell(told(&rule::LINK_CHANGED, text, was, Spot::of(now.origin.span), Wire::Unproven));
                    }
                }
            }
        }
        for link in after.links.iter().filter(|it| before.links.iter().all(|other| other.name != it.name)) {
            let text = format!("{operation} has the link `{}`", link.name);
            self.tell(told(
                &rule::LINK_ADDED,
                text,
                Spot::of(before.origin.span),
                Spot::of(link.origin.span),
                Wire::Compatible,
            ));
        }
    }
}

/// The range or `default` that documents a status.
fn covering(of: &Operation, status: StatusPattern) -> Option<&Response> {
    let class = match status {
        StatusPattern::Exact(status) => Some(StatusPattern::Class(u8::try_from(status / 100).unwrap_or(0))),
        StatusPattern::Class(_) | StatusPattern::Default => None,
    };
    let find = |wanted: StatusPattern| of.responses.iter().find(|it| it.status == wanted);
    let default = || if status == StatusPattern::Default { None } else { find(StatusPattern::Default) };
    class.and_then(find).or_else(default)
}

//! Recorded traffic compared with a description.
//!
//! Takes a description and a recording (HAR 1.2); gives a drift [`Report`]: the changes that would make the description true, each with how often it was seen and an example, and
//! an overlay that makes them. Promises that no secret is shown, that a value which the description allows is no finding, and that what was answered and breaks
//! a reader of the description is called breaking for clients, what was requested for servers. Never sends anything.

mod exchange;
mod log;
mod route;
mod suggest;
mod walk;

use crate::document::{
    Document, MediaType, Operation, Parameter, ParameterLocation, ParameterSerialization, PathItem, StatusPattern,
};
use crate::drift::change::{Party, Spot};
use crate::drift::rule::{self, Rule};
use crate::drift::view::{Message, View};
use crate::drift::{Change, Places, Report, Side, media, value};
use exchange::{Body, Entry};
use log::{Log, Seen};
use route::Routes;
use serde_json::{Value, json};
use suggest::{Addition, Fix};
use walk::Watch;

/// What was found, and how to say it.
pub struct Observed {
    /// The changes that would make the description true.
    pub report: Report,
    /// An overlay that makes them.
    pub overlay: String,
    /// Exchanges that were read.
    pub exchanges: usize,
}

/// Holds a recording against a description.
///
/// # Errors
/// Where one of the texts, each with its name, is no HAR.
pub fn observe(side: Side<'_>, recordings: &[(String, String)]) -> Result<Observed, String> {
    let mut entries = Vec::new();
    for (name, text) in recordings {
        entries
            .extend(exchange::read(name, text).map_err(|error| format!("`{name}` is no recording in HAR: {error}"))?);
    }
    let document = side.document;
    let view = View::new(&document.schemas);
    let mut watcher = Watcher { document, view: &view, log: Log::new(crate::mock::secrets(side.api)) };
    let routes = Routes::new(document);
    for entry in &entries {
        watcher.entry(&routes, entry);
    }
    let (mut changes, fixes) = watcher.log.finish();
    let title = format!("What recorded traffic shows of {}", document.info.title);
    let overlay = suggest::overlay(&title, &document.version, fixes, &mut Places::new(side.sources));
    changes.sort_by_key(|it: &Change| {
        let start = it.old.map_or(u32::MAX, |it| it.span.start);
        (std::cmp::Reverse(it.client.max(it.server)), start, it.rule.id, it.message.clone())
    });
    Ok(Observed { report: Report { changes, ..Report::default() }, overlay, exchanges: entries.len() })
}

struct Watcher<'w, 'd> {
    document: &'d Document,
    view: &'w View<'d>,
    log: Log,
}

/// What is told of something that no schema refuses.
struct Plain<'p> {
    rule: &'static Rule,
    message: String,
    operation: &'p str,
    spot: Option<Spot>,
    breaks: Option<Party>,
    what: &'p str,
    value: Value,
    name: &'p str,
    why: String,
    fix: Fix,
}

impl<'d> Watcher<'_, 'd> {
    fn tell(&mut self, plain: Plain<'_>) {
        let Plain { rule, message, operation, spot, breaks, what, value, name, why, fix } = plain;
        let (operation, what, name) = (operation.to_owned(), what.to_owned(), name.to_owned());
        self.log.add(Seen { rule, message, operation, spot, breaks, what, value, name, why, fix });
    }

    fn entry(&mut self, routes: &Routes<'d>, entry: &Entry) {
        match routes.find(&entry.method, &entry.path) {
            Some((item, Some(operation))) => {
                let name = format!("{} {}", operation.method, item.path);
                self.request(&name, operation, entry);
                self.response(&name, operation, entry);
            }
            Some((item, None)) => self.unknown(&item.path, Some(item), entry),
            // What no server answers is a mistake of who asked, and tells nothing of the API.
            None if entry.status == 404 || entry.method == "OPTIONS" => {}
            None => self.unknown(&route::template(&routes.below_server(&entry.path)), None, entry),
        }
    }

    fn unknown(&mut self, path: &str, item: Option<&PathItem>, entry: &Entry) {
        if entry.status == 405 || matches!(entry.method.as_str(), "OPTIONS" | "HEAD") {
            return;
        }
        let operation = format!("{} {path}", entry.method);
        let media_type = entry.answered.as_ref().filter(|it| it.json().is_some()).map(|it| essence(&it.media_type));
        let names = path.split('{').skip(1).filter_map(|it| it.split('}').next());
        let swagger = self.document.version.starts_with("2.");
        let parameter = |name: &str, location: &str, required: bool| match swagger {
            true => json!({ "name": name, "in": location, "required": required, "type": "string" }),
            false => json!({ "name": name, "in": location, "required": required, "schema": { "type": "string" } }),
        };
        let mut keys: Vec<&str> = entry.query.iter().map(|(key, _)| key.as_str()).collect();
        keys.sort_unstable();
        keys.dedup();
        let in_path = names.filter(|_| item.is_none()).map(|it| parameter(it, "path", true));
        let parameters: Vec<Value> = in_path.chain(keys.into_iter().map(|it| parameter(it, "query", false))).collect();
        let mut responses = serde_json::Map::new();
        responses.insert(entry.status.to_string(), json!({ "description": "Observed in recorded traffic." }));
        let mut added = json!({ "responses": responses });
        if let (Value::Object(map), false) = (&mut added, parameters.is_empty()) {
            map.insert("parameters".to_owned(), Value::Array(parameters));
        }
        let method = entry.method.to_ascii_lowercase();
        let keys = match item {
            Some(_) => vec![method],
            None => vec!["paths".to_owned(), path.to_owned(), method],
        };
        self.tell(Plain {
            rule: &rule::OPERATION_ADDED,
            message: format!("{operation} is not documented"),
            operation: &operation,
            spot: item.map(|it| Spot::of(it.origin.span)),
            breaks: None,
            what: "request",
            value: json!({ "status": entry.status, "content type": media_type }),
            name: "",
            why: String::new(),
            fix: Fix::Add(keys, Addition::Value(added)),
        });
    }

    fn request(&mut self, name: &str, operation: &'d Operation, entry: &Entry) {
        for parameter in operation.parameters.iter().filter(|it| it.location == ParameterLocation::Query) {
            let sent: Vec<&str> =
                entry.query.iter().filter(|(key, _)| is_of(parameter, key)).map(|(_, it)| it.as_str()).collect();
            let what = format!("query parameter `{}`", parameter.name);
            if sent.is_empty() && parameter.required {
                self.tell(Plain {
                    rule: &rule::PARAMETER_OPTIONAL,
                    message: format!("{name} is called without the {what}"),
                    operation: name,
                    spot: Some(Spot::keyword(parameter.origin.span, "required")),
                    // An answer that refuses it says that the description is right.
                    breaks: (entry.status < 400).then_some(Party::Server),
                    what: "request",
                    value: Value::Null,
                    name: "",
                    why: format!("the description requires the {what}"),
                    fix: Fix::Replace("required", json!(false)),
                });
            }
            if let (ParameterSerialization::Styled { schema, explode, .. }, [first, ..]) =
                (&parameter.serialization, sent.as_slice())
                && entry.query.iter().any(|(key, _)| *key == parameter.name)
            {
                self.parameter(name, &what, *schema, parameter, first, &sent, *explode);
            }
        }
        let declared = |key: &str| {
            operation.parameters.iter().any(|it| {
                it.location == ParameterLocation::QueryString
                    || it.location == ParameterLocation::Query && is_of(it, key)
            })
        };
        // Keys of an exploded object have names of their own.
        let open =
            operation.parameters.iter().any(|it| it.location == ParameterLocation::Query && takes_keys(self.view, it));
        let keyed = security_keys(self.document);
        for (key, value) in
            entry.query.iter().filter(|(key, _)| !declared(key) && !open && !keyed.contains(&key.as_str()))
        {
            self.tell(Plain {
                rule: &rule::PARAMETER_ADDED,
                message: format!("{name} is called with the undocumented query parameter `{key}`"),
                operation: name,
                spot: Some(Spot::of(operation.origin.span)),
                breaks: None,
                what: "request",
                value: scalar(value),
                name: key,
                why: String::new(),
                fix: Fix::Add(vec!["parameters".to_owned()], Addition::Parameter(key.clone())),
            });
        }
        let (Some(body), Some(declared)) = (&entry.sent, &operation.request_body) else { return };
        self.content(
            name,
            "request body",
            &declared.content,
            Spot::keyword(declared.origin.span, "content"),
            body,
            Message::Request,
        );
    }

    #[allow(clippy::too_many_arguments, reason = "each is another fact of one parameter")]
    fn parameter(
        &mut self,
        name: &str,
        what: &str,
        schema: crate::document::SchemaId,
        parameter: &Parameter,
        first: &str,
        sent: &[&str],
        explode: bool,
    ) {
        let parts: Vec<&str> = if explode { sent.to_vec() } else { first.split(',').collect() };
        let listed = |read: fn(&str) -> Value| Value::Array(parts.iter().map(|it| read(it)).collect());
        let candidates = [json!(first), scalar(first), listed(|it| json!(it)), listed(scalar)];
        let conj = self.view.conj(&[schema]);
        let allows = |it: &Value| {
            crate::drift::validate::validate(self.view, &conj, it, Message::Request)
                == crate::drift::validate::Answer::Valid
        };
        if candidates.iter().any(allows) {
            return;
        }
        let kinds: Vec<_> = self.view.alternatives(&conj).list.iter().map(|it| it.kind).collect();
        let fits = |it: &&Value| kinds.contains(&crate::drift::view::Kind::of(it));
        let value = candidates.iter().rev().find(fits).or(candidates.get(1)).cloned().unwrap_or_default();
        self.watch(name, what, Message::Request).whole(schema, &value, &parameter.name);
    }

    fn response(&mut self, name: &str, operation: &'d Operation, entry: &Entry) {
        let fits = |status: StatusPattern| match status {
            StatusPattern::Exact(exact) => (exact == entry.status).then_some(0),
            StatusPattern::Class(class) => (u16::from(class) == entry.status / 100).then_some(1),
            StatusPattern::Default => Some(2),
        };
        let found =
            operation.responses.iter().filter_map(|it| Some((fits(it.status)?, it))).min_by_key(|(rank, _)| *rank);
        let Some((_, response)) = found else {
            let media_type = entry.answered.as_ref().filter(|it| it.json().is_some()).map(|it| essence(&it.media_type));
            let value = entry.answered.as_ref().and_then(Body::json).unwrap_or_default();
            return self.tell(Plain {
                rule: &rule::STATUS_ADDED,
                message: format!("{name} answers with the undocumented status {}", entry.status),
                operation: name,
                spot: Some(Spot::keyword(operation.origin.span, "responses")),
                breaks: (entry.status < 400).then_some(Party::Client),
                what: "response",
                value,
                name: "",
                why: format!("the description has no status {}", entry.status),
                fix: Fix::Add(vec!["responses".to_owned(), entry.status.to_string()], Addition::Response(media_type)),
            });
        };
        let Some(body) = &entry.answered else { return };
        let what = format!("response body (status {})", entry.status);
        if response.content.is_empty() {
            return;
        }
        self.content(
            name,
            &what,
            &response.content,
            Spot::keyword(response.origin.span, "content"),
            body,
            Message::Response,
        );
    }

    fn content(&mut self, name: &str, what: &str, content: &'d [MediaType], spot: Spot, body: &Body, message: Message) {
        let Some(media) = media::best(content, &body.media_type) else {
            let swagger = self.document.version.starts_with("2.");
            let media_type = essence(&body.media_type);
            return self.tell(Plain {
                rule: &rule::MEDIA_TYPE_ADDED,
                message: format!("the {what} of {name} is in `{media_type}`, which is not documented"),
                operation: name,
                spot: Some(spot),
                breaks: Some(if message == Message::Request { Party::Server } else { Party::Client }),
                what,
                value: body.json().unwrap_or_default(),
                name: "",
                why: format!("the description has no {what} in `{media_type}`"),
                fix: match swagger {
                    true => Fix::None,
                    false => {
                        Fix::Add(vec!["content".to_owned(), media_type], Addition::Schema(vec!["schema".to_owned()]))
                    }
                },
            });
        };
        if let (Some(schema), Some(value)) = (media.schema, body.json()) {
            self.watch(name, what, message).whole(schema, &value, "");
        }
    }

    fn watch(&mut self, name: &str, what: &str, message: Message) -> Watch<'_, 'd> {
        Watch {
            view: self.view,
            log: &mut self.log,
            version: &self.document.version,
            message,
            operation: name.to_owned(),
            what: what.to_owned(),
        }
    }
}

/// Query parameters that prove who calls.
fn security_keys(document: &Document) -> Vec<&str> {
    fn key(it: &crate::document::SecurityScheme) -> Option<&str> {
        match &it.kind {
            crate::document::SecuritySchemeKind::ApiKey { parameter, .. } => Some(parameter.as_str()),
            _ => None,
        }
    }
    document.security_schemes.iter().filter_map(key).collect()
}

/// Whether a key of the query is of a parameter: by its name, or as `name[key]`.
fn is_of(parameter: &Parameter, key: &str) -> bool {
    key == parameter.name || key.strip_prefix(&parameter.name).is_some_and(|it| it.starts_with('['))
}

/// Whether the properties of a parameter's value are keys of the query themselves.
fn takes_keys(view: &View<'_>, parameter: &Parameter) -> bool {
    match &parameter.serialization {
        ParameterSerialization::Styled { schema, explode: true, style: crate::document::Style::Form, .. } => {
            let alternatives = view.alternatives(&view.conj(&[*schema]));
            alternatives.any || alternatives.list.iter().any(|it| it.kind == crate::drift::view::Kind::Object)
        }
        _ => false,
    }
}

fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// A text as the number or truth value that it spells.
fn scalar(text: &str) -> Value {
    value::as_scalar(&json!(text))
}

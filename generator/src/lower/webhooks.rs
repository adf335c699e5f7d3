//! Webhooks that are sent to one URL: `x-specwright: {webhooks: …}` of the document.
//!
//! Takes an [`Api`] whose webhooks are there, and the document; gives the [`Webhooks`] of the types crate, where the document says how events are told
//! apart. Promises that no two events have the same signs; what cannot be meant is told and ignored.

use crate::diagnostic::{Diagnostic, code};
use crate::ir::{
    Api, Cause, Codec, Given, Literal, Operation, ParameterLocation, Shape, SignatureBase, SignatureScheme, Target,
    Type, WebhookEvent, Webhooks,
};
use crate::lower::naming::{Scope, Wanted};
use crate::lower::pagination::keys;
use crate::lower::schema::Lowering;
use crate::node::Node;
use std::collections::BTreeSet;

const KEYS: [&str; 3] = ["header", "property", "signature"];
const SIGNATURE_KEYS: [&str; 8] = ["header", "layout", "prefix", "encoding", "signed", "timestamp", "id", "tolerance"];
const PLACEHOLDERS: [&str; 3] = ["{body}", "{timestamp}", "{id}"];

/// Decides for the document.
pub fn decide(api: &mut Api, lowering: &mut Lowering<'_, '_>) {
    let Some(given) = lowering.graph.document.extension.as_deref().and_then(|node| node.get("webhooks")) else {
        return;
    };
    match read(api, given) {
        Ok((webhooks, alike)) => {
            for (event, other) in alike {
                let message = format!("webhooks `{other}` and `{event}` are told apart by nothing");
                let diagnostic = Diagnostic::new(&code::lower::EXTENSION_INVALID, given.span(), message);
                lowering
                    .graph
                    .tell(diagnostic.help(format!("`{event}` is read as `{other}`: name a `property` that differs")));
            }
            api.webhooks = Some(Box::new(webhooks));
        }
        Err((node, reason)) => {
            let message = format!("`x-specwright: {{webhooks}}`: {reason}");
            let diagnostic = Diagnostic::new(&code::lower::EXTENSION_INVALID, node.span(), message);
            lowering.graph.tell(diagnostic.help("it was ignored: the types crate has no `WebhookEvent`"));
        }
    }
}

type Fault<'n> = (&'n Node, String);

/// Pairs of webhooks that nothing tells apart.
type Alike = Vec<(String, String)>;

fn read<'n>(api: &Api, given: &'n Node) -> Result<(Webhooks, Alike), Fault<'n>> {
    known(given, &KEYS)?;
    let header = text(given, "header")?;
    let property = given.get("property").map(keys).transpose()?;
    if header.is_none() && property.is_none() {
        return Err((given, "`header` or `property` says what tells events apart".to_owned()));
    }
    let signature = given.get("signature").map(signature).transpose()?;
    let (mut names, mut seen, mut alike) = (Scope::variants(), BTreeSet::new(), Vec::new());
    let mut events: Vec<WebhookEvent> = Vec::new();
    for operation in api.incoming.iter().flat_map(|group| &group.operations) {
        let Target::Receiver(receiver) = &operation.target else { continue };
        if receiver.cause != Cause::Webhook || operation.method != "POST" {
            continue;
        }
        let body = body(operation);
        let of_header = header.as_ref().map(|name| in_header(api, operation, name));
        let of_property = property.as_ref().map(|keys| body.and_then(|ty| in_body(api, ty, keys)));
        let (header, property) = match (of_header, of_property) {
            // What names neither is called as its key.
            (Some(None), None) => (Some(receiver.name.clone()), None),
            (Some(None), Some(property)) => (Some(receiver.name.clone()), property),
            (Some(header), property) => (header, property.flatten()),
            (None, property) => (None, Some(property.flatten().unwrap_or_else(|| receiver.name.clone()))),
        };
        if !seen.insert((header.clone(), property.clone())) {
            let same = |event: &&WebhookEvent| event.header == header && event.property == property;
            let other = events.iter().find(same).map(|event| event.webhook.clone()).unwrap_or_default();
            alike.push((receiver.name.clone(), other));
            continue;
        }
        let wanted =
            Wanted { text: receiver.name.clone(), fallback: format!("event{}", events.len()), ..Wanted::default() };
        let name = names.one(wanted).name;
        events.push(WebhookEvent { name, webhook: receiver.name.clone(), header, property, body: body.cloned() });
    }
    // What says more is looked for first.
    events.sort_by_key(|event| event.property.is_none());
    let unknown = names.own(&["Undocumented", "UndocumentedEvent"]);
    Ok((Webhooks { header: header.map(|name| name.to_ascii_lowercase()), property, events, unknown, signature }, alike))
}

fn known<'n>(given: &'n Node, keys: &[&str]) -> Result<(), Fault<'n>> {
    let Some(map) = given.as_map() else { return Err((given, "it is a map".to_owned())) };
    match map.iter().find(|entry| !keys.contains(&&*entry.key)) {
        Some(entry) => Err((&entry.value, format!("there is no key `{}`; there are {}", entry.key, keys.join(", ")))),
        None => Ok(()),
    }
}

fn text<'n>(given: &'n Node, key: &str) -> Result<Option<String>, Fault<'n>> {
    let Some(node) = given.get(key) else { return Ok(None) };
    let text = node.as_str().filter(|text| !text.is_empty());
    text.map(|text| Some(text.to_owned())).ok_or_else(|| (node, format!("`{key}` is a text")))
}

fn signature(given: &Node) -> Result<SignatureScheme, Fault<'_>> {
    match given.as_str() {
        Some("standard-webhooks") => {
            return Ok(SignatureScheme { base: SignatureBase::StandardWebhooks, ..SignatureScheme::default() });
        }
        Some(_) => return Err((given, "`signature` is `standard-webhooks` or a map".to_owned())),
        None => known(given, &SIGNATURE_KEYS)?,
    }
    let header = text(given, "header")?.ok_or_else(|| (given, "`signature` has no `header`".to_owned()))?;
    let tolerance = tolerance(given)?;
    match text(given, "layout")?.as_deref() {
        None => {}
        Some("fields") => {
            known(given, &["header", "layout", "tolerance"])?;
            let base = SignatureBase::Fields(header.to_ascii_lowercase());
            return Ok(SignatureScheme { base, tolerance, ..SignatureScheme::default() });
        }
        Some(_) => return Err((given, "`layout` is `fields` where it is said".to_owned())),
    }
    let base64 = match text(given, "encoding")?.as_deref() {
        None | Some("hex") => false,
        Some("base64") => true,
        Some(_) => return Err((given, "`encoding` is `hex` or `base64`".to_owned())),
    };
    let (timestamp, id, signed) = (text(given, "timestamp")?, text(given, "id")?, text(given, "signed")?);
    let named = |placeholder: &str| signed.as_deref().is_some_and(|signed| signed.contains(placeholder));
    if signed.is_some() && !named("{body}") {
        return Err((given, "`signed` names `{body}`".to_owned()));
    }
    // What is not signed is worth nothing.
    for (placeholder, key, header) in [("{timestamp}", "timestamp", &timestamp), ("{id}", "id", &id)] {
        if named(placeholder) != header.is_some() {
            return Err((given, format!("`signed` names `{placeholder}` where `{key}` names its header")));
        }
    }
    let rest = PLACEHOLDERS.iter().fold(signed.clone().unwrap_or_default(), |text, it| text.replace(it, ""));
    if rest.contains(['{', '}']) {
        return Err((given, format!("`signed` may name {}", PLACEHOLDERS.join(", "))));
    }
    let base = SignatureBase::Header(header.to_ascii_lowercase());
    let lower = |name: Option<String>| name.map(|name| name.to_ascii_lowercase());
    let (timestamp, id) = (lower(timestamp), lower(id));
    Ok(SignatureScheme { base, prefix: text(given, "prefix")?, base64, signed, timestamp, id, tolerance })
}

fn tolerance(given: &Node) -> Result<Option<u64>, Fault<'_>> {
    let Some(node) = given.get("tolerance") else { return Ok(None) };
    let seconds = node.as_number().and_then(|number| u64::try_from(number.as_i128()?).ok());
    seconds.map(Some).ok_or_else(|| (node, "`tolerance` is a number of seconds".to_owned()))
}

/// The type of the body in JSON.
fn body(operation: &Operation) -> Option<&Type> {
    let media = operation.request.as_ref()?.payload.media();
    media.iter().find(|media| media.codec == Codec::Json).map(|media| &media.ty)
}

/// The only value of a header.
fn in_header(api: &Api, operation: &Operation, name: &str) -> Option<String> {
    let parameter = operation.parameters.iter().find(|parameter| {
        parameter.location == ParameterLocation::Header && parameter.wire_name.eq_ignore_ascii_case(name)
    })?;
    only_value(api, &parameter.ty)
}

/// The only value of a property.
fn in_body(api: &Api, ty: &Type, keys: &[String]) -> Option<String> {
    let (key, rest) = keys.split_first()?;
    let (Type::Defined(id) | Type::Boxed(id)) = ty else { return None };
    match &api.types.get(*id).shape {
        Shape::Newtype(newtype) => in_body(api, &newtype.ty, keys),
        Shape::Structure(structure) => {
            let constant = structure.constants.iter().find(|constant| constant.wire_name == *key);
            if let Some(constant) = constant.filter(|_| rest.is_empty()) {
                return string(&constant.value);
            }
            let field = structure.fields.iter().find(|field| field.wire_name == *key)?;
            match &field.given {
                _ if !rest.is_empty() => in_body(api, &field.ty, rest),
                Given::Constant(value) => string(value),
                Given::ByCaller => only_value(api, &field.ty),
            }
        }
        Shape::Union(_) | Shape::Enumeration(_) => None,
    }
}

fn only_value(api: &Api, ty: &Type) -> Option<String> {
    let (Type::Defined(id) | Type::Boxed(id)) = ty else { return None };
    match &api.types.get(*id).shape {
        Shape::Enumeration(enumeration) => match enumeration.values.as_slice() {
            [only] => string(&only.value),
            _ => None,
        },
        Shape::Structure(_) | Shape::Union(_) | Shape::Newtype(_) => None,
    }
}

fn string(value: &Literal) -> Option<String> {
    match value {
        Literal::String(text) => Some((**text).to_owned()),
        Literal::Null | Literal::Boolean(_) | Literal::Integer(_) | Literal::Number(_) | Literal::Json(_) => None,
    }
}

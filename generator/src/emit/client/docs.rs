//! Documentation of the client's items.
//!
//! Takes what the vendor says and what the client adds; gives texts. Promises that the vendor's words pass through
//! [`crate::emit::docs`], which makes them safe.

pub use crate::emit::docs::own;
use crate::emit::docs::{Text, code, notes, render};
use crate::ir::{
    Access, Anonymous, Api, Cause, Deprecation, Docs, Group, Name, Operation, Outcome, Parameter, ParameterPresence,
    ParameterScope, Receiver, RequestBody, Response, StatusPattern, Target,
};
use proc_macro2::TokenStream;
use quote::quote;

/// A group: what the vendor says of its tag.
pub fn group(group: &Group) -> Text {
    let incoming = group.operations.first().is_some_and(|operation| operation.target != Target::Server);
    let what = if incoming {
        format!("What the API sends ({}), for those who send it in the API's place.", code(&group.tag))
    } else if group.tag.is_empty() {
        "The operations without a tag.".to_owned()
    } else {
        format!("The operations of {}.", code(&group.tag))
    };
    of(&group.docs, &what)
}

/// A parameter's setter.
pub fn parameter(parameter: &Parameter) -> TokenStream {
    let mut text = of(&parameter.docs, &format!("Sends {}.", code(&parameter.wire_name)));
    if let Some(default) = &parameter.default {
        text.own(format!("The server's default: {}.", code(&default.0)));
    }
    text.known(parameter.type_provenance, "The type");
    with_deprecation(&parameter.docs, &text)
}

/// A body's setter.
pub fn body(body: &RequestBody) -> TokenStream {
    with_deprecation(&body.docs, &of(&body.docs, "Sends a body."))
}

/// A variant that stands for a response.
pub fn response(response: &Response) -> TokenStream {
    let mut text = Text::of(&response.docs);
    text.first(match response.status {
        StatusPattern::Exact(status) => format!("Status {status}."),
        StatusPattern::Class(class) => format!("Any other status from {class}00 to {class}99."),
        StatusPattern::Default => "Any other status.".to_owned(),
    });
    text.outer()
}

/// An operation's method.
pub fn operation(api: &Api, operation: &Operation, request_line: &str) -> TokenStream {
    let mut text = Text::of(&operation.docs);
    text.own(code(request_line));
    let arguments: Vec<String> =
        operation.parameters.iter().filter_map(required).chain(required_body(operation)).collect();
    if !arguments.is_empty() {
        text.own(arguments.join("\n"));
    }
    if let Some(access) = access(api, &operation.access).filter(|_| operation.target == Target::Server) {
        text.own(access);
    }
    if let Some(servers) = super::servers::of_operation(api, operation) {
        text.own(servers);
    }
    if let Target::Receiver(receiver) = &operation.target {
        text.own(receives(operation, receiver));
    }
    if let Some(headers) = super::headers::of_operation(api, operation) {
        text.own(headers);
    }
    for response in &operation.responses {
        for link in &response.links {
            text.own(format!("{} {}", status(response.status), notes::link(api, link, "crate::api", None)));
        }
    }
    if let Some(error) = &operation.items.error {
        text.own("# Errors");
        text.own(errors(error, &operation.responses));
    }
    with_deprecation(&operation.docs, &text)
}

/// Where the documented errors are, and for which statuses.
fn errors(error: &Name, responses: &[Response]) -> String {
    let failures = responses.iter().filter(|response| response.outcome != Outcome::Success);
    let statuses: Vec<StatusPattern> = failures.map(|response| response.status).collect();
    let word = |status: &StatusPattern, others: &str| match status {
        StatusPattern::Exact(status) => status.to_string(),
        StatusPattern::Class(class) => format!("{others}from {class}00 to {class}99"),
        StatusPattern::Default if others.is_empty() => "no success".to_owned(),
        StatusPattern::Default => format!("{others}that is no success"),
    };
    let listed = match statuses.split_last() {
        Some((only, [])) => word(only, ""),
        Some((last, before)) => {
            let before: Vec<String> = before.iter().map(|status| word(status, "any other ")).collect();
            format!("{} or {}", before.join(", "), word(last, "any other "))
        }
        None => String::new(),
    };
    format!("[`{}`] if the status is {listed}.", error.as_str())
}

fn required(parameter: &Parameter) -> Option<String> {
    match (parameter.scope, parameter.presence) {
        (ParameterScope::Operation, ParameterPresence::Required) => {
            item(&format!("`{}`: ", parameter.name.bare()), &words(&parameter.docs)?)
        }
        (ParameterScope::Operation, ParameterPresence::Optional) | (ParameterScope::Client(_), _) => None,
    }
}

fn required_body(operation: &Operation) -> Option<String> {
    let body = operation.request.as_ref()?;
    match body.presence {
        ParameterPresence::Required => item("`body`: ", &words(&body.docs)?),
        ParameterPresence::Optional => None,
    }
}

/// An argument as a list item.
pub fn argument(parameter: &Parameter) -> Option<String> {
    let words = words(&parameter.docs).unwrap_or_else(|| format!("sent as {}", code(&parameter.wire_name)));
    item(&format!("`{}`: ", parameter.name.bare()), &words)
}

/// What a request to a receiver is, and where it goes.
fn receives(operation: &Operation, receiver: &Receiver) -> String {
    let name = receiver.url.bare();
    let url = match &receiver.cause {
        Cause::Webhook => "where the receiver waits".to_owned(),
        Cause::Callback { base, .. } => format!("what {} stands for", code(base)),
    };
    let asks = match operation.access {
        Access::Open => "",
        Access::Restricted { .. } => {
            " The receiver asks for credentials: [`Call::with_header`](crate::Call::with_header) sends them."
        }
    };
    format!(
        "{} Sent in the API's place, without the client's credentials.{asks}\n\n- `{name}`: {url}",
        notes::receiver(receiver)
    )
}

/// A status in a sentence.
pub fn status(status: StatusPattern) -> String {
    match status {
        StatusPattern::Exact(status) => format!("{status}:"),
        StatusPattern::Class(class) => format!("{class}XX:"),
        StatusPattern::Default => "Any other status:".to_owned(),
    }
}

fn access(api: &Api, access: &Access) -> Option<String> {
    let Access::Restricted { accepted, anonymous } = access else { return None };
    let names = accepted.iter().filter_map(|accepted| {
        let alternative = api.alternatives.get(accepted.alternative)?;
        let scopes: Vec<String> = accepted.scopes.iter().flatten().map(|scope| code(scope)).collect();
        let scopes = if scopes.is_empty() { String::new() } else { format!(" with {}", scopes.join(", ")) };
        Some(format!("[`Auth::{0}`](crate::Auth::{0}){scopes}", alternative.name.bare()))
    });
    let names: Vec<String> = names.collect();
    match (names.as_slice(), anonymous) {
        ([], _) => None,
        (names, Anonymous::Refused) => Some(format!("Needs {}.", names.join(" or "))),
        (names, Anonymous::Allowed) => Some(format!("Accepts {}, and can be called without.", names.join(" or "))),
    }
}

/// What the vendor says; `otherwise` where that is nothing.
pub fn of(docs: &Docs, otherwise: &str) -> Text {
    let mut text = Text::of(docs);
    if text.is_empty() {
        text.own(otherwise);
    }
    text
}

/// Summary or else description, made safe.
fn words(docs: &Docs) -> Option<String> {
    let text = docs.description.as_deref().or(docs.summary.as_deref()).map(render)?;
    (!text.is_empty()).then_some(text)
}

/// A list item of one or more lines. Words that begin with a block of their own, such as a fence, begin on a line of their own:
/// behind the lead the opening fence would be text, and the closing one would open a block that rustdoc compiles.
fn item(lead: &str, words: &str) -> Option<String> {
    let begins_a_block = words.starts_with("```") || words.starts_with("~~~");
    let lead = if begins_a_block { format!("{}\n\n  ", lead.trim_end()) } else { lead.to_owned() };
    Some(format!("- {lead}{}", words.replace('\n', "\n  ")))
}

fn with_deprecation(docs: &Docs, text: &Text) -> TokenStream {
    let attributes = text.outer();
    match docs.deprecation {
        Deprecation::Current => attributes,
        Deprecation::Deprecated => quote!(#attributes #[deprecated = "the vendor advises against it"]),
    }
}

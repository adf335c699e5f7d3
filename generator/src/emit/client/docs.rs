//! Documentation of the client's items.
//!
//! Takes what the vendor says and what the client adds; gives texts. Promises that the vendor's words pass through
//! [`crate::emit::docs`], which makes them safe.

use crate::emit::docs::{Text, code, render};
use crate::ir::{
    Access, Anonymous, Api, Deprecation, Docs, Group, Operation, Parameter, ParameterPresence, ParameterScope,
    RequestBody, Response, Server, ServerReach, StatusPattern, UrlPiece,
};
use proc_macro2::TokenStream;
use quote::quote;

/// A paragraph of our own.
pub fn own(text: impl Into<String>) -> TokenStream {
    let mut all = Text::default();
    all.own(text);
    all.outer()
}

/// A group: what the vendor says of its tag.
pub fn group(group: &Group) -> Text {
    let what = if group.tag.is_empty() {
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

/// A variant that stands for an answer.
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
pub fn operation(api: &Api, operation: &Operation, request_line: &str, errors: Option<&str>) -> TokenStream {
    let mut text = Text::of(&operation.docs);
    text.own(code(request_line));
    let arguments: Vec<String> =
        operation.parameters.iter().filter_map(required).chain(required_body(operation)).collect();
    if !arguments.is_empty() {
        text.own(arguments.join("\n"));
    }
    if let Some(access) = access(api, &operation.access) {
        text.own(access);
    }
    for server in &operation.servers {
        text.own(format!("Served at {}: call it by a client with that base URL.", code(&url(server))));
    }
    if let Some(errors) = errors {
        text.own(format!("Its documented errors are [`{errors}`]."));
    }
    with_deprecation(&operation.docs, &text)
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

/// The URL of a server, its variables at their defaults.
pub fn url(server: &Server) -> String {
    let piece = |piece: &UrlPiece| match piece {
        UrlPiece::Literal(text) => text.clone(),
        UrlPiece::Variable { default, .. } => default.clone(),
    };
    server.url.iter().map(piece).collect()
}

/// What a server is.
pub fn server(server: &Server) -> TokenStream {
    let mut text = Text::default();
    text.vendor(server.description.as_deref().unwrap_or(""));
    match server.reach {
        ServerReach::Public if text.is_empty() => text.own(code(&url(server))),
        ServerReach::Local => text.own("On this machine or network."),
        ServerReach::Public | ServerReach::Relative => {}
    }
    text.outer()
}

/// A server variable as a list item.
pub fn variable(name: &str, default: &str, values: &[String], description: Option<&str>) -> Option<String> {
    let values: Vec<String> = values.iter().map(|value| code(value)).collect();
    let values = if values.is_empty() { String::new() } else { format!("one of {}; ", values.join(", ")) };
    let description = description.map(render).filter(|text| !text.is_empty()).map(|text| format!(". {text}"));
    item(&format!("`{name}`: "), &format!("{values}{} by default{}", code(default), description.unwrap_or_default()))
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

/// A list item of one or more lines. `None` where the words begin with a block of their own.
fn item(lead: &str, words: &str) -> Option<String> {
    Some(format!("- {lead}{}", words.replace('\n', "\n  ")))
}

fn with_deprecation(docs: &Docs, text: &Text) -> TokenStream {
    let attributes = text.outer();
    match docs.deprecation {
        Deprecation::Current => attributes,
        Deprecation::Deprecated => quote!(#attributes #[deprecated = "the vendor advises against it"]),
    }
}

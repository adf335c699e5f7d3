//! Documentation of the client's items.
//!
//! Takes what the vendor says and what the client adds; gives doc attributes. Promises that the vendor's words become neither code
//! nor a doctest nor a broken link.

use crate::ir::{
    Access, Anonymous, Api, Deprecation, Docs, Operation, Parameter, ParameterPresence, ParameterScope, RequestBody,
    Response, Server, ServerReach, UrlPiece,
};
use proc_macro2::TokenStream;
use quote::quote;

/// One sentence of our own.
pub fn sentence(text: &str) -> TokenStream {
    attributes(&[text.to_owned()])
}

/// A text of our own, a paragraph each.
pub fn paragraphs(texts: &[String]) -> TokenStream {
    let mut lines = Vec::new();
    for text in texts.iter().filter(|text| !text.is_empty()) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(text.lines().map(str::to_owned));
    }
    attributes(&lines)
}

/// What the vendor says; `otherwise` where that is nothing.
pub fn vendor(docs: &Docs, otherwise: &str) -> String {
    let text = vendor_text(docs);
    if text.is_empty() { otherwise.to_owned() } else { text }
}

/// A parameter's setter.
pub fn parameter(parameter: &Parameter) -> TokenStream {
    let mut texts = vec![vendor(&parameter.docs, &format!("Sets {}.", code(&parameter.wire_name)))];
    texts.extend(parameter.default.as_ref().map(|default| format!("The server's default: {}.", code(&default.0))));
    with_deprecation(&parameter.docs, paragraphs(&texts))
}

/// A body's setter.
pub fn body(body: &RequestBody) -> TokenStream {
    with_deprecation(&body.docs, sentence_of(&vendor(&body.docs, "Sets the body.")))
}

/// A variant that stands for a media type.
pub fn media_type(media_type: &str) -> TokenStream {
    sentence(&code(media_type))
}

/// A variant that stands for an answer.
pub fn response(response: &Response, status: &str) -> TokenStream {
    paragraphs(&[status.to_owned(), vendor(&response.docs, "")])
}

/// An operation's method.
pub fn operation(api: &Api, operation: &Operation, request_line: &str, errors: Option<&str>) -> TokenStream {
    let mut texts = vec![vendor(&operation.docs, ""), code(request_line)];
    let required = operation.parameters.iter().filter(|parameter| {
        parameter.scope == ParameterScope::Operation && parameter.presence == ParameterPresence::Required
    });
    let mut arguments: Vec<String> = required
        .filter_map(|parameter| {
            let text = vendor_text(&parameter.docs);
            (!text.is_empty()).then(|| item(&format!("`{}`: ", parameter.name.bare()), &text))
        })
        .collect();
    if let Some(body) = operation.request.as_ref().filter(|body| body.presence == ParameterPresence::Required) {
        let text = vendor_text(&body.docs);
        arguments.extend((!text.is_empty()).then(|| item("the body: ", &text)));
    }
    texts.push(arguments.join("\n"));
    texts.push(access(api, &operation.access));
    texts.extend(
        operation
            .servers
            .iter()
            .map(|server| format!("Served at {}: call it by a client with that base URL.", code(&url(server)))),
    );
    texts.extend(errors.map(|errors| format!("The documented errors are those of [`{errors}`].")));
    with_deprecation(&operation.docs, paragraphs(&texts))
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
    let reach = match server.reach {
        ServerReach::Public => "",
        ServerReach::Local => "On this machine.",
        ServerReach::Relative => "Relative to where the description was found.",
    };
    let description = server.description.clone().map(|text| Docs { description: Some(text), ..Docs::default() });
    paragraphs(&[description.map_or_else(|| code(&url(server)), |docs| vendor_text(&docs)), reach.to_owned()])
}

fn access(api: &Api, access: &Access) -> String {
    let Access::Restricted { accepted, anonymous } = access else { return String::new() };
    let names = accepted.iter().filter_map(|accepted| {
        let alternative = api.alternatives.get(accepted.alternative)?;
        let scopes: Vec<String> = accepted.scopes.iter().flatten().map(|scope| code(scope)).collect();
        let scopes = if scopes.is_empty() { String::new() } else { format!(" with {}", scopes.join(", ")) };
        Some(format!("[`Auth::{0}`](crate::Auth::{0}){scopes}", alternative.name.bare()))
    });
    let names: Vec<String> = names.collect();
    match (names.as_slice(), anonymous) {
        ([], _) => String::new(),
        (names, Anonymous::Refused) => format!("Needs {}.", names.join(" or ")),
        (names, Anonymous::Allowed) => format!("Accepts {}, and can be called without.", names.join(" or ")),
    }
}

/// A string of the document as a code span on one line.
pub fn code(text: &str) -> String {
    let plain = |c: char| if c.is_control() || c.is_whitespace() { ' ' } else { c };
    let line: String = text.chars().map(plain).filter(|c| *c != '`').take(200).collect();
    format!("`{}`", line.trim())
}

/// What we say, then what the vendor says.
pub fn joined(ours: &str, docs: &Docs) -> String {
    let text = vendor_text(docs);
    if text.is_empty() { format!("{ours}.") } else { format!("{ours}.\n\n{text}") }
}

/// An argument as a list item.
pub fn argument(parameter: &Parameter) -> String {
    item(&format!("`{}`: ", parameter.name.bare()), &vendor(&parameter.docs, &code(&parameter.wire_name)))
}

/// A server variable as a list item.
pub fn variable(name: &str, default: &str, values: &[String], description: Option<&str>) -> String {
    let description = description.map(plain).filter(|text| !text.is_empty()).map(|text| format!("{text} "));
    let values: Vec<String> = values.iter().map(|value| code(value)).collect();
    let values = if values.is_empty() { String::new() } else { format!("One of {}. ", values.join(", ")) };
    item(&format!("`{name}`: "), &format!("{}{values}Default: {}.", description.unwrap_or_default(), code(default)))
}

/// Inner documentation of a module.
pub fn inner(text: &str) -> TokenStream {
    let lines = text.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#![doc = #lines])*)
}

/// A list item of one or more lines.
fn item(lead: &str, text: &str) -> String {
    format!("- {lead}{}", text.replace('\n', "\n  "))
}

/// A text of one paragraph or more.
pub fn sentence_of(text: &str) -> TokenStream {
    paragraphs(&[text.to_owned()])
}

fn with_deprecation(docs: &Docs, attributes: TokenStream) -> TokenStream {
    match docs.deprecation {
        Deprecation::Current => attributes,
        Deprecation::Deprecated => quote!(#attributes #[deprecated = "the vendor advises against it"]),
    }
}

fn attributes(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// What the vendor says, as Markdown that is safe in a doc comment.
fn vendor_text(docs: &Docs) -> String {
    let texts = [docs.summary.as_deref(), docs.description.as_deref()];
    let mut texts: Vec<String> = texts.into_iter().flatten().map(plain).filter(|text| !text.is_empty()).collect();
    texts.dedup();
    texts.extend(docs.notes.iter().map(|note| plain(note)));
    texts.join("\n\n")
}

fn plain(text: &str) -> String {
    let mut out = String::new();
    for line in text.trim().lines() {
        for c in line.trim().chars().filter(|c| !c.is_control()) {
            if matches!(c, '[' | ']' | '<' | '>' | '`' | '\\' | '*' | '_' | '#' | '~' | '|') {
                out.push('\\');
            }
            out.push(c);
        }
        out.push('\n');
    }
    out.trim_end().to_owned()
}

//! Documentation of the server's items: what the vendor says, with what the server adds.

use proc_macro2::TokenStream;

pub use crate::emit::docs::code;
use crate::emit::docs::{Text, notes};
use crate::ir::{Api, Docs, Group, Response};

/// A sentence of our own.
pub fn line(text: &str) -> TokenStream {
    ours(text).outer()
}

/// A module's documentation in a sentence of our own.
pub fn inner_line(text: &str) -> TokenStream {
    ours(text).inner()
}

/// What the vendor says; `otherwise` where that is nothing.
pub fn outer(docs: &Docs, otherwise: &str) -> TokenStream {
    let mut text = Text::of(docs);
    let said_nothing = said(&docs.summary).is_none() && said(&docs.description).is_none();
    if said_nothing || text.is_empty() {
        text.first(otherwise);
    }
    text.outer()
}

/// What the vendor says of a status: `404: No such contact.`
pub fn headed(api: &Api, group: &Group, response: &Response, status: &str) -> TokenStream {
    let mut docs = response.docs.clone();
    match (said(&docs.summary), said(&docs.description)) {
        (Some(summary), _) => docs.summary = Some(format!("{status}: {summary}")),
        (None, Some(description)) => docs.description = Some(format!("{status}: {description}")),
        (None, None) => docs.summary = Some(status.to_owned()),
    }
    let mut text = Text::of(&docs);
    for link in &response.links {
        text.own(notes::link(api, link, "crate", Some(group.name.bare())));
    }
    text.outer()
}

/// What the vendor says, with a paragraph of our own after it.
pub fn followed(docs: &Docs, paragraph: &str) -> TokenStream {
    let mut text = Text::of(docs);
    text.own(paragraph);
    text.outer()
}

/// A text, if there is anything in it.
fn said(text: &Option<String>) -> Option<&str> {
    text.as_deref().map(str::trim).filter(|text| !text.is_empty())
}

fn ours(text: &str) -> Text {
    let mut paragraphs = Text::default();
    paragraphs.own(text);
    paragraphs
}

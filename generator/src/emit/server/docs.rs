//! Documentation of the server's items: what the vendor says, with what the server adds.

use proc_macro2::TokenStream;

use crate::emit::docs::Text;
pub use crate::emit::docs::code;
use crate::ir::Docs;

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
    if docs.summary.is_none() && docs.description.is_none() {
        text.first(otherwise);
    }
    text.outer()
}

/// What the vendor says of a status: `404: No such contact.`
pub fn headed(docs: &Docs, status: &str) -> TokenStream {
    let with_status = |text: &Option<String>| text.as_ref().map(|text| format!("{status}: {text}"));
    let mut docs = docs.clone();
    match (&docs.summary, &docs.description) {
        (Some(_), _) => docs.summary = with_status(&docs.summary),
        (None, Some(_)) => docs.description = with_status(&docs.description),
        (None, None) => docs.summary = Some(status.to_owned()),
    }
    Text::of(&docs).outer()
}

/// What the vendor says, with a paragraph of our own after it.
pub fn followed(docs: &Docs, paragraph: &str) -> TokenStream {
    let mut text = Text::of(docs);
    text.own(paragraph);
    text.outer()
}

fn ours(text: &str) -> Text {
    let mut paragraphs = Text::default();
    paragraphs.own(text);
    paragraphs
}

//! What a vendor says, as documentation comments.
//!
//! Takes [`Docs`] or any text; gives `#[doc]` attributes, one a line. Promises that the text passes `rustdoc -D warnings`, never
//! becomes a doctest, a link to an item, HTML or an attribute, and holds no character that changes how source is shown. Never
//! drops words.

pub mod facts;
mod markdown;
pub mod notes;

pub use markdown::render;

use crate::ir::{Deprecation, Docs};
use crate::source::Provenance;
use proc_macro2::TokenStream;
use quote::quote;

/// A paragraph of our own.
pub fn own(text: impl Into<String>) -> TokenStream {
    let mut all = Text::default();
    all.own(text);
    all.outer()
}

/// The paragraphs of a thing's documentation.
#[derive(Debug, Clone, Default)]
pub struct Text {
    paragraphs: Vec<String>,
}

impl Text {
    /// All that the vendor says: summary, description, deprecation, notes, where to read more, how it is known.
    pub fn of(docs: &Docs) -> Self {
        let mut text = Self::default();
        let summary = docs.summary.as_deref().map(str::trim).filter(|summary| !summary.is_empty());
        if let Some(summary) = summary {
            text.vendor(summary);
        }
        if let Some(description) = docs.description.as_deref().filter(|it| Some(it.trim()) != summary) {
            text.vendor(description);
        }
        match docs.deprecation {
            Deprecation::Current => {}
            Deprecation::Deprecated => text.own("**Deprecated.**"),
        }
        for sentence in docs.notes.iter().flat_map(facts::sentences) {
            text.vendor(&sentence);
        }
        if let Some((url, description)) = &docs.external {
            text.vendor(&match description {
                Some(description) => format!("See {url} ({description})"),
                None => format!("See {url}"),
            });
        }
        text.known(docs.provenance, "This");
        text
    }

    /// Adds a vendor's CommonMark.
    pub fn vendor(&mut self, markdown: &str) {
        let rendered = render(markdown);
        if !rendered.is_empty() {
            self.paragraphs.push(rendered);
        }
    }

    /// Adds a paragraph of ours.
    pub fn own(&mut self, paragraph: impl Into<String>) {
        self.paragraphs.push(paragraph.into());
    }

    /// Adds a paragraph of ours in front.
    pub fn first(&mut self, paragraph: impl Into<String>) {
        self.paragraphs.insert(0, paragraph.into());
    }

    /// Says how a fact is known, where no document and no plain words of a page state it.
    pub fn known(&mut self, provenance: Provenance, subject: &str) {
        match provenance {
            Provenance::Document | Provenance::Page => {}
            Provenance::Example => self.own(format!("*{subject} is known from the page's example.*")),
            Provenance::Inferred => self.own(format!("*{subject} is inferred: nothing states it.*")),
            Provenance::Overlay => self.own(format!("*{subject} is stated by an overlay.*")),
        }
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.paragraphs.is_empty()
    }

    /// As attributes of the item that follows.
    pub fn outer(&self) -> TokenStream {
        let lines = self.lines();
        quote!(#(#[doc = #lines])*)
    }

    /// As attributes of the module that holds them.
    pub fn inner(&self) -> TokenStream {
        let lines = self.lines();
        quote!(#(#![doc = #lines])*)
    }

    fn lines(&self) -> Vec<String> {
        let text = self.paragraphs.join("\n\n");
        let space = |line: &str| if line.is_empty() { String::new() } else { format!(" {line}") };
        if text.is_empty() { Vec::new() } else { text.split('\n').map(space).collect() }
    }
}

/// Any text as a code span; in words where a span would show nothing, for an item must not be left without documentation.
pub fn code(text: &str) -> String {
    match markdown::code_span(text) {
        span if !span.is_empty() => span,
        _ if text.is_empty() => "an empty text".to_owned(),
        _ => "a blank text".to_owned(),
    }
}

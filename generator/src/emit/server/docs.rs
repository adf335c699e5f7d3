//! Documentation of the server's items: what the vendor says, and what the server adds.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Deprecation, Docs};

/// A sentence of our own.
pub fn line(text: &str) -> TokenStream {
    outer_lines(&[text.to_owned()])
}

/// What the vendor says; `otherwise` where that is nothing.
pub fn outer(docs: &Docs, otherwise: &str) -> TokenStream {
    let mut paragraphs = vendor(docs);
    if paragraphs.is_empty() {
        paragraphs.push(otherwise.to_owned());
    }
    outer_lines(&paragraphs)
}

/// What the vendor says of a status: `404: No such contact.`
pub fn headed(docs: &Docs, status: &str) -> TokenStream {
    let mut paragraphs = vendor(docs);
    match paragraphs.first_mut() {
        Some(first) => first.insert_str(0, &format!("{status}: ")),
        None => paragraphs.push(status.to_owned()),
    }
    outer_lines(&paragraphs)
}

/// What the vendor says, with a paragraph of our own after it.
pub fn followed(docs: &Docs, tail: &str) -> TokenStream {
    let mut paragraphs = vendor(docs);
    paragraphs.push(tail.to_owned());
    outer_lines(&paragraphs)
}

/// A module's documentation in a sentence of our own.
pub fn inner_line(text: &str) -> TokenStream {
    let lines = lines(&[text.to_owned()]);
    quote!(#(#![doc = #lines])*)
}

/// A string of the document for a code span on one line, without the span's marks.
pub fn code(text: &str) -> String {
    let plain = |c: char| if c.is_control() || c.is_whitespace() { ' ' } else { c };
    text.chars().map(plain).filter(|c| *c != '`').take(200).collect()
}

fn outer_lines(paragraphs: &[String]) -> TokenStream {
    let lines = lines(paragraphs);
    quote!(#(#[doc = #lines])*)
}

fn lines(paragraphs: &[String]) -> Vec<String> {
    let text = paragraphs.join("\n\n");
    text.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") }).collect()
}

fn vendor(docs: &Docs) -> Vec<String> {
    let texts = [docs.summary.as_deref(), docs.description.as_deref()];
    let mut texts: Vec<String> = texts.into_iter().flatten().map(plain).filter(|text| !text.is_empty()).collect();
    texts.dedup();
    texts.extend(docs.notes.iter().map(|note| plain(note)));
    match docs.deprecation {
        Deprecation::Current => {}
        Deprecation::Deprecated => texts.push("**Deprecated.**".to_owned()),
    }
    texts
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

//! What of a Rust file must not depend on the texts of a document.
//!
//! Takes Rust; gives its tokens without literals and documentation, and what it names of the outside: macros, attributes,
//! imports. Promises to parse the whole file.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::BTreeSet;

/// What was read of a file.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Skeleton {
    /// Tokens in order; a literal is `_`, documentation is left out.
    pub tokens: Vec<String>,
    /// Macros, attributes and what reaches outside, each once.
    pub reaches: BTreeSet<String>,
    /// Documentation: runs of lines that belong to one item.
    pub documentation: Vec<String>,
}

/// Reads a file.
///
/// # Errors
/// When it is no Rust.
pub fn read(text: &str) -> Result<Skeleton, String> {
    if text.starts_with("#!") && !text.starts_with("#![") {
        return Err(String::from("it opens as a script"));
    }
    syn::parse_file(text).map_err(|error| format!("it does not parse: {error}"))?;
    let stream: TokenStream = text.parse().map_err(|error| format!("it does not lex: {error}"))?;
    let mut skeleton = Skeleton::default();
    skeleton.add(stream, &mut String::new());
    Ok(skeleton)
}

impl Skeleton {
    fn add(&mut self, stream: TokenStream, lines: &mut String) {
        let trees: Vec<TokenTree> = stream.into_iter().collect();
        let mut index = 0;
        while let Some(tree) = trees.get(index) {
            if let Some((length, body)) = attribute(&trees[index..]) {
                index += length;
                if let Some(line) = documentation(&body) {
                    lines.push_str(&line);
                    lines.push('\n');
                    continue;
                }
                let name: String = path(&body).unwrap_or_default();
                self.reaches.insert(format!("#[{name}]"));
                self.tokens.push(format!("#[{name}]"));
                self.add(body, &mut String::new());
                continue;
            }
            self.flush(lines);
            match tree {
                TokenTree::Group(group) => {
                    let (open, close) = match group.delimiter() {
                        Delimiter::Parenthesis => ("(", ")"),
                        Delimiter::Brace => ("{", "}"),
                        Delimiter::Bracket => ("[", "]"),
                        Delimiter::None => ("", ""),
                    };
                    self.tokens.push(open.to_owned());
                    self.add(group.stream(), &mut String::new());
                    self.tokens.push(close.to_owned());
                }
                TokenTree::Literal(_) => self.tokens.push(String::from("_")),
                TokenTree::Ident(ident) => {
                    let name = ident.to_string();
                    let is_macro = matches!(trees.get(index + 1), Some(TokenTree::Punct(mark)) if mark.as_char() == '!')
                        && matches!(trees.get(index + 2), Some(TokenTree::Group(_)));
                    if is_macro {
                        self.reaches.insert(format!("{name}!"));
                    }
                    if ["unsafe", "extern", "asm", "macro_rules"].contains(&name.as_str()) {
                        self.reaches.insert(name.clone());
                    }
                    let outside = matches!(name.as_str(), "std" | "core" | "alloc");
                    if let (true, Some(TokenTree::Ident(next))) = (outside, trees.get(index + 3)) {
                        self.reaches.insert(format!("{name}::{next}"));
                    }
                    self.tokens.push(name);
                }
                TokenTree::Punct(mark) => self.tokens.push(mark.to_string()),
            }
            index += 1;
        }
        self.flush(lines);
    }

    fn flush(&mut self, lines: &mut String) {
        if !lines.is_empty() {
            self.documentation.push(std::mem::take(lines));
        }
    }
}

/// An attribute at the start: how many tokens it has, and what stands in its brackets.
fn attribute(trees: &[TokenTree]) -> Option<(usize, TokenStream)> {
    let is = |index: usize, mark: char| matches!(trees.get(index), Some(TokenTree::Punct(it)) if it.as_char() == mark);
    let after = if is(0, '#') && is(1, '!') { 2 } else { 1 };
    match trees.get(after) {
        Some(TokenTree::Group(group)) if is(0, '#') && group.delimiter() == Delimiter::Bracket => {
            Some((after + 1, group.stream()))
        }
        _ => None,
    }
}

/// The text of `doc = "…"`.
fn documentation(body: &TokenStream) -> Option<String> {
    let mut trees = body.clone().into_iter();
    let is_doc = matches!(trees.next(), Some(TokenTree::Ident(ident)) if ident == "doc");
    let is_set = matches!(trees.next(), Some(TokenTree::Punct(mark)) if mark.as_char() == '=');
    let Some(TokenTree::Literal(literal)) = trees.next() else { return None };
    let alone = trees.next().is_none();
    let text: syn::LitStr = syn::parse_str(&literal.to_string()).ok()?;
    (is_doc && is_set && alone).then(|| text.value())
}

fn path(body: &TokenStream) -> Option<String> {
    match body.clone().into_iter().next()? {
        TokenTree::Ident(ident) => Some(ident.to_string()),
        other => Some(other.to_string()),
    }
}

//! Tokens to text, item by item.
//!
//! Takes a [`RustFile`]; gives its text as `prettyplease` prints it, a blank line between items. Promises that the text
//! parses. Never runs `rustfmt` and never changes what the tokens mean. Home of `syn` and `prettyplease`.

use crate::emit::RustFile;
use proc_macro2::TokenStream;

/// Tokens that are no Rust: a fault of the emitter, never of the input.
#[derive(Debug, Clone)]
pub struct Unparsable {
    /// The file that was to be made.
    pub path: String,
    /// What the parser says.
    pub reason: String,
}

/// The text of a file.
///
/// # Errors
/// When an item does not parse.
pub fn format(file: &RustFile) -> Result<String, Unparsable> {
    let unparsable = |error: syn::Error| Unparsable { path: file.path.clone(), reason: error.to_string() };
    let mut text = unparse(file.inner.clone()).map_err(unparsable)?;
    for item in &file.items {
        let item = unparse(item.clone()).map_err(unparsable)?;
        if item.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&item);
    }
    Ok(text)
}

fn unparse(tokens: TokenStream) -> syn::Result<String> {
    if tokens.is_empty() {
        return Ok(String::new());
    }
    Ok(prettyplease::unparse(&syn::parse2(tokens)?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use quote::quote;

    #[test]
    fn items_are_parted_by_a_blank_line_and_docs_become_comments() {
        let file = RustFile {
            path: "src/lib.rs".into(),
            inner: quote!(#![doc = " Opens."]),
            items: vec![
                quote!(
                    use a::b;
                    use c;
                ),
                quote!(
                    #[doc = " A type."]
                    pub struct A;
                ),
            ],
        };
        assert_eq!(format(&file).unwrap(), "//! Opens.\n\nuse a::b;\nuse c;\n\n/// A type.\npub struct A;\n");
    }

    #[test]
    fn tokens_that_are_no_rust_are_told() {
        let file = RustFile { path: "src/lib.rs".into(), inner: quote!(), items: vec![quote!(struct 1;)] };
        assert_eq!(format(&file).unwrap_err().path, "src/lib.rs");
    }
}

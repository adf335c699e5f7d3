//! Tokens to text, item by item.
//!
//! Takes a [`RustFile`]; gives its text as `prettyplease` prints it, a blank line between items. Promises that the text
//! parses. Never runs `rustfmt` and never changes what the tokens mean. Home of `syn` and `prettyplease`.

use crate::emit::RustFile;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::{Attribute, File, Item, Visibility};

/// Tokens that are no Rust: a fault of the emitter, never of the input.
#[derive(Debug, Clone)]
pub struct Unparsable {
    /// The file that was to be made.
    pub path: String,
    /// The place of the item in the file's list; `None` for its inner attributes.
    pub item: Option<usize>,
    /// What the parser says.
    pub reason: String,
}

/// The text of a file.
///
/// # Errors
/// When an item does not parse.
pub fn format(file: RustFile) -> Result<String, Unparsable> {
    let RustFile { path, inner, items } = file;
    let unparsable = |item: Option<usize>| {
        let path = path.clone();
        move |error: syn::Error| Unparsable { path, item, reason: error.to_string() }
    };
    let inner = syn::parse2::<File>(inner).map_err(unparsable(None))?;
    let mut text = String::new();
    for attribute in inner.attrs {
        text.push_str(unparse(vec![attribute], Vec::new()).trim_end());
        text.push('\n');
    }
    let mut before = Kind::Start;
    // Each stream is given away: tokens that someone else holds as well are copied at every level.
    for (index, stream) in items.into_iter().enumerate() {
        for item in syn::parse2::<File>(stream).map_err(unparsable(Some(index)))?.items {
            let kind = Kind::of(&item);
            let together = kind == before && kind != Kind::Block;
            if !text.is_empty() && !together {
                text.push('\n');
            }
            let item = unparse(Vec::new(), vec![item]);
            if kind == Kind::Block {
                part_members(&item, &mut text)
            } else {
                text.push_str(&item)
            }
            before = kind;
        }
    }
    Ok(text)
}

/// How an item begins, up to its first group: enough to find it by.
pub fn beginning(item: TokenStream) -> String {
    let is_attribute = |token: &TokenTree| match token {
        TokenTree::Punct(punct) => punct.as_char() == '#',
        TokenTree::Group(group) => group.delimiter() == Delimiter::Bracket,
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    };
    let words = item.into_iter().skip_while(is_attribute).take_while(|token| !matches!(token, TokenTree::Group(_)));
    words.take(WORDS).collect::<TokenStream>().to_string()
}

/// Tokens of an item that are shown where it does not parse.
const WORDS: usize = 16;

/// What an item is to the blank line before it: items of one line stand together with their like.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Start,
    Use,
    PublicUse,
    Module,
    Constant,
    Macro,
    Block,
}

impl Kind {
    fn of(item: &Item) -> Self {
        match item {
            Item::Use(item) if matches!(item.vis, Visibility::Inherited) => Self::Use,
            Item::Use(_) => Self::PublicUse,
            Item::Mod(item) if item.content.is_none() => Self::Module,
            Item::Const(_) | Item::Static(_) => Self::Constant,
            Item::Macro(_) => Self::Macro,
            _ => Self::Block,
        }
    }
}

fn unparse(attrs: Vec<Attribute>, items: Vec<Item>) -> String {
    prettyplease::unparse(&File { shebang: None, frontmatter: None, attrs, items })
}

/// Adds an item whose members are parted by blank lines, where one that ends with a brace of its own is followed by another.
fn part_members(item: &str, text: &mut String) {
    let mut after_member = false;
    for line in item.lines() {
        if after_member && line != "}" {
            text.push('\n');
        }
        text.push_str(line);
        text.push('\n');
        after_member = line == "    }";
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
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
        assert_eq!(format(file).unwrap(), "//! Opens.\n\nuse a::b;\nuse c;\n\n/// A type.\npub struct A;\n");
    }

    #[test]
    fn members_and_inner_attributes_stand_apart() {
        let file = RustFile {
            path: "src/lib.rs".into(),
            inner: quote!(#![forbid(unsafe_code)] #![warn(missing_docs)]),
            items: vec![quote!(impl A { fn a() { b() } fn c() {} } const D: u8 = 1; const E: u8 = 2;)],
        };
        let expected = "#![forbid(unsafe_code)]\n#![warn(missing_docs)]\n\nimpl A {\n    fn a() {\n        b()\n    }\n\n    fn c() {}\n}\n\nconst D: u8 = 1;\nconst E: u8 = 2;\n";
        assert_eq!(format(file).unwrap(), expected);
    }

    #[test]
    fn tokens_that_are_no_rust_are_told() {
        let file = RustFile { path: "src/lib.rs".into(), inner: quote!(), items: vec![quote!(struct 1;)] };
        let fault = format(file).unwrap_err();
        assert_eq!((fault.path.as_str(), fault.item), ("src/lib.rs", Some(0)));
    }

    #[test]
    fn an_item_is_named_by_how_it_begins() {
        let item = quote!(
            #[doc = " A."]
            #[derive(Debug)]
            pub struct A<T> { a: T, 1 }
        );
        assert_eq!(beginning(item), "pub struct A < T >");
    }

    #[test]
    fn one_of_everything_parses() {
        for file in crate::emit::types::tests::one_of_everything() {
            format(file).unwrap();
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_only_documentation(text in "\\PC{0,40}|(?s).{0,40}") {
            let docs = crate::ir::Docs { description: Some(text), ..crate::ir::Docs::default() };
            let attributes = crate::emit::docs::Text::of(&docs).outer();
            let file = RustFile { path: "a.rs".into(), inner: quote!(), items: vec![quote!(#attributes struct A;)] };
            let printed = format(file).unwrap();
            proptest::prop_assert!(printed.lines().all(|line| line.starts_with("///") || line == "struct A;"), "{}", printed);
            let again = syn::parse_file(&printed).unwrap();
            let [Item::Struct(item)] = again.items.as_slice() else { panic!("not one item: {printed}") };
            let said: Vec<_> = item.attrs.iter().map(|attribute| quote!(#attribute).to_string()).collect();
            let meant: Vec<_> = attributes.to_string().split("# [doc").skip(1).map(|rest| format!("# [doc{}", rest.trim_end())).collect();
            proptest::prop_assert_eq!(said, meant);
        }
    }
}

//! `src/xml.rs`: how types stand in XML.
//!
//! Takes the api's table; gives one constant for each entry, which the runtime reads and writes documents by. Only what bodies in
//! XML hold is in it.

use super::path::ident;
use crate::emit::RustFile;
use crate::emit::docs::{self, Text};
use crate::ir::{Api, XmlAbsence, XmlContent, XmlEntry, XmlField, XmlNode, XmlNodeType};
use proc_macro2::TokenStream;
use quote::quote;

/// The file, where some body is in XML.
pub(super) fn file(api: &Api) -> Option<RustFile> {
    if api.xml.is_empty() {
        return None;
    }
    let mut text = Text::default();
    text.own(
        "How types stand in XML: the roots of documents, which read and write them, and what they hold.".to_owned(),
    );
    let fields = api.xml.iter().any(|entry| has_fields(&entry.node));
    let imports = if fields {
        quote!(
            use crate::runtime::xml::{Content, Field, Node};
        )
    } else {
        quote!(
            use crate::runtime::xml::{Content, Node};
        )
    };
    let mut items = vec![imports];
    items.extend(api.xml.iter().map(|entry| constant(api, entry)));
    Some(RustFile { path: "src/xml.rs".to_owned(), inner: text.inner(), items })
}

fn constant(api: &Api, entry: &XmlEntry) -> TokenStream {
    let mut text = Text::default();
    text.own(match &entry.node.name {
        Some(name) => docs::code(name),
        None => "Without a name of its own.".to_owned(),
    });
    let (docs, name) = (text.outer(), ident(entry.name.as_str()));
    let node = node(api, &entry.node);
    quote!(#docs pub static #name: Node = #node;)
}

fn has_fields(node: &XmlNode) -> bool {
    match &node.content {
        XmlContent::Object { fields, rest } => !fields.is_empty() || rest.as_deref().is_some_and(has_fields),
        XmlContent::List(item) => has_fields(item),
        XmlContent::Tuple(nodes) | XmlContent::Union(nodes) => nodes.iter().any(has_fields),
        XmlContent::Text
        | XmlContent::Token
        | XmlContent::Boolean
        | XmlContent::Number
        | XmlContent::Null
        | XmlContent::Any
        | XmlContent::Shared(_) => false,
    }
}

fn node(api: &Api, it: &XmlNode) -> TokenStream {
    let node_type = ident(match it.node_type {
        XmlNodeType::Element => "element",
        XmlNodeType::Attribute => "attribute",
        XmlNodeType::Text => "text",
        XmlNodeType::Cdata => "cdata",
        XmlNodeType::None => "none",
    });
    let content = content(api, &it.content);
    let name = it.name.iter().map(|name| quote!(.named(#name)));
    let namespace = it.namespace.iter().map(|namespace| quote!(.in_namespace(#namespace)));
    let prefix = it.prefix.iter().map(|prefix| quote!(.prefixed(#prefix)));
    quote!(Node::#node_type(#content) #(#name)* #(#namespace)* #(#prefix)*)
}

fn content(api: &Api, it: &XmlContent) -> TokenStream {
    match it {
        XmlContent::Text => quote!(Content::Text),
        XmlContent::Token => quote!(Content::Token),
        XmlContent::Boolean => quote!(Content::Boolean),
        XmlContent::Number => quote!(Content::Number),
        XmlContent::Null => quote!(Content::Null),
        XmlContent::Any => quote!(Content::Any),
        XmlContent::List(item) => {
            let item = node(api, item);
            quote!(Content::List(&#item))
        }
        XmlContent::Tuple(nodes) => {
            let nodes = nodes.iter().map(|it| node(api, it));
            quote!(Content::Tuple(&[#(#nodes),*]))
        }
        XmlContent::Object { fields, rest } => {
            let fields = fields.iter().map(|it| field(api, it));
            let rest = match rest {
                Some(rest) => {
                    let rest = node(api, rest);
                    quote!(Some(&#rest))
                }
                None => quote!(None),
            };
            quote!(Content::Object(&[#(#fields),*], #rest))
        }
        XmlContent::Union(nodes) => {
            let nodes = nodes.iter().map(|it| node(api, it));
            quote!(Content::Union(&[#(#nodes),*]))
        }
        XmlContent::Shared(id) => match api.xml.get(*id) {
            Some(entry) => {
                let name = ident(entry.name.as_str());
                quote!(Content::Of(&#name))
            }
            None => quote!(Content::Any),
        },
    }
}

fn field(api: &Api, it: &XmlField) -> TokenStream {
    let absence = ident(match it.absence {
        XmlAbsence::Allowed => "optional",
        XmlAbsence::Fault => "required",
        XmlAbsence::Null => "or_null",
        XmlAbsence::EmptyList => "or_empty",
    });
    let (key, node) = (&it.key, node(api, &it.node));
    quote!(Field::#absence(#key, #node))
}

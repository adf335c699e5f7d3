//! `headers`: the headers that responses document, typed.
//!
//! A structure for each set of headers; operations only name it, so that those who read no headers pay nothing.

use super::names::{feature, ident};
use crate::emit::RustFile;
use crate::emit::docs::{self, Text, code};
use crate::emit::types::TypePaths;
use crate::ir::{
    Api, Codec, HeaderSet, Operation, ParameterFormat, ParameterPresence, Reach, ResponseHeader, Shape, StatusPattern,
    Type,
};
use proc_macro2::TokenStream;
use quote::quote;

/// `pub mod headers;`, where there are some.
pub fn module(api: &Api) -> Option<TokenStream> {
    (!api.headers.is_empty()).then(|| {
        quote!(
            pub mod headers;
        )
    })
}

/// `headers.rs`
pub fn file(api: &Api) -> Option<RustFile> {
    if api.headers.is_empty() {
        return None;
    }
    let presences = [(ParameterPresence::Optional, quote!(optional)), (ParameterPresence::Required, quote!(required))];
    let used = presences.iter().filter(|(presence, _)| api.headers.iter().any(|set| has(set, *presence)));
    let used = used.map(|(_, reader)| reader);
    let gated = api.headers.iter().any(|set| gate(api, set).is_some());
    let unused =
        gated.then(|| quote!(#[allow(unused_imports, reason = "the groups that read headers may be switched off")]));
    let mut items = vec![quote! {
        #unused
        use crate::runtime::header::{#(#used),*};
        #unused
        use crate::runtime::{HeaderError, HeaderFormat};
        #unused
        use http::HeaderMap;
    }];
    items.extend(api.headers.iter().map(|set| structure(api, set)));
    let inner = quote!(#![doc = " The headers that responses document, typed; read from those of a [`Response`](crate::Response)."]);
    Some(RustFile { path: "src/headers.rs".to_owned(), inner, items })
}

fn has(set: &HeaderSet, presence: ParameterPresence) -> bool {
    set.headers.iter().any(|header| header.presence == presence)
}

/// The feature of the only group that documents them, which their types may need.
fn gate(api: &Api, set: &HeaderSet) -> Option<TokenStream> {
    let Reach::Group(index) = set.reach else { return None };
    let feature = feature(api, api.groups.get(index)?)?;
    Some(quote!(#[cfg(feature = #feature)]))
}

fn structure(api: &Api, set: &HeaderSet) -> TokenStream {
    let gate = gate(api, set);
    let name = ident(&set.name);
    let mut of: Vec<String> =
        set.responses.iter().map(|(id, status)| format!("{} {}", code(id), word(*status))).collect();
    let more = of.len().saturating_sub(MOST);
    of.truncate(MOST);
    let more = if more == 0 { String::new() } else { format!(" and {more} responses more") };
    let docs = docs::own(format!("Headers of {}{more}.", of.join(", ")));
    let types = TypePaths::outside(api);
    let fields = set.headers.iter().map(|header| {
        let mut text = Text::of(&header.docs);
        if text.is_empty() {
            text.own(code(&header.wire_name));
        }
        let (docs, field, ty) = (text.outer(), ident(&header.name), types.ty(&header.ty));
        match header.presence {
            ParameterPresence::Required => quote!(#docs pub #field: #ty,),
            ParameterPresence::Optional => quote!(#docs pub #field: Option<#ty>,),
        }
    });
    let reads = set.headers.iter().map(|header| {
        let (field, wire_name, format) = (ident(&header.name), header.wire_name.as_str(), format(api, header));
        let read = match header.presence {
            ParameterPresence::Required => quote!(required),
            ParameterPresence::Optional => quote!(optional),
        };
        quote!(#field: #read(headers, #wire_name, HeaderFormat::#format)?,)
    });
    quote! {
        #docs
        #gate
        #[derive(Debug, Clone, PartialEq)]
        pub struct #name { #(#fields)* }

        #gate
        impl #name {
            /// Reads them.
            ///
            /// # Errors
            /// When one is missing that is always sent, or is not of its type.
            #[inline]
            pub fn read(headers: &HeaderMap) -> Result<Self, HeaderError> {
                Ok(Self { #(#reads)* })
            }
        }
    }
}

/// More responses than this are counted, not named.
const MOST: usize = 8;

fn word(status: StatusPattern) -> String {
    match status {
        StatusPattern::Exact(status) => status.to_string(),
        StatusPattern::Class(class) => format!("{class}XX"),
        StatusPattern::Default => "default".to_owned(),
    }
}

fn format(api: &Api, header: &ResponseHeader) -> TokenStream {
    match header.format {
        ParameterFormat::Content(Codec::Json) => quote!(Json),
        // Any other content is one text.
        ParameterFormat::Content(_) => quote!(Text),
        ParameterFormat::Styled { explode, .. } => match shape(api, &header.ty, 0) {
            Written::Text => quote!(Text),
            Written::List => quote!(List),
            Written::Object if explode => quote!(ExplodedObject),
            Written::Object => quote!(Object),
        },
    }
}

/// How a type is written in style `simple`.
enum Written {
    Text,
    List,
    Object,
}

/// Newtypes of newtypes deeper than this are not followed.
const DEPTH: usize = 8;

fn shape(api: &Api, ty: &Type, depth: usize) -> Written {
    match ty {
        _ if depth > DEPTH => Written::Text,
        Type::List(_) | Type::Tuple(_) => Written::List,
        Type::Map(_) => Written::Object,
        Type::Nullable(inner) => shape(api, inner, depth + 1),
        Type::Defined(id) | Type::Boxed(id) => match &api.types.get(*id).shape {
            Shape::Structure(_) => Written::Object,
            Shape::Newtype(newtype) => shape(api, &newtype.ty, depth + 1),
            Shape::Enumeration(_) | Shape::Union(_) => Written::Text,
        },
        Type::Unit | Type::Scalar(_) | Type::External(_) | Type::Any => Written::Text,
    }
}

/// Which types the headers of an operation's responses have.
pub fn of_operation(api: &Api, operation: &Operation) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    for set in operation.responses.iter().filter_map(|response| api.headers.get(response.header_set?)) {
        if !names.contains(&set.name.as_str()) {
            names.push(set.name.as_str());
        }
    }
    let links: Vec<String> = names.iter().map(|name| format!("[`{name}`](crate::headers::{name})")).collect();
    (!links.is_empty()).then(|| format!("Headers of its responses: {}.", links.join(", ")))
}

//! One operation: its method, its marker, its setters and how it is sent and read.

use super::docs;
use super::names::ident;
use super::request;
use super::response;
use super::rust_type;
use super::scope::Scope;
use super::stream;
use crate::emit::docs::code;
use crate::ir::{Accept, Access, Anonymous, Api, Continuation, Operation, Pagination, Preference, Successes, Target};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

/// What an operation puts into its group's module.
pub struct Emitted {
    /// Its method.
    pub method: TokenStream,
    /// Its own items.
    pub items: Vec<TokenStream>,
}

/// One operation.
pub fn operation(api: &Api, operation: &Operation, scope: &Scope) -> Emitted {
    let marker = ident(&operation.items.marker);
    let request_line = match operation.target {
        Target::Server => match request::constant_query(operation) {
            query if query.is_empty() => format!("{} {}", operation.method, request::template(operation)),
            query => format!("{} {}?{query}", operation.method, request::template(operation)),
        },
        Target::Receiver(_) => format!("{} {}", operation.method, request::template(operation)).trim_end().to_owned(),
    };
    let responses = response::responses(api, operation, scope);
    let call = scope.runtime("Call");

    let method = {
        let docs = docs::operation(api, operation, &request_line);
        let name = ident(&operation.name);
        let (arguments, body) = request::method_parts(api, operation, scope);
        quote! {
            #docs
            #[inline]
            pub fn #name(&self, #(#arguments),*) -> #call<#marker> { #body }
        }
    };

    let marker_docs = docs::own(code(&request_line));
    let setters = request::setters(api, operation, scope);
    let route = route(api, operation, scope);
    let (operation_trait, route_type) = (scope.runtime("Operation"), scope.runtime("Route"));
    let (raw_response, read) = (scope.runtime("RawResponse"), scope.runtime("Read"));
    let response::Responses { output, error, declarations, arms, open, .. } = responses;
    let open = stream::open(&open, scope);
    let declaration = quote! {
        #marker_docs
        pub enum #marker {}
    };
    let implementation = quote! {
        impl #operation_trait for #marker {
            type Output = #output;
            type Error = #error;

            const ROUTE: #route_type = #route;

            #[inline]
            fn read(response: &#raw_response) -> #read<Self> {
                match response.status.as_u16() { #(#arms)* }
            }

            #open
        }
    };
    let in_parts = request::in_parts(operation).map(|media_type| {
        let in_parts = scope.runtime("InParts");
        quote!(impl #in_parts for #marker { const MEDIA_TYPE: &'static str = #media_type; })
    });
    let mut items = vec![declaration];
    items.extend((!setters.is_empty()).then(|| quote!(impl #call<#marker> { #(#setters)* })));
    items.extend(request::body_enum(api, operation, scope));
    items.extend(declarations);
    items.push(implementation);
    items.extend(in_parts);
    items.extend(streamed(api, operation, &marker, scope));
    items.extend(operation.pagination.as_deref().map(|it| paged(api, it, &marker, scope)));
    Emitted { method, items }
}

/// How the pages of an operation hang together.
fn paged(api: &Api, pagination: &Pagination, marker: &Ident, scope: &Scope) -> TokenStream {
    let (paged, paging) = (scope.runtime("Paged"), scope.runtime("Paging"));
    let item = rust_type::owned(api, &pagination.item);
    let items = &pagination.items;
    let items = quote!(&[#(#items),*]);
    let way = match &pagination.way {
        Continuation::Page { parameter, first } => {
            let first = Literal::u64_unsuffixed(*first);
            quote!(page(#parameter, #first, #items))
        }
        Continuation::Offset { parameter } => quote!(offset(#parameter, #items)),
        Continuation::Cursor { parameter, next } => quote!(cursor(#parameter, &[#(#next),*], #items)),
        Continuation::Last { parameter, at } => quote!(last(#parameter, &[#(#at),*], #items)),
        Continuation::Link => quote!(link(#items)),
        Continuation::Url { next } => quote!(url(&[#(#next),*], #items)),
    };
    let more = pagination.more.as_ref().map(|more| quote!(.more(&[#(#more),*])));
    quote! {
        impl #paged for #marker {
            type Item = #item;

            const PAGING: #paging = #paging::#way #more;
        }
    }
}

/// The items of an operation that answers by them or whole, as it is asked.
fn streamed(api: &Api, operation: &Operation, marker: &Ident, scope: &Scope) -> Option<TokenStream> {
    let (name, media) = operation.streamed()?;
    let (streamed, text) = (scope.runtime("Streamed"), media.media_type.as_str());
    let (items, name, variant) = (response::media_type(api, media, scope), ident(name), ident(&media.name));
    Some(quote! {
        impl #streamed for #marker {
            type Items = #items;

            const MEDIA_TYPE: &'static str = #text;

            fn items(output: Self::Output) -> Option<Self::Items> {
                match output {
                    #name::#variant(items) => Some(items),
                    _ => None,
                }
            }
        }
    })
}

fn route(api: &Api, operation: &Operation, scope: &Scope) -> TokenStream {
    let (method, path) = (operation.method.as_str(), request::template(operation));
    let route = scope.runtime("Route");
    let query = match request::constant_query(operation) {
        query if query.is_empty() => quote!(),
        query => quote!(.query(#query)),
    };
    let accept = match accept(operation) {
        accept if accept.is_empty() => quote!(),
        accept => quote!(.accept(#accept)),
    };
    let server = super::servers::route(api, operation).map(|url| quote!(.at(#url)));
    let access = match (&operation.target, &operation.access) {
        // A receiver gets no credentials of the client's.
        (Target::Receiver(_), _) | (_, Access::Open) => quote!(),
        (Target::Server, Access::Restricted { accepted, anonymous }) => {
            let names = accepted.iter().filter_map(|accepted| api.alternatives.get(accepted.alternative));
            let names = names.map(|alternative| ident(&alternative.constant));
            let setter = match anonymous {
                Anonymous::Allowed => quote!(optionally_secured),
                Anonymous::Refused => quote!(secured),
            };
            quote!(.#setter(&[#(crate::auth::#names),*]))
        }
    };
    let name = operation.name.bare();
    let successes = match &operation.successes {
        Successes::Any => quote!(.successes(&[])),
        // As of a route that says nothing.
        Successes::Listed(statuses) if *statuses == [200] => quote!(),
        Successes::Listed(statuses) => {
            let statuses = statuses.iter().copied().map(Literal::u16_unsuffixed);
            quote!(.successes(&[#(#statuses),*]))
        }
    };
    let key = operation.idempotency_key.as_ref().map(|name| quote!(.idempotency_key(#name)));
    quote!(#route::new(#name, #method, #path) #query #server #accept #successes #key #access)
}

/// The value of the header `Accept`.
fn accept(operation: &Operation) -> String {
    let one = |accept: &Accept| match accept.preference {
        Preference::First => accept.media_type.clone(),
        Preference::Second => format!("{};q=0.5", accept.media_type),
    };
    operation.accept.iter().map(one).collect::<Vec<_>>().join(", ")
}

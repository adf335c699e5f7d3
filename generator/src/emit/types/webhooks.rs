//! `src/webhooks.rs`: the events that an API sends to one URL, and how their signature is checked.

use super::path::{TypePaths, ident};
use crate::emit::RustFile;
use crate::emit::docs::{self, Text};
use crate::ir::{Api, SignatureBase, SignatureScheme, WebhookEvent, Webhooks};
use proc_macro2::TokenStream;
use quote::quote;

/// The file, where the description says how events are told apart.
pub(super) fn file(api: &Api) -> Option<RustFile> {
    let webhooks = api.webhooks.as_deref()?;
    let mut about = Text::default();
    about.own("Webhooks as they are sent: to one URL, each with what it is and with a signature.".to_owned());
    let declaration = declaration(api, webhooks);
    let types = declaration.to_string().contains("types ::").then(|| {
        quote!(
            use crate as types;
        )
    });
    let (scheme, names) = match &webhooks.signature {
        Some(_) => (
            Some(quote!(
                use crate::runtime::webhook::Scheme;
            )),
            quote!({UnfitKey, Verifier, WebhookError}),
        ),
        None => (None, quote!(WebhookError)),
    };
    let header = webhooks.header.as_ref().map(|_| {
        quote!(
            use crate::runtime::webhook::header;
        )
    });
    let text_at = webhooks.property.as_ref().map(|_| {
        quote!(
            use crate::runtime::webhook::text_at;
        )
    });
    let mut items = vec![quote! {
        #types
        use crate::runtime::json;
        #scheme
        #header
        #text_at
        pub use crate::runtime::webhook::#names;
    }];
    items.extend(webhooks.signature.as_ref().map(signature));
    items.push(declaration);
    items.push(implementation(webhooks));
    Some(RustFile { path: "src/webhooks.rs".to_owned(), inner: about.inner(), items })
}

fn signature(signature: &SignatureScheme) -> TokenStream {
    let SignatureScheme { base, prefix, base64, signed, timestamp, id, tolerance } = signature;
    let base = match base {
        SignatureBase::StandardWebhooks => quote!(standard_webhooks()),
        SignatureBase::Fields(name) => quote!(timestamped(#name)),
        SignatureBase::Header(name) => quote!(hmac_sha256(#name)),
    };
    let base64 = base64.then(|| quote!(.base64()));
    let set = |name: &str, value: &Option<String>| {
        let name = ident(name);
        value.as_ref().map(|value| quote!(.#name(#value)))
    };
    let (prefix, signed) = (set("prefix", prefix), set("signed", signed));
    let (timestamp, id) = (set("timestamp", timestamp), set("id", id));
    let tolerance = tolerance.map(|seconds| {
        let seconds = proc_macro2::Literal::u64_unsuffixed(seconds);
        quote!(.tolerance(#seconds))
    });
    quote! {
        /// How requests are signed; [`Verifier::new`] takes it with the key.
        pub const SIGNATURE: Scheme = Scheme::#base #prefix #base64 #signed #timestamp #id #tolerance;
    }
}

fn declaration(api: &Api, webhooks: &Webhooks) -> TokenStream {
    let paths = TypePaths::outside(api);
    let variants = webhooks.events.iter().map(|event| {
        let mut text = Text::default();
        text.own(docs::code(&event.webhook));
        let (docs, name) = (text.outer(), ident(event.name.as_str()));
        let body = event.body.as_ref().map(|ty| {
            let ty = paths.ty(ty);
            quote!((Box<#ty>))
        });
        quote!(#docs #name #body)
    });
    let unknown = ident(webhooks.unknown.as_str());
    quote! {
        /// An event that the API has sent.
        #[derive(Debug, Clone)]
        #[non_exhaustive]
        pub enum WebhookEvent {
            #(#variants,)*
            /// An event that the description does not have.
            #unknown {
                /// The event's name as it was sent: that of the body where both header and body have one.
                name: Option<String>,
                /// Its body.
                body: serde_json::Value,
            },
        }
    }
}

fn implementation(webhooks: &Webhooks) -> TokenStream {
    let receive = webhooks.signature.is_some().then(|| {
        quote! {
            /// Reads a request, with its headers and its body as it came, once its signature is found right.
            ///
            /// # Errors
            /// When it is not signed as [`SIGNATURE`] has it with the key of `verifier`, was sent too long ago, or its body is not what is documented.
            pub fn receive(verifier: &Verifier, headers: &http::HeaderMap, body: &[u8]) -> Result<Self, WebhookError> {
                verifier.verify(headers, body)?;
                Self::read(headers, body)
            }
        }
    });
    let said_by_header = webhooks.header.as_ref().map(|name| quote!(let name = header(headers, #name);));
    let said_by_body = webhooks.property.as_ref().map(|keys| quote!(let kind = text_at(body, &[#(#keys),*]);));
    let headers = ident(if webhooks.header.is_some() { "headers" } else { "_headers" });
    let (subject, last) = match (&webhooks.header, &webhooks.property) {
        (Some(_), Some(_)) => (quote!((name, kind.as_deref())), quote!(kind.or(name.map(str::to_owned)))),
        (Some(_), None) => (quote!(name), quote!(name.map(str::to_owned))),
        (None, _) => (quote!(kind.as_deref()), quote!(kind)),
    };
    let arms = webhooks.events.iter().map(|event| arm(webhooks, event));
    let unknown = ident(webhooks.unknown.as_str());
    quote! {
        impl WebhookEvent {
            #receive

            /// Reads a request without asking who has sent it.
            ///
            /// # Errors
            /// When its body is not what is documented.
            pub fn read(#headers: &http::HeaderMap, body: &[u8]) -> Result<Self, WebhookError> {
                #said_by_header
                #said_by_body
                Ok(match #subject {
                    #(#arms)*
                    _ => Self::#unknown { body: json::decode(body)?, name: #last },
                })
            }
        }
    }
}

fn arm(webhooks: &Webhooks, event: &WebhookEvent) -> TokenStream {
    let sign = |sign: &Option<String>| match sign {
        Some(text) => quote!(Some(#text)),
        None => quote!(_),
    };
    let (header, property) = (sign(&event.header), sign(&event.property));
    let pattern = match (&webhooks.header, &webhooks.property) {
        (Some(_), Some(_)) => quote!((#header, #property)),
        (Some(_), None) => header,
        (None, _) => property,
    };
    let name = ident(event.name.as_str());
    let value: Option<TokenStream> = event.body.as_ref().map(|_| quote!((Box::new(json::decode(body)?))));
    quote!(#pattern => Self::#name #value,)
}

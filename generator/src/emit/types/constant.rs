//! Constants of a document as Rust.

use crate::ir::Literal;
use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;

/// A whole number.
pub(super) fn integer(number: i128) -> TokenStream {
    let digits = Token::u128_unsuffixed(number.unsigned_abs());
    if number < 0 { quote!(-#digits) } else { quote!(#digits) }
}

/// A finite number; zero if it is not.
pub(super) fn number(number: f64) -> TokenStream {
    let digits = Token::f64_unsuffixed(if number.is_finite() { number.abs() } else { 0.0 });
    if number < 0.0 { quote!(-#digits) } else { quote!(#digits) }
}

/// A `runtime::Constant`.
pub(super) fn constant(literal: &Literal) -> TokenStream {
    constant_at(literal, &quote!(runtime))
}

/// A `Constant` of the runtime at that path.
pub(super) fn constant_at(literal: &Literal, runtime: &TokenStream) -> TokenStream {
    let json = |text: &str| quote!(#runtime::Constant::Json(#text));
    match literal {
        Literal::Null => quote!(#runtime::Constant::Null),
        Literal::Boolean(value) => quote!(#runtime::Constant::Boolean(#value)),
        Literal::Integer(value) => match i64::try_from(*value) {
            Ok(value) => {
                let value = integer(value.into());
                quote!(#runtime::Constant::Integer(#value))
            }
            Err(_) => json(&value.to_string()),
        },
        Literal::Number(text) => match text.parse().ok().filter(|value: &f64| value.is_finite()) {
            Some(value) => {
                let value = number(value);
                quote!(#runtime::Constant::Number(#value))
            }
            None => json(text),
        },
        Literal::String(text) => quote!(#runtime::Constant::Text(#text)),
        Literal::Json(text) => json(&text.0),
    }
}

/// A constant as the document writes it.
pub(super) fn shown(literal: &Literal) -> String {
    match literal {
        Literal::Null => "null".to_owned(),
        Literal::Boolean(value) => value.to_string(),
        Literal::Integer(value) => value.to_string(),
        Literal::Number(text) | Literal::String(text) => text.to_string(),
        Literal::Json(text) => text.0.to_string(),
    }
}

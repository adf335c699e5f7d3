//! Constants of a document as Rust.

use crate::ir::Literal;
use proc_macro2::{Literal as Token, TokenStream, TokenTree};
use quote::quote;
use std::f64::consts;

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

/// Lets an item or statement hold a number of the document that is near to a constant of mathematics, where one is.
pub fn allow_near(tokens: &TokenStream) -> Option<TokenStream> {
    is_near(tokens).then(|| quote!(#[allow(clippy::approx_constant, reason = "the number is the vendor's")]))
}

/// Whether a fraction in the tokens is near to a constant.
fn is_near(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Group(group) => is_near(&group.stream()),
        TokenTree::Literal(literal) => {
            let text = literal.to_string();
            let fraction = text.parse::<f64>().ok().filter(|_| text.contains('.'));
            fraction.is_some_and(|number| KNOWN.iter().any(|known| (number / known - 1.0).abs() < 0.001))
        }
        TokenTree::Ident(_) | TokenTree::Punct(_) => false,
    })
}

/// The constants that Clippy knows.
const KNOWN: [f64; 21] = [
    consts::E,
    consts::FRAC_1_PI,
    consts::FRAC_1_SQRT_2,
    consts::FRAC_2_PI,
    consts::FRAC_2_SQRT_PI,
    consts::FRAC_PI_2,
    consts::FRAC_PI_3,
    consts::FRAC_PI_4,
    consts::FRAC_PI_6,
    consts::FRAC_PI_8,
    consts::LN_2,
    consts::LN_10,
    consts::LOG10_2,
    consts::LOG10_E,
    consts::LOG2_10,
    consts::LOG2_E,
    consts::PI,
    consts::SQRT_2,
    consts::TAU,
    // The golden ratio and Euler's constant, which the oldest Rust that builds this has no names for.
    1.618_033_988_749_895,
    0.577_215_664_901_532_9,
];

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

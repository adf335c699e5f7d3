//! Constraints as the `types` runtime's rules.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::{Bound, Constraints};

/// Each constraint as a rule. A pattern is a rule only where the types are made with patterns, so it is left to documentation.
pub fn rules(constraints: &Constraints) -> Vec<TokenStream> {
    let Constraints {
        minimum,
        maximum,
        multiple_of,
        min_length,
        max_length,
        pattern: _,
        min_items,
        max_items,
        unique_items,
        min_properties,
        max_properties,
        items,
    } = constraints;
    let bound = |rule: TokenStream, exclusive: TokenStream, bound: &Option<Bound>| {
        let Bound { value, exclusive: excluded } = bound.as_ref()?;
        let rule = if *excluded { exclusive } else { rule };
        let value = number(value)?;
        Some(quote!(types::runtime::Rule::#rule(#value)))
    };
    let count = |rule: TokenStream, count: &Option<u64>| {
        let count = Literal::u64_unsuffixed(u32::try_from((*count)?).ok()?.into());
        Some(quote!(types::runtime::Rule::#rule(#count)))
    };
    let each = items.as_deref().map(rules).filter(|rules| !rules.is_empty());
    [
        bound(quote!(Minimum), quote!(ExclusiveMinimum), minimum),
        bound(quote!(Maximum), quote!(ExclusiveMaximum), maximum),
        multiple_of.as_deref().and_then(number).map(|step| quote!(types::runtime::Rule::MultipleOf(#step))),
        count(quote!(MinLength), min_length),
        count(quote!(MaxLength), max_length),
        count(quote!(MinItems), min_items),
        count(quote!(MaxItems), max_items),
        unique_items.then(|| quote!(types::runtime::Rule::UniqueItems)),
        count(quote!(MinProperties), min_properties),
        count(quote!(MaxProperties), max_properties),
        each.map(|rules| quote!(types::runtime::Rule::Each(&[#(#rules),*]))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn number(text: &str) -> Option<TokenStream> {
    if let Ok(whole) = text.parse::<i128>() {
        let whole = Literal::i128_unsuffixed(whole);
        return Some(quote!(types::runtime::Bound::Integer(#whole)));
    }
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite())?;
    let number = Literal::f64_unsuffixed(number);
    Some(quote!(types::runtime::Bound::Number(#number)))
}

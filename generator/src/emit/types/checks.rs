//! Rules and checks as the runtime's tables.

use super::constant;
use crate::ir::{Bound, Check, Constraints, JsonType};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The rules as the elements of a `&[Rule]`; `runtime` is the path of the types crate's runtime.
pub fn rules(constraints: &Constraints, runtime: &TokenStream) -> Vec<TokenStream> {
    let mut rules = Vec::new();
    let bounds = [
        (&constraints.minimum, quote!(Minimum), quote!(ExclusiveMinimum)),
        (&constraints.maximum, quote!(Maximum), quote!(ExclusiveMaximum)),
    ];
    for (bound, inclusive, exclusive) in bounds {
        if let Some(Bound { value, exclusive: is_exclusive }) = bound {
            let rule = if *is_exclusive { exclusive } else { inclusive };
            rules.extend(number(value, runtime).map(|bound| quote!(#runtime::Rule::#rule(#bound))));
        }
    }
    if let Some(step) = &constraints.multiple_of {
        rules.extend(number(step, runtime).map(|bound| quote!(#runtime::Rule::MultipleOf(#bound))));
    }
    let mut count = |limit: Option<u64>, rule: TokenStream| {
        if let Some(limit) = limit {
            let limit = Literal::u32_unsuffixed(u32::try_from(limit).unwrap_or(u32::MAX));
            rules.push(quote!(#runtime::Rule::#rule(#limit)));
        }
    };
    count(constraints.min_length.filter(|least| *least > 0), quote!(MinLength));
    count(constraints.max_length, quote!(MaxLength));
    count(constraints.min_items.filter(|least| *least > 0), quote!(MinItems));
    count(constraints.max_items, quote!(MaxItems));
    count(constraints.min_properties.filter(|least| *least > 0), quote!(MinProperties));
    count(constraints.max_properties, quote!(MaxProperties));
    if let Some(pattern) = &constraints.pattern {
        rules.push(quote!(#runtime::Rule::Pattern(#pattern)));
    }
    if constraints.unique_items {
        rules.push(quote!(#runtime::Rule::UniqueItems));
    }
    if !constraints.checks.is_empty() {
        let checks = checks(&constraints.checks, runtime);
        rules.push(quote!(#runtime::Rule::Holds(&[#(#checks),*])));
    }
    if let Some(items) = &constraints.items {
        let each = self::rules(items, runtime);
        if !each.is_empty() {
            rules.push(quote!(#runtime::Rule::Each(&[#(#each),*])));
        }
    }
    rules
}

/// A number exactly as written if it is whole, as near as `f64` comes otherwise.
fn number(text: &str, runtime: &TokenStream) -> Option<TokenStream> {
    if let Ok(whole) = text.parse() {
        let whole = constant::integer(whole);
        return Some(quote!(#runtime::Bound::Integer(#whole)));
    }
    let near: f64 = text.parse().ok().filter(|near: &f64| near.is_finite())?;
    let near = constant::number(near);
    Some(quote!(#runtime::Bound::Number(#near)))
}

/// The elements of a `&[Check]`; `runtime` is the path of the types crate's runtime.
pub(super) fn checks(checks: &[Check], runtime: &TokenStream) -> Vec<TokenStream> {
    checks.iter().map(|check| self::check(check, runtime)).collect()
}

/// The name of a JSON type in the runtime.
pub(super) fn kind(kind: JsonType) -> TokenStream {
    match kind {
        JsonType::Null => quote!(Null),
        JsonType::Boolean => quote!(Boolean),
        JsonType::Integer => quote!(Integer),
        JsonType::Number => quote!(Number),
        JsonType::String => quote!(String),
        JsonType::Array => quote!(Array),
        JsonType::Object => quote!(Object),
    }
}

fn check(check: &Check, runtime: &TokenStream) -> TokenStream {
    let inner = |list: &[Check]| {
        let list = checks(list, runtime);
        quote!(&[#(#list),*])
    };
    let branches = |list: &[Vec<Check>]| {
        let list = list.iter().map(|branch| inner(branch));
        quote!(&[#(#list),*])
    };
    let count = |number: usize| Literal::usize_unsuffixed(number);
    let said = match check {
        Check::Never => quote!(Never),
        Check::Type(kinds) => {
            let kinds = kinds.iter().map(|one| {
                let one = kind(*one);
                quote!(#runtime::Kind::#one)
            });
            quote!(Type(&[#(#kinds),*]))
        }
        Check::Enum(values) => {
            let values = values.iter().map(|value| constant::constant_at(value, runtime));
            quote!(Enum(&[#(#values),*]))
        }
        Check::Rules(constraints) => {
            let rules = rules(constraints, runtime);
            quote!(Rules(&[#(#rules),*]))
        }
        Check::Required(names) => quote!(Required(&[#(#names),*])),
        Check::Property(name, checks) => {
            let checks = inner(checks);
            quote!(Property(#name, #checks))
        }
        Check::PatternProperty(pattern, checks) => {
            let checks = inner(checks);
            quote!(PatternProperty(#pattern, #checks))
        }
        Check::AdditionalProperties { names, patterns, checks } => {
            let checks = inner(checks);
            quote!(AdditionalProperties(&[#(#names),*], &[#(#patterns),*], #checks))
        }
        Check::PropertyNames(checks) => {
            let checks = inner(checks);
            quote!(PropertyNames(#checks))
        }
        Check::DependentRequired(key, names) => quote!(DependentRequired(#key, &[#(#names),*])),
        Check::DependentSchemas(key, checks) => {
            let checks = inner(checks);
            quote!(DependentSchemas(#key, #checks))
        }
        Check::PrefixItem(index, checks) => {
            let (index, checks) = (count(*index), inner(checks));
            quote!(PrefixItem(#index, #checks))
        }
        Check::Items(from, checks) => {
            let (from, checks) = (count(*from), inner(checks));
            quote!(Items(#from, #checks))
        }
        Check::Contains { least, most, checks } => {
            let limit = |count: u64| Literal::u32_unsuffixed(u32::try_from(count).unwrap_or(u32::MAX));
            let (least, checks) = (limit(*least), inner(checks));
            let most = most.map_or_else(
                || quote!(usize::MAX),
                |most| {
                    let most = limit(most);
                    quote!(#most)
                },
            );
            quote!(Contains(#least, #most, #checks))
        }
        Check::AllOf(checks) => {
            let checks = inner(checks);
            quote!(AllOf(#checks))
        }
        Check::AnyOf(list) => {
            let list = branches(list);
            quote!(AnyOf(#list))
        }
        Check::OneOf(list) => {
            let list = branches(list);
            quote!(OneOf(#list))
        }
        Check::Not(checks) => {
            let checks = inner(checks);
            quote!(Not(#checks))
        }
        Check::If(condition, then, otherwise) => {
            let (condition, then, otherwise) = (inner(condition), inner(then), inner(otherwise));
            quote!(If(#condition, #then, #otherwise))
        }
        Check::UnevaluatedProperties(checks) => {
            let checks = inner(checks);
            quote!(UnevaluatedProperties(#checks))
        }
        Check::UnevaluatedItems(checks) => {
            let checks = inner(checks);
            quote!(UnevaluatedItems(#checks))
        }
    };
    quote!(#runtime::Check::#said)
}

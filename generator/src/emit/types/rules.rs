//! What instances must satisfy, as the runtime's rules.
//!
//! Gives the rules of [`Constraints`] as data, and for each definition that requests carry its `Validate`. A type has rules if it
//! states some or if one within it does.

use super::checks::{self, rules};
use super::constant;
use super::path::ident;
use crate::ir::{Additional, Api, Bounds, Constraints, Definition, Payload, Shape, Structure, Type, TypeId, Union};
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeSet;

/// Which definitions have rules to check.
pub(super) struct Checks {
    ruled: Vec<bool>,
    /// Those that requests of the API's own carry, whose rules receivers do not check.
    received: BTreeSet<TypeId>,
}

impl Checks {
    /// Finds them: those that state rules, then those that hold one of them, from the inside out.
    pub(super) fn of(api: &Api) -> Self {
        let mut ruled = vec![false; api.types.len()];
        let mut holders: Vec<Vec<TypeId>> = vec![Vec::new(); api.types.len()];
        let mut found = Vec::new();
        for (id, definition) in api.types.iter() {
            for ty in held(definition) {
                for inner in definitions(ty) {
                    if let Some(holders) = holders.get_mut(inner.index()) {
                        holders.push(id);
                    }
                }
            }
            if states_rules(definition) {
                found.push(id);
            }
        }
        while let Some(id) = found.pop() {
            if let Some(known) = ruled.get_mut(id.index()).filter(|known| !**known) {
                *known = true;
                found.extend(holders.get(id.index()).into_iter().flatten().copied());
            }
        }
        Self { ruled, received: received(api) }
    }

    fn is_ruled(&self, ty: &Type) -> bool {
        definitions(ty).into_iter().any(|id| self.has(id))
    }

    fn has(&self, id: TypeId) -> bool {
        self.ruled.get(id.index()).copied().unwrap_or(false)
    }

    /// The `Validate` of a structure or newtype with rules.
    pub(super) fn implementation(&self, id: TypeId, definition: &Definition) -> Option<TokenStream> {
        if definition.bounds == Bounds::Documented || !self.has(id) {
            return None;
        }
        let name = ident(definition.name.as_str());
        let holds = holds(definition);
        let (rules, checks) = match &definition.shape {
            Shape::Structure(structure) => {
                let checks = self.structure(structure);
                (quote!(_), quote!(#checks #holds))
            }
            Shape::Newtype(newtype) => {
                let own = rules(&newtype.constraints, &quote!(runtime));
                (quote!(rules), quote!(report.value(&self.0, rules, &[#(#own),*]);))
            }
            Shape::Union(union) if holds.is_some() => {
                let variants = variant_idents(union);
                let arms = quote!(#(Self::#variants(value) => runtime::Validate::check(value, rules, report),)*);
                (quote!(rules), quote!(match self { #arms } #holds))
            }
            Shape::Enumeration(_) => (quote!(_), quote!(#holds)),
            Shape::Union(_) => return None,
        };
        let allow = constant::allow_near(&checks);
        Some(quote! {
            #allow
            impl runtime::Validate for #name {
                #[inline]
                fn check(&self, #rules: &[runtime::Rule], report: &mut runtime::Report) { #checks }
            }
        })
    }

    fn structure(&self, structure: &Structure) -> TokenStream {
        let fields = structure.fields.iter().filter_map(|field| {
            let rules = rules(&field.constraints, &quote!(runtime));
            if rules.is_empty() && !self.is_ruled(&field.ty) {
                return None;
            }
            let (name, key) = (ident(field.name.as_str()), &field.wire_name);
            Some(quote!(report.field(#key, &self.#name, &[#(#rules),*]);))
        });
        let kept = match &structure.additional {
            Additional::Kept { name, ty } if self.is_ruled(ty) => {
                let name = ident(name.as_str());
                Some(quote!(report.value(&self.#name, &[], &[]);))
            }
            Additional::Kept { .. } | Additional::Ignored | Additional::Refused => None,
        };
        quote!(#(#fields)* #kept)
    }

    /// The lists at the end of a file: unions whose variants have rules, and types that have none.
    pub(super) fn lists(&self, members: &[(TypeId, &Definition)]) -> TokenStream {
        let mut unions = Vec::new();
        let mut without = Vec::new();
        for (id, definition) in members {
            if definition.bounds == Bounds::Documented {
                without.extend(self.received.contains(id).then(|| ident(definition.name.as_str())));
                continue;
            }
            let name = ident(definition.name.as_str());
            match &definition.shape {
                _ if !definition.checks.is_empty() => {}
                Shape::Union(union) if self.has(*id) => {
                    let variants = variant_names(union);
                    unions.push(quote!(#name { #variants }));
                }
                Shape::Structure(_) | Shape::Newtype(_) if self.has(*id) => {}
                Shape::Structure(_) | Shape::Newtype(_) | Shape::Union(_) | Shape::Enumeration(_) => without.push(name),
            }
        }
        let unions = (!unions.is_empty()).then(|| quote!(runtime::validate_variants! { #(#unions)* }));
        let without = (!without.is_empty()).then(|| quote!(runtime::without_rules!(#(#without),*);));
        quote!(#unions #without)
    }
}

/// The definitions that webhooks and callbacks carry.
fn received(api: &Api) -> BTreeSet<TypeId> {
    let mut open: Vec<TypeId> = Vec::new();
    for operation in api.incoming.iter().flat_map(|group| &group.operations) {
        operation.parameters.iter().for_each(|parameter| open.extend(definitions(&parameter.ty)));
        let media = match operation.request.as_ref().map(|request| &request.payload) {
            None | Some(Payload::Empty) => &[][..],
            Some(Payload::One(media)) => std::slice::from_ref(media),
            Some(Payload::Several { media, .. }) => media,
        };
        media.iter().for_each(|media| open.extend(definitions(&media.ty)));
    }
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        if found.insert(id) {
            held(api.types.get(id)).into_iter().for_each(|ty| open.extend(definitions(ty)));
        }
    }
    found
}

/// A union's variants, that for unknown values included.
pub(super) fn variant_names(union: &Union) -> TokenStream {
    let names = variant_idents(union);
    quote!(#(#names),*)
}

fn variant_idents(union: &Union) -> Vec<proc_macro2::Ident> {
    let names = union.variants.iter().map(|variant| ident(variant.name.as_str()));
    let unknown = union.openness.keeps_others().then(|| ident("Unknown"));
    names.chain(unknown).collect()
}

/// What no shape expresses.
fn holds(definition: &Definition) -> Option<TokenStream> {
    let checks = checks::checks(&definition.checks, &quote!(runtime));
    (!checks.is_empty()).then(|| quote!(report.satisfies(self, &[#(#checks),*]);))
}

fn states_rules(definition: &Definition) -> bool {
    let states = |constraints: &Constraints| !rules(constraints, &TokenStream::new()).is_empty();
    let states_checks = !definition.checks.is_empty();
    match &definition.shape {
        Shape::Structure(structure) => structure.fields.iter().any(|field| states(&field.constraints)) || states_checks,
        Shape::Newtype(newtype) => states(&newtype.constraints),
        Shape::Union(_) | Shape::Enumeration(_) => states_checks,
    }
}

fn held(definition: &Definition) -> Vec<&Type> {
    match &definition.shape {
        Shape::Structure(structure) => {
            let kept = match &structure.additional {
                Additional::Kept { ty, .. } => Some(ty),
                Additional::Ignored | Additional::Refused => None,
            };
            structure.fields.iter().map(|field| &field.ty).chain(kept).collect()
        }
        Shape::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
        Shape::Newtype(newtype) => vec![&newtype.ty],
        Shape::Enumeration(_) => Vec::new(),
    }
}

fn definitions(ty: &Type) -> Vec<TypeId> {
    match ty {
        Type::Defined(id) | Type::Boxed(id) => vec![*id],
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => definitions(inner),
        Type::Tuple(items) => items.iter().flat_map(definitions).collect(),
        Type::Unit | Type::Scalar(_) | Type::External(_) | Type::Any => Vec::new(),
    }
}

//! The laws of types, whatever the document.
//!
//! What users can build is written as something that is read as the same value, strictly and tolerantly, and a union's variant as that
//! variant. Where a discriminator stands beside references to components, each component has a variant: none is merged with another.

use crate::built::Builder;
use crate::instance::Fullness;
use crate::random::Random;
use crate::workspace::Outcome;
use serde_json::{Map, Value};
use specwright::emit::types::TypePaths;
use specwright::ir::{Api, Definition, Shape, Tagging, Type, TypeId, Union};
use std::collections::BTreeSet;

/// Values built of each type and each variant.
const BUILT: usize = 4;

/// Most faults told of one document.
const TOLD: usize = 40;

/// A type or a variant, and values of it.
pub struct Law {
    /// For messages.
    pub what: String,
    /// A Rust expression: what reads a value, writes it and reads it again.
    pub code: String,
    /// JSON that the type, or the variant's type, reads.
    pub values: Vec<Value>,
}

/// The laws of all types.
pub fn all(api: &Api) -> Vec<Law> {
    let paths = TypePaths::outside(api);
    let text = |ty: &Type| paths.ty(ty).to_string();
    let mut laws = Vec::new();
    for (id, definition) in api.types.iter() {
        let (name, path) = (definition.name.bare(), text(&Type::Defined(id)));
        let mut builder = Builder { api, random: Random::of(name) };
        let mut values = |make: &mut dyn FnMut(&mut Builder<'_>, Fullness) -> Option<Value>| -> Vec<Value> {
            let fullness = |index: usize| [Fullness::Least, Fullness::Most, Fullness::Some][index % 3];
            (0..BUILT).filter_map(|index| make(&mut builder, fullness(index))).collect()
        };
        match &definition.shape {
            Shape::Structure(_) | Shape::Newtype(_) => {
                let values = values(&mut |builder, fullness| builder.of(&Type::Defined(id), fullness, 0));
                laws.push(Law { what: name.to_owned(), code: format!("built::<{path}>"), values });
            }
            Shape::Union(union) => {
                for (index, variant) in union.variants.iter().enumerate() {
                    let values = values(&mut |builder, fullness| {
                        builder.variant(&union.tagging, index, &variant.ty, fullness, 0)
                    });
                    let case = format!("{path}::{}", variant.name.as_str());
                    let what = format!("{name}::{}", variant.name.as_str());
                    let inner = text(&variant.ty);
                    // Where nothing tells variants apart, another may read the value: as long as it keeps all of it.
                    let code = match union.tagging {
                        Tagging::Ordered => format!("|text| kept::<{path}, {inner}>(text, {case})"),
                        Tagging::Discriminator { .. } | Tagging::Inferred { .. } => {
                            format!("|text| chosen::<{path}, {inner}>(text, {case}, |it| matches!(it, {case}(_)))")
                        }
                    };
                    laws.push(Law { what, code, values });
                }
            }
            Shape::Enumeration(_) => {}
        }
    }
    laws
}

/// What of the laws does not hold, by the program's answers for all values in order.
pub fn broken(name: &str, laws: &[Law], outcomes: &mut impl Iterator<Item = Outcome>) -> Vec<String> {
    let mut faults = Vec::new();
    for law in laws {
        let mut told = false;
        for value in &law.values {
            let why = match outcomes.next() {
                Some(Outcome::Read(_)) => continue,
                Some(Outcome::Refused(why) | Outcome::Broken(why)) => why,
                None => "no answer".to_owned(),
            };
            if !told && faults.len() < TOLD {
                let shown: String = value.to_string().chars().take(300).collect();
                let why: String = why.chars().take(400).collect();
                faults.push(format!("{name} law of {}: {why}: {shown}", law.what));
            }
            told = true;
        }
    }
    faults
}

/// Unions with a discriminator, in which a component has no variant.
pub fn merged(name: &str, api: &Api, schemas: &Map<String, Value>) -> Vec<String> {
    let mut faults = Vec::new();
    for (id, definition) in api.types.iter() {
        let Some(schema) = definition.component.as_deref().and_then(|key| schemas.get(key)) else { continue };
        let references: BTreeSet<&str> = references(schema);
        if schema.get("discriminator").is_none() || references.len() < 2 {
            continue;
        }
        // Alternatives that have keys of the union beside their own have variants that are no components.
        if let Shape::Union(Union { tagging: Tagging::Discriminator { mapping, .. }, variants, .. }) = &definition.shape
            && schema.get("properties").is_some()
        {
            let selected: BTreeSet<usize> = mapping.iter().map(|(_, variant)| *variant).collect();
            if selected.len() == variants.len() && variants.len() >= references.len() {
                continue;
            }
        }
        let held = held(api, id, definition);
        let lost: Vec<_> =
            references.iter().filter(|name| !held.contains(**name) && is_object(schemas, name)).collect();
        if !lost.is_empty() {
            faults.push(format!(
                "{name} {}: its discriminator selects {lost:?}, which have no variant",
                definition.name.bare()
            ));
        }
    }
    faults
}

fn references(schema: &Value) -> BTreeSet<&str> {
    let groups = ["oneOf", "anyOf"].into_iter().filter_map(|keyword| schema.get(keyword)?.as_array());
    groups.flatten().filter_map(|branch| branch.get("$ref")?.as_str()?.rsplit('/').next()).collect()
}

/// Whether a component has properties of its own: another name for something else has its variant under that name.
fn is_object(schemas: &Map<String, Value>, name: &str) -> bool {
    schemas.get(name).is_some_and(|schema| schema.get("properties").is_some())
}

/// The components that a union's variants hold, with those of unions within it.
fn held<'a>(api: &'a Api, id: TypeId, definition: &'a Definition) -> BTreeSet<&'a str> {
    let mut all = BTreeSet::new();
    let mut seen = BTreeSet::from([id]);
    let mut open: Vec<&Definition> = vec![definition];
    while let Some(definition) = open.pop() {
        all.extend(definition.component.as_deref());
        let inner: Vec<&Type> = match &definition.shape {
            Shape::Union(Union { variants, .. }) => variants.iter().map(|variant| &variant.ty).collect(),
            Shape::Newtype(newtype) => vec![&newtype.ty],
            Shape::Structure(_) | Shape::Enumeration(_) => Vec::new(),
        };
        for ty in inner {
            if let Type::Defined(id) | Type::Boxed(id) = ty
                && seen.insert(*id)
            {
                open.push(api.types.get(*id));
            }
        }
    }
    all
}

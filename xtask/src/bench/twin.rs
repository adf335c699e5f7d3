//! The types of an api as `serde_derive` would have them, to compare with.
//!
//! Takes an api; gives Rust text: the same structures, unions and enumerations under the same names, read and written by
//! derived implementations with the attributes that mean the same. Only for measuring: it checks nothing.

use specwright::ir::{
    Additional, Api, Definition, EnumerationKind, Literal, Openness, Presence, Scalar, Shape, Type, TypeId,
};
use std::collections::BTreeSet;
use std::fmt::Write;

/// The definitions that these types hold, and what those hold.
pub fn reached(api: &Api, roots: &[&Type]) -> BTreeSet<TypeId> {
    let mut found = BTreeSet::new();
    let mut open = Vec::new();
    roots.iter().for_each(|ty| definitions(ty, &mut open));
    while let Some(id) = open.pop() {
        if !found.insert(id) {
            continue;
        }
        match &api.types.get(id).shape {
            Shape::Structure(structure) => {
                structure.fields.iter().for_each(|field| definitions(&field.ty, &mut open));
                if let Additional::Kept { ty, .. } = &structure.additional {
                    definitions(ty, &mut open);
                }
            }
            Shape::Union(union) => union.variants.iter().for_each(|variant| definitions(&variant.ty, &mut open)),
            Shape::Newtype(newtype) => definitions(&newtype.ty, &mut open),
            Shape::Enumeration(_) => {}
        }
    }
    found
}

fn definitions(ty: &Type, found: &mut Vec<TypeId>) {
    match ty {
        Type::Defined(id) | Type::Boxed(id) => found.push(*id),
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => definitions(inner, found),
        Type::Tuple(items) => items.iter().for_each(|item| definitions(item, found)),
        _ => {}
    }
}

/// A module that declares these definitions.
pub fn module(api: &Api, ids: &BTreeSet<TypeId>) -> String {
    let mut text = String::from("#![allow(dead_code, non_camel_case_types)]\nuse serde::{Deserialize, Serialize};\n");
    for id in ids {
        definition(api, api.types.get(*id), &mut text);
    }
    text
}

fn definition(api: &Api, definition: &Definition, text: &mut String) {
    let name = definition.name.as_str();
    let derive = "#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]\n";
    let infallible = match &definition.shape {
        Shape::Structure(structure) => {
            let _infallible = writeln!(text, "{derive}pub struct {name} {{");
            for field in &structure.fields {
                let (open, close, attribute) = match field.presence {
                    Presence::Required => ("", "", ""),
                    Presence::Nullable => ("Option<", ">", ""),
                    Presence::Optional | Presence::OptionalNullable => {
                        ("Option<", ">", ", default, skip_serializing_if = \"Option::is_none\"")
                    }
                };
                let ty = rust(api, &field.ty, "");
                let _infallible = writeln!(
                    text,
                    "#[serde(rename = {:?}{attribute})] pub {}: {open}{ty}{close},",
                    field.wire_name,
                    field.name.as_str()
                );
            }
            if let Additional::Kept { name, ty } = &structure.additional {
                let ty = rust(api, ty, "");
                let _infallible = writeln!(
                    text,
                    "#[serde(flatten)] pub {}: std::collections::BTreeMap<String, {ty}>,",
                    name.as_str()
                );
            }
            writeln!(text, "}}")
        }
        Shape::Union(union) => {
            let _infallible = writeln!(text, "{derive}#[serde(untagged)]\npub enum {name} {{");
            for variant in &union.variants {
                let _infallible = writeln!(text, "{}({}),", variant.name.as_str(), rust(api, &variant.ty, ""));
            }
            if union.openness == Openness::Open {
                text.push_str("OtherValue(serde_json::Value),\n");
            }
            writeln!(text, "}}")
        }
        Shape::Enumeration(enumeration) => match enumeration.kind {
            EnumerationKind::String => {
                let _infallible = writeln!(text, "{derive}pub enum {name} {{");
                for value in &enumeration.values {
                    if let Literal::String(wire) = &value.value {
                        let _infallible = writeln!(text, "#[serde(rename = {wire:?})] {},", value.name.as_str());
                    }
                }
                text.push_str("#[serde(untagged)] OtherValue(String),\n");
                writeln!(text, "}}")
            }
            EnumerationKind::Integer => writeln!(text, "pub type {name} = i64;"),
            EnumerationKind::Mixed => writeln!(text, "pub type {name} = serde_json::Value;"),
        },
        Shape::Newtype(newtype) => {
            writeln!(text, "{derive}#[serde(transparent)]\npub struct {name}(pub {});", rust(api, &newtype.ty, ""))
        }
    };
    debug_assert!(infallible.is_ok());
}

/// A type in use; definitions are below `path`.
pub fn rust(api: &Api, ty: &Type, path: &str) -> String {
    match ty {
        Type::Unit => "()".to_owned(),
        Type::List(item) => format!("Vec<{}>", rust(api, item, path)),
        Type::Map(value) => format!("std::collections::BTreeMap<String, {}>", rust(api, value, path)),
        Type::Nullable(inner) => format!("Option<{}>", rust(api, inner, path)),
        Type::Tuple(items) => items.iter().fold("(".to_owned(), |text, item| text + &rust(api, item, path) + ",") + ")",
        Type::Defined(id) => format!("{path}{}", api.types.get(*id).name.as_str()),
        Type::Boxed(id) => format!("Box<{path}{}>", api.types.get(*id).name.as_str()),
        Type::External(_) | Type::Any => "serde_json::Value".to_owned(),
        Type::Scalar(scalar) => match scalar {
            Scalar::Boolean => "bool",
            Scalar::I32 => "i32",
            Scalar::I64 => "i64",
            Scalar::U32 => "u32",
            Scalar::U64 => "u64",
            Scalar::F32 => "f32",
            Scalar::F64 => "f64",
            Scalar::DateTime => "chrono::DateTime<chrono::FixedOffset>",
            Scalar::Date => "chrono::NaiveDate",
            Scalar::Uuid => "uuid::Uuid",
            Scalar::String | Scalar::BoxedString | Scalar::Secret | Scalar::Time | Scalar::Base64 | Scalar::Bytes => {
                "String"
            }
        }
        .to_owned(),
    }
}

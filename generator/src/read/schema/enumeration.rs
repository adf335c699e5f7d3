//! Extensions that name and describe the values of an `enum`.
//!
//! Takes a schema with its `enum` read; gives names and descriptions in step with the values. An extension that is not
//! in step is told and left out. Never turns a name into an identifier.

use super::super::place::Place;
use super::super::reader::Reader;
use crate::diagnostic::code::read as code;
use crate::document::Schema;
use crate::node::{Node, Value};

const NAMES: [&str; 3] = ["x-enum-varnames", "x-enumNames", "x-enum-names"];
const DESCRIPTIONS: [&str; 2] = ["x-enum-descriptions", "x-enumDescriptions"];

impl<'t> Reader<'t, '_> {
    pub(super) fn enumeration_extensions(&mut self, schema: &mut Schema, at: Place<'t>) {
        let Some(values) = schema.enumeration.as_deref() else { return };
        let first = |keys: &[&'static str]| keys.iter().find_map(|key| Some((*key, at.get(key)?)));
        let mut in_step = |found: Option<(&'static str, Place<'t>)>| {
            let Some((key, extension)) = found else { return Vec::new() };
            texts_in_step(extension.node, values).unwrap_or_else(|| {
                let message = format!("`{key}` has not one text for each of the {} values of `enum`", values.len());
                let help = "list one text for each value, in the order of the values";
                self.tell_with_help(&code::ENUMERATION_NAMES, extension.span(), message, help);
                Vec::new()
            })
        };
        let names = in_step(first(&NAMES));
        schema.enumeration_descriptions = in_step(first(&DESCRIPTIONS)).into();
        schema.enumeration_names = names.into();
    }
}

/// A list with a text for each value, or a map from values to texts.
fn texts_in_step(extension: &Node, values: &[Node]) -> Option<Vec<String>> {
    match &extension.value {
        Value::List(list) if list.len() == values.len() => {
            list.iter().map(|text| text.as_str().map(str::to_owned)).collect()
        }
        Value::Map(map) => {
            let index: std::collections::HashMap<_, _> =
                map.iter().map(|entry| (&*entry.key, entry.value.as_str().unwrap_or_default())).collect();
            let text = |value: &Node| match &value.value {
                Value::String(text) => index.get(&**text).copied(),
                Value::Number(number) => index.get(number.text()).copied(),
                Value::Null | Value::Bool(_) | Value::List(_) | Value::Map(_) => None,
            };
            Some(values.iter().map(|value| text(value).unwrap_or_default().to_owned()).collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::List(_) => None,
    }
}

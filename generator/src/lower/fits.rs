//! Whether a value of the document is an instance of a type.
//!
//! Takes a node and a type; answers as reading it would: null for what is optional, unknown keys and unknown constants
//! where the type keeps them. Recurses only into the value, so that it ends.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use crate::format;
use crate::ir::{
    Additional, EnumerationKind, InstanceTest, JsonType, Literal, Presence, Scalar, Shape, Structure, Tagging, Type,
    TypeTable, Union,
};
use crate::lower::literal::{literal, text};
use crate::node::{Map, Node, Value};

/// Most steps for one value: alternatives within alternatives are tried one after the other.
const MOST: u32 = 100_000;

/// Whether reading the value as the type succeeds.
pub fn fits(node: &Node, ty: &Type, types: &TypeTable) -> bool {
    Check { types, left: Cell::new(MOST) }.fits(node, ty)
}

struct Check<'a> {
    types: &'a TypeTable,
    left: Cell<u32>,
}

impl Check<'_> {
    fn fits(&self, node: &Node, ty: &Type) -> bool {
        let Some(left) = self.left.get().checked_sub(1) else { return false };
        self.left.set(left);
        match ty {
            Type::Unit => node.value == Value::Null,
            Type::Any | Type::External(_) => true,
            Type::Scalar(scalar) => fits_scalar(node, *scalar),
            Type::Nullable(inner) => node.value == Value::Null || self.fits(node, inner),
            Type::List(inner) => node.as_list().is_some_and(|list| list.iter().all(|item| self.fits(item, inner))),
            Type::Map(inner) => node.as_map().is_some_and(|map| map.iter().all(|entry| self.fits(&entry.value, inner))),
            Type::Tuple(items) => node.as_list().is_some_and(|list| {
                list.len() == items.len() && list.iter().zip(items).all(|(node, ty)| self.fits(node, ty))
            }),
            Type::Defined(id) | Type::Boxed(id) => self.fits_shape(node, &self.types.get(*id).shape),
        }
    }

    fn fits_shape(&self, node: &Node, shape: &Shape) -> bool {
        match shape {
            Shape::Structure(structure) => node.as_map().is_some_and(|map| self.fits_structure(map, structure)),
            Shape::Union(union) => self.fits_union(node, union),
            Shape::Enumeration(enumeration) => {
                let value = literal(node);
                let listed = enumeration.values.iter().any(|known| known.value == value);
                let open = enumeration.openness.keeps_others();
                listed
                    || open
                        && match (enumeration.kind, value) {
                            (EnumerationKind::String, Literal::String(_)) | (EnumerationKind::Mixed, _) => true,
                            (EnumerationKind::Integer, Literal::Integer(whole)) => i64::try_from(whole).is_ok(),
                            (EnumerationKind::String | EnumerationKind::Integer, _) => false,
                        }
            }
            Shape::Newtype(newtype) => self.fits(node, &newtype.ty),
        }
    }

    fn fits_structure(&self, map: &Map, structure: &Structure) -> bool {
        let index: BTreeMap<&str, &Node> = map.iter().map(|entry| (&*entry.key, &entry.value)).collect();
        let fields = structure.fields.iter().all(|field| {
            let value = index.get(field.wire_name.as_str());
            match (field.presence, value) {
                (Presence::Required | Presence::Nullable, None) => false,
                (Presence::Optional | Presence::OptionalNullable, None) => true,
                (Presence::Nullable | Presence::Optional | Presence::OptionalNullable, Some(node))
                    if node.value == Value::Null =>
                {
                    true
                }
                (_, Some(node)) => self.fits(node, &field.ty),
            }
        });
        let constants = structure
            .constants
            .iter()
            .all(|constant| index.get(constant.wire_name.as_str()).is_some_and(|node| literal(node) == constant.value));
        let known: BTreeSet<&str> = structure.keys().collect();
        fields
            && constants
            && match &structure.additional {
                Additional::Ignored | Additional::Refused => true,
                Additional::Kept { ty, .. } => {
                    map.iter().filter(|entry| !known.contains(&*entry.key)).all(|entry| self.fits(&entry.value, ty))
                }
            }
    }

    fn fits_union(&self, node: &Node, union: &Union) -> bool {
        let as_variant = |index: usize| union.variants.get(index).is_some_and(|variant| self.fits(node, &variant.ty));
        let open = union.openness.keeps_others();
        match &union.tagging {
            Tagging::Discriminator { property, mapping, default } => {
                let tag = node.get(property).and_then(text);
                let chosen = |tag: &String| mapping.iter().find(|(known, _)| known == tag);
                let tagged = tag.as_ref().and_then(chosen).map(|(_, index)| *index);
                match tagged.or(default.filter(|_| tag.is_none())) {
                    Some(index) => as_variant(index),
                    None => open,
                }
            }
            Tagging::Inferred { tests } => match tests.iter().find(|test| holds(node, &test.test)) {
                Some(test) => as_variant(test.variant),
                None => open,
            },
            Tagging::Ordered => open || (0..union.variants.len()).any(as_variant),
        }
    }
}

fn holds(node: &Node, test: &InstanceTest) -> bool {
    match test {
        InstanceTest::Kind(kind) => match (kind, &node.value) {
            (JsonType::Null, Value::Null)
            | (JsonType::Boolean, Value::Bool(_))
            | (JsonType::Number, Value::Number(_))
            | (JsonType::String, Value::String(_))
            | (JsonType::Array, Value::List(_))
            | (JsonType::Object, Value::Map(_)) => true,
            (JsonType::Integer, Value::Number(number)) => number.as_i128().is_some(),
            (
                JsonType::Null
                | JsonType::Boolean
                | JsonType::Integer
                | JsonType::Number
                | JsonType::String
                | JsonType::Array
                | JsonType::Object,
                _,
            ) => false,
        },
        InstanceTest::Object { keys, constants } => {
            keys.iter().all(|key| node.get(key).is_some())
                && constants.iter().all(|(key, values)| node.get(key).is_some_and(|v| values.contains(&literal(v))))
                && node.as_map().is_some()
        }
    }
}

fn fits_scalar(node: &Node, scalar: Scalar) -> bool {
    let within = |least: i128, most: i128| {
        node.as_number().and_then(crate::node::Number::as_i128).is_some_and(|whole| (least..=most).contains(&whole))
    };
    match scalar {
        Scalar::Boolean => node.as_bool().is_some(),
        Scalar::I32 => within(i32::MIN.into(), i32::MAX.into()),
        Scalar::I64 => within(i64::MIN.into(), i64::MAX.into()),
        Scalar::U32 => within(0, u32::MAX.into()),
        Scalar::U64 => within(0, u64::MAX.into()),
        Scalar::F32 | Scalar::F64 => node.as_number().is_some(),
        Scalar::String | Scalar::BoxedString | Scalar::Secret | Scalar::Bytes => node.as_str().is_some(),
        Scalar::DateTime => {
            node.as_str().is_some_and(|text| text.len() > 10 && format::is_date(text.get(..10).unwrap_or("")))
        }
        Scalar::Date => node.as_str().is_some_and(format::is_date),
        Scalar::Time => node.as_str().is_some_and(|text| format::is_clock(text.get(..8).unwrap_or(""))),
        Scalar::Uuid => node.as_str().is_some_and(format::is_uuid),
        Scalar::Base64 => node.as_str().is_some_and(is_base64),
    }
}

fn is_base64(text: &str) -> bool {
    let bare = text.trim_end_matches('=');
    text.len().is_multiple_of(4)
        && text.len() - bare.len() <= 2
        && bare.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/')
}

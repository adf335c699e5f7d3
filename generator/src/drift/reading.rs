//! What the generated client and server of a description make of a message.
//!
//! Takes a message that another description allows, its [`Carrier`] and the api whose crates read it; gives what these do with it, decided from the types and from how strictly each
//! side reads. Promises what the crates really do (a test runs them); what only running could tell is [`Ours::Depends`]. Never looks at schemas.

use super::change::{Ours, Party};
use super::validate::Violation;
use super::value::{is_whole, same};
use crate::document::StatusPattern;
use crate::format;
use crate::ir::{
    Additional, Api, Codec, ConstantEntry, Constraints, Enumeration, EnumerationKind, Field, InstanceTest, JsonType,
    Literal, Media, Openness, Presence, Scalar, Shape, Structure, Tagging, Type, TypeTable, Union,
};
use crate::lower::status_pattern;
use crate::source::Span;
use crate::tree::Pointer;
use serde_json::{Map, Value};
use std::cell::Cell;

/// Which body of which operation a message is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carrier {
    /// Where the operation stands.
    pub operation: Span,
    /// The status of the response that it is the body of; `None` of a request.
    pub status: Option<StatusPattern>,
    /// The media type.
    pub media_type: String,
}

/// Alternatives within alternatives are tried one after the other, up to so many steps.
const MOST: u32 = 10_000;

/// What the one who reads the message does; `None` where it is no body in JSON. `allows` says whether the schema of the reader's description allows a value.
pub(super) fn outcome(
    api: &Api,
    carrier: &Carrier,
    reader: Party,
    (message, violation): (&Value, &Violation),
    allows: impl Fn(&Value) -> bool,
) -> Option<Ours> {
    let media = media(api, carrier)?;
    let strict = reader == Party::Server;
    let reading = Reading { types: &api.types, strict, left: Cell::new(MOST) };
    let read = reading.value(message, &media.ty);
    // Rules beyond the shape are about what the type holds: what it ignores breaks none.
    let is_ignored = || read == Ours::Ignores && allows(&reading.held(message, &media.ty));
    let refuses = || !is_ignored() && Rules { types: &api.types, violation }.refuse(message, media);
    Some(if strict && read != Ours::Fails && refuses() { Ours::Fails } else { read })
}

fn media<'a>(api: &'a Api, carrier: &Carrier) -> Option<&'a Media> {
    let operation = api.exchanges().find(|it| it.origin.span == carrier.operation)?;
    let payload = match carrier.status {
        None => &operation.request.as_ref()?.payload,
        Some(status) => &operation.responses.iter().find(|it| it.status == status_pattern(status))?.payload,
    };
    payload.media().iter().find(|it| it.codec == Codec::Json && it.media_type == carrier.media_type)
}

struct Reading<'a> {
    types: &'a TypeTable,
    /// Whether what the description forbids is a fault.
    strict: bool,
    left: Cell<u32>,
}

impl Reading<'_> {
    fn value(&self, value: &Value, ty: &Type) -> Ours {
        let Some(left) = self.left.get().checked_sub(1) else { return Ours::Depends };
        self.left.set(left);
        match ty {
            Type::Unit => works(value.is_null()),
            Type::Any => Ours::Works,
            Type::External(_) => Ours::Depends,
            Type::Scalar(scalar) => self.scalar(value, *scalar),
            Type::Nullable(_) if value.is_null() => Ours::Works,
            Type::Nullable(inner) => self.value(value, inner),
            Type::List(inner) => match value {
                Value::Array(items) => worst(items.iter().map(|item| self.value(item, inner))),
                _ => Ours::Fails,
            },
            Type::Map(inner) => match value {
                Value::Object(map) => worst(map.values().map(|value| self.value(value, inner))),
                _ => Ours::Fails,
            },
            Type::Tuple(types) => match value {
                Value::Array(items) if items.len() < types.len() || (self.strict && items.len() > types.len()) => {
                    Ours::Fails
                }
                Value::Array(items) => {
                    let read = worst(items.iter().zip(types).map(|(item, ty)| self.value(item, ty)));
                    if items.len() > types.len() { read.max(Ours::Ignores) } else { read }
                }
                _ => Ours::Fails,
            },
            Type::Defined(id) | Type::Boxed(id) => match &self.types.get(*id).shape {
                Shape::Structure(structure) => match value {
                    Value::Object(map) => self.structure(map, structure),
                    _ => Ours::Fails,
                },
                Shape::Union(union) => self.union(value, union),
                Shape::Enumeration(enumeration) => self.enumeration(value, enumeration),
                Shape::Newtype(newtype) => self.value(value, &newtype.ty),
            },
        }
    }

    fn structure(&self, map: &Map<String, Value>, structure: &Structure) -> Ours {
        let constants = structure
            .constants
            .iter()
            .map(|it: &ConstantEntry| works(map.get(&it.wire_name).is_some_and(|value| is_literal(value, &it.value))));
        let fields = structure.fields.iter().map(|it| self.field(map.get(&it.wire_name), it));
        let is_known = |key: &str| structure.keys().any(|it| it == key);
        let others = map.iter().filter(|(key, _)| !is_known(key)).map(|(key, value)| match &structure.additional {
            Additional::Ignored => Ours::Ignores,
            Additional::Refused if self.strict && !structure.one_way.contains(key) => Ours::Fails,
            Additional::Refused => Ours::Ignores,
            Additional::Kept { ty, .. } => self.value(value, ty).max(Ours::Keeps),
        });
        worst(constants.chain(fields).chain(others))
    }

    /// The message without the keys that its type ignores.
    fn held(&self, value: &Value, ty: &Type) -> Value {
        match (value, ty) {
            (Value::Array(items), Type::List(inner)) => items.iter().map(|item| self.held(item, inner)).collect(),
            (Value::Object(map), Type::Map(inner)) => {
                map.iter().map(|(key, value)| (key.clone(), self.held(value, inner))).collect()
            }
            (_, Type::Nullable(inner)) => self.held(value, inner),
            (_, Type::Defined(id) | Type::Boxed(id)) => match (value, &self.types.get(*id).shape) {
                (_, Shape::Newtype(newtype)) => self.held(value, &newtype.ty),
                (Value::Object(map), Shape::Structure(structure)) => {
                    let field = |key: &str| structure.fields.iter().find(|it| it.wire_name == key);
                    let is_ignored = |key: &str| {
                        matches!(structure.additional, Additional::Ignored) && structure.keys().all(|it| it != key)
                    };
                    let kept = map.iter().filter(|(key, _)| !is_ignored(key));
                    kept.map(|(key, value)| {
                        let value = field(key).map_or_else(|| value.clone(), |it| self.held(value, &it.ty));
                        (key.clone(), value)
                    })
                    .collect()
                }
                _ => value.clone(),
            },
            _ => value.clone(),
        }
    }

    fn field(&self, value: Option<&Value>, field: &Field) -> Ours {
        match (field.presence, value) {
            (Presence::Required | Presence::Nullable, None) => Ours::Fails,
            (Presence::Optional | Presence::OptionalNullable, None) => Ours::Works,
            (Presence::Nullable | Presence::OptionalNullable, Some(Value::Null)) => Ours::Works,
            // Null is read as absent where absence is expected.
            (Presence::Optional, Some(Value::Null)) if !self.strict => Ours::Works,
            (_, Some(value)) => self.value(value, &field.ty),
        }
    }

    fn enumeration(&self, value: &Value, enumeration: &Enumeration) -> Ours {
        let of_kind = match enumeration.kind {
            EnumerationKind::String => value.is_string(),
            EnumerationKind::Integer => value.as_number().is_some_and(is_whole),
            EnumerationKind::Mixed => true,
        };
        if enumeration.values.iter().any(|it| is_literal(value, &it.value)) {
            Ours::Works
        } else if of_kind {
            self.unnamed(enumeration.openness)
        } else {
            Ours::Fails
        }
    }

    /// A value that the type has no name for.
    fn unnamed(&self, openness: Openness) -> Ours {
        match openness {
            Openness::Extensible => Ours::Keeps,
            Openness::Open if !self.strict => Ours::Keeps,
            Openness::Open | Openness::Closed => Ours::Fails,
        }
    }

    fn union(&self, value: &Value, union: &Union) -> Ours {
        let variant = |index: usize| union.variants.get(index).map_or(Ours::Fails, |it| self.value(value, &it.ty));
        match &union.tagging {
            Tagging::Discriminator { property, mapping, default } => {
                let Value::Object(map) = value else { return Ours::Fails };
                let tag = map.get(property).and_then(tag);
                let found = mapping.iter().find(|(known, _)| Some(known) == tag.as_ref()).map(|(_, index)| *index);
                match found.or(default.filter(|_| tag.is_none())) {
                    Some(index) => variant(index),
                    None => self.unnamed(union.openness),
                }
            }
            Tagging::Inferred { tests } => match tests.iter().find(|it| holds(value, &it.test)) {
                Some(test) => variant(test.variant),
                None => self.unnamed(union.openness),
            },
            // What loses nothing is preferred.
            Tagging::Ordered => {
                let best = (0..union.variants.len()).map(variant).min().unwrap_or(Ours::Fails);
                if best == Ours::Fails { self.unnamed(union.openness) } else { best }
            }
        }
    }

    fn scalar(&self, value: &Value, scalar: Scalar) -> Ours {
        let whole = |least: i128, most: i128| {
            let number = value.as_number().filter(|it| is_whole(it));
            let read = number.and_then(|it| it.as_i128().or_else(|| it.as_f64().map(|it| it as i128)));
            works(read.is_some_and(|it| (least..=most).contains(&it)))
        };
        // Clients read many ways of writing what begins as it should; which ones, only running tells.
        let text = |is_strict: &dyn Fn(&str) -> bool, may_be: &dyn Fn(&str) -> bool| match value.as_str() {
            Some(text) if is_strict(text) => Ours::Works,
            Some(text) if !self.strict && may_be(text) => Ours::Depends,
            _ => Ours::Fails,
        };
        let begins_as_date = |text: &str| text.trim().get(..10).is_some_and(format::is_date);
        match scalar {
            Scalar::Boolean => works(value.is_boolean()),
            Scalar::I32 => whole(i32::MIN.into(), i32::MAX.into()),
            Scalar::I64 => whole(i64::MIN.into(), i64::MAX.into()),
            Scalar::U32 => whole(0, u32::MAX.into()),
            Scalar::U64 => whole(0, u64::MAX.into()),
            Scalar::F32 | Scalar::F64 => works(value.is_number()),
            Scalar::String | Scalar::BoxedString | Scalar::Secret | Scalar::Bytes => works(value.is_string()),
            Scalar::DateTime => match value.as_str() {
                // A day alone is its beginning.
                Some(text) if !self.strict && format::is_date(text) => Ours::Works,
                _ => text(&format::is_date_time, &begins_as_date),
            },
            Scalar::Date => match value.as_str() {
                // Of a moment the day is read.
                Some(text) if !self.strict && format::is_date_time(text) => Ours::Ignores,
                _ => text(&format::is_date, &begins_as_date),
            },
            Scalar::Time => text(&format::is_time, &|text| {
                text.trim().get(..5).is_some_and(|it| it.as_bytes().get(2) == Some(&b':'))
            }),
            Scalar::Uuid => text(&format::is_uuid, &|text| text.bytes().filter(u8::is_ascii_hexdigit).count() == 32),
            Scalar::Base64 => works(value.is_string()).max(Ours::Depends),
        }
    }
}

/// The value of a discriminator as a mapping writes it: a string as it is, another scalar as JSON.
fn tag(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn works(holds: bool) -> Ours {
    if holds { Ours::Works } else { Ours::Fails }
}

fn worst(parts: impl Iterator<Item = Ours>) -> Ours {
    parts.max().unwrap_or(Ours::Works)
}

fn is_literal(value: &Value, literal: &Literal) -> bool {
    let parsed = |text: &str| serde_json::from_str::<Value>(text).is_ok_and(|it| same(&it, value));
    match literal {
        Literal::Null => value.is_null(),
        Literal::Boolean(it) => value.as_bool() == Some(*it),
        Literal::Integer(it) => parsed(&it.to_string()),
        Literal::Number(text) => parsed(text),
        Literal::String(text) => value.as_str() == Some(text),
        Literal::Json(json) => parsed(&json.0),
    }
}

fn holds(value: &Value, test: &InstanceTest) -> bool {
    match test {
        InstanceTest::Kind(kind) => match kind {
            JsonType::Null => value.is_null(),
            JsonType::Boolean => value.is_boolean(),
            JsonType::Integer => value.as_number().is_some_and(is_whole),
            JsonType::Number => value.is_number(),
            JsonType::String => value.is_string(),
            JsonType::Array => value.is_array(),
            JsonType::Object => value.is_object(),
        },
        InstanceTest::Object { keys, constants } => value.as_object().is_some_and(|map| {
            let listed = |key: &String, all: &[Literal]| {
                map.get(key).is_some_and(|value| all.iter().any(|it| is_literal(value, it)))
            };
            keys.iter().all(|key| map.contains_key(key)) && constants.iter().all(|(key, all)| listed(key, all))
        }),
    }
}

/// Whether the rules of types that a server checks beyond their shape refuse what a schema refuses.
#[derive(Clone, Copy)]
struct Rules<'a> {
    types: &'a TypeTable,
    violation: &'a Violation,
}

impl Rules<'_> {
    fn refuse(&self, message: &Value, media: &Media) -> bool {
        let place = Pointer::parse(&self.violation.pointer);
        place.is_ok_and(|place| self.at(message, place.tokens(), &media.ty, Some(&media.constraints), 0))
    }

    /// Whether rules at the place, or on the way to it, say what is broken there.
    fn at(&self, value: &Value, place: &[String], ty: &Type, rules: Option<&Constraints>, depth: usize) -> bool {
        if rules.is_some_and(|it| !it.checks.is_empty() || (place.is_empty() && self.says(it))) || depth > 64 {
            return depth <= 64;
        }
        let next = |ty: &Type, rules: Option<&Constraints>| match place.split_first() {
            Some((key, rest)) => {
                let inner = match value {
                    Value::Array(items) => key.parse::<usize>().ok().and_then(|at| items.get(at)),
                    other => other.get(key),
                };
                self.at(inner.unwrap_or(&Value::Null), rest, ty, rules, depth + 1)
            }
            None => false,
        };
        let items = rules.and_then(|it| it.items.as_deref());
        match ty {
            Type::Unit | Type::Scalar(_) | Type::External(_) | Type::Any => false,
            Type::Nullable(inner) => self.at(value, place, inner, None, depth + 1),
            Type::List(inner) | Type::Map(inner) => next(inner, items),
            Type::Tuple(types) => {
                let at = place.first().and_then(|it| it.parse::<usize>().ok());
                at.and_then(|at| types.get(at)).is_some_and(|ty| next(ty, None))
            }
            Type::Defined(id) | Type::Boxed(id) => {
                let definition = self.types.get(*id);
                if !definition.checks.is_empty() {
                    return true;
                }
                match &definition.shape {
                    Shape::Newtype(newtype) => {
                        self.at(value, place, &newtype.ty, Some(&newtype.constraints), depth + 1)
                    }
                    Shape::Structure(structure) => {
                        let field =
                            place.first().and_then(|key| structure.fields.iter().find(|it| it.wire_name == *key));
                        match (field, &structure.additional) {
                            (Some(field), _) => next(&field.ty, Some(&field.constraints)),
                            (None, Additional::Kept { ty, .. }) => next(ty, None),
                            (None, Additional::Ignored | Additional::Refused) => false,
                        }
                    }
                    Shape::Union(union) => {
                        union.variants.iter().any(|it| self.at(value, place, &it.ty, None, depth + 1))
                    }
                    Shape::Enumeration(_) => false,
                }
            }
        }
    }

    fn says(&self, rules: &Constraints) -> bool {
        match self.violation.keyword {
            "minimum" | "exclusiveMinimum" => rules.minimum.is_some(),
            "maximum" | "exclusiveMaximum" => rules.maximum.is_some(),
            "multipleOf" => rules.multiple_of.is_some(),
            "minLength" => rules.min_length.is_some(),
            "maxLength" => rules.max_length.is_some(),
            "pattern" => rules.pattern.is_some(),
            "minItems" => rules.min_items.is_some(),
            "maxItems" => rules.max_items.is_some(),
            "uniqueItems" => rules.unique_items,
            "minProperties" => rules.min_properties.is_some(),
            "maxProperties" => rules.max_properties.is_some(),
            _ => false,
        }
    }
}

//! Values made of text, and the types read from them.
//!
//! Takes what parameters, forms and parts hold, which knows no numbers; gives values of the types that the document declares. A text is
//! read as whatever the type asks for, and as JSON where that is an object; a part in JSON as JSON. Promises that a whole number too great
//! for its type is told, not rounded.

use std::borrow::Cow;

use serde::de::value::{MapDeserializer, SeqDeserializer, StrDeserializer};
use serde::de::{self, Deserializer, IntoDeserializer, Unexpected, Visitor};
use types::runtime::json::Located;
use types::runtime::{Decode, File, json, mask};

use super::body;
use super::fault::Fault;
use super::how::{Files, How, Many, READINGS, Untyped};
use super::multipart::Part;
use super::percent;
use super::whole_part::{WholePart, is_file};
use super::wire;

/// A value made of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// One text.
    Text(String),
    /// A part of a multipart body: a file, JSON or text.
    Part(Part),
    /// Several.
    List(Vec<Value>),
    /// Some under keys.
    Object(Vec<(String, Value)>),
    /// Nothing where there must be something: null, or no items, if the type has such a value.
    Absent,
}

/// Deeper keys than this are taken as text.
const DEPTH: usize = 16;

/// More keys than this beside each other are refused, because each is compared with all before it.
const KEYS: usize = 1000;

/// Why a value is not of a type.
#[derive(Debug)]
pub(super) struct Misfit {
    /// Where in it that is: `$.a[1]`.
    pub path: String,
    /// The keyword that it breaks; none where it cannot be read at all.
    pub rule: Option<&'static str>,
    /// What is wrong.
    pub detail: String,
}

impl Value {
    /// Reads a type. Where a type would take any JSON, or one of several, the likeliest reading is tried first.
    pub(super) fn read<T: Decode>(&self) -> Result<T, Misfit> {
        let fault =
            |it: Located<Fault>| Misfit { path: it.path, rule: Some(it.rule), detail: mask::quoted(it.fault.0) };
        self.tried(|reader| json::located(|| T::decode(reader))).map_err(fault)
    }

    /// What the first reading gives that is one, or the fault of the first of all.
    fn tried<'a, T, E>(&'a self, read: impl Fn(Reader<'a>) -> Result<T, E>) -> Result<T, E> {
        let [likeliest, others @ ..] = READINGS;
        read(Reader { value: self, how: likeliest }).or_else(|fault| {
            let mut others = others.into_iter().map(|how| read(Reader { value: self, how }));
            others.find_map(Result::ok).ok_or(fault)
        })
    }

    /// As [`Value::read`], of a body: what must be there and is not is null or without items, where it can be.
    pub(super) fn read_body<T: Decode>(mut self) -> Result<T, Misfit> {
        loop {
            let Located { path, rule, fault } = match self.tried(|reader| json::located(|| T::decode(reader))) {
                Ok(value) => return Ok(value),
                Err(fault) => fault,
            };
            match (&mut self, fault.1) {
                (Self::Object(entries), Some(missing)) if entries.iter().all(|(key, _)| key != missing) => {
                    entries.push((missing.to_owned(), Self::Absent));
                }
                (_, _) => return Err(Misfit { path, rule: Some(rule), detail: mask::quoted(fault.0) }),
            }
        }
    }

    /// The properties of a form (`a=1&b[c]=2&d=3&d=4`), or of the one parameter of that name (`name[a]=1`).
    pub(super) fn from_form(text: &str, name: Option<&str>) -> Option<Self> {
        let pair = |(key, value)| Some((percent::decode_form(key)?.into(), percent::decode_form(value)?.into()));
        Self::from_pairs(wire::pairs(text).map(pair), name)
    }

    /// As [`Value::from_form`], of pairs in which nothing is escaped.
    pub(super) fn from_pairs<'a>(pairs: impl Iterator<Item = Option<Pair<'a>>>, name: Option<&str>) -> Option<Self> {
        let mut entries = Vec::new();
        for pair in pairs {
            let (key, value) = pair?;
            let (first, path) = keys(&key);
            let path = match name {
                None => std::iter::once(first).chain(path).collect::<Vec<_>>(),
                Some(name) if first == name && !path.is_empty() => path,
                Some(_) => continue,
            };
            insert(&mut entries, &path, Self::Text(value.into_owned()))?;
        }
        (!entries.is_empty() || name.is_none()).then_some(Self::Object(entries))
    }

    /// Puts a value under a path of keys. `None` where there are too many.
    pub(super) fn insert(&mut self, path: &[&str], value: Self) -> Option<()> {
        put(self, path, value)
    }

    /// Puts a value under a key such as `name[a][b]`. `None` where there are too many.
    pub(super) fn insert_nested(&mut self, key: &str, value: Self) -> Option<()> {
        let (first, path) = keys(key);
        put(self, &std::iter::once(first).chain(path).collect::<Vec<_>>(), value)
    }
}

/// A key and a text.
type Pair<'a> = (Cow<'a, str>, Cow<'a, str>);

/// Takes `name[a][b]` apart.
fn keys(key: &str) -> (&str, Vec<&str>) {
    let Some((first, rest)) = key.split_once('[') else { return (key, Vec::new()) };
    match rest.strip_suffix(']') {
        Some(inner) if inner.matches("][").count() < DEPTH => (first, inner.split("][").collect()),
        Some(_) | None => (key, Vec::new()),
    }
}

/// Puts a value under a path of keys. What is given twice becomes a list; `[]` is an item of one.
fn insert(entries: &mut Vec<(String, Value)>, path: &[&str], value: Value) -> Option<()> {
    let (key, rest) = path.split_first()?;
    let place = entries.iter().position(|(known, _)| known == key);
    if let Some((_, slot)) = place.and_then(|place| entries.get_mut(place)) {
        return put(slot, rest, value);
    }
    let mut slot = Value::List(Vec::new());
    put(&mut slot, rest, value)?;
    entries.push(((*key).to_owned(), slot));
    (entries.len() <= KEYS).then_some(())
}

fn put(slot: &mut Value, path: &[&str], value: Value) -> Option<()> {
    match (path, slot) {
        ([] | [""], slot) => match slot {
            Value::List(items) if items.is_empty() && path.is_empty() => *slot = value,
            Value::List(items) => items.push(value),
            Value::Text(_) | Value::Part(_) | Value::Object(_) | Value::Absent => {
                let first = std::mem::replace(slot, Value::List(Vec::new()));
                *slot = Value::List(vec![first, value]);
            }
        },
        (path, Value::Object(entries)) => insert(entries, path, value)?,
        (path, slot) => {
            let mut entries = Vec::new();
            insert(&mut entries, path, value)?;
            *slot = Value::Object(entries);
        }
    }
    Some(())
}

#[derive(Clone, Copy)]
struct Reader<'a> {
    value: &'a Value,
    how: How,
}

impl<'a> Reader<'a> {
    fn text<'de, V: Visitor<'de>>(self, visitor: &V) -> Result<&'a str, Fault> {
        match self.value {
            Value::Text(text) => Ok(text),
            Value::List(items) => match items.as_slice() {
                [Value::Text(text)] => Ok(text),
                _ => Err(de::Error::invalid_type(Unexpected::Seq, visitor)),
            },
            Value::Part(part) => match std::str::from_utf8(&part.bytes) {
                Ok(text) => Ok(text),
                Err(_) => Err(de::Error::invalid_type(Unexpected::Bytes(&part.bytes), visitor)),
            },
            Value::Object(_) => Err(de::Error::invalid_type(Unexpected::Map, visitor)),
            Value::Absent => Err(de::Error::custom("is missing")),
        }
    }

    /// What a part in JSON holds.
    fn json(self) -> Result<Option<serde_json::Value>, Fault> {
        let in_json = |part: &&Part| part.content_type.as_deref().is_some_and(body::is_json);
        match self.value {
            Value::Part(part) if in_json(&part) => {
                serde_json::from_slice(&part.bytes).map(Some).map_err(de::Error::custom)
            }
            Value::Part(_) | Value::Text(_) | Value::List(_) | Value::Object(_) | Value::Absent => Ok(None),
        }
    }

    /// What a text holds if it is an object or an array in JSON.
    fn structured(self) -> Option<serde_json::Value> {
        let text = match self.value {
            Value::Text(text) => text.as_bytes(),
            Value::Part(part) => &part.bytes,
            Value::List(_) | Value::Object(_) | Value::Absent => return None,
        };
        let opens = matches!(text.trim_ascii_start().first(), Some(b'{' | b'['));
        if opens { serde_json::from_slice(text).ok() } else { None }
    }

    fn integer<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let text = self.text(&visitor)?;
        if let Ok(number) = text.parse::<i64>() {
            visitor.visit_i64(number)
        } else if let Ok(number) = text.parse::<u64>() {
            visitor.visit_u64(number)
        } else {
            Err(de::Error::invalid_value(Unexpected::Str(text), &visitor))
        }
    }

    fn float<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let text = self.text(&visitor)?;
        match finite(text) {
            Some(number) => visitor.visit_f64(number),
            None => Err(de::Error::invalid_value(Unexpected::Str(text), &visitor)),
        }
    }

    fn child(self, value: &'a Value) -> Self {
        Self { value, ..self }
    }
}

fn finite(text: &str) -> Option<f64> {
    let plain = text.starts_with(|c: char| c.is_ascii_digit() || c == '-') && !text.contains(['n', 'N']);
    text.parse::<f64>().ok().filter(|number| plain && number.is_finite())
}

impl<'a> IntoDeserializer<'_, Fault> for Reader<'a> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

macro_rules! by {
    ($read:ident: $($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            match self.json()? {
                Some(json) => json.$method(visitor).map_err(de::Error::custom),
                None => self.$read(visitor),
            }
        })*
    };
}

impl<'a> Reader<'a> {
    fn any<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if let (Untyped::Coerced, Some(json)) = (self.how.untyped, self.structured()) {
            return json.deserialize_any(visitor).map_err(de::Error::custom);
        }
        match (self.value, self.how.untyped) {
            (Value::Text(text), Untyped::Coerced) => match text.as_str() {
                "true" => visitor.visit_bool(true),
                "false" => visitor.visit_bool(false),
                text => match (text.parse::<i64>(), finite(text)) {
                    (Ok(number), _) if number.to_string() == *text => visitor.visit_i64(number),
                    (_, Some(number)) if number.to_string() == *text => visitor.visit_f64(number),
                    (_, _) => visitor.visit_str(text),
                },
            },
            (Value::Text(text), Untyped::Number) => match (text.parse::<i64>(), finite(text)) {
                (Ok(number), _) => visitor.visit_i64(number),
                (_, Some(number)) => visitor.visit_f64(number),
                (_, None) => visitor.visit_str(text),
            },
            (Value::Part(part), _) if self.how.files == Files::Whole && is_file(part) => {
                visitor.visit_newtype_struct(WholePart(part))
            }
            (Value::Part(part), _) => match std::str::from_utf8(&part.bytes) {
                Ok(text) => Reader { value: &Value::Text(text.to_owned()), ..self }.any(visitor),
                Err(_) => visitor.visit_bytes(&part.bytes),
            },
            (Value::Text(_) | Value::Absent, _) => self.string(visitor),
            (Value::List(items), _) => match items.as_slice() {
                [one] if self.how.many == Many::AsSent => self.child(one).any(visitor),
                _ => self.list(visitor),
            },
            (Value::Object(entries), _) if self.how.many == Many::Items && are_positions(entries) => self.list(visitor),
            (Value::Object(_), _) => self.map(visitor),
        }
    }

    fn boolean<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.text(&visitor)? {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            text => Err(de::Error::invalid_value(Unexpected::Str(text), &visitor)),
        }
    }

    fn string<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let text = self.text(&visitor)?;
        visitor.visit_str(text)
    }

    fn bytes<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.value {
            Value::Part(part) => visitor.visit_bytes(&part.bytes),
            Value::Text(_) | Value::List(_) | Value::Object(_) | Value::Absent => {
                let text = self.text(&visitor)?;
                visitor.visit_bytes(text.as_bytes())
            }
        }
    }

    fn option<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if *self.value == Value::Absent { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn unit<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.text(&visitor)? {
            "" | "null" => visitor.visit_unit(),
            text => Err(de::Error::invalid_value(Unexpected::Str(text), &visitor)),
        }
    }

    fn list<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let items: Vec<Self> = match self.value {
            Value::List(items) => items.iter().map(|item| self.child(item)).collect(),
            // `name[0][key]=value`
            Value::Object(entries) if are_positions(entries) => {
                entries.iter().map(|(_, item)| self.child(item)).collect()
            }
            Value::Absent => Vec::new(),
            // What it holds is as sent.
            Value::Text(_) | Value::Part(_) | Value::Object(_) => {
                vec![Self { how: How { many: Many::AsSent, ..self.how }, ..self }]
            }
        };
        visitor.visit_seq(SeqDeserializer::new(items.into_iter()))
    }

    fn map<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if let Value::Object(entries) = self.value {
            let entries = entries.iter().map(|(key, value)| (key.as_str(), self.child(value)));
            return visitor.visit_map(MapDeserializer::new(entries));
        }
        match self.structured() {
            Some(json) => json.deserialize_map(visitor).map_err(de::Error::custom),
            None => {
                let text = self.text(&visitor)?;
                Err(de::Error::invalid_type(Unexpected::Str(text), &visitor))
            }
        }
    }
}

impl<'de> Deserializer<'de> for Reader<'_> {
    type Error = Fault;

    by!(integer: deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128);
    by!(integer: deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128);
    by!(float: deserialize_f32 deserialize_f64);
    by!(boolean: deserialize_bool);
    by!(string: deserialize_str deserialize_char deserialize_string deserialize_identifier);
    by!(bytes: deserialize_bytes deserialize_byte_buf);
    by!(unit: deserialize_unit);
    by!(any: deserialize_any);
    by!(map: deserialize_map);

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.json()? {
            Some(serde_json::Value::Null) => visitor.visit_none(),
            Some(_) | None => self.option(visitor),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.json()? {
            Some(json) if json.is_array() && self.how.many == Many::AsSent => {
                json.deserialize_seq(visitor).map_err(de::Error::custom)
            }
            // Each item is a part: one part is a list of one (RFC 7578 §4.3).
            Some(_) | None => self.list(visitor),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Fault> {
        match self.value {
            Value::Part(part) if name == File::TYPE => visitor.visit_newtype_struct(WholePart(part)),
            Value::Part(_) | Value::Text(_) | Value::List(_) | Value::Object(_) | Value::Absent => {
                visitor.visit_newtype_struct(self)
            }
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let variant: StrDeserializer<'_, Fault> = self.text(&visitor)?.into_deserializer();
        visitor.visit_enum(variant)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }
}

/// Whether all keys are positions of a list.
fn are_positions(entries: &[(String, Value)]) -> bool {
    entries.iter().all(|(key, _)| key.bytes().all(|byte| byte.is_ascii_digit()))
}

//! Values made of text, and the types read from them.
//!
//! Takes what parameters and forms hold, which knows no numbers; gives values of the types that the document declares. A text is
//! read as whatever the type asks for. Promises that a whole number too great for its type is told, not rounded.

use std::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer, StrDeserializer};
use serde::de::{self, Deserializer, IntoDeserializer, Unexpected, Visitor};
use types::runtime::Decode;

use super::percent;
use super::wire;

/// A value made of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// One text.
    Text(String),
    /// Bytes that are no text.
    Bytes(Vec<u8>),
    /// Several.
    List(Vec<Value>),
    /// Some under keys.
    Object(Vec<(String, Value)>),
}

/// Deeper keys than this are taken as text.
const DEPTH: usize = 16;

/// More keys than this beside each other are refused, because each is compared with all before it.
const KEYS: usize = 1000;

impl Value {
    /// Reads a type. Where a type would take any JSON, numbers and booleans are tried before strings.
    pub(super) fn read<T: Decode>(&self) -> Result<T, String> {
        let coerced = T::decode(Reader { value: self, untyped: Untyped::Coerced });
        coerced.or_else(|fault| T::decode(Reader { value: self, untyped: Untyped::Text }).map_err(|_| fault.0))
    }

    /// The properties of a form (`a=1&b[c]=2&d=3&d=4`), or of the one parameter of that name (`name[a]=1`).
    pub(super) fn from_form(text: &str, name: Option<&str>) -> Option<Self> {
        let pairs: Option<Vec<(String, String)>> = wire::pairs(text)
            .map(|(key, value)| Some((percent::decode_form(key)?, percent::decode_form(value)?)))
            .collect();
        let mut entries = Vec::new();
        for (key, value) in pairs? {
            let (first, path) = keys(&key);
            let path = match name {
                None => std::iter::once(first).chain(path).collect::<Vec<_>>(),
                Some(name) if first == name && !path.is_empty() => path,
                Some(_) => continue,
            };
            insert(&mut entries, &path, Self::Text(value))?;
        }
        (!entries.is_empty() || name.is_none()).then_some(Self::Object(entries))
    }

    /// Entries with values of their own; those with the same key become a list.
    pub(super) fn from_entries(entries: impl IntoIterator<Item = (String, Self)>) -> Option<Self> {
        let mut collected = Vec::new();
        for (key, value) in entries {
            insert(&mut collected, &[key.as_str()], value)?;
        }
        Some(Self::Object(collected))
    }

    /// JSON as text, for one part of a body whose other parts are text.
    pub(super) fn from_json(value: serde_json::Value) -> Self {
        match value {
            serde_json::Value::Null => Self::Text("null".to_owned()),
            serde_json::Value::Bool(value) => Self::Text(value.to_string()),
            serde_json::Value::Number(value) => Self::Text(value.to_string()),
            serde_json::Value::String(value) => Self::Text(value),
            serde_json::Value::Array(items) => Self::List(items.into_iter().map(Self::from_json).collect()),
            serde_json::Value::Object(entries) => {
                Self::Object(entries.into_iter().map(|(key, value)| (key, Self::from_json(value))).collect())
            }
        }
    }
}

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
            Value::Text(_) | Value::Bytes(_) | Value::Object(_) => {
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

/// What becomes of a text where the type takes any JSON.
#[derive(Clone, Copy)]
enum Untyped {
    /// A number or boolean if it looks like one.
    Coerced,
    /// A string.
    Text,
}

#[derive(Clone, Copy)]
struct Reader<'a> {
    value: &'a Value,
    untyped: Untyped,
}

/// Why a text is not of the type asked for.
#[derive(Debug)]
struct Fault(String);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

impl de::Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

impl<'a> Reader<'a> {
    fn text<'de, V: Visitor<'de>>(self, visitor: &V) -> Result<&'a str, Fault> {
        match self.value {
            Value::Text(text) => Ok(text),
            Value::List(items) => match items.as_slice() {
                [Value::Text(text)] => Ok(text),
                _ => Err(de::Error::invalid_type(Unexpected::Seq, visitor)),
            },
            Value::Bytes(bytes) => Err(de::Error::invalid_type(Unexpected::Bytes(bytes), visitor)),
            Value::Object(_) => Err(de::Error::invalid_type(Unexpected::Map, visitor)),
        }
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
            self.$read(visitor)
        })*
    };
}

impl<'de> Deserializer<'de> for Reader<'_> {
    type Error = Fault;

    by!(integer: deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128);
    by!(integer: deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128);
    by!(float: deserialize_f32 deserialize_f64);
    by!(deserialize_str: deserialize_char deserialize_string deserialize_identifier);
    by!(deserialize_bytes: deserialize_byte_buf);

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match (self.value, self.untyped) {
            (Value::Text(text), Untyped::Coerced) => match text.as_str() {
                "true" => visitor.visit_bool(true),
                "false" => visitor.visit_bool(false),
                text => match text.parse::<i64>() {
                    Ok(number) if number.to_string() == text => visitor.visit_i64(number),
                    Ok(_) | Err(_) => visitor.visit_str(text),
                },
            },
            (Value::Text(text), Untyped::Text) => visitor.visit_str(text),
            (Value::Bytes(bytes), _) => visitor.visit_bytes(bytes),
            (Value::List(_), _) => self.deserialize_seq(visitor),
            (Value::Object(_), _) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.text(&visitor)? {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            text => Err(de::Error::invalid_value(Unexpected::Str(text), &visitor)),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let text = self.text(&visitor)?;
        visitor.visit_str(text)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.value {
            Value::Bytes(bytes) => visitor.visit_bytes(bytes),
            Value::Text(_) | Value::List(_) | Value::Object(_) => {
                let text = self.text(&visitor)?;
                visitor.visit_bytes(text.as_bytes())
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_some(self)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.text(&visitor)? {
            "" | "null" => visitor.visit_unit(),
            text => Err(de::Error::invalid_value(Unexpected::Str(text), &visitor)),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let items: Vec<Self> = match self.value {
            Value::List(items) => items.iter().map(|item| self.child(item)).collect(),
            // `name[0][key]=value`
            Value::Object(entries) if entries.iter().all(|(key, _)| key.bytes().all(|byte| byte.is_ascii_digit())) => {
                entries.iter().map(|(_, item)| self.child(item)).collect()
            }
            Value::Text(_) | Value::Bytes(_) | Value::Object(_) => vec![self],
        };
        visitor.visit_seq(SeqDeserializer::new(items.into_iter()))
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

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.value {
            Value::Object(entries) => visitor
                .visit_map(MapDeserializer::new(entries.iter().map(|(key, value)| (key.as_str(), self.child(value))))),
            Value::Text(text) => Err(de::Error::invalid_type(Unexpected::Str(text), &visitor)),
            Value::Bytes(bytes) => Err(de::Error::invalid_type(Unexpected::Bytes(bytes), &visitor)),
            Value::List(_) => Err(de::Error::invalid_type(Unexpected::Seq, &visitor)),
        }
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

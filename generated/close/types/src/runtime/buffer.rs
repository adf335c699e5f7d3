//! Values that are read before it is known what they are.
//!
//! Takes any JSON from any deserializer and gives it again as a deserializer. Texts are borrowed from the input where it
//! allows; entries stay in their order, repeated keys included, so that what is read from here meets the same faults as
//! what is read at once. Numbers stay exact. Never as deep as a stack is.

use super::equality::canonical;
use serde::de::value::{BorrowedStrDeserializer, MapAccessDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Map, Number, Value};
use std::borrow::Cow;
use std::fmt;
use std::slice::Iter;

/// A JSON value of which nothing is known yet.
#[derive(Debug, Clone)]
pub enum Buffer<'de> {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// A whole number.
    Signed(i64),
    /// A whole number.
    Unsigned(u64),
    /// Any other number.
    Float(f64),
    /// A number that its input gave as a text.
    Number(Number),
    /// A string.
    Text(Cow<'de, str>),
    /// A list.
    Array(Vec<Buffer<'de>>),
    /// An object's entries in their order.
    Object(Vec<(Cow<'de, str>, Buffer<'de>)>),
}

/// Deeper than any text that is read, and far from the end of a stack.
const DEEPEST: usize = 256;

/// What a hostile size hint may make us allocate at once.
const CAUTIOUS: usize = 256;

/// Whether `serde_json` keeps numbers as texts: another crate of the program may ask for it.
const NUMBERS_ARE_TEXTS: bool = size_of::<Number>() == size_of::<String>();

/// The only key of what a number then looks like.
const NUMBER_KEY: &str = "$serde_json::private::Number";

impl<'de> Buffer<'de> {
    /// Reads any value.
    pub(super) fn read<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Read { depth: 0 })
    }

    /// Reads the value of an object's entry.
    pub(super) fn read_value<M: MapAccess<'de>>(map: &mut M) -> Result<Self, M::Error> {
        map.next_value_seed(Read { depth: 1 })
    }

    /// Reads the key of an object's entry.
    pub(super) fn read_key<M: MapAccess<'de>>(map: &mut M) -> Result<Option<Cow<'de, str>>, M::Error> {
        map.next_key_seed(Key)
    }

    /// Whether an object that is being read may be a number; then only reading it tells.
    pub(super) const fn may_be_number() -> bool {
        NUMBERS_ARE_TEXTS
    }

    /// The value without what is in it, if it is a list or an object.
    pub(super) fn without_content(value: &'de Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Boolean(*value),
            Value::Number(number) => Self::Number(number.clone()),
            Value::String(text) => Self::Text(Cow::Borrowed(text)),
            Value::Array(_) => Self::Array(Vec::new()),
            Value::Object(_) => Self::Object(Vec::new()),
        }
    }

    /// The value of that key in an object.
    pub(super) fn get(&self, wanted: &str) -> Option<&Self> {
        match self {
            Self::Object(entries) => entries.iter().find(|(key, _)| key == wanted).map(|(_, value)| value),
            _ => None,
        }
    }

    pub(super) fn as_text(&self) -> Option<&Cow<'de, str>> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// What a tag of an object says: a string itself, any other scalar by its JSON.
    pub(super) fn as_tag(&self) -> Option<Cow<'de, str>> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::Boolean(_) | Self::Signed(_) | Self::Unsigned(_) | Self::Float(_) | Self::Number(_) => {
                Some(canonical(&self.clone().into_value()).into())
            }
            Self::Null | Self::Array(_) | Self::Object(_) => None,
        }
    }

    /// The number, if it is whole, fits and is written as a whole one.
    pub(super) fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Signed(number) => Some(*number),
            Self::Unsigned(number) => i64::try_from(*number).ok(),
            Self::Number(number) => number.as_i64(),
            _ => None,
        }
    }

    /// The number as near as a float comes to it.
    pub(super) fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Signed(number) => Some(*number as f64),
            Self::Unsigned(number) => Some(*number as f64),
            Self::Float(number) => Some(*number),
            Self::Number(number) => number.as_f64(),
            _ => None,
        }
    }

    /// Whether it is a number with a fraction or an exponent, or beyond the whole ones.
    pub(super) fn is_float(&self) -> bool {
        match self {
            Self::Float(_) => true,
            Self::Number(number) => number.is_f64(),
            _ => false,
        }
    }

    /// The same as a value; of entries with one key the last.
    pub(super) fn into_value(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Boolean(value) => Value::Bool(value),
            Self::Signed(number) => number.into(),
            Self::Unsigned(number) => number.into(),
            Self::Float(number) => number.into(),
            Self::Number(number) => Value::Number(number),
            Self::Text(text) => Value::String(text.into_owned()),
            Self::Array(items) => Value::Array(items.into_iter().map(Self::into_value).collect()),
            Self::Object(entries) => {
                // Collecting would have sorting compiled, for objects of a few keys.
                let mut map = Map::new();
                for (key, value) in entries {
                    map.insert(key.into_owned(), value.into_value());
                }
                Value::Object(map)
            }
        }
    }

    #[cold]
    fn unexpected(&self) -> Unexpected<'_> {
        match self {
            Self::Null => Unexpected::Unit,
            Self::Boolean(value) => Unexpected::Bool(*value),
            Self::Signed(number) => Unexpected::Signed(*number),
            Self::Unsigned(number) => Unexpected::Unsigned(*number),
            Self::Float(number) => Unexpected::Float(*number),
            Self::Number(_) => Unexpected::Other("number"),
            Self::Text(text) => Unexpected::Str(text),
            Self::Array(_) => Unexpected::Seq,
            Self::Object(_) => Unexpected::Map,
        }
    }
}

/// Reads a value that many lists and objects hold.
#[derive(Clone, Copy)]
struct Read {
    depth: usize,
}

impl Read {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth < DEEPEST {
            Ok(Self { depth: self.depth + 1 })
        } else {
            Err(E::custom("recursion limit exceeded"))
        }
    }
}

impl<'de> DeserializeSeed<'de> for Read {
    type Value = Buffer<'de>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Buffer<'de>, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Read {
    type Value = Buffer<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<Buffer<'de>, E> {
        Ok(Buffer::Null)
    }

    fn visit_none<E>(self) -> Result<Buffer<'de>, E> {
        Ok(Buffer::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Buffer<'de>, D::Error> {
        from.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<Buffer<'de>, D::Error> {
        from.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Buffer<'de>, E> {
        Ok(Buffer::Boolean(value))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Buffer<'de>, E> {
        Ok(Buffer::Signed(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Buffer<'de>, E> {
        Ok(Buffer::Unsigned(number))
    }

    fn visit_i128<E: serde::de::Error>(self, number: i128) -> Result<Buffer<'de>, E> {
        number.to_string().parse().map(Buffer::Number).map_err(E::custom)
    }

    fn visit_u128<E: serde::de::Error>(self, number: u128) -> Result<Buffer<'de>, E> {
        number.to_string().parse().map(Buffer::Number).map_err(E::custom)
    }

    fn visit_f64<E>(self, number: f64) -> Result<Buffer<'de>, E> {
        Ok(Buffer::Float(number))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Buffer<'de>, E> {
        Ok(Buffer::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Buffer<'de>, E> {
        Ok(Buffer::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<Buffer<'de>, E> {
        Ok(Buffer::Text(Cow::Owned(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Buffer<'de>, A::Error> {
        let inner = self.deeper()?;
        let mut items = Vec::with_capacity(from.size_hint().unwrap_or(0).min(CAUTIOUS));
        while let Some(item) = from.next_element_seed(inner)? {
            items.push(item);
        }
        Ok(Buffer::Array(items))
    }

    fn visit_map<M: MapAccess<'de>>(self, mut from: M) -> Result<Buffer<'de>, M::Error> {
        let inner = self.deeper()?;
        let mut entries = Vec::with_capacity(from.size_hint().unwrap_or(0).min(CAUTIOUS));
        while let Some(key) = Buffer::read_key(&mut from)? {
            if NUMBERS_ARE_TEXTS && entries.is_empty() && key == NUMBER_KEY {
                let text: String = from.next_value()?;
                return text.parse().map(Buffer::Number).map_err(M::Error::custom);
            }
            entries.push((key, from.next_value_seed(inner)?));
        }
        Ok(Buffer::Object(entries))
    }
}

/// Reads a key.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Cow<'de, str>, D::Error> {
        from.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_str<E>(self, key: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(key.to_owned()))
    }

    fn visit_string<E>(self, key: String) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(key))
    }
}

/// Gives a number that was a text as a number to who asks for one.
macro_rules! numbers {
    ($($deserialize:ident)*) => {$(
        fn $deserialize<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
            self.deserialize_number(visitor)
        }
    )*};
}

impl Buffer<'_> {
    fn deserialize_number<'a, V: Visitor<'a>>(&'a self, visitor: V) -> Result<V::Value, Error> {
        if let Self::Number(number) = self {
            if let Some(number) = number.as_u64() {
                return visitor.visit_u64(number);
            }
            if let Some(number) = number.as_i64() {
                return visitor.visit_i64(number);
            }
            if let Some(number) = number.as_f64() {
                return visitor.visit_f64(number);
            }
        }
        self.deserialize_any(visitor)
    }
}

impl<'a> Deserializer<'a> for &'a Buffer<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Buffer::Null => visitor.visit_unit(),
            Buffer::Boolean(value) => visitor.visit_bool(*value),
            Buffer::Signed(number) => visitor.visit_i64(*number),
            Buffer::Unsigned(number) => visitor.visit_u64(*number),
            Buffer::Float(number) => visitor.visit_f64(*number),
            Buffer::Number(number) => number.deserialize_any(visitor),
            Buffer::Text(text) => visitor.visit_borrowed_str(text),
            Buffer::Array(items) => {
                let mut items = Items(items.iter());
                let value = visitor.visit_seq(&mut items)?;
                if items.0.len() == 0 { Ok(value) } else { Err(left_over(items.0.len())) }
            }
            Buffer::Object(entries) => {
                let mut pairs = Pairs { entries: entries.iter(), value: None };
                let value = visitor.visit_map(&mut pairs)?;
                if pairs.entries.len() == 0 { Ok(value) } else { Err(left_over(pairs.entries.len())) }
            }
        }
    }

    fn deserialize_option<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Buffer::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'a>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'a>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self {
            Buffer::Text(text) => visitor.visit_enum(BorrowedStrDeserializer::new(text)),
            Buffer::Object(entries) if entries.len() == 1 => {
                visitor.visit_enum(MapAccessDeserializer::new(Pairs { entries: entries.iter(), value: None }))
            }
            _ => Err(Error::invalid_type(self.unexpected(), &"a string or an object of one key")),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16 deserialize_u32
        deserialize_u64 deserialize_f32 deserialize_f64
    }

    forward_to_deserialize_any! {
        <V: Visitor<'a>>
        bool i128 u128 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier
    }
}

#[cold]
fn left_over(count: usize) -> Error {
    Error::custom(format_args!("{count} more than there should be"))
}

struct Items<'a, 'de>(Iter<'a, Buffer<'de>>);

impl<'a> SeqAccess<'a> for Items<'a, '_> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'a>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        self.0.next().map(|item| seed.deserialize(item)).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

struct Pairs<'a, 'de> {
    entries: Iter<'a, (Cow<'de, str>, Buffer<'de>)>,
    value: Option<&'a Buffer<'de>>,
}

impl<'a> MapAccess<'a> for Pairs<'a, '_> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'a>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        let Some((key, value)) = self.entries.next() else {
            return Ok(None);
        };
        self.value = Some(value);
        seed.deserialize(Name(key)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'a>>(&mut self, seed: S) -> Result<S::Value, Error> {
        seed.deserialize(self.value.take().unwrap_or(&Buffer::Null))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.entries.len())
    }
}

/// A key, which may stand for something else than a string.
struct Name<'a>(&'a str);

/// Reads a key as what JSON would have it as, if it were no key.
macro_rules! unquoted {
    ($($deserialize:ident)*) => {$(
        fn $deserialize<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
            serde_json::Deserializer::from_str(self.0).$deserialize(visitor)
        }
    )*};
}

impl<'a> Deserializer<'a> for Name<'a> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_str(self.0)
    }

    fn deserialize_option<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'a>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'a>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let text: BorrowedStrDeserializer<'a, Error> = BorrowedStrDeserializer::new(self.0);
        text.deserialize_enum(name, variants, visitor)
    }

    unquoted! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128 deserialize_u8
        deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64
    }

    forward_to_deserialize_any! {
        <V: Visitor<'a>>
        char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

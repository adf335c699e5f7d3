//! Headers of responses, typed (style `simple` or JSON).
//!
//! Takes declarations and the headers that came; gives their values. Promises that a fault names its header, and that what
//! the declaration asks for decides how a text is read. Never splits a text whose type is no list or object.

use http::{HeaderMap, HeaderName, HeaderValue};
use serde::de::value::{MapDeserializer, SeqDeserializer, StrDeserializer};
use serde::de::{self, Deserializer, IntoDeserializer, Visitor};
use std::fmt;
use types::runtime::{Decode, json, mask};

/// How a header is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderFormat {
    /// One text.
    Text,
    /// `a,b`
    List,
    /// `key,value,key,value`
    Object,
    /// `key=value,key=value`
    ExplodedObject,
    /// JSON.
    Json,
}

/// Why a header could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderError {
    name: &'static str,
    reason: String,
}

impl HeaderError {
    /// The header.
    #[inline]
    pub fn name(&self) -> &str {
        self.name
    }

    #[inline]
    fn new(name: &'static str, reason: impl Into<String>) -> Self {
        Self { name, reason: reason.into() }
    }
}

impl fmt::Display for HeaderError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the header `{}` {}", self.name, self.reason)
    }
}

impl std::error::Error for HeaderError {}

/// A header that may be sent.
pub fn optional<T: Decode>(
    headers: &HeaderMap,
    name: &'static str,
    format: HeaderFormat,
) -> Result<Option<T>, HeaderError> {
    let values = headers.get_all(name).iter().map(|value| std::str::from_utf8(value.as_bytes()));
    let values: Vec<&str> =
        values.collect::<Result<_, _>>().map_err(|_| HeaderError::new(name, "is not UTF-8 text"))?;
    if values.is_empty() {
        return Ok(None);
    }
    // Several headers of one name are one list (RFC 9110 §5.3).
    let text = values.join(", ");
    let read = match format {
        HeaderFormat::Json => json::decode(text.as_bytes()).map_err(|fault| fault.to_string()),
        HeaderFormat::Text | HeaderFormat::List | HeaderFormat::Object | HeaderFormat::ExplodedObject => {
            T::decode(Reader { text: text.trim(), format }).map_err(|Fault(reason)| mask::quoted(reason))
        }
    };
    read.map(Some).map_err(|reason| HeaderError::new(name, format!("cannot be read: {reason}")))
}

/// A header that is always sent.
pub fn required<T: Decode>(headers: &HeaderMap, name: &'static str, format: HeaderFormat) -> Result<T, HeaderError> {
    optional(headers, name, format)?.ok_or_else(|| HeaderError::new(name, "is missing"))
}

/// A header of that name and value, if there can be one.
pub(super) fn header_of(name: &str, value: &str) -> Option<(HeaderName, HeaderValue)> {
    Some((HeaderName::from_bytes(name.as_bytes()).ok()?, HeaderValue::from_bytes(value.as_bytes()).ok()?))
}

#[derive(Debug)]
struct Fault(String);

impl fmt::Display for Fault {
    #[inline]
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

/// Reads a text as what is asked for.
#[derive(Clone, Copy)]
struct Reader<'a> {
    text: &'a str,
    format: HeaderFormat,
}

impl<'a> Reader<'a> {
    #[inline]
    fn part(text: &'a str) -> Self {
        Self { text: text.trim(), format: HeaderFormat::Text }
    }

    #[inline]
    fn parts(self) -> impl Iterator<Item = &'a str> {
        self.text.split(',').filter(|part| !part.trim().is_empty())
    }

    #[inline]
    fn entries(self) -> Result<Vec<(&'a str, Self)>, Fault> {
        match self.format {
            HeaderFormat::Object => {
                let parts: Vec<&str> = self.text.split(',').collect();
                let pairs = parts.chunks(2).map(|pair| match pair {
                    [key, value] => Ok((key.trim(), Self::part(value))),
                    _ => Err(Fault("a key has no value".to_owned())),
                });
                pairs.collect()
            }
            HeaderFormat::Text | HeaderFormat::List | HeaderFormat::ExplodedObject | HeaderFormat::Json => {
                let pairs = self.parts().map(|part| match part.split_once('=') {
                    Some((key, value)) => Ok((key.trim(), Self::part(value))),
                    None => Err(Fault("a part is no pair of key and value".to_owned())),
                });
                pairs.collect()
            }
        }
    }

    fn number<T: std::str::FromStr>(self) -> Result<T, Fault> {
        self.text.parse().map_err(|_| Fault(format!("{:?} is not a number of its type", self.text)))
    }
}

impl IntoDeserializer<'_, Fault> for Reader<'_> {
    type Deserializer = Self;

    #[inline]
    fn into_deserializer(self) -> Self {
        self
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            visitor.$visit(self.number()?)
        })*
    };
}

impl<'de> Deserializer<'de> for Reader<'_> {
    type Error = Fault;

    numbers! {
        deserialize_i8 visit_i8 deserialize_i16 visit_i16 deserialize_i32 visit_i32 deserialize_i64 visit_i64
        deserialize_i128 visit_i128
        deserialize_u8 visit_u8 deserialize_u16 visit_u16 deserialize_u32 visit_u32 deserialize_u64 visit_u64
        deserialize_u128 visit_u128
        deserialize_f32 visit_f32 deserialize_f64 visit_f64
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.format {
            HeaderFormat::List => self.deserialize_seq(visitor),
            HeaderFormat::Object | HeaderFormat::ExplodedObject => self.deserialize_map(visitor),
            HeaderFormat::Text | HeaderFormat::Json => visitor.visit_str(self.text),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_bool(self.number()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_some(self)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.text.is_empty() { visitor.visit_unit() } else { visitor.visit_str(self.text) }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_seq(SeqDeserializer::new(self.parts().map(Self::part)))
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
        visitor.visit_map(MapDeserializer::new(self.entries()?.into_iter()))
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
        let variant: StrDeserializer<'_, Fault> = self.text.into_deserializer();
        visitor.visit_enum(variant)
    }

    serde::forward_to_deserialize_any! {
        char str string bytes byte_buf identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn headers(values: &[&str]) -> HeaderMap {
        let name = HeaderName::from_static("x");
        values.iter().map(|value| (name.clone(), HeaderValue::from_str(value).expect("a value"))).collect()
    }

    fn read<T: Decode>(format: HeaderFormat, values: &[&str]) -> Result<Option<T>, String> {
        optional(&headers(values), "X", format).map_err(|error| error.to_string())
    }

    #[test]
    fn a_header_is_read_as_its_type() {
        assert_eq!(read::<i64>(HeaderFormat::Text, &["42"]), Ok(Some(42)));
        assert_eq!(read::<i64>(HeaderFormat::Text, &[]), Ok(None));
        assert_eq!(read::<String>(HeaderFormat::Text, &["a, b"]), Ok(Some("a, b".to_owned())));
        assert_eq!(read::<String>(HeaderFormat::Text, &["42"]), Ok(Some("42".to_owned())));
        assert_eq!(read::<bool>(HeaderFormat::Text, &["true"]), Ok(Some(true)));
        let fault = "the header `X` cannot be read: \"many\" is not a number of its type";
        assert_eq!(read::<i64>(HeaderFormat::Text, &["many"]), Err(fault.to_owned()));
        let missing = required::<i64>(&headers(&[]), "X", HeaderFormat::Text).map_err(|error| error.to_string());
        assert_eq!(missing, Err("the header `X` is missing".to_owned()));
    }

    #[test]
    fn lists_and_objects() {
        assert_eq!(read::<Vec<i64>>(HeaderFormat::List, &["1, 2", "3"]), Ok(Some(vec![1, 2, 3])));
        assert_eq!(read::<Vec<i64>>(HeaderFormat::List, &[""]), Ok(Some(vec![])));
        let object = BTreeMap::from([("R".to_owned(), 100), ("G".to_owned(), 200)]);
        assert_eq!(read(HeaderFormat::Object, &["R,100,G,200"]), Ok(Some(object.clone())));
        assert_eq!(read(HeaderFormat::ExplodedObject, &["R=100, G=200"]), Ok(Some(object.clone())));
        assert_eq!(read(HeaderFormat::Json, &[r#"{"R":100,"G":200}"#]), Ok(Some(object)));
        let fault = "the header `X` cannot be read: a key has no value";
        assert_eq!(read::<BTreeMap<String, i64>>(HeaderFormat::Object, &["R"]), Err(fault.to_owned()));
    }
}

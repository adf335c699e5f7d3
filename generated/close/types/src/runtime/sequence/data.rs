//! Events to and from types.
//!
//! The data of an event is text. It is read as it stands where a type asks for text, and as JSON where it asks for anything
//! else; written likewise.

use super::super::codec::{Decode, Encode};
use super::super::json::{self, DecodeError, EncodeError};
use super::Event;
use serde::de::value::MapDeserializer;
use serde::de::{Deserializer, IgnoredAny, IntoDeserializer, Visitor};
use serde_json::{Error, Value};

/// Can be read from an event: an [`Event`] by its data, any other type by the whole event as an object.
pub trait FromEvent: Sized {
    /// Reads an event.
    ///
    /// # Errors
    /// When it does not have this type's shape.
    fn from_event(event: &Event<String>) -> Result<Self, DecodeError>;
}

/// Can be written as an event: an [`Event`] by its data, any other type as the whole event.
pub trait ToEvent {
    /// Writes an event.
    ///
    /// # Errors
    /// When it holds a number that is not finite.
    fn to_event(&self) -> Result<Event<String>, EncodeError>;
}

impl<T: Decode> FromEvent for Event<T> {
    #[inline]
    fn from_event(event: &Event<String>) -> Result<Self, DecodeError> {
        let data = json::read_from(Field::Data(&event.data))?;
        Ok(Self { event: event.event.clone(), id: event.id.clone(), retry: event.retry, data })
    }
}

impl<T: Decode> FromEvent for T {
    #[inline]
    fn from_event(event: &Event<String>) -> Result<Self, DecodeError> {
        let read = |data| {
            // What tells events apart comes first: data that follows is read once.
            let entries = [
                ("event", event.event.as_deref().map(Field::Text)),
                ("id", event.id.as_deref().map(Field::Text)),
                ("retry", event.retry.map(Field::Number)),
                ("data", Some(data)),
            ];
            let entries = entries.into_iter().filter_map(|(key, field)| Some((key, field?)));
            json::read_from(MapDeserializer::new(entries))
        };
        // Where a union had to look at the data before it knew what it is, text may have been taken for JSON.
        read(Field::Data(&event.data)).or_else(|fault| read(Field::Text(&event.data)).map_err(|_| fault))
    }
}

impl<T: Encode> ToEvent for Event<T> {
    #[inline]
    fn to_event(&self) -> Result<Event<String>, EncodeError> {
        let data = text(json::to_value(&self.data)?);
        Ok(Event { event: self.event.clone(), id: self.id.clone(), retry: self.retry, data })
    }
}

impl<T: Encode> ToEvent for T {
    #[inline]
    fn to_event(&self) -> Result<Event<String>, EncodeError> {
        Ok(match json::to_value(self)? {
            Value::Object(mut entries) => {
                let mut field = |key| entries.remove(key).filter(|value| !value.is_null());
                Event {
                    event: field("event").map(text),
                    id: field("id").map(text),
                    retry: field("retry").and_then(|retry| retry.as_u64()),
                    data: field("data").map(text).unwrap_or_default(),
                }
            }
            other => Event::new(text(other)),
        })
    }
}

#[inline]
fn text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

/// A field of an event.
enum Field<'a> {
    Text(&'a str),
    Number(u64),
    Data(&'a str),
}

impl<'de> IntoDeserializer<'de, Error> for Field<'de> {
    type Deserializer = Self;

    #[inline]
    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Field<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Text(text) => visitor.visit_borrowed_str(text),
            Self::Number(number) => visitor.visit_u64(number),
            Self::Data(text) => {
                // What begins as an object is JSON, or a fault; of the rest much is plain text.
                let is_object = text.trim_ascii_start().starts_with('{');
                if !is_object && serde_json::from_str::<IgnoredAny>(text).is_err() {
                    return visitor.visit_borrowed_str(text);
                }
                let mut reader = serde_json::Deserializer::from_str(text);
                let value = reader.deserialize_any(visitor)?;
                reader.end()?;
                Ok(value)
            }
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Text(text) | Self::Data(text) => visitor.visit_borrowed_str(text),
            Self::Number(number) => visitor.visit_u64(number),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Data(text) if text.trim_ascii() == "null" => visitor.visit_none(),
            Self::Data(_) | Self::Text(_) | Self::Number(_) => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}

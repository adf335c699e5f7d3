//! Parts of multipart bodies as files.
//!
//! Takes a part; gives it with its name, its type and its headers to whoever reads a [`File`].

use serde::de::value::MapDeserializer;
use serde::de::{Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use types::runtime::File;

use super::fault::Fault;
use super::multipart::Part;

/// Whether a part is said to be a file, or can be nothing else.
pub(super) fn is_file(part: &Part) -> bool {
    part.file_name.is_some() || std::str::from_utf8(&part.bytes).is_err()
}

/// A part with its headers, as [`File`] reads it.
pub(super) struct WholePart<'a>(pub(super) &'a Part);

impl<'de> Deserializer<'de> for WholePart<'_> {
    type Error = Fault;

    fn is_human_readable(&self) -> bool {
        false
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let Part { file_name, content_type, headers, bytes, .. } = self.0;
        let named = [(File::FILE_NAME, file_name), (File::CONTENT_TYPE, content_type)];
        let named = named.into_iter().filter_map(|(key, text)| Some((key, text.as_deref()?.as_bytes())));
        let headers = headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
        let entries = named.chain(headers).chain([(File::CONTENT, bytes.as_ref())]);
        visitor.visit_map(MapDeserializer::new(entries.map(|(key, bytes)| (key, Raw(bytes)))))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct seq tuple tuple_struct map
        struct enum identifier ignored_any
    }
}

/// Bytes, read as a text where one is asked for.
struct Raw<'a>(&'a [u8]);

impl IntoDeserializer<'_, Fault> for Raw<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Raw<'_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_str(&String::from_utf8_lossy(self.0))
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_bytes(self.0)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes option unit unit_struct newtype_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}

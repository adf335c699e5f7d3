//! Files: parts of a multipart body that are sent as they are.
//!
//! Takes bytes, with the name and the media type they go by; gives a part where a body has parts. In a JSON text, which has neither, a file
//! stands as the string that its bytes spell.

use super::codec::{Decode, Encode};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::fmt;

/// A file in a multipart body. `File::from(bytes)` is enough where no name and no type are asked for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct File {
    /// Its name, as its sender says; the name of the field where there is none.
    pub file_name: Option<String>,
    /// Its media type, as its sender says; the one that is documented where there is none.
    pub content_type: Option<String>,
    /// Other headers of the part.
    pub headers: Vec<(String, String)>,
    /// What it holds.
    pub content: Vec<u8>,
}

impl File {
    /// What `serde` knows a file by: a newtype of this name, and in what is not for humans a map of the part's headers, with what is no
    /// header under [`File::FILE_NAME`] and [`File::CONTENT`].
    pub const TYPE: &'static str = "File";
    /// The key of the file's name.
    pub const FILE_NAME: &'static str = ":file-name";
    /// The key of the media type: the header itself.
    pub const CONTENT_TYPE: &'static str = "content-type";
    /// The key of the content.
    pub const CONTENT: &'static str = ":content";

    /// The file under that name.
    #[must_use]
    #[inline]
    pub fn named(self, file_name: impl Into<String>) -> Self {
        Self { file_name: Some(file_name.into()), ..self }
    }

    /// The file with that media type.
    #[must_use]
    #[inline]
    pub fn of_type(self, content_type: impl Into<String>) -> Self {
        Self { content_type: Some(content_type.into()), ..self }
    }
}

impl fmt::Debug for File {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File")
            .field("file_name", &self.file_name)
            .field("content_type", &self.content_type)
            .field("headers", &self.headers)
            .field("content", &format_args!("{} bytes", self.content.len()))
            .finish()
    }
}

impl From<Vec<u8>> for File {
    #[inline]
    fn from(content: Vec<u8>) -> Self {
        Self { content, ..Self::default() }
    }
}

impl From<&[u8]> for File {
    #[inline]
    fn from(content: &[u8]) -> Self {
        content.to_vec().into()
    }
}

impl From<String> for File {
    #[inline]
    fn from(content: String) -> Self {
        content.into_bytes().into()
    }
}

impl From<&str> for File {
    #[inline]
    fn from(content: &str) -> Self {
        content.as_bytes().into()
    }
}

impl Decode for File {
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_newtype_struct(Self::TYPE, Read)
    }
}

struct Read;

impl<'de> Visitor<'de> for Read {
    type Value = File;

    #[inline]
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a file")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<File, D::Error> {
        if from.is_human_readable() { from.deserialize_byte_buf(self) } else { from.deserialize_map(self) }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut part: A) -> Result<File, A::Error> {
        let mut file = File::default();
        while let Some(key) = part.next_key::<String>()? {
            match key.as_str() {
                File::CONTENT => file.content = part.next_value_seed(Content)?,
                File::FILE_NAME => file.file_name = Some(part.next_value()?),
                File::CONTENT_TYPE => file.content_type = Some(part.next_value()?),
                _ => file.headers.push((key, part.next_value()?)),
            }
        }
        Ok(file)
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<File, E> {
        Ok(bytes.into())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<File, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<File, A::Error> {
        let mut content = Vec::new();
        while let Some(byte) = items.next_element()? {
            content.push(byte);
        }
        Ok(content.into())
    }
}

/// Reads what a file holds.
struct Content;

impl<'de> DeserializeSeed<'de> for Content {
    type Value = Vec<u8>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Vec<u8>, D::Error> {
        from.deserialize_byte_buf(Read).map(|file| file.content)
    }
}

impl Encode for File {
    fn encode<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_newtype_struct(Self::TYPE, &Part(self))
    }
}

struct Part<'a>(&'a File);

impl Serialize for Part<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let File { file_name, content_type, headers, content } = self.0;
        if to.is_human_readable() {
            return match std::str::from_utf8(content) {
                Ok(text) => to.serialize_str(text),
                Err(_) => to.serialize_bytes(content),
            };
        }
        let mut part = to.serialize_map(None)?;
        for (key, value) in [(File::FILE_NAME, file_name), (File::CONTENT_TYPE, content_type)] {
            if let Some(value) = value {
                part.serialize_entry(key, value)?;
            }
        }
        for (name, value) in headers {
            part.serialize_entry(name, value)?;
        }
        part.serialize_entry(File::CONTENT, &Raw(content))?;
        part.end()
    }
}

struct Raw<'a>(&'a [u8]);

impl Serialize for Raw<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(self.0)
    }
}

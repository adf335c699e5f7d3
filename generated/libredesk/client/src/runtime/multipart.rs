//! Multipart forms (RFC 7578).
//!
//! Takes an object; gives a part for each property: scalars as text, bytes as a file, objects as JSON, arrays as a part for each
//! item. Promises a boundary that occurs in none of the parts.

use super::value::NoValue;
use serde::ser::{self, Error as _, Impossible, Serialize, Serializer};
use types::runtime::{Encode, json};

/// One part.
pub struct Part {
    name: String,
    content: Content,
}

enum Content {
    Text(String),
    File(Vec<u8>),
    Json(Vec<u8>),
}

impl Content {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::File(bytes) | Self::Json(bytes) => bytes,
        }
    }
}

/// The parts of an object.
pub fn parts<T: Encode + ?Sized>(value: &T) -> Result<Vec<Part>, NoValue> {
    value.encode(Form)
}

/// The content type with its boundary, and the body.
pub fn write(media_type: &str, parts: Vec<Part>) -> (String, Vec<u8>) {
    let boundary = boundary(&parts);
    let mut body = Vec::new();
    for Part { name, content } in parts {
        let name = name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
        let (file_name, content_type) = match content {
            Content::Text(_) => (String::new(), ""),
            Content::File(_) => (format!("; filename=\"{name}\""), "\r\nContent-Type: application/octet-stream"),
            Content::Json(_) => (String::new(), "\r\nContent-Type: application/json"),
        };
        let head =
            format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"{file_name}{content_type}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content.bytes());
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    (format!("{media_type}; boundary={boundary}"), body)
}

fn boundary(parts: &[Part]) -> String {
    let occurs = |boundary: &str| {
        let contains =
            |part: &Part| part.content.bytes().windows(boundary.len()).any(|window| window == boundary.as_bytes());
        parts.iter().any(contains)
    };
    let mut boundary = "----form-part".to_owned();
    for number in 0_u32.. {
        if !occurs(&boundary) {
            break;
        }
        boundary = format!("----form-part-{number}");
    }
    boundary
}

/// Writes the object as a whole.
struct Form;

/// Writes a property, or an item of one.
struct Property;

/// Why a property is no part.
enum NoPart {
    /// It is an object: it becomes a part as JSON.
    Structured,
    /// It has no value.
    Because(NoValue),
}

fn contents<T: Serialize + ?Sized>(value: &T) -> Result<Vec<Content>, NoValue> {
    match value.serialize(Property) {
        Ok(contents) => Ok(contents),
        Err(Fault(NoPart::Structured)) => match json::encode(&Serialized(value)) {
            Ok(bytes) => Ok(vec![Content::Json(bytes)]),
            Err(error) => Err(NoValue::custom(error)),
        },
        Err(Fault(NoPart::Because(reason))) => Err(reason),
    }
}

/// Shows what `serde` can write to the types' codec.
struct Serialized<'a, T: ?Sized>(&'a T);

impl<T: Serialize + ?Sized> Encode for Serialized<'_, T> {
    fn encode<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(to)
    }
}

/// The parts of an object that is being read.
#[derive(Default)]
struct Properties {
    parts: Vec<Part>,
    name: String,
}

impl Properties {
    fn push<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), NoValue> {
        let part = |content| Part { name: name.to_owned(), content };
        self.parts.extend(contents(value)?.into_iter().map(part));
        Ok(())
    }
}

impl ser::SerializeMap for Properties {
    type Ok = Vec<Part>;
    type Error = NoValue;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), NoValue> {
        match contents(key)?.pop() {
            Some(Content::Text(name)) => {
                self.name = name;
                Ok(())
            }
            Some(Content::File(_) | Content::Json(_)) | None => Err(NoValue::custom("a name must be a text")),
        }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoValue> {
        let name = std::mem::take(&mut self.name);
        self.push(&name, value)
    }

    fn end(self) -> Result<Vec<Part>, NoValue> {
        Ok(self.parts)
    }
}

impl ser::SerializeStruct for Properties {
    type Ok = Vec<Part>;
    type Error = NoValue;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), NoValue> {
        self.push(key, value)
    }

    fn end(self) -> Result<Vec<Part>, NoValue> {
        Ok(self.parts)
    }
}

/// The items of an array that is being read.
struct Items(Vec<Content>);

impl ser::SerializeSeq for Items {
    type Ok = Vec<Content>;
    type Error = Fault;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        self.0.extend(contents(value).map_err(|reason| Fault(NoPart::Because(reason)))?);
        Ok(())
    }

    fn end(self) -> Result<Vec<Content>, Fault> {
        Ok(self.0)
    }
}

impl ser::SerializeTuple for Items {
    type Ok = Vec<Content>;
    type Error = Fault;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        ser::SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<Vec<Content>, Fault> {
        Ok(self.0)
    }
}

/// A [`NoPart`] as `serde` wants it.
struct Fault(NoPart);

impl std::fmt::Debug for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Fault")
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.0 {
            NoPart::Structured => f.write_str("an object is no text"),
            NoPart::Because(reason) => reason.fmt(f),
        }
    }
}

impl std::error::Error for Fault {}

impl ser::Error for Fault {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self(NoPart::Because(NoValue::custom(message)))
    }
}

macro_rules! texts {
    ($($method:ident: $ty:ty,)*) => {
        $(fn $method(self, value: $ty) -> Result<Vec<Content>, Fault> {
            Ok(vec![Content::Text(value.to_string())])
        })*
    };
}

impl Serializer for Property {
    type Ok = Vec<Content>;
    type Error = Fault;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Impossible<Vec<Content>, Fault>;
    type SerializeTupleVariant = Impossible<Vec<Content>, Fault>;
    type SerializeMap = Impossible<Vec<Content>, Fault>;
    type SerializeStruct = Impossible<Vec<Content>, Fault>;
    type SerializeStructVariant = Impossible<Vec<Content>, Fault>;

    texts! {
        serialize_bool: bool,
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i64: i64,
        serialize_u8: u8,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64,
        serialize_f32: f32,
        serialize_f64: f64,
        serialize_char: char,
        serialize_str: &str,
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<Vec<Content>, Fault> {
        Ok(vec![Content::File(value.to_vec())])
    }

    fn serialize_none(self) -> Result<Vec<Content>, Fault> {
        Ok(Vec::new())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Vec<Content>, Fault> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Vec<Content>, Fault> {
        Ok(Vec::new())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Vec<Content>, Fault> {
        Ok(Vec::new())
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Result<Vec<Content>, Fault> {
        self.serialize_str(name)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Vec<Content>, Fault> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<Vec<Content>, Fault> {
        Err(Fault(NoPart::Structured))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items, Fault> {
        Ok(Items(Vec::new()))
    }

    fn serialize_tuple(self, _: usize) -> Result<Items, Fault> {
        Ok(Items(Vec::new()))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Fault> {
        Err(Fault(NoPart::Structured))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Fault> {
        Err(Fault(NoPart::Structured))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Fault> {
        Err(Fault(NoPart::Structured))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct, Fault> {
        Err(Fault(NoPart::Structured))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Fault> {
        Err(Fault(NoPart::Structured))
    }

    /// So that bytes come as bytes, whatever they spell.
    fn is_human_readable(&self) -> bool {
        false
    }
}

macro_rules! refused {
    ($($method:ident($($ty:ty),*) -> $ok:ty;)*) => {
        $(fn $method(self, $(_: $ty),*) -> Result<$ok, NoValue> {
            Err(no_object())
        })*
    };
}

fn no_object() -> NoValue {
    NoValue::custom("only an object can be a form")
}

impl Serializer for Form {
    type Ok = Vec<Part>;
    type Error = NoValue;
    type SerializeSeq = Impossible<Vec<Part>, NoValue>;
    type SerializeTuple = Impossible<Vec<Part>, NoValue>;
    type SerializeTupleStruct = Impossible<Vec<Part>, NoValue>;
    type SerializeTupleVariant = Impossible<Vec<Part>, NoValue>;
    type SerializeMap = Properties;
    type SerializeStruct = Properties;
    type SerializeStructVariant = Impossible<Vec<Part>, NoValue>;

    refused! {
        serialize_bool(bool) -> Vec<Part>;
        serialize_i8(i8) -> Vec<Part>;
        serialize_i16(i16) -> Vec<Part>;
        serialize_i32(i32) -> Vec<Part>;
        serialize_i64(i64) -> Vec<Part>;
        serialize_u8(u8) -> Vec<Part>;
        serialize_u16(u16) -> Vec<Part>;
        serialize_u32(u32) -> Vec<Part>;
        serialize_u64(u64) -> Vec<Part>;
        serialize_f32(f32) -> Vec<Part>;
        serialize_f64(f64) -> Vec<Part>;
        serialize_char(char) -> Vec<Part>;
        serialize_str(&str) -> Vec<Part>;
        serialize_bytes(&[u8]) -> Vec<Part>;
        serialize_none() -> Vec<Part>;
        serialize_unit() -> Vec<Part>;
        serialize_unit_struct(&'static str) -> Vec<Part>;
        serialize_unit_variant(&'static str, u32, &'static str) -> Vec<Part>;
        serialize_seq(Option<usize>) -> Self::SerializeSeq;
        serialize_tuple(usize) -> Self::SerializeTuple;
        serialize_tuple_struct(&'static str, usize) -> Self::SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Self::SerializeTupleVariant;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Self::SerializeStructVariant;
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Vec<Part>, NoValue> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<Vec<Part>, NoValue> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<Vec<Part>, NoValue> {
        Err(no_object())
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Properties, NoValue> {
        Ok(Properties::default())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Properties, NoValue> {
        Ok(Properties::default())
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}

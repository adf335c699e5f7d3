//! Values without their Rust types: of parameters, forms and multipart bodies.
//!
//! Takes anything that has JSON; gives a [`Value`]: nothing, a scalar as text, a file, a list or an object. Promises that numbers
//! print in full (`1000000000000000`, never `1e15`, and `42` for the `f64` 42). Never writes a URL or a header.

use serde::ser::{self, Serialize};
use std::fmt;
use types::runtime::{Encode, File};

/// What a parameter carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing: the parameter is not sent.
    Null,
    /// One text.
    Scalar(String),
    /// A number or a boolean, as JSON spells it.
    Number(String),
    /// A file.
    File(File),
    /// An array.
    List(Vec<Value>),
    /// An object, its properties in the order given.
    Object(Vec<(String, Value)>),
}

impl Value {
    /// The value of anything that has JSON.
    pub fn of<T: Encode + ?Sized>(value: &T) -> Result<Self, NoValue> {
        value.encode(Reader { raw: false })
    }

    /// Whether all scalars and keys are such texts.
    pub(super) fn texts_are(&self, fit: fn(&str) -> bool) -> bool {
        match self {
            Self::Null => true,
            Self::Scalar(text) | Self::Number(text) => fit(text),
            Self::File(_) => false,
            Self::List(items) => items.iter().all(|item| item.texts_are(fit)),
            Self::Object(properties) => properties.iter().all(|(key, value)| fit(key) && value.texts_are(fit)),
        }
    }
}

impl Serialize for Value {
    fn serialize<S: ser::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => to.serialize_unit(),
            Self::Scalar(text) => to.serialize_str(text),
            Self::Number(text) => number(text, to),
            Self::File(file) => file.encode(to),
            Self::List(items) => to.collect_seq(items),
            Self::Object(properties) => to.collect_map(properties.iter().map(|(key, value)| (key, value))),
        }
    }
}

impl Encode for Value {
    fn encode<S: ser::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.serialize(to)
    }
}

/// Why something cannot be a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoValue(String);

impl fmt::Display for NoValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NoValue {}

impl ser::Error for NoValue {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

fn number<S: ser::Serializer>(text: &str, to: S) -> Result<S::Ok, S::Error> {
    if let Ok(truth) = text.parse() {
        to.serialize_bool(truth)
    } else if let Ok(number) = text.parse() {
        to.serialize_i64(number)
    } else if let Ok(number) = text.parse() {
        to.serialize_u64(number)
    } else if let Ok(number) = text.parse() {
        to.serialize_f64(number)
    } else {
        to.serialize_str(text)
    }
}

/// Makes a [`Value`]. What a file holds comes `raw`: as bytes, whatever they spell.
#[derive(Clone, Copy)]
struct Reader {
    raw: bool,
}

macro_rules! scalars {
    ($variant:ident: $($method:ident: $ty:ty,)*) => {
        $(fn $method(self, value: $ty) -> Result<Value, NoValue> {
            Ok(Value::$variant(value.to_string()))
        })*
    };
}

impl ser::Serializer for Reader {
    type Ok = Value;
    type Error = NoValue;
    type SerializeSeq = List;
    type SerializeTuple = List;
    type SerializeTupleStruct = List;
    type SerializeTupleVariant = Variant<List>;
    type SerializeMap = Object;
    type SerializeStruct = Object;
    type SerializeStructVariant = Variant<Object>;

    scalars! {
        Number:
        serialize_bool: bool,
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i64: i64,
        serialize_i128: i128,
        serialize_u8: u8,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64,
        serialize_u128: u128,
    }

    scalars! {
        Scalar:
        serialize_char: char,
        serialize_str: &str,
    }

    fn serialize_f32(self, value: f32) -> Result<Value, NoValue> {
        if value.is_finite() { Ok(Value::Number(value.to_string())) } else { Err(not_finite()) }
    }

    fn serialize_f64(self, value: f64) -> Result<Value, NoValue> {
        if value.is_finite() { Ok(Value::Number(value.to_string())) } else { Err(not_finite()) }
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<Value, NoValue> {
        match std::str::from_utf8(value) {
            _ if self.raw => Ok(Value::File(value.into())),
            Ok(text) => Ok(Value::Scalar(text.to_owned())),
            Err(_) => Err(NoValue("bytes that are not UTF-8 cannot be a parameter".to_owned())),
        }
    }

    fn serialize_none(self) -> Result<Value, NoValue> {
        Ok(Value::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Value, NoValue> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Value, NoValue> {
        Ok(Value::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Value, NoValue> {
        Ok(Value::Null)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Value, NoValue> {
        Ok(Value::Scalar(variant.to_owned()))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Result<Value, NoValue> {
        if name == File::TYPE {
            return value.serialize(Self { raw: true }).map(file);
        }
        value.serialize(self)
    }

    fn is_human_readable(&self) -> bool {
        !self.raw
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Value, NoValue> {
        Ok(Value::Object(vec![(variant.to_owned(), value.serialize(self)?)]))
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<List, NoValue> {
        Ok(List { items: Vec::with_capacity(length.unwrap_or(0).min(1024)), reader: self })
    }

    fn serialize_tuple(self, length: usize) -> Result<List, NoValue> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_struct(self, _: &'static str, length: usize) -> Result<List, NoValue> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        length: usize,
    ) -> Result<Variant<List>, NoValue> {
        Ok(Variant { name, content: self.serialize_seq(Some(length))? })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Object, NoValue> {
        Ok(Object::of(self))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Object, NoValue> {
        Ok(Object::of(self))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Variant<Object>, NoValue> {
        Ok(Variant { name, content: Object::of(self) })
    }
}

fn not_finite() -> NoValue {
    NoValue("a number that is infinite or not a number cannot be a parameter".to_owned())
}

/// A file as its own type shows it: an object of its headers, its name and its content.
fn file(value: Value) -> Value {
    let properties = match value {
        Value::Object(properties) => properties,
        other => return other,
    };
    let mut file = File::default();
    for (key, value) in properties {
        match (key.as_str(), value) {
            (File::CONTENT, Value::File(content)) => file.content = content.content,
            (File::FILE_NAME, Value::Scalar(name)) => file.file_name = Some(name),
            (File::CONTENT_TYPE, Value::Scalar(content_type)) => file.content_type = Some(content_type),
            (_, Value::Scalar(text)) => file.headers.push((key, text)),
            (_, Value::Null | Value::Number(_) | Value::File(_) | Value::List(_) | Value::Object(_)) => {}
        }
    }
    Value::File(file)
}

struct List {
    items: Vec<Value>,
    reader: Reader,
}

impl List {
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoValue> {
        self.items.push(value.serialize(self.reader)?);
        Ok(())
    }
}

impl ser::SerializeSeq for List {
    type Ok = Value;
    type Error = NoValue;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoValue> {
        self.push(value)
    }

    fn end(self) -> Result<Value, NoValue> {
        Ok(Value::List(self.items))
    }
}

impl ser::SerializeTuple for List {
    type Ok = Value;
    type Error = NoValue;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoValue> {
        self.push(value)
    }

    fn end(self) -> Result<Value, NoValue> {
        Ok(Value::List(self.items))
    }
}

impl ser::SerializeTupleStruct for List {
    type Ok = Value;
    type Error = NoValue;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoValue> {
        self.push(value)
    }

    fn end(self) -> Result<Value, NoValue> {
        Ok(Value::List(self.items))
    }
}

struct Object {
    properties: Vec<(String, Value)>,
    key: Option<String>,
    reader: Reader,
}

impl Object {
    fn of(reader: Reader) -> Self {
        Self { properties: Vec::new(), key: None, reader }
    }
}

impl ser::SerializeMap for Object {
    type Ok = Value;
    type Error = NoValue;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), NoValue> {
        match key.serialize(self.reader)? {
            Value::Scalar(text) | Value::Number(text) => {
                self.key = Some(text);
                Ok(())
            }
            Value::Null | Value::File(_) | Value::List(_) | Value::Object(_) => {
                Err(NoValue("a key must be a scalar".to_owned()))
            }
        }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoValue> {
        let key = self.key.take().ok_or_else(|| NoValue("a value came before its key".to_owned()))?;
        self.properties.push((key, value.serialize(self.reader)?));
        Ok(())
    }

    fn end(self) -> Result<Value, NoValue> {
        Ok(Value::Object(self.properties))
    }
}

impl ser::SerializeStruct for Object {
    type Ok = Value;
    type Error = NoValue;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), NoValue> {
        self.properties.push((key.to_owned(), value.serialize(self.reader)?));
        Ok(())
    }

    fn end(self) -> Result<Value, NoValue> {
        Ok(Value::Object(self.properties))
    }
}

/// The content of an externally tagged enum variant.
struct Variant<C> {
    name: &'static str,
    content: C,
}

impl ser::SerializeTupleVariant for Variant<List> {
    type Ok = Value;
    type Error = NoValue;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoValue> {
        self.content.push(value)
    }

    fn end(self) -> Result<Value, NoValue> {
        Ok(Value::Object(vec![(self.name.to_owned(), Value::List(self.content.items))]))
    }
}

impl ser::SerializeStructVariant for Variant<Object> {
    type Ok = Value;
    type Error = NoValue;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), NoValue> {
        ser::SerializeStruct::serialize_field(&mut self.content, key, value)
    }

    fn end(self) -> Result<Value, NoValue> {
        Ok(Value::Object(vec![(self.name.to_owned(), Value::Object(self.content.properties))]))
    }
}

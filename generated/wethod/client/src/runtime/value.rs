//! Parameter values without their Rust types.
//!
//! Takes anything that has JSON; gives a [`Value`]: nothing, a scalar as text, a list or an object. Promises that numbers
//! print in full (`1000000000000000`, never `1e15`, and `42` for the `f64` 42). Never writes a URL or a header.

use serde::ser::{self, Serialize};
use std::fmt;
use types::runtime::Encode;

/// What a parameter carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing: the parameter is not sent.
    Null,
    /// One text.
    Scalar(String),
    /// An array.
    List(Vec<Value>),
    /// An object, its properties in the order given.
    Object(Vec<(String, Value)>),
}

impl Value {
    /// The value of anything that has JSON.
    pub fn of<T: Encode + ?Sized>(value: &T) -> Result<Self, NoValue> {
        value.encode(Reader)
    }

    /// Whether all scalars and keys are such texts.
    pub(super) fn texts_are(&self, fit: fn(&str) -> bool) -> bool {
        match self {
            Self::Null => true,
            Self::Scalar(text) => fit(text),
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

struct Reader;

macro_rules! scalars {
    ($($method:ident: $ty:ty,)*) => {
        $(fn $method(self, value: $ty) -> Result<Value, NoValue> {
            Ok(Value::Scalar(value.to_string()))
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
        serialize_char: char,
        serialize_str: &str,
    }

    fn serialize_f32(self, value: f32) -> Result<Value, NoValue> {
        if value.is_finite() { Ok(Value::Scalar(value.to_string())) } else { Err(not_finite()) }
    }

    fn serialize_f64(self, value: f64) -> Result<Value, NoValue> {
        if value.is_finite() { Ok(Value::Scalar(value.to_string())) } else { Err(not_finite()) }
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<Value, NoValue> {
        match std::str::from_utf8(value) {
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

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<Value, NoValue> {
        value.serialize(self)
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
        Ok(List(Vec::with_capacity(length.unwrap_or(0).min(1024))))
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
        Ok(Object::default())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Object, NoValue> {
        Ok(Object::default())
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Variant<Object>, NoValue> {
        Ok(Variant { name, content: Object::default() })
    }
}

fn not_finite() -> NoValue {
    NoValue("a number that is infinite or not a number cannot be a parameter".to_owned())
}

struct List(Vec<Value>);

impl List {
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoValue> {
        self.0.push(value.serialize(Reader)?);
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
        Ok(Value::List(self.0))
    }
}

impl ser::SerializeTuple for List {
    type Ok = Value;
    type Error = NoValue;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoValue> {
        self.push(value)
    }

    fn end(self) -> Result<Value, NoValue> {
        Ok(Value::List(self.0))
    }
}

impl ser::SerializeTupleStruct for List {
    type Ok = Value;
    type Error = NoValue;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoValue> {
        self.push(value)
    }

    fn end(self) -> Result<Value, NoValue> {
        Ok(Value::List(self.0))
    }
}

#[derive(Default)]
struct Object {
    properties: Vec<(String, Value)>,
    key: Option<String>,
}

impl ser::SerializeMap for Object {
    type Ok = Value;
    type Error = NoValue;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), NoValue> {
        match key.serialize(Reader)? {
            Value::Scalar(text) => {
                self.key = Some(text);
                Ok(())
            }
            Value::Null | Value::List(_) | Value::Object(_) => Err(NoValue("a key must be a scalar".to_owned())),
        }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoValue> {
        let key = self.key.take().ok_or_else(|| NoValue("a value came before its key".to_owned()))?;
        self.properties.push((key, value.serialize(Reader)?));
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
        self.properties.push((key.to_owned(), value.serialize(Reader)?));
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
        Ok(Value::Object(vec![(self.name.to_owned(), Value::List(self.content.0))]))
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

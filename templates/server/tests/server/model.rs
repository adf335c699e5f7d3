//! Types as a `types` crate has them.

use serde::de::{Deserializer, MapAccess};
use serde::ser::{SerializeMap, Serializer};
use template_server::template_types::runtime::{
    Decode, Encode, Entries, Fields, Report, Rule, Structure, Validate, shapes, slot,
};

/// A contact.
#[derive(Debug, Clone, PartialEq)]
pub struct Contact {
    /// `name`
    pub name: String,
    /// `emails`
    pub emails: Option<Vec<String>>,
    /// `age`
    pub age: Option<i64>,
}

/// An error.
#[derive(Debug, Clone, PartialEq)]
pub struct Error {
    /// `message`
    pub message: String,
}

impl Structure for Contact {
    fn read<'de, M: MapAccess<'de>>(entries: Entries<'de, M>) -> Result<Self, M::Error> {
        let (mut name, mut emails, mut age) = (slot(), slot(), slot());
        entries.fill(&mut [("name", &mut name), ("emails", &mut emails), ("age", &mut age)])?;
        Ok(Self { name: name.required("name")?, emails: emails.optional(), age: age.optional() })
    }

    fn write<M: SerializeMap>(&self, fields: &mut Fields<M>) {
        fields.required("name", &self.name);
        fields.optional("emails", &self.emails);
        fields.optional("age", &self.age);
    }
}

impl Structure for Error {
    fn read<'de, M: MapAccess<'de>>(entries: Entries<'de, M>) -> Result<Self, M::Error> {
        let mut message = slot();
        entries.fill(&mut [("message", &mut message)])?;
        Ok(Self { message: message.required("message")? })
    }

    fn write<M: SerializeMap>(&self, fields: &mut Fields<M>) {
        fields.required("message", &self.message);
    }
}

macro_rules! codec {
    ($($name:ident)*) => {$(
        impl Decode for $name {
            fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                shapes::decode_structure(stringify!($name), from)
            }
        }

        impl Encode for $name {
            fn encode<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                shapes::encode_structure(self, to)
            }
        }
    )*};
}

codec!(Contact Error);

impl Validate for Contact {
    fn check(&self, _: &[Rule], report: &mut Report) {
        report.field("name", &self.name, &[Rule::MinLength(2)]);
        report.field("emails", &self.emails, &[Rule::MaxItems(2), Rule::Each(&[Rule::MinLength(3)])]);
    }
}

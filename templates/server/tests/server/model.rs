//! Types as a `types` crate has them.

use serde::de::MapAccess;
use serde::ser::SerializeMap;
use template_server::template_types::runtime::{
    Entries, Fields, Report, Rule, Shaped, Structure, Validate, shapes, slot,
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
    fn read<'de, M: MapAccess<'de>>(entries: &mut Entries<'de, M>) -> Option<Self> {
        let (mut name, mut emails, mut age) = (None, slot(), slot());
        entries.fill(&mut [("name", &mut name), ("emails", &mut emails), ("age", &mut age)])?;
        Some(Self { name: name?, emails: emails.optional(), age: age.optional() })
    }

    fn write<M: SerializeMap>(&self, fields: &mut Fields<M>) {
        fields.required("name", &self.name);
        fields.optional("emails", &self.emails);
        fields.optional("age", &self.age);
    }
}

impl Structure for Error {
    fn read<'de, M: MapAccess<'de>>(entries: &mut Entries<'de, M>) -> Option<Self> {
        let mut message = None;
        entries.fill(&mut [("message", &mut message)])?;
        Some(Self { message: message? })
    }

    fn write<M: SerializeMap>(&self, fields: &mut Fields<M>) {
        fields.required("message", &self.message);
    }
}

macro_rules! codec {
    ($($name:ident)*) => {$(
        impl Shaped for $name {
            type Shape = shapes::Object;
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

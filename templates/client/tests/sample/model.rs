//! Types as the `types` crate has them.

use serde::de::MapAccess;
use serde::ser::SerializeMap;
use types::runtime::shapes::Object;
use types::runtime::{Entries, Fields, Shaped, Structure, slot};

#[derive(Debug, Clone, PartialEq)]
pub struct Contact {
    pub id: i64,
    pub email: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    pub message: String,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Filter {
    pub city: Option<String>,
    pub tags: Option<Vec<String>>,
}

impl Structure for Contact {
    fn read<'de, M: MapAccess<'de>>(entries: &mut Entries<'de, M>) -> Option<Self> {
        let (mut id, mut email) = (None, slot());
        entries.fill(&mut [("id", &mut id), ("email", &mut email)])?;
        Some(Self { id: id?, email: email.optional() })
    }

    fn write<M: SerializeMap>(&self, fields: &mut Fields<M>) {
        fields.required("id", &self.id);
        fields.optional("email", &self.email);
    }
}

impl Structure for Problem {
    fn read<'de, M: MapAccess<'de>>(entries: &mut Entries<'de, M>) -> Option<Self> {
        let mut message = None;
        entries.fill(&mut [("message", &mut message)])?;
        Some(Self { message: message? })
    }

    fn write<M: SerializeMap>(&self, fields: &mut Fields<M>) {
        fields.required("message", &self.message);
    }
}

impl Structure for Filter {
    fn read<'de, M: MapAccess<'de>>(entries: &mut Entries<'de, M>) -> Option<Self> {
        let (mut city, mut tags) = (slot(), slot());
        entries.fill(&mut [("city", &mut city), ("tags", &mut tags)])?;
        Some(Self { city: city.optional(), tags: tags.optional() })
    }

    fn write<M: SerializeMap>(&self, fields: &mut Fields<M>) {
        fields.optional("city", &self.city);
        fields.optional("tags", &self.tags);
    }
}

macro_rules! codec {
    ($($name:ident)*) => {$(
        impl Shaped for $name {
            type Shape = Object;
        }
    )*};
}

codec!(Contact Problem Filter);

impl types::runtime::Validate for Contact {
    fn check(&self, _: &[types::runtime::Rule], _: &mut types::runtime::Report) {}
}

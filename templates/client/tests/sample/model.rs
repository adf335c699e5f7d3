//! Types as the `types` crate has them.

use serde::de::{Deserializer, MapAccess};
use serde::ser::{SerializeMap, Serializer};
use types::runtime::shapes::{decode_structure, encode_structure};
use types::runtime::{Decode, Encode, Entries, Fields, Structure, slot};

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
    fn read<'de, M: MapAccess<'de>>(entries: Entries<'de, M>) -> Result<Self, M::Error> {
        let (mut id, mut email) = (slot(), slot());
        entries.fill(&mut [("id", &mut id), ("email", &mut email)])?;
        Ok(Self { id: id.required("id")?, email: email.optional() })
    }

    fn write<M: SerializeMap>(&self, fields: &mut Fields<M>) {
        fields.required("id", &self.id);
        fields.optional("email", &self.email);
    }
}

impl Structure for Problem {
    fn read<'de, M: MapAccess<'de>>(entries: Entries<'de, M>) -> Result<Self, M::Error> {
        let mut message = slot();
        entries.fill(&mut [("message", &mut message)])?;
        Ok(Self { message: message.required("message")? })
    }

    fn write<M: SerializeMap>(&self, fields: &mut Fields<M>) {
        fields.required("message", &self.message);
    }
}

impl Structure for Filter {
    fn read<'de, M: MapAccess<'de>>(entries: Entries<'de, M>) -> Result<Self, M::Error> {
        let (mut city, mut tags) = (slot(), slot());
        entries.fill(&mut [("city", &mut city), ("tags", &mut tags)])?;
        Ok(Self { city: city.optional(), tags: tags.optional() })
    }

    fn write<M: SerializeMap>(&self, fields: &mut Fields<M>) {
        fields.optional("city", &self.city);
        fields.optional("tags", &self.tags);
    }
}

macro_rules! codec {
    ($($name:ident)*) => {$(
        impl Decode for $name {
            fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                decode_structure(stringify!($name), from)
            }
        }

        impl Encode for $name {
            fn encode<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                encode_structure(self, to)
            }
        }
    )*};
}

codec!(Contact Problem Filter);

impl types::runtime::Validate for Contact {
    fn check(&self, _: &[types::runtime::Rule], _: &mut types::runtime::Report) {}
}

//! How the types are read, written and checked.

use chrono::{DateTime, FixedOffset};
use crate::declarations::*;
use crate::runtime;

impl runtime::Structure for Error {
    fn read<'de, M: runtime::MapAccess<'de>>(
        entries: &mut runtime::Entries<'de, M>,
    ) -> Option<Self> {
        let mut key: runtime::Slot<Option<String>> = runtime::slot();
        let mut message: runtime::Slot<Option<String>> = runtime::slot();
        entries.fill(&mut [("key", &mut key), ("message", &mut message)])?;
        Some(Self {
            key: key.optional(),
            message: message.optional(),
        })
    }

    fn write<M: runtime::SerializeMap>(&self, fields: &mut runtime::Fields<M>) {
        fields.optional("key", &self.key);
        fields.optional("message", &self.message);
    }
}

impl runtime::Structure for GetContactResponse {
    fn read<'de, M: runtime::MapAccess<'de>>(
        entries: &mut runtime::Entries<'de, M>,
    ) -> Option<Self> {
        let mut id: runtime::Slot<Option<i64>> = runtime::slot();
        let mut created_at: runtime::Slot<Option<DateTime<FixedOffset>>> = runtime::slot();
        let mut updated_at: runtime::Slot<Option<DateTime<FixedOffset>>> = runtime::slot();
        let mut client_id: runtime::Slot<Option<i64>> = runtime::slot();
        let mut email: runtime::Slot<Option<String>> = runtime::slot();
        let mut name: runtime::Slot<Option<String>> = runtime::slot();
        let mut surname: runtime::Slot<Option<String>> = runtime::slot();
        let mut role: runtime::Slot<Option<String>> = runtime::slot();
        let mut notes: runtime::Slot<Option<String>> = runtime::slot();
        let mut linkedin: runtime::Slot<Option<String>> = runtime::slot();
        let mut description: runtime::Slot<Option<String>> = runtime::slot();
        let mut telephone: runtime::Slot<Option<GetContactResponseTelephone>> = runtime::slot();
        entries
            .fill(
                &mut [
                    ("id", &mut id),
                    ("created_at", &mut created_at),
                    ("updated_at", &mut updated_at),
                    ("client_id", &mut client_id),
                    ("email", &mut email),
                    ("name", &mut name),
                    ("surname", &mut surname),
                    ("role", &mut role),
                    ("notes", &mut notes),
                    ("linkedin", &mut linkedin),
                    ("description", &mut description),
                    ("telephone", &mut telephone),
                ],
            )?;
        Some(Self {
            id: id.optional(),
            created_at: created_at.optional(),
            updated_at: updated_at.optional(),
            client_id: client_id.optional(),
            email: email.optional(),
            name: name.optional(),
            surname: surname.optional(),
            role: role.optional(),
            notes: notes.optional(),
            linkedin: linkedin.optional(),
            description: description.optional(),
            telephone: telephone.optional(),
        })
    }

    fn write<M: runtime::SerializeMap>(&self, fields: &mut runtime::Fields<M>) {
        fields.optional("id", &self.id);
        fields.optional("created_at", &self.created_at);
        fields.optional("updated_at", &self.updated_at);
        fields.optional("client_id", &self.client_id);
        fields.optional("email", &self.email);
        fields.optional("name", &self.name);
        fields.optional("surname", &self.surname);
        fields.optional("role", &self.role);
        fields.optional("notes", &self.notes);
        fields.optional("linkedin", &self.linkedin);
        fields.optional("description", &self.description);
        fields.optional("telephone", &self.telephone);
    }
}

impl runtime::Structure for GetContactBadRequest {
    fn read<'de, M: runtime::MapAccess<'de>>(
        entries: &mut runtime::Entries<'de, M>,
    ) -> Option<Self> {
        let mut key: runtime::Slot<Option<String>> = runtime::slot();
        let mut message: runtime::Slot<Option<String>> = runtime::slot();
        let mut failures: runtime::Slot<Option<Vec<GetContactBadRequestFailuresItem>>> = runtime::slot();
        entries
            .fill(
                &mut [
                    ("key", &mut key),
                    ("message", &mut message),
                    ("failures", &mut failures),
                ],
            )?;
        Some(Self {
            key: key.optional(),
            message: message.optional(),
            failures: failures.optional(),
        })
    }

    fn write<M: runtime::SerializeMap>(&self, fields: &mut runtime::Fields<M>) {
        fields.optional("key", &self.key);
        fields.optional("message", &self.message);
        fields.optional("failures", &self.failures);
    }
}

impl runtime::Inferred for GetContactResponseTelephone {
    const VARIANTS: &'static [runtime::Variant] = &[
        runtime::Variant::of(runtime::Kind::Integer),
        runtime::Variant::of(runtime::Kind::String),
    ];
    fn read<'de, D: runtime::Deserializer<'de>>(
        variant: usize,
        from: D,
    ) -> Result<Self, D::Error> {
        match variant {
            0 => runtime::decode(from).map(Self::Integer),
            1 => runtime::decode(from).map(Self::String),
            _ => runtime::other(from).map(Self::Unknown),
        }
    }
}

impl runtime::Structure for GetContactBadRequestFailuresItem {
    fn read<'de, M: runtime::MapAccess<'de>>(
        entries: &mut runtime::Entries<'de, M>,
    ) -> Option<Self> {
        let mut field: runtime::Slot<Option<String>> = runtime::slot();
        let mut message: runtime::Slot<Option<String>> = runtime::slot();
        entries.fill(&mut [("field", &mut field), ("message", &mut message)])?;
        Some(Self {
            field: field.optional(),
            message: message.optional(),
        })
    }

    fn write<M: runtime::SerializeMap>(&self, fields: &mut runtime::Fields<M>) {
        fields.optional("field", &self.field);
        fields.optional("message", &self.message);
    }
}

runtime::structures!(
    Error, GetContactResponse, GetContactBadRequest, GetContactBadRequestFailuresItem
);
runtime::inferred_unions! {
    GetContactResponseTelephone { Integer, String, Unknown }
}

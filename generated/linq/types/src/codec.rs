//! How the types are read, written and checked.

use chrono::{DateTime, FixedOffset};
use crate::declarations::*;
use crate::runtime;

impl runtime::Structure for GetContactResponse {
    fn read<'de, M: runtime::MapAccess<'de>>(
        entries: &mut runtime::Entries<'de, M>,
    ) -> Option<Self> {
        let mut data: runtime::Slot<Option<GetContactResponseData>> = runtime::slot();
        entries.fill(&mut [("data", &mut data)])?;
        Some(Self { data: data.optional() })
    }

    fn write<M: runtime::SerializeMap>(&self, fields: &mut runtime::Fields<M>) {
        fields.optional("data", &self.data);
    }
}

impl runtime::Structure for GetContactNotFound {
    fn read<'de, M: runtime::MapAccess<'de>>(
        entries: &mut runtime::Entries<'de, M>,
    ) -> Option<Self> {
        let mut status: runtime::Slot<Option<String>> = runtime::slot();
        let mut error_code: runtime::Slot<Option<String>> = runtime::slot();
        let mut message: runtime::Slot<Option<String>> = runtime::slot();
        let mut errors: runtime::Slot<Option<Vec<String>>> = runtime::slot();
        entries
            .fill(
                &mut [
                    ("status", &mut status),
                    ("error_code", &mut error_code),
                    ("message", &mut message),
                    ("errors", &mut errors),
                ],
            )?;
        Some(Self {
            status: status.optional(),
            error_code: error_code.optional(),
            message: message.optional(),
            errors: errors.optional(),
        })
    }

    fn write<M: runtime::SerializeMap>(&self, fields: &mut runtime::Fields<M>) {
        fields.optional("status", &self.status);
        fields.optional("error_code", &self.error_code);
        fields.optional("message", &self.message);
        fields.optional("errors", &self.errors);
    }
}

impl runtime::Structure for GetContactResponseData {
    fn read<'de, M: runtime::MapAccess<'de>>(
        entries: &mut runtime::Entries<'de, M>,
    ) -> Option<Self> {
        let mut id: runtime::Slot<Option<i64>> = runtime::slot();
        let mut first_name: runtime::Slot<Option<String>> = runtime::slot();
        let mut last_name: runtime::Slot<Option<String>> = runtime::slot();
        let mut full_name: runtime::Slot<Option<String>> = runtime::slot();
        let mut email: runtime::Slot<Option<String>> = runtime::slot();
        let mut phone_number: runtime::Slot<Option<String>> = runtime::slot();
        let mut company: runtime::Slot<Option<String>> = runtime::slot();
        let mut title: runtime::Slot<Option<String>> = runtime::slot();
        let mut location: runtime::Slot<Option<String>> = runtime::slot();
        let mut image_url: runtime::Slot<Option<String>> = runtime::nullable();
        let mut created_at: runtime::Slot<Option<DateTime<FixedOffset>>> = runtime::slot();
        let mut updated_at: runtime::Slot<Option<DateTime<FixedOffset>>> = runtime::slot();
        let mut contact_owner: runtime::Slot<
            Option<GetContactResponseDataContactOwner>,
        > = runtime::slot();
        entries
            .fill(
                &mut [
                    ("id", &mut id),
                    ("first_name", &mut first_name),
                    ("last_name", &mut last_name),
                    ("full_name", &mut full_name),
                    ("email", &mut email),
                    ("phone_number", &mut phone_number),
                    ("company", &mut company),
                    ("title", &mut title),
                    ("location", &mut location),
                    ("image_url", &mut image_url),
                    ("created_at", &mut created_at),
                    ("updated_at", &mut updated_at),
                    ("contact_owner", &mut contact_owner),
                ],
            )?;
        Some(Self {
            id: id.optional(),
            first_name: first_name.optional(),
            last_name: last_name.optional(),
            full_name: full_name.optional(),
            email: email.optional(),
            phone_number: phone_number.optional(),
            company: company.optional(),
            title: title.optional(),
            location: location.optional(),
            image_url: image_url.optional(),
            created_at: created_at.optional(),
            updated_at: updated_at.optional(),
            contact_owner: contact_owner.optional(),
        })
    }

    fn write<M: runtime::SerializeMap>(&self, fields: &mut runtime::Fields<M>) {
        fields.optional("id", &self.id);
        fields.optional("first_name", &self.first_name);
        fields.optional("last_name", &self.last_name);
        fields.optional("full_name", &self.full_name);
        fields.optional("email", &self.email);
        fields.optional("phone_number", &self.phone_number);
        fields.optional("company", &self.company);
        fields.optional("title", &self.title);
        fields.optional("location", &self.location);
        fields.optional("image_url", &self.image_url);
        fields.optional("created_at", &self.created_at);
        fields.optional("updated_at", &self.updated_at);
        fields.optional("contact_owner", &self.contact_owner);
    }
}

impl runtime::Structure for GetContactResponseDataContactOwner {
    fn read<'de, M: runtime::MapAccess<'de>>(
        entries: &mut runtime::Entries<'de, M>,
    ) -> Option<Self> {
        let mut id: runtime::Slot<Option<i64>> = runtime::slot();
        let mut email: runtime::Slot<Option<String>> = runtime::slot();
        let mut first_name: runtime::Slot<Option<String>> = runtime::slot();
        let mut last_name: runtime::Slot<Option<String>> = runtime::slot();
        let mut name: runtime::Slot<Option<String>> = runtime::slot();
        entries
            .fill(
                &mut [
                    ("id", &mut id),
                    ("email", &mut email),
                    ("first_name", &mut first_name),
                    ("last_name", &mut last_name),
                    ("name", &mut name),
                ],
            )?;
        Some(Self {
            id: id.optional(),
            email: email.optional(),
            first_name: first_name.optional(),
            last_name: last_name.optional(),
            name: name.optional(),
        })
    }

    fn write<M: runtime::SerializeMap>(&self, fields: &mut runtime::Fields<M>) {
        fields.optional("id", &self.id);
        fields.optional("email", &self.email);
        fields.optional("first_name", &self.first_name);
        fields.optional("last_name", &self.last_name);
        fields.optional("name", &self.name);
    }
}

runtime::structures!(
    GetContactResponse, GetContactNotFound, GetContactResponseData,
    GetContactResponseDataContactOwner
);

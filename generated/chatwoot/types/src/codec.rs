//! How the types are read, written and checked.

use crate::declarations::*;
use crate::runtime;
use serde_json::Value;
use std::collections::BTreeMap;

impl runtime::Structure for ContactShowResponse {
    fn read<'de, M: runtime::MapAccess<'de>>(
        entries: &mut runtime::Entries<'de, M>,
    ) -> Option<Self> {
        let mut payload: runtime::Slot<Option<ContactListItem>> = runtime::slot();
        entries.fill(&mut [("payload", &mut payload)])?;
        Some(Self {
            payload: payload.optional(),
        })
    }

    fn write<M: runtime::SerializeMap>(&self, fields: &mut runtime::Fields<M>) {
        fields.optional("payload", &self.payload);
    }
}

impl runtime::Structure for BadRequestError {
    fn read<'de, M: runtime::MapAccess<'de>>(
        entries: &mut runtime::Entries<'de, M>,
    ) -> Option<Self> {
        let mut description: runtime::Slot<Option<String>> = runtime::slot();
        let mut errors: runtime::Slot<Option<Vec<RequestError>>> = runtime::slot();
        entries.fill(&mut [("description", &mut description), ("errors", &mut errors)])?;
        Some(Self {
            description: description.optional(),
            errors: errors.optional(),
        })
    }

    fn write<M: runtime::SerializeMap>(&self, fields: &mut runtime::Fields<M>) {
        fields.optional("description", &self.description);
        fields.optional("errors", &self.errors);
    }
}

impl runtime::Structure for ContactListItem {
    fn read<'de, M: runtime::MapAccess<'de>>(
        entries: &mut runtime::Entries<'de, M>,
    ) -> Option<Self> {
        let mut additional_attributes: runtime::Slot<
            Option<ContactListItemAdditionalAttributes>,
        > = runtime::slot();
        let mut availability_status: runtime::Slot<
            Option<ContactListItemAvailabilityStatus>,
        > = runtime::slot();
        let mut email: runtime::Slot<Option<String>> = runtime::nullable();
        let mut id: runtime::Slot<Option<i64>> = runtime::slot();
        let mut name: runtime::Slot<Option<String>> = runtime::slot();
        let mut phone_number: runtime::Slot<Option<String>> = runtime::nullable();
        let mut blocked: runtime::Slot<Option<bool>> = runtime::slot();
        let mut identifier: runtime::Slot<Option<String>> = runtime::nullable();
        let mut thumbnail: runtime::Slot<Option<String>> = runtime::slot();
        let mut custom_attributes: runtime::Slot<Option<BTreeMap<String, Value>>> = runtime::slot();
        let mut last_activity_at: runtime::Slot<Option<i64>> = runtime::nullable();
        let mut created_at: runtime::Slot<Option<i64>> = runtime::slot();
        let mut contact_inboxes: runtime::Slot<Option<Vec<ContactInbox>>> = runtime::slot();
        entries
            .fill(
                &mut [
                    ("additional_attributes", &mut additional_attributes),
                    ("availability_status", &mut availability_status),
                    ("email", &mut email),
                    ("id", &mut id),
                    ("name", &mut name),
                    ("phone_number", &mut phone_number),
                    ("blocked", &mut blocked),
                    ("identifier", &mut identifier),
                    ("thumbnail", &mut thumbnail),
                    ("custom_attributes", &mut custom_attributes),
                    ("last_activity_at", &mut last_activity_at),
                    ("created_at", &mut created_at),
                    ("contact_inboxes", &mut contact_inboxes),
                ],
            )?;
        Some(Self {
            additional_attributes: additional_attributes.optional(),
            availability_status: availability_status.optional(),
            email: email.optional(),
            id: id.optional(),
            name: name.optional(),
            phone_number: phone_number.optional(),
            blocked: blocked.optional(),
            identifier: identifier.optional(),
            thumbnail: thumbnail.optional(),
            custom_attributes: custom_attributes.optional(),
            last_activity_at: last_activity_at.optional(),
            created_at: created_at.optional(),
            contact_inboxes: contact_inboxes.optional(),
        })
    }

    fn write<M: runtime::SerializeMap>(&self, fields: &mut runtime::Fields<M>) {
        fields.optional("additional_attributes", &self.additional_attributes);
        fields.optional("availability_status", &self.availability_status);
        fields.optional("email", &self.email);
        fields.optional("id", &self.id);
        fields.optional("name", &self.name);
        fields.optional("phone_number", &self.phone_number);
        fields.optional("blocked", &self.blocked);
        fields.optional("identifier", &self.identifier);
        fields.optional("thumbnail", &self.thumbnail);
        fields.optional("custom_attributes", &self.custom_attributes);
        fields.optional("last_activity_at", &self.last_activity_at);
        fields.optional("created_at", &self.created_at);
        fields.optional("contact_inboxes", &self.contact_inboxes);
    }
}

impl runtime::Structure for ContactListItemAdditionalAttributes {
    fn read<'de, M: runtime::MapAccess<'de>>(
        entries: &mut runtime::Entries<'de, M>,
    ) -> Option<Self> {
        let mut city: runtime::Slot<Option<String>> = runtime::slot();
        let mut country: runtime::Slot<Option<String>> = runtime::slot();
        let mut country_code: runtime::Slot<Option<String>> = runtime::nullable();
        let mut created_at_ip: runtime::Slot<Option<String>> = runtime::slot();
        let extra = entries
            .fill_and_keep(
                &mut [
                    ("city", &mut city),
                    ("country", &mut country),
                    ("country_code", &mut country_code),
                    ("created_at_ip", &mut created_at_ip),
                ],
            )?;
        Some(Self {
            city: city.optional(),
            country: country.optional(),
            country_code: country_code.optional(),
            created_at_ip: created_at_ip.optional(),
            extra,
        })
    }

    fn write<M: runtime::SerializeMap>(&self, fields: &mut runtime::Fields<M>) {
        fields.optional("city", &self.city);
        fields.optional("country", &self.country);
        fields.optional("country_code", &self.country_code);
        fields.optional("created_at_ip", &self.created_at_ip);
        fields.rest(&self.extra);
    }
}

impl ContactListItemAvailabilityStatus {
    /// Every listed value and its variant.
    pub const VALUES: &'static [(&'static str, Self)] = &[
        ("online", Self::Online),
        ("offline", Self::Offline),
    ];
}

impl runtime::Structure for RequestError {
    fn read<'de, M: runtime::MapAccess<'de>>(
        entries: &mut runtime::Entries<'de, M>,
    ) -> Option<Self> {
        let mut field: runtime::Slot<Option<String>> = runtime::slot();
        let mut message: runtime::Slot<Option<String>> = runtime::slot();
        let mut code: runtime::Slot<Option<String>> = runtime::slot();
        entries
            .fill(
                &mut [
                    ("field", &mut field),
                    ("message", &mut message),
                    ("code", &mut code),
                ],
            )?;
        Some(Self {
            field: field.optional(),
            message: message.optional(),
            code: code.optional(),
        })
    }

    fn write<M: runtime::SerializeMap>(&self, fields: &mut runtime::Fields<M>) {
        fields.optional("field", &self.field);
        fields.optional("message", &self.message);
        fields.optional("code", &self.code);
    }
}

impl runtime::Structure for ContactInbox {
    fn read<'de, M: runtime::MapAccess<'de>>(
        entries: &mut runtime::Entries<'de, M>,
    ) -> Option<Self> {
        let mut source_id: runtime::Slot<Option<String>> = runtime::slot();
        let mut inbox: runtime::Slot<Option<ContactInboxInbox>> = runtime::slot();
        entries.fill(&mut [("source_id", &mut source_id), ("inbox", &mut inbox)])?;
        Some(Self {
            source_id: source_id.optional(),
            inbox: inbox.optional(),
        })
    }

    fn write<M: runtime::SerializeMap>(&self, fields: &mut runtime::Fields<M>) {
        fields.optional("source_id", &self.source_id);
        fields.optional("inbox", &self.inbox);
    }
}

impl runtime::Structure for ContactInboxInbox {
    fn read<'de, M: runtime::MapAccess<'de>>(
        entries: &mut runtime::Entries<'de, M>,
    ) -> Option<Self> {
        let mut id: runtime::Slot<Option<i64>> = runtime::slot();
        let mut avatar_url: runtime::Slot<Option<String>> = runtime::slot();
        let mut channel_id: runtime::Slot<Option<i64>> = runtime::slot();
        let mut name: runtime::Slot<Option<String>> = runtime::slot();
        let mut channel_type: runtime::Slot<Option<String>> = runtime::slot();
        let mut provider: runtime::Slot<Option<String>> = runtime::nullable();
        entries
            .fill(
                &mut [
                    ("id", &mut id),
                    ("avatar_url", &mut avatar_url),
                    ("channel_id", &mut channel_id),
                    ("name", &mut name),
                    ("channel_type", &mut channel_type),
                    ("provider", &mut provider),
                ],
            )?;
        Some(Self {
            id: id.optional(),
            avatar_url: avatar_url.optional(),
            channel_id: channel_id.optional(),
            name: name.optional(),
            channel_type: channel_type.optional(),
            provider: provider.optional(),
        })
    }

    fn write<M: runtime::SerializeMap>(&self, fields: &mut runtime::Fields<M>) {
        fields.optional("id", &self.id);
        fields.optional("avatar_url", &self.avatar_url);
        fields.optional("channel_id", &self.channel_id);
        fields.optional("name", &self.name);
        fields.optional("channel_type", &self.channel_type);
        fields.optional("provider", &self.provider);
    }
}

runtime::structures!(
    ContactShowResponse, BadRequestError, ContactListItem,
    ContactListItemAdditionalAttributes, RequestError, ContactInbox, ContactInboxInbox
);
runtime::text_enumerations!(ContactListItemAvailabilityStatus::Unknown);

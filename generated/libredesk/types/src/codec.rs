//! How the types are read, written and checked.

use chrono::{DateTime, FixedOffset};
use crate::declarations::*;
use crate::runtime;
use crate::runtime::Secret;
use serde_json::Value;
use std::collections::BTreeMap;

impl runtime::Structure for ContactResponse {
    fn read<'de, M: runtime::MapAccess<'de>>(
        entries: &mut runtime::Entries<'de, M>,
    ) -> Option<Self> {
        let mut status: runtime::Slot<Option<String>> = runtime::slot();
        let mut data: runtime::Slot<Option<Contact>> = runtime::slot();
        entries.fill(&mut [("status", &mut status), ("data", &mut data)])?;
        Some(Self {
            status: status.optional(),
            data: data.optional(),
        })
    }

    fn write<M: runtime::SerializeMap>(&self, fields: &mut runtime::Fields<M>) {
        fields.optional("status", &self.status);
        fields.optional("data", &self.data);
    }
}

impl runtime::Structure for Contact {
    fn read<'de, M: runtime::MapAccess<'de>>(
        entries: &mut runtime::Entries<'de, M>,
    ) -> Option<Self> {
        let mut id: runtime::Slot<Option<i64>> = runtime::slot();
        let mut created_at: runtime::Slot<Option<DateTime<FixedOffset>>> = runtime::slot();
        let mut updated_at: runtime::Slot<Option<DateTime<FixedOffset>>> = runtime::slot();
        let mut first_name: runtime::Slot<Option<String>> = runtime::slot();
        let mut last_name: runtime::Slot<Option<String>> = runtime::slot();
        let mut email: runtime::Slot<Option<String>> = runtime::slot();
        let mut r#type: runtime::Slot<Option<String>> = runtime::slot();
        let mut availability_status: runtime::Slot<Option<String>> = runtime::slot();
        let mut avatar_url: runtime::Slot<Option<String>> = runtime::nullable();
        let mut phone_number: runtime::Slot<Option<String>> = runtime::nullable();
        let mut phone_number_country_code: runtime::Slot<Option<String>> = runtime::nullable();
        let mut custom_attributes: runtime::Slot<Option<Value>> = runtime::slot();
        let mut enabled: runtime::Slot<Option<bool>> = runtime::slot();
        let mut last_active_at: runtime::Slot<Option<DateTime<FixedOffset>>> = runtime::nullable();
        let mut last_login_at: runtime::Slot<Option<DateTime<FixedOffset>>> = runtime::nullable();
        let mut roles: runtime::Slot<Option<Vec<String>>> = runtime::nullable();
        let mut permissions: runtime::Slot<Option<Vec<String>>> = runtime::nullable();
        let mut teams: runtime::Slot<Option<Vec<BTreeMap<String, Value>>>> = runtime::slot();
        let mut api_key: runtime::Slot<Option<Secret>> = runtime::nullable();
        let mut api_key_last_used_at: runtime::Slot<Option<DateTime<FixedOffset>>> = runtime::nullable();
        entries
            .fill(
                &mut [
                    ("id", &mut id),
                    ("created_at", &mut created_at),
                    ("updated_at", &mut updated_at),
                    ("first_name", &mut first_name),
                    ("last_name", &mut last_name),
                    ("email", &mut email),
                    ("type", &mut r#type),
                    ("availability_status", &mut availability_status),
                    ("avatar_url", &mut avatar_url),
                    ("phone_number", &mut phone_number),
                    ("phone_number_country_code", &mut phone_number_country_code),
                    ("custom_attributes", &mut custom_attributes),
                    ("enabled", &mut enabled),
                    ("last_active_at", &mut last_active_at),
                    ("last_login_at", &mut last_login_at),
                    ("roles", &mut roles),
                    ("permissions", &mut permissions),
                    ("teams", &mut teams),
                    ("api_key", &mut api_key),
                    ("api_key_last_used_at", &mut api_key_last_used_at),
                ],
            )?;
        Some(Self {
            id: id.optional(),
            created_at: created_at.optional(),
            updated_at: updated_at.optional(),
            first_name: first_name.optional(),
            last_name: last_name.optional(),
            email: email.optional(),
            r#type: r#type.optional(),
            availability_status: availability_status.optional(),
            avatar_url: avatar_url.optional(),
            phone_number: phone_number.optional(),
            phone_number_country_code: phone_number_country_code.optional(),
            custom_attributes: custom_attributes.optional(),
            enabled: enabled.optional(),
            last_active_at: last_active_at.optional(),
            last_login_at: last_login_at.optional(),
            roles: roles.optional(),
            permissions: permissions.optional(),
            teams: teams.optional(),
            api_key: api_key.optional(),
            api_key_last_used_at: api_key_last_used_at.optional(),
        })
    }

    fn write<M: runtime::SerializeMap>(&self, fields: &mut runtime::Fields<M>) {
        fields.optional("id", &self.id);
        fields.optional("created_at", &self.created_at);
        fields.optional("updated_at", &self.updated_at);
        fields.optional("first_name", &self.first_name);
        fields.optional("last_name", &self.last_name);
        fields.optional("email", &self.email);
        fields.optional("type", &self.r#type);
        fields.optional("availability_status", &self.availability_status);
        fields.optional("avatar_url", &self.avatar_url);
        fields.optional("phone_number", &self.phone_number);
        fields.optional("phone_number_country_code", &self.phone_number_country_code);
        fields.optional("custom_attributes", &self.custom_attributes);
        fields.optional("enabled", &self.enabled);
        fields.optional("last_active_at", &self.last_active_at);
        fields.optional("last_login_at", &self.last_login_at);
        fields.optional("roles", &self.roles);
        fields.optional("permissions", &self.permissions);
        fields.optional("teams", &self.teams);
        fields.optional("api_key", &self.api_key);
        fields.optional("api_key_last_used_at", &self.api_key_last_used_at);
    }
}

runtime::structures!(ContactResponse, Contact);

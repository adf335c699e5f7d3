//! The types.

use chrono::{DateTime, FixedOffset};
use crate::runtime::Secret;
use serde_json::Value;
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Default)]
pub struct ContactResponse {
    pub status: Option<String>,
    pub data: Option<Contact>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Contact {
    pub id: Option<i64>,
    pub created_at: Option<DateTime<FixedOffset>>,
    pub updated_at: Option<DateTime<FixedOffset>>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub email: Option<String>,
    pub r#type: Option<String>,
    pub availability_status: Option<String>,
    pub avatar_url: Option<String>,
    pub phone_number: Option<String>,
    pub phone_number_country_code: Option<String>,
    pub custom_attributes: Option<Value>,
    pub enabled: Option<bool>,
    pub last_active_at: Option<DateTime<FixedOffset>>,
    pub last_login_at: Option<DateTime<FixedOffset>>,
    pub roles: Option<Vec<String>>,
    pub permissions: Option<Vec<String>>,
    pub teams: Option<Vec<BTreeMap<String, Value>>>,
    pub api_key: Option<Secret>,
    pub api_key_last_used_at: Option<DateTime<FixedOffset>>,
}

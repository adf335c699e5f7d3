//! The types.

use chrono::{DateTime, FixedOffset};

#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetContactResponse {
    pub data: Option<GetContactResponseData>,
}

/// Alternative error format used by Contacts and Webhook Subscriptions endpoints (render_standard_error format)
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetContactNotFound {
    pub status: Option<String>,
    pub error_code: Option<String>,
    pub message: Option<String>,
    pub errors: Option<Vec<String>>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetContactResponseData {
    pub id: Option<i64>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub full_name: Option<String>,
    pub email: Option<String>,
    pub phone_number: Option<String>,
    pub company: Option<String>,
    pub title: Option<String>,
    pub location: Option<String>,
    pub image_url: Option<String>,
    pub created_at: Option<DateTime<FixedOffset>>,
    pub updated_at: Option<DateTime<FixedOffset>>,
    /// The user who owns this contact in your organization
    pub contact_owner: Option<GetContactResponseDataContactOwner>,
}

/// The user who owns this contact in your organization
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetContactResponseDataContactOwner {
    pub id: Option<i64>,
    pub email: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub name: Option<String>,
}

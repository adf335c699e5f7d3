//! The types.

use crate::runtime::Unlisted;
use serde_json::Value;
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Default)]
pub struct ContactShowResponse {
    pub payload: Option<ContactListItem>,
}

/// data
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BadRequestError {
    pub description: Option<String>,
    pub errors: Option<Vec<RequestError>>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct ContactListItem {
    /// The object containing additional attributes related to the contact
    pub additional_attributes: Option<ContactListItemAdditionalAttributes>,
    /// Availability status of the contact
    pub availability_status: Option<ContactListItemAvailabilityStatus>,
    /// The email address of the contact
    pub email: Option<String>,
    /// The ID of the contact
    pub id: Option<i64>,
    /// The name of the contact
    pub name: Option<String>,
    /// The phone number of the contact
    pub phone_number: Option<String>,
    /// Whether the contact is blocked
    pub blocked: Option<bool>,
    /// The identifier of the contact
    pub identifier: Option<String>,
    /// The thumbnail of the contact
    pub thumbnail: Option<String>,
    /// The custom attributes of the contact
    pub custom_attributes: Option<BTreeMap<String, Value>>,
    /// Timestamp of last activity
    pub last_activity_at: Option<i64>,
    /// Timestamp when contact was created
    pub created_at: Option<i64>,
    /// List of inboxes associated with this contact
    pub contact_inboxes: Option<Vec<ContactInbox>>,
}

/// The object containing additional attributes related to the contact
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ContactListItemAdditionalAttributes {
    /// City of the contact
    pub city: Option<String>,
    /// Country of the contact
    pub country: Option<String>,
    /// Country code of the contact
    pub country_code: Option<String>,
    /// IP address when the contact was created
    pub created_at_ip: Option<String>,
    /// Every other key.
    pub extra: BTreeMap<String, Value>,
}

/// Availability status of the contact
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ContactListItemAvailabilityStatus {
    /// `online`
    Online,
    /// `offline`
    Offline,
    /// A value that is not listed.
    Unknown(Unlisted<String>),
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct RequestError {
    pub field: Option<String>,
    pub message: Option<String>,
    pub code: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct ContactInbox {
    /// Source identifier for the contact inbox
    pub source_id: Option<String>,
    pub inbox: Option<ContactInboxInbox>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct ContactInboxInbox {
    /// ID of the inbox
    pub id: Option<i64>,
    /// URL for the inbox avatar
    pub avatar_url: Option<String>,
    /// ID of the channel
    pub channel_id: Option<i64>,
    /// Name of the inbox
    pub name: Option<String>,
    /// Type of channel
    pub channel_type: Option<String>,
    /// Provider of the inbox
    pub provider: Option<String>,
}

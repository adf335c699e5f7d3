//! The types.

use chrono::{DateTime, FixedOffset};
use serde_json::Value;

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Error {
    /// Error unique key
    ///
    /// *This is known from the page's example.*
    pub key: Option<String>,
    /// Human-readable message describing the error
    ///
    /// *This is known from the page's example.*
    pub message: Option<String>,
}

/// One of `email`, `name` and `surname` has at most 150 characters.
///
/// One of `name`, `surname` and `role` has at most 100 characters.
///
/// One of `surname`, `role` and `notes` has at most 100 characters.
///
/// One of `role`, `notes` and `linkedin` has at most 75 characters.
///
/// One of `notes`, `linkedin` and `description` has at most 250 characters.
///
/// One of `linkedin`, `description` and `telephone` has at most 100 characters.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetContactResponse {
    /// The unique identifier of the resource
    ///
    /// At least 1.
    ///
    /// *This is known from the page's example.*
    ///
    /// *Its type is stated by an overlay.*
    pub id: Option<i64>,
    /// The date and time when the resource was created
    ///
    /// *This is known from the page's example.*
    pub created_at: Option<DateTime<FixedOffset>>,
    /// The date and time when the resource was last updated
    ///
    /// *This is known from the page's example.*
    pub updated_at: Option<DateTime<FixedOffset>>,
    /// ID of the client
    ///
    /// At least 1.
    ///
    /// *This is known from the page's example.*
    ///
    /// *Its type is stated by an overlay.*
    pub client_id: Option<i64>,
    /// *This is known from the page's example.*
    pub email: Option<String>,
    /// *This is known from the page's example.*
    pub name: Option<String>,
    /// *This is known from the page's example.*
    pub surname: Option<String>,
    /// *This is known from the page's example.*
    pub role: Option<String>,
    /// *This is known from the page's example.*
    pub notes: Option<String>,
    /// *This is known from the page's example.*
    pub linkedin: Option<String>,
    /// *This is known from the page's example.*
    pub description: Option<String>,
    /// *This is known from the page's example.*
    ///
    /// *Its type is stated by an overlay.*
    pub telephone: Option<GetContactResponseTelephone>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetContactBadRequest {
    /// Error unique key
    ///
    /// *This is known from the page's example.*
    pub key: Option<String>,
    /// Human-readable message describing the error
    ///
    /// *This is known from the page's example.*
    pub message: Option<String>,
    /// List of validation errors
    pub failures: Option<Vec<GetContactBadRequestFailuresItem>>,
}

/// *This is known from the page's example.*
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum GetContactResponseTelephone {
    /// *This is known from the page's example.*
    Integer(i64),
    /// *This is known from the page's example.*
    String(String),
    /// A value that fits no other variant.
    Unknown(Value),
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetContactBadRequestFailuresItem {
    /// Name of the field causing the error
    ///
    /// *This is known from the page's example.*
    pub field: Option<String>,
    /// Human-readable description of the error
    ///
    /// *This is known from the page's example.*
    pub message: Option<String>,
}

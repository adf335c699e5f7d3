//! The types.

use chrono::{DateTime, FixedOffset};
use serde_json::Value;

/// The schema `#/paths/~1api~1contacts~1{id}/get/responses/200`.
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

/// The schema `#/paths/~1api~1contacts~1{id}/get/responses/400`.
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

/// The schema `#/paths/~1api~1contacts~1{id}/get/responses/401`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetContactUnauthorized {
    /// Error unique key
    ///
    /// *This is known from the page's example.*
    pub key: Option<String>,
    /// Human-readable message describing the error
    ///
    /// *This is known from the page's example.*
    pub message: Option<String>,
}

/// The schema `#/paths/~1api~1contacts~1{id}/get/responses/403`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetContactForbidden {
    /// Error unique key
    ///
    /// *This is known from the page's example.*
    pub key: Option<String>,
    /// Human-readable message describing the error
    ///
    /// *This is known from the page's example.*
    pub message: Option<String>,
}

/// The schema `#/paths/~1api~1contacts~1{id}/get/responses/404`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetContactNotFound {
    /// Error unique key
    ///
    /// *This is known from the page's example.*
    pub key: Option<String>,
    /// Human-readable message describing the error
    ///
    /// *This is known from the page's example.*
    pub message: Option<String>,
}

/// The schema `#/paths/~1api~1contacts~1{id}/get/responses/412`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetContactPreconditionFailed {
    /// Error unique key
    ///
    /// *This is known from the page's example.*
    pub key: Option<String>,
    /// Human-readable message describing the error
    ///
    /// *This is known from the page's example.*
    pub message: Option<String>,
}

/// *This is known from the page's example.*
#[derive(Debug, Clone, PartialEq)]
pub enum GetContactResponseTelephone {
    /// *This is known from the page's example.*
    Integer(i64),
    /// *This is known from the page's example.*
    String(String),
    /// A value that fits no other variant.
    Unknown(Value),
}

/// The schema `#/paths/~1api~1contacts~1{id}/get/responses/400/properties/failures/items`.
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

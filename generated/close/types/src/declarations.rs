//! The types.

use chrono::{DateTime, FixedOffset};
use crate::runtime::Unlisted;
use serde_json::Value;
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq)]
pub struct ContactEmail {
    pub email: String,
    pub is_unsubscribed: bool,
    pub r#type: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct RenderedIntegrationLink {
    pub name: String,
    pub url: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ContactPhone {
    pub country: Option<String>,
    pub outbound_sms_blocked: Option<bool>,
    pub phone: String,
    pub phone_formatted: Option<String>,
    pub r#type: String,
    pub tz_ids: Option<Vec<String>>,
}

/// Current status of the call.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CallStatus {
    /// `created`
    Created,
    /// `in-progress`
    InProgress,
    /// `completed`
    Completed,
    /// `cancel`
    Cancel,
    /// `no-answer`
    NoAnswer,
    /// `busy`
    Busy,
    /// `failed`
    Failed,
    /// `timeout`
    Timeout,
    /// A value that is not listed.
    Unknown(Unlisted<String>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct ContactRecentCall {
    pub dialer_id: Option<String>,
    pub duration: i64,
    pub finish_timestamp: DateTime<FixedOffset>,
    pub id: String,
    pub status: CallStatus,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WorkflowStatus {
    /// `active`
    Active,
    /// `paused`
    Paused,
    /// `draft`
    Draft,
    /// A value that is not listed.
    Unknown(Unlisted<String>),
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WorkflowRunStatus {
    /// `active`
    Active,
    /// `paused`
    Paused,
    /// `finished`
    Finished,
    /// `goal`
    Goal,
    /// `error`
    Error,
    /// A value that is not listed.
    Unknown(Unlisted<String>),
}

/// Reason for each higher level status on a Workflow run.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StatusReason {
    /// `manual`
    Manual,
    /// `pending-call-timed-out`
    PendingCallTimedOut,
    /// `bulk-action`
    BulkAction,
    /// `rate-limited`
    RateLimited,
    /// `sequence-deleted`
    SequenceDeleted,
    /// `workflow-paused`
    WorkflowPaused,
    /// `filter-not-matched`
    FilterNotMatched,
    /// `reply-received`
    ReplyReceived,
    /// `call-answered`
    CallAnswered,
    /// `meeting-booked`
    MeetingBooked,
    /// `lead-status-changed`
    LeadStatusChanged,
    /// `outcome-met`
    OutcomeMet,
    /// `account-invalid`
    AccountInvalid,
    /// `account-failures`
    AccountFailures,
    /// `sending-throttled-too-long`
    SendingThrottledTooLong,
    /// `membership-inactive`
    MembershipInactive,
    /// `send-as-error`
    SendAsError,
    /// `email-bounced`
    EmailBounced,
    /// `call-failed`
    CallFailed,
    /// `sms-failed`
    SmsFailed,
    /// `no-user-phone`
    NoUserPhone,
    /// `billing-error`
    BillingError,
    /// `assignment-field-invalid`
    AssignmentFieldInvalid,
    /// `lead-status-field-invalid`
    LeadStatusFieldInvalid,
    /// `assignees-missing`
    AssigneesMissing,
    /// `run-as-disabled`
    RunAsDisabled,
    /// `lead-not-visible`
    LeadNotVisible,
    /// `internal-error`
    InternalError,
    /// `field-mapping-error`
    FieldMappingError,
    /// `filter-config-invalid`
    FilterConfigInvalid,
    /// `email-ai-generation-failed`
    EmailAiGenerationFailed,
    /// A value that is not listed.
    Unknown(Unlisted<String>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct BasicSubscriptionInfoForContact {
    pub contact_email: Option<String>,
    pub date_created: DateTime<FixedOffset>,
    pub initial_email_id: Option<String>,
    pub sequence_id: String,
    pub sequence_name: String,
    pub sequence_status: WorkflowStatus,
    pub start_date: Option<DateTime<FixedOffset>>,
    pub subscription_id: String,
    pub subscription_status: WorkflowRunStatus,
    pub subscription_status_reason: Option<StatusReason>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ContactUrl {
    pub r#type: String,
    pub url: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Contact {
    pub created_by: Option<String>,
    pub date_created: DateTime<FixedOffset>,
    pub date_updated: DateTime<FixedOffset>,
    pub display_name: String,
    pub emails: Option<Vec<ContactEmail>>,
    pub id: String,
    pub integration_links: Option<Vec<RenderedIntegrationLink>>,
    pub lead_id: Option<String>,
    pub lead_suggestions_operation_id: Option<String>,
    pub name: Option<String>,
    pub organization_id: String,
    pub phones: Option<Vec<ContactPhone>>,
    pub recent_calls: Option<Vec<ContactRecentCall>>,
    pub subscriptions: Option<Vec<BasicSubscriptionInfoForContact>>,
    pub timezone: Option<String>,
    pub timezone_source: Option<String>,
    pub title: Option<String>,
    pub updated_by: Option<String>,
    pub urls: Option<Vec<ContactUrl>>,
    /// Every other key.
    pub extra: BTreeMap<String, Value>,
}

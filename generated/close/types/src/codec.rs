//! How the types are read, written and checked.

use chrono::{DateTime, FixedOffset};
use crate::declarations::*;
use crate::runtime;

impl runtime::Structure for ContactEmail {
    fn read<'de, M: runtime::MapAccess<'de>>(
        entries: &mut runtime::Entries<'de, M>,
    ) -> Option<Self> {
        let mut email: Option<String> = None;
        let mut is_unsubscribed: Option<bool> = None;
        let mut r#type: Option<String> = None;
        entries
            .fill(
                &mut [
                    ("email", &mut email),
                    ("is_unsubscribed", &mut is_unsubscribed),
                    ("type", &mut r#type),
                ],
            )?;
        let (Some(email), Some(is_unsubscribed), Some(r#type)) = (
            email,
            is_unsubscribed,
            r#type,
        ) else {
            return None;
        };
        Some(Self {
            email,
            is_unsubscribed,
            r#type,
        })
    }

    fn write<M: runtime::SerializeMap>(&self, fields: &mut runtime::Fields<M>) {
        fields.required("email", &self.email);
        fields.required("is_unsubscribed", &self.is_unsubscribed);
        fields.required("type", &self.r#type);
    }
}

impl runtime::Structure for RenderedIntegrationLink {
    fn read<'de, M: runtime::MapAccess<'de>>(
        entries: &mut runtime::Entries<'de, M>,
    ) -> Option<Self> {
        let mut name: Option<String> = None;
        let mut url: Option<String> = None;
        entries.fill(&mut [("name", &mut name), ("url", &mut url)])?;
        let (Some(name), Some(url)) = (name, url) else {
            return None;
        };
        Some(Self { name, url })
    }

    fn write<M: runtime::SerializeMap>(&self, fields: &mut runtime::Fields<M>) {
        fields.required("name", &self.name);
        fields.required("url", &self.url);
    }
}

impl runtime::Structure for ContactPhone {
    fn read<'de, M: runtime::MapAccess<'de>>(
        entries: &mut runtime::Entries<'de, M>,
    ) -> Option<Self> {
        let mut country: runtime::Slot<Option<String>> = runtime::nullable();
        let mut outbound_sms_blocked: runtime::Slot<Option<bool>> = runtime::slot();
        let mut phone: Option<String> = None;
        let mut phone_formatted: runtime::Slot<Option<String>> = runtime::slot();
        let mut r#type: Option<String> = None;
        let mut tz_ids: runtime::Slot<Option<Vec<String>>> = runtime::slot();
        entries
            .fill(
                &mut [
                    ("country", &mut country),
                    ("outbound_sms_blocked", &mut outbound_sms_blocked),
                    ("phone", &mut phone),
                    ("phone_formatted", &mut phone_formatted),
                    ("type", &mut r#type),
                    ("tz_ids", &mut tz_ids),
                ],
            )?;
        let (Some(phone), Some(r#type)) = (phone, r#type) else {
            return None;
        };
        Some(Self {
            country: country.optional(),
            outbound_sms_blocked: outbound_sms_blocked.optional(),
            phone,
            phone_formatted: phone_formatted.optional(),
            r#type,
            tz_ids: tz_ids.optional(),
        })
    }

    fn write<M: runtime::SerializeMap>(&self, fields: &mut runtime::Fields<M>) {
        fields.optional("country", &self.country);
        fields.optional("outbound_sms_blocked", &self.outbound_sms_blocked);
        fields.required("phone", &self.phone);
        fields.optional("phone_formatted", &self.phone_formatted);
        fields.required("type", &self.r#type);
        fields.optional("tz_ids", &self.tz_ids);
    }
}

impl CallStatus {
    /// Every listed value and its variant.
    pub const VALUES: &'static [(&'static str, Self)] = &[
        ("created", Self::Created),
        ("in-progress", Self::InProgress),
        ("completed", Self::Completed),
        ("cancel", Self::Cancel),
        ("no-answer", Self::NoAnswer),
        ("busy", Self::Busy),
        ("failed", Self::Failed),
        ("timeout", Self::Timeout),
    ];
}

impl runtime::Structure for ContactRecentCall {
    fn read<'de, M: runtime::MapAccess<'de>>(
        entries: &mut runtime::Entries<'de, M>,
    ) -> Option<Self> {
        let mut dialer_id: Option<Option<String>> = None;
        let mut duration: Option<i64> = None;
        let mut finish_timestamp: Option<DateTime<FixedOffset>> = None;
        let mut id: Option<String> = None;
        let mut status: Option<CallStatus> = None;
        entries
            .fill(
                &mut [
                    ("dialer_id", &mut dialer_id),
                    ("duration", &mut duration),
                    ("finish_timestamp", &mut finish_timestamp),
                    ("id", &mut id),
                    ("status", &mut status),
                ],
            )?;
        let (
            Some(dialer_id),
            Some(duration),
            Some(finish_timestamp),
            Some(id),
            Some(status),
        ) = (dialer_id, duration, finish_timestamp, id, status) else {
            return None;
        };
        Some(Self {
            dialer_id,
            duration,
            finish_timestamp,
            id,
            status,
        })
    }

    fn write<M: runtime::SerializeMap>(&self, fields: &mut runtime::Fields<M>) {
        fields.required("dialer_id", &self.dialer_id);
        fields.required("duration", &self.duration);
        fields.required("finish_timestamp", &self.finish_timestamp);
        fields.required("id", &self.id);
        fields.required("status", &self.status);
    }
}

impl WorkflowStatus {
    /// Every listed value and its variant.
    pub const VALUES: &'static [(&'static str, Self)] = &[
        ("active", Self::Active),
        ("paused", Self::Paused),
        ("draft", Self::Draft),
    ];
}

impl WorkflowRunStatus {
    /// Every listed value and its variant.
    pub const VALUES: &'static [(&'static str, Self)] = &[
        ("active", Self::Active),
        ("paused", Self::Paused),
        ("finished", Self::Finished),
        ("goal", Self::Goal),
        ("error", Self::Error),
    ];
}

impl StatusReason {
    /// Every listed value and its variant.
    pub const VALUES: &'static [(&'static str, Self)] = &[
        ("manual", Self::Manual),
        ("pending-call-timed-out", Self::PendingCallTimedOut),
        ("bulk-action", Self::BulkAction),
        ("rate-limited", Self::RateLimited),
        ("sequence-deleted", Self::SequenceDeleted),
        ("workflow-paused", Self::WorkflowPaused),
        ("filter-not-matched", Self::FilterNotMatched),
        ("reply-received", Self::ReplyReceived),
        ("call-answered", Self::CallAnswered),
        ("meeting-booked", Self::MeetingBooked),
        ("lead-status-changed", Self::LeadStatusChanged),
        ("outcome-met", Self::OutcomeMet),
        ("account-invalid", Self::AccountInvalid),
        ("account-failures", Self::AccountFailures),
        ("sending-throttled-too-long", Self::SendingThrottledTooLong),
        ("membership-inactive", Self::MembershipInactive),
        ("send-as-error", Self::SendAsError),
        ("email-bounced", Self::EmailBounced),
        ("call-failed", Self::CallFailed),
        ("sms-failed", Self::SmsFailed),
        ("no-user-phone", Self::NoUserPhone),
        ("billing-error", Self::BillingError),
        ("assignment-field-invalid", Self::AssignmentFieldInvalid),
        ("lead-status-field-invalid", Self::LeadStatusFieldInvalid),
        ("assignees-missing", Self::AssigneesMissing),
        ("run-as-disabled", Self::RunAsDisabled),
        ("lead-not-visible", Self::LeadNotVisible),
        ("internal-error", Self::InternalError),
        ("field-mapping-error", Self::FieldMappingError),
        ("filter-config-invalid", Self::FilterConfigInvalid),
        ("email-ai-generation-failed", Self::EmailAiGenerationFailed),
    ];
}

impl runtime::Structure for BasicSubscriptionInfoForContact {
    fn read<'de, M: runtime::MapAccess<'de>>(
        entries: &mut runtime::Entries<'de, M>,
    ) -> Option<Self> {
        let mut contact_email: Option<Option<String>> = None;
        let mut date_created: Option<DateTime<FixedOffset>> = None;
        let mut initial_email_id: Option<Option<String>> = None;
        let mut sequence_id: Option<String> = None;
        let mut sequence_name: Option<String> = None;
        let mut sequence_status: Option<WorkflowStatus> = None;
        let mut start_date: Option<Option<DateTime<FixedOffset>>> = None;
        let mut subscription_id: Option<String> = None;
        let mut subscription_status: Option<WorkflowRunStatus> = None;
        let mut subscription_status_reason: Option<Option<StatusReason>> = None;
        entries
            .fill(
                &mut [
                    ("contact_email", &mut contact_email),
                    ("date_created", &mut date_created),
                    ("initial_email_id", &mut initial_email_id),
                    ("sequence_id", &mut sequence_id),
                    ("sequence_name", &mut sequence_name),
                    ("sequence_status", &mut sequence_status),
                    ("start_date", &mut start_date),
                    ("subscription_id", &mut subscription_id),
                    ("subscription_status", &mut subscription_status),
                    ("subscription_status_reason", &mut subscription_status_reason),
                ],
            )?;
        let (
            Some(contact_email),
            Some(date_created),
            Some(initial_email_id),
            Some(sequence_id),
            Some(sequence_name),
            Some(sequence_status),
            Some(start_date),
            Some(subscription_id),
            Some(subscription_status),
            Some(subscription_status_reason),
        ) = (
            contact_email,
            date_created,
            initial_email_id,
            sequence_id,
            sequence_name,
            sequence_status,
            start_date,
            subscription_id,
            subscription_status,
            subscription_status_reason,
        ) else {
            return None;
        };
        Some(Self {
            contact_email,
            date_created,
            initial_email_id,
            sequence_id,
            sequence_name,
            sequence_status,
            start_date,
            subscription_id,
            subscription_status,
            subscription_status_reason,
        })
    }

    fn write<M: runtime::SerializeMap>(&self, fields: &mut runtime::Fields<M>) {
        fields.required("contact_email", &self.contact_email);
        fields.required("date_created", &self.date_created);
        fields.required("initial_email_id", &self.initial_email_id);
        fields.required("sequence_id", &self.sequence_id);
        fields.required("sequence_name", &self.sequence_name);
        fields.required("sequence_status", &self.sequence_status);
        fields.required("start_date", &self.start_date);
        fields.required("subscription_id", &self.subscription_id);
        fields.required("subscription_status", &self.subscription_status);
        fields.required("subscription_status_reason", &self.subscription_status_reason);
    }
}

impl runtime::Structure for ContactUrl {
    fn read<'de, M: runtime::MapAccess<'de>>(
        entries: &mut runtime::Entries<'de, M>,
    ) -> Option<Self> {
        let mut r#type: Option<String> = None;
        let mut url: Option<String> = None;
        entries.fill(&mut [("type", &mut r#type), ("url", &mut url)])?;
        let (Some(r#type), Some(url)) = (r#type, url) else {
            return None;
        };
        Some(Self { r#type, url })
    }

    fn write<M: runtime::SerializeMap>(&self, fields: &mut runtime::Fields<M>) {
        fields.required("type", &self.r#type);
        fields.required("url", &self.url);
    }
}

impl runtime::Structure for Contact {
    fn read<'de, M: runtime::MapAccess<'de>>(
        entries: &mut runtime::Entries<'de, M>,
    ) -> Option<Self> {
        let mut created_by: Option<Option<String>> = None;
        let mut date_created: Option<DateTime<FixedOffset>> = None;
        let mut date_updated: Option<DateTime<FixedOffset>> = None;
        let mut display_name: Option<String> = None;
        let mut emails: runtime::Slot<Option<Vec<ContactEmail>>> = runtime::slot();
        let mut id: Option<String> = None;
        let mut integration_links: runtime::Slot<Option<Vec<RenderedIntegrationLink>>> = runtime::slot();
        let mut lead_id: runtime::Slot<Option<String>> = runtime::nullable();
        let mut lead_suggestions_operation_id: runtime::Slot<Option<String>> = runtime::nullable();
        let mut name: Option<Option<String>> = None;
        let mut organization_id: Option<String> = None;
        let mut phones: runtime::Slot<Option<Vec<ContactPhone>>> = runtime::slot();
        let mut recent_calls: runtime::Slot<Option<Vec<ContactRecentCall>>> = runtime::slot();
        let mut subscriptions: runtime::Slot<
            Option<Vec<BasicSubscriptionInfoForContact>>,
        > = runtime::slot();
        let mut timezone: runtime::Slot<Option<String>> = runtime::nullable();
        let mut timezone_source: runtime::Slot<Option<String>> = runtime::nullable();
        let mut title: Option<Option<String>> = None;
        let mut updated_by: Option<Option<String>> = None;
        let mut urls: runtime::Slot<Option<Vec<ContactUrl>>> = runtime::slot();
        let extra = entries
            .fill_and_keep(
                &mut [
                    ("created_by", &mut created_by),
                    ("date_created", &mut date_created),
                    ("date_updated", &mut date_updated),
                    ("display_name", &mut display_name),
                    ("emails", &mut emails),
                    ("id", &mut id),
                    ("integration_links", &mut integration_links),
                    ("lead_id", &mut lead_id),
                    (
                        "lead_suggestions_operation_id",
                        &mut lead_suggestions_operation_id,
                    ),
                    ("name", &mut name),
                    ("organization_id", &mut organization_id),
                    ("phones", &mut phones),
                    ("recent_calls", &mut recent_calls),
                    ("subscriptions", &mut subscriptions),
                    ("timezone", &mut timezone),
                    ("timezone_source", &mut timezone_source),
                    ("title", &mut title),
                    ("updated_by", &mut updated_by),
                    ("urls", &mut urls),
                ],
            )?;
        let (
            Some(created_by),
            Some(date_created),
            Some(date_updated),
            Some(display_name),
            Some(id),
            Some(name),
            Some(organization_id),
            Some(title),
            Some(updated_by),
        ) = (
            created_by,
            date_created,
            date_updated,
            display_name,
            id,
            name,
            organization_id,
            title,
            updated_by,
        ) else {
            return None;
        };
        Some(Self {
            created_by,
            date_created,
            date_updated,
            display_name,
            emails: emails.optional(),
            id,
            integration_links: integration_links.optional(),
            lead_id: lead_id.optional(),
            lead_suggestions_operation_id: lead_suggestions_operation_id.optional(),
            name,
            organization_id,
            phones: phones.optional(),
            recent_calls: recent_calls.optional(),
            subscriptions: subscriptions.optional(),
            timezone: timezone.optional(),
            timezone_source: timezone_source.optional(),
            title,
            updated_by,
            urls: urls.optional(),
            extra,
        })
    }

    fn write<M: runtime::SerializeMap>(&self, fields: &mut runtime::Fields<M>) {
        fields.required("created_by", &self.created_by);
        fields.required("date_created", &self.date_created);
        fields.required("date_updated", &self.date_updated);
        fields.required("display_name", &self.display_name);
        fields.optional("emails", &self.emails);
        fields.required("id", &self.id);
        fields.optional("integration_links", &self.integration_links);
        fields.optional("lead_id", &self.lead_id);
        fields
            .optional(
                "lead_suggestions_operation_id",
                &self.lead_suggestions_operation_id,
            );
        fields.required("name", &self.name);
        fields.required("organization_id", &self.organization_id);
        fields.optional("phones", &self.phones);
        fields.optional("recent_calls", &self.recent_calls);
        fields.optional("subscriptions", &self.subscriptions);
        fields.optional("timezone", &self.timezone);
        fields.optional("timezone_source", &self.timezone_source);
        fields.required("title", &self.title);
        fields.required("updated_by", &self.updated_by);
        fields.optional("urls", &self.urls);
        fields.rest(&self.extra);
    }
}

runtime::structures!(
    ContactEmail, RenderedIntegrationLink, ContactPhone, ContactRecentCall,
    BasicSubscriptionInfoForContact, ContactUrl, Contact
);
runtime::text_enumerations!(
    CallStatus::Unknown, WorkflowStatus::Unknown, WorkflowRunStatus::Unknown,
    StatusReason::Unknown
);

//! Examples of [`Contacts`](crate::Contacts).

use crate::contacts;
use crate::runtime::{Problem, fake};
use axum::response::IntoResponse;

/// What answers the operations of [`Contacts`](crate::Contacts).
pub const EXAMPLES: fake::Examples = &[
    ("get", |wanted| get_contact(wanted).into_response()),
];

fn get_contact(wanted: &fake::Wanted) -> Result<contacts::GetContactResponse, Problem> {
    Ok(
        match wanted.status() {
            Some(400) => contacts::GetContactResponse::BadRequest(fake::json("{}")?),
            Some(401) => contacts::GetContactResponse::Unauthorized(fake::json("{}")?),
            Some(404) => contacts::GetContactResponse::NotFound(fake::json("{}")?),
            _ => {
                contacts::GetContactResponse::Ok(
                    fake::json(
                        r#"{"created_by":"string","date_created":"2024-01-15T09:30:00Z","date_updated":"2024-01-15T09:30:00Z","display_name":"string","emails":[{"email":"string","is_unsubscribed":true,"type":"string"}],"id":"string","integration_links":[{"name":"string","url":"string"}],"lead_id":"string","lead_suggestions_operation_id":"string","name":"string","organization_id":"string","phones":[{"country":"string","outbound_sms_blocked":true,"phone":"string","phone_formatted":"string","type":"string","tz_ids":["string"]}],"recent_calls":[{"dialer_id":"string","duration":1,"finish_timestamp":"2024-01-15T09:30:00Z","id":"string","status":"created"}],"subscriptions":[{"contact_email":"string","date_created":"2024-01-15T09:30:00Z","initial_email_id":"string","sequence_id":"string","sequence_name":"string","sequence_status":"active","start_date":"2024-01-15T09:30:00Z","subscription_id":"string","subscription_status":"active","subscription_status_reason":"manual"}],"timezone":"string","timezone_source":"string","title":"string","updated_by":"string","urls":[{"type":"string","url":"string"}]}"#,
                    )?,
                )
            }
        },
    )
}

//! Examples of [`Contacts`](crate::Contacts).

use crate::contacts;
use crate::runtime::{Problem, fake};
use axum::response::IntoResponse;

/// What answers the operations of [`Contacts`](crate::Contacts).
pub const EXAMPLES: fake::Examples = &[
    ("get_contact", |wanted| get_contact(wanted).into_response()),
];

fn get_contact(wanted: &fake::Wanted) -> Result<contacts::GetContactResponse, Problem> {
    Ok(
        match wanted.status() {
            Some(404) => {
                contacts::GetContactResponse::NotFound(
                    fake::json(
                        r#"{"status":"error","error_code":"CONTACT_NOT_FOUND","message":"Contact not found","errors":["The requested contact does not exist or is not accessible to your organization"]}"#,
                    )?,
                )
            }
            _ => {
                contacts::GetContactResponse::Ok(
                    fake::json(
                        r#"{"data":{"id":123,"first_name":"John","last_name":"Doe","full_name":"John Doe","email":"john@example.com","phone_number":"+15551234567","company":"Acme Corp","title":"CEO","location":"San Francisco, CA","image_url":null,"created_at":"2025-07-30T10:00:00.000-05:00","updated_at":"2025-07-30T10:00:00.000-05:00","contact_owner":{"id":456,"email":"owner@company.com","first_name":"Jane","last_name":"Owner","name":"Jane Owner"}}}"#,
                    )?,
                )
            }
        },
    )
}

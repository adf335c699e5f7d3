//! Examples of [`Contacts`](crate::Contacts).

use crate::contacts;
use crate::runtime::{Problem, fake};
use axum::response::IntoResponse;

/// What answers the operations of [`Contacts`](crate::Contacts).
pub const EXAMPLES: fake::Examples = &[
    ("handleGetContact", |wanted| get_contact(wanted).into_response()),
];

fn get_contact(wanted: &fake::Wanted) -> Result<contacts::GetContactResponse, Problem> {
    Ok(
        match wanted.status() {
            Some(401) => contacts::GetContactResponse::Unauthorized,
            Some(500) => contacts::GetContactResponse::InternalServerError,
            _ => {
                contacts::GetContactResponse::Ok(
                    fake::json(
                        r#"{"status":"success","data":{"id":1,"created_at":"2024-01-15T09:30:00Z","updated_at":"2024-01-15T09:30:00Z","first_name":"string","last_name":"string","email":"user@example.com","type":"string","availability_status":"string","avatar_url":"string","phone_number":"string","phone_number_country_code":"string","custom_attributes":{},"enabled":true,"last_active_at":"2024-01-15T09:30:00Z","last_login_at":"2024-01-15T09:30:00Z","roles":["string"],"permissions":["string"],"teams":[{"key":{}}],"api_key":"string","api_key_last_used_at":"2024-01-15T09:30:00Z"}}"#,
                    )?,
                )
            }
        },
    )
}

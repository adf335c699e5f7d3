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
            Some(400) => {
                contacts::GetContactResponse::BadRequest(
                    fake::json(
                        r#"{"key":"invalid_data","message":"You provided invalid data. Check 'failures' for details.","failures":[{"field":"string","message":"string"}]}"#,
                    )?,
                )
            }
            Some(401) => {
                contacts::GetContactResponse::Unauthorized(
                    fake::json(r#"{"key":"string","message":"string"}"#)?,
                )
            }
            Some(403) => {
                contacts::GetContactResponse::Forbidden(
                    fake::json(r#"{"key":"string","message":"string"}"#)?,
                )
            }
            Some(404) => {
                contacts::GetContactResponse::NotFound(
                    fake::json(r#"{"key":"not_found","message":"string"}"#)?,
                )
            }
            Some(412) => {
                contacts::GetContactResponse::PreconditionFailed(
                    fake::json(r#"{"key":"precondition_failure","message":"string"}"#)?,
                )
            }
            _ => {
                contacts::GetContactResponse::Ok(
                    fake::json(
                        r#"{"id":1,"created_at":"2025-10-28T10:23:49.444Z","updated_at":"2025-10-28T10:23:49.444Z","client_id":1,"email":"client@email.com","name":"Client name","surname":"Client surname","role":"Client role","notes":"Some notes about the client","linkedin":"https://www.linkedin.com/in/example","description":"A brief description of the client","telephone":"123456789"}"#,
                    )?,
                )
            }
        },
    )
}

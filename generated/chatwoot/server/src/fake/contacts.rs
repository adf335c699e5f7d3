//! Examples of [`Contacts`](crate::Contacts).

use crate::contacts;
use crate::runtime::{Problem, fake};
use axum::response::IntoResponse;

/// What answers the operations of [`Contacts`](crate::Contacts).
pub const EXAMPLES: fake::Examples = &[
    ("contactDetails", |wanted| contact_details(wanted).into_response()),
];

fn contact_details(
    wanted: &fake::Wanted,
) -> Result<contacts::ContactDetailsResponse, Problem> {
    Ok(
        match wanted.status() {
            Some(403) => {
                contacts::ContactDetailsResponse::Forbidden(
                    fake::json(
                        r#"{"description":"string","errors":[{"field":"string","message":"string","code":"string"}]}"#,
                    )?,
                )
            }
            Some(404) => {
                contacts::ContactDetailsResponse::NotFound(
                    fake::json(
                        r#"{"description":"string","errors":[{"field":"string","message":"string","code":"string"}]}"#,
                    )?,
                )
            }
            _ => {
                contacts::ContactDetailsResponse::Ok(
                    fake::json(
                        r#"{"payload":{"additional_attributes":{"city":"string","country":"string","country_code":"string","created_at_ip":"string"},"availability_status":"online","email":"string","id":1,"name":"string","phone_number":"string","blocked":true,"identifier":"string","thumbnail":"string","custom_attributes":{"key":{}},"last_activity_at":1,"created_at":1,"contact_inboxes":[{"source_id":"string","inbox":{}}]}}"#,
                    )?,
                )
            }
        },
    )
}

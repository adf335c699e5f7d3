//! Examples of [`Contacts`](crate::Contacts).

use crate::contacts;
use crate::runtime::{Problem, fake};

impl contacts::Contacts for super::Fake {
    async fn contact_details(
        &self,
        request: contacts::ContactDetailsRequest,
        _: Self::Identity,
    ) -> Result<contacts::ContactDetailsResponse, Problem> {
        self::contact_details(fake::preferred_status(&request.context))
    }
}

fn contact_details(
    status: Option<u16>,
) -> Result<contacts::ContactDetailsResponse, Problem> {
    Ok(
        match status {
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

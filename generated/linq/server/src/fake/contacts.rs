//! Examples of [`Contacts`](crate::Contacts).

use crate::contacts;
use crate::runtime::{Problem, fake};

impl contacts::Contacts for super::Fake {
    async fn get_contact(
        &self,
        request: contacts::GetContactRequest,
        _: Self::Identity,
    ) -> Result<contacts::GetContactResponse, Problem> {
        self::get_contact(fake::preferred_status(&request.context))
    }
}

fn get_contact(status: Option<u16>) -> Result<contacts::GetContactResponse, Problem> {
    Ok(
        match status {
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

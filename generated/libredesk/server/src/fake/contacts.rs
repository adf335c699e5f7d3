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

//! Examples of `Contacts`.

use crate::contacts;
use crate::runtime::{Problem, fake};

impl contacts::Contacts for super::Fake {
    async fn get_contact(
        &self,
        request: contacts::GetContactRequest,
    ) -> contacts::GetContactResponse {
        get_contact(fake::preferred_status(&request.context))
            .unwrap_or_else(contacts::GetContactResponse::from)
    }
}

fn get_contact(status: Option<u16>) -> Result<contacts::GetContactResponse, Problem> {
    Ok(
        match status {
            Some(200) => fake::no_example("get_contact")?,
            Some(400) => fake::no_example("get_contact")?,
            Some(401) => fake::no_example("get_contact")?,
            Some(403) => fake::no_example("get_contact")?,
            Some(404) => fake::no_example("get_contact")?,
            Some(412) => fake::no_example("get_contact")?,
            _ => fake::no_example("get_contact")?,
        },
    )
}

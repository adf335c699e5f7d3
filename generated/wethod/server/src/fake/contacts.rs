//! Examples of [`Contacts`](crate::Contacts).

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

fn get_contact(_: Option<u16>) -> Result<contacts::GetContactResponse, Problem> {
    fake::no_example("get_contact")
}

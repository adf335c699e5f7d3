//! Examples of [`Contacts`](crate::Contacts).

use crate::contacts;
use crate::runtime::{Problem, fake};

impl contacts::Contacts for super::Fake {
    async fn contact_details(
        &self,
        request: contacts::ContactDetailsRequest,
    ) -> contacts::ContactDetailsResponse {
        contact_details(fake::preferred_status(&request.context))
            .unwrap_or_else(contacts::ContactDetailsResponse::from)
    }
}

fn contact_details(_: Option<u16>) -> Result<contacts::ContactDetailsResponse, Problem> {
    fake::no_example("contactDetails")
}

//! Examples of `Contacts`.

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

fn contact_details(
    status: Option<u16>,
) -> Result<contacts::ContactDetailsResponse, Problem> {
    Ok(
        match status {
            Some(200) => fake::no_example("contactDetails")?,
            Some(403) => fake::no_example("contactDetails")?,
            Some(404) => fake::no_example("contactDetails")?,
            _ => fake::no_example("contactDetails")?,
        },
    )
}

//! Contact management APIs

use crate::runtime::{Call, Format, Operation, RawResponse, Read, Route, Unread, failure};

impl super::Contacts<'_> {
    /// Show Contact
    ///
    /// Get a contact belonging to the account using ID
    ///
    /// `GET /api/v1/accounts/{account_id}/contacts/{id}`
    ///
    /// - `account_id`: The numeric ID of the account
    /// - `id`: ID of the contact
    ///
    /// Needs [`Auth::user_api_key`](crate::Auth::user_api_key).
    ///
    /// # Errors
    ///
    /// [`ContactDetailsError`] if the status is 403 or 404.
    #[inline]
    pub fn contact_details(&self, account_id: i64, id: i64) -> Call<ContactDetails> {
        let mut call = Call::new(&self.client.core);
        call.request.path("account_id", Format::SIMPLE, &account_id);
        call.request.path("id", Format::SIMPLE, &id);
        call
    }
}

/// `GET /api/v1/accounts/{account_id}/contacts/{id}`
pub enum ContactDetails {}

/// The documented errors of `contact_details`.
#[derive(Debug, PartialEq)]
pub enum ContactDetailsError {
    /// Status 403.
    ///
    /// Access denied
    Forbidden(types::BadRequestError),
    /// Status 404.
    ///
    /// Contact not found
    NotFound(types::BadRequestError),
}

impl Operation for ContactDetails {
    type Output = Box<types::ContactShowResponse>;
    type Error = ContactDetailsError;
    const ROUTE: Route = Route::new(
            "contact_details",
            "GET",
            "/api/v1/accounts/{account_id}/contacts/{id}",
        )
        .accept("application/json")
        .secured(&[crate::auth::USER_API_KEY]);
    #[inline]
    fn read(response: &RawResponse) -> Read<Self> {
        match response.status.as_u16() {
            200 => response.json().map(Ok),
            403 => failure(response.json(), ContactDetailsError::Forbidden),
            404 => failure(response.json(), ContactDetailsError::NotFound),
            _ => Err(Unread::Undocumented),
        }
    }
}

//! The operations of `Contacts`.

use crate::runtime::{Call, Format, Operation, RawResponse, Read, Route, Unread, failure};

impl super::Contacts<'_> {
    /// Get Contact
    ///
    /// Retrieves details for a specific contact
    ///
    /// `GET /api/partner/v2/contacts/{id}`
    ///
    /// - `id`: The contact ID
    ///
    /// Needs [`Auth::api_key`](crate::Auth::api_key).
    ///
    /// # Errors
    ///
    /// [`GetContactError`] if the status is 404.
    #[inline]
    pub fn get_contact(&self, id: i64) -> Call<GetContact> {
        let mut call = Call::new(&self.client.core);
        call.request.path("id", Format::SIMPLE, &id);
        call
    }
}

/// `GET /api/partner/v2/contacts/{id}`
pub enum GetContact {}

/// The documented errors of `get_contact`.
#[derive(Debug, PartialEq)]
pub enum GetContactError {
    /// Status 404.
    ///
    /// Contact not found
    NotFound(types::GetContactNotFound),
}

impl Operation for GetContact {
    type Output = Box<types::GetContactResponse>;
    type Error = GetContactError;
    const ROUTE: Route = Route::new(
            "get_contact",
            "GET",
            "/api/partner/v2/contacts/{id}",
        )
        .accept("application/json")
        .secured(&[crate::auth::API_KEY]);
    #[inline]
    fn read(response: &RawResponse) -> Read<Self> {
        match response.status.as_u16() {
            200 => response.json().map(Ok),
            404 => failure(response.json(), GetContactError::NotFound),
            _ => Err(Unread::Undocumented),
        }
    }
}

//! The operations of `Contacts`.

use crate::runtime::{Call, Format, Operation, RawResponse, Read, Route, Unread};

impl super::Contacts<'_> {
    /// Get Contact
    ///
    /// `GET /api/v1/contacts/{id}`
    ///
    /// Needs [`Auth::basic`](crate::Auth::basic) or [`Auth::token`](crate::Auth::token).
    ///
    /// # Errors
    ///
    /// [`GetContactError`] if the status is 401 or 500.
    #[inline]
    pub fn get_contact(&self, id: &str) -> Call<GetContact> {
        let mut call = Call::new(&self.client.core);
        call.request.path("id", Format::SIMPLE, id);
        call
    }
}

/// `GET /api/v1/contacts/{id}`
pub enum GetContact {}

/// The documented errors of `get_contact`.
#[derive(Debug, PartialEq)]
pub enum GetContactError {
    /// Status 401.
    ///
    /// Unauthorized
    Unauthorized,
    /// Status 500.
    ///
    /// Internal server error
    InternalServerError,
}

impl Operation for GetContact {
    type Output = Box<types::ContactResponse>;
    type Error = GetContactError;
    const ROUTE: Route = Route::new("get_contact", "GET", "/api/v1/contacts/{id}")
        .accept("application/json")
        .secured(&[crate::auth::BASIC, crate::auth::TOKEN]);
    #[inline]
    fn read(response: &RawResponse) -> Read<Self> {
        match response.status.as_u16() {
            200 => response.json().map(Ok),
            401 => Ok(Err(GetContactError::Unauthorized)),
            500 => Ok(Err(GetContactError::InternalServerError)),
            _ => Err(Unread::Undocumented),
        }
    }
}

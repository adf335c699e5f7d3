//! The operations of `Contacts`.

use crate::runtime::{Call, Format, Operation, RawResponse, Read, Route, Unread, failure};

impl super::Contacts<'_> {
    /// Get a contact
    ///
    /// Required permissions:
    ///
    /// - crm.view: allows view resources.
    ///   Here the dedicated support page.
    ///
    /// `GET /api/contacts/{id}`
    ///
    /// - `id`: The ID of the contact to view
    ///
    /// Needs [`Auth::personal_token`](crate::Auth::personal_token).
    ///
    /// # Errors
    ///
    /// [`GetContactError`] if the status is 400, 401, 403, 404 or 412.
    #[inline]
    pub fn get_contact(&self, id: i64) -> Call<GetContact> {
        let mut call = Call::new(&self.client.core);
        call.request.path("id", Format::SIMPLE, &id);
        call.request
            .header("Wethod-Company", Format::SIMPLE, self.client.core.parameter(0));
        call.request
            .header("Wethod-Version", Format::SIMPLE, self.client.core.parameter(1));
        call
    }
}

/// `GET /api/contacts/{id}`
pub enum GetContact {}

/// The documented errors of `get_contact`.
#[derive(Debug, PartialEq)]
pub enum GetContactError {
    /// Status 400.
    ///
    /// Validation failed
    BadRequest(types::GetContactBadRequest),
    /// Status 401.
    ///
    /// Unauthorized
    Unauthorized(types::Error),
    /// Status 403.
    ///
    /// Forbidden
    Forbidden(types::Error),
    /// Status 404.
    ///
    /// Not found
    NotFound(types::Error),
    /// Status 412.
    ///
    /// Precondition failed
    PreconditionFailed(types::Error),
}

impl Operation for GetContact {
    type Output = Box<types::GetContactResponse>;
    type Error = GetContactError;
    const ROUTE: Route = Route::new("get_contact", "GET", "/api/contacts/{id}")
        .accept("application/json")
        .secured(&[crate::auth::PERSONAL_TOKEN]);
    #[inline]
    fn read(response: &RawResponse) -> Read<Self> {
        match response.status.as_u16() {
            200 => response.json().map(Ok),
            400 => failure(response.json(), GetContactError::BadRequest),
            401 => failure(response.json(), GetContactError::Unauthorized),
            403 => failure(response.json(), GetContactError::Forbidden),
            404 => failure(response.json(), GetContactError::NotFound),
            412 => failure(response.json(), GetContactError::PreconditionFailed),
            _ => Err(Unread::Undocumented),
        }
    }
}

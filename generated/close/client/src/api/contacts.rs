//! The operations of `Contacts`.

use crate::runtime::{Call, Format, Operation, RawResponse, Read, Route, Unread, failure};

impl super::Contacts<'_> {
    /// Fetch a single contact
    ///
    /// `GET /contact/{id}/`
    ///
    /// Needs [`Auth::api_key`](crate::Auth::api_key) or [`Auth::oauth2`](crate::Auth::oauth2).
    ///
    /// # Errors
    ///
    /// [`GetContactError`] if the status is 400, 401 or 404.
    #[inline]
    pub fn get_contact(&self, id: &str) -> Call<GetContact> {
        let mut call = Call::new(&self.client.core);
        call.request.path("id", Format::SIMPLE, id);
        call
    }
}

/// `GET /contact/{id}/`
pub enum GetContact {}

impl Call<GetContact> {
    /// Comma-separated list of fields to include in the response.
    #[inline]
    pub fn fields(mut self, fields: &str) -> Self {
        self.request.query("_fields", Format::FORM, fields);
        self
    }
}

/// The documented errors of `get_contact`.
#[derive(Debug, PartialEq)]
pub enum GetContactError {
    /// Status 400.
    ///
    /// Bad request
    BadRequest(types::serde_json::Value),
    /// Status 401.
    ///
    /// Unauthorized
    Unauthorized(types::serde_json::Value),
    /// Status 404.
    ///
    /// Not found
    NotFound(types::serde_json::Value),
}

impl Operation for GetContact {
    type Output = Box<types::Contact>;
    type Error = GetContactError;
    const ROUTE: Route = Route::new("get_contact", "GET", "/contact/{id}/")
        .accept("application/json")
        .secured(&[crate::auth::API_KEY, crate::auth::OAUTH2]);
    #[inline]
    fn read(response: &RawResponse) -> Read<Self> {
        match response.status.as_u16() {
            200 => response.json().map(Ok),
            400 => failure(response.json(), GetContactError::BadRequest),
            401 => failure(response.json(), GetContactError::Unauthorized),
            404 => failure(response.json(), GetContactError::NotFound),
            _ => Err(Unread::Undocumented),
        }
    }
}

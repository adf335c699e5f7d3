//! Contacts and what is known of them.

use crate::auth;
use crate::client::Client;
use crate::model::{Contact, Filter, Problem};
use crate::runtime::{Body, Call, Format, Operation, RawResponse, Read, Route, Unread, failure};
use bytes::Bytes;
use std::convert::Infallible;

/// Contacts and what is known of them. Made by [`Client::contacts`].
#[derive(Debug, Clone, Copy)]
pub struct Contacts<'a> {
    pub(crate) client: &'a Client,
}

impl Contacts<'_> {
    /// Get a contact.
    ///
    /// `GET /api/v1/contacts/{id}`
    pub fn get_contact(&self, id: &str) -> Call<GetContact> {
        let mut call = Call::new(&self.client.core);
        call.request.path("id", Format::SIMPLE, id);
        call.request.header("Desk-Company", Format::SIMPLE, self.client.core.parameter(0));
        call
    }

    /// List contacts.
    ///
    /// `GET /api/v1/contacts/`
    pub fn list_contacts(&self) -> Call<ListContacts> {
        Call::new(&self.client.core)
    }

    /// Create a contact.
    ///
    /// `POST /api/v1/contacts`
    pub fn create_contact(&self, body: &Contact) -> Call<CreateContact> {
        let mut call = Call::new(&self.client.core);
        call.request.json("application/json", body);
        call
    }

    /// Export contacts.
    ///
    /// `GET /api/v1/contacts:export`
    pub fn export_contacts(&self) -> Call<ExportContacts> {
        Call::new(&self.client.core)
    }

    /// Replace a contact's picture.
    ///
    /// `PUT /api/v1/contacts/{id}/picture`
    pub fn replace_picture(&self, id: i64, body: impl Into<Body>) -> Call<ReplacePicture> {
        let mut call = Call::new(&self.client.core);
        call.request.path("id", Format::SIMPLE, &id);
        call.request.body("image/png", body);
        call
    }
}

/// `GET /api/v1/contacts/{id}`
pub enum GetContact {}

/// The errors of [`Contacts::get_contact`].
#[derive(Debug, Clone, PartialEq)]
pub enum GetContactError {
    /// 403: permission denied.
    Forbidden(Problem),
    /// 404: no such contact.
    NotFound,
}

impl Operation for GetContact {
    type Output = Contact;
    type Error = GetContactError;

    const ROUTE: Route = Route::new("get_contact", "GET", "/api/v1/contacts/{id}")
        .accept("application/json")
        .secured(&[auth::BASIC, auth::TOKEN]);

    fn read(response: &RawResponse) -> Read<Self> {
        match response.status.as_u16() {
            200 => response.json().map(Ok),
            403 => failure(response.json(), GetContactError::Forbidden),
            404 => Ok(Err(GetContactError::NotFound)),
            _ => Err(Unread::Undocumented),
        }
    }
}

/// `GET /api/v1/contacts/`
pub enum ListContacts {}

impl Call<ListContacts> {
    /// The page, from 1.
    pub fn page(mut self, page: i64) -> Self {
        self.request.query("page", Format::FORM, &page);
        self
    }

    /// Only contacts with one of these ids.
    pub fn ids(mut self, ids: &[i64]) -> Self {
        self.request.query("ids", Format::FORM.joined(), ids);
        self
    }

    /// Only contacts like this.
    pub fn filter(mut self, filter: &Filter) -> Self {
        self.request.query("filter", Format::DEEP_OBJECT, filter);
        self
    }

    /// Names this request in the server's logs.
    pub fn request_id(mut self, request_id: &str) -> Self {
        self.request.header("X-Request-Id", Format::SIMPLE, request_id);
        self
    }

    /// The language of names.
    pub fn language(mut self, language: &str) -> Self {
        self.request.cookie("language", Format::FORM, language);
        self
    }
}

impl Operation for ListContacts {
    type Output = Vec<Contact>;
    type Error = Infallible;

    const ROUTE: Route = Route::new("list_contacts", "GET", "/api/v1/contacts/")
        .accept("application/json")
        .optionally_secured(&[auth::BEARER, auth::APP_AND_SESSION]);

    fn read(response: &RawResponse) -> Read<Self> {
        match response.status.as_u16() {
            200 => response.json().map(Ok),
            _ => Err(Unread::Undocumented),
        }
    }
}

/// `POST /api/v1/contacts`
pub enum CreateContact {}

/// What [`Contacts::create_contact`] answers.
#[derive(Debug, Clone, PartialEq)]
pub enum CreateContactOutput {
    /// 201: created.
    Created(Contact),
    /// 202: it will be created.
    Accepted,
}

/// The errors of [`Contacts::create_contact`].
#[derive(Debug, Clone, PartialEq)]
pub enum CreateContactError {
    /// Every other status.
    Default(Problem),
}

impl Operation for CreateContact {
    type Output = CreateContactOutput;
    type Error = CreateContactError;

    const ROUTE: Route = Route::new("create_contact", "POST", "/api/v1/contacts")
        .successes(&[201, 202])
        .accept("application/json")
        .idempotency_key("Idempotency-Key");

    fn read(response: &RawResponse) -> Read<Self> {
        match response.status.as_u16() {
            201 => response.json().map(CreateContactOutput::Created).map(Ok),
            202 => Ok(Ok(CreateContactOutput::Accepted)),
            _ => failure(response.json(), CreateContactError::Default),
        }
    }
}

/// `GET /api/v1/contacts:export`
pub enum ExportContacts {}

/// A body of [`Contacts::export_contacts`].
#[derive(Debug, Clone, PartialEq)]
pub enum ExportContactsBody {
    /// `application/json`
    Json(Vec<Contact>),
    /// `text/csv`
    Text(String),
}

impl Operation for ExportContacts {
    type Output = ExportContactsBody;
    type Error = Infallible;

    const ROUTE: Route =
        Route::new("export_contacts", "GET", "/api/v1/contacts:export").accept("application/json, text/csv");

    fn read(response: &RawResponse) -> Read<Self> {
        match response.status.as_u16() {
            200 if response.is("text/csv") => response.text().map(ExportContactsBody::Text).map(Ok),
            200 => response.json().map(ExportContactsBody::Json).map(Ok),
            _ => Err(Unread::Undocumented),
        }
    }
}

/// `PUT /api/v1/contacts/{id}/picture`
pub enum ReplacePicture {}

impl Operation for ReplacePicture {
    type Output = Bytes;
    type Error = Infallible;

    const ROUTE: Route = Route::new("replace_picture", "PUT", "/api/v1/contacts/{id}/picture")
        .successes(&[])
        .accept("image/png")
        .secured(&[auth::APP_AND_SESSION]);

    fn read(response: &RawResponse) -> Read<Self> {
        match response.status.as_u16() {
            200..=299 => response.bytes().map(Ok),
            _ => Err(Unread::Undocumented),
        }
    }
}

//! Contacts.

use std::future::Future;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::runtime::{
    Alternative, Answer, Explode, FromInput, Input, Operation, Parameter, Problem, RequestContext, Routes, Shape,
    Style, not_implemented,
};
use super::{auth, types};
use ::types::runtime::{Bound, Rule};

/// Contacts
pub trait Contacts: Send + Sync + 'static {
    /// Get Contact (`GET /api/contacts/{id}`)
    fn get_contact(&self, request: GetContactRequest) -> impl Future<Output = GetContactResponse> + Send {
        async move { not_implemented("getContact", request) }
    }

    /// Create Contact (`POST /api/contacts`)
    fn create_contact(&self, request: CreateContactRequest) -> impl Future<Output = CreateContactResponse> + Send {
        async move { not_implemented("createContact", request) }
    }

    /// Update Contact (`PUT /api/contacts/{id}`)
    fn update_contact(&self, request: UpdateContactRequest) -> impl Future<Output = UpdateContactResponse> + Send {
        async move { not_implemented("updateContact", request) }
    }

    /// Archive Contact (`POST /api/contacts/{id}:archive`)
    fn archive_contact(&self, request: ArchiveContactRequest) -> impl Future<Output = ArchiveContactResponse> + Send {
        async move { not_implemented("archiveContact", request) }
    }

    /// Picture (`POST /api/contacts/{id}/picture`)
    fn set_picture(&self, request: SetPictureRequest) -> impl Future<Output = SetPictureResponse> + Send {
        async move { not_implemented("setPicture", request) }
    }
}

/// Adds the operations of [`Contacts`] to `routes`.
pub fn add_routes<S: Contacts>(routes: &mut Routes, implementation: &Arc<S>) {
    routes.add(
        Operation::new("getContact", "GET", "/api/contacts/{id}").secured(&[
            auth::BASIC,
            Alternative { scopes: &["contacts:read"], ..auth::TOKEN },
            auth::API_KEY_AND_SESSION,
        ]),
        implementation,
        |contacts, request| async move { S::get_contact(&contacts, request).await },
    );
    routes.add(
        Operation::new("createContact", "POST", "/api/contacts").body(&["application/json"]),
        implementation,
        |contacts, request| async move { S::create_contact(&contacts, request).await },
    );
    routes.add(
        Operation::new("updateContact", "PUT", "/api/contacts/{id}")
            .optionally_secured(&[auth::BASIC])
            .optional_body(&["application/json", "application/x-www-form-urlencoded", "multipart/form-data"]),
        implementation,
        |contacts, request| async move { S::update_contact(&contacts, request).await },
    );
    routes.add(
        Operation::new("archiveContact", "POST", "/api/contacts/{id}:archive"),
        implementation,
        |contacts, request| async move { S::archive_contact(&contacts, request).await },
    );
    routes.add(
        Operation::new("setPicture", "POST", "/api/contacts/{id}/picture").body(&["image/*"]),
        implementation,
        |contacts, request| async move { S::set_picture(&contacts, request).await },
    );
}

/// What [`Contacts::get_contact`] is asked.
#[derive(Debug, Clone)]
pub struct GetContactRequest {
    /// The contact.
    pub id: i64,
    /// Fields to answer.
    pub fields: Option<Vec<String>>,
    /// How many notes to answer.
    pub notes: i64,
    /// Names this request.
    pub x_request_id: Option<String>,
    /// The rest of the request.
    pub context: RequestContext,
}

impl FromInput for GetContactRequest {
    fn from_input(input: &mut Input) -> Option<Self> {
        let id = input.required(&Parameter::path("id").rules(&[Rule::Minimum(Bound::Integer(1))]));
        let fields =
            input.optional(&Parameter::query("_fields").style(Style::Form, Explode::Joined).shape(Shape::List));
        let notes = input.or_default(&Parameter::query("notes"), "10");
        let x_request_id = input.optional(&Parameter::header("X-Request-Id"));
        Some(Self { id: id?, fields: fields?, notes: notes?, x_request_id: x_request_id?, context: input.context() })
    }
}

/// What [`Contacts::get_contact`] answers.
#[derive(Debug)]
pub enum GetContactResponse {
    /// 200: The contact.
    Ok {
        /// The body.
        body: types::Contact,
        /// How many requests are left.
        x_rate_limit: i64,
        /// When it changed.
        etag: Option<String>,
    },
    /// 401
    Unauthorized,
    /// 404: No such contact.
    NotFound(types::Error),
    /// 5XX: Something broke.
    ServerError {
        /// The status.
        status: StatusCode,
        /// The body.
        body: types::Error,
    },
    /// An answer that is not documented.
    Other(Response),
}

impl IntoResponse for GetContactResponse {
    fn into_response(self) -> Response {
        match self {
            Self::Ok { body, x_rate_limit, etag } => Answer::json(200, "application/json", &body)
                .header("X-Rate-Limit", &x_rate_limit)
                .header("ETag", &etag)
                .into_response(),
            Self::Unauthorized => Answer::empty(401).into_response(),
            Self::NotFound(body) => Answer::json(404, "application/json", &body).into_response(),
            Self::ServerError { status, body } => Answer::json(status, "application/json", &body).into_response(),
            Self::Other(response) => response,
        }
    }
}

impl From<Problem> for GetContactResponse {
    fn from(problem: Problem) -> Self {
        Self::Other(problem.into_response())
    }
}

/// What [`Contacts::create_contact`] is asked.
#[derive(Debug, Clone)]
pub struct CreateContactRequest {
    /// The body.
    pub body: types::Contact,
    /// The rest of the request.
    pub context: RequestContext,
}

impl FromInput for CreateContactRequest {
    fn from_input(input: &mut Input) -> Option<Self> {
        let body = input.json();
        Some(Self { body: body?, context: input.context() })
    }
}

/// What [`Contacts::create_contact`] answers.
#[derive(Debug)]
pub enum CreateContactResponse {
    /// 201: Created.
    Created(types::Contact),
    /// An answer that is not documented.
    Other(Response),
}

impl IntoResponse for CreateContactResponse {
    fn into_response(self) -> Response {
        match self {
            Self::Created(body) => Answer::json(201, "application/json", &body).into_response(),
            Self::Other(response) => response,
        }
    }
}

impl From<Problem> for CreateContactResponse {
    fn from(problem: Problem) -> Self {
        Self::Other(problem.into_response())
    }
}

/// What [`Contacts::update_contact`] is asked.
#[derive(Debug, Clone)]
pub struct UpdateContactRequest {
    /// The contact.
    pub id: i64,
    /// The body.
    pub body: Option<UpdateContactBody>,
    /// The rest of the request.
    pub context: RequestContext,
}

impl FromInput for UpdateContactRequest {
    fn from_input(input: &mut Input) -> Option<Self> {
        let id = input.required(&Parameter::path("id"));
        let body = input.if_sent(UpdateContactBody::from_input);
        Some(Self { id: id?, body: body?, context: input.context() })
    }
}

/// The body of [`UpdateContactRequest`].
#[derive(Debug, Clone)]
pub enum UpdateContactBody {
    /// `application/json`
    Json(types::Contact),
    /// `application/x-www-form-urlencoded`
    Form(types::Contact),
    /// `multipart/form-data`
    Multipart(types::Contact),
}

impl FromInput for UpdateContactBody {
    fn from_input(input: &mut Input) -> Option<Self> {
        match input.media_type()? {
            0 => input.json().map(Self::Json),
            1 => input.form().map(Self::Form),
            _ => input.multipart().map(Self::Multipart),
        }
    }
}

/// What [`Contacts::update_contact`] answers.
#[derive(Debug)]
pub enum UpdateContactResponse {
    /// 200: The contact.
    Ok(UpdateContactOkBody),
    /// An answer that is not documented.
    Other(Response),
}

/// The body of [`UpdateContactResponse::Ok`].
#[derive(Debug)]
pub enum UpdateContactOkBody {
    /// `application/json`
    Json(types::Contact),
    /// `text/plain`
    Text(String),
}

impl IntoResponse for UpdateContactResponse {
    fn into_response(self) -> Response {
        match self {
            Self::Ok(body) => match body {
                UpdateContactOkBody::Json(body) => Answer::json(200, "application/json", &body).into_response(),
                UpdateContactOkBody::Text(body) => Answer::text(200, "text/plain", &body).into_response(),
            },
            Self::Other(response) => response,
        }
    }
}

impl From<Problem> for UpdateContactResponse {
    fn from(problem: Problem) -> Self {
        Self::Other(problem.into_response())
    }
}

/// What [`Contacts::archive_contact`] is asked.
#[derive(Debug, Clone)]
pub struct ArchiveContactRequest {
    /// The contact.
    pub id: String,
    /// The rest of the request.
    pub context: RequestContext,
}

impl FromInput for ArchiveContactRequest {
    fn from_input(input: &mut Input) -> Option<Self> {
        let id = input.required(&Parameter::path("id"));
        Some(Self { id: id?, context: input.context() })
    }
}

/// What [`Contacts::archive_contact`] answers.
#[derive(Debug)]
pub enum ArchiveContactResponse {
    /// 204: Archived.
    NoContent,
    /// An answer that is not documented.
    Other(Response),
}

impl IntoResponse for ArchiveContactResponse {
    fn into_response(self) -> Response {
        match self {
            Self::NoContent => Answer::empty(204).into_response(),
            Self::Other(response) => response,
        }
    }
}

impl From<Problem> for ArchiveContactResponse {
    fn from(problem: Problem) -> Self {
        Self::Other(problem.into_response())
    }
}

/// What [`Contacts::set_picture`] is asked.
#[derive(Debug, Clone)]
pub struct SetPictureRequest {
    /// The contact.
    pub id: i64,
    /// The body.
    pub body: Bytes,
    /// The rest of the request.
    pub context: RequestContext,
}

impl FromInput for SetPictureRequest {
    fn from_input(input: &mut Input) -> Option<Self> {
        let id = input.required(&Parameter::path("id"));
        let body = input.bytes();
        Some(Self { id: id?, body: body?, context: input.context() })
    }
}

/// What [`Contacts::set_picture`] answers.
#[derive(Debug)]
pub enum SetPictureResponse {
    /// 200: The picture.
    Ok(Body),
    /// An answer that is not documented.
    Other(Response),
}

impl IntoResponse for SetPictureResponse {
    fn into_response(self) -> Response {
        match self {
            Self::Ok(body) => Answer::body(200, "image/png", body).into_response(),
            Self::Other(response) => response,
        }
    }
}

impl From<Problem> for SetPictureResponse {
    fn from(problem: Problem) -> Self {
        Self::Other(problem.into_response())
    }
}

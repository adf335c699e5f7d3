//! Operations of `Contacts`.

use crate::{auth, runtime};

/// Who one knows.
pub trait Contacts: crate::Service {
    /// Get Contact
    ///
    /// `GET /api/contacts/{id}`
    fn get_contact(
        &self,
        request: GetContactRequest,
        identity: Self::Identity,
    ) -> impl Future<Output = Result<GetContactResponse, Self::Error>> + Send {
        async move { runtime::not_implemented("getContact", (request, identity)) }
    }

    /// Create Contact
    ///
    /// `POST /api/contacts`
    fn create_contact(
        &self,
        request: CreateContactRequest,
    ) -> impl Future<Output = Result<CreateContactResponse, Self::Error>> + Send {
        async move { runtime::not_implemented("createContact", request) }
    }

    /// Update Contact
    ///
    /// `PUT /api/contacts/{id}`
    fn update_contact(
        &self,
        request: UpdateContactRequest,
        identity: Option<Self::Identity>,
    ) -> impl Future<Output = Result<UpdateContactResponse, Self::Error>> + Send {
        async move { runtime::not_implemented("updateContact", (request, identity)) }
    }

    /// Archive Contact
    ///
    /// `POST /api/contacts/{id}:archive`
    fn archive_contact(
        &self,
        request: ArchiveContactRequest,
    ) -> impl Future<Output = Result<ArchiveContactResponse, Self::Error>> + Send {
        async move { runtime::not_implemented("archiveContact", request) }
    }

    /// Set Picture
    ///
    /// `POST /api/contacts/{id}/picture`
    fn set_picture(
        &self,
        request: SetPictureRequest,
    ) -> impl Future<Output = Result<SetPictureResponse, Self::Error>> + Send {
        async move { runtime::not_implemented("setPicture", request) }
    }
}

/// Adds the operations of [`Contacts`] to `routes`.
pub fn add_routes<S: Contacts>(
    routes: &mut runtime::Routes<S::Identity>,
    implementation: &std::sync::Arc<S>,
) {
    routes.group("Contacts");
    routes
        .add_secured(
            runtime::Operation::new("getContact", "GET", "/api/contacts/{id}")
                .responses(
                    &[
                        ("200", &["application/json"]),
                        ("401", &[]),
                        ("404", &["application/json"]),
                        ("5XX", &["application/json"]),
                    ],
                ),
            &[
                auth::BASIC,
                runtime::Alternative {
                    scopes: &["contacts:read"],
                    ..auth::TOKEN
                },
                auth::API_KEY_AND_SESSION,
            ],
            implementation,
            |group, request, identity| async move {
                S::get_contact(&group, request, identity).await
            },
        );
    routes
        .add(
            runtime::Operation::new("createContact", "POST", "/api/contacts")
                .body(&["application/json"])
                .responses(&[("201", &["application/json"])]),
            implementation,
            |group, request| async move { S::create_contact(&group, request).await },
        );
    routes
        .add_optionally_secured(
            runtime::Operation::new("updateContact", "PUT", "/api/contacts/{id}")
                .optional_body(
                    &[
                        "application/json",
                        "application/x-www-form-urlencoded",
                        "multipart/form-data",
                    ],
                )
                .responses(&[("200", &["application/json", "text/plain"])]),
            &[auth::BASIC],
            implementation,
            |group, request, identity| async move {
                S::update_contact(&group, request, identity).await
            },
        );
    routes
        .add(
            runtime::Operation::new(
                    "archiveContact",
                    "POST",
                    "/api/contacts/{id}:archive",
                )
                .responses(&[("204", &[])]),
            implementation,
            |group, request| async move { S::archive_contact(&group, request).await },
        );
    routes
        .add(
            runtime::Operation::new("setPicture", "POST", "/api/contacts/{id}/picture")
                .body(&["image/*"])
                .responses(&[("200", &["image/png"])]),
            implementation,
            |group, request| async move { S::set_picture(&group, request).await },
        );
}

/// A request for [`Contacts::get_contact`].
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
    pub context: runtime::RequestContext,
}

impl runtime::FromInput for GetContactRequest {
    fn from_input(input: &mut runtime::Input) -> Option<Self> {
        let id = input
            .required(
                &runtime::Parameter::path("id")
                    .rules(
                        &[
                            types::runtime::Rule::Minimum(
                                types::runtime::Bound::Integer(1),
                            ),
                        ],
                    ),
            );
        let fields = input
            .optional(
                &runtime::Parameter::query("_fields")
                    .style(runtime::Style::Form, runtime::Explode::Joined)
                    .shape(runtime::Shape::List),
            );
        let notes = input.or_default(&runtime::Parameter::query("notes"), "10");
        let x_request_id = input.optional(&runtime::Parameter::header("X-Request-Id"));
        Some(Self {
            id: id?,
            fields: fields?,
            notes: notes?,
            x_request_id: x_request_id?,
            context: input.context(),
        })
    }
}

/// A response of [`Contacts::get_contact`].
#[derive(Debug)]
pub enum GetContactResponse {
    /// 200: The contact.
    Ok {
        /// The body.
        body: types::Contact,
        /// How many requests are left.
        x_rate_limit: i64,
        /// The version.
        etag: Option<String>,
    },
    /// 401
    Unauthorized,
    /// 404: No such contact.
    NotFound(types::Error),
    /// 5XX: Something broke.
    ServerError {
        /// The status.
        status: axum::http::StatusCode,
        /// The body.
        body: types::Error,
    },
    /// A response that is not documented.
    Other(axum::response::Response),
}

impl axum::response::IntoResponse for GetContactResponse {
    fn into_response(self) -> axum::response::Response {
        match self {
            Self::Ok { body, x_rate_limit, etag } => {
                runtime::ResponseDraft::json(200, "application/json", &body)
                    .header("X-Rate-Limit", &x_rate_limit)
                    .header("ETag", &etag)
                    .into()
            }
            Self::Unauthorized => runtime::ResponseDraft::empty(401).into(),
            Self::NotFound(body) => {
                runtime::ResponseDraft::json(404, "application/json", &body).into()
            }
            Self::ServerError { status, body } => {
                runtime::ResponseDraft::json(status, "application/json", &body).into()
            }
            Self::Other(response) => response,
        }
    }
}

impl From<runtime::Problem> for GetContactResponse {
    fn from(problem: runtime::Problem) -> Self {
        Self::Other(problem.into())
    }
}

/// A request for [`Contacts::create_contact`].
#[derive(Debug, Clone)]
pub struct CreateContactRequest {
    /// The body.
    pub body: types::Contact,
    /// The rest of the request.
    pub context: runtime::RequestContext,
}

impl runtime::FromInput for CreateContactRequest {
    fn from_input(input: &mut runtime::Input) -> Option<Self> {
        let body = input.json();
        Some(Self {
            body: body?,
            context: input.context(),
        })
    }
}

/// A response of [`Contacts::create_contact`].
#[derive(Debug)]
pub enum CreateContactResponse {
    /// 201: Created.
    Created(types::Contact),
    /// A response that is not documented.
    Other(axum::response::Response),
}

impl axum::response::IntoResponse for CreateContactResponse {
    fn into_response(self) -> axum::response::Response {
        match self {
            Self::Created(body) => {
                runtime::ResponseDraft::json(201, "application/json", &body).into()
            }
            Self::Other(response) => response,
        }
    }
}

impl From<runtime::Problem> for CreateContactResponse {
    fn from(problem: runtime::Problem) -> Self {
        Self::Other(problem.into())
    }
}

/// A request for [`Contacts::update_contact`].
#[derive(Debug, Clone)]
pub struct UpdateContactRequest {
    /// The contact.
    pub id: i64,
    /// The body.
    pub body: Option<UpdateContactBody>,
    /// The rest of the request.
    pub context: runtime::RequestContext,
}

impl runtime::FromInput for UpdateContactRequest {
    fn from_input(input: &mut runtime::Input) -> Option<Self> {
        let id = input.required(&runtime::Parameter::path("id"));
        let body = input.if_sent(<UpdateContactBody as runtime::FromInput>::from_input);
        Some(Self {
            id: id?,
            body: body?,
            context: input.context(),
        })
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

impl runtime::FromInput for UpdateContactBody {
    fn from_input(input: &mut runtime::Input) -> Option<Self> {
        match input.media_type()? {
            0 => input.json().map(Self::Json),
            1 => input.form().map(Self::Form),
            _ => input.multipart().map(Self::Multipart),
        }
    }
}

/// A response of [`Contacts::update_contact`].
#[derive(Debug)]
pub enum UpdateContactResponse {
    /// 200: The contact.
    Ok(UpdateContactOkBody),
    /// A response that is not documented.
    Other(axum::response::Response),
}

impl axum::response::IntoResponse for UpdateContactResponse {
    fn into_response(self) -> axum::response::Response {
        match self {
            Self::Ok(body) => {
                match body {
                    UpdateContactOkBody::Json(body) => {
                        runtime::ResponseDraft::json(200, "application/json", &body)
                            .into()
                    }
                    UpdateContactOkBody::Text(body) => {
                        runtime::ResponseDraft::text(200, "text/plain", &body).into()
                    }
                }
            }
            Self::Other(response) => response,
        }
    }
}

impl From<runtime::Problem> for UpdateContactResponse {
    fn from(problem: runtime::Problem) -> Self {
        Self::Other(problem.into())
    }
}

/// The body of [`UpdateContactResponse::Ok`].
#[derive(Debug)]
pub enum UpdateContactOkBody {
    /// `application/json`
    Json(types::Contact),
    /// `text/plain`
    Text(String),
}

/// A request for [`Contacts::archive_contact`].
#[derive(Debug, Clone)]
pub struct ArchiveContactRequest {
    /// The contact.
    pub id: String,
    /// The rest of the request.
    pub context: runtime::RequestContext,
}

impl runtime::FromInput for ArchiveContactRequest {
    fn from_input(input: &mut runtime::Input) -> Option<Self> {
        let id = input.required(&runtime::Parameter::path("id"));
        Some(Self {
            id: id?,
            context: input.context(),
        })
    }
}

/// A response of [`Contacts::archive_contact`].
#[derive(Debug)]
pub enum ArchiveContactResponse {
    /// 204: Archived.
    NoContent,
    /// A response that is not documented.
    Other(axum::response::Response),
}

impl axum::response::IntoResponse for ArchiveContactResponse {
    fn into_response(self) -> axum::response::Response {
        match self {
            Self::NoContent => runtime::ResponseDraft::empty(204).into(),
            Self::Other(response) => response,
        }
    }
}

impl From<runtime::Problem> for ArchiveContactResponse {
    fn from(problem: runtime::Problem) -> Self {
        Self::Other(problem.into())
    }
}

/// A request for [`Contacts::set_picture`].
#[derive(Debug, Clone)]
pub struct SetPictureRequest {
    /// The contact.
    pub id: i64,
    /// The body.
    pub body: axum::body::Bytes,
    /// The rest of the request.
    pub context: runtime::RequestContext,
}

impl runtime::FromInput for SetPictureRequest {
    fn from_input(input: &mut runtime::Input) -> Option<Self> {
        let id = input.required(&runtime::Parameter::path("id"));
        let body = input.bytes();
        Some(Self {
            id: id?,
            body: body?,
            context: input.context(),
        })
    }
}

/// A response of [`Contacts::set_picture`].
#[derive(Debug)]
pub enum SetPictureResponse {
    /// 200: The picture.
    Ok(axum::body::Body),
    /// A response that is not documented.
    Other(axum::response::Response),
}

impl axum::response::IntoResponse for SetPictureResponse {
    fn into_response(self) -> axum::response::Response {
        match self {
            Self::Ok(body) => runtime::ResponseDraft::body(200, "image/png", body).into(),
            Self::Other(response) => response,
        }
    }
}

impl From<runtime::Problem> for SetPictureResponse {
    fn from(problem: runtime::Problem) -> Self {
        Self::Other(problem.into())
    }
}

//! Operations of `Contacts`.

use crate::{auth, runtime};

/// Operations of `Contacts`.
pub trait Contacts: crate::Service {
    /// Get a contact
    ///
    /// Required permissions:
    ///
    /// - crm.view: allows view resources.
    ///   Here the dedicated support page.
    ///
    /// `GET /api/contacts/{id}`
    fn get_contact(
        &self,
        request: GetContactRequest,
        identity: Self::Identity,
    ) -> impl Future<Output = Result<GetContactResponse, Self::Error>> + Send {
        async move { runtime::not_implemented("get_contact", (request, identity)) }
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
            runtime::Operation::new("get_contact", "GET", "/api/contacts/{id}")
                .responses(
                    &[
                        ("200", &["application/json"]),
                        ("400", &["application/json"]),
                        ("401", &["application/json"]),
                        ("403", &["application/json"]),
                        ("404", &["application/json"]),
                        ("412", &["application/json"]),
                    ],
                ),
            &[auth::PERSONAL_TOKEN],
            implementation,
            |group, request, identity| async move {
                S::get_contact(&group, request, identity).await
            },
        );
}

/// A request for [`Contacts::get_contact`].
#[derive(Debug, Clone)]
pub struct GetContactRequest {
    /// The ID of the contact to view
    pub id: i64,
    /// The company you want to interact with
    ///
    /// *This is stated by an overlay.*
    pub wethod_company: String,
    /// The API version you want to use
    ///
    /// *This is stated by an overlay.*
    pub wethod_version: String,
    /// The rest of the request.
    pub context: runtime::RequestContext,
}

impl runtime::FromInput for GetContactRequest {
    fn from_input(input: &mut runtime::Input) -> Option<Self> {
        let id = input.required(&runtime::Parameter::path("id"));
        let wethod_company = input
            .required(&runtime::Parameter::header("Wethod-Company"));
        let wethod_version = input
            .required(&runtime::Parameter::header("Wethod-Version"));
        Some(Self {
            id: id?,
            wethod_company: wethod_company?,
            wethod_version: wethod_version?,
            context: input.context(),
        })
    }
}

/// A response of [`Contacts::get_contact`].
#[derive(Debug)]
pub enum GetContactResponse {
    /// 200: Returns the requested contact.
    Ok(Box<types::GetContactResponse>),
    /// 400: Validation failed
    BadRequest(types::GetContactBadRequest),
    /// 401: Unauthorized
    Unauthorized(types::Error),
    /// 403: Forbidden
    Forbidden(types::Error),
    /// 404: Not found
    NotFound(types::Error),
    /// 412: Precondition failed
    PreconditionFailed(types::Error),
    /// A response that is not documented.
    Other(axum::response::Response),
}

impl axum::response::IntoResponse for GetContactResponse {
    fn into_response(self) -> axum::response::Response {
        match self {
            Self::Ok(body) => {
                runtime::ResponseDraft::json(200, "application/json", &body).into()
            }
            Self::BadRequest(body) => {
                runtime::ResponseDraft::json(400, "application/json", &body).into()
            }
            Self::Unauthorized(body) => {
                runtime::ResponseDraft::json(401, "application/json", &body).into()
            }
            Self::Forbidden(body) => {
                runtime::ResponseDraft::json(403, "application/json", &body).into()
            }
            Self::NotFound(body) => {
                runtime::ResponseDraft::json(404, "application/json", &body).into()
            }
            Self::PreconditionFailed(body) => {
                runtime::ResponseDraft::json(412, "application/json", &body).into()
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

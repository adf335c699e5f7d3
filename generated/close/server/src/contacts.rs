//! Operations of `Contacts`.

use crate::{auth, runtime};

/// Operations of `Contacts`.
pub trait Contacts: crate::Service {
    /// Fetch a single contact
    ///
    /// `GET /contact/{id}/`
    fn get_contact(
        &self,
        request: GetContactRequest,
        identity: Self::Identity,
    ) -> impl Future<Output = Result<GetContactResponse, Self::Error>> + Send {
        async move { runtime::not_implemented("get", (request, identity)) }
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
            runtime::Operation::new("get", "GET", "/contact/{id}/")
                .responses(
                    &[
                        ("200", &["application/json"]),
                        ("400", &["application/json"]),
                        ("401", &["application/json"]),
                        ("404", &["application/json"]),
                    ],
                ),
            &[auth::API_KEY, auth::OAUTH2],
            implementation,
            |group, request, identity| async move {
                S::get_contact(&group, request, identity).await
            },
        );
}

/// A request for [`Contacts::get_contact`].
#[derive(Debug, Clone)]
pub struct GetContactRequest {
    /// `id`
    pub id: String,
    /// Comma-separated list of fields to include in the response.
    pub fields: Option<String>,
    /// The rest of the request.
    pub context: runtime::RequestContext,
}

impl runtime::FromInput for GetContactRequest {
    fn from_input(input: &mut runtime::Input) -> Option<Self> {
        let id = input.required(&runtime::Parameter::path("id"));
        let fields = input.optional(&runtime::Parameter::query("_fields"));
        Some(Self {
            id: id?,
            fields: fields?,
            context: input.context(),
        })
    }
}

/// A response of [`Contacts::get_contact`].
#[derive(Debug)]
pub enum GetContactResponse {
    /// 200: Successful response
    Ok(Box<types::Contact>),
    /// 400: Bad request
    BadRequest(types::serde_json::Value),
    /// 401: Unauthorized
    Unauthorized(types::serde_json::Value),
    /// 404: Not found
    NotFound(types::serde_json::Value),
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
            Self::NotFound(body) => {
                runtime::ResponseDraft::json(404, "application/json", &body).into()
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

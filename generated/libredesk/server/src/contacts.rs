//! Operations of `Contacts`.

use crate::{auth, runtime};

/// Operations of `Contacts`.
pub trait Contacts: crate::Service {
    /// Get Contact
    ///
    /// `GET /api/v1/contacts/{id}`
    fn get_contact(
        &self,
        request: GetContactRequest,
        identity: Self::Identity,
    ) -> impl Future<Output = Result<GetContactResponse, Self::Error>> + Send {
        async move { runtime::not_implemented("handleGetContact", (request, identity)) }
    }
}

/// Adds the operations of [`Contacts`] to `routes`.
pub fn add_routes<S: Contacts>(
    routes: &mut runtime::Routes<S::Identity>,
    implementation: &std::sync::Arc<S>,
) {
    routes.group("Contacts");
    routes.hide(&["authorization"]);
    routes
        .add_secured(
            runtime::Operation::new("handleGetContact", "GET", "/api/v1/contacts/{id}")
                .responses(
                    &[("200", &["application/json"]), ("401", &[]), ("500", &[])],
                ),
            &[auth::BASIC, auth::TOKEN],
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
    /// The rest of the request.
    pub context: runtime::RequestContext,
}

impl runtime::FromInput for GetContactRequest {
    fn from_input(input: &mut runtime::Input) -> Option<Self> {
        let id = input.required(&runtime::Parameter::path("id"));
        Some(Self {
            id: id?,
            context: input.context(),
        })
    }
}

/// A response of [`Contacts::get_contact`].
#[derive(Debug)]
pub enum GetContactResponse {
    /// 200: Contact details
    Ok(Box<types::ContactResponse>),
    /// 401: Unauthorized
    Unauthorized,
    /// 500: Internal server error
    InternalServerError,
    /// A response that is not documented.
    Other(axum::response::Response),
}

impl axum::response::IntoResponse for GetContactResponse {
    fn into_response(self) -> axum::response::Response {
        match self {
            Self::Ok(body) => {
                runtime::ResponseDraft::json(200, "application/json", &body).into()
            }
            Self::Unauthorized => runtime::ResponseDraft::empty(401).into(),
            Self::InternalServerError => runtime::ResponseDraft::empty(500).into(),
            Self::Other(response) => response,
        }
    }
}

impl From<runtime::Problem> for GetContactResponse {
    fn from(problem: runtime::Problem) -> Self {
        Self::Other(problem.into())
    }
}

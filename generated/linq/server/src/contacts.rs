//! Operations of `Contacts`.

use crate::{auth, runtime};

/// Operations of `Contacts`.
pub trait Contacts: crate::Service {
    /// Get Contact
    ///
    /// Retrieves details for a specific contact
    ///
    /// `GET /api/partner/v2/contacts/{id}`
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
    routes.hide(&["x-linq-integration-token"]);
    routes
        .add_secured(
            runtime::Operation::new(
                    "get_contact",
                    "GET",
                    "/api/partner/v2/contacts/{id}",
                )
                .responses(
                    &[("200", &["application/json"]), ("404", &["application/json"])],
                ),
            &[auth::API_KEY],
            implementation,
            |group, request, identity| async move {
                S::get_contact(&group, request, identity).await
            },
        );
}

/// A request for [`Contacts::get_contact`].
#[derive(Debug, Clone)]
pub struct GetContactRequest {
    /// The contact ID
    pub id: i64,
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
    /// 200: Successful response
    Ok(Box<types::GetContactResponse>),
    /// 404: Contact not found
    NotFound(types::GetContactNotFound),
    /// A response that is not documented.
    Other(axum::response::Response),
}

impl axum::response::IntoResponse for GetContactResponse {
    fn into_response(self) -> axum::response::Response {
        match self {
            Self::Ok(body) => {
                runtime::ResponseDraft::json(200, "application/json", &body).into()
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

//! Operations of `Contacts`.

use crate::{auth, runtime};

/// Contact management APIs
pub trait Contacts: crate::Service {
    /// Show Contact
    ///
    /// Get a contact belonging to the account using ID
    ///
    /// `GET /api/v1/accounts/{account_id}/contacts/{id}`
    fn contact_details(
        &self,
        request: ContactDetailsRequest,
        identity: Self::Identity,
    ) -> impl Future<Output = Result<ContactDetailsResponse, Self::Error>> + Send {
        async move { runtime::not_implemented("contactDetails", (request, identity)) }
    }
}

/// Adds the operations of [`Contacts`] to `routes`.
pub fn add_routes<S: Contacts>(
    routes: &mut runtime::Routes<S::Identity>,
    implementation: &std::sync::Arc<S>,
) {
    routes.group("Contacts");
    routes.hide(&["api_access_token"]);
    routes
        .add_secured(
            runtime::Operation::new(
                    "contactDetails",
                    "GET",
                    "/api/v1/accounts/{account_id}/contacts/{id}",
                )
                .responses(
                    &[
                        ("200", &["application/json"]),
                        ("403", &["application/json"]),
                        ("404", &["application/json"]),
                    ],
                ),
            &[auth::USER_API_KEY],
            implementation,
            |group, request, identity| async move {
                S::contact_details(&group, request, identity).await
            },
        );
}

/// A request for [`Contacts::contact_details`].
#[derive(Debug, Clone)]
pub struct ContactDetailsRequest {
    /// The numeric ID of the account
    pub account_id: i64,
    /// ID of the contact
    pub id: i64,
    /// The rest of the request.
    pub context: runtime::RequestContext,
}

impl runtime::FromInput for ContactDetailsRequest {
    fn from_input(input: &mut runtime::Input) -> Option<Self> {
        let account_id = input.required(&runtime::Parameter::path("account_id"));
        let id = input.required(&runtime::Parameter::path("id"));
        Some(Self {
            account_id: account_id?,
            id: id?,
            context: input.context(),
        })
    }
}

/// A response of [`Contacts::contact_details`].
#[derive(Debug)]
pub enum ContactDetailsResponse {
    /// 200: Success
    Ok(Box<types::ContactShowResponse>),
    /// 403: Access denied
    Forbidden(types::BadRequestError),
    /// 404: Contact not found
    NotFound(types::BadRequestError),
    /// A response that is not documented.
    Other(axum::response::Response),
}

impl axum::response::IntoResponse for ContactDetailsResponse {
    fn into_response(self) -> axum::response::Response {
        match self {
            Self::Ok(body) => {
                runtime::ResponseDraft::json(200, "application/json", &body).into()
            }
            Self::Forbidden(body) => {
                runtime::ResponseDraft::json(403, "application/json", &body).into()
            }
            Self::NotFound(body) => {
                runtime::ResponseDraft::json(404, "application/json", &body).into()
            }
            Self::Other(response) => response,
        }
    }
}

impl From<runtime::Problem> for ContactDetailsResponse {
    fn from(problem: runtime::Problem) -> Self {
        Self::Other(problem.into())
    }
}

//! Answers from the document's examples.

use axum::http::StatusCode;

use super::contacts::{
    ArchiveContactRequest, ArchiveContactResponse, Contacts, CreateContactRequest, CreateContactResponse,
    GetContactRequest, GetContactResponse,
};
use super::runtime::Problem;
use super::runtime::fake::{self, AcceptAnyone};

/// Answers each operation from the document's examples: the first success, or the status that the request prefers
/// (`Prefer: code=404`).
#[derive(Debug, Clone, Copy, Default)]
pub struct Fake;

/// The API as the document's examples show it, for whoever presents any credentials.
pub fn router() -> axum::Router {
    super::router(Fake, AcceptAnyone)
}

impl Contacts for Fake {
    async fn get_contact(&self, request: GetContactRequest) -> GetContactResponse {
        get_contact(fake::preferred_status(&request.context)).unwrap_or_else(GetContactResponse::from)
    }

    async fn create_contact(&self, request: CreateContactRequest) -> CreateContactResponse {
        create_contact(fake::preferred_status(&request.context)).unwrap_or_else(CreateContactResponse::from)
    }

    async fn archive_contact(&self, _: ArchiveContactRequest) -> ArchiveContactResponse {
        ArchiveContactResponse::NoContent
    }
}

fn get_contact(status: Option<u16>) -> Result<GetContactResponse, Problem> {
    Ok(match status {
        Some(401) => GetContactResponse::Unauthorized,
        Some(404) => GetContactResponse::NotFound(fake::json(r#"{"message":"no such contact"}"#)?),
        Some(500..=599) => GetContactResponse::ServerError {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            body: fake::json(r#"{"message":"broken"}"#)?,
        },
        _ => GetContactResponse::Ok {
            body: fake::json(r#"{"name":"Ada","emails":["ada@example.com"]}"#)?,
            x_rate_limit: 1,
            etag: None,
        },
    })
}

fn create_contact(_: Option<u16>) -> Result<CreateContactResponse, Problem> {
    Ok(CreateContactResponse::Created(fake::json(r#"{"name":7}"#)?))
}

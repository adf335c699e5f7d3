//! Examples of [`Contacts`](crate::Contacts).

use crate::contacts;
use crate::runtime::{Problem, fake};
use axum::response::IntoResponse;

/// What answers the operations of [`Contacts`](crate::Contacts).
pub const EXAMPLES: fake::Examples = &[
    ("getContact", |wanted| get_contact(wanted).into_response()),
    ("createContact", |wanted| create_contact(wanted).into_response()),
    ("updateContact", |wanted| update_contact(wanted).into_response()),
    ("archiveContact", |wanted| archive_contact(wanted).into_response()),
    ("setPicture", |wanted| set_picture(wanted).into_response()),
];

fn get_contact(wanted: &fake::Wanted) -> Result<contacts::GetContactResponse, Problem> {
    Ok(
        match wanted.status() {
            Some(401) => contacts::GetContactResponse::Unauthorized,
            Some(404) => {
                contacts::GetContactResponse::NotFound(
                    fake::json(r#"{"message":"no such contact"}"#)?,
                )
            }
            Some(status @ 500..=599) => {
                contacts::GetContactResponse::ServerError {
                    status: fake::status(status),
                    body: fake::json(r#"{"message":"broken"}"#)?,
                }
            }
            _ => {
                contacts::GetContactResponse::Ok {
                    body: fake::json(r#"{"name":"Ada","emails":["ada@example.com"]}"#)?,
                    x_rate_limit: fake::text("1")?,
                    etag: None,
                }
            }
        },
    )
}

fn create_contact(_: &fake::Wanted) -> Result<contacts::CreateContactResponse, Problem> {
    Ok(contacts::CreateContactResponse::Created(fake::json(r#"{"name":7}"#)?))
}

fn update_contact(_: &fake::Wanted) -> Result<contacts::UpdateContactResponse, Problem> {
    fake::no_example("updateContact")
}

fn archive_contact(
    _: &fake::Wanted,
) -> Result<contacts::ArchiveContactResponse, Problem> {
    Ok(contacts::ArchiveContactResponse::NoContent)
}

fn set_picture(_: &fake::Wanted) -> Result<contacts::SetPictureResponse, Problem> {
    fake::no_example("setPicture")
}

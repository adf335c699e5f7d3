//! Examples of [`Contacts`](crate::Contacts).

use crate::contacts;
use crate::runtime::{Problem, fake};

impl contacts::Contacts for super::Fake {
    async fn get_contact(
        &self,
        request: contacts::GetContactRequest,
    ) -> contacts::GetContactResponse {
        self::get_contact(fake::preferred_status(&request.context))
            .unwrap_or_else(contacts::GetContactResponse::from)
    }

    async fn create_contact(
        &self,
        request: contacts::CreateContactRequest,
    ) -> contacts::CreateContactResponse {
        self::create_contact(fake::preferred_status(&request.context))
            .unwrap_or_else(contacts::CreateContactResponse::from)
    }

    async fn update_contact(
        &self,
        request: contacts::UpdateContactRequest,
    ) -> contacts::UpdateContactResponse {
        self::update_contact(fake::preferred_status(&request.context))
            .unwrap_or_else(contacts::UpdateContactResponse::from)
    }

    async fn archive_contact(
        &self,
        request: contacts::ArchiveContactRequest,
    ) -> contacts::ArchiveContactResponse {
        self::archive_contact(fake::preferred_status(&request.context))
            .unwrap_or_else(contacts::ArchiveContactResponse::from)
    }

    async fn set_picture(
        &self,
        request: contacts::SetPictureRequest,
    ) -> contacts::SetPictureResponse {
        self::set_picture(fake::preferred_status(&request.context))
            .unwrap_or_else(contacts::SetPictureResponse::from)
    }
}

fn get_contact(status: Option<u16>) -> Result<contacts::GetContactResponse, Problem> {
    Ok(
        match status {
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

fn create_contact(_: Option<u16>) -> Result<contacts::CreateContactResponse, Problem> {
    Ok(contacts::CreateContactResponse::Created(fake::json(r#"{"name":7}"#)?))
}

fn update_contact(_: Option<u16>) -> Result<contacts::UpdateContactResponse, Problem> {
    fake::no_example("updateContact")
}

fn archive_contact(_: Option<u16>) -> Result<contacts::ArchiveContactResponse, Problem> {
    Ok(contacts::ArchiveContactResponse::NoContent)
}

fn set_picture(_: Option<u16>) -> Result<contacts::SetPictureResponse, Problem> {
    fake::no_example("setPicture")
}

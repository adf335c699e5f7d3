//! Examples of [`Contacts`](crate::Contacts).

use crate::contacts;
use crate::runtime::{Problem, fake};

impl contacts::Contacts for super::Fake {
    async fn get_contact(
        &self,
        request: contacts::GetContactRequest,
        _: Self::Identity,
    ) -> Result<contacts::GetContactResponse, Problem> {
        self::get_contact(fake::preferred_status(&request.context))
    }

    async fn create_contact(
        &self,
        request: contacts::CreateContactRequest,
    ) -> Result<contacts::CreateContactResponse, Problem> {
        self::create_contact(fake::preferred_status(&request.context))
    }

    async fn update_contact(
        &self,
        request: contacts::UpdateContactRequest,
        _: Option<Self::Identity>,
    ) -> Result<contacts::UpdateContactResponse, Problem> {
        self::update_contact(fake::preferred_status(&request.context))
    }

    async fn archive_contact(
        &self,
        request: contacts::ArchiveContactRequest,
    ) -> Result<contacts::ArchiveContactResponse, Problem> {
        self::archive_contact(fake::preferred_status(&request.context))
    }

    async fn set_picture(
        &self,
        request: contacts::SetPictureRequest,
    ) -> Result<contacts::SetPictureResponse, Problem> {
        self::set_picture(fake::preferred_status(&request.context))
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

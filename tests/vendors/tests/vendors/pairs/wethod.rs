//! Wethod's client against its server.

use super::{assert_undocumented, undocumented};
use crate::place::{Place, both, connect};
use std::convert::Infallible;
use wethod_client::api::contacts::GetContactError;
use wethod_client::{Auth, Client};
use wethod_server::contacts::{Contacts, GetContactRequest, GetContactResponse};
use wethod_server::runtime::{Attempt, Authenticator, Verdict};
use wethod_server::{Credentials, Service};
use wethod_types::{Error, GetContactBadRequest, GetContactBadRequestFailuresItem, GetContactResponseTelephone};

struct Crm;

impl Service for Crm {
    type Error = Infallible;
    type Identity = ();
}

impl Contacts for Crm {
    async fn get_contact(&self, request: GetContactRequest, (): ()) -> Result<GetContactResponse, Infallible> {
        assert_eq!((request.wethod_company.as_str(), request.wethod_version.as_str()), ("acme", "2024-06-15"));
        Ok(match request.id {
            200 => GetContactResponse::Ok(contact().into()),
            400 => GetContactResponse::BadRequest(bad_request()),
            401 => GetContactResponse::Unauthorized(Error { key: key("401"), message: None }),
            403 => GetContactResponse::Forbidden(Error { key: key("403"), message: None }),
            404 => GetContactResponse::NotFound(Error { key: key("404"), message: None }),
            412 => GetContactResponse::PreconditionFailed(Error { key: key("412"), message: None }),
            other => GetContactResponse::Other(undocumented(other)),
        })
    }
}

impl Authenticator<Credentials> for Crm {
    type Identity = ();

    async fn authenticate(&self, credentials: Credentials, _: Attempt<'_>) -> Verdict<()> {
        let Credentials::PersonalToken { token } = credentials;
        if token.expose() == "token" { Verdict::Allow(()) } else { Verdict::Unauthorized }
    }
}

fn key(key: &str) -> Option<String> {
    Some(key.to_owned())
}

fn contact() -> wethod_types::GetContactResponse {
    wethod_types::GetContactResponse {
        id: Some(200),
        created_at: Some("2025-10-28T10:23:49.444Z".parse().unwrap()),
        telephone: Some(GetContactResponseTelephone::Integer(123_456_789)),
        ..Default::default()
    }
}

fn bad_request() -> GetContactBadRequest {
    let failure = GetContactBadRequestFailuresItem { field: Some("id".to_owned()), message: None };
    GetContactBadRequest { key: key("400"), message: None, failures: Some(vec![failure]) }
}

fn client(place: &Place, token: &str) -> Client {
    connect!(wethod_client, place, |url| {
        Client::builder(url, "acme", "2024-06-15").auth(Auth::personal_token(token))
    })
}

#[tokio::test]
async fn each_documented_answer_arrives_typed() {
    use GetContactError as E;
    for place in both(wethod_server::router(Crm, Crm)).await {
        let client = client(&place, "token");
        assert_eq!(*client.contacts().get_contact(200).await.unwrap(), contact());
        for (id, expected) in [
            (400, E::BadRequest(bad_request())),
            (401, E::Unauthorized(Error { key: key("401"), message: None })),
            (403, E::Forbidden(Error { key: key("403"), message: None })),
            (404, E::NotFound(Error { key: key("404"), message: None })),
            (412, E::PreconditionFailed(Error { key: key("412"), message: None })),
        ] {
            let error = client.contacts().get_contact(id).await.unwrap_err();
            assert_eq!((error.status().unwrap().as_u16().into(), error.api()), (id, Some(&expected)));
        }
    }
}

#[tokio::test]
async fn an_undocumented_answer_arrives_whole() {
    for place in both(wethod_server::routes(Crm, Crm).on_deviation(|_| {}).into_router()).await {
        for status in [418, 429, 503] {
            let call = client(&place, "token").contacts().get_contact(status.into());
            assert_undocumented!(wethod_client, status, call.await);
        }
    }
}

#[tokio::test]
async fn the_authenticator_decides() {
    for place in both(wethod_server::router(Crm, Crm)).await {
        let error = client(&place, "other").contacts().get_contact(200).await.unwrap_err();
        assert!(matches!(error.api(), Some(GetContactError::Unauthorized(_))), "{error}");
    }
}

//! Linq's client against its server.

use super::{assert_undocumented, undocumented};
use crate::place::{Place, both, connect};
use linq_client::api::contacts::GetContactError;
use linq_client::{Auth, Client};
use linq_server::contacts::{Contacts, GetContactRequest, GetContactResponse};
use linq_server::runtime::{Attempt, Authenticator, Verdict};
use linq_server::{Credentials, Service};
use linq_types::{GetContactNotFound, GetContactResponseData, GetContactResponseDataContactOwner};
use std::convert::Infallible;

struct Partner;

impl Service for Partner {
    type Error = Infallible;
    type Identity = ();
}

impl Contacts for Partner {
    async fn get_contact(&self, request: GetContactRequest, (): ()) -> Result<GetContactResponse, Infallible> {
        Ok(match request.id {
            200 => GetContactResponse::Ok(contact().into()),
            404 => GetContactResponse::NotFound(not_found()),
            other => GetContactResponse::Other(undocumented(other)),
        })
    }
}

impl Authenticator<Credentials> for Partner {
    type Identity = ();

    async fn authenticate(&self, credentials: Credentials, _: Attempt<'_>) -> Verdict<()> {
        let Credentials::ApiKey { token } = credentials;
        if token.expose() == "token" { Verdict::Allow(()) } else { Verdict::Unauthorized }
    }
}

fn contact() -> linq_types::GetContactResponse {
    let owner = GetContactResponseDataContactOwner { id: Some(1), ..Default::default() };
    let data = GetContactResponseData {
        id: Some(200),
        title: Some("CEO".to_owned()),
        created_at: Some("2025-07-30T10:00:00.001-05:00".parse().unwrap()),
        contact_owner: Some(owner),
        ..Default::default()
    };
    linq_types::GetContactResponse { data: Some(data) }
}

fn not_found() -> GetContactNotFound {
    GetContactNotFound { error_code: Some("GONE".to_owned()), errors: Some(vec![String::new()]), ..Default::default() }
}

fn client(place: &Place, token: &str) -> Client {
    connect!(linq_client, place, |url| Client::builder(url).auth(Auth::api_key(token)))
}

#[tokio::test]
async fn each_documented_answer_arrives_typed() {
    for place in both(linq_server::router(Partner, Partner)).await {
        let client = client(&place, "token");
        assert_eq!(*client.contacts().get_contact(200).await.unwrap(), contact());
        let error = client.contacts().get_contact(404).await.unwrap_err();
        assert_eq!(error.api(), Some(&GetContactError::NotFound(not_found())));
    }
}

#[tokio::test]
async fn an_undocumented_answer_arrives_whole() {
    for place in both(linq_server::routes(Partner, Partner).on_deviation(|_| {}).into_router()).await {
        for status in [401, 418, 422, 503] {
            let call = client(&place, "token").contacts().get_contact(status.into());
            assert_undocumented!(linq_client, status, call.await);
        }
    }
}

#[tokio::test]
async fn the_authenticator_decides() {
    for place in both(linq_server::router(Partner, Partner)).await {
        let error = client(&place, "TOKEN").contacts().get_contact(200).await.unwrap_err();
        assert_eq!(error.status().expect("it was answered"), 401);
    }
}

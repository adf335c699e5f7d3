//! Libredesk's client against its server.

use super::{assert_undocumented, undocumented};
use crate::place::{Place, both, connect};
use libredesk_client::api::contacts::GetContactError;
use libredesk_client::{Auth, Client};
use libredesk_server::contacts::{Contacts, GetContactRequest, GetContactResponse};
use libredesk_server::runtime::{Attempt, Authenticator, Verdict};
use libredesk_server::{Credentials, Service};
use libredesk_types::runtime::Secret;
use libredesk_types::{Contact, ContactResponse};
use std::collections::BTreeMap;
use std::convert::Infallible;

struct Desk;

impl Service for Desk {
    type Error = Infallible;
    type Identity = ();
}

impl Contacts for Desk {
    async fn get_contact(&self, request: GetContactRequest, (): ()) -> Result<GetContactResponse, Infallible> {
        Ok(match request.id.as_str() {
            "200" => GetContactResponse::Ok(contact().into()),
            "401" => GetContactResponse::Unauthorized,
            "500" => GetContactResponse::InternalServerError,
            "a/b?c#d%e é" => GetContactResponse::Ok(ContactResponse { status: Some(request.id), data: None }.into()),
            other => GetContactResponse::Other(undocumented(other.parse().expect("the id is a status"))),
        })
    }
}

impl Authenticator<Credentials> for Desk {
    type Identity = ();

    async fn authenticate(&self, credentials: Credentials, attempt: Attempt<'_>) -> Verdict<()> {
        assert_eq!(attempt.headers.get_all("authorization").iter().count(), 1);
        let (key, secret) = match &credentials {
            Credentials::Basic { key, secret } | Credentials::Token { key, secret } => (key, secret),
        };
        match (key.expose(), secret.expose()) {
            ("key", "secret:with:colons") => Verdict::Allow(()),
            ("key", _) => Verdict::Unauthorized,
            ("other", _) => Verdict::Forbidden,
            _ => Verdict::Unavailable,
        }
    }
}

fn contact() -> ContactResponse {
    let contact = Contact {
        id: Some(i64::MAX),
        created_at: Some("2024-05-01T12:30:00.123456789+02:00".parse().unwrap()),
        email: Some("System".to_owned()),
        r#type: Some("visitor".to_owned()),
        custom_attributes: Some(serde_json::json!({"plan": {"tier": [1, 2.5, null]}})),
        enabled: Some(false),
        roles: Some(vec![]),
        teams: Some(vec![BTreeMap::from([("id".to_owned(), 7.into())])]),
        api_key: Some(Secret::new("shown to nobody")),
        ..Contact::default()
    };
    ContactResponse { status: Some("success".to_owned()), data: Some(contact) }
}

fn client(place: &Place, auth: Auth) -> Client {
    connect!(libredesk_client, place, |url| Client::builder(url).auth(auth))
}

#[tokio::test]
async fn each_documented_answer_arrives_typed() {
    for auth in [Auth::basic("key", "secret:with:colons"), Auth::token("key", "secret:with:colons")] {
        for place in both(libredesk_server::router(Desk, Desk)).await {
            let client = client(&place, auth.clone());
            let response = client.contacts().get_contact("200").send().await.unwrap();
            assert_eq!(response.status, 200);
            assert_eq!(response.headers["content-type"], "application/json");
            assert_eq!(*response.body, contact());
            for (id, expected) in
                [("401", GetContactError::Unauthorized), ("500", GetContactError::InternalServerError)]
            {
                let error = client.contacts().get_contact(id).await.unwrap_err();
                assert_eq!((error.status().unwrap().as_str(), error.api()), (id, Some(&expected)));
            }
        }
    }
}

#[tokio::test]
async fn an_undocumented_answer_arrives_whole() {
    for place in both(libredesk_server::routes(Desk, Desk).on_deviation(|_| {}).into_router()).await {
        let client = client(&place, Auth::token("key", "secret:with:colons"));
        for status in [202, 404, 418, 503] {
            let call = client.contacts().get_contact(&status.to_string());
            assert_undocumented!(libredesk_client, status, call.await);
        }
    }
}

#[tokio::test]
async fn an_id_arrives_as_it_was_given() {
    for place in both(libredesk_server::router(Desk, Desk)).await {
        let client = client(&place, Auth::token("key", "secret:with:colons"));
        let contact = client.contacts().get_contact("a/b?c#d%e é").await.unwrap();
        assert_eq!(contact.status.as_deref(), Some("a/b?c#d%e é"));
    }
}

#[tokio::test]
async fn the_authenticator_decides() {
    for place in both(libredesk_server::router(Desk, Desk)).await {
        for make in [Auth::basic, Auth::token] {
            let error = client(&place, make("key", "wrong")).contacts().get_contact("200").await.unwrap_err();
            assert_eq!(error.api(), Some(&GetContactError::Unauthorized));
            for (key, status) in [("other", 403), ("nobody", 503)] {
                let error = client(&place, make(key, "")).contacts().get_contact("200").await.unwrap_err();
                assert_eq!(error.status().expect("it was answered"), status);
            }
        }
    }
}

//! Chatwoot's client against its server.

use super::{assert_undocumented, undocumented};
use crate::place::{Place, both, connect};
use chatwoot_client::api::contacts::ContactDetailsError;
use chatwoot_client::{Auth, Client};
use chatwoot_server::contacts::{ContactDetailsRequest, ContactDetailsResponse, Contacts};
use chatwoot_server::runtime::{Attempt, Authenticator, Verdict};
use chatwoot_server::{Credentials, Service};
use chatwoot_types::{
    BadRequestError, ContactInbox, ContactInboxInbox, ContactListItem, ContactListItemAdditionalAttributes,
    ContactListItemAvailabilityStatus, ContactShowResponse, RequestError,
};
use std::collections::BTreeMap;
use std::convert::Infallible;

struct Desk;

impl Service for Desk {
    type Error = Infallible;
    type Identity = ();
}

impl Contacts for Desk {
    async fn contact_details(
        &self,
        request: ContactDetailsRequest,
        (): (),
    ) -> Result<ContactDetailsResponse, Infallible> {
        assert_eq!(request.account_id, i64::MIN);
        Ok(match request.id {
            200 => ContactDetailsResponse::Ok(contact().into()),
            403 => ContactDetailsResponse::Forbidden(fault()),
            404 => ContactDetailsResponse::NotFound(BadRequestError::default()),
            other => ContactDetailsResponse::Other(undocumented(other)),
        })
    }
}

impl Authenticator<Credentials> for Desk {
    type Identity = ();

    async fn authenticate(&self, credentials: Credentials, _: Attempt<'_>) -> Verdict<()> {
        let Credentials::UserApiKey { key } = credentials;
        if key.expose() == "token" { Verdict::Allow(()) } else { Verdict::Unauthorized }
    }
}

fn contact() -> ContactShowResponse {
    let additional_attributes = ContactListItemAdditionalAttributes {
        city: Some("Köln".to_owned()),
        extra: BTreeMap::from([("company".to_owned(), serde_json::json!({"size": 3}))]),
        ..ContactListItemAdditionalAttributes::default()
    };
    let inbox = ContactInboxInbox { id: Some(3), provider: None, ..ContactInboxInbox::default() };
    let payload = ContactListItem {
        additional_attributes: Some(additional_attributes),
        availability_status: Some(ContactListItemAvailabilityStatus::of("away")),
        id: Some(200),
        blocked: Some(true),
        custom_attributes: Some(BTreeMap::from([("null".to_owned(), serde_json::Value::Null)])),
        last_activity_at: Some(1_700_000_000),
        contact_inboxes: Some(vec![ContactInbox { source_id: Some(String::new()), inbox: Some(inbox) }]),
        ..ContactListItem::default()
    };
    ContactShowResponse { payload: Some(payload) }
}

fn fault() -> BadRequestError {
    let error = RequestError { field: Some("id".to_owned()), message: None, code: Some("denied".to_owned()) };
    BadRequestError { description: Some("not \"yours\"".to_owned()), errors: Some(vec![error]) }
}

fn client(place: &Place, token: &str) -> Client {
    connect!(chatwoot_client, place, |url| Client::builder(url).auth(Auth::user_api_key(token)))
}

#[tokio::test]
async fn each_documented_answer_arrives_typed() {
    for place in both(chatwoot_server::router(Desk, Desk)).await {
        let client = client(&place, "token");
        assert_eq!(*client.contacts().contact_details(i64::MIN, 200).await.unwrap(), contact());
        for (id, expected) in [
            (403, ContactDetailsError::Forbidden(fault())),
            (404, ContactDetailsError::NotFound(BadRequestError::default())),
        ] {
            let error = client.contacts().contact_details(i64::MIN, id).await.unwrap_err();
            assert_eq!((error.status().unwrap().as_u16().into(), error.api()), (id, Some(&expected)));
        }
    }
}

#[tokio::test]
async fn an_undocumented_answer_arrives_whole() {
    for place in both(chatwoot_server::routes(Desk, Desk).on_deviation(|_| {}).into_router()).await {
        for status in [400, 401, 418, 503] {
            let call = client(&place, "token").contacts().contact_details(i64::MIN, status.into());
            assert_undocumented!(chatwoot_client, status, call.await);
        }
    }
}

#[tokio::test]
async fn the_authenticator_decides() {
    for place in both(chatwoot_server::router(Desk, Desk)).await {
        let error = client(&place, "other").contacts().contact_details(i64::MIN, 200).await.unwrap_err();
        let response = error.response().expect("it was answered");
        assert_eq!(response.status, 401);
        assert_eq!(response.headers["content-type"], "application/problem+json");
    }
}

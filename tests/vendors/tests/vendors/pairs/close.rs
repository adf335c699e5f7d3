//! Close's client against its server.

use super::{assert_undocumented, undocumented};
use crate::place::{Place, both, connect};
use axum::Router;
use close_client::api::contacts::GetContactError;
use close_client::{Auth, Client};
use close_server::contacts::{Contacts, GetContactRequest, GetContactResponse};
use close_server::runtime::{Attempt, Authenticator, Verdict};
use close_server::{Credentials, Service};
use close_types::{
    BasicSubscriptionInfoForContact, CallStatus, Contact, ContactPhone, ContactRecentCall, StatusReason,
    WorkflowRunStatus, WorkflowStatus,
};
use serde_json::json;
use std::collections::BTreeMap;
use std::convert::Infallible;

struct Crm;

impl Service for Crm {
    type Error = Infallible;
    type Identity = ();
}

impl Contacts for Crm {
    async fn get_contact(&self, request: GetContactRequest, (): ()) -> Result<GetContactResponse, Infallible> {
        Ok(match request.id.as_str() {
            "200" => GetContactResponse::Ok(Contact { title: request.fields, ..contact() }.into()),
            "400" => GetContactResponse::BadRequest(json!({"field-errors": {"id": "no"}})),
            "401" => GetContactResponse::Unauthorized(json!("a text")),
            "404" => GetContactResponse::NotFound(json!(null)),
            other => GetContactResponse::Other(undocumented(other.parse().expect("the id is a status"))),
        })
    }
}

impl Authenticator<Credentials> for Crm {
    type Identity = ();

    async fn authenticate(&self, credentials: Credentials, _: Attempt<'_>) -> Verdict<()> {
        let allowed = match credentials {
            Credentials::ApiKey { api_key } => api_key.expose() == "key",
            Credentials::Oauth2 { token } => token.expose() == "token",
        };
        if allowed { Verdict::Allow(()) } else { Verdict::Unauthorized }
    }
}

fn contact() -> Contact {
    let moment = "2024-05-01T12:30:00Z".parse().unwrap();
    let text = |text: &str| text.to_owned();
    let subscription = BasicSubscriptionInfoForContact {
        contact_email: None,
        date_created: moment,
        initial_email_id: Some(text("email_1")),
        sequence_id: text("seq_1"),
        sequence_name: text("Welcome"),
        sequence_status: WorkflowStatus::Paused,
        start_date: None,
        subscription_id: text("sub_1"),
        subscription_status: WorkflowRunStatus::of("asleep"),
        subscription_status_reason: Some(StatusReason::PendingCallTimedOut),
    };
    let call = ContactRecentCall {
        dialer_id: None,
        duration: 61,
        finish_timestamp: moment,
        id: text("acti_1"),
        status: CallStatus::NoAnswer,
    };
    let phone = ContactPhone {
        country: Some(text("DE")),
        outbound_sms_blocked: None,
        phone: text("+49221"),
        phone_formatted: None,
        r#type: text("office"),
        tz_ids: Some(vec![]),
    };
    Contact {
        created_by: None,
        date_created: moment,
        date_updated: moment,
        display_name: text("Ada"),
        emails: Some(vec![]),
        id: text("cont_1"),
        integration_links: None,
        lead_id: None,
        lead_suggestions_operation_id: None,
        name: None,
        organization_id: text("orga_1"),
        phones: Some(vec![phone]),
        recent_calls: Some(vec![call]),
        subscriptions: Some(vec![subscription]),
        timezone: None,
        timezone_source: None,
        title: None,
        updated_by: None,
        urls: None,
        extra: BTreeMap::from([(text("custom.cf_1"), json!(["a", 1]))]),
    }
}

/// The routes stand below a path, as the document's server says.
async fn places() -> [Place; 2] {
    both(Router::new().nest("/api/v1", close_server::routes(Crm, Crm).on_deviation(|_| {}).into_router())).await
}

fn client(place: &Place, auth: Auth) -> Client {
    connect!(close_client, place, |url| Client::builder(format!("{url}/api/v1")).auth(auth))
}

#[tokio::test]
async fn each_documented_answer_arrives_typed() {
    for auth in [Auth::api_key("key"), Auth::oauth2("token")] {
        for place in places().await {
            let client = client(&place, auth.clone());
            assert_eq!(*client.contacts().get_contact("200").await.unwrap(), contact());
            for (id, expected) in [
                ("400", GetContactError::BadRequest(json!({"field-errors": {"id": "no"}}))),
                ("401", GetContactError::Unauthorized(json!("a text"))),
                ("404", GetContactError::NotFound(json!(null))),
            ] {
                let error = client.contacts().get_contact(id).await.unwrap_err();
                assert_eq!((error.status().unwrap().as_str(), error.api()), (id, Some(&expected)));
            }
        }
    }
}

#[tokio::test]
async fn an_undocumented_answer_arrives_whole() {
    for place in places().await {
        for status in [201, 418, 429, 503] {
            let call = client(&place, Auth::api_key("key")).contacts().get_contact(&status.to_string());
            assert_undocumented!(close_client, status, call.await);
        }
    }
}

#[tokio::test]
async fn the_fields_arrive_as_they_were_given() {
    for place in places().await {
        for fields in ["id,name", "", "a&b=c d+e%20é"] {
            let call = client(&place, Auth::api_key("key")).contacts().get_contact("200").fields(fields);
            assert_eq!(call.await.unwrap().title.as_deref(), Some(fields));
        }
    }
}

#[tokio::test]
async fn an_answer_with_less_than_is_required_can_be_read_as_another_type() {
    let server = crate::canned::Canned::json(200, r#"{"id": "cont_1"}"#).await;
    let client = Client::builder(&server.url).auth(Auth::api_key("key")).build().unwrap();
    let response = client.contacts().get_contact("cont_1").fields("id").send_raw().await.unwrap();
    assert_eq!(response.decode::<serde_json::Value>().unwrap(), json!({"id": "cont_1"}));
}

#[tokio::test]
async fn the_authenticator_decides() {
    for place in places().await {
        for auth in [Auth::api_key("token"), Auth::oauth2("key")] {
            let error = client(&place, auth).contacts().get_contact("200").await.unwrap_err();
            match error.api() {
                Some(GetContactError::Unauthorized(problem)) => assert_eq!(problem["status"], 401),
                other => panic!("{other:?}"),
            }
        }
    }
}

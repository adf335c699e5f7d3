//! The pages' own examples: they are read as the generated types, written back as the same JSON, and answered by the fake
//! server. Where a page has none, the fake's response stands in.

use super::place::{Place, both, connect};
use serde_json::Value;
use specwright_tests::root;
use std::fs;

/// The JSON objects of a vendor's page, in its order: each begins with a brace at the start of a line.
pub fn blocks(vendor: &str) -> Vec<Value> {
    let page = root().join("specs").join(vendor).join("pages/get-contact.md");
    let page = fs::read_to_string(page).expect("the vendor has this page");
    let starts = page.match_indices("\n{\n").map(|(place, _)| place + 1);
    let first = |start| serde_json::Deserializer::from_str(&page[start..]).into_iter().next();
    starts.map(|start| first(start).expect("there is an object").expect("the object is JSON")).collect()
}

/// The same value as a type that only responses carry writes it: without members that are null, which it reads as absence, and
/// without a fraction of a second that is zero.
fn rewritten(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.iter().filter(|(_, member)| !member.is_null());
            Value::Object(members.map(|(key, member)| (key.clone(), rewritten(member))).collect())
        }
        Value::Array(items) => items.iter().map(rewritten).collect(),
        Value::String(text) if text.as_bytes().get(10) == Some(&b'T') => text.replace(".000", "").into(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

/// Reads a value as a type and writes it back, by the types' own codec and by serde's traits.
macro_rules! round_trip {
    ($types:ident::$type:ident, $value:expr) => {{
        let value: &Value = $value;
        let read: $types::$type = $types::runtime::json::decode(value.to_string().as_bytes()).unwrap();
        assert_eq!(read, serde_json::from_value::<$types::$type>(value.clone()).unwrap());
        let written: Value =
            serde_json::from_slice(&$types::runtime::json::encode(&read).unwrap()).expect("JSON was written");
        assert_eq!(written, rewritten(value));
        assert_eq!(written, serde_json::to_value(&read).unwrap());
        read
    }};
}

#[test]
fn the_examples_of_linq_are_read_and_written_back() {
    let blocks = blocks("linq");
    let [ok, not_found] = blocks.as_slice() else { panic!("{blocks:?}") };
    let contact = round_trip!(linq_types::GetContactResponse, ok).data.unwrap();
    assert_eq!(contact.id, Some(123));
    assert_eq!(contact.image_url, None);
    assert_eq!(contact.created_at.unwrap().timestamp(), 1_753_887_600);
    assert_eq!(contact.contact_owner.unwrap().name.as_deref(), Some("Jane Owner"));
    let error = round_trip!(linq_types::GetContactNotFound, not_found);
    assert_eq!(error.error_code.as_deref(), Some("CONTACT_NOT_FOUND"));
}

#[test]
fn the_examples_of_wethod_are_read_and_written_back() {
    let blocks = blocks("wethod");
    let [ok, bad, unauthorized, forbidden, not_found, precondition] = blocks.as_slice() else { panic!("{blocks:?}") };
    let contact = round_trip!(wethod_types::GetContactResponse, ok);
    assert_eq!(contact.id, Some(1));
    let telephone = wethod_types::GetContactResponseTelephone::String("123456789".to_owned());
    assert_eq!(contact.telephone, Some(telephone));
    let failures = round_trip!(wethod_types::GetContactBadRequest, bad).failures.unwrap();
    assert_eq!(failures[0].field.as_deref(), Some("string"));
    round_trip!(wethod_types::Error, unauthorized);
    round_trip!(wethod_types::Error, forbidden);
    assert_eq!(round_trip!(wethod_types::Error, not_found).key.as_deref(), Some("not_found"));
    round_trip!(wethod_types::Error, precondition);
}

#[tokio::test]
async fn the_fake_of_linq_answers_what_the_page_shows() {
    let blocks = blocks("linq");
    for place in both(linq_server::fake::router()).await {
        let client = linq(&place);
        let contact = client.contacts().get_contact(1).await.unwrap();
        assert_eq!(contact, serde_json::from_value(blocks[0].clone()).unwrap());
        let error = client.contacts().get_contact(1).with_header("Prefer", "code=404").await.unwrap_err();
        let expected =
            linq_client::api::contacts::GetContactError::NotFound(serde_json::from_value(blocks[1].clone()).unwrap());
        assert_eq!(error.api(), Some(&expected));
    }
}

fn linq(place: &Place) -> linq_client::Client {
    connect!(linq_client, place, |url| linq_client::Client::builder(url).auth(linq_client::Auth::api_key("anything")))
}

#[tokio::test]
async fn the_fake_of_wethod_answers_what_the_page_shows() {
    use wethod_client::api::contacts::GetContactError as E;
    use wethod_client::{Auth, Client};
    let blocks = blocks("wethod");
    let block = |number: usize| blocks[number].clone();
    for place in both(wethod_server::fake::router()).await {
        let client = connect!(wethod_client, &place, |url| {
            Client::builder(url, "acme", "2024-06-15").auth(Auth::personal_token("anything"))
        });
        let contact = client.contacts().get_contact(1).await.unwrap();
        assert_eq!(contact, serde_json::from_value(block(0)).unwrap());
        for (status, expected) in [
            (400, E::BadRequest(serde_json::from_value(block(1)).unwrap())),
            (401, E::Unauthorized(serde_json::from_value(block(2)).unwrap())),
            (403, E::Forbidden(serde_json::from_value(block(3)).unwrap())),
            (404, E::NotFound(serde_json::from_value(block(4)).unwrap())),
            (412, E::PreconditionFailed(serde_json::from_value(block(5)).unwrap())),
        ] {
            let call = client.contacts().get_contact(1).with_header("Prefer", &format!("code={status}"));
            let error = call.await.unwrap_err();
            assert_eq!((error.status().unwrap().as_u16(), error.api()), (status, Some(&expected)));
        }
    }
}

#[tokio::test]
async fn the_fake_of_chatwoot_makes_up_what_the_page_does_not_show() {
    use chatwoot_client::{Auth, Client};
    for place in both(chatwoot_server::fake::router()).await {
        let client = connect!(chatwoot_client, &place, |url| Client::builder(url).auth(Auth::user_api_key("anything")));
        let response = client.contacts().contact_details(1, 2).send_raw().await.unwrap();
        let contact = round_trip!(chatwoot_types::ContactShowResponse, &response.decode::<Value>().unwrap());
        assert!(contact.payload.unwrap().contact_inboxes.is_some());
        let call = client.contacts().contact_details(1, 2).with_header("Prefer", "code=403");
        let error = call.send_raw().await.unwrap();
        assert_eq!(error.status, 403);
        round_trip!(chatwoot_types::BadRequestError, &error.decode::<Value>().unwrap());
    }
}

#[tokio::test]
async fn the_fake_of_close_makes_up_what_the_page_does_not_show() {
    use close_client::{Auth, Client};
    for place in both(close_server::fake::router()).await {
        let client = connect!(close_client, &place, |url| Client::builder(url).auth(Auth::api_key("anything")));
        let response = client.contacts().get_contact("cont_1").send_raw().await.unwrap();
        let contact = round_trip!(close_types::Contact, &response.decode::<Value>().unwrap());
        assert_eq!(contact.recent_calls.unwrap()[0].status, close_types::CallStatus::Created);
        let error = client.contacts().get_contact("cont_1").with_header("Prefer", "code=404").await.unwrap_err();
        assert_eq!(error.status().unwrap(), 404);
        assert!(error.api().is_some());
    }
}

#[tokio::test]
async fn the_fake_of_libredesk_makes_up_what_the_page_does_not_show() {
    use libredesk_client::api::contacts::GetContactError;
    use libredesk_client::{Auth, Client};
    for place in both(libredesk_server::fake::router()).await {
        let client = connect!(libredesk_client, &place, |url| Client::builder(url).auth(Auth::token("any", "thing")));
        let response = client.contacts().get_contact("1").send_raw().await.unwrap();
        let response = round_trip!(libredesk_types::ContactResponse, &response.decode::<Value>().unwrap());
        assert_eq!(response.status.as_deref(), Some("success"));
        let error = client.contacts().get_contact("1").with_header("Prefer", "code=500").await.unwrap_err();
        assert_eq!(error.api(), Some(&GetContactError::InternalServerError));
    }
}

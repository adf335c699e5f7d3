//! What the observer of a client is told of responses that are not what the document says.

use crate::auth::Auth;
use crate::client::Client;
use crate::model::Contact;
use crate::runtime::{Mismatch, MismatchKind, TowerTransport};
use crate::server::respond;
use axum::Router;
use std::sync::{Arc, Mutex};

type Told = Arc<Mutex<Vec<Vec<(MismatchKind, String, String)>>>>;

fn observed(status: u16, body: &'static str) -> (Client, Told) {
    let router = Router::new().fallback(move || std::future::ready(respond(status, &[], body)));
    let told = Told::default();
    let list = Arc::clone(&told);
    let observer = move |all: &[Mismatch<'_>]| {
        let told = |it: &Mismatch<'_>| (it.kind(), it.place().to_owned(), it.to_string());
        list.lock().unwrap().push(all.iter().map(told).collect());
    };
    let builder = Client::builder("http://in.process", "acme").auth(Auth::basic("user", "password"));
    (builder.transport(TowerTransport::new(router)).on_mismatch(observer).build().unwrap(), told)
}

#[tokio::test]
async fn a_response_as_it_is_described_is_no_reason_to_call() {
    for (status, body) in [(200, r#"{"id":1,"email":"a"}"#), (403, r#"{"message":"no"}"#), (404, "")] {
        let (client, told) = observed(status, body);
        let _ = client.contacts().get_contact("1").await;
        assert!(told.lock().unwrap().is_empty(), "{status} {body}: {told:?}");
    }
}

#[tokio::test]
async fn what_is_tolerated_is_told_and_read() {
    let (client, told) = observed(200, r#"{"id":1,"email":null}"#);
    assert_eq!(client.contacts().get_contact("1").await.unwrap(), Contact { id: 1, email: None });
    let told = told.lock().unwrap();
    let [(kind, place, text)] = told[0].as_slice() else { panic!("{told:?}") };
    assert_eq!((*kind, place.as_str()), (MismatchKind::Body, "$.email"));
    assert_eq!(
        text,
        "GET /api/v1/contacts/{id} (get_contact) 200: must not be null: leave the key out at $.email; \
         an overlay of `$.paths['/api/v1/contacts/{id}'].get.responses` corrects the description"
    );
}

#[tokio::test]
async fn all_places_of_a_response_are_told_at_once() {
    let (client, told) = observed(200, r#"[{"id":"s3cret","email":[]},{"id":1},{"email":null}]"#);
    let error = client.contacts().list_contacts().await.unwrap_err();
    assert!(error.to_string().contains("an overlay of `$.paths['/api/v1/contacts/'].get.responses`"), "{error}");
    let told = told.lock().unwrap();
    let places: Vec<&str> = told[0].iter().map(|(_, place, _)| place.as_str()).collect();
    assert_eq!(places, ["$[0].id", "$[0].email", "$[2].email", "$[2]"]);
    assert!(told.len() == 1 && !format!("{told:?}").contains("s3cret"), "{told:?}");
}

#[tokio::test]
async fn statuses_that_are_not_documented_are_told() {
    for (status, body, is_read) in [(202, r#"{"id":1}"#, true), (202, r#"{"id":""}"#, false), (418, "short", false)] {
        let (client, told) = observed(status, body);
        assert_eq!(client.contacts().get_contact("1").await.is_ok(), is_read);
        let told = told.lock().unwrap();
        let kinds: Vec<MismatchKind> = told[0].iter().map(|(kind, ..)| *kind).collect();
        let expected = [MismatchKind::Status, MismatchKind::Body];
        assert_eq!(kinds, expected[..if status == 202 && !is_read { 2 } else { 1 }], "{told:?}");
        assert!(told[0][0].2.contains("the status is not documented; of those that are no errors, 200 is"), "{told:?}");
    }
}

//! What the server sees.

use crate::auth::Auth;
use crate::client::Client;
use crate::contacts::CreateContactOutput;
use crate::model::{Contact, Filter};
use crate::runtime::{Body, TowerTransport};
use crate::server::{Seen, recorder, respond, serve};
use bytes::Bytes;
use http_body_util::Full;
use std::sync::{Arc, Mutex};

fn response(path: &str) -> axum::response::Response {
    match path {
        "/base/api/v1/contacts/" => respond(200, &[], "[]"),
        "/base/api/v1/contacts" => respond(201, &[], r#"{"id":1}"#),
        "/base/api/v1/contacts/7/picture" => respond(200, &[], "PNG"),
        _ => respond(200, &[], r#"{"id":42,"email":"a@example.com"}"#),
    }
}

/// Checks the same calls over loopback HTTP and in one process.
async fn both(check: impl AsyncFn(Client, Arc<Mutex<Vec<Seen>>>)) {
    let auth = Auth::token("key", "secret");
    let (router, seen) = recorder(response);
    let url = serve(router).await;
    check(Client::builder(&format!("{url}/base/"), "acme").auth(auth.clone()).build().unwrap(), seen).await;

    let (router, seen) = recorder(response);
    let builder = Client::builder("http://in.process/base", "acme").auth(auth);
    check(builder.transport(TowerTransport::new(router)).build().unwrap(), seen).await;
}

fn last(seen: &Mutex<Vec<Seen>>) -> Seen {
    seen.lock().unwrap().pop().unwrap()
}

#[tokio::test]
async fn a_call_sends_its_method_path_headers_and_credentials() {
    both(async |client, seen| {
        let contact = client.contacts().get_contact("a/b c").await.unwrap();
        assert_eq!(contact, Contact { id: 42, email: Some("a@example.com".to_owned()) });
        let seen = last(&seen);
        assert_eq!(seen.line, "GET /base/api/v1/contacts/a%2Fb%20c");
        assert_eq!(seen.header("authorization"), Some("token key:secret"));
        assert_eq!(seen.header("desk-company"), Some("acme"));
        assert_eq!(seen.header("accept"), Some("application/json"));
        assert_eq!(seen.header("user-agent"), Some(concat!("template-client/", env!("CARGO_PKG_VERSION"))));
        assert_eq!(seen.header("content-type"), None);
        assert!(seen.header("host").is_some());
    })
    .await;
}

#[tokio::test]
async fn send_gives_status_and_headers() {
    both(async |client, _| {
        let response = client.contacts().get_contact("42").send().await.unwrap();
        assert_eq!(response.status, 200);
        assert!(response.headers.contains_key("content-length") || response.headers.is_empty());
        assert_eq!(response.body.id, 42);
    })
    .await;
}

#[tokio::test]
async fn parameters_go_where_they_belong_and_the_last_value_counts() {
    both(async |client, seen| {
        let filter = Filter { city: Some("Köln & Bonn".to_owned()), tags: Some(vec!["a".to_owned()]) };
        let call = client.contacts().list_contacts().page(1).page(1_000_000_000_000_000).ids(&[1, 2]).filter(&filter);
        let call = call.request_id("r 1").language("de;at").with_header("X-Extra", "1");
        assert_eq!(call.await.unwrap(), []);
        let seen = last(&seen);
        assert_eq!(
            seen.line,
            "GET /base/api/v1/contacts/?page=1000000000000000&ids=1,2\
             &filter%5Bcity%5D=K%C3%B6ln%20%26%20Bonn&filter%5Btags%5D%5B%5D=a"
        );
        assert_eq!(seen.header("x-request-id"), Some("r 1"));
        assert_eq!(seen.header("x-extra"), Some("1"));
        assert_eq!(seen.header("cookie"), Some("language=de%3Bat"));
        assert_eq!(seen.header("authorization"), None, "none of the alternatives is held, and none is needed");
    })
    .await;
}

#[tokio::test]
async fn a_body_is_sent_with_its_media_type() {
    both(async |client, seen| {
        let contact = Contact { id: 1, email: None };
        let output = client.contacts().create_contact(&contact).await.unwrap();
        assert_eq!(output, CreateContactOutput::Created(contact));
        let seen = last(&seen);
        assert_eq!(seen.line, "POST /base/api/v1/contacts");
        assert_eq!(seen.header("content-type"), Some("application/json"));
        assert_eq!(seen.body, r#"{"id":1}"#);
    })
    .await;
}

#[tokio::test]
async fn all_credentials_of_an_alternative_are_sent_together() {
    let (router, seen) = recorder(response);
    let client = Client::builder("http://in.process/base", "acme")
        .auth(Auth::basic("user", "password"))
        .auth(Auth::app_and_session("k&y", "s3ss10n"))
        .transport(TowerTransport::new(router))
        .build()
        .unwrap();

    let body = Body::stream(Full::new(Bytes::from_static(b"PNG")));
    assert_eq!(client.contacts().replace_picture(7, body).await.unwrap(), "PNG");
    let picture = last(&seen);
    assert_eq!(picture.line, "PUT /base/api/v1/contacts/7/picture?app_key=k%26y");
    assert_eq!(picture.header("cookie"), Some("session=s3ss10n"));
    assert_eq!(picture.header("authorization"), None);
    assert_eq!(picture.body, "PNG");

    client.contacts().get_contact("1").await.unwrap();
    let contact = last(&seen);
    assert_eq!(contact.header("authorization"), Some("Basic dXNlcjpwYXNzd29yZA=="));
    assert_eq!(contact.line, "GET /base/api/v1/contacts/1");
}

#[test]
fn calls_and_their_futures_move_between_threads() {
    fn is_send<T: Send + 'static>(_: T) {}
    fn is_shared<T: Send + Sync + Clone + 'static>(_: &T) {}
    let (router, _) = recorder(response);
    let builder = Client::builder("http://in.process", "acme").transport(TowerTransport::new(router));
    let client = builder.build().unwrap();
    is_shared(&client);
    is_send(client.contacts().list_contacts());
    is_send(client.contacts().list_contacts().send());
    is_send(client.contacts().list_contacts().send_raw());
    is_send(client.contacts().list_contacts().into_future());
}

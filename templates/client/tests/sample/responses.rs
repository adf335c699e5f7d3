//! Any response ends in a value or a typed error.

use crate::auth::Auth;
use crate::client::Client;
use crate::contacts::{CreateContactError, CreateContactOutput, ExportContactsBody, GetContactError};
use crate::model::{Contact, Problem};
use crate::runtime::{Error as AnyError, ErrorKind, TowerTransport};
use crate::server::{respond, serve_bytes};
use axum::Router;
use axum::response::Response;
use proptest::prelude::*;
use std::time::Duration;

fn answering(response: impl Fn() -> Response + Clone + Send + Sync + 'static) -> Client {
    let router = Router::new().fallback(move || std::future::ready(response()));
    let builder = Client::builder("http://in.process", "acme").auth(Auth::basic("user", "password")).max_body(1000);
    builder.transport(TowerTransport::new(router)).build().unwrap()
}

async fn answering_bytes(bytes: impl Into<Vec<u8>>, wait: Duration) -> Client {
    let url = serve_bytes(bytes.into(), wait).await;
    let builder = Client::builder(&url, "acme").auth(Auth::basic("user", "password"));
    builder.timeout(Duration::from_millis(400)).max_body(1000).build().unwrap()
}

#[tokio::test]
async fn a_documented_error_is_typed() {
    let client = answering(|| respond(403, &[], r#"{"message":"no"}"#));
    let error = client.contacts().get_contact("1").await.unwrap_err();
    assert_eq!(error.api(), Some(&GetContactError::Forbidden(Problem { message: "no".to_owned() })));
    assert_eq!(error.status().unwrap(), 403);
    assert_eq!(
        error.to_string(),
        r#"GET /api/v1/contacts/{id} (get_contact): the server answered 403 Forbidden: Forbidden(Problem { message: "no" })"#
    );

    let client = answering(|| respond(404, &[], "<html>"));
    let error = client.contacts().get_contact("1").await.unwrap_err();
    assert_eq!(error.api(), Some(&GetContactError::NotFound), "a body that is not documented is not read");
}

#[tokio::test]
async fn the_default_answer_is_every_status_not_documented_otherwise() {
    let client = answering(|| respond(500, &[], r#"{"message":"down"}"#));
    let error = client.contacts().create_contact(&Contact { id: 1, email: None }).await.unwrap_err();
    assert_eq!(error.api(), Some(&CreateContactError::Default(Problem { message: "down".to_owned() })));
    assert_eq!(error.status().unwrap(), 500);
}

#[tokio::test]
async fn an_undocumented_status_keeps_what_came() {
    let client = answering(|| respond(418, &[("x-why", "tea"), ("set-cookie", "session=s3cret")], "short\nand stout"));
    let error = client.contacts().get_contact("1").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        r#"GET /api/v1/contacts/{id} (get_contact): the server answered 418 I'm a teapot, which is not documented: "short\nand stout""#
    );
    assert!(!format!("{error:?}").contains("s3cret"));
    assert!(matches!(error.kind, ErrorKind::Unexpected(None)), "{error:?}");
    let response = error.response().unwrap();
    assert_eq!((response.status.as_u16(), response.headers["x-why"].to_str().unwrap()), (418, "tea"));
    assert_eq!(response.body, "short\nand stout");
}

#[tokio::test]
async fn a_body_that_does_not_fit_names_the_place() {
    let client = answering(|| respond(200, &[], r#"{"id":1,"email":[]}"#));
    let error = client.contacts().get_contact("1").await.unwrap_err();
    let text = error.to_string();
    assert_eq!(error.status().unwrap(), 200);
    let ErrorKind::Decode(undecodable) = error.kind else { panic!("{:?}", error.kind) };
    assert_eq!(undecodable.path, "$.email");
    assert!(text.contains("200 OK") && text.contains("$.email"), "{text}");
}

#[tokio::test]
async fn a_raw_answer_is_read_as_the_caller_likes() {
    let client = answering(|| respond(200, &[], r#"{"email":"a@example.com"}"#));
    let response = client.contacts().get_contact("1").send_raw().await.unwrap();
    assert!(response.decode::<Contact>().is_err());
    let partial: std::collections::BTreeMap<String, String> = response.decode().unwrap();
    assert_eq!(partial["email"], "a@example.com");
}

#[tokio::test]
async fn the_media_type_decides_between_bodies() {
    let csv = answering(|| respond(200, &[("content-type", "text/CSV; charset=utf-8")], "id\n1"));
    assert_eq!(csv.contacts().export_contacts().await.unwrap(), ExportContactsBody::Text("id\n1".to_owned()));
    let json = answering(|| respond(200, &[], "[]"));
    assert_eq!(json.contacts().export_contacts().await.unwrap(), ExportContactsBody::Json(Vec::new()));
    let garbage = answering(|| respond(200, &[("content-type", "text/csv")], vec![0xff_u8]));
    let error = garbage.contacts().export_contacts().await.unwrap_err();
    assert!(matches!(error.kind, ErrorKind::Decode(_)), "{error:?}");
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_not_kept() {
    let client = answering(|| respond(200, &[], vec![b' '; 1001]));
    let error = client.contacts().get_contact("1").await.unwrap_err();
    assert!(matches!(error.kind, ErrorKind::BodyTooLarge { limit: 1000, .. }), "{error:?}");
    assert_eq!(error.status().unwrap(), 200);

    let endless = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
    let chunks = b"100\r\n".iter().chain([b'x'; 256].iter()).chain(b"\r\n").copied().collect::<Vec<u8>>().repeat(50);
    let client = answering_bytes([endless, chunks].concat(), Duration::from_secs(5)).await;
    let error = client.contacts().get_contact("1").await.unwrap_err();
    assert!(matches!(error.kind, ErrorKind::BodyTooLarge { limit: 1000, .. }), "{error:?}");
}

#[tokio::test]
async fn slow_answers_end_in_time() {
    let slow_head = answering_bytes("", Duration::from_secs(5)).await;
    let slow_body = answering_bytes("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{", Duration::from_secs(5)).await;
    for client in [slow_head, slow_body] {
        let error = client.contacts().get_contact("1").await.unwrap_err();
        assert!(matches!(error.kind, ErrorKind::Timeout(_)), "{error:?}");
        assert!(error.is_timeout() && error.to_string().ends_with(" within 400ms"), "{error}");
    }
}

#[tokio::test]
async fn a_truncated_answer_is_told() {
    let client = answering_bytes("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{\"id\"", Duration::ZERO).await;
    let error = client.contacts().get_contact("1").await.unwrap_err();
    assert!(matches!(error.kind, ErrorKind::Transport(_)), "{error:?}");
    assert!(error.to_string().contains("200 OK"), "{error}");

    let client = Client::builder("http://127.0.0.1:1", "acme").auth(Auth::basic("user", "password")).build().unwrap();
    let error = client.contacts().get_contact("1").await.unwrap_err();
    assert!(error.is_connect() && !error.is_timeout() && error.status().is_none(), "{error:?}");
    assert_eq!(
        error.to_string(),
        "GET /api/v1/contacts/{id} (get_contact): no connection could be made: Connection refused (os error 111)"
    );
}

#[tokio::test]
async fn a_success_is_a_success() {
    let created = answering(|| respond(201, &[], r#"{"id":1}"#));
    let response = created.contacts().get_contact("1").send().await.unwrap();
    assert_eq!((response.status.as_u16(), response.body.id), (201, 1), "200 is documented");

    let contact = Contact { id: 1, email: None };
    let ok = answering(|| respond(200, &[], r#"{"id":1}"#));
    let output = ok.contacts().create_contact(&contact).await.unwrap();
    assert_eq!(output, CreateContactOutput::Created(contact.clone()), "201, 202 and other errors are");
    let none = answering(|| respond(204, &[], ""));
    assert_eq!(none.contacts().create_contact(&contact).await.unwrap(), CreateContactOutput::Accepted);

    let error = none.contacts().get_contact("1").await.unwrap_err();
    assert!(matches!(error.kind, ErrorKind::Unexpected(None)), "there is no contact: {error}");
    assert_eq!(error.status().unwrap(), 204);
}

#[tokio::test]
async fn the_page_of_a_proxy_is_unexpected() {
    let headers = &[("content-type", "text/html"), ("x-request-id", "r-1"), ("retry-after", "7")];
    let client = answering(|| respond(403, headers, "<html>"));
    let error = client.contacts().get_contact("1").await.unwrap_err();
    assert!(matches!(error.kind, ErrorKind::Unexpected(Some(_))), "{error:?}");
    assert_eq!(error.response().unwrap().body, "<html>");
    assert_eq!((error.request_id(), error.retry_after()), (Some("r-1"), Some(Duration::from_secs(7))));
    let text = error.to_string();
    assert!(
        text.starts_with("GET /api/v1/contacts/{id} (get_contact): the server answered 403 Forbidden with"),
        "{text}"
    );
    assert!(text.contains("content type text/html: \"<html>\"") && text.ends_with(" (x-request-id: r-1)"), "{text}");
}

#[tokio::test]
async fn what_cannot_be_read_is_told_with_its_type_and_encoding() {
    let headers = &[("content-type", "application/json"), ("content-encoding", "compress")];
    let client = answering(|| respond(200, headers, vec![0xff_u8]));
    let text = client.contacts().get_contact("1").await.unwrap_err().to_string();
    assert!(text.contains("content type application/json, encoded as compress") && text.contains("overlay"), "{text}");
}

#[tokio::test]
async fn any_error_becomes_that_of_the_crate() {
    async fn both(client: &Client) -> Result<(), AnyError> {
        client.contacts().list_contacts().await?;
        client.contacts().get_contact("1").await?;
        Ok(())
    }
    let client = answering(|| respond(403, &[("x-why", "no")], r#"{"message":"no"}"#));
    let error = both(&client).await.unwrap_err();
    assert_eq!((error.call().unwrap().operation(), error.status().unwrap().as_u16()), ("list_contacts", 403));
    assert_eq!(
        error.json::<Problem>(),
        Some(Problem { message: "no".to_owned() }),
        "also where no error is documented"
    );
    let error = AnyError::from(client.contacts().get_contact("1").await.unwrap_err());
    assert!(matches!(error.api::<GetContactError>(), Some(GetContactError::Forbidden(_))), "{error:?}");
    assert!(error.api::<CreateContactError>().is_none());
    assert_eq!(error.headers().unwrap()["x-why"], "no");
    assert!(!error.is_timeout() && !error.is_connect());
    let error: Box<dyn std::error::Error + Send + Sync> = error.into();
    assert!(error.to_string().contains("get_contact"), "{error}");
    let error = AnyError::from(Client::builder("nowhere", "acme").build().unwrap_err());
    assert!(error.call().is_none() && error.to_string().contains("base URL"), "{error}");
}

#[tokio::test]
async fn what_no_parameter_stands_for_can_be_sent() {
    let (router, seen) = crate::server::recorder(|_| respond(200, &[], "[]"));
    let builder =
        Client::builder("http://in.process", "acme").query("api key", "a&b").transport(TowerTransport::new(router));
    let client = builder.build().unwrap();
    let call = client.contacts().list_contacts().page(2).with_query("debug", "1").with_accept("text/csv");
    call.send_raw().await.unwrap();
    let contact = Contact { id: 1, email: None };
    client.contacts().create_contact(&contact).with_content_type("application/vnd.acme+json").send_raw().await.unwrap();
    let seen = seen.lock().unwrap();
    assert_eq!(seen[0].line, "GET /api/v1/contacts/?page=2&api%20key=a%26b&debug=1");
    assert_eq!(seen[0].header("accept"), Some("text/csv"));
    assert_eq!(seen[1].header("content-type"), Some("application/vnd.acme+json"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_bytes_of_a_server_panic(
        head in prop_oneof![Just("HTTP/1.1 200 OK\r\n"), Just("HTTP/1.1 403 \r\n\r\n"), Just("")],
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let client = answering_bytes([head.as_bytes(), &bytes].concat(), Duration::ZERO).await;
            let error = client.contacts().get_contact("1").await;
            prop_assert!(error.is_err());
            let shown = format!("{error:?}");
            prop_assert!(!shown.contains("password"));
            Ok(())
        })?;
    }
}

//! Where clients follow a server that sends them elsewhere: never to another origin, and not for ever.

use super::canned::{Canned, Manner, response};
use super::outcome::{Clients, Outcome};
use std::time::Duration;

const TIMEOUT: Duration = Duration::from_secs(20);

#[tokio::test]
async fn another_origin_is_not_asked_and_sees_no_credential() {
    let elsewhere = Canned::json(200, r#"{"data": {}}"#).await;
    let port = elsewhere.url.rsplit_once(':').expect("it has a port").1;
    let server = Canned::redirect(302, "").await;
    let clients = Clients::new(&server.url, TIMEOUT, 1000);
    for status in [301, 302, 303, 307, 308] {
        for location in [
            elsewhere.url.clone(),
            format!("{}/api/v1/contacts/42", elsewhere.url),
            format!("//127.0.0.1:{port}/x"),
            format!("http://localhost:{port}/"),
            format!("http://user:password@127.0.0.1:{port}/"),
        ] {
            server.answer_with(response(status, &format!("location: {location}"), ""), Manner::AtOnce);
            for (vendor, outcome) in clients.call().await {
                let expected = Outcome::Unexpected { status, body: String::new() };
                assert_eq!(outcome, expected, "{vendor}: {status} {location}");
            }
        }
    }
    assert_eq!(server.requests().len(), 5 * 5 * 5);
    assert_eq!(elsewhere.requests(), [""; 0]);
}

#[tokio::test]
async fn a_place_that_is_none_ends_the_call() {
    let server = Canned::redirect(302, "").await;
    let clients = Clients::new(&server.url, TIMEOUT, 1000);
    for location in
        ["", "http://", "http://[", ":", "\\\\x\\y", "http://x y/", "javascript:alert(1)", "file:///etc/passwd"]
    {
        server.answer_with(response(302, &format!("location: {location}"), ""), Manner::AtOnce);
        for (vendor, outcome) in clients.call().await {
            let ended = matches!(outcome, Outcome::Unexpected { status: 302, .. });
            assert!(ended, "{vendor}: {location:?}: {outcome:?}");
        }
    }
}

#[tokio::test]
async fn the_same_origin_is_asked_with_the_same_headers_and_not_for_ever() {
    use libredesk_client::{Auth, Client, Error};
    let server = Canned::redirect(307, "/elsewhere/../moved?a=b#c").await;
    let client = Client::builder(&server.url).auth(Auth::token("key", "secret")).build().unwrap();
    match client.contacts().get_contact("42").await.unwrap_err() {
        Error::Unexpected(response) => assert_eq!(response.status, 307),
        other => panic!("{other}"),
    }
    let requests = server.requests();
    assert_eq!(requests.len(), 11, "ten redirects are followed");
    for moved in &requests[1..] {
        let (line, headers) = moved.split_once("\r\n").expect("a head has lines");
        assert_eq!(line, "GET /moved?a=b HTTP/1.1");
        assert_eq!(headers, requests[0].split_once("\r\n").expect("a head has lines").1);
        assert!(headers.contains("authorization: token key:secret"));
    }
}
